"""Which enrolments a person asked for: words (姓名、拼音首字母、身份证、手机号、企业) and the manual's four labels, as one statement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from school_desk.certificates.tables import CertificateRow
from school_desk.enrollments.tables import ID_TAIL, MOBILE_TAIL, EnrollmentRow, TraineeRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow
from school_desk.kernel.tables import joined
from school_desk.plans.domain import phase
from school_desk.plans.tables import TrainingPlanRow
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow
from school_desk.terms.identifiers import normalise_mobile, normalise_resident_id
from school_desk.terms.labels import certificate_status, exam_plan_status, plan_phase, score_submission_status
from school_desk.terms.search import search_key
from school_desk.terms.statuses import CertificateStatus, EnrollmentStatus, ExamPlanStatus, PlanPhase, SubmissionStatus

Status = TypeVar("Status", bound=Enum)
Condition = sa.ColumnElement[bool]

TRAINING_PLAN_LABELS = tuple(plan_phase(value) for value in PlanPhase)
EXAM_PLAN_LABELS = tuple(dict.fromkeys(exam_plan_status(value) for value in (None, *ExamPlanStatus)))
SUBMISSION_LABELS = tuple(dict.fromkeys(score_submission_status(value) for value in (None, *SubmissionStatus)))
_ARRIVED = {
    exam_plan_status(ExamPlanStatus.APPROVED),
    score_submission_status(SubmissionStatus.APPROVED),
    certificate_status(CertificateStatus.PUSHED),
}
CERTIFICATE_LABELS = tuple(dict.fromkeys(certificate_status(value) for value in (None, *CertificateStatus)))


@dataclass(frozen=True)
class Wanted:
    """What is asked for; every part narrows. Labels are those of the four columns; None: any."""

    words: str = ""
    training_plan: str | None = None
    exam_plan: str | None = None
    score_submission: str | None = None
    certificate: str | None = None
    enterprise_id: str | None = None
    plan_id: str | None = None
    batch_id: str | None = None
    enrollment_id: str | None = None
    active_only: bool = False


EVERYBODY = Wanted()


def matching(session: Session, school_id: str, wanted: Wanted, today: date) -> sa.Select[EnrollmentRow]:
    """The enrolments asked for, the newest first."""
    found = sa.select(EnrollmentRow).where(EnrollmentRow.school_id == school_id)
    for column, value in (
        (EnrollmentRow.enterprise_id, wanted.enterprise_id),
        (EnrollmentRow.plan_id, wanted.plan_id),
        (EnrollmentRow.batch_id, wanted.batch_id),
        (EnrollmentRow.id, wanted.enrollment_id),
        (EnrollmentRow.status, EnrollmentStatus.ACTIVE if wanted.active_only else None),
    ):
        if value is not None:
            found = found.where(column == value)
    for condition in (*_by_words(school_id, wanted.words), *_by_labels(session, school_id, wanted, today)):
        found = found.where(condition)
    return found.order_by(EnrollmentRow.id.desc())


def _by_words(school_id: str, words: str) -> Iterable[Condition]:
    """Every word must be found: in the person or in the enterprise."""
    for word in words.split():
        employers = sa.select(EnterpriseRow.id).where(
            EnterpriseRow.school_id == school_id,
            EnterpriseRow.search_text.contains(search_key(word), autoescape=True),
        )
        # One list a key: SQLite asks the index of each, but of none when they stand in one OR.
        people = (
            EnrollmentRow.trainee_id.in_(sa.select(TraineeRow.id).where(TraineeRow.school_id == school_id, fits))
            for fits in _person_fits(word)
        )
        yield sa.or_(EnrollmentRow.enterprise_id.in_(employers), *people)


def _person_fits(word: str) -> Iterable[Condition]:
    """Names and initials hold the word; an id is found whole or by its last six characters, a mobile whole or by its last four."""
    if not any(character.isdigit() for character in word):
        yield TraineeRow.search_text.contains(search_key(word), autoescape=True)
        return
    number, mobile = normalise_resident_id(word), normalise_mobile(word)
    yield TraineeRow.id_number_key == number
    yield TraineeRow.mobile_key == mobile
    if len(number) == ID_TAIL.length:
        yield TraineeRow.id_tail_key == ID_TAIL.of(number)
    if len(mobile) == MOBILE_TAIL.length:
        yield TraineeRow.mobile_tail_key == MOBILE_TAIL.of(mobile)


def _by_labels(session: Session, school_id: str, wanted: Wanted, today: date) -> Iterable[Condition]:
    if wanted.training_plan is not None:
        yield EnrollmentRow.plan_id.in_(_plans_labelled(session, school_id, wanted.training_plan, today))
    if wanted.exam_plan is not None:
        yield _labelled(wanted.exam_plan, exam_plan_status, ExamPlanStatus, lambda s: _examined(school_id, s))
    if wanted.score_submission is not None:
        label = wanted.score_submission
        yield _labelled(label, score_submission_status, SubmissionStatus, lambda s: _submitted(school_id, s))
    if wanted.certificate is not None:
        yield _labelled(wanted.certificate, certificate_status, CertificateStatus, lambda s: _certified(school_id, s))


def _labelled(
    label: str,
    label_of: Callable[[Status | None], str],
    kind: type[Status],
    in_states: Callable[[Collection[Status]], sa.Select[str]],
) -> Condition:
    """In one of the states that read `label`; where having none reads so too, in none of the other states.

    Few are on their way and most have arrived, so the former are listed first and the latter asked one by one until the page is full.
    """
    if label_of(None) == label:
        return ~_one_by_one(in_states([state for state in kind if label_of(state) != label]))
    found = in_states([state for state in kind if label_of(state) == label])
    return _one_by_one(found) if label in _ARRIVED else EnrollmentRow.id.in_(found)


def _one_by_one(found: sa.Select[str]) -> Condition:
    (enrollment_id,) = found.selected_columns
    return found.where(enrollment_id == EnrollmentRow.id).correlate(EnrollmentRow).exists()


def _plans_labelled(session: Session, school_id: str, label: str, today: date) -> list[str]:
    rows = session.execute(
        sa.select(TrainingPlanRow.id, TrainingPlanRow.sign_up_from, TrainingPlanRow.sign_up_to).where(
            TrainingPlanRow.school_id == school_id
        )
    )
    return [plan_id for plan_id, first, last in rows if plan_phase(phase(first, last, today)) == label]


def _newest_sat() -> Condition:
    """The candidate is that of the enrolment's newest standing application: a resit that is applied for starts anew."""
    later = aliased(ExamApplicationRow)
    return ~sa.exists().where(
        later.school_id == CandidateRow.school_id,
        later.enrollment_id == CandidateRow.enrollment_id,
        later.withdrawn_on.is_(None),
        _unindexed(later.id) > CandidateRow.application_id,
    )


