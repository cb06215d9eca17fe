"""The ways from a 详情 to the screens where the work on it is done: which screen, and what it is to show there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from school_desk.overview.detail import TraineeDetail
from school_desk.terms.statuses import CertificateStatus, ReceivableStatus, StudyAccountStatus

# The tabs in which those screens keep a record of such a state.
_FEE_TABS = {
    ReceivableStatus.OPEN: "owed",
    ReceivableStatus.PART_PAID: "owed",
    ReceivableStatus.PAID: "paid",
    ReceivableStatus.PROPOSED: "proposed",
    ReceivableStatus.REVIEWED: "reviewed",
}
_ACCOUNT_TABS = {
    StudyAccountStatus.TO_OPEN: "to_open",
    StudyAccountStatus.FAILED: "failed",
    StudyAccountStatus.EXPORTED: "exported",
    StudyAccountStatus.OPENED: "opened",
    StudyAccountStatus.DISABLED: "opened",
}
_CERTIFICATE_TABS = {
    CertificateStatus.GENERATED: "generated",
    CertificateStatus.PUSHED: "pushed",
    CertificateStatus.REVOKED: "revoked",
}


@dataclass(frozen=True)
class Way:
    """`focus` is what the screen's `take_focus` takes; None: the screen as it stands."""

    words: str
    screen: str
    focus: str | None = None


def ways_of_enrolment(detail: TraineeDetail, seen: Collection[str]) -> list[Way]:
    """The batch, and the fee: with the cashiers by its state, with others where money is matched. `seen`: the screens a person sees."""
    batch = Way("去报名批次", "enrollments", detail.person.batch_id)
    tab = _FEE_TABS.get(detail.fee.status) if detail.fee else None
    if tab is None:
        return _open([batch], seen)
    fee = Way("去费用审核", "fee_review", tab) if "fee_review" in seen else Way("去缴费对账", "payments")
    return _open([batch, fee], seen)


def ways_of_training(detail: TraineeDetail, seen: Collection[str]) -> list[Way]:
    """The training plan, and the study account once there is one."""
    plan = Way("去培训计划", "plans", detail.training_plan.id)
    if detail.account is None:
        return _open([plan], seen)
    return _open([plan, Way("去学习账号与学时", "learning", _ACCOUNT_TABS[detail.account.status])], seen)


def ways_of_exam(detail: TraineeDetail, seen: Collection[str]) -> list[Way]:
    """The newest exam plan and its scores."""
    plan = next((exam.plan for exam in reversed(detail.exams) if exam.plan is not None), None)
    return [] if plan is None else _open([Way("去考核计划", "exams", plan.id), Way("去成绩", "scores", plan.id)], seen)


def ways_of_certificate(detail: TraineeDetail, seen: Collection[str]) -> list[Way]:
    """The certificates in the newest one's state."""
    if not detail.certificates:
        return []
    return _open([Way("去证书", "certificates", _CERTIFICATE_TABS[detail.certificates[-1].certificate.status])], seen)


def _open(ways: list[Way], seen: Collection[str]) -> list[Way]:
    return [way for way in ways if way.screen in seen]
