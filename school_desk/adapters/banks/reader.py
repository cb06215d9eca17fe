"""Reads a bank's export into a `Statement`: every row below the header becomes a line or an explained leftover."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain as joined
from pathlib import Path

from msgspec.structs import replace as changed

from school_desk.adapters.banks.continuity import chain
from school_desk.adapters.banks.currency import refuse_foreign_currency, refuse_foreign_row
from school_desk.adapters.banks.endings import CUT_OFF, Row, is_short, stops_short, told_of_cut
from school_desk.adapters.banks.headers import SCANNED_ROWS, Header, find_header
from school_desk.adapters.banks.layouts import RECEIPT_HEADER
from school_desk.adapters.banks.mapping import Remembered, mapped_header, recalled_header, signature
from school_desk.adapters.banks.ownership import own_account, several_accounts
from school_desk.adapters.banks.rows import RowReader, left_over
from school_desk.adapters.banks.signs import with_told_signs
from school_desk.adapters.banks.statement import Leftover, Statement, StatementLine
from school_desk.adapters.banks.tables import Table, read_file, tables_of
from school_desk.kernel.errors import RuleViolation

_SIGNS = frozenset("+-＋－−")


@dataclass(frozen=True, slots=True)
class Columns:
    """What people said of the columns of exports: `named` for this file ({field: column}), `remembered` of others.

    `account`: whose file it is, as a person says where the file does not.
    """

    named: Mapping[str, str] | None = None
    remembered: Remembered | None = None
    account: str | None = None

    def header_of(self, table: Table) -> Header | None:
        """The table's header; None when it is no statement. Raises as `mapping.mapped_header` and `.recalled_header`."""
        if self.named is not None:
            return mapped_header(table.rows, self.named)
        return recalled_header(table.rows, self.remembered or {}, self.account) or find_header(table.rows)


def read_statement(path: Path, *, own_accounts: Collection[str] = (), columns: Columns = Columns()) -> Statement:
    """The statement in `path`, whatever its name and kind (xls, xlsx, csv, receipt text). Raises as `statement_of`, and as `read_file`."""
    return statement_of(read_file(path), path.name, own_accounts=own_accounts, columns=columns)


def statement_of(
    data: bytes, name: str, *, own_accounts: Collection[str] = (), columns: Columns = Columns()
) -> Statement:
    """The same of a file's content; `name` is the file's, for messages.

    `own_accounts` are the school's accounts; they are needed only for receipts that name payer and payee but not whose file it is.
    Raises RuleViolation with a sentence for the clerk when the file as a whole cannot be taken; `statement.no_header`, `.ambiguous`,
    `.direction_unknown` and `.whose_columns` are those that a person can settle by naming the columns.
    """
    tables = [_with_header(table) for table in tables_of(data, name)]
    found = _headed(tables, columns)
    if not found:
        raise _no_header(tables, name)
    parts = [_read_table(table, header, own_accounts) for table, header in found]
    notes = (*joined.from_iterable(table.notes for table in tables), *_unread(tables, found))
    return _assemble(parts, notes)


def _no_header(tables: Sequence[Table], name: str) -> RuleViolation:
    """With what stands in the fullest of the first rows: that is where a person would look for the header."""
    rows = [row for table in tables for row in table.rows[:SCANNED_ROWS]]
    fullest = max(rows, key=lambda row: sum(map(bool, row)), default=())
    seen = "、".join(word[:12] for word in list(filter(None, fullest))[:8])
    message = (
        f"在“{name}”里找不到银行流水的表头（要有交易时间、金额和对方户名等列）。看到的是：{seen or '没有内容'}。"
        "请确认这是网银导出的账户明细，并且没有删掉表头；银行用了别的叫法的，请指定对应的列。"
    )
    return RuleViolation("statement.no_header", message)


def _headed(tables: Sequence[Table], columns: Columns) -> list[tuple[Table, Header]]:
    """The tables that have a header. With the columns named by a person one table must have them all."""
    found: list[tuple[Table, Header]] = []
    refusal: RuleViolation | None = None
    for table in tables:
        try:
            header = columns.header_of(table)
        except RuleViolation as fault:
            refusal = refusal or fault
        else:
            found += [(table, header)] if header else []
    if refusal is not None and not found:
        raise refusal
    return found


def _with_header(table: Table) -> Table:
    """工行's receipt text comes with or without its header line."""
    first = table.rows[0] if table.rows else ()
    bare = len(first) == len(RECEIPT_HEADER) and re.fullmatch(r"[\d-]{12,24}", first[0])
    return replace(table, rows=[RECEIPT_HEADER, *table.rows]) if bare else table


def _unread(tables: Sequence[Table], found: Sequence[tuple[Table, Header]]) -> list[str]:
    taken = {table.name for table, _ in found}
    idle = [table.name for table in tables if table.name not in taken and any(map(any, table.rows))]
    return [f"工作表“{name}”不是流水，没有读取。" for name in idle]


