"""Which currency a table is in: the school's accounts are in yuan, and a hundred dollars must never be read as a hundred yuan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from school_desk.adapters.banks.cells import NOTHING
from school_desk.kernel.errors import RuleViolation

_WORD = r"(?:币种|币别|货币)(?:种类|名称|代码|代号|类型|类别|符号)?"
_COLUMN = re.compile(
    rf"(?:账户|账号|本方|交易|记账|入账|发生额)?{_WORD}(?:/?[a-z]+)?|(?:[a-z]+/)?[a-z]*currency(?:code|name|type)?|ccy",
    re.IGNORECASE,
)
_YUAN = frozenset({"RMB", "CNY", "156", "1", "01", "001", "¥", "元", "本币"})
"""Beside whatever says 人民币. 156 is the number in ISO 4217; 01 and 001 are the banks' own code, in which the dollar is 14 and 014."""
_TOKEN = re.compile(r"[A-Z]+|\d+|[\u4e00-\u9fff]+|\S")
_BETWEEN = frozenset("-/|()[],.:")
_NAMES = (
    "美元|美金|欧元|日元|英镑|港币|港元|澳门元|澳门币|澳元|澳大利亚元|加元|加拿大元|新加坡元|新西兰元|瑞士法郎|韩元|泰铢|卢布|台币|"
    "USD|EUR|JPY|GBP|HKD|MOP|AUD|CAD|SGD|NZD|CHF|KRW|THB|RUB|TWD"
)
_NAME = re.compile(rf"\W*({_NAMES})", re.IGNORECASE)
_ACCOUNT = re.compile(
    rf"(?:{_WORD}|(?<![a-z])currency)\W*({_NAMES}|840|978|392|826|344|036|124|702|756|014)(?![\da-z])"
    rf"|({_NAMES})(?:活期|定期|结算|对公|单位|一般|基本|存款|现汇|现钞|外汇)*(?:账户|账号|户(?![名外]))",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"[（(/\[]\s*({_NAMES})(?![a-z])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_currency_column(word: str) -> bool:
    """Whether a column of this heading (`layouts.heading`) says in which currency its rows are."""
    return _COLUMN.fullmatch(word) is not None


@lru_cache(maxsize=1024)
def is_yuan(text: str) -> bool:
    """Whether a cell in a column of currencies means 人民币. What nobody has heard of is another currency."""
    said = unicodedata.normalize("NFKC", text).upper()
    return "人民币" in said or _YUAN.issuperset(set(_TOKEN.findall(said)) - _BETWEEN)


def refuse_foreign_currency(above: Sequence[Sequence[str]], read: Iterable[str]) -> None:
    """By what is printed above the header, and as a unit in the header's cells that are `read`.

    Raises RuleViolation `statement.foreign_currency`.
    """
    title = _ACCOUNT.search(" ".join(text for texts in above for text in texts))
    if title:
        raise _foreign("表头", title[1] or title[2])
    for labels, values in pairwise(above):
        for label, value in zip(labels, values, strict=False):
            if (named := _NAME.match(value)) and is_currency_column(label):
                raise _foreign("表头", named[1])
    unit = next((found for word in read if (found := _UNIT.search(word))), None)
    if unit:
        raise _foreign("表头", unit[1])


def refuse_foreign_row(row: int, said: Iterable[str]) -> None:
    """By what a line has in its columns of currencies. Raises as `refuse_foreign_currency`."""
    for text in said:
        if text not in NOTHING and not is_yuan(text):
            raise _foreign(f"第 {row} 行", text)


def _foreign(where: str, currency: str) -> RuleViolation:
    message = f"{where}的币种是“{currency[:20]}”。学校账户只收人民币，外币流水不能导入，请改导人民币账户的明细。"
    return RuleViolation("statement.foreign_currency", message)
