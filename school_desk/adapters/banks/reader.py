"""Reads a bank's export into a `Statement`: every row below the header becomes a line or an explained leftover."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain as joined
from pathlib import Path

from school_desk.adapters.banks.cells import account_number
from school_desk.adapters.banks.continuity import chain
from school_desk.adapters.banks.layouts import RECEIPT_HEADER, WORDS, Header, find_header, heading
from school_desk.adapters.banks.rows import RowReader
from school_desk.adapters.banks.statement import Leftover, Statement, StatementLine
from school_desk.adapters.banks.tables import Table, read_tables
from school_desk.kernel.errors import RuleViolation

_ACCOUNT_LABEL = re.compile(r"(?:账号|帐号|卡号|账户号码)[^\d*\u4e00-\u9fff]{0,60}([\d*]{8,32})(?!\d)")
_FOREIGN = re.compile(
    r"币种\W*(美元|欧元|日元|英镑|港币|港元|澳元|加元|新加坡元|瑞士法郎|USD|EUR|JPY|GBP|HKD|AUD|CAD|SGD|CHF)"
)
_YUAN = frozenset({"", "-", "RMB", "CNY", "156", "1", "01", "001"})


def read_statement(path: Path, *, own_accounts: Collection[str] = ()) -> Statement:
    """The statement in `path`, whatever its name and kind (xls, xlsx, csv, receipt text).

    `own_accounts` are the school's accounts; they are needed only for receipts that name payer and payee but not whose file it is.
    Raises RuleViolation with a sentence for the clerk when the file as a whole cannot be taken, EnvironmentFault when it cannot be opened.
    """
    tables = read_tables(path)
    found = [(table, header) for table in map(_with_header, tables) if (header := find_header(table.rows))]
    if not found:
        message = (
            f"在“{path.name}”里找不到银行流水的表头（要有交易时间、金额和对方户名等列）。"
            "请确认这是网银导出的账户明细，并且没有删掉表头。"
        )
        raise RuleViolation("statement.not_a_statement", message)
    return _assemble([_read_table(table, header, own_accounts) for table, header in found], _unread(tables, found))


def _with_header(table: Table) -> Table:
    """工行's receipt text comes with or without its header line."""
    first = table.rows[0] if table.rows else ()
    bare = len(first) == len(RECEIPT_HEADER) and re.fullmatch(r"[\d-]{12,24}", first[0])
    return Table(table.name, [RECEIPT_HEADER, *table.rows]) if bare else table


def _unread(tables: Sequence[Table], found: Sequence[tuple[Table, Header]]) -> list[str]:
    taken = {table.name for table, _ in found}
    idle = [table.name for table in tables if table.name not in taken and any(map(any, table.rows))]
    return [f"工作表“{name}”不是流水，没有读取。" for name in idle]


def _read_table(table: Table, header: Header, own_accounts: Collection[str]) -> Statement:
    above, below = table.rows[: header.index], table.rows[header.index + 1 :]
    filled = [(row, cells) for row, cells in enumerate(below, start=1) if any(cells)]
    _refuse_foreign_currency(header, above, filled)
    account = _own_account(header, above, [cells for _, cells in filled], own_accounts)
    reader = RowReader(header, account)
    lines: list[StatementLine] = []
    leftovers: list[Leftover] = []
    for row, cells in filled:
        outcome = reader.read(row, cells)
        if isinstance(outcome, StatementLine):
            lines.append(outcome)
        else:
            leftovers.append(outcome)
    layout = header.layout
    return Statement(
        layout.bank, layout.name, account, len(filled), tuple(lines), tuple(leftovers), (), tuple(reader.notes())
    )


