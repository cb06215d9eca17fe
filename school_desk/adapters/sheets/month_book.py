"""月结 as a workbook: one sheet with the balances and where the month's money went, one with the lines that they are the sums of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.writing import (
    Column,
    ColumnKind,
    Styles,
    Value,
    new_workbook,
    write_block,
    write_value,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class MonthFact:
    """One line of the first sheet. `fen` None: the bank prints no balance. `kind`: "" an item, "part" of the one above, "sum" of those above."""

    name: str
    fen: int | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of the statement; the amounts from `allocated_fen` on add up to `in_fen`."""

    booked_at: datetime
    party: str
    memo: str
    in_fen: int
    out_fen: int
    balance_fen: int | None
    allocated_fen: int
    credit_fen: int
    unclaimed_fen: int
    not_tuition_fen: int
    returned_fen: int
    status: str


@dataclass(frozen=True, slots=True)
class MonthBook:
    """What both sheets say; `verdict` is the sentence under the balances."""

    school: str
    account: str
    first: date
    balances: tuple[MonthFact, ...]
    uses: tuple[MonthFact, ...]
    verdict: str
    lines: tuple[BookLine, ...]


_COLUMNS = (
    Column("时间", ColumnKind.DATE),
    Column("对方"),
    Column("摘要"),
    Column("收入", ColumnKind.MONEY),
    Column("支出", ColumnKind.MONEY),
    Column("余额", ColumnKind.MONEY),
    Column("已认领", ColumnKind.MONEY),
    Column("预收余额", ColumnKind.MONEY),
    Column("未认领", ColumnKind.MONEY),
    Column("非学费", ColumnKind.MONEY),
    Column("已退回", ColumnKind.MONEY),
    Column("状态"),
)
_NOT_PRINTED = "银行没有印"


def write_month_book(path: Path, book: MonthBook) -> None:
    """Both sheets; a last row of the second holds the sums. Raises EnvironmentFault as `replacing`."""
    title = f"{book.first.year} 年 {book.first.month} 月 月结"
    with new_workbook(path) as made:
        sheet, styles = made.add_worksheet("月结"), Styles(made)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 20)
        sheet.write_string(0, 0, title, styles.title)
        sheet.write_string(1, 0, f"{book.school} · 账号 {book.account}", styles.quiet)
        top = 3
        for heading, facts in (("余额", book.balances), ("收入去向", book.uses)):
            _write_facts(sheet, top, heading, facts, styles)
            top += len(facts) + 2
        sheet.write_string(top, 0, book.verdict, styles.quiet)
        rows = [_values(line) for line in book.lines]
        rows.append(_sums(book.lines))
        write_block(made, made.add_worksheet("逐笔"), [f"{title} 逐笔", f"共 {len(book.lines)} 笔"], _COLUMNS, rows)


def _write_facts(sheet: Worksheet, top: int, heading: str, facts: Sequence[MonthFact], styles: Styles) -> None:
    sheet.write_string(top, 0, heading, styles.header)
    sheet.write_string(top, 1, "元", styles.header)
    for row, fact in enumerate(facts, start=top + 1):
        name = f"　{fact.name}" if fact.kind == "part" else fact.name
        sheet.write_string(row, 0, name, styles.header if fact.kind == "sum" else styles.text)
        if fact.fen is None:
            sheet.write_string(row, 1, _NOT_PRINTED, styles.quiet)
        else:
            write_value(sheet, row, 1, ColumnKind.MONEY, fact.fen, styles)


def _values(line: BookLine) -> tuple[Value, ...]:
    uses = (line.allocated_fen, line.credit_fen, line.unclaimed_fen, line.not_tuition_fen, line.returned_fen)
    moved = (line.in_fen or None, line.out_fen or None, line.balance_fen)
    shown = tuple(fen or None for fen in uses)
    return line.booked_at, line.party, line.memo, *moved, *shown, line.status


def _sums(lines: Sequence[BookLine]) -> tuple[Value, ...]:
    def total(name: str) -> int:
        return sum(getattr(line, name) for line in lines)

    uses = ("allocated_fen", "credit_fen", "unclaimed_fen", "not_tuition_fen", "returned_fen")
    return None, "合计", "", total("in_fen"), total("out_fen"), None, *map(total, uses), ""
