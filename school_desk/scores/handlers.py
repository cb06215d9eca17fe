"""Carries out the decisions about scores: checks first, then writes. An approved score is never changed here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from school_desk.documents.commands import add_document
from school_desk.documents.ledger import LedgerRow, in_order
from school_desk.enrollments.events import EnrollingAgain, EnrollmentClosing
from school_desk.enrollments.under_way import refuse_two
from school_desk.enterprises.events import AuthorityDecides
from school_desk.exams.applications import applications
from school_desk.exams.authorities import authority_of_plan
from school_desk.exams.events import PlanApprovalTakenBack, ResitRequested
from school_desk.exams.results_queries import Candidate, HeldPlan, candidates, held_plans
from school_desk.kernel.commands import Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import insert_many, touched
from school_desk.scores import commands as c
from school_desk.scores.domain import Mark, check_day, check_mark, check_undecided, kept_for_resit
from school_desk.scores.events import ScoresApprovalTakenBack
from school_desk.scores.queries import (
    ScoreSheetRow,
    frozen_marks,
    score_sheet,
    settled_scores,
    standing_marks,
    submissions,
    undecided,
)
from school_desk.scores.settings import KEPT_MONTHS
from school_desk.scores.sheet import ScoreDesk, score_values, scores_of, set_mark, settled_words, why_not_scored
from school_desk.scores.standings import standings
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow, SubmittedScoreRow
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.statuses import SubmissionStatus as Status
from school_desk.terms.uploads import DocumentKind

_NAMED = 5


def _no_settled_score(context: Context) -> None:
    """Undo changes no score that has gone before the authority since."""
    rows = touched(context.session, context.school_id, ScoreRow)
    settled = settled_scores(context.session, context.school_id, {row.candidate_id for row in rows})
    for row in rows:
        if (row.candidate_id, row.subject) in settled:
            message = settled_words(row.subject, settled[row.candidate_id, row.subject])
            raise RuleViolation("score.settled", f"不能撤销：{message}")


_UNDO = Undo(after=_no_settled_score)


@handles(c.ImportScores, undo=_UNDO)
def import_scores(context: Context, command: c.ImportScores) -> tuple[LedgerRow, ...]:
    """Enters the good rows; bad ones come back with reasons, so the corrected file touches only those."""
    if command.plan_id is not None:
        _open_plan(context, command.plan_id)
    desk = ScoreDesk(context, command.entries, command.plan_id)
    verdicts = [desk.judge(entry) for entry in command.entries]
    desk.write(verdicts)
    return in_order((verdict.ledger_row() for verdict in verdicts), command.skipped)


@handles(c.EnterScore, undo=_UNDO)
def enter_score(context: Context, command: c.EnterScore) -> None:
    """Sets, changes or clears one score, as long as it is neither before the authority nor approved."""
    candidate = _candidate(context, command.candidate_id)
    _open_plan(context, candidate.plan_id)
    _refuse_settled(context, command)
    mark = Mark(command.mark_tenths, command.flag)
    told = check_mark(mark)
    if told:
        raise RuleViolation("score.mark", told, field="mark_tenths")
    if command.score_of not in candidate.subjects:
        raise RuleViolation("score.not_sat", f"此人这次没有报考{SUBJECTS[command.score_of]}。", field="score_of")
    row = scores_of(context, [candidate.id]).get((candidate.id, command.score_of))
    if (Mark() if row is None else Mark(row.mark_tenths, row.flag)) == mark:
        raise RuleViolation("score.same", "成绩和原来的一样，没有变化。", field="mark_tenths")
    if row is None:
        context.session.add(ScoreRow(**score_values(context, candidate, command.score_of, mark)))
    elif mark == Mark():
        context.session.delete(row)
    else:
        set_mark(context, row, mark)


@handles(c.SubmitScores)
def submit_scores(context: Context, command: c.SubmitScores) -> dict[str, object]:
    """Freezes what is not approved yet, so that versions can be compared and nobody changes what the authority reads."""
    plan = _open_plan(context, command.plan_id)
    check_day(command.submitted_on, plan.first_on or date.min, context.today, "报审日期", "submitted_on")
    versions = submissions(context.session, context.school_id, plan.id)
    waiting = next((v for v in versions if v.status in (Status.SUBMITTED, Status.ACCEPTED)), None)
    if waiting is not None:
        raise RuleViolation("submission.waiting", f"第 {waiting.version} 次报审还没有结论，不能再次报审。")
    sheet = score_sheet(context.session, context.school_id, plan.id)
    _check_missing([row for row in sheet if not row.complete], command.expect_missing)
    rows = _open_scores(context, [row.candidate_id for row in sheet])
    if not rows:
        raise RuleViolation("submission.empty", "没有可以报审的成绩：还没有录入，或都已审核通过。")
    submission = ScoreSubmissionRow(
        school_id=context.school_id,
        id=context.new_id("submission"),
        plan_id=plan.id,
        version=len(versions) + 1,
        status=Status.SUBMITTED,
        submitted_on=command.submitted_on,
    )
    context.session.add(submission)
    context.session.flush()
    for row in rows:
        row.submission_id = submission.id
    frozen = (_frozen(context, submission, row, place) for place, row in enumerate(rows))
    insert_many(context.session, SubmittedScoreRow, frozen)
    return {"submission_id": submission.id, "version": submission.version, "scores": len(rows)}


@handles(c.RecordSubmissionAccepted)
def record_submission_accepted(context: Context, command: c.RecordSubmissionAccepted) -> None:
    """已受理."""
    row = _submission(context, command.submission_id)
    context.emit(AuthorityDecides(authority_of_plan(context.session, context.school_id, row.plan_id)))
    if row.status is not Status.SUBMITTED:
        raise RuleViolation("submission.step", "这次报审已经登记过受理或结论。")
    check_day(command.accepted_on, row.submitted_on, context.today, "受理日期", "accepted_on")
    row.status, row.accepted_on = Status.ACCEPTED, command.accepted_on


def _decision_may_go(context: Context, command: c.RecordSubmissionDecision) -> None:
    """One version at a time is before the authority, and what it decides on is what the school gave it."""
    session, school_id, row = context.session, context.school_id, _submission(context, command.submission_id)
    newest = submissions(session, school_id, row.plan_id)[-1]
    if newest.id != row.id:
        message = f"不能撤销：之后已有第 {newest.version} 次报审，请先撤销那一次报审。"
        raise RuleViolation("submission.superseded", message)
    if not command.approved:
        _refuse_corrected(context, row)
    else:
        ids = _frozen_candidates(context, command.submission_id)
        people = {sat.enrollment_id for sat in candidates(session, school_id, ids=ids)}
        _refuse_applied_since(context, row.plan_id, people)
        context.emit(ScoresApprovalTakenBack(command.submission_id, tuple(sorted(people))))


def _refuse_corrected(context: Context, row: ScoreSubmissionRow) -> None:
    """A refused version comes back only with the marks that it holds: others the authority has never seen."""
    frozen = frozen_marks(context.session, context.school_id, row.id)
    standing = standing_marks(context.session, context.school_id, row.id)
    changed = {
        candidate_id
        for (candidate_id, subject), mark in frozen.items()
        if standing.get((candidate_id, subject)) != mark
    }
    if changed:
        message = (
            f"不能撤销：未通过之后已更正 {len(changed)} 人的成绩，主管部门没有见过。请先撤销这些更正，或再次报审。"
        )
        raise RuleViolation("score.corrected", message)


def _refuse_applied_since(context: Context, plan_id: str, enrollment_ids: Collection[str]) -> None:
    """A resit was granted on these results; while it stands they do."""
    standing = applications(context.session, context.school_id, context.today, enrollment_ids)
    later = [one for one in standing.values() if one.plan_id != plan_id]
    if later:
        where = next((f"（已编入考核计划 {one.plan_number}）" for one in later if one.plan_number), "")
        message = f"其中 {len(later)} 人已凭这次的成绩申请补考{where}，审核结论不能撤销。请先撤回他们的补考申请。"
        raise RuleViolation("score.resit_stands", message)


def _nobody_came_again(context: Context) -> None:
    """Who failed may have enrolled anew: then the result stays, or two enrolments would be under way."""
    submissions = touched(context.session, context.school_id, ScoreSubmissionRow)
    ids = {candidate_id for row in submissions for candidate_id in _frozen_candidates(context, row.id)}
    refuse_two(context, [sat.enrollment_id for sat in candidates(context.session, context.school_id, ids=ids)])


@handles(c.RecordSubmissionDecision, undo=Undo(guard=_decision_may_go, after=_nobody_came_again))
def record_submission_decision(context: Context, command: c.RecordSubmissionDecision) -> None:
    """Records the decision with its evidence: approved scores are settled, refused ones may be corrected and submitted again."""
    row = _submission(context, command.submission_id)
    context.emit(AuthorityDecides(authority_of_plan(context.session, context.school_id, row.plan_id)))
    check_undecided(row.status)
    check_day(command.decided_on, row.accepted_on or row.submitted_on, context.today, "结论日期", "decided_on")
    document_no, reason = command.document_no.strip(), command.reason.strip()
    if not document_no and command.evidence is None:
        message = "请填写文号，或附上主管部门结论的截图、文件作为依据。"
        raise RuleViolation("submission.evidence", message, field="document_no")
    if not command.approved and not reason:
        raise RuleViolation("submission.reason", "请填写未通过的原因。", field="reason")
    row.status = Status.APPROVED if command.approved else Status.REJECTED
    row.decided_on, row.document_no, row.reason = command.decided_on, document_no or None, reason or None
    if command.evidence is not None:
        document = add_document(context, row.id, DocumentKind.EVIDENCE, command.evidence, label="evidence")
        row.evidence_document_id = document.id


@reacts(PlanApprovalTakenBack)
def refuse_when_scored(context: Context, event: PlanApprovalTakenBack) -> None:
    """An exam plan with scores stays approved."""
    sheet = score_sheet(context.session, context.school_id, event.plan_id)
    scored = sum(bool(row.marks) for row in sheet)
    if scored:
        raise RuleViolation("score.plan_scored", f"这个考核计划已录入 {scored} 人的成绩，不能退回。")


@reacts(EnrollmentClosing)
def refuse_when_examined(context: Context, event: EnrollmentClosing) -> None:
    """Who has scores cannot be replaced or leave: results belong to the person who sat."""
    if (
        context.session.query(ScoreRow)
        .filter_by(school_id=context.school_id, enrollment_id=event.enrollment_id)
        .count()
    ):
        raise RuleViolation("score.examined", "此人已参加考核并有成绩，报名不能撤回、换人或关闭。")


@reacts(EnrollingAgain)
def refuse_before_the_result(context: Context, event: EnrollingAgain) -> None:
    """Of every subject the newest exam must have its approved result."""
    if undecided(context.session, context.school_id, [event.enrollment_id]):
        raise RuleViolation("score.undecided", "考核成绩还没有审核通过。")


@reacts(ResitRequested)
def refuse_needless_resit(context: Context, event: ResitRequested) -> None:
    """A resit waits for the last result, and names only what is not kept."""
    session, school_id = context.session, context.school_id
    if undecided(session, school_id, [event.enrollment_id]):
        raise RuleViolation("score.undecided", "上一次考核的成绩还没有审核通过，有结论之后才能申请补考。")
    reached = standings(session, school_id, [event.enrollment_id])[event.enrollment_id]
    if reached.passed:
        raise RuleViolation("score.passed", "此人各科都已合格，不用补考。")
    kept = kept_for_resit(reached.passed_on, context.today, context.setting(KEPT_MONTHS), reached.kept_months)
    needless = [SUBJECTS[subject] for subject in event.subjects if subject in kept]
    if needless:
        raise RuleViolation("score.kept", f"{'、'.join(needless)}已合格，成绩保留，不用补考。", field="subjects")


def _open_plan(context: Context, plan_id: str) -> HeldPlan:
    plan = held_plans(context.session, context.school_id, [plan_id]).get(plan_id)
    if plan is None:
        raise RuleViolation("score.plan", "找不到这个考核计划。")
    told = why_not_scored(plan, context.today)
    if told:
        raise RuleViolation("score.plan_not_open", told)
    return plan


def _candidate(context: Context, candidate_id: str) -> Candidate:
    found = candidates(context.session, context.school_id, ids=[candidate_id])
    if not found:
        raise RuleViolation("score.candidate", "找不到这名考生。")
    return found[0]


def _refuse_settled(context: Context, command: c.EnterScore) -> None:
    settled = settled_scores(context.session, context.school_id, [command.candidate_id])
    submission = settled.get((command.candidate_id, command.score_of))
    if submission is not None:
        raise RuleViolation("score.settled", settled_words(command.score_of, submission))


def _check_missing(missing: list[ScoreSheetRow], expected: int) -> None:
    if len(missing) == expected:
        return
    names = "、".join(f"{row.name}：{row.result.words}" for row in missing[:_NAMED])
    more = f"等 {len(missing)} 人" if len(missing) > _NAMED else ""
    message = (
        f"还有 {len(missing)} 名考生没有录全成绩（{names}{more}）。没有来考的请登记缺考；要先报审其余的，请核对人数后确认。"
        if missing
        else "成绩都已录全，请刷新后再报审。"
    )
    raise RuleViolation("submission.missing", message, field="expect_missing")


def _open_scores(context: Context, candidate_ids: list[str]) -> list[ScoreRow]:
    """The scores of these candidates that are in no version, or in one that was refused."""
    settled = settled_scores(context.session, context.school_id, candidate_ids)
    found = scores_of(context, candidate_ids)
    return [row for key, row in found.items() if key not in settled]


def _frozen(context: Context, submission: ScoreSubmissionRow, row: ScoreRow, place: int) -> dict[str, object]:
    return {
        "school_id": context.school_id,
        "id": context.new_id(f"frozen/{row.id}", place),
        "submission_id": submission.id,
        "candidate_id": row.candidate_id,
        "subject": row.subject,
        "mark_tenths": row.mark_tenths,
        "flag": row.flag,
    }


def _submission(context: Context, submission_id: str) -> ScoreSubmissionRow:
    row = context.session.get(ScoreSubmissionRow, (context.school_id, submission_id))
    if row is None:
        raise RuleViolation("submission.unknown", "找不到这次报审。")
    return row


def _frozen_candidates(context: Context, submission_id: str) -> set[str]:
    return set(
        context.session.scalars(
            sa.select(SubmittedScoreRow.candidate_id).where(
                SubmittedScoreRow.school_id == context.school_id, SubmittedScoreRow.submission_id == submission_id
            )
        )
    )
