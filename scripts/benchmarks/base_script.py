"""The script of a generated base: eight questions, as a salon asks them after a treatment; and one of closed questions only."""

from __future__ import annotations

from callbench.script.model import Script
from callbench.script.parts import Choice, ChoiceList, Expr, Question


def _five(name: str, label: str, measure: str) -> Question:
    return Question(name, "select_one", name, {"中文 (zh)": label}, choices="five", measure=measure, refuse=True)


def _list(name: str, labels: dict[str, str]) -> ChoiceList:
    return ChoiceList(name, tuple(Choice(value, {"中文 (zh)": label}) for value, label in labels.items()))


SCRIPT = Script(
    form_id="care",
    version="1",
    titles={"中文 (zh)": "护理回访"},
    languages=("中文 (zh)",),
    items=(
        _five("satisfied", "整体满意吗?", "csat"),
        _five("manner", "服务态度如何?", "attitude"),
        _five("quick", "等候时间可以接受吗?", "efficiency"),
        _five("effect", "效果如何?", "effect"),
        Question("trouble", "select_multiple", "trouble", {"中文 (zh)": "有没有不适?"}, choices="trouble"),
        Question(
            "recommend",
            "range",
            "recommend",
            {"中文 (zh)": "愿意推荐给朋友吗?"},
            parameters={"start": "0", "end": "10"},
            measure="nps",
        ),
        Question("again", "select_one", "again", {"中文 (zh)": "下次想做什么?"}, choices="again"),
        Question("words", "text", "words", {"中文 (zh)": "还有什么建议?"}),
    ),
    lists={
        "five": _list("five", {"1": "很不满意", "2": "不满意", "3": "一般", "4": "满意", "5": "非常满意"}),
        "trouble": _list("trouble", {"none": "没有", "red": "泛红", "itch": "发痒"}),
        "again": _list("again", {"same": "同样的", "other": "别的", "unsure": "还没想好"}),
    },
)

YES_NO = Script(
    form_id="keys",
    version="1",
    titles={"中文 (zh)": "八个选择题"},
    languages=("中文 (zh)",),
    items=tuple(
        Question(f"q{n}", "select_one", f"q{n}", {"中文 (zh)": f"第{n}问"}, required=Expr("true()"), choices="yes_no")
        for n in range(1, 9)
    ),
    lists={"yes_no": _list("yes_no", {"yes": "是", "no": "否"})},
)
KINDS = {"select_one": "choice", "select_multiple": "choices", "text": "text", "range": "integer"}
FIVE = [choice.label["中文 (zh)"] for choice in SCRIPT.lists["five"].choices]
