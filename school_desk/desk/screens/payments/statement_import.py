"""How a bank statement is imported on the import page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from school_desk.desk.import_page import ImportKind
from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.kernel.money import format_yuan

if TYPE_CHECKING:
    from school_desk.adapters.banks import StatementLine
    from school_desk.composition import School
    from school_desk.intake.statement import StatementPreview
    from school_desk.payments.commands import StatementOutcome


def statement_kind(school: School) -> ImportKind:
    """The import of a statement of one of the school's own accounts."""
    from school_desk.intake.statement import own_accounts, statement_command

    return ImportKind(
        title="导入银行流水",
        read="school_desk.intake.statement:read_bank_statement",
        arguments=lambda: (own_accounts(school),),
        command=statement_command,
        ledger=_ledger,
        notes=_notes,
        done=_done,
        name_word="对方",
        files="银行流水 (*.csv *.xls *.xlsx *.txt);;所有文件 (*)",
    )


def _ledger(preview: StatementPreview, outcome: StatementOutcome) -> tuple[LedgerRow, ...]:
    """Lines as rows: when nothing is new, all of them were known before."""
    state: RowState = "imported" if outcome.new_lines else "skipped"
    rows = [LedgerRow(line.row, line.counterparty_name, state, (_told(line),)) for line in preview.statement.lines]
    rows += [LedgerRow(left.row, "", "skipped", (left.reason,)) for left in preview.statement.leftovers]
    return tuple(sorted(rows, key=lambda row: row.row_no))


def _told(line: StatementLine) -> str:
    direction = "收入" if line.direction == "in" else "支出"
    return f"{line.booked_at:%Y-%m-%d %H:%M} {direction} {format_yuan(line.amount_fen)}　{line.memo}"


def _notes(preview: StatementPreview, outcome: StatementOutcome) -> tuple[str, ...]:
    statement = preview.statement
    head = f"{statement.bank} · 账号 {statement.account or '文件未印'} · 新 {outcome.new_lines} 笔，已有 {outcome.known_lines} 笔"
    return (head, *(gap.message for gap in statement.breaks), *statement.notes, *outcome.told)


def _done(outcome: StatementOutcome) -> str:
    return f"已导入 {outcome.new_lines} 笔流水。"
