"""Scores of a plan and their 成绩报审 as lists and later steps need them. Id numbers come in plain text: screens mask them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.results_queries import Candidate, HeldPlan, candidates, held_plans, sat_in
from school_desk.kernel.parts import parts
from school_desk.kernel.tables import joined
from school_desk.scores.domain import Mark, PassMarks, Result, ResultKind, plan_result
from school_desk.scores.standings import PassBook
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow, SubmittedScoreRow
from school_desk.terms.statuses import ExamPlanStatus, Subject, SubmissionStatus


@dataclass(frozen=True)
class SubmissionRow:
    """One version of a plan's 成绩报审."""

    id: str
    plan_id: str
    version: int
    status: SubmissionStatus
    submitted_on: date
    accepted_on: date | None
    decided_on: date | None
    document_no: str | None
    evidence_document_id: str | None
    reason: str | None


@dataclass(frozen=True)
class ScoreSheetRow:
    """One candidate of a plan. A subject that `marks` lacks has no score yet; `submission` is the newest version that holds one of theirs."""

    candidate_id: str
    enrollment_id: str
    ticket_no: str
    name: str
    id_number: str
    enterprise: str
    sits: tuple[Subject, ...]
    marks: dict[Subject, Mark]
    result: Result
    submission: SubmissionRow | None

    @property
    def complete(self) -> bool:
        """Whether every subject they sit has a mark or a reason for none."""
        return self.result.kind is not ResultKind.INCOMPLETE


class ScoreStep(StrEnum):
    """What a plan's scores wait for."""

    ENTER = "enter"
    SUBMIT = "submit"
    ACCEPT = "accept"
    DECIDE = "decide"
    CORRECT = "correct"
    DONE = "done"


@dataclass(frozen=True)
class ScorePlanRow:
    """An approved exam plan with how far its scores are. `open_scores` may still change; `newest` is its newest 成绩报审."""

    plan: HeldPlan
    candidates: int
    missing: int
    open_scores: int
    newest: SubmissionRow | None

    @property
    def step(self) -> ScoreStep:
        """What comes next: the authority's answer, else scores that lack, else a submission."""
        status = self.newest.status if self.newest else None
        if status is SubmissionStatus.SUBMITTED:
            return ScoreStep.ACCEPT
        if status is SubmissionStatus.ACCEPTED:
            return ScoreStep.DECIDE
        if self.missing:
            return ScoreStep.ENTER
        if not self.open_scores:
            return ScoreStep.DONE
        return ScoreStep.CORRECT if status is SubmissionStatus.REJECTED else ScoreStep.SUBMIT


@dataclass(frozen=True)
class ScoreDifference:
    """A subject that two versions give differently; None: the version does not hold it."""

    ticket_no: str
    name: str
    subject: Subject
    before: Mark | None
    after: Mark | None


def score_sheet(session: Session, school_id: str, plan_id: str) -> tuple[ScoreSheetRow, ...]:
    """Every candidate of a plan by ticket number, with scores or without."""
    plan = held_plans(session, school_id, [plan_id]).get(plan_id)
    if plan is None:
        return ()
    sitting = candidates(session, school_id, plan_id=plan_id)
    ids = [candidate.id for candidate in sitting]
    people = {row.id: row for row in enrolled(session, school_id, ids={c.enrollment_id for c in sitting})}
    marks, frozen = current_marks(session, school_id, ids), newest_submissions(session, school_id, ids)
    passes = PassBook(session, school_id).marks(plan.level, plan.first_on or date.max)
    return tuple(_sheet_row(c, people[c.enrollment_id], marks.get(c.id, {}), passes, frozen.get(c.id)) for c in sitting)


def score_plans(session: Session, school_id: str, plan_ids: Collection[str] | None = None) -> tuple[ScorePlanRow, ...]:
    """Approved exam plans (of those named), the newest first: before approval nobody sits."""
    held = held_plans(session, school_id, plan_ids).values()
    plans = [plan for plan in held if plan.status is ExamPlanStatus.APPROVED]
    ids = [plan.id for plan in plans]
    sitting: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates(session, school_id, plan_ids=ids):
        sitting[candidate.plan_id].append(candidate)
    scored = _scored(session, school_id, ids)
    newest = _newest_versions(session, school_id, ids)
    return tuple(_score_plan(plan, sitting[plan.id], scored, newest.get(plan.id)) for plan in plans)


