"""Letters of the family `beyond` in tables: items against promises, a form around everything, two parties, a signature table."""

from __future__ import annotations

from random import Random

from benchmarks.papers.ink import Colour
from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page

_GREY: Colour = (100, 102, 108)


def _matters(page: Page, rng: Random) -> None:
    """A table of 事项 and 内容, the enterprise's data above it on one line each."""
    page.y = rng.uniform(140, 180)
    page.title("建筑企业报名承诺一览表", 50, below=0.4)
    page.lines("企业全称：{name}", "统一社会信用代码：{code}　　{boss}：{person}")
    page.gap(0.2)
    page.table(
        (
            ("序号", "事　项", "承诺内容"),
            ("1", "主体资格", "营业执照、资质证书年检有效，未列入经营异常名录"),
            ("2", "人员条件", "文化程度、工龄、健康状况满足工种申报要求"),
            ("3", "照片信息", "近期免冠白底照片，不使用翻拍、美颜照片"),
            ("4", "学习过程", "完成规定的理论学时和实操学时"),
            ("5", "收费缴纳", "按人数一次缴清，由本企业账户汇出"),
            ("6", "违约责任", "承担因失实造成的考核无效、证书注销等后果"),
        ),
        (0.1, 0.24, 0.66),
    )
    page.gap(0.6)
    page.flow("本企业对照上表逐项确认，同意执行。")
    page.gap(rng.uniform(0.8, 1.8))
    page.foot(rng, (("企业（印章）", "blank"), ("填表人：", "agent"), ("", "{day}")), rng.uniform(560, 700))


def _form(page: Page, rng: Random) -> None:
    """One ruled form: data, the promise in a wide cell, the signature inside the frame."""
    page.y = rng.uniform(120, 160)
    page.title("企业承诺书", 54, below=0.1)
    page.put(page.right, page.y, page.filled("编号：{year}-{number}"), 26, align="r")
    page.gap(0.8)
    page.table((("单位全称", "{name}"), ("信用代码", "{code}"), ("注册地址", "{address}")), (0.2, 0.8))
    page.table(
        (("{boss}", "{person}", "手机号码", "{phone}"), ("培训工种", "{work}", "培训人数", "{count}")),
        (0.2, 0.3, 0.2, 0.3),
    )
    top = page.y
    page.y += page.size * 0.6
    left, right = page.left, page.right
    page.left, page.right = left + 26, right - 26
    page.flow("{school}：", indent=0)
    for text in (
        "一、我单位所填内容及附件没有隐瞒和虚假；",
        "二、我单位学员服从教学安排，尊重教师，不无故旷课；",
        "三、我单位学员在校期间发生的纠纷由我单位派人处理；",
        "四、我单位同意按湖州市现行标准支付培训、考核及证书工本费用。",
    ):
        page.flow(text)
    page.gap(rng.uniform(0.6, 1.4))
    page.foot(rng, (("（单位公章）", "blank"), ("{boss}签名：", "sign"), ("", "{day}")), rng.uniform(600, 720))
    page.left, page.right = left, right
    page.box(left, top, right, page.y)


def _parties(page: Page, rng: Random) -> None:
    """甲方 and 乙方 at the foot side by side."""
    page.y = rng.uniform(160, 200)
    page.title("委托培训双方承诺", 54, below=0.6)
    page.lines("委托方：{name}（以下简称甲方）", "受托方：{school}（以下简称乙方）")
    page.gap(0.2)
    page.flow("甲方统一社会信用代码{code}，{boss}{person}，委托乙方开展{work}技能培训，甲方承诺如下：")
    page.items(
        "（1）",
        (
            "按双方确认的日程将学员送至乙方实训基地；",
            "不要求乙方缩短课时、降低考核尺度；",
            "开班前付清全部款项，逾期每日按应付款的万分之五支付违约金；",
            "学员毁坏乙方设备的，由甲方先行赔付。",
        ),
    )
    page.flow("乙方承诺：依照国家职业标准组织教学，保守甲方商业秘密。")
    page.gap(rng.uniform(1.0, 2.0))
    half = (page.left + page.right) / 2
    top = page.y
    page.foot(rng, (("甲方（盖章）", "blank"), ("代表：", "sign"), ("", "{day}")), page.left + 20)
    page.y, anchor = top, page.anchor
    page.foot(rng, (("乙方（盖章）", "blank"), ("代表：", "agent"), ("　　　　年　　月　　日", "")), half + 40)
    page.anchor = anchor


