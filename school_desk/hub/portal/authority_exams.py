"""主管部门: 考核计划 and 成绩报审 that were reported to it: taken in (受理), approved, or sent back with the reason."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.exams.authorities import authority_of_plan, plans_under
from school_desk.exams.commands import RecordPlanAccepted, RecordPlanDecision
from school_desk.exams.queries import ExamPlanDetail, ExamPlanListRow, exam_plan, exam_plans
from school_desk.hub.portal.deciding import carry_out_seen, not_mine, typed_day, typed_decision
from school_desk.hub.portal.door import Visit
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision
from school_desk.scores.queries import ScorePlanRow, SubmissionRow, plans_submitted, score_plans, score_sheet
from school_desk.terms.statuses import ExamPlanStatus, SubmissionStatus

_LATEST = 50
PLANS_WAIT = (ExamPlanStatus.REPORTED, ExamPlanStatus.ACCEPTED)
SCORES_WAIT = (SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED)
_SCORES_DECIDED = (SubmissionStatus.APPROVED, SubmissionStatus.REJECTED)


def plans(visit: Visit) -> Response:
    """Those that wait, and the latest that were approved."""
    with visit.site.school.reading() as session:
        waiting = plans_of(visit, session, PLANS_WAIT)
        approved = plans_of(visit, session, (ExamPlanStatus.APPROVED,))[:_LATEST]
    return visit.page("authority_plans", waiting=waiting, decided=approved)


def plan(visit: Visit) -> Response:
    """One plan with its sessions and candidates; a post takes it in or decides."""
    found = _plan(visit)
    if found is None:
        return not_mine(visit)
    if visit.method == "GET":
        return _plan_page(visit, found)
    plan_id, school_id = found.plan.id, visit.site.school.id

    def seen_now(session: Session) -> str:
        now = exam_plan(session, school_id, plan_id)
        return _plan_seen(now) if now else ""

    try:
        carry_out_seen(visit, _plan_command(visit, plan_id), seen_now)
    except RuleViolation as refusal:
        now = _plan(visit)
        return _plan_page(visit, now, refusal) if now else not_mine(visit)
    return _decided(visit, "/authority/plans", plan_id)


def scores(visit: Visit) -> Response:
    """Those that wait, and the latest that were decided."""
    with visit.site.school.reading() as session:
        waiting = scores_of(visit, session, SCORES_WAIT)
        decided = scores_of(visit, session, _SCORES_DECIDED, _LATEST)
    return visit.page("authority_scores", waiting=waiting, decided=decided)


def score(visit: Visit) -> Response:
    """The newest 成绩报审 of one plan with the scores it holds; a post takes it in or decides."""
    found = _score(visit)
    if found is None:
        return not_mine(visit)
    row, newest = found
    if visit.method == "GET":
        return _score_page(visit, row, newest)
    school_id = visit.site.school.id

    def seen_now(session: Session) -> str:
        (now,) = score_plans(session, school_id, [row.plan.id])
        return _score_seen(now.newest) if now.newest else ""

    try:
        carry_out_seen(visit, _score_command(visit, newest.id), seen_now)
    except RuleViolation as refusal:
        now = _score(visit)
        return _score_page(visit, *now, refusal) if now else not_mine(visit)
    return _decided(visit, "/authority/scores", row.plan.id)


def plans_of(visit: Visit, session: Session, statuses: Collection[ExamPlanStatus]) -> tuple[ExamPlanListRow, ...]:
    """The plans in these states that fall under the signed-in authority, the newest first."""
    rows = exam_plans(session, visit.site.school.id, statuses)
    mine = _mine(visit, session, [row.id for row in rows])
    return tuple(row for row in rows if row.id in mine)


def scores_of(
    visit: Visit, session: Session, statuses: Collection[SubmissionStatus], most: int | None = None
) -> tuple[ScorePlanRow, ...]:
    """The plans whose newest 成绩报审 is in one of these states and falls under the signed-in authority, the newest first."""
    school_id = visit.site.school.id
    submitted = plans_submitted(session, school_id, statuses)
    mine = _mine(visit, session, submitted)
    rows = score_plans(session, school_id, [plan_id for plan_id in submitted if plan_id in mine][:most])
    return tuple(row for row in rows if row.newest and row.newest.status in statuses)


def _mine(visit: Visit, session: Session, plan_ids: Collection[str]) -> set[str]:
    return plans_under(session, visit.site.school.id, visit.me.authority_code or "", plan_ids)


def _decided(visit: Visit, listed: str, plan_id: str) -> Response:
    """What was taken in is still to be decided; what was decided is done with."""
    taken_in = visit.text("verdict") == "accept"
    return visit.go(f"{listed}/{plan_id}?done=accept" if taken_in else f"{listed}?done=decided")


def _plan_command(visit: Visit, plan_id: str) -> Command:
    if visit.text("verdict") == "accept":
        return RecordPlanAccepted(plan_id, typed_day(visit))
    given = typed_decision(visit)
    return RecordPlanDecision(plan_id, given.approved, given.decided_on, given.document_no, reason=given.reason or None)


def _score_command(visit: Visit, submission_id: str) -> Command:
    if visit.text("verdict") == "accept":
        return RecordSubmissionAccepted(submission_id, typed_day(visit))
    given = typed_decision(visit)
    return RecordSubmissionDecision(
        submission_id, given.approved, given.decided_on, given.document_no, reason=given.reason
    )


def _plan(visit: Visit) -> ExamPlanDetail | None:
    """The plan of the address, when it was reported to this authority."""
    school, plan_id = visit.site.school, visit.path["id"]
    with school.reading() as session:
        found = exam_plan(session, school.id, plan_id)
        if found is None or found.plan.status is ExamPlanStatus.DRAFT:
            return None
        return found if authority_of_plan(session, school.id, plan_id) == visit.me.authority_code else None


def _score(visit: Visit) -> tuple[ScorePlanRow, SubmissionRow] | None:
    """The scores of the plan of the address, when they were submitted to this authority."""
    school, plan_id = visit.site.school, visit.path["id"]
    with school.reading() as session:
        if authority_of_plan(session, school.id, plan_id) != visit.me.authority_code:
            return None
        for row in score_plans(session, school.id, [plan_id]):
            if row.newest is not None:
                return row, row.newest
    return None


def _plan_seen(found: ExamPlanDetail) -> str:
    return f"{len(found.versions)} {found.plan.status} {found.plan.since.isoformat()}"


def _score_seen(newest: SubmissionRow) -> str:
    return f"{newest.id} {newest.status}"


def _plan_page(visit: Visit, found: ExamPlanDetail, refusal: RuleViolation | None = None) -> Response:
    facts = {"one": found, "version": found.versions[-1], "seen": _plan_seen(found), "values": visit.values}
    waits = found.plan.status in PLANS_WAIT
    return visit.page(
        "authority_plan",
        422 if refusal else 200,
        refusal=refusal,
        waits=waits,
        to_accept=found.plan.status is ExamPlanStatus.REPORTED,
        today=local_date(visit.now),
        **facts,
    )


def _score_page(
    visit: Visit, row: ScorePlanRow, newest: SubmissionRow, refusal: RuleViolation | None = None
) -> Response:
    school = visit.site.school
    with school.reading() as session:
        sheet = score_sheet(session, school.id, row.plan.id)
    lines = [line for line in sheet if line.submission is not None and line.submission.id == newest.id]
    facts = {"one": row, "version": newest, "lines": lines, "seen": _score_seen(newest), "values": visit.values}
    return visit.page(
        "authority_score",
        422 if refusal else 200,
        refusal=refusal,
        waits=newest.status in SCORES_WAIT,
        to_accept=newest.status is SubmissionStatus.SUBMITTED,
        today=local_date(visit.now),
        **facts,
    )
