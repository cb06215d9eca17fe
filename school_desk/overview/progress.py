"""报名人员查询: a line an enrolment with the manual's four labels and the step that holds it. Exports say exactly what lists show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.tables import EnrollmentRow, TraineeRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel.parts import parts
from school_desk.overview.domain import STAGES, Facts, Step, where_it_stands
from school_desk.overview.facts import facts_of
from school_desk.overview.search import EVERYBODY, Wanted, matching
from school_desk.plans.tables import TrainingPlanRow
from school_desk.terms.labels import certificate_status, exam_plan_status, plan_phase, score_submission_status
from school_desk.terms.levels import SkillLevel
from school_desk.terms.masking import mask_id, mask_mobile
from school_desk.terms.statuses import EnrollmentStatus, ExamPlanStatus, SubmissionStatus
from school_desk.terms.trades import trade_name

PAGE = 100
_EXPORT_PART = 2_000


@dataclass(frozen=True)
class ProgressRow:
    """One enrolment. The four labels are the manual's; the notes beside two of them are finer words, "" when there is none.

    Id and mobile number are in plain text: screens mask them.
    """

    enrollment_id: str
    trainee_id: str
    name: str
    id_number: str
    mobile: str
    enterprise: str
    trade: str
    level: SkillLevel
    plan_name: str
    status: EnrollmentStatus
    training_plan: str
    exam_plan: str
    exam_plan_note: str
    score_submission: str
    score_note: str
    certificate: str
    certificate_no: str
    step: Step


# What lists show and exports write, in this order.
COLUMNS = (
    "姓名",
    "身份证号",
    "手机号",
    "企业",
    "工种",
    "等级",
    "培训计划",
    "考核计划",
    "成绩报审",
    "培训证书",
    "证书编号",
    "当前步骤",
    "卡在哪里",
    "轮到谁",
    "从哪天起",
)


# What an enterprise sees of its own people: not whose they are, nor what the office has still to do.
OWN_COLUMNS = (*COLUMNS[:3], *COLUMNS[4:11])


def trainee_progress(
    session: Session, school_id: str, today: date, wanted: Wanted = EVERYBODY, *, limit: int = PAGE, offset: int = 0
) -> tuple[ProgressRow, ...]:
    """One page of the enrolments asked for, the newest first."""
    found = matching(session, school_id, wanted, today).limit(limit).offset(offset)
    return _rows(session, school_id, session.scalars(found).all(), today)


def progress_count(session: Session, school_id: str, today: date, wanted: Wanted = EVERYBODY) -> int:
    """How many enrolments are asked for."""
    found = matching(session, school_id, wanted, today).with_only_columns(EnrollmentRow.id).order_by(None)
    return session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0


def progress_of(session: Session, school_id: str, today: date, enrollment_id: str) -> ProgressRow | None:
    """One enrolment."""
    row = session.get(EnrollmentRow, (school_id, enrollment_id))
    return None if row is None else _rows(session, school_id, [row], today)[0]


def all_progress(session: Session, school_id: str, today: date, wanted: Wanted = EVERYBODY) -> Iterator[ProgressRow]:
    """Every enrolment asked for in the order of the list, for an export."""
    ids = session.scalars(matching(session, school_id, wanted, today).with_only_columns(EnrollmentRow.id)).all()
    for start in range(0, len(ids), _EXPORT_PART):
        part = ids[start : start + _EXPORT_PART]
        found = {
            row.id: row
            for keys in parts(part)
            for row in session.scalars(
                sa.select(EnrollmentRow).where(EnrollmentRow.school_id == school_id, EnrollmentRow.id.in_(keys))
            )
        }
        yield from _rows(session, school_id, [found[enrollment_id] for enrollment_id in part], today)


def cells(row: ProgressRow, *, masked: bool = True) -> tuple[str, ...]:
    """A row's COLUMNS as lists and exports show them; `masked` False only for who may see whole numbers."""
    return (
        row.name,
        mask_id(row.id_number) if masked else row.id_number,
        mask_mobile(row.mobile) if masked else row.mobile,
        row.enterprise,
        row.trade,
        row.level.label,
        row.training_plan,
        row.exam_plan,
        row.score_submission,
        row.certificate,
        row.certificate_no,
        STAGES[row.step.stage],
        row.step.reason or STAGES[row.step.stage],
        row.step.owner,
        row.step.since.isoformat() if row.step.since else "",
    )


def own_cells(row: ProgressRow) -> tuple[str, ...]:
    """A row's OWN_COLUMNS, masked."""
    shown = cells(row)
    return (*shown[:3], *shown[4:11])


def _rows(session: Session, school_id: str, rows: Sequence[EnrollmentRow], today: date) -> tuple[ProgressRow, ...]:
    facts = facts_of(session, school_id, rows, today)
    people = _people(session, school_id, {row.trainee_id for row in rows})
    employers = _names(session, school_id, EnterpriseRow, {row.enterprise_id for row in rows})
    plans = _names(session, school_id, TrainingPlanRow, {row.plan_id for row in rows})
    return tuple(
        _row(row, people[row.trainee_id], employers[row.enterprise_id], plans[row.plan_id], facts[row.id], today)
        for row in rows
    )


def _row(
    row: EnrollmentRow, person: TraineeRow, enterprise: str, plan_name: str, facts: Facts, today: date
) -> ProgressRow:
    attempt, certificate = facts.attempt, facts.certificate
    return ProgressRow(
        enrollment_id=row.id,
        trainee_id=person.id,
        name=person.name,
        id_number=person.id_number,
        mobile=person.mobile,
        enterprise=enterprise,
        trade=trade_name(row.trade_code),
        level=SkillLevel(row.level),
        plan_name=plan_name,
        status=row.status,
        training_plan=plan_phase(facts.sign_up),
        exam_plan=exam_plan_status(attempt.plan_status if attempt else None),
        exam_plan_note=_exam_plan_note(facts),
        score_submission=score_submission_status(attempt.submission if attempt else None),
        score_note="已提交待受理" if attempt and attempt.submission is SubmissionStatus.SUBMITTED else "",
        certificate=certificate_status(certificate.status if certificate else None),
        certificate_no=certificate.number if certificate else "",
        step=where_it_stands(facts, today),
    )


def _exam_plan_note(facts: Facts) -> str:
    attempt = facts.attempt
    if attempt is None or attempt.plan_status is None:
        return ""
    if attempt.plan_status is ExamPlanStatus.DRAFT and attempt.returned_reason:
        return "被退回"
    return {ExamPlanStatus.REPORTED: "待受理", ExamPlanStatus.ACCEPTED: "已受理"}.get(attempt.plan_status, "")


def _people(session: Session, school_id: str, trainee_ids: set[str]) -> dict[str, TraineeRow]:
    wanted = sa.select(TraineeRow).where(TraineeRow.school_id == school_id)
    return {
        row.id: row for part in parts(trainee_ids) for row in session.scalars(wanted.where(TraineeRow.id.in_(part)))
    }


def _names(
    session: Session, school_id: str, kind: type[EnterpriseRow] | type[TrainingPlanRow], ids: set[str]
) -> dict[str, str]:
    wanted = sa.select(kind.id, kind.name).where(kind.school_id == school_id)
    return {key: name for part in parts(ids) for key, name in session.execute(wanted.where(kind.id.in_(part)))}