def _sign_table(page: Page, rng: Random) -> None:
    """Running text; at the foot a table in which unit, code, person and day stand."""
    page.y = rng.uniform(170, 210)
    page.title(rng.choice(("申报材料真实性承诺书", "材料真实性承诺")), 54, below=0.8)
    page.flow(
        "我单位向{school}提交的下列材料复印件与原件核对无误：营业执照、企业资质证书、学员身份证、学历证明、照片及汇总表。"
    )
    page.flow("我单位知悉提供不实材料将被记入不良行为记录，并可能影响我单位在湖州市范围内的招投标活动和评优评先。")
    page.flow("为此，我单位自愿对全部申报材料的真实性、合法性和完整性负责。")
    page.gap(0.8)
    page.table((("承诺单位", "{name}"),), (0.3, 0.7))
    top = page.y
    page.table((("社会信用代码", "{code}"), ("{boss}", "{person}"), ("承诺时间", "{day}")), (0.3, 0.7))
    page.anchor = (rng.uniform(880, 1080), top + rng.uniform(0, 80))


def _pairs(page: Page, rng: Random) -> None:
    """A platform's print with a barcode number, pairs of data in two columns, numbered small print."""
    page.put(page.left, 60, page.filled("流水号 {year}{number}0{count}"), 22, colour=_GREY)
    page.put(page.right, 60, "打印自：湖州市建筑工人培训服务系统", 22, colour=_GREY, align="r")
    page.rule((page.left, 96), (page.right, 96), colour=_GREY)
    page.y = 140
    page.title("企业信用报名承诺书", 48, below=0.5)
    middle = (page.left + page.right) / 2
    pairs = (
        ("企业名称：", "name", "", ""),
        ("统一代码：", "code", "联系电话：", "phone"),
        ("{boss}：", "person", "经办人：", "agent"),
    )
    for label, key, second, other in pairs:
        end = page.put(page.left, page.y, page.filled(label), page.size)
        end = page.put(end, page.y, page.values[key], page.size, key=key)
        page.close(f"{{{key}}}")
        if other:
            end = page.put(max(middle + 60, end + page.size), page.y, second, page.size)
            page.put(end, page.y, page.values[other], page.size, key=other)
        page.gap(1.0)
    page.rule((page.left, page.y), (page.right, page.y), colour=_GREY)
    page.gap(0.5)
    page.flow("本企业使用报名系统时承诺：", indent=0)
    page.items(
        "[1] ",
        (
            "一企一号，不出租、不出借登录权限。",
            "上传的电子影像由原件拍摄，四角齐全、字迹清楚。",
            "学员照片、身份证号由学员本人核对后提交。",
            "收到退回通知后七日内补正，逾期视为放弃。",
            "发现系统漏洞及时告知维护单位，不加以利用。",
        ),
        indent=0,
    )
    page.gap(rng.uniform(1.0, 2.2))
    page.foot(rng, (("加盖企业公章处", "blank"), ("提交日期 ", "{day}")), rng.uniform(600, 740), step=2.2)


LETTERS = (
    Letter("matters", _matters, DAYS, PLAIN),
    Letter("form", _form, (*DAYS, "gaps"), ("hand", "plain", "plain")),
    Letter("parties", _parties, DAYS, ("plain", "line")),
    Letter("sign-table", _sign_table, ("figures", "padded", "dotted"), ("plain", "hand")),
    Letter("pairs", _pairs, DAYS, PLAIN),
)
