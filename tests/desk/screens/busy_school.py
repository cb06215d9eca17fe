"""A school in the middle of its work, on 2026-10-28: something waits in every queue of the workbench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from school_desk.certificates.commands import ExportPush, PushResultEntry, RecordPushResults
from school_desk.certificates.queries import certificates
from school_desk.documents.commands import QueueNotice, RecordNoticesSent
from school_desk.documents.queries import notices
from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.enterprises.commands import EditEnterprise
from school_desk.exams.commands import (
    ApplyForExam,
    AssignSeats,
    RecordPlanAccepted,
    RecordPlanDecision,
    ReportPlan,
    TakeCandidates,
)
from school_desk.learning.commands import AccountResultEntry, ExportAccounts, RecordAccountResults
from school_desk.payments.commands import DecideRefund, ProposeReview, RecordInvoiceIssued, RequestRefund
from school_desk.payments.invoice_commands import RequestRedConfirmation
from school_desk.payments.queries import invoices
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision
from school_desk.terms.statuses import Subject
from tests.examinations import exam_of, room, session
from tests.flows.cashier import BRICK_FEE, STEEL_FEE, Cashier, person
from tests.learners import given, learn, review_fee
from tests.papers import pre_approved_enterprise, registration, reviewed_enterprise
from tests.results import decide, entry, import_numbers, import_scores, number_entry, submit
from tests.school import Office

TODAY = date(2026, 10, 28)
_TRAINEES = 17


@dataclass(frozen=True)
class Plans:
    """Exam plans by what they wait for."""

    draft: str
    reported: str
    accepted: str
    to_come: str
    held: tuple[str, ...]


def fill(office: Office) -> None:
    """Everything happens in its own time; undo is proved elsewhere, so most of it is only carried out."""
    office.do = lambda command, actor=None: given(office, command, actor)  # type: ignore[method-assign]
    cashier = Cashier(office)
    enterprise_id = cashier.enterprise()
    office.do(registration(office, 1))
    pre_approved_enterprise(office, 2)
    reviewed_enterprise(office, 3)
    people = _trainees(office, enterprise_id)
    _fees(cashier, enterprise_id)
    _accounts(office, people)
    learn(office, people[:15])
    plans = _exam_plans(office, people)
    office.move_to(2026, 10, 27, 9)
    _scores(office, plans, people)
    _certificates(office, people[9:13])
    _notices(office, enterprise_id)
    moved = EditEnterprise(enterprise_id, "陈静", "15000007357", "嘉兴市南湖区城南路1号", "330402", "13800005893")
    office.do(moved)
    office.move_to(2026, 10, 28, 9)


def _notices(office: Office, enterprise_id: str) -> None:
    """One was sent, one waits."""
    for text in ("学习账号已开通，请通知学员登录学习。", "学员准考证已可领取，请于考试前到校办理。"):
        office.do(QueueNotice("通知", "wechat", enterprise_id, "湖州石凤 陈静", "15000007357", text))
    with office.school.reading() as reading:
        newest, *_older = notices(reading, office.school.id)
    office.do(RecordNoticesSent((newest.id,)))


def _trainees(office: Office, enterprise_id: str) -> tuple[EnrolledRow, ...]:
    entries = tuple(
        replace(
            person(number, number + 2, "钢筋工", "中级工"),
            photo=office.store(f"face{number}".encode(), f"{number}.jpg"),
        )
        for number in range(100, 100 + _TRAINEES)
    )
    outcome = office.do(ImportRoster(enterprise_id, "十月名单.xlsx", "0" * 64, entries))
    with office.school.reading() as reading:
        return enrolled(reading, office.school.id, batch_id=outcome.batch_id)


def _fees(cashier: Cashier, enterprise_id: str) -> None:
    """One 应缴单 in every state, money nobody claimed, and two refunds of a fee that was reviewed."""
    batches = [cashier.batch(enterprise_id, 0, brick=2) for _ in range(4)]
    _owed, part, paid, proposed = ((*cashier.receivables(batch),)[0].id for batch in batches)
    cashier.claim(cashier.paid_in(BRICK_FEE), part)
    cashier.claim(cashier.paid_in(2 * BRICK_FEE), paid)
    cashier.claim(cashier.paid_in(2 * BRICK_FEE), proposed)
    cashier.do(ProposeReview((proposed,)))
    cashier.paid_in(77_000, counterparty_name="湖州恒泰建筑劳务有限公司")
    batch = cashier.batch(enterprise_id, steel=3)
    (reviewed,) = cashier.receivables(batch)
    line_id = cashier.paid_in(3 * STEEL_FEE)
    cashier.claim(line_id, reviewed.id)
    cashier.review(reviewed.id)
    with cashier.office.school.reading() as reading:
        first, second, _third = enrolled(reading, cashier.office.school.id, batch_id=batch)
    for one in (first, second):
        request = RequestRefund(enterprise_id, line_id, STEEL_FEE, "学员离职", reviewed.id, (one.id,))
        refund_id = cashier.do(request)["refund_id"]
        if one is second:
            cashier.check(DecideRefund(refund_id, True))
    _red_invoice(cashier, enterprise_id)


def _red_invoice(cashier: Cashier, enterprise_id: str) -> None:
    """An invoice that was told of and is to be turned red."""
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, 0, brick=1))
    cashier.claim(cashier.paid_in(BRICK_FEE), owed.id)
    cashier.review(owed.id)
    with cashier.office.school.reading() as reading:
        (invoice,) = invoices(reading, cashier.office.school.id, receivable_id=owed.id)
    issued = cashier.do(RecordInvoiceIssued(invoice.id, "26332000000000000001", date(2026, 8, 3), BRICK_FEE))
    cashier.office.do(RecordNoticesSent((issued["notice_id"],)))
    cashier.do(RequestRedConfirmation(invoice.id, "33052026080000123"))


def _accounts(office: Office, people: Sequence[EnrolledRow]) -> None:
    """All but the last two accounts are open; the platform has not answered for one and refused the other."""
    review_fee(office, people[0])
    office.do(ExportAccounts(tuple(one.id for one in people[:17])))
    answers = [AccountResultEntry(n, one.id_number, one.name, True) for n, one in enumerate(people[:15], 2)]
    refused = AccountResultEntry(17, people[16].id_number, people[16].name, False, "证件号已注册")
    office.do(RecordAccountResults("开通结果.xlsx", (*answers, refused)))


def _exam_plans(office: Office, people: Sequence[EnrolledRow]) -> Plans:
    """Thirteen people in plans, one who has applied only, one who may apply."""
    office.move_to(2026, 10, 9, 9)
    office.do(ApplyForExam(tuple(one.id for one in people[:14])))
    groups = [people[n : n + 1] for n in range(9)] + [people[9:13]]
    days = (30, 30, 30, 30, 20, 20, 21, 21, 22, 22)
    made = [_plan(office, f"第{n}考场", day, group) for n, (day, group) in enumerate(zip(days, groups, strict=True), 1)]
    for plan_id in made[1:]:
        office.do(ReportPlan(plan_id), office.examiner)
    for plan_id in made[2:]:
        office.do(RecordPlanAccepted(plan_id, date(2026, 10, 9)), office.examiner)
    for number, plan_id in enumerate(made[3:], 1):
        decision = RecordPlanDecision(plan_id, True, date(2026, 10, 9), f"湖建考〔2026〕{number}号")
        office.do(decision, office.examiner)
    return Plans(made[0], made[1], made[2], made[3], tuple(made[4:]))


def _plan(office: Office, room_name: str, day: int, people: Sequence[EnrolledRow]) -> str:
    plan_id, room_id = exam_of(office), room(office, room_name)
    for hour, subject in zip((9, 11, 14), Subject, strict=True):
        session(office, plan_id, room_id, subject, hour, day)
    office.do(TakeCandidates(plan_id, tuple(one.id for one in people)), office.examiner)
    office.do(AssignSeats(plan_id), office.examiner)
    return plan_id


def _scores(office: Office, plans: Plans, people: Sequence[EnrolledRow]) -> None:
    """The first held plan has no scores; the others have come one step further each."""
    _enter, to_submit, to_accept, to_decide, to_correct, done = plans.held
    for plan_id, one in zip((to_submit, to_accept, to_decide, to_correct), people[5:9], strict=True):
        import_scores(office, plan_id, entry(office, plan_id, one))
    import_scores(office, done, *(entry(office, done, one, n) for n, one in enumerate(people[9:13], 2)))
    submit(office, to_accept, 27)
    for plan_id in (to_decide, to_correct):
        submission_id = submit(office, plan_id, 27)
        office.do(RecordSubmissionAccepted(submission_id, date(2026, 10, 27)), office.examiner)
        if plan_id is to_correct:
            refusal = RecordSubmissionDecision(submission_id, False, date(2026, 10, 27), "湖建成5号", reason="缺签字")
            office.do(refusal, office.examiner)
    decide(office, submit(office, done, 27), day=27)


def _certificates(office: Office, passed: Sequence[EnrolledRow]) -> None:
    """One without number, one to push, one whose push nobody answered, one refused."""
    numbers: list[Any] = [
        number_entry(one, f"ZJ2026{n:04d}", n, issued_on=date(2026, 10, 27)) for n, one in enumerate(passed[1:], 2)
    ]
    import_numbers(office, *numbers)
    with office.school.reading() as reading:
        held = {row.number: row.id for row in certificates(reading, office.school.id)}
    office.do(ExportPush((held["ZJ20260003"], held["ZJ20260004"])), office.examiner)
    refused = PushResultEntry(2, "ZJ20260004", False, message="照片尺寸不符")
    office.do(RecordPushResults("推送结果.xlsx", (refused,)), office.examiner)
