"""Trainees for tests of learning and exams: enrolled, their fee reviewed, their accounts open, their hours learnt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from school_desk.enrollments.commands import ImportRoster, RosterEntry
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.kernel.clock import SHANGHAI
from school_desk.kernel.commands import Actor, Command, Context, Undo, handles
from school_desk.learning.commands import (
    AccountResultEntry,
    ExportAccounts,
    ImportStudyHours,
    RecordAccountResults,
    StudyTimeEntry,
)
from school_desk.payments.events import FeeReversed, FeeReviewed, FeeReviewTakenBack
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import CASHIERS
from tests.papers import approved_enterprise
from tests.school import Office

PEOPLE = (
    ("康霞", "33052319791002976X", "15000007357"),
    ("孙绍", "330521199410040838", "15800000809"),
    ("高乐思", "330502198511248327", "13800005893"),
    ("朱之涛", "341225199907196813", "15800007863"),
    ("梁勇安", "330521198904121908", "13800004889"),
    ("姜飞翔", "341225197604112572", "13900003287"),
)


@dataclass(frozen=True)
class PassFeeReviewInTest(Command):
    """A passed 费用审核 without the money before it, which payments' own tests follow."""

    label: ClassVar[str] = "测试：费用审核通过"
    allowed: ClassVar[frozenset[str]] = CASHIERS

    batch_id: str
    plan_id: str
    enterprise_id: str
    paid_on: date


@dataclass(frozen=True)
class ReverseFeeInTest(Command):
    """A reviewed fee that is 冲销."""

    label: ClassVar[str] = "测试：冲销"
    allowed: ClassVar[frozenset[str]] = CASHIERS

    batch_id: str
    plan_id: str


def _may_go(context: Context, command: PassFeeReviewInTest) -> None:
    context.emit(FeeReviewTakenBack("receivable", command.batch_id, command.plan_id))


@handles(PassFeeReviewInTest, undo=Undo(guard=_may_go))
def _pass(context: Context, command: PassFeeReviewInTest) -> None:
    context.emit(FeeReviewed("receivable", command.batch_id, command.plan_id, command.enterprise_id, command.paid_on))


@handles(ReverseFeeInTest)
def _reverse(context: Context, command: ReverseFeeInTest) -> None:
    context.emit(FeeReviewTakenBack("receivable", command.batch_id, command.plan_id))
    context.emit(FeeReversed("receivable", command.batch_id, command.plan_id))


def given(office: Office, command: Command, actor: Actor | None = None) -> Any:
    """Carries out a command that only leads up to what a test is about: its undo is proved elsewhere."""
    return office.school.execute(command, actor or office.clerk).result


def plan(
    office: Office, trade: str = "钢筋工", level: SkillLevel = SkillLevel.INTERMEDIATE, to: date = date(2026, 9, 30)
) -> str:
    """A training plan whose sign-up runs from 2026-08-01."""
    plan_id: str = given(office, CreatePlan(trade, level, date(2026, 8, 1), to, 80_000))["plan_id"]
    return plan_id


def roster_entry(number: int, office: Office, *, photo: bool = True, trade: str = "钢筋工") -> RosterEntry:
    """One of PEOPLE as a roster writes them."""
    name, id_number, mobile = PEOPLE[number]
    entry = RosterEntry(number + 3, name, "", id_number, mobile, trade, "中级")
    return replace(entry, photo=office.store(f"face{number}".encode(), f"{id_number}.jpg")) if photo else entry


def enrol(office: Office, count: int = 2, *, photo: bool = True, enterprise_id: str = "") -> tuple[EnrolledRow, ...]:
    """The first `count` of PEOPLE, enrolled in one new plan 钢筋工 中级工."""
    enterprise_id, plan_id = enterprise_id or approved_enterprise(office), plan(office)
    entries = tuple(roster_entry(number, office, photo=photo) for number in range(count))
    given(office, ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, entries))
    with office.school.reading() as session:
        return enrolled(session, office.school.id, plan_id=plan_id)


def review_fee(office: Office, person: EnrolledRow, paid_on: date = date(2026, 8, 3)) -> None:
    """费用审核 passed for the batch and plan of `person`."""
    command = PassFeeReviewInTest(person.batch_id, person.plan_id, person.enterprise_id, paid_on)
    given(office, command, office.cashier)


def open_accounts(office: Office, people: tuple[EnrolledRow, ...]) -> None:
    """The fee of `people` is reviewed and the platform has opened their accounts."""
    for person in {(p.batch_id, p.plan_id): p for p in people}.values():
        review_fee(office, person)
    given(office, ExportAccounts(tuple(person.id for person in people)))
    entries = tuple(AccountResultEntry(row, p.id_number, p.name, True) for row, p in enumerate(people, start=2))
    given(office, RecordAccountResults("开通结果.xlsx", entries))


def study(
    person: EnrolledRow, minutes: int, *, row_no: int = 2, course: str = "职业理论知识", day: int = 20
) -> StudyTimeEntry:
    """One row of the platform's export, finished on that day of September 2026 at 10:00."""
    finished = datetime(2026, 9, day, 10, tzinfo=SHANGHAI)
    return StudyTimeEntry(row_no, person.id_number, person.name, course, minutes, finished)


def learn(office: Office, people: tuple[EnrolledRow, ...], hours: int = 24) -> None:
    """`people` have learnt that many 学时 of 45 minutes, a third of it safety; it is 2026-10-08 then, the plan has ended."""
    office.move_to(2026, 10, 8, 9)
    entries = []
    for place, person in enumerate(people):
        safety = hours * 15
        entries.append(study(person, safety, row_no=2 * place + 2, course="安全生产知识", day=10))
        entries.append(study(person, hours * 45 - safety, row_no=2 * place + 3))
    given(office, ImportStudyHours("学时.xlsx", tuple(entries)))


def ready(office: Office, count: int = 2) -> tuple[EnrolledRow, ...]:
    """`count` people who may apply for the exam, on 2026-10-08."""
    people = enrol(office, count)
    open_accounts(office, people)
    learn(office, people)
    return people
