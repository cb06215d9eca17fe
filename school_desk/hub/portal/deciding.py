"""What a 主管部门 types when it decides on the website: whether, since when, by which document, why not, and about what it had seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.hub.portal.door import Visit
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation

# Here the decision itself is the evidence, and the record says so.
ON_THE_WEBSITE = "网上审核"
_LONGEST_NUMBER = 80


@dataclass(frozen=True)
class Decision:
    """One decision as it was typed. `document_no` says that it was taken on the website, with or without a 文号 of its own."""

    approved: bool
    decided_on: date
    document_no: str
    reason: str


def typed_decision(visit: Visit) -> Decision:
    """Raises RuleViolation with the field that is missing or wrong."""
    verdict, reason, number = visit.text("verdict"), visit.text("reason"), visit.text("document_no")
    if verdict not in ("approve", "refuse"):
        raise RuleViolation("decision.verdict", "请选择结论。", field="verdict")
    if verdict == "refuse" and not reason:
        raise RuleViolation("decision.reason", "请填写原因，对方会看到。", field="reason")
    if len(number) > _LONGEST_NUMBER:
        raise RuleViolation("decision.number", f"文号最多 {_LONGEST_NUMBER} 个字。", field="document_no")
    document_no = f"{number}（{ON_THE_WEBSITE}）" if number else ON_THE_WEBSITE
    return Decision(verdict == "approve", typed_day(visit), document_no, "" if verdict == "approve" else reason)


def typed_day(visit: Visit) -> date:
    """Raises RuleViolation when it is no date, or still to come."""
    try:
        day = date.fromisoformat(visit.text("decided_on"))
    except ValueError as fault:
        message = "请填写日期，例如 2026-08-03。"
        raise RuleViolation("decision.date", message, field="decided_on") from fault
    if day > local_date(visit.now):
        raise RuleViolation("decision.date", "日期不能晚于今天。", field="decided_on")
    return day


def carry_out_seen(visit: Visit, command: Command, seen_now: Callable[[Session], str]) -> None:
    """Carries out a decision about exactly what its page showed. Raises RuleViolation `decision.changed` when it is another by now."""

    def decide(session: Session) -> None:
        if visit.text("seen") != seen_now(session):
            raise RuleViolation("decision.changed", "这条记录刚刚有变化，请看过下面的最新内容后再审核。")
        visit.site.carry_out(session, command, visit.actor)

    visit.write(decide)


def not_mine(visit: Visit) -> Response:
    """The same whether there is no such record or it falls under another authority."""
    return visit.page("fault", 404, title="没有这条记录", told="没有找到这条记录，或它不归您所在的主管部门审核。")
