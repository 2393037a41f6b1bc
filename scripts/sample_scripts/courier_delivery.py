"""Satisfaction with a delivery: manner, speed and outcome, what else is needed, and what went wrong."""

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
    scored,
    suggestion,
)

TITLE = ("配送满意度回访", "Delivery satisfaction call")
VERSION = "3"
SURVEY = [
    *customer(("的{}", "your {}"), ("的快递", "your parcel"), ("我们的快递员", "our courier")),
    opening(
        (
            "${customer_name}${title_zh}您好，我是${shop}的${agent_name}。您${when_zh}${did_zh}是${staff_zh}送的，"
            "想听听您的评价，两三分钟。",
            "Hello ${customer_name}, this is ${agent_name} from ${shop}. ${staff_en} brought ${did_en} ${when_en}, and I "
            "would like to hear how it went. It takes two or three minutes.",
        )
    ),
    *group(
        "delivery", "这一次配送", "This delivery",
        [
            asked(
                "select_one parcel", "parcel", "包裹收到了吗？到的时候怎么样？", "Did the parcel arrive, and in what state?",
                objection=(
                    "实在抱歉。我现在就登记，明天给您答复；包装和单据请先留着，方便理赔。",
                    "I am very sorry. I am writing it down now, and you will have an answer tomorrow. Please keep the packing "
                    "and the slip for the claim.",
                ),
            ),
            asked(
                "text", "parcel_detail", "具体是什么情况？方便的话，报一下单号。", "What exactly happened? The tracking number would help, too.",
                relevant="${parcel} != '' and ${parcel} != 'good'",
                say=("给您添麻烦了，您说，我记。", "I am sorry for the trouble. Go ahead, I am writing."),
            ),
            scored(
                "attitude", "${staff_zh}的态度，您满意吗？", "How satisfied are you with how ${staff_en} treated you?", "attitude",
                relevant="${parcel} != 'not_received'", say=SCALE_TOLD,
            ),
            scored("efficiency", "送货的速度呢？", "And with the speed?", "efficiency", relevant="${parcel} != 'not_received'"),
            scored(
                "effect", "送到的地方和交给您的方式呢？", "With where and how it was handed over?", "effect",
                relevant="${parcel} != 'not_received'",
            ),
            overall((
                "没让您满意，对不起。是哪里的问题，您告诉我，我转给站长。",
                "I am sorry that we let you down. Tell me what was wrong and I will pass it on to the manager.",
            )),
        ],
    ),
    *group(
        "wishes", "建议与需求", "Suggestions and needs", stage="closing",
        rows=[
            asked("select_one place", "place", "以后的包裹，送到哪里合适？", "Where should we bring your parcels from now on?"),
            asked("select_one need", "need", "还有哪项服务您用得上？", "Which other service could you use?"),
            suggestion(),
        ],
    ),
    *closing(
        "都记下了，谢谢您！寄件、取件随时找我们，祝您生活愉快，再见！",
        "I have noted it all. Thank you! We are here whenever you send or expect something. Have a pleasant day. Goodbye!",
    ),
]  # fmt: skip
CHOICES = {
    "satisfied": SATISFIED,
    "good_time": GOOD_TIME,
    "parcel": [
        ("good", "完好，准时", "In one piece and on time"), ("late", "晚到了", "It came late", "", "service"),
        ("damaged", "有破损", "Damaged", "", "service", "+1d"),
        ("missing", "少了东西", "Something missing", "", "service", "+1d"),
        ("not_received", "没有收到", "Not received", "", "service", "+1d"),
    ],
    "place": [
        ("door", "送上门", "To the door"), ("locker", "快递柜", "Parcel locker"), ("shop", "代收点", "Collection point"),
    ],
    "need": [
        ("evening", "晚间配送", "Evening delivery"), ("pickup", "上门取件", "Pick-up at home"),
        ("insured", "保价", "Insured sending"), ("none", "都不需要", "None of these"),
    ],
}  # fmt: skip
