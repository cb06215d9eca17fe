"""Which paper this is, by its own words: its title counts most, its labels decide when the title is covered or cut off.

A letter has no labels of its own and its title may say anything: it is known by what it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.paper import OTHER

_TITLES: Mapping[str, Sequence[str]] = {
    "yyzz": ("营业执照",),
    "zzzs": ("资质证书", "建筑业企业资质"),
    "slip": (
        "电子回单",
        "进账单",
        "业务回单",
        "付款回单",
        "转账回单",
        "客户回单",
        "电汇凭证",
        "回单",
        "回执",
        "付款通知书",
    ),
}
_WORDS: Mapping[str, Sequence[str]] = {
    "yyzz": ("登记机关", "经营范围", "注册资本", "成立日期", "营业期限", "住所", "统一社会信用代码", "副本"),
    "zzzs": ("资质类别", "证书编号", "发证机关", "有效期", "承包", "详细地址", "经济性质", "建筑市场监管"),
    "slip": (
        *("付款人", "收款人", "户名", "账号", "开户行", "开户银行", "大写", "流水号", "记账", "用途", "币种"),
        *("转出方", "转入方", "小写", "手续费", "附言", "柜员"),
        # What a bank's app shows of a transfer.
        *("本方", "对方", "交易时间", "交易流水", "交易类型"),
    ),
}
# 承诺卡, 培训纪律的承诺, 安全责任状: a heading, not the end of a sentence or the name of a signature (承诺单位).
_LETTER_TITLE = re.compile(
    r"(?!第.条|[一二三四五六七八九十\d]+[、.]|.*[甲乙]方)[^，,。；;：]{0,22}?"
    r"(?:(?:承诺|保证|声明|守诺)(?:书|函|卡|(?:一览)?表|单|状)[^，,。；;：]{0,14}|责任[书状][^，,。；;：]{0,14}"
    r"|(?:承诺|声明)(?:[及与和暨、][^，,。；;：]{1,10})?)"
)
# What a letter says: each meaning counts once, however often it is said.
_MEANINGS: Sequence[tuple[int, re.Pattern[str]]] = (
    (2, re.compile(r"承诺|(?<!不)保证(?!金|保险)|郑重|自愿|声明(?!作废)")),
    (2, re.compile(r"[我本](?:公司|单位|企业|司|方)|我叫|本人|我是|我们|全体(?:职工|员工)")),
    (1, re.compile(r"真实|属实|如实|虚假|弄虚作假|冒名|代刷|伪造|隐瞒|有误|不实")),
    (
        1,
        re.compile(
            r"责任|处罚|处理决定|后果|违反|违约|停训|整改|接受[^，。]{0,8}(?:监督|处理|检查)|甘愿|追究|撤销|黑名单"
        ),
    ),
    (1, re.compile(r"不得|严禁|杜绝|遵守|服从|配合|履行|落实|做到|同意|加强|确保|不[^，。；]{1,12}[，。；]")),
    (1, re.compile(r"学员|培训|参训|参培|受训|教育|报名|工种|持证|上岗|考[核评]|从业人员")),
    (
        1,
        re.compile(
            r"此致|敬礼|特此(?!通知|公[告示])|兹有|兹证明|贵[校局单]|致[：\u3400-\u9fff]{4}|(?:[校局门心台处]|有关单位)："
        ),
    ),
    (1, re.compile(r"[盖签印]章|[公印]章|（章|章）|签[字名]|承诺[方人]|声明人|签署|落款")),
)
# Papers of a school's office that say much of the same: a contract, a roster, an invoice, a notice.
_OTHER_TITLE = re.compile(
    r"[^，,。；;：]{0,14}(?:合同书?|协议书?|发票|名册|名单|签到[表册]|考勤表|身份证|报价单|成绩[单表]|准考证|结业证书?|毕业证书?"
    r"|操作证|合格证书?|花名|课程表|通知|公告|须知|公示|简章|招生|管理办法|制度|会议纪要)"
)
# What every slip says, whatever it is called: who pays, who is paid, how much, and the numbers of two accounts.
_TRANSFER = (
    re.compile(r"付款|付方|汇款|汇出|转出|借方|本方"),
    re.compile(r"收款|收方|汇入|转入|贷方|对方"),
    re.compile(r"金额|大写|¥"),
)
_ACCOUNT = re.compile(r"(?<!\d)\d{9,25}(?!\d)")
_TITLE_WEIGHT = 5
_ENOUGH = 4
# A letter without a title: someone speaks for the enterprise, and says and signs most of what letters say.
_ENOUGH_SAID = 6
_FEWEST_SAID = 3
_UNTITLED = 3
_HEAD_ROWS = 7


def classify(sheet: Sheet) -> tuple[str, float]:
    """The kind (yyzz, zzzs, cns, slip or other) and how clear the choice is, 0–1.

    A title counts when it is a line of its own: a commitment letter names the licence in a sentence.
    """
    points = {kind: _points(sheet, kind) for kind in _TITLES} | {"cns": _letter_points(sheet)}
    ranked = sorted(points, key=lambda kind: -points[kind])
    best, second = points[ranked[0]], points[ranked[1]]
    if best < _ENOUGH:
        return OTHER, 0.0
    return ranked[0], (best - second) / best


def _points(sheet: Sheet, kind: str) -> int:
    text = sheet.text.replace("\n", "")
    titled = any(
        title in box.text and len(box.text) <= len(title) + 14 for box in sheet.boxes for title in _TITLES[kind]
    )
    told = kind == "slip" and _tells_of_a_transfer(sheet)
    return _TITLE_WEIGHT * (titled or told) + sum(word in text for word in _WORDS[kind])


def _tells_of_a_transfer(sheet: Sheet) -> bool:
    """Whether it says all that a slip says, and has the title of no other paper (a contract names accounts, too)."""
    if any(_title(piece) == OTHER for piece in sheet.pieces_of(0, _HEAD_ROWS)):
        return False
    accounts = {found for box in sheet.boxes for found in _ACCOUNT.findall(box.text)}
    return len(accounts) > 1 and all(said.search(sheet.text) for said in _TRANSFER)


def _letter_points(sheet: Sheet) -> int:
    """What the letter's meanings weigh, more with a title; none for a paper that says too little or has the title of another."""
    text = sheet.text.replace("\n", "")
    said = sum(weight for weight, meaning in _MEANINGS if meaning.search(text))
    first = next((title for piece in sheet.pieces_of(0, _HEAD_ROWS) if (title := _title(piece))), "")
    if first == OTHER:
        return 0
    if said >= _FEWEST_SAID and any(_title(piece) == "cns" for piece in sheet.pieces):
        return 2 * _TITLE_WEIGHT + said
    return _UNTITLED + said if said >= _ENOUGH_SAID else 0


def _title(piece: Span) -> str:
    """Whose title `piece` is: a letter's (cns), that of a paper that is none of ours (other), or none ("")."""
    text = piece.text.strip()
    if _LETTER_TITLE.fullmatch(text):
        return "cns"
    return OTHER if _OTHER_TITLE.fullmatch(text) else ""
