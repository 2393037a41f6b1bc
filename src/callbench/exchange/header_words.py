"""What shops write above their columns, in Chinese and English, and the field each of it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from callbench.text import clean

# Field: words that can only mean it | words that mean it where nothing better is there.
_WORDS: Final[dict[str, str]] = {
    "code": """客户编号 客户编码 客户代码 客户号 客户id 顾客编号 会员编号 会员编码 会员号 会员卡号 会员id 卡号 客编
        customer id,customer no,customer number,customer code,client id,member id,member no,card no | 编号 编码 id,code""",
    "name": """姓名 客户姓名 客户名称 客户名 顾客姓名 会员姓名 会员名 联系人 联系人姓名 收件人 收件人姓名 收货人 客户称呼
        name,customer name,full name,client name,contact name | 名字 称呼 名称 客户 顾客 会员 customer,client,contact,recipient""",
    "first_name": "名 | first name,given name,forename",
    "last_name": "姓 姓氏 | last name,surname,family name",
    "phone": """手机 手机号 手机号码 移动电话 电话 电话号码 联系电话 联系方式 联络电话 联络方式 联系手机 联系号码 客户电话 客户手机 会员手机 会员电话
        座机 座机号 座机号码 固定电话 固话 家庭电话 住宅电话 办公电话 公司电话 备用电话 其他电话 收件人电话 收件人手机 收件电话 收货电话 收货人电话
        phone,phone no,phone number,mobile,mobile no,mobile phone,mobile number,cell,cell phone,cellphone,tel,tel no,telephone,
        telephone number,landline,home phone,work phone,office phone,contact number,contact phone,other phone |""",
    "customer_class": """客户分类 客户类别 客户类型 客户等级 客户级别 会员等级 会员级别 会员类型 分类 等级 级别
        customer class,customer type,customer level,client type,class,tier,grade | 类别 类型 level,type,category""",
    "owner": """责任人 负责人 归属人 所属人 跟进人 客服 坐席 专属顾问 顾问 客户经理 业务员 回访人 回访人员
        owner,agent,account manager,assigned to,responsible,sales rep |""",
    "gender": "性别 gender,sex |",
    "birthday": "生日 出生日期 出生年月日 客户生日 会员生日 birthday,birth date,date of birth,dob |",
    "email": "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 email,e mail,mail,email address |",
    "wechat": "微信 微信号 微信id wechat,wechat id,weixin |",
    "branch": "门店 店铺 分店 店名 网点 门店名称 消费门店 所属门店 到店门店 营业部 shop,store,branch,outlet |",
    "channel": "首选渠道 偏好渠道 联系渠道 首选联系方式 preferred channel,contact channel |",
    "preferred_time": "方便时间 方便接听时间 方便来电时间 联系时间 偏好时间 接听时间 preferred time,best time,best time to call |",
    "preferences": "偏好 喜好 消费偏好 服务偏好 客户偏好 preferences,preference |",
    "special_needs": "特殊需求 特殊要求 禁忌 过敏史 过敏 注意事项 special needs,special requests,allergies |",
    "note": "备注 备注信息 客户备注 说明 note,notes,remark,remarks,comment,comments,memo |",
    "last_day": """最近消费日期 最近消费时间 最近一次消费 最近一次消费日期 最后消费日期 最后消费时间 上次消费日期 上次消费时间 末次消费日期
        最近到店日期 最近到店时间 上次到店日期 上次到店时间 上次到店 最近到店 最近服务日期 最近服务时间 上次服务日期 上次服务时间
        last service date,last visit,last visit date,last purchase date,last order date,last date |""",
    "day": """消费日期 消费时间 服务日期 服务时间 到店日期 到店时间 下单日期 下单时间 订单日期 成交日期 购买日期 交易日期 签收日期 签收时间
        寄件日期 派送日期 order date,service date,date of service,visit date,purchase date,transaction date,sale date | 日期 时间 date,time""",
    "last_service": "最近消费 上次消费 最后消费 最近服务 上次服务 最后服务 last service,last purchase,last order |",
    "item": """项目 服务项目 消费项目 最近消费项目 上次消费项目 最近服务项目 上次服务项目 服务内容 护理项目 商品 商品名称 产品 产品名称 品名 套餐 疗程
        item,service,service item,last service item,product,product name,treatment | 服务 内容""",
    "amount": """消费金额 最近消费金额 上次消费金额 金额 实付 实付金额 实收 实收金额 订单金额 成交金额 交易金额 服务金额 支付金额
        amount,amount paid,order amount,paid,revenue,sales,last amount | 价格 总价 price,total""",
    "staff": "技师 美容师 美发师 发型师 服务人员 服务员 服务技师 操作人 快递员 派件员 staff,technician,therapist,stylist,courier |",
}  # fmt: skip
MANY: Final = frozenset({"phone"})
"""Fields that several columns may hold."""
_SIMPLE: Final = str.maketrans(
    "戶編號碼機費額備註電話會員顧問類別負責務項訂單門郵聯繫絡稱級時間產購買實經業種區價總療過專屬營網點選聽來說歸進訪貨辦動簽內師髮遞鋪護質銷標樣發",
    "户编号码机费额备注电话会员顾问类别负责务项订单门邮联系络称级时间产购买实经业种区价总疗过专属营网点选听来说归进访货办动签内师发递铺护质销标样发",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The field a heading means. certain: its words can mean nothing else."""

    field: str
    certain: bool


def plain_heading(text: str) -> str:
    """The heading without what does not tell: width, case, spaces, brackets and what is in them, numbers at the end."""
    text = normalize("NFKC", clean(text, limit=200)).lower().translate(_SIMPLE)
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", text)
    return re.sub(r"[\d一二三]*$", "", re.sub(r"[\s_\-*:./、,#]", "", text))


def _all_words() -> dict[str, Heading]:
    found: dict[str, Heading] = {}
    for field, words in _WORDS.items():
        for certain, part in zip((True, False), words.split("|"), strict=True):
            for word in re.split(r"[,\n]|(?<=[\u4e00-\u9fff]) |(?<=[\u4e00-\u9fff]id) ", part):
                if plain := plain_heading(word):
                    found[plain] = Heading(field, certain)
    return found


_FOUND: Final = _all_words()


def heading(text: str) -> Heading | None:
    """What a heading means, or None when it is no word we know."""
    return _FOUND.get(plain_heading(text))
