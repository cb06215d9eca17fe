"""Money is an integer number of fen. This module parses and prints it; it never sees a float."""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

from school_desk.kernel.errors import RuleViolation

Fen = NewType("Fen", int)
ZERO = Fen(0)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_PLAIN = re.compile(r"[+-]?\d{1,15}(\.\d{1,2}0*)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d{1,2}0*)?")


def parse_yuan(text: str) -> Fen:
    """The amount printed as yuan in `text` ("8,200.00", "￥600", "+37.42元", full-width digits). Raises RuleViolation `money.unreadable`."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("元").strip()
    plain = re.sub(r"^([+-]?)\s*(?:¥|RMB|CNY)\s*", r"\1", plain)
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        raise RuleViolation("money.unreadable", f"“{text.strip()}”不是金额，请填写如 7600.00 的数字。")
    sign = -1 if plain.startswith("-") else 1
    whole, _, part = plain.lstrip("+-").replace(",", "").partition(".")
    return Fen(sign * (int(whole) * 100 + int((part + "00")[:2])))


def format_yuan(amount: int, *, grouped: bool = True) -> str:
    """`amount` fen as yuan with two decimals: 760000 -> "7,600.00" (or "7600.00" when not grouped)."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 100)
    return f"{sign}{whole:,}.{part:02d}" if grouped else f"{sign}{whole}.{part:02d}"


def capitals(amount: int) -> str:
    """`amount` fen in the capitals of Chinese cheques: 760000 -> "柒仟陆佰元整". Raises ValueError below zero or from 10¹⁶ fen up."""
    if not 0 <= amount < 10**16:
        raise ValueError(f"no capitals for {amount} fen")
    yuan, rest = divmod(amount, 100)
    jiao, fen = divmod(rest, 10)
    words = (_whole_capitals(yuan) + "元") if yuan else ""
    if not rest:
        return (words or "零元") + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif yuan:
        words += "零"
    return words + (_DIGITS[fen] + "分" if fen else "整")


def _whole_capitals(yuan: int) -> str:
    words, gap, group = "", False, 0
    while yuan:
        yuan, four = divmod(yuan, 10_000)
        if four:
            # 壹万零壹亿: one 亿 says it for both groups.
            part = _four_capitals(four) + ("万" if group == 3 and "亿" in words else _GROUPS[group])
            words = part + ("零" if gap and words else "") + words
            gap = four < 1000
        else:
            gap = True
        group += 1
    return words


def _four_capitals(four: int) -> str:
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = four // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return words
