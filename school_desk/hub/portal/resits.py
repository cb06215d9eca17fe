"""补考报名: who of one's own people has not passed, in which subjects, and 申请补考 for those ticked. The desk's command, by subjects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.applications import Application, applications
from school_desk.exams.commands import ApplyForExam
from school_desk.exams.domain import subjects_words
from school_desk.hub.portal.door import Visit
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.scores.resits import resits
from school_desk.scores.standings import standings
from school_desk.terms.statuses import Subject

# As many as a form may tick.
PAGE = 30
_PICK = "pick."


@dataclass(frozen=True)
class Line:
    """One who has not passed: `why_not` in words, what they sit again; `waiting`: what they have applied for already, else ""."""

    person: EnrolledRow
    why_not: str
    subjects: tuple[Subject, ...]
    waiting: str

    @property
    def words(self) -> str:
        """The subjects to sit again."""
        return subjects_words(self.subjects)


def listed(visit: Visit) -> Response:
    """Who may sit again, and who has applied."""
    return visit.page("resits", ledger=(), **_facts(visit))


def apply(visit: Visit) -> Response:
    """申请补考 for those ticked, each for what is not passed; people with the same subjects together."""
    groups: dict[tuple[Subject, ...], list[str]] = defaultdict(list)
    for line in _lines(visit):
        if line.subjects and f"{_PICK}{line.person.id}" in visit.body.fields:
            groups[line.subjects].append(line.person.id)
    if not groups:
        refusal = RuleViolation("exam.nobody", "请先勾选要补考的学员。")
        return visit.refused("resits", refusal, ledger=(), **_facts(visit))
    commands = [ApplyForExam(tuple(ids), subjects) for subjects, ids in groups.items()]

    def carry_out(session: Session) -> list[LedgerRow]:
        outcomes = [visit.site.carry_out(session, command, visit.actor) for command in commands]
        return [row for outcome in outcomes for row in outcome.result]

    failed = [row for row in visit.write(carry_out) if row.state != "imported"]
    if not failed:
        return visit.go("/enterprise/resits?done=applied")
    return visit.page("resits", 422, ledger=failed, **_facts(visit))


def _facts(visit: Visit) -> dict[str, Any]:
    lines = _lines(visit)
    pages = max(1, -(-len(lines) // PAGE))
    asked = visit.query.get("page", "")
    page = min(max(1, int(asked)), pages) if asked.isdecimal() and len(asked) < 8 else 1
    return {"lines": lines[(page - 1) * PAGE : page * PAGE], "total": len(lines), "page_no": page, "pages": pages}


def _lines(visit: Visit) -> list[Line]:
    school, today = visit.site.school, local_date(visit.now)
    with school.reading() as session:
        people = enrolled(session, school.id, enterprise_id=visit.enterprise.id, active_only=True)
        ids = [person.id for person in people]
        reached = standings(session, school.id, ids)
        open_for = resits(session, school.id, ids, today)
        known = applications(session, school.id, today, ids)
    lines = [
        Line(person, standing.why_not, open_for.get(person.id, ()), _waiting(known.get(person.id)))
        for person in people
        if (standing := reached[person.id]).why_not and standing.approved_on
    ]
    return sorted(lines, key=lambda line: (not line.subjects, line.person.id))


def _waiting(application: Application | None) -> str:
    if application is None:
        return ""
    if application.over:
        return "成绩还没有审核通过"
    return f"已申请补考（{subjects_words(application.subjects)}）"
