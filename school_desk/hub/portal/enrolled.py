"""已报名列表: who is enrolled, how many 学时, 申请考试, 准考证, and the text for 通知学员. One's own people only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.commands import RecordPapers
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.applications import Application, applications, readiness
from school_desk.exams.commands import ApplyForExam
from school_desk.exams.domain import Readiness, not_ready
from school_desk.exams.papers import exam_notices
from school_desk.exams.queries import ExamPlanListRow, exam_plans
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.downloads import PDF, attachment, made
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.learning.domain import HoursRow
from school_desk.learning.notices import opening_notices, shortfall_notices
from school_desk.output.exams import TICKETS, tickets
from school_desk.scores.queries import undecided
from school_desk.scores.standings import standings
from school_desk.terms.labels import exam_plan_status
from school_desk.terms.statuses import ExamPlanStatus

PAGE = 50
_PICK = "pick."
_NOT_APPROVED = "已考，成绩还没有审核通过"


@dataclass(frozen=True)
class Line:
    """One enrolment. `may_apply`: nothing is lacking; `lacking` says what is; `has_ticket`: the 准考证 can be had."""

    person: EnrolledRow
    hours: HoursRow
    exam: str
    lacking: tuple[str, ...]
    may_apply: bool
    has_ticket: bool


def listed(visit: Visit) -> Response:
    """The list, the newest first."""
    return visit.page("enrolled", ledger=(), **_facts(visit))


def apply(visit: Visit) -> Response:
    """申请考试 for those ticked; the others come back with what they lack."""
    picked = [name.removeprefix(_PICK) for name in visit.body.fields if name.startswith(_PICK)]
    own = {person.id for person in _people(visit)}
    wanted = tuple(enrollment_id for enrollment_id in picked if enrollment_id in own)
    if not wanted:
        refusal = RuleViolation("exam.nobody", "请先勾选学时达标、可以申请考试的学员。")
        return visit.refused("enrolled", refusal, ledger=(), **_facts(visit))
    command = ApplyForExam(wanted)
    rows: tuple[LedgerRow, ...] = visit.write(
        lambda session: visit.site.carry_out(session, command, visit.actor)
    ).result
    if all(row.state == "imported" for row in rows):
        return visit.go("/enterprise/enrolled?done=applied")
    return visit.page("enrolled", 422, ledger=[row for row in rows if row.state != "imported"], **_facts(visit))


def ticket(visit: Visit) -> Response:
    """One 准考证."""
    person = next((person for person in _people(visit) if person.id == visit.path["id"]), None)
    return _none(visit) if person is None else _tickets(visit, [person])


def all_tickets(visit: Visit) -> Response:
    """Every 准考证 of one's own people in one exam plan."""
    school = visit.site.school
    people = _people(visit)
    with school.reading() as session:
        known = applications(session, school.id, local_date(visit.now), [person.id for person in people])
    of_plan = [p for p in people if p.id in known and known[p.id].plan_number == visit.path["number"]]
    return _tickets(visit, of_plan)


def notices(visit: Visit) -> Response:
    """通知学员: where to learn, who still lacks hours, who sits when and where, as texts to copy."""
    school, own = visit.site.school, visit.enterprise.id
    today = local_date(visit.now)
    with school.reading() as session:
        people = enrolled(session, school.id, enterprise_id=own, active_only=True)
        known = applications(session, school.id, today, [person.id for person in people])
        coming = {one.plan_id: one.plan_number for one in known.values() if one.plan_id and not one.over}
        late = shortfall_notices(session, school.id, today, [person.id for person in people])
        lacking = [enrollment_id for text in late for enrollment_id in text.enrollment_ids]
        begin = opening_notices(session, school.id, today, lacking)
        learning = [(title, text.text) for title, found in (("开始学习", begin), ("学时提醒", late)) for text in found]
        exams = [
            (f"考核计划 {number}", text.text)
            for plan_id, number in sorted(coming.items(), key=lambda pair: pair[1] or "")
            for text in exam_notices(session, school.id, plan_id)
            if text.enterprise_id == own
        ]
    return visit.page("exam_notices", learning=learning, exams=exams)


