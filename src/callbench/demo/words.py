"""The invented people, treatments and sayings of the demo shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AGENTS: Final = (  # code, name, role
    ("wangmin", "王敏", "agent"),
    ("lijing", "李静", "agent"),
    ("zhangwei", "张伟", "agent"),
    ("zhaolei", "赵磊", "agent"),
    ("chenfang", "陈芳", "supervisor"),
)


@dataclass(frozen=True, slots=True)
class Business:
    """One half of the demo shop. services: (item, yuan). after_days: days from service to call."""

    key: str
    campaign: str
    purpose: str
    form_id: str
    prefix: str  # of customer codes
    branches: tuple[str, ...]
    services: tuple[tuple[str, int], ...]
    staff: tuple[str, ...]
    agents: tuple[str, ...]
    after_days: int
    after_reason: str
    other_rule: str
    other_reason: str
    preferences: tuple[str, ...]
    special_needs: tuple[str, ...]
    suggestions: tuple[str, ...]
    troubles: tuple[str, ...]


SALON: Final = Business(
    key="salon",
    campaign="护理后关怀回访",
    purpose="了解护理效果与满意度",
    form_id="salon_care",
    prefix="M",
    branches=("静雅美容静安店", "静雅美容徐汇店"),
    services=(
        ("水光护理", 680), ("补水护理", 380), ("光子嫩肤", 1280), ("肩颈按摩", 298), ("抗衰紧致", 1680),
        ("面部清洁", 198), ("美白导入", 580), ("身体芳疗", 880), ("补水套装", 1280),
    ),
    staff=("张琪", "周蕾", "孙悦", "林娟"),
    agents=("wangmin", "wangmin", "lijing", "zhangwei"),  # by their share of the work
    after_days=3,
    after_reason="护理后第3天",
    other_rule="plan",
    other_reason="按客户分类定期回访",
    preferences=("喜欢安静的房间", "偏爱玫瑰精油", "习惯周末来店", "喜欢固定的美容师", "常带朋友一起来", "喜欢提前预约早场"),
    special_needs=("敏感肌，忌酒精类", "对香精过敏", "孕期，避免电疗", "肩部有旧伤，手法要轻"),
    suggestions=(
        "周末人多，希望能多开几个时段。", "房间再暖一点就更好了。", "希望提前一天短信提醒。", "音乐可以再轻一些。",
        "会员卡余额希望能在微信上查。", "老师很细心，希望下次还是她。", "停车不太方便。",
    ),
    troubles=("脸颊两侧发红，昨天开始的，有点痒。", "下巴起了几个小疹子，做完第二天出现。", "额头紧绷、脱皮，今天好些了。"),
)  # fmt: skip
COURIER: Final = Business(
    key="courier",
    campaign="配送满意度回访",
    purpose="了解配送满意度与需求",
    form_id="courier_delivery",
    prefix="K",
    branches=("速达快递虹桥网点",),
    services=(("标准快递", 12), ("同城急送", 28), ("生鲜冷链", 36), ("大件配送", 88), ("文件快递", 15)),
    staff=("刘强", "马超群", "何勇"),
    agents=("zhaolei", "lijing"),
    after_days=1,
    after_reason="签收次日",
    other_rule="list",
    other_reason="满意度抽样",
    preferences=("放门口即可", "只在晚上在家", "公司前台代收", "先电话再上门"),
    special_needs=("行动不便，请送到家门口", "听力不好，说话慢一些", "家有婴儿，请勿按门铃"),
    suggestions=(
        "希望晚上也能送。", "快递柜总是满的。", "到之前打个电话就好了。", "包装再结实一点。", "小哥很客气，好评。",
        "希望能自己选送货时间。",
    ),
    troubles=("外箱一角压坏了，里面的杯子碎了一个。", "少了一盒赠品，单号尾号 2208。", "显示已签收，但没有收到。"),
)  # fmt: skip
BUSINESSES: Final = (SALON, COURIER)

SURNAMES: Final = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
FEMALE: Final = (
    "娜", "芳", "雪", "婷", "倩", "慧", "琳", "颖", "梅", "燕", "丹", "静怡", "雅文", "思雨", "晓彤", "佳怡", "梦洁",
    "雨薇", "欣然", "若兰", "诗涵", "美玲", "丽华", "秀英", "海燕", "春梅", "玉洁", "子涵", "可馨", "语桐",
)  # fmt: skip
MALE: Final = (
    "强", "磊", "军", "涛", "鹏", "浩", "杰", "斌", "志远", "建国", "晓东", "文博", "俊杰", "子轩", "宇航", "立新", "永康",
    "家豪", "明哲", "国栋",
)  # fmt: skip
CLASSES: Final = ("key",) * 4 + ("regular",) * 9 + ("potential",) * 5 + ("special",) + ("",)
PREFERRED_TIMES: Final = ("",) * 8 + ("上午", "下午", "晚上", "14:00-17:00")
CHANNELS: Final = ("phone", "phone", "phone", "wechat", "sms", "")

# Seven-digit blocks that China's numbering data (as libphonenumber publishes it) gives to no place: they look right,
# pass every check, and ring nowhere known. 10,000 numbers each.
PHONE_BLOCKS: Final = (
    "1380040", "1330004", "1800000", "1380049", "1330005", "1800001", "1380060", "1330006", "1800002", "1380061",
    "1330007", "1800003",
)  # fmt: skip
MOST: Final = 10_000 * len(PHONE_BLOCKS)
