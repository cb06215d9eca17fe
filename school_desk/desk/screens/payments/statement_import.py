"""How a bank statement is imported on the import page: whose it is, which rows are new, known or no movement at all, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from school_desk.desk.import_page import ImportKind
from school_desk.desk.widgets.dialogs import FormSheet
from school_desk.documents.ledger import LedgerRow
from school_desk.kernel.money import format_yuan
from school_desk.terms.labels import bank_name

if TYPE_CHECKING:
    from school_desk.adapters.banks import StatementLine
    from school_desk.composition import School
    from school_desk.intake.statement import StatementPreview
    from school_desk.payments.commands import StatementOutcome


def statement_kind(school: School, account: str | None = None) -> ImportKind:
    """The import of a statement of one of the school's own accounts; `account` is whose it is when the file does not print that."""
    from school_desk.intake.statement import own_accounts, statement_command

    return ImportKind(
        title="导入银行流水",
        read="school_desk.intake.statement:read_bank_statement",
        arguments=lambda: (own_accounts(school),),
        command=partial(statement_command, account=account),
        ledger=_ledger,
        notes=_notes,
        done=_done,
        name_word="对方户名",
        files="银行流水 (*.csv *.xls *.xlsx *.txt);;所有文件 (*)",
    )


def ask_account(parent: QWidget, accounts: Sequence[str], then: Callable[[str], None]) -> FormSheet:
    """A school with several accounts says first whose statement comes; what the file itself prints goes before it."""
    told = "学校有几个收款账号。文件里印着账号的，以文件为准；没有印的，按这里选的账号导入。"
    sheet = FormSheet(parent, "导入哪个账号的流水", told, primary="选择文件…")
    sheet.form.add_choice("account", "账号", [(account, account) for account in accounts], required=True)
    sheet.form.set_values({"account": accounts[0]})

    def chosen(values: dict[str, str]) -> None:
        sheet.accept()
        then(values["account"])

    sheet.submitted.connect(chosen)
    sheet.open()
    return sheet


def _ledger(preview: StatementPreview, outcome: StatementOutcome) -> tuple[LedgerRow, ...]:
    """The rows as the import will leave them, each with what stands in it."""
    from school_desk.intake.statement import statement_ledger

    said = {line.row: _told(line) for line in preview.statement.lines}
    said |= {left.row: left.text for left in preview.statement.leftovers}
    return tuple(
        replace(row, reasons=(f"{said[row.row_no]}　", *row.reasons)) for row in statement_ledger(preview, outcome)
    )


def _told(line: StatementLine) -> str:
    direction = "收入" if line.direction == "in" else "支出"
    return f"{line.booked_at:%Y-%m-%d %H:%M} {direction} {format_yuan(line.amount_fen)} 元 {line.memo}".rstrip()


def _notes(preview: StatementPreview, outcome: StatementOutcome) -> tuple[str, ...]:
    """First what the file is and how its rows add up; then every gap, loss and 冲正 by name."""
    statement = preview.statement
    head = (
        f"{bank_name(statement.bank)} · 账号 {statement.account or '文件里没有印'} · 共 {outcome.rows} 行："
        f"新流水 {outcome.new_lines} 笔，以前导入过 {outcome.known_lines} 笔，不是流水 {outcome.leftovers} 行"
    )
    # The import names the breaks among what it tells.
    return (head, *(f"⚠ {sentence}" for sentence in (*outcome.told, *statement.notes)))


def _done(outcome: StatementOutcome) -> str:
    return f"已导入 {outcome.new_lines} 笔流水。"
