"""Why not yet: from the facts about one enrolment, the step it stands at, what holds it there, since when, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from school_desk.kernel.money import format_yuan
from school_desk.learning.domain import HoursRow, hours_words
from school_desk.terms.labels import ROLES
from school_desk.terms.roles import Role
from school_desk.terms.statuses import (
    CertificateStatus,
    ExamPlanStatus,
    PlanPhase,
    PushOutcome,
    ReceivableStatus,
    StudyAccountStatus,
    SubmissionStatus,
)


class Stage(StrEnum):
    """The steps of the manual's flow that a trainee passes, in order, and the two ends."""

    CLOSED = "closed"
    PAYMENT = "payment"
    FEE_REVIEW = "fee_review"
    ACCOUNT = "account"
    LEARNING = "learning"
    APPLICATION = "application"
    EXAM_PLAN = "exam_plan"
    EXAM = "exam"
    SCORES = "scores"
    RESIT = "resit"
    CERTIFICATE = "certificate"
    PUSH = "push"
    DONE = "done"


STAGES = {
    Stage.CLOSED: "已结束",
    Stage.PAYMENT: "公对公转账缴费",
    Stage.FEE_REVIEW: "费用审核",
    Stage.ACCOUNT: "开通学习账号",
    Stage.LEARNING: "学习",
    Stage.APPLICATION: "申请考试",
    Stage.EXAM_PLAN: "考核计划",
    Stage.EXAM: "考试",
    Stage.SCORES: "成绩报审",
    Stage.RESIT: "补考",
    Stage.CERTIFICATE: "证书编号",
    Stage.PUSH: "证书推送",
    Stage.DONE: "已完成",
}

CLERK, FINANCE, EXAM_OFFICE = ROLES[Role.CLERK], ROLES[Role.FINANCE], ROLES[Role.EXAM]
ENTERPRISE, TRAINEE, PLATFORM, AUTHORITY, REGISTER = "企业", "学员", "学习平台", "主管部门", "住建部系统"


@dataclass(frozen=True)
class Fee:
    """The 应缴单 of the enrolment's batch and plan."""

    status: ReceivableStatus
    open_fen: int
    since: date
    paid_on: date | None


@dataclass(frozen=True)
class Account:
    """The study account."""

    status: StudyAccountStatus
    due_on: date
    exported_on: date | None
    opened_on: date | None
    reason: str | None


@dataclass(frozen=True)
class Attempt:
    """The newest standing application with its exam plan, when it is in one. `first_on` None: no session yet."""

    applied_on: date
    plan_number: str | None = None
    plan_status: ExamPlanStatus | None = None
    plan_since: date | None = None
    returned_reason: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    complete: bool = False
    submission: SubmissionStatus | None = None
    submission_since: date | None = None
    submission_reason: str | None = None


