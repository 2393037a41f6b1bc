"""The second call after a complaint: whether it was solved, how it was handled, and opening it again where it was not."""

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
    scored,
    suggestion,
)

TITLE = ("投诉处理确认回访", "Complaint confirmation call")
VERSION = "2"
OPEN_AGAIN = "${solved} = 'partly' or ${solved} = 'no'"
SURVEY = [
    *customer(("{}的问题", "told us of a problem with {}"), ("问题", "told us of a problem"), ("接待您的同事", "the colleague who helped you")),
    opening(
        (
            "${customer_name}${title_zh}您好，我是${shop}的${agent_name}。您前些天反映的${did_zh}，我们已经处理了，"
            "打来跟您确认一下结果，两三分钟。",
            "Hello ${customer_name}, this is ${agent_name} from ${shop}. You recently ${did_en}. We have dealt "
            "with it, and I would like to make sure that it is settled. It takes two or three minutes.",
        )
    ),
    *group(
        "result", "处理结果", "What came of it",
        [
            asked(
                "select_one solved", "solved", "您反映的问题，解决了吗？", "Is the matter solved now?", measure="resolved",
                objection=(
                    "实在抱歉，让您又操心了。我现在就重新登记，请负责人接着办，您不用从头再说一遍。",
                    "I am very sorry that you still have trouble with it. I am opening it again now; somebody will take it "
                    "up, and you need not tell it all again.",
                ),
            ),
        ],
    ),
    *group(
        "open_again", "还没解决的", "What is still open", relevant=OPEN_AGAIN,
        rows=[
            asked(
                "text", "left_open", "还有哪里没有解决？", "What is still open?",
                say=("对不起，是我们没做到位。您说，我记下来。", "I am sorry, that was not good enough. Please tell me; I am writing."),
            ),
            asked("select_one remedy", "remedy", "您希望我们怎么处理？", "What would put it right for you?"),
            asked(
                "select_one answer_by", "answer_by", "明天什么时候给您答复方便？", "When may we call you with an answer tomorrow?",
                say=("我马上重新登记，请负责人跟进。", "I am opening it again now, and the manager will see to it."),
                follow_up="if(. = '', '', concat(format-date(today() + 1, '%Y-%m-%d'), if(. = 'morning', ' 10:00', "
                "if(. = 'afternoon', ' 15:00', ' 19:00'))))",
            ),
        ],
    ),
    *group(
        "handling", "处理过程", "How it was handled",
        [
            scored("speed", "处理的速度，您满意吗？", "How satisfied are you with how fast we were?", "efficiency", say=SCALE_TOLD),
            scored("manner", "${staff_zh}的态度呢？", "And with how ${staff_en} treated you?", "attitude"),
            scored(
                "handled", "总的来说，这次处理您满意吗？", "All in all, how satisfied are you with how it was handled?", "csat",
                objection=(
                    "谢谢您直说，这通录音我会请主管亲自听。",
                    "Thank you for being frank. I will ask the supervisor to listen to this call.",
                ),
            ),
        ],
    ),
    *group(
        "afterwards", "以后", "From now on", stage="closing",
        rows=[
            asked("select_one stay", "stay", "以后您还愿意来吗？", "Would you come to us again?"),
            suggestion("您觉得我们怎么改，才不会再有这样的事？", "What could we do so that this does not happen again?"),
        ],
    ),
    *closing(
        "谢谢您给我们改正的机会。有任何问题，随时打给我们。祝您生活愉快，再见！",
        "Thank you for giving us the chance to put it right. Call us at any time. Have a pleasant day. Goodbye!",
    ),
]  # fmt: skip
CHOICES = {
    "satisfied": SATISFIED,
    "good_time": GOOD_TIME,
    "solved": [
        ("yes", "解决了", "Yes, it is solved"), ("partly", "解决了一部分", "Only in part", "", "service"),
        ("no", "没有解决", "No, it is not", "", "service"),
    ],
    "remedy": [
        ("again", "重新做一次", "Do it again"), ("money", "退款或补偿", "Refund or compensation"),
        ("words", "给个说法", "An explanation"), ("manager", "负责人出面", "The manager to see to it"),
        ("else", "其他", "Something else"),
    ],
    "answer_by": [("morning", "上午", "In the morning"), ("afternoon", "下午", "In the afternoon"), ("evening", "晚上", "In the evening")],
    "stay": [("yes", "愿意", "Yes"), ("perhaps", "看情况", "Perhaps"), ("no", "不会了", "No")],
}  # fmt: skip
