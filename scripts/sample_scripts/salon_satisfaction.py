"""Satisfaction and recommendation of a salon's customers: the reason behind the score, then the next booking where it fits."""

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

TITLE = ("美容满意度与推荐回访", "Salon satisfaction and recommendation call")
VERSION = "2"
SURVEY = [
    *customer(("做了{}", "had {}"), ("来过店里", "came to see us"), ("美容师", "your therapist")),
    opening(
        (
            "${customer_name}${title_zh}您好，我是${shop}的${agent_name}。谢谢您一直来我们店，您${when_zh}还${did_zh}。"
            "想听听您的真心话，三四分钟。",
            "Hello ${customer_name}, this is ${agent_name} from ${shop}. Thank you for coming to us; you ${did_en} "
            "${when_en}. I would like your honest opinion. It takes three or four minutes.",
        )
    ),
    *group(
        "service_seen", "您的感受", "How you find us",
        [
            scored("effect", "护理的效果，您满意吗？", "How satisfied are you with the results?", "effect", say=SCALE_TOLD),
            scored("attitude", "${staff_zh}的服务呢？", "And with ${staff_en}?", "attitude"),
            overall((
                "没让您满意，实在抱歉。您怎么想就怎么说，我照实记下来。",
                "I am sorry that we let you down. Please say just what you think; I write it down as it is.",
            )),
            recommend(),
        ],
    ),
    *group(
        "disappointed", "没做好的地方", "What went wrong", relevant="${nps} <= 6",
        rows=[
            asked(
                "select_multiple reason", "low_reason", "主要是哪些方面还不够好？", "What was not good enough?",
                say=("谢谢您直说。", "Thank you for being frank."),
            ),
            asked(
                "text", "low_detail", "最希望我们先改哪一点？", "What should we change first?",
                objection=(
                    "您不方便细说也没关系，一两句就好。", "No need for details; a word or two will do.",
                ),
            ),
            asked(
                "select_one manager", "manager_call", "要不要请店长给您回个电话？", "Would you like the manager to call you?",
                say=("您说的我都记下了。", "I have noted all that."),
            ),
        ],
    ),
    *group(
        "nearly", "还差一点", "Nearly there", relevant="${nps} >= 7 and ${nps} <= 8",
        rows=[
            asked(
                "text", "mid_wish", "哪一点我们还可以做得更好？", "What could we do even better?",
                say=("谢谢您的肯定。", "Thank you, that is good to hear."),
            ),
        ],
    ),
    *group(
        "delighted", "满意的地方", "What you like", relevant="${nps} >= 9",
        rows=[
            asked(
                "text", "high_praise", "您最满意的是哪一点？", "What do you like best?",
                say=("太谢谢您了！", "That is very kind of you!"),
            ),
        ],
    ),
    *group(
        "rebooking", "下次预约", "The next booking", relevant="${good_time} = 'yes' and not(${nps} <= 6)", stage="closing",
        rows=[
            asked(
                "select_one rebook", "rebook", "要不要现在帮您约好下一次？", "Shall I book your next visit now?",
                objection=(
                    "完全没关系，什么时候想来，提前一天说一声就行。",
                    "Not at all a problem. Whenever you like, a day's notice is enough.",
                ),
            ),
            asked(
                "date", "rebook_day", "您哪天方便？", "Which day suits you?", relevant="${rebook} = 'yes'",
                constraint=". >= today() and . <= today() + 90",
                constraint_message=("请选今天起 90 天以内的日子。", "A day from today on, within 90 days, please."),
            ),
            asked(
                "select_one part", "rebook_part", "上午、下午还是晚上？", "Morning, afternoon or evening?",
                relevant="${rebook} = 'yes'",
                follow_up="if(. = '' or ${rebook_day} = '', '', concat(${rebook_day}, if(. = 'morning', ' 10:00', "
                "if(. = 'afternoon', ' 15:00', ' 19:00'))))",
            ),
        ],
    ),
    *group(
        "contact", "联系方式", "Staying in touch", stage="closing",
        rows=[
            asked(
                "select_one channel", "channel", "以后联系您，打电话、发微信还是发短信？", "How would you like us to contact you?",
                profile="channel",
            ),
            suggestion("您还有什么想告诉我们的？", "Is there anything else you would like to tell us?"),
        ],
    ),
    *closing(
        "谢谢您的时间，您的意见我会如实转给店长。祝您生活愉快，再见！",
        "Thank you for your time. I will pass your words on to the manager as they are. Have a pleasant day. Goodbye!",
    ),
]  # fmt: skip
CHOICES = {
    "satisfied": SATISFIED,
    "good_time": GOOD_TIME,
    "reason": [
        ("result", "效果", "The result"), ("staff", "服务态度", "The service"), ("waiting", "等候", "The waiting"),
        ("price", "价格", "The price"), ("selling", "推销", "Too much selling"), ("room", "环境", "The rooms"),
        ("else", "其他", "Something else"),
    ],
    "manager": [("yes", "要", "Yes", "", "service", "+1d"), ("no", "不用", "No need")],
    "rebook": [
        ("yes", "好，现在约", "Yes, now"), ("remind", "两周后提醒我", "Remind me in two weeks", "", "", "+14d"),
        ("no", "暂时不约", "Not for now"),
    ],
    "part": [("morning", "上午", "Morning"), ("afternoon", "下午", "Afternoon"), ("evening", "晚上", "Evening")],
    "channel": [("phone", "电话", "By phone"), ("wechat", "微信", "By WeChat"), ("sms", "短信", "By text message")],
}  # fmt: skip