def submissions(session: Session, school_id: str, plan_id: str) -> tuple[SubmissionRow, ...]:
    """A plan's versions, oldest first."""
    wanted = sa.select(ScoreSubmissionRow).where(
        ScoreSubmissionRow.school_id == school_id, ScoreSubmissionRow.plan_id == plan_id
    )
    return tuple(_submission(row) for row in session.scalars(wanted.order_by(ScoreSubmissionRow.version)))


def plans_submitted(session: Session, school_id: str, statuses: Collection[SubmissionStatus]) -> tuple[str, ...]:
    """The plans of which a 成绩报审, the newest or an earlier one, is in one of these states, the newest plan first."""
    wanted = sa.select(ScoreSubmissionRow.plan_id).where(
        ScoreSubmissionRow.school_id == school_id, ScoreSubmissionRow.status.in_(statuses)
    )
    return tuple(session.scalars(wanted.distinct().order_by(ScoreSubmissionRow.plan_id.desc())))


def submission_diff(session: Session, school_id: str, older_id: str, newer_id: str) -> tuple[ScoreDifference, ...]:
    """What two versions give differently, by ticket number and subject."""
    older, newer = frozen_marks(session, school_id, older_id), frozen_marks(session, school_id, newer_id)
    changed = [key for key in older.keys() | newer.keys() if older.get(key) != newer.get(key)]
    sat = {c.id: c for c in candidates(session, school_id, ids={candidate_id for candidate_id, _ in changed})}
    people = {row.id: row for row in enrolled(session, school_id, ids={c.enrollment_id for c in sat.values()})}
    order = list(Subject)
    rows = (
        ScoreDifference(
            ticket_no=sat[candidate_id].ticket_no,
            name=people[sat[candidate_id].enrollment_id].name,
            subject=subject,
            before=older.get((candidate_id, subject)),
            after=newer.get((candidate_id, subject)),
        )
        for candidate_id, subject in changed
    )
    return tuple(sorted(rows, key=lambda row: (row.ticket_no, order.index(row.subject))))


def frozen_marks(session: Session, school_id: str, submission_id: str) -> dict[tuple[str, Subject], Mark]:
    """The marks that a version holds, by candidate and subject."""
    wanted = sa.select(SubmittedScoreRow).where(
        SubmittedScoreRow.school_id == school_id, SubmittedScoreRow.submission_id == submission_id
    )
    return {(row.candidate_id, row.subject): Mark(row.mark_tenths, row.flag) for row in session.scalars(wanted)}


def standing_marks(session: Session, school_id: str, submission_id: str) -> dict[tuple[str, Subject], Mark]:
    """The marks as they stand now of which this version is the newest that holds them: what its approval would approve."""
    wanted = sa.select(ScoreRow).where(ScoreRow.school_id == school_id, ScoreRow.submission_id == submission_id)
    return {(row.candidate_id, row.subject): Mark(row.mark_tenths, row.flag) for row in session.scalars(wanted)}


def current_marks(session: Session, school_id: str, candidate_ids: Collection[str]) -> dict[str, dict[Subject, Mark]]:
    """The marks as they stand now, by candidate."""
    found: dict[str, dict[Subject, Mark]] = defaultdict(dict)
    for part in parts(candidate_ids):
        wanted = sa.select(ScoreRow).where(ScoreRow.school_id == school_id, ScoreRow.candidate_id.in_(part))
        for row in session.scalars(wanted):
            found[row.candidate_id][row.subject] = Mark(row.mark_tenths, row.flag)
    return dict(found)


def newest_submissions(session: Session, school_id: str, candidate_ids: Collection[str]) -> dict[str, SubmissionRow]:
    """The newest version that holds a score of each candidate: its state is the candidate's 成绩报审."""
    holding = _holding(session, school_id, candidate_ids)
    in_order = sorted(holding.items(), key=lambda held: held[1].version)
    return {candidate_id: submission for (candidate_id, _), submission in in_order}


def settled_scores(
    session: Session, school_id: str, candidate_ids: Collection[str]
) -> dict[tuple[str, Subject], SubmissionRow]:
    """Scores that may not change now, with the version that holds them: before the authority, or approved."""
    holding = _holding(session, school_id, candidate_ids)
    return {key: held for key, held in holding.items() if held.status is not SubmissionStatus.REJECTED}