@dataclass(frozen=True)
class Certificate:
    """The newest certificate. `push` None: never in a package; `push_missed`: no answer came, and it was not found in the register."""

    status: CertificateStatus
    number: str
    issued_on: date
    status_reason: str | None = None
    push: PushOutcome | None = None
    push_since: date | None = None
    push_message: str | None = None
    push_missed: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of one enrolment. `closed`: the word for its end. `why_not_passed` None: every subject is passed."""

    closed: str | None
    closed_since: date
    sign_up: PlanPhase
    sign_up_to: date
    hours: HoursRow
    fee: Fee | None = None
    account: Account | None = None
    studied_on: date | None = None
    attempt: Attempt | None = None
    why_not_passed: str | None = ""
    approved_on: date | None = None
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Step:
    """Where an enrolment stands. `reason` is what holds it there ("" at the end), `owner` whose turn it is, `since` how long."""

    stage: Stage
    reason: str
    owner: str
    since: date | None
    due_on: date | None = None


def where_it_stands(facts: Facts, today: date) -> Step:
    """The first step that is not done."""
    for look in _LOOKS:
        step = look(facts, today)
        if step is not None:
            return step
    return Step(Stage.DONE, "", "", facts.certificate.push_since if facts.certificate else None)


def _closed(facts: Facts, _today: date) -> Step | None:
    return Step(Stage.CLOSED, facts.closed, "", facts.closed_since) if facts.closed else None


def _fee(facts: Facts, _today: date) -> Step | None:
    fee = facts.fee
    if fee is None or fee.status is ReceivableStatus.CANCELLED:
        return Step(Stage.PAYMENT, "没有应缴单", FINANCE, facts.closed_since)
    if fee.status in (ReceivableStatus.OPEN, ReceivableStatus.PART_PAID):
        word = "还差" if fee.status is ReceivableStatus.PART_PAID else "整批待缴"
        return Step(Stage.PAYMENT, f"{word} {format_yuan(fee.open_fen)} 元", ENTERPRISE, fee.since)
    if fee.status is ReceivableStatus.PAID:
        return Step(Stage.FEE_REVIEW, "已到账，待提交费用审核", FINANCE, fee.since)
    if fee.status is ReceivableStatus.PROPOSED:
        return Step(Stage.FEE_REVIEW, "待费用审核", FINANCE, fee.since)
    return None


def _account(facts: Facts, _today: date) -> Step | None:
    account = facts.account
    if account is None:
        return Step(Stage.ACCOUNT, "待开通学习账号", CLERK, facts.fee.since if facts.fee else None)
    if account.status is StudyAccountStatus.DISABLED and (facts.certificate or _in_a_plan(facts.attempt)):
        return None  # who is in an exam plan or certified learns no more
    told = {
        StudyAccountStatus.TO_OPEN: ("待导出开通名单", CLERK, facts.fee.since if facts.fee else None),
        StudyAccountStatus.EXPORTED: ("已导出，等平台开通结果", PLATFORM, account.exported_on),
        StudyAccountStatus.FAILED: (f"开通失败：{account.reason or ''}", CLERK, account.exported_on),
        StudyAccountStatus.DISABLED: (f"学习账号已停用：{account.reason or ''}", CLERK, account.opened_on),
    }.get(account.status)
    return None if told is None else Step(Stage.ACCOUNT, *told, due_on=account.due_on)


def _in_a_plan(attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.plan_number is not None


def _learning(facts: Facts, _today: date) -> Step | None:
    """Who has applied had the hours: they are not counted again."""
    if facts.attempt is not None or facts.hours.met:
        return None
    opened_on = facts.account.opened_on if facts.account else None
    return Step(Stage.LEARNING, hours_words(facts.hours), TRAINEE, facts.studied_on or opened_on)


def _application(facts: Facts, _today: date) -> Step | None:
    if facts.attempt is not None:
        return None
    return Step(Stage.APPLICATION, "学时已达标，待申请考试", CLERK, facts.studied_on)


def _plan(facts: Facts, _today: date) -> Step | None:
    attempt = facts.attempt
    if attempt is None:
        return None
    if attempt.plan_status is None:
        if facts.sign_up is not PlanPhase.ENDED:
            reason = f"培训计划 {facts.sign_up_to} 报名截止后才能编入考核计划"
            return Step(Stage.EXAM_PLAN, reason, EXAM_OFFICE, attempt.applied_on)
        return Step(Stage.EXAM_PLAN, "待编入考核计划", EXAM_OFFICE, attempt.applied_on)
    if attempt.plan_status is ExamPlanStatus.DRAFT:
        returned = f"被退回：{attempt.returned_reason}" if attempt.returned_reason else "考核计划待上报"
        return Step(Stage.EXAM_PLAN, returned, EXAM_OFFICE, attempt.plan_since)
    if attempt.plan_status is ExamPlanStatus.REPORTED:
        return Step(Stage.EXAM_PLAN, "考核计划待主管部门受理", AUTHORITY, attempt.plan_since)
    if attempt.plan_status is ExamPlanStatus.ACCEPTED:
        return Step(Stage.EXAM_PLAN, "考核计划待主管部门审核", AUTHORITY, attempt.plan_since)
    return None


def _exam(facts: Facts, today: date) -> Step | None:
    attempt = facts.attempt
    if attempt is None or attempt.last_on is None or today > attempt.last_on or attempt.submission is not None:
        return None
    return Step(Stage.EXAM, f"{attempt.first_on} 考试", TRAINEE, attempt.plan_since, due_on=attempt.first_on)


def _scores(facts: Facts, _today: date) -> Step | None:
    attempt = facts.attempt
    if attempt is None or (attempt.submission is SubmissionStatus.APPROVED and attempt.complete):
        return None
    if attempt.submission is SubmissionStatus.SUBMITTED:
        return Step(Stage.SCORES, "成绩已提交，待主管部门受理", AUTHORITY, attempt.submission_since)
    if attempt.submission is SubmissionStatus.ACCEPTED:
        return Step(Stage.SCORES, "成绩待主管部门审核", AUTHORITY, attempt.submission_since)
    if attempt.submission is SubmissionStatus.REJECTED:
        reason = f"成绩报审未通过：{attempt.submission_reason or ''}"
        return Step(Stage.SCORES, reason, EXAM_OFFICE, attempt.submission_since)
    reason = "成绩待报审" if attempt.complete else "成绩待录全"
    return Step(Stage.SCORES, reason, EXAM_OFFICE, attempt.last_on)


def _result(facts: Facts, _today: date) -> Step | None:
    if facts.why_not_passed is None:
        return None
    return Step(Stage.RESIT, f"{facts.why_not_passed}，待申请补考", CLERK, facts.approved_on)


def _certificate(facts: Facts, _today: date) -> Step | None:
    certificate = facts.certificate
    if certificate is None:
        return Step(Stage.CERTIFICATE, "等主管部门的证书编号", AUTHORITY, facts.approved_on)
    if certificate.status is CertificateStatus.REVOKED:
        return Step(Stage.CERTIFICATE, f"证书已注销：{certificate.status_reason or ''}", EXAM_OFFICE, None)
    if certificate.status is CertificateStatus.PUSHED:
        return None
    if certificate.push_missed:
        return Step(Stage.PUSH, "推送没有结果，联网没有查到，待重新导出", EXAM_OFFICE, certificate.push_since)
    if certificate.push is PushOutcome.PENDING:
        return Step(Stage.PUSH, "已导出推送，等回执", REGISTER, certificate.push_since)
    if certificate.push is PushOutcome.FAILED:
        return Step(Stage.PUSH, f"推送失败：{certificate.push_message or ''}", EXAM_OFFICE, certificate.push_since)
    return Step(Stage.PUSH, "待导出推送", EXAM_OFFICE, certificate.issued_on)


_LOOKS: tuple[Callable[[Facts, date], Step | None], ...] = (
    _closed,
    _fee,
    _account,
    _learning,
    _application,
    _plan,
    _exam,
    _scores,
    _result,
    _certificate,
)
