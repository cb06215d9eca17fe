"""The row ledger of every import: what became of each row of a file. imported + updated + skipped + failed = rows, always."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

RowState = Literal["imported", "updated", "skipped", "failed"]
ROW_STATES: dict[RowState, str] = {"imported": "已导入", "updated": "已更新", "skipped": "跳过", "failed": "未导入"}


@dataclass(frozen=True)
class LedgerRow:
    """What became of one row. `row_no` is the file's own number; `name` lets a person find the row; `reasons` are sentences."""

    row_no: int
    name: str
    state: RowState
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class SkippedEntry:
    """A row that names nobody (a title, a total, a blank), with the reason."""

    row_no: int
    reason: str


def count(rows: Iterable[LedgerRow], state: RowState) -> int:
    """How many rows came out as `state`."""
    return sum(row.state == state for row in rows)


def in_order(rows: Iterable[LedgerRow], skipped: Iterable[SkippedEntry] = ()) -> tuple[LedgerRow, ...]:
    """The whole ledger in the file's order, rows that named nobody among the others."""
    named_nobody = (LedgerRow(row.row_no, "", "skipped", (row.reason,)) for row in skipped)
    return tuple(sorted((*rows, *named_nobody), key=lambda row: row.row_no))