def _people(visit: Visit) -> tuple[EnrolledRow, ...]:
    school = visit.site.school
    with school.reading() as session:
        return enrolled(session, school.id, enterprise_id=visit.enterprise.id, active_only=True)


def _facts(visit: Visit) -> dict[str, Any]:
    school = visit.site.school
    people = sorted(_people(visit), key=lambda person: person.id, reverse=True)
    pages = max(1, -(-len(people) // PAGE))
    asked = visit.query.get("page", "")
    page = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 8 else 1), pages)
    with school.reading() as session:
        lines = _lines(session, visit, people[(page - 1) * PAGE : page * PAGE])
        known = applications(session, school.id, local_date(visit.now), [person.id for person in people])
        plans = _plans(session, visit, known.values())
    coming = {one.plan_id for one in known.values() if not one.over}
    approved = [plan for plan in plans.values() if plan.status is ExamPlanStatus.APPROVED and plan.id in coming]
    return {"lines": lines, "total": len(people), "page_no": page, "pages": pages, "approved": approved}


def _lines(session: Session, visit: Visit, people: Collection[EnrolledRow]) -> list[Line]:
    school_id, today = visit.site.school.id, local_date(visit.now)
    ready = readiness(session, school_id, people, today)
    known = applications(session, school_id, today, [person.id for person in people])
    plans = _plans(session, visit, known.values())
    held = [enrollment_id for enrollment_id, one in known.items() if one.over]
    reached, waiting = standings(session, school_id, held), undecided(session, school_id, held)
    results = {key: _NOT_APPROVED if key in waiting else reached[key].why_not or "合格" for key in held}
    return [
        _line(person, ready[person.id], known.get(person.id), plans, results.get(person.id, "")) for person in people
    ]


def _line(
    person: EnrolledRow,
    ready: Readiness,
    applied: Application | None,
    plans: Mapping[str, ExamPlanListRow],
    result: str,
) -> Line:
    """`result`: what came of the exam that has been held, "" when there was none."""
    if applied is None:
        # The hours have a column of their own.
        lacking = not_ready(replace(ready, hours=replace(ready.hours, met=True)))
        return Line(person, ready.hours, "未申请", lacking, not not_ready(ready), has_ticket=False)
    plan = plans.get(applied.plan_id or "")
    exam = f"考核计划{exam_plan_status(plan.status)}" if plan else "已申请考试"
    seated = plan is not None and plan.status is ExamPlanStatus.APPROVED and ready.hours.met
    return Line(person, ready.hours, result or exam, (), may_apply=False, has_ticket=seated)


def _plans(session: Session, visit: Visit, known: Collection[Application]) -> dict[str, ExamPlanListRow]:
    """The exam plans that one's own people sit in, by id."""
    wanted = {one.plan_id for one in known}
    return {plan.id: plan for plan in exam_plans(session, visit.site.school.id) if plan.id in wanted}


def _tickets(visit: Visit, people: Collection[EnrolledRow]) -> Response:
    """The PDF, or a sentence why there is none: only when 已审核 and the hours are met."""
    school = visit.site.school
    with school.reading() as session:
        known = applications(session, school.id, local_date(visit.now), [person.id for person in people])
    plan_id = next((one.plan_id for one in known.values() if one.plan_id), None)
    if plan_id is None:
        return _none(visit)
    examination, printed, without = tickets(school, plan_id, {person.id for person in people})
    if not printed:
        told = "；".join(dict.fromkeys(one.reason for one in without)) or "还没有编入考核计划"
        return visit.page(
            "fault", 409, title="现在不能下载准考证", told=f"{told}。考核计划已审核、学时达标之后才能下载。"
        )
    name = f"准考证 {printed[0].name}.pdf" if len(printed) == 1 else f"准考证 {len(printed)} 人.pdf"
    content = made(visit, TICKETS, examination, printed)
    command = RecordPapers("准考证", len(printed), name)
    visit.write(lambda session: visit.site.carry_out(session, command, visit.actor))
    return attachment(name, PDF, content)


def _none(visit: Visit) -> Response:
    return visit.page("fault", 404, title="没有准考证", told="没有找到这名学员的准考证。请返回已报名列表。")
