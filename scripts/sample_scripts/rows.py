"""What the shipped scripts share: how a row is written, the customer's fields, the opening, the scale, the leave-taking."""

from __future__ import annotations

ZH, EN = "中文 (zh)", "English (en)"
OURS = ("say", "objection", "stage", "measure", "refuse", "complaint", "follow_up", "profile")
Row = dict[str, object]

SATISFIED = [
    ("1", "非常不满意", "Very dissatisfied"), ("2", "不满意", "Dissatisfied"), ("3", "一般", "Neither"),
    ("4", "满意", "Satisfied"), ("5", "非常满意", "Very satisfied"),
]  # fmt: skip
GOOD_TIME = [
    ("yes", "方便", "Yes"), ("later", "改个时间", "Another time", "callback_agreed"),
    ("no", "这次不聊", "Not this time", "refused_now"), ("never", "以后别再打", "No more calls", "do_not_call"),
]  # fmt: skip
GOES_ON = "${good_time} = 'yes'"


def row(kind: str, name: str = "", zh: str = "", en: str = "", **more: object) -> Row:
    """A row of the survey sheet; say, objection and hint are pairs (Chinese, English)."""
    cells: Row = {"type": kind, "name": name, f"label::{ZH}": zh, f"label::{EN}": en}
    for key, value in more.items():
        column = f"callbench::{key}" if key in OURS else key
        if isinstance(value, tuple):
            cells[f"{column}::{ZH}"], cells[f"{column}::{EN}"] = value
        else:
            cells[column] = value
    return cells


def asked(kind: str, name: str, zh: str, en: str, **more: object) -> Row:
    """A question that must be answered, or refused."""
    return row(kind, name, zh, en, required="yes", refuse="yes", **more)


def group(name: str, zh: str, en: str, rows: list[Row], *, relevant: str = GOES_ON, stage: str = "body") -> list[Row]:
    """Rows under a heading."""
    return [row("begin group", name, zh, en, relevant=relevant, stage=stage), *rows, row("end group")]


def customer(did: tuple[str, str], no_service: tuple[str, str], staff: tuple[str, str]) -> list[Row]:
    """The customer's fields, and the words made of them.

    did: `{}做了` around the service; no_service: what is said when none is on record; staff: who it was when nobody is.
    """
    fields = ("customer_name", "gender", "agent_name", "shop", "service", "service_date", "staff")
    return [
        *(row("hidden", name) for name in fields),
        row(
            "calculate", "title_zh",
            calculation="if(${gender} = 'female', '女士', if(${gender} = 'male', '先生', ''))",
        ),
        row("calculate", "days_ago", calculation="today() - ${service_date}"),
        row(
            "calculate", "when_zh",
            calculation="if(${service_date} = '', '前些天', if(${days_ago} = 0, '今天', if(${days_ago} = 1, '昨天', "
            "if(${days_ago} = 2, '前天', format-date(${service_date}, '%n月%e日')))))",
        ),
        row(
            "calculate", "when_en",
            calculation="if(${service_date} = '', 'recently', if(${days_ago} = 0, 'today', if(${days_ago} = 1, "
            "'yesterday', concat('on ', format-date(${service_date}, '%e %b')))))",
        ),
        *(
            row(
                "calculate", f"did_{tongue}",
                calculation=f"if(${{service}} = '', '{without}', concat('{before}', ${{service}}, '{after}'))",
            )
            for tongue, (before, after), without in zip(
                ("zh", "en"), (each.split("{}") for each in did), no_service, strict=True
            )
        ),
        *(
            row("calculate", f"staff_{tongue}", calculation=f"if(${{staff}} = '', '{nobody}', ${{staff}})")
            for tongue, nobody in zip(("zh", "en"), staff, strict=True)
        ),
    ]  # fmt: skip


def opening(say: tuple[str, str]) -> Row:
    """Who calls and why, that the call is recorded and may be stopped, and whether this is a good time."""
    return row(
        "select_one good_time", "good_time", "现在方便吗？", "Is this a good time?", required="yes", stage="opening",
        say=(
            say[0] + "通话会录音，只用来改进服务，您随时可以叫停。",
            say[1] + " The call is recorded, only to help us do better, and you may stop at any time.",
        ),
        objection=(
            "没关系，不耽误您。您看什么时候方便，我到时候再打？要是不想接到回访，您说一声，我马上登记。",
            "No problem. When would suit you better? And if you would rather have no such calls, just say so: "
            "I will note it at once.",
        ),
    )  # fmt: skip


def closing(zh: str, en: str) -> list[Row]:
    """The last words, after a talk and without one."""
    return [
        row("note", "goodbye", zh, en, relevant=GOES_ON, stage="closing"),
        row(
            "note", "not_now", "好的，不打扰您了，祝您生活愉快，再见！", "Of course. Have a pleasant day. Goodbye!",
            relevant="${good_time} != '' and ${good_time} != 'yes'", stage="closing",
        ),
    ]  # fmt: skip


def scored(name: str, zh: str, en: str, measure: str, **more: object) -> Row:
    """A question on the scale of satisfaction."""
    return asked("select_one satisfied", name, zh, en, measure=measure, **more)


def overall(objection: tuple[str, str]) -> Row:
    """Satisfaction as a whole; a low answer proposes a complaint. objection: what is said to somebody who is not satisfied."""
    return scored(
        "csat", "总的来说，您满意吗？", "All in all, how satisfied are you?", "csat",
        complaint="if(. <= 2, 'service', '')", objection=objection,
    )  # fmt: skip


def suggestion(zh: str = "您对我们还有什么建议？", en: str = "Is there anything we could do better?") -> Row:
    """The open question at the end; it may stay without an answer."""
    return row("text", "suggestion", zh, en, appearance="multiline")


SCALE_TOLD = (
    "下面几项请您打分：1 分非常不满意，5 分非常满意。",
    "For the next few, one to five, please: one is very dissatisfied, five very satisfied.",
)
"""Said before the first question on the scale, so that the five choices need not be read each time."""


def recommend() -> Row:
    """The question about recommending, 0 to 10 (Reichheld 2003)."""
    return asked(
        "range", "nps", "您有多大可能把我们推荐给朋友？", "How likely are you to recommend us to a friend?",
        measure="nps", appearance="nps", parameters="start=0 end=10 step=1",
        hint=("0 完全不会，10 一定会", "0 not at all, 10 certainly"),
        say=("这一项是 0 到 10 分：0 分完全不会，10 分一定会。", "This one goes from 0, not at all, to 10, certainly."),
    )  # fmt: skip