def _read_table(table: Table, header: Header, own_accounts: Collection[str]) -> Statement:
    above, below = table.rows[: header.index], table.rows[header.index + 1 :]
    filled = [(row, cells) for row, cells in enumerate(below, start=1) if any(cells)]
    top = table.rows[header.index]
    refuse_foreign_currency(above, [top[place] for place in header.columns.values() if place < len(top)])
    _refuse_ambiguous(header, filled)
    open_end = table.open_end and bool(filled) and filled[-1][0] == len(below)
    account = own_account(header, above, _unspoilt(header, filled, open_end=open_end), own_accounts)
    header = with_told_signs(header, filled, account)
    reader = RowReader(header, account)
    read: list[Row] = []
    leftovers: list[Leftover] = []
    for row, cells in filled:
        outcome = reader.read(row, cells)
        if isinstance(outcome, StatementLine):
            read.append((cells, outcome))
        else:
            leftovers.append(outcome)
    notes = tuple(reader.notes())
    if not filled:
        notes = (*notes, f"“{table.name}”的表头下面没有流水。这段时间账户没有收支就不用导入，否则请重新导出。")
    elif read and read[-1][1].row == filled[-1][0] and stops_short(header, read, open_end=open_end):
        cells, line = read.pop()
        leftovers.append(left_over(line.row, cells, CUT_OFF))
        notes = (*notes, told_of_cut(line.row))
    _refuse_foreign_rows(header, read)
    lines = tuple(line for _, line in read)
    _refuse_unproven(header, read)
    layout = header.layout
    return Statement(layout.bank, layout.name, account, len(filled), lines, tuple(leftovers), (), notes, signature(top))


def _unspoilt(
    header: Header, filled: Sequence[tuple[int, Sequence[str]]], *, open_end: bool
) -> Sequence[Sequence[str]]:
    """The rows without the last one if that may break off in the middle of the school's account."""
    rows = [cells for _, cells in filled]
    return rows[:-1] if open_end and is_short(header, rows) else rows


def _refuse_foreign_rows(header: Header, read: Sequence[Row]) -> None:
    """What stands in the currency's column of a total or of a header repeated is none."""
    if columns := header.currencies:
        for cells, line in read:
            refuse_foreign_row(line.row, [cells[place] for place in columns if place < len(cells)])


def _refuse_ambiguous(header: Header, filled: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Two columns of one name that say different things: which of them counts is not ours to guess."""
    for same in header.twice:
        for row, cells in filled:
            if len({cells[place] for place in same if place < len(cells)}) > 1:
                message = (
                    f"表头里有 {len(same)} 列都叫“{header.words[same[0]]}”，第 {row} 行两列的内容不同，"
                    "看不出以哪一列为准。请指定对应的列，或删掉多余的一列后再导入。"
                )
                raise RuleViolation("statement.ambiguous", message)


def _refuse_unproven(header: Header, read: Sequence[Row]) -> None:
    """One amount without sign or flag is money in only when the running balance proves it.

    A sign proves it in a line alone: a dash that stands for nothing says nothing of the others.
    """
    if header.all_in or header.columns.keys() & {"credit", "debit", "flag", "payer_account", "payee_account"}:
        return
    column, lines = header.columns["amount"], [line for _, line in read]
    if not lines or any(cells[column][:1] in _SIGNS for cells, _ in read):
        return
    if len(lines) < 2 or any(line.balance_fen is None for line in lines) or chain(lines).breaks:
        message = (
            f"“{header.words[column]}”这一列没有正负号，也没有借贷标志，看不出哪些是收入、哪些是支出。"
            "请重新导出带收支方向的明细，或指定对应的列（都是收入的可以选“都是收入”）。"
        )
        raise RuleViolation("statement.direction_unknown", message)


def _assemble(parts: Sequence[Statement], notes: Iterable[str]) -> Statement:
    """Sheets of one workbook as one statement, its balance checked, its repeats set aside."""
    first, offset = parts[0], 0
    lines: list[StatementLine] = []
    leftovers: list[Leftover] = []
    account = _only_account(parts)
    for part in parts:
        lines += [changed(line, row=line.row + offset) if offset else line for line in part.lines]
        leftovers += [replace(left, row=left.row + offset) if offset else left for left in part.leftovers]
        offset = max([*(line.row for line in lines), *(left.row for left in leftovers)], default=0)
    running = chain(lines)
    leftovers += [_repeated(repeat, original) for repeat, original in running.repeats]
    return Statement(
        bank=first.bank,
        layout=first.layout,
        account=account,
        row_count=sum(part.row_count for part in parts),
        lines=tuple(sorted(running.lines, key=lambda line: line.row)),
        leftovers=tuple(sorted(leftovers, key=lambda left: left.row)),
        breaks=running.breaks,
        notes=(*joined.from_iterable(part.notes for part in parts), *notes),
        signature=first.signature,
    )


def _repeated(repeat: StatementLine, original: StatementLine) -> Leftover:
    text = f"{repeat.booked_at} {repeat.counterparty_name} {repeat.memo}"
    reason = f"与第 {original.row} 行是同一笔（时间、金额、余额都相同），在文件里导出了两次"
    return Leftover(repeat.row, text, reason)


def _only_account(parts: Sequence[Statement]) -> str | None:
    """The account of the sheets that print one."""
    printed = list(dict.fromkeys(part.account for part in parts if part.account))
    if len(printed) > 1:
        raise several_accounts(printed)
    return printed[0] if printed else None
