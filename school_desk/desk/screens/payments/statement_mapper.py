"""对应列 of a bank's export that no layout foresaw: which of its columns is the time, which the money, and how money in is marked."""

from __future__ import annotations

from collections.abc import Sequence

from school_desk.adapters.banks.mapping import ALL_IN, FIELDS, checked, column_names
from school_desk.desk.column_mapper import Asked, Option, SheetMapper

_FEWEST_CHARACTERS_OF_A_NAME = 9
_LONGEST_MARK, _MOST_MARKS = 4, 3


class StatementMapper(SheetMapper):
    """Asks what a statement's columns hold; remembered for the account."""

    def __init__(self) -> None:
        asked = Asked(
            FIELDS,
            ("time",),
            ("time",),
            "流水",
            names=column_names,
            check=checked,
            others={"income": _ways},
            wide=lambda cell: len(cell) >= _FEWEST_CHARACTERS_OF_A_NAME,
        )
        super().__init__(asked)


def _ways(rows: Sequence[Sequence[str]]) -> list[Option]:
    """How a file may tell money in: as usual, by nothing at all, or by a word of its own that stands in one of its columns."""
    marks: dict[str, None] = {}
    for column in range(max(map(len, rows), default=0)):
        printed = {row[column] for row in rows if column < len(row) and row[column]}
        if 1 < len(printed) <= _MOST_MARKS and max(map(len, printed)) <= _LONGEST_MARK:
            marks |= dict.fromkeys(sorted(printed))
    said = [(mark, f"写着“{mark}”的是收入") for mark in marks]
    return [("-", "照常：贷、收、来账，或正数"), (ALL_IN, "都是收入"), *said]
