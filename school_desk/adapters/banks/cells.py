"""What stands in one cell of a bank's export: text without padding, a moment, an amount, an account number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from school_desk.documents.reading.values import amount_of_capitals
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import Fen, format_yuan, parse_yuan

_PADDING = " \t\r\n\f\v\u3000\xa0\ufeff\u200b'`"
NOTHING = frozenset({"", "-", "--", "—", "－", "/", "\\", "无"})
"""What banks print into a cell in which nothing stands."""
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
_FIGURES = re.compile(r"(?:\d{1,3}(?:,\d{3})*|\d+)\.\d\d")
_CAPITALS = re.compile(r"[壹贰叁肆伍陆柒捌玖]")
_MOST = 10**14
"""一万亿元 in fen: an account number in the column of amounts is more."""
_MOMENT = re.compile(
    r"(\d{4})(?:(\d{2})(\d{2})|[-/.年](\d{1,2})[-/.月](\d{1,2})日?)"
    r"(?:[-T\s]*(\d{1,2})[:.时]?(\d{2})(?:[:.分]?(\d{2})秒?(?:\.(\d{1,6}))?)?)?"
)


def clean(cell: object) -> str:
    """The cell as a person reads it. Banks pad with tabs and spaces, and write ="0123" to keep spreadsheets from eating zeros."""
    if isinstance(cell, str):
        text = cell.strip(_PADDING)
        if text[:1] == "=" and (quoted := _QUOTED_FORMULA.fullmatch(text)):
            return quoted[1].strip(_PADDING)
        return text.replace("\0", "") if "\0" in text else text
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, datetime):
        # Spreadsheets keep a time as a fraction of a day and give 09:45:10.999997 back.
        return (cell + timedelta(milliseconds=500)).isoformat(sep=" ", timespec="seconds")
    return "" if cell is None or isinstance(cell, bool) else str(cell)


class Cleaned(dict[str, str]):
    """`clean` of texts, each worked out once: a column says the same few things, and each is kept once in memory."""

    def __missing__(self, cell: str) -> str:
        text = self[cell] = clean(cell)
        return text

    def row(self, cells: Iterable[object]) -> list[str]:
        """A row of cells, whatever they are."""
        return [self[cell] if cell.__class__ is str else clean(cell) for cell in cells]


def moment(text: str) -> datetime | None:
    """A date with or without time in any of the banks' spellings; None when it is none of them."""
    if len(text) == 19 and text[4] == text[7] == "-" and text[10] == " ":  # as most banks print it
        with suppress(ValueError):
            usual = datetime.fromisoformat(text)
            return usual if 1990 <= usual.year <= 2099 else None
    found = _MOMENT.fullmatch(text)
    if not found or not 1990 <= int(found[1]) <= 2099:
        return None
    month, day = found[2] or found[4], found[3] or found[5]
    hour, minute, second, fraction = (part or "0" for part in found.groups()[5:])
    try:
        return datetime(  # noqa: DTZ001 - banks print the wall clock
            int(found[1]), int(month), int(day), int(hour), int(minute), int(second), int(fraction.ljust(6, "0"))
        )
    except ValueError:
        return None


def amount(text: str) -> Fen:
    """The amount in fen, 0 for an empty cell or a dash. Raises RuleViolation `money.unreadable`, `.too_large` or `.capitals_differ`.

    Receipts print capitals before the figures ("捌仟贰佰元整,￥8,200.00元"): they must say the same.
    """
    if text in NOTHING:
        return Fen(0)
    # Nearly every cell is plain figures, and looking closer takes half the time of reading a large file.
    plain = _FIGURES.fullmatch(text)
    fen = Fen(int(text.replace(",", "").replace(".", ""))) if plain else _printed(text)
    if not -_MOST < fen < _MOST:
        raise RuleViolation("money.too_large", f"金额“{text}”大得不合常理，多半是账号或编号错了列")
    return fen


def _printed(text: str) -> Fen:
    capitals, mark, figures = text.replace("¥", "￥").replace("−", "-").rpartition("￥")
    if len(capitals) <= 1:
        return parse_yuan(capitals + mark + figures)
    fen, words = parse_yuan(figures), capitals.strip(" ,，:：()（）").removeprefix("人民币")
    if _CAPITALS.search(words) and amount_of_capitals(words) != format_yuan(fen, grouped=False):
        raise RuleViolation("money.capitals_differ", f"金额的大写“{words}”与小写“{figures}”不一致")
    return fen


def account_number(text: str) -> str | None:
    """The account without spaces, "" where there is none, None when a spreadsheet turned it into a number and lost its last digits."""
    if text.isascii() and text.isdigit():
        return text
    if text in NOTHING:
        return ""
    return None if re.fullmatch(r"\d(\.\d+)?[eE]\+\d+", text) else "".join(text.split())


def number(text: str) -> str:
    """A voucher or reference number, "" where the bank printed only zeros or a dash."""
    return "" if text in NOTHING or not text.strip("0") else text
