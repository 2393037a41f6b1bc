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
        收货人姓名 顾客名称 顾客名 会员名称 客人姓名 name,customer name,full name,client name,contact name,guest name,member name,
        patient name,recipient name,receiver name,consignee name | 名字 称呼 名称 客户 顾客 会员 客人 昵称 用户名 用户
        customer,client,contact,recipient,guest,member,receiver,consignee""",
    "first_name": "名 | first name,given name,forename,first",
    "last_name": "姓 姓氏 | last name,surname,family name,last",
    "phone": """手机 手机号 手机号码 移动电话 电话 电话号码 联系电话 联系方式 联络电话 联络方式 联系手机 联系号码 客户电话 客户手机 会员手机 会员电话
        座机 座机号 座机号码 固定电话 固话 家庭电话 住宅电话 办公电话 公司电话 备用电话 其他电话 收件人电话 收件人手机 收件电话 收货电话 收货人电话
        收件人手机号 收货人手机 收货人手机号 收件手机 移动号码 手机电话 电话手机 备用手机 备用号码 第二电话 其他手机 客户手机号 客户手机号码
        客户电话号码
        客户联系电话 客户联系方式 客户号码 会员手机号 会员手机号码 顾客电话 顾客手机 顾客手机号 客人电话 客人手机 联系人电话 联系人手机
        联系人手机号 预约电话
        预留电话 预留手机 来电号码
        phone,phone no,phone number,mobile,mobile no,mobile phone,mobile number,cell,cell phone,cellphone,tel,tel no,telephone,
        telephone number,landline,home phone,work phone,office phone,contact number,contact phone,other phone,mob,
        mob no,cell no,cell number,handphone,phone numbers,primary phone,main phone,secondary phone,second phone,alternate phone,
        alternative phone,alt phone,customer phone,customer phone number,customer mobile,client phone,client mobile,guest phone,
        member phone,contact no,contact mobile,contact tel,tel number,telephone no,recipient phone,recipient mobile,
        receiver phone,consignee phone |""",
    "customer_class": """客户分类 客户类别 客户类型 客户等级 客户级别 会员等级 会员级别 会员类型 分类 等级 级别
        会员分类 会员类别 顾客分类 顾客类别 顾客类型 顾客等级 客户层级 客户分级 客户分层 客户分组 customer class,customer type,customer level,
        customer category,customer group,customer segment,customer tier,client type,client class,client category,member level,
        member type,member class,membership level,membership tier,class,tier,grade | 类别 类型 分组 分级 会员卡类型 卡类型
        level,type,category,segment,group,membership""",
    "owner": """责任人 负责人 归属人 所属人 跟进人 客服 坐席 专属顾问 顾问 客户经理 业务员 回访人 回访人员
        归属 归属员工 归属顾问 所属员工 所属顾问 负责人员 负责员工 跟进人员 跟进客服 跟进顾问 专属客服 专属管家 服务顾问 美容顾问 客户顾问
        销售顾问 销售人员
        销售员 客户负责人 客服专员 客服人员 owner,agent,account manager,account owner,customer owner,client owner,contact owner,
        assigned to,assigned agent,assigned staff,assignee,responsible,responsible person,person in charge,sales rep,salesperson,
        sales person,sales consultant,consultant,advisor,adviser,relationship manager,account executive | 销售 管家 assigned""",
    "gender": "性别 客户性别 会员性别 顾客性别 gender,sex,customer gender |",
    "birthday": """生日 生日日期 出生日期 出生年月日 出生年月 出生日 阳历生日 公历生日 客户生日 顾客生日 会员生日 出生 birthday,birth date,birthdate,
        birth day,date of birth,dob,d.o.b.,bday,customer birthday |""",
    "email": "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 email,e mail,mail,email address |",
    "wechat": "微信 微信号 微信id wechat,wechat id,weixin |",
    "branch": """门店 店铺 分店 店名 网点 门店名称 店铺名称 分店名称 网点名称 消费门店 消费店铺 所属门店 所属店铺 所属分店 所属网点 所在门店 归属门店
        服务门店 到店门店 开卡门店 营业部 派件网点 shop,shop name,store,store name,branch,branch name,outlet,outlet name,salon,
        salon name | 所属店 location""",
    "zone": "时区 客户时区 所在时区 顾客时区 会员时区 time zone,timezone,tz,customer time zone | zone",
    "channel": "首选渠道 偏好渠道 联系渠道 首选联系方式 preferred channel,contact channel |",
    "preferred_time": "方便时间 方便接听时间 方便来电时间 联系时间 偏好时间 接听时间 preferred time,best time,best time to call |",
    "preferences": "偏好 喜好 消费偏好 服务偏好 客户偏好 preferences,preference |",
    "special_needs": "特殊需求 特殊要求 禁忌 过敏史 过敏 注意事项 special needs,special requests,allergies |",
    "note": """备注 备注信息 备注说明 备注内容 客户备注 会员备注 顾客备注 附注 说明 客户说明 note,notes,remark,remarks,comment,comments,memo,
        customer note,customer notes,client notes,internal note,internal notes,additional info | 留言 其他 其他说明""",
    "tags": """标签 客户标签 会员标签 顾客标签 用户标签 客人标签 标签名称 tag,tags,customer tags,customer tag,client tags,labels,
        member tags | label""",
    "last_day": """最近消费日期 最近消费时间 最近一次消费 最近一次消费日期 最后消费日期 最后消费时间 上次消费日期 上次消费时间 末次消费日期
        最近到店日期 最近到店时间 上次到店日期 上次到店时间 上次到店 最近到店 最近服务日期 最近服务时间 上次服务日期 上次服务时间
        最后到店日期 最后到店时间 最后到店 最后服务日期 最后服务时间 最近一次到店 最近一次到店日期 最近一次到店时间 最近一次服务 最近一次服务日期
        最近一次服务时间 最近一次消费时间 最后一次消费日期 最后一次消费时间 最后一次到店日期 最后一次到店时间 末次消费时间 末次到店
        末次到店日期 最近日期 最近购买日期
        最近购买时间 最近下单日期 最近下单时间 最后下单时间 上次购买日期 上次下单时间 最近交易日期 最近交易时间 最近签收日期 最近签收时间 上次签收时间
        last service date,last service time,last service on,last visit,last visit date,last visited,last visited on,last purchase date,
        last purchased,last order date,last transaction date,last sale date,last appointment date,last treatment date,
        last delivery date,last delivered,last seen,last date,latest service date,latest visit,most recent visit,date of last visit,
        date of last service,date of last purchase |""",
    "day": """消费日期 消费时间 服务日期 服务时间 到店日期 到店时间 下单日期 下单时间 订单日期 成交日期 购买日期 交易日期 签收日期 签收时间
        寄件日期 派送日期 派送时间 寄件时间 妥投时间 妥投日期 收件日期 收件时间 订单时间 成交时间 购买时间 交易时间 消费日 服务日 到店日
        结账时间 结账日期
        收银时间 收银日期 付款时间 付款日期 支付时间 支付日期 开单时间 开单日期 单据日期 销售日期 销售时间 核销时间 核销日期 完成时间 完成日期
        order date,
        order time,service date,service time,date of service,visit date,visit time,purchase date,transaction date,
        transaction time,sale date,sales date,delivery date,delivered on,delivery time,payment date,paid on,paid at,receipt date,
        invoice date,appointment date,treatment date,checkout date,bill date | 日期 时间 日期时间 date,time,date time""",
    "last_service": """最近消费 上次消费 最后消费 最近服务 上次服务 最后服务 末次消费
        last service,last purchase,last order,last appointment,last delivery,latest service,most recent service |""",
    "item": """项目 服务项目 消费项目 最近消费项目 上次消费项目 最近服务项目 上次服务项目 服务内容 护理项目 商品 商品名称 产品 产品名称 品名 套餐 疗程
        项目名称 服务名称 护理内容 消费内容 最近项目 上次项目 最后项目 末次项目 最近一次项目 最后消费项目 最近护理项目 上次护理项目 最近护理
        上次护理 最近服务内容
        上次服务内容 最近购买商品 上次购买商品 最近商品 最近产品 疗程名称 套餐名称 快递类型 产品类型 item,item name,service,service name,
        service item,service type,
        last service item,last service name,last item,last product,last treatment,product,product name,treatment,treatment name,
        procedure,goods | 服务 内容 description of service,package""",
    "amount": """消费金额 最近消费金额 上次消费金额 金额 实付 实付金额 实收 实收金额 订单金额 成交金额 交易金额 服务金额 支付金额
        消费额 交易额 成交额 支付额 实付款 实收款 实付额 实收额 付款金额 收款金额 收银金额 结账金额 开单金额 销售金额 项目金额 本次金额
        本次消费 本次消费金额 最近金额
        上次金额 最近一次消费金额 最后消费金额 末次消费金额 最近服务金额 上次服务金额 订单总额 订单总金额 amount,amt,amount paid,paid amount,
        amount spent,
        order amount,order total,order value,paid,spend,spent,revenue,sales,sales amount,sale amount,service amount,
        transaction amount,payment amount,last amount,last spend,last service amount,last purchase amount,last order amount,
        invoice amount,bill amount | 价格 总价 费用 合计 总额 总金额 price,total,total amount,total paid,grand total,payment,fee,charge""",
    "staff": """技师 美容师 美发师 发型师 服务人员 服务员 服务技师 操作人 快递员 派件员 服务人 服务员工 服务老师 服务美容师 服务师 操作员 操作人员
        操作员工 操作技师 快递小哥 派送员 收派员 配送员 骑手 司机 理发师 美甲师 美睫师 护理师 按摩师 治疗师 店员 收银员 经手人
        staff,staff name,staff member,technician,therapist,therapist name,stylist,stylist name,beautician,esthetician,aesthetician,hairdresser,barber,
        nail technician,specialist,courier,courier name,driver,rider,delivery person,cashier,operator,served by,service by,
        performed by,handled by,service provider,employee,employee name | 员工 provider""",
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
