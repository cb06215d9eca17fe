"""Whether a text stops in the middle of its last row: a download that broke off turns 16,000.00 into 160, and nothing else of it looks wrong.

A cut leaves out the cells behind it and spoils the one it goes through, no other. So a row that is as long as the others is in doubt only
when no line end follows it, and then only for its last cell: many banks write none behind their last row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from school_desk.adapters.banks.cells import NOTHING
from school_desk.adapters.banks.currency import is_yuan
from school_desk.adapters.banks.headers import Header
from school_desk.adapters.banks.statement import StatementLine

CUT_OFF = "最后一行不完整，文件好像没有下载完整"
_MONEY = frozenset({"credit", "debit", "amount", "balance"})
_OF_ONE_LENGTH = frozenset({"time", "day", "reference"})
_TO_THE_FEN = re.compile(r"\.\d\d\D*$")

Row = tuple[Sequence[str], StatementLine]
"""A row's cells as the text has them, none added, and the line they gave."""


def told_of_cut(row: int) -> str:
    """The sentence about a file whose last row is left out."""
    return f"文件好像没有下载完整：最后一行（第 {row} 行）不完整，没有当作流水。请从网银重新导出后再导入。"


def is_short(header: Header, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last of `rows` has fewer cells than any other; the only one: than the header."""
    *others, last = rows
    return len(last) < min(map(len, others), default=_width(header))


def stops_short(header: Header, rows: Sequence[Row], *, open_end: bool) -> bool:
    """Whether the last of `rows`, all of which gave lines, is only the beginning of what the bank wrote.

    `open_end`: no line end follows it.
    """
    if is_short(header, [cells for cells, _ in rows]):
        # Whoever leaves out the empty cells at the end of a row ends it and still prints the balance.
        return open_end or rows[-1][1].balance_fen is None
    return open_end and not _ends_whole(header, rows)


def _width(header: Header) -> int:
    return max((place for place, word in enumerate(header.words, start=1) if word), default=0)


def _ends_whole(header: Header, rows: Sequence[Row]) -> bool:
    """Whether the last cell of the last row is all that the bank wrote there, as far as it matters and can be told."""
    *others, (cells, _) = rows
    place = len(cells) - 1
    text = cells[place]
    field = next((field for field, column in header.columns.items() if column == place), "")
    beside = [other[place] for other, _ in others if place < len(other)]
    if field == "balance" and text in NOTHING:
        return any(known.balance_fen is None for _, known in others)
    if field in _MONEY:
        return not text.strip("0.,-") or bool(_TO_THE_FEN.search(text)) or _adds_up(field, [line for _, line in rows])
    if field in _OF_ONE_LENGTH:
        return len(text) >= min(lengths) if len(lengths := {len(said) for said in beside}) == 1 else True
    if place in header.currencies:
        start = text.rstrip("\ufffd")  # the cut may go through a character
        return not text or is_yuan(text) or not any(said.startswith(start) for said in (*beside, "人民币"))
    return True


def _adds_up(field: str, lines: Sequence[StatementLine]) -> bool:
    """Whether the balance proves what the last line says: behind the line before it, or, of the balance alone, ahead of it."""
    if len(lines) < 2:
        return False
    before, line = lines[-2:]
    if before.balance_fen is None or line.balance_fen is None:
        return False
    behind = before.balance_fen + line.signed_fen == line.balance_fen
    return behind or (field == "balance" and line.balance_fen + before.signed_fen == before.balance_fen)