def _examined(school_id: str, states: Collection[ExamPlanStatus]) -> sa.Select[str]:
    plans = sa.select(ExamPlanRow.id).where(ExamPlanRow.school_id == school_id, ExamPlanRow.status.in_(states))
    return sa.select(CandidateRow.enrollment_id).where(
        CandidateRow.school_id == school_id, CandidateRow.plan_id.in_(plans), _newest_sat()
    )


def _submitted(school_id: str, states: Collection[SubmissionStatus]) -> sa.Select[str]:
    """By the newest version that holds one of the candidate's scores; later versions have later ids."""
    versions = sa.select(ScoreSubmissionRow.id).where(
        ScoreSubmissionRow.school_id == school_id, ScoreSubmissionRow.status.in_(states)
    )
    later = aliased(ScoreRow)
    superseded = sa.exists().where(
        later.school_id == ScoreRow.school_id,
        later.candidate_id == ScoreRow.candidate_id,
        _unindexed(later.submission_id) > ScoreRow.submission_id,
    )
    return (
        sa.select(ScoreRow.enrollment_id)
        .join(CandidateRow, joined(CandidateRow, ScoreRow, ScoreRow.candidate_id))
        .where(ScoreRow.school_id == school_id, ScoreRow.submission_id.in_(versions))
        .where(_newest_sat(), ~superseded)
    )


def _certified(school_id: str, states: Collection[CertificateStatus]) -> sa.Select[str]:
    later = aliased(CertificateRow)
    superseded = sa.exists().where(
        later.school_id == CertificateRow.school_id,
        later.enrollment_id == CertificateRow.enrollment_id,
        _unindexed(later.id) > CertificateRow.id,
    )
    return sa.select(CertificateRow.enrollment_id).where(
        CertificateRow.school_id == school_id, _unindexed(CertificateRow.status).in_(states), ~superseded
    )


def _unindexed(column: sa.orm.InstrumentedAttribute[Any]) -> sa.ColumnElement[str]:
    """The column in a form that offers SQLite no index: without statistics it walks all later ids instead of one enrolment's few."""
    return sa.type_coerce(column, sa.String()).concat("")
