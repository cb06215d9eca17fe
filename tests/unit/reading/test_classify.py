"""Which paper it is: letters by what they say, whatever their heading, and papers that say some of it and are none."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.classify import classify
from tests.unit.reading.recorded_boxes import sheet

_CODE = "统一社会信用代码：91330500MAHTN4EG0L"
_LETTERS = {
    "a heading of its own": (
        "德清甲建设有限公司  " + _CODE,
        "文明施工与安全培训承诺",
        "德清甲建设有限公司一向重视安全。",
        "第一条 学员考勤如实登记。",
        "承诺单位：德清甲建设有限公司",
    ),
    "a card": ("企业守信承诺卡", "参培企业：德清甲建设有限公司", _CODE, "已逐条阅读并同意遵守。", "法定代表人签名："),
    "a list": ("建筑企业报名承诺一览表", "企业全称：德清甲建设有限公司", _CODE, "学员  近期照片", "同意执行。"),
    "a statement": (
        "情况说明",
        "湖州市城建培训学校：",
        "兹有我公司员工三名参加钢筋工培训，所报材料属实，如有虚假由我公司承担责任。",
        "特此说明。",
        "德清甲建设有限公司（公章）",
    ),
    "a form": (
        "参训企业信息登记表",
        "企业名称  德清甲建设有限公司",
        "住所  德清县武康街道1号",
        "经营范围  房屋建筑",
        "成立日期  2010年3月1日",
        "企业意见：本企业对所填内容的真实性负责，保证按期派员培训，愿接受监督检查。",
        "（盖章）",
    ),
    "a covered title": (
        "湖州市城建培训学校：",
        "我司选派的学员均已签订劳动合同，工种如实填报，",
        "上课不迟到、不早退，服从贵校管理，违反的接受处理。",
        "我司郑重作出以上表态。",
        "（签章）",
    ),
    "an authorisation": (
        "委托授权书",
        "我公司授权员工沈一办理学员报名，提交的资料真实有效，法律后果由我公司承担。",
        "特此授权。",
        "授权单位（盖章）",
    ),
}
_OTHERS = {
    "an identity card": (
        "姓名  张三",
        "性别  男  民族  汉",
        "住址  浙江省德清县武康街道1号",
        "公民身份号码  330521199001011234",
    ),
    "a training contract": (
        "职业技能培训合同",
        "甲方：德清甲建设有限公司  乙方：湖州市城建培训学校",
        "甲方保证所派学员真实，乙方应当履行培训责任，违约的承担违约责任。",
        "本人已阅读，自愿签订。",
        "甲方（盖章）  乙方（盖章）",
    ),
    "a contract with a promise in it": (
        "劳务分包协议书",
        "甲方：德清甲建设有限公司",
        "第六条 乙方承诺",
        "乙方郑重承诺",
        "我公司人员持证上岗，违反的承担责任。（签字）",
    ),
    "a roster": (
        "参训学员花名册",
        "序号  姓名  工种  身份证号",
        "1  张三  钢筋工  330521199001011234",
        "经办人签字：李四",
    ),
    "an invoice": (
        "浙江增值税电子普通发票",
        "项目名称  培训费",
        "价税合计（大写）  壹仟元整",
        "开票人：张三  销售方（章）",
    ),
    "a school's notice": (
        "关于举办钢筋工培训班的通知",
        "各有关单位：",
        "为落实培训工作，请各单位如实填报学员，严禁冒名顶替，违反的不得参加考核。",
        "特此通知。",
        "（盖章）",
    ),
    "a group photo": ("钢筋工培训班开班合影", "安全责任重于泰山"),
    "a list of an office": ("湖州市建筑工人考核成绩表", "工种  钢筋工  考核  合格", "考评员签字"),
    "rules on a wall": ("教室管理制度", "学员不得迟到，不得冒名顶替，违反者取消考核资格，责任自负。"),
}


@pytest.mark.parametrize("what", _LETTERS)
def test_letters_by_what_they_say(what: str) -> None:
    assert classify(sheet(*_LETTERS[what]))[0] == "cns"


@pytest.mark.parametrize("what", _OTHERS)
def test_what_says_some_of_it_is_no_letter(what: str) -> None:
    assert classify(sheet(*_OTHERS[what]))[0] == "other"


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (("营业执照", _CODE, "名称  德清甲建设有限公司", "经营范围  职业技能培训", "登记机关"), "yyzz"),
        (
            ("名称  德清甲建设有限公司", _CODE, "注册资本", "经营范围  教育培训，不含学历教育。", "登记机关（章）"),
            "yyzz",
        ),
        (("建筑业企业资质证书", "证书编号：D233063958", "持证单位应当遵守规定，不得涂改。", "发证机关（章）"), "zzzs"),
        (
            (
                "电子回单",
                "付款人户名  德清甲建设有限公司",
                "收款人户名  湖州市城建培训学校：",
                "用途  培训费",
                "大写",
                "本公司保证",
            ),
            "slip",
        ),
    ],
)
def test_licences_certificates_and_slips_stay_what_they_are(rows: tuple[str, ...], kind: str) -> None:
    assert classify(sheet(*rows))[0] == kind


def test_a_banks_app_shows_a_transfer_under_any_heading() -> None:
    rows = (
        "交易明细",
        "支出金额（元）",
        "-14,400.00",
        "本方户名  浙江甲控股集团有限公司",
        "本方账号  10607430496700846",
        "对方户名  湖州市吴兴区城建职业技能培训学校",
        "交易时间  2026年05月12日10:10:56",
        "交易流水  77938603",
    )
    assert classify(sheet(*rows))[0] == "slip"


def test_a_slip_is_what_says_who_pays_whom_how_much_whatever_it_is_called() -> None:
    told = (
        "付款方全称：浙江甲建设有限公司  收款方全称：湖州乙学校",
        "付款方账户：620000000001  收款方账户：620000000002",
        "金额大写：壹仟元整  金额小写：¥1,000.00",
    )
    assert classify(sheet("电子转账凭条", *told))[0] == "slip"
    for title in ("施工合同", "购销合同书", "增值税发票"):
        assert classify(sheet(title, *told))[0] != "slip"