def undecided(session: Session, school_id: str, enrollment_ids: Collection[str]) -> set[str]:
    """Those of these enrolments that sat a subject whose newest exam has no approved result yet."""
    sat = candidates(session, school_id, enrollment_ids=enrollment_ids)
    newest = {
        (one.enrollment_id, subject): one.id for one in sorted(sat, key=lambda one: one.id) for subject in one.subjects
    }
    settled = settled_scores(session, school_id, set(newest.values()))
    held = {key: settled.get((candidate_id, key[1])) for key, candidate_id in newest.items()}
    return {key[0] for key, found in held.items() if found is None or found.status is not SubmissionStatus.APPROVED}


def _holding(
    session: Session, school_id: str, candidate_ids: Collection[str]
) -> dict[tuple[str, Subject], SubmissionRow]:
    """The newest version that holds each score of these candidates."""
    found: dict[tuple[str, Subject], SubmissionRow] = {}
    for part in parts(candidate_ids):
        wanted = (
            sa.select(ScoreRow.candidate_id, ScoreRow.subject, ScoreSubmissionRow)
            .join(ScoreSubmissionRow, joined(ScoreSubmissionRow, ScoreRow, ScoreRow.submission_id))
            .where(ScoreRow.school_id == school_id, ScoreRow.candidate_id.in_(part))
        )
        found |= {(candidate_id, subject): _submission(row) for candidate_id, subject, row in session.execute(wanted)}
    return found


def _score_plan(
    plan: HeldPlan,
    sitting: Collection[Candidate],
    scored: Mapping[str, Mapping[Subject, bool]],
    newest: SubmissionRow | None,
) -> ScorePlanRow:
    marks = {candidate.id: scored.get(candidate.id, {}) for candidate in sitting}
    return ScorePlanRow(
        plan=plan,
        candidates=len(sitting),
        missing=sum(not marks[candidate.id].keys() >= set(candidate.subjects) for candidate in sitting),
        open_scores=sum(not settled for subjects in marks.values() for settled in subjects.values()),
        newest=newest,
    )


def _scored(session: Session, school_id: str, plan_ids: Collection[str]) -> dict[str, dict[Subject, bool]]:
    """Whether each score is settled, by candidate and subject."""
    found: dict[str, dict[Subject, bool]] = defaultdict(dict)
    wanted = (
        sa.select(ScoreRow.candidate_id, ScoreRow.subject, ScoreSubmissionRow.status)
        .outerjoin(ScoreSubmissionRow, joined(ScoreSubmissionRow, ScoreRow, ScoreRow.submission_id))
        .where(ScoreRow.school_id == school_id)
    )
    for part in parts(plan_ids):
        narrowed = wanted.where(ScoreRow.candidate_id.in_(sat_in(school_id, part)))
        for candidate_id, subject, status in session.execute(narrowed):
            found[candidate_id][subject] = status not in (None, SubmissionStatus.REJECTED)
    return found


def _newest_versions(session: Session, school_id: str, plan_ids: Collection[str]) -> dict[str, SubmissionRow]:
    """The newest 成绩报审 of each of these plans that has one."""
    wanted = sa.select(ScoreSubmissionRow).where(ScoreSubmissionRow.school_id == school_id)
    return {
        row.plan_id: _submission(row)
        for part in parts(plan_ids)
        for row in session.scalars(
            wanted.where(ScoreSubmissionRow.plan_id.in_(part)).order_by(ScoreSubmissionRow.version)
        )
    }


def _sheet_row(
    candidate: Candidate,
    person: EnrolledRow,
    marks: dict[Subject, Mark],
    passes: PassMarks,
    submission: SubmissionRow | None,
) -> ScoreSheetRow:
    return ScoreSheetRow(
        candidate_id=candidate.id,
        enrollment_id=candidate.enrollment_id,
        ticket_no=candidate.ticket_no,
        name=person.name,
        id_number=person.id_number,
        enterprise=person.enterprise,
        sits=candidate.subjects,
        marks=marks,
        result=plan_result(candidate.subjects, marks, passes),
        submission=submission,
    )


def _submission(row: ScoreSubmissionRow) -> SubmissionRow:
    return SubmissionRow(
        id=row.id,
        plan_id=row.plan_id,
        version=row.version,
        status=row.status,
        submitted_on=row.submitted_on,
        accepted_on=row.accepted_on,
        decided_on=row.decided_on,
        document_no=row.document_no,
        evidence_document_id=row.evidence_document_id,
        reason=row.reason,
    )
