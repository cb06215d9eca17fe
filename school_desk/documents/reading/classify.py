"""Which paper this is, by its own words: its title counts most, its labels decide when the title is covered or cut off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import OTHER

_TITLES: Mapping[str, Sequence[str]] = {
    "yyzz": ("营业执照",),
    "zzzs": ("资质证书", "建筑业企业资质"),
    "cns": ("承诺书", "承诺函", "的承诺", "承诺及", "保证书", "责任书", "保证函", "承诺表", "声明书", "性声明"),
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
    "cns": (
        "承诺",
        "郑重承诺",
        "承诺如下",
        "以下承诺",
        "本承诺",
        "本公司",
        "承担",
        "我单位",
        "本企业",
        "我公司",
        "如有违反",
        "法律责任",
        "盖章",
        "公章",
        "参训人员",
        "保证",
        "本单位",
        "特此",
        "敬礼",
        "自愿",
        "签章",
    ),
    "slip": (
        *("付款人", "收款人", "户名", "账号", "开户行", "开户银行", "大写", "流水号", "记账", "用途", "币种"),
        *("转出方", "转入方", "小写", "手续费", "附言", "柜员"),
    ),
}
_TITLE_WEIGHT = 5
_ENOUGH = 4


def classify(sheet: Sheet) -> tuple[str, float]:
    """The kind (yyzz, zzzs, cns, slip or other) and how clear the choice is, 0–1.

    A title counts when it is a line of its own: a commitment letter names the licence in a sentence.
    """
    points = {kind: _points(sheet, kind) for kind in _TITLES}
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
    return _TITLE_WEIGHT * titled + sum(word in text for word in _WORDS[kind])
