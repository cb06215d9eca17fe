"""A bank's export becomes one `ImportStatement`."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.intake.files import FileMark, mark
from school_desk.kernel.clock import local_date
from school_desk.payments import queries
from school_desk.payments.commands import BankLine, ImportStatement, Leftover, LineChange, StatementOutcome
from school_desk.payments.domain import find_own_account

if TYPE_CHECKING:
    from school_desk.adapters.banks import Statement, StatementLine
    from school_desk.adapters.banks.mapping import Remembered
    from school_desk.composition import School


@dataclass(frozen=True)
class StatementPreview:
    """The export as read."""

    file: FileMark
    statement: Statement


def read_bank_statement(
    path: str,
    own_accounts: Collection[str] = (),
    remembered: Remembered | None = None,
    named: Mapping[str, str] | None = None,
    account: str | None = None,
) -> StatementPreview:
    """The lines of the export. Raises as `adapters.banks.read_statement`, which says what `own_accounts` are for.

    `named`: the columns as a person names them for this file; `remembered`: those named earlier. `account`: whose file it is, as a person
    says for a file that does not print it.
    """
    from school_desk.adapters.banks import Columns, statement_of
    from school_desk.adapters.banks.tables import read_file

    file = Path(path)
    data = read_file(file)
    columns = Columns(named, remembered, account)
    with _uncollected():
        statement = statement_of(data, file.name, own_accounts=own_accounts, columns=columns)
    return StatementPreview(mark(file.name, data), statement)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Reading makes millions of cells and not one cycle: looking for some took an eighth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def account_of(school: School, preview: StatementPreview, account: str | None = None) -> str:
    """The school's account that the export shows, else `account`. Raises as `payments.domain.find_own_account`."""
    return find_own_account(preview.statement.account or account, own_accounts(school))


def statement_command(school: School, preview: StatementPreview, account: str | None = None) -> ImportStatement:
    """The command for the whole file; `account` is said by a person, for a file that does not print whose it is."""
    statement = preview.statement
    return ImportStatement(
        file_name=preview.file.name,
        file_sha256=preview.file.sha256,
        bank=statement.bank,
        layout=statement.layout,
        own_account=statement.account or account,
        lines=tuple(map(_line, statement.lines)),
        leftovers=tuple(Leftover(left.row, left.text, left.reason) for left in statement.leftovers),
        breaks=tuple(gap.message for gap in statement.breaks),
    )


def statement_ledger(preview: StatementPreview, outcome: StatementOutcome) -> tuple[LedgerRow, ...]:
    """What becomes of each row: a line known before is skipped unless the bank has changed it, and so is a row that is no line."""
    known = set(outcome.known_rows)
    changes: dict[int, list[LineChange]] = {}
    for change in outcome.changes:
        changes.setdefault(change.row_no, []).append(change)
    rows = [
        _known(line, changes.get(line.row, ())) if line.row in known else _new(line) for line in preview.statement.lines
    ]
    rows += [LedgerRow(left.row, "", "skipped", (f"{left.reason}。",)) for left in preview.statement.leftovers]
    return tuple(sorted(rows, key=lambda row: row.row_no))


def _new(line: StatementLine) -> LedgerRow:
    return LedgerRow(line.row, line.counterparty_name, "imported")


def _known(line: StatementLine, changes: Sequence[LineChange]) -> LedgerRow:
    if not changes:
        return LedgerRow(line.row, line.counterparty_name, "skipped", ("以前导入过，没有变化。",))
    state: RowState = "updated" if any(change.kept for change in changes) else "skipped"
    told = tuple(change.told for change in changes)
    return LedgerRow(line.row, line.counterparty_name, state, ("以前导入过，这次不同：", *told))


def own_accounts(school: School) -> tuple[str, ...]:
    """The accounts whose statements the school takes in today."""
    today = local_date(school.clock.now())
    with school.reading() as session:
        return queries.own_accounts(session, school.id, today)


def _line(line: StatementLine) -> BankLine:
    return BankLine(
        row_no=line.row,
        booked_at=line.booked_at,
        incoming=line.direction == "in",
        amount_fen=line.amount_fen,
        balance_fen=line.balance_fen,
        counterparty_name=line.counterparty_name,
        counterparty_account=line.counterparty_account,
        memo=line.memo,
        voucher_no=line.voucher_no,
        takes_back=line.reversal_flag,
        identity=line.identity,
    )