def _assemble(parts: Sequence[Statement], notes: Iterable[str]) -> Statement:
    """Sheets of one workbook as one statement, its balance checked, its repeats set aside."""
    first, offset = parts[0], 0
    lines: list[StatementLine] = []
    leftovers: list[Leftover] = []
    for part in parts:
        _require_same_account(first, part)
        lines += [replace(line, row=line.row + offset) if offset else line for line in part.lines]
        leftovers += [replace(left, row=left.row + offset) if offset else left for left in part.leftovers]
        offset = max([*(line.row for line in lines), *(left.row for left in leftovers)], default=0)
    running = chain(lines)
    leftovers += [_repeated(repeat, original) for repeat, original in running.repeats]
    return Statement(
        bank=first.bank,
        layout=first.layout,
        account=next((part.account for part in parts if part.account), None),
        row_count=sum(part.row_count for part in parts),
        lines=tuple(sorted(running.lines, key=lambda line: line.row)),
        leftovers=tuple(sorted(leftovers, key=lambda left: left.row)),
        breaks=running.breaks,
        notes=(*joined.from_iterable(part.notes for part in parts), *notes),
    )


def _repeated(repeat: StatementLine, original: StatementLine) -> Leftover:
    text = f"{repeat.booked_at} {repeat.counterparty_name} {repeat.memo}"
    reason = f"与第 {original.row} 行是同一笔（时间、金额、余额都相同），在文件里导出了两次"
    return Leftover(repeat.row, text, reason)


def _require_same_account(first: Statement, other: Statement) -> None:
    if first.account and other.account and first.account != other.account:
        _refuse_accounts((first.account, other.account))


def _refuse_accounts(accounts: Iterable[str]) -> None:
    message = f"文件里有几个账号的流水（{'、'.join(sorted(accounts))}）。请在网银里按账号分别导出后再导入。"
    raise RuleViolation("statement.several_accounts", message)


def _refuse_foreign_currency(
    header: Header, above: Sequence[Sequence[str]], filled: Sequence[tuple[int, Sequence[str]]]
) -> None:
    title = _FOREIGN.search(" ".join(text for texts in above for text in texts))
    named = [("表头", title[1])] if title else []
    if (column := header.columns.get("currency")) is not None:
        named += [(f"第 {row} 行", texts[column]) for row, texts in filled if _is_foreign(texts[column : column + 1])]
    for where, currency in named:
        if heading(currency) not in WORDS["currency"]:  # a header repeated at a page break
            message = f"{where}的币种是“{currency}”。学校账户只收人民币，外币流水不能导入，请改导人民币账户的明细。"
            raise RuleViolation("statement.foreign_currency", message)


def _is_foreign(cell: Sequence[str]) -> bool:
    return bool(cell) and "人民币" not in cell[0] and cell[0].upper() not in _YUAN


def _own_account(
    header: Header, above: Sequence[Sequence[str]], below: Sequence[Sequence[str]], own_accounts: Collection[str]
) -> str | None:
    if (column := header.columns.get("account")) is not None:
        printed = _accounts(below, column)
        if len(printed) > 1:
            _refuse_accounts(printed)
        if printed:
            return next(iter(printed))
    label = _ACCOUNT_LABEL.search(" ".join(text for texts in above for text in texts))
    if label:
        return label[1]
    return _account_of_receipts(header, below, own_accounts) if _names_both_sides(header) else None


def _names_both_sides(header: Header) -> bool:
    fields = header.columns.keys()
    return {"payer_account", "payee_account"} <= fields and not fields & {"flag", "credit"}


def _account_of_receipts(header: Header, below: Sequence[Sequence[str]], own_accounts: Collection[str]) -> str:
    """The account that stands in every receipt, as payer or as payee."""
    sides = [header.columns["payer_account"], header.columns["payee_account"]]
    pairs = [pair for cells in below if (pair := {account for side in sides for account in _accounts([cells], side)})]
    everywhere = set.intersection(*pairs) if pairs else set()
    ours = everywhere & set(own_accounts) or everywhere
    if len(ours) != 1:
        message = "看不出这些电子回单里哪个账号是学校的。请先在设置里填好学校账号，再导入。"
        raise RuleViolation("statement.whose_account", message)
    return ours.pop()


def _accounts(rows: Iterable[Sequence[str]], column: int) -> set[str]:
    cells = (row[column] for row in rows if column < len(row))
    return {account for cell in cells if re.fullmatch(r"[\d* -]{8,40}", cell) and (account := account_number(cell))}
