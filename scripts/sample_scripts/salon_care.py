"""The care call on the day after a treatment or on the third day: safety first, then the result, then the next visit."""

from __future__ import annotations

from sample_scripts.rows import (
    GOOD_TIME,
    SATISFIED,
    SCALE_TOLD,
    asked,
    closing,
    customer,
    group,
    opening,
    overall,
    recommend,
    scored,
    suggestion,
)

TITLE = ("护理后关怀回访", "After-treatment care call")
VERSION = "3"
SURVEY = [
    *customer(("在我们店做了{}", "had {} with us"), ("来过我们店", "visited us"), ("美容师", "your therapist")),
    opening(
        (
            "${customer_name}${title_zh}您好，我是${shop}的${agent_name}。您${when_zh}${did_zh}，"
            "想问问您这两天感觉怎么样，大约三分钟。",
            "Hello ${customer_name}, this is ${agent_name} from ${shop}. You ${did_en} ${when_en}, and I would like to "
            "hear how you have been since. It takes about three minutes.",
        )
    ),
    *group(
        "care", "护理之后", "After the treatment",
        [
            asked(
                "select_one reaction", "reaction", "做完以后，有没有不舒服？", "Any discomfort since then?",
                hint=("发红、发痒、紧绷、酸痛都算", "Redness, itching, tightness and soreness all count"),
                objection=(
                    "您别着急，我马上记下来，请给您做护理的老师最晚明天给您回电。要是越来越明显，先停用护肤品，必要时去医院看看，"
                    "单据请留好。",
                    "I am sorry. I am writing it down, and your therapist will call you back by tomorrow. If it gets "
                    "worse, stop using any products and see a doctor, and keep the receipts.",
                ),
            ),
            asked(
                "text", "reaction_detail", "是哪里、什么感觉、从什么时候开始的？",
                "Where is it, what does it feel like, and since when?",
                relevant="${reaction} = 'mild' or ${reaction} = 'clear'",
                say=("您慢慢说，我记下来。", "Take your time, I am writing it down."),
            ),
            scored("effect", "护理的效果，您满意吗？", "How satisfied are you with the result?", "effect", say=SCALE_TOLD),
        ],
    ),
    *group(
        "service_seen", "服务", "The service",
        [
            scored(
                "attitude", "${staff_zh}的服务态度呢？", "And with how ${staff_en} treated you?", "attitude",
                objection=(
                    "谢谢您直说。我不会转告本人，只请店长看看怎么改进。",
                    "Thank you for saying so. I shall not pass it on to the person, only to the manager, so that it improves.",
                ),
            ),
            scored("efficiency", "等候的时间呢？", "With how long you waited?", "efficiency"),
            overall((
                "没让您满意，实在抱歉。哪里没做好请您告诉我，我记下来，请店长给您回电。",
                "I am sorry that we let you down. Please tell me what went wrong; the manager will call you back.",
            )),
            recommend(),
        ],
    ),
    *group(
        "next_step", "下次", "Next time", stage="closing",
        rows=[
            asked(
                "select_one next_visit", "next_visit", "要不要先给您留个时间？", "Shall I keep a time for you?",
                relevant="${reaction} != 'clear' and not(${csat} <= 2)",  # an offer only where it fits
                say=("按护理周期，下一次大约在两周以后。", "Your next treatment would be due in about two weeks."),
                objection=(
                    "好的，不着急。到时候我提醒您一声，您看可以吗？",
                    "Of course, there is no hurry. May I remind you when it is time?",
                ),
            ),
            suggestion(),
        ],
    ),
    *closing(
        "都记下了，谢谢您！要是有什么不舒服，随时给店里打电话。祝您生活愉快，再见！",
        "I have noted it all. Thank you! If anything feels wrong, call us at any time. Have a pleasant day. Goodbye!",
    ),
]  # fmt: skip
CHOICES = {
    "satisfied": SATISFIED,
    "good_time": GOOD_TIME,
    "reaction": [
        ("none", "没有", "None"), ("mild", "有一点，已经好了", "A little, gone by now"),
        ("clear", "有，现在还没好", "Yes, and it is still there", "", "product", "+1d"),
    ],
    "next_visit": [
        ("this_week", "这一周", "This week"), ("two_weeks", "两周左右", "In about two weeks", "", "", "+14d"),
        ("month", "一个月左右", "In about a month", "", "", "+30d"),
        ("remind", "到时候提醒我", "Remind me then", "", "", "+14d"), ("none", "先不约", "Not for now"),
    ],
}  # fmt: skip
