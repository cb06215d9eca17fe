"""批量认领: several lines are claimed in one decision, which is taken back as one."""

from __future__ import annotations

from school_desk.kernel.commands import Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import commands as c
from school_desk.payments.handlers.agreement import MONEY_UNDO
from school_desk.payments.handlers.allocation import allocate_transfer


@handles(c.AllocateTogether, undo=MONEY_UNDO)
def allocate_together(context: Context, command: c.AllocateTogether) -> dict[str, list[str]]:
    """Claims line after line by the one rule for a line: the first that may not be claimed refuses them all."""
    lines = [transfer.line_id for transfer in command.transfers]
    if not lines or len(set(lines)) < len(lines):
        raise RuleViolation("allocation.lines", "请选择要一起认领的流水，每笔只能选一次。")
    made: list[str] = []
    for transfer in command.transfers:
        made += allocate_transfer(context, transfer)["allocation_ids"]
    return {"allocation_ids": made}
