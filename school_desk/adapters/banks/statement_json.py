"""A statement as the command line prints it: plain JSON values, amounts as yuan text, instants with their zone."""

from __future__ import annotations

from typing import Any

from school_desk.adapters.banks.statement import Statement, StatementLine
from school_desk.kernel.money import format_yuan


def statement_json(statement: Statement) -> dict[str, Any]:
    """Amounts like "7600.00", instants like "2026-09-01T09:45:11+08:00"."""
    return {
        "bank": statement.bank,
        "layout": statement.layout,
        "account": statement.account,
        "rows": statement.row_count,
        "lines": [_line(line) for line in statement.lines],
        "leftovers": [{"row": left.row, "text": left.text, "reason": left.reason} for left in statement.leftovers],
        "breaks": [
            {
                "after_row": gap.after_row,
                "before_row": gap.before_row,
                "expected": format_yuan(gap.expected_fen, grouped=False),
                "found": format_yuan(gap.found_fen, grouped=False),
                "message": gap.message,
            }
            for gap in statement.breaks
        ],
        "notes": list(statement.notes),
    }


def _line(line: StatementLine) -> dict[str, Any]:
    return {
        "row": line.row,
        "instant": line.booked_at.isoformat() + "+08:00",
        "direction": line.direction,
        "amount": format_yuan(line.amount_fen, grouped=False),
        "balance": None if line.balance_fen is None else format_yuan(line.balance_fen, grouped=False),
        "counterparty_name": line.counterparty_name,
        "counterparty_account": line.counterparty_account,
        "memo": line.memo,
        "voucher_no": line.voucher_no,
        "bank_ref": line.bank_ref,
        "reversal": line.reversal_flag,
        "identity": line.identity,
    }
