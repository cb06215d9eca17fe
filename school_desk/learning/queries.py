"""Study accounts and hours as lists and later steps need them. Personal numbers come in plain text: screens mask them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow, enrolled, find_enrollments, number_corrections, plans_of
from school_desk.kernel.clock import local_date
from school_desk.kernel.ids import made_at
from school_desk.kernel.parts import parts
from school_desk.kernel.settings import read
from school_desk.kernel.workdays import WorkCalendar
from school_desk.learning.domain import HoursRow, StudyTime, TradeLevel, count_hours, doubts
from school_desk.learning.numbers import OTHER_NUMBER, given_another
from school_desk.learning.settings import CORRECTIONS, EXAM_HOURS, MINUTES_PER_HOUR, OPENING_DAYS
from school_desk.learning.tables import StudyAccountRow, StudyTimeRow
from school_desk.payments.queries import fees_gone
from school_desk.plans.queries import plans
from school_desk.terms.labels import FEE_GONE
from school_desk.terms.statuses import CourseKind, EnrollmentStatus, StudyAccountStatus

__all__ = ["HoursRow"]

# What still waits for the school or the platform.
WAITING = frozenset({StudyAccountStatus.TO_OPEN, StudyAccountStatus.EXPORTED, StudyAccountStatus.FAILED})


@dataclass(frozen=True)
class AccountState:
    """How far one enrolment's account is."""

    status: StudyAccountStatus
    due_on: date
    opened_on: date | None
    reason: str | None


@dataclass(frozen=True)
class AccountRow:
    """One account of the queue. `working_days_left` until `due_on` while it waits, 0 on the day, negative when late; None once it is settled.

    `opening_days`: the setting by which `due_on` was found.
    `due_is_estimate`: the year's make-up days were not published when the program was made (预估).
    """

    person: EnrolledRow
    status: StudyAccountStatus
    due_on: date
    due_is_estimate: bool
    opening_days: int
    working_days_left: int | None
    exported_at: datetime | None
    opened_on: date | None
    reason: str | None
    fee_gone: bool
    """The bank took the money back: while it waits, it may not be handed out, and `reason` says so."""
    other_number: bool = False
    """The platform was given a number that was corrected since: `reason` says what to do."""


@dataclass(frozen=True)
class StudyTimeLine:
    """One course of one enrolment with what is implausible about it."""

    course: str
    kind: CourseKind
    minutes: int
    finished_at: datetime
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class HoursListRow:
    """One enrolment's hours; `doubts` are those of all its courses."""

    person: EnrolledRow
    account: AccountState
    hours: HoursRow
    doubts: tuple[str, ...]


def accounts(
    session: Session,
    school_id: str,
    today: date,
    *,
    statuses: Collection[StudyAccountStatus] | None = None,
    enrollment_ids: Collection[str] | None = None,
) -> tuple[AccountRow, ...]:
    """Accounts, those due first on top, people of one enterprise together; narrowed by what is given (WAITING is the queue)."""
    rows = {row.enrollment_id: row for row in _accounts(session, school_id, statuses, enrollment_ids)}
    calendar = WorkCalendar(read(session, school_id, CORRECTIONS, today))
    people = {person.id: person for person in enrolled(session, school_id, ids=rows)}
    gone, corrections = fees_gone(session, school_id), number_corrections(session, school_id)
    made_on = {row.id: local_date(made_at(row.id)) for row in rows.values()}
    days = {day: read(session, school_id, OPENING_DAYS, day) for day in set(made_on.values())}
    found = (
        _with_number(_account(row, people[enrollment_id], calendar, days[made_on[row.id]], today, gone), corrections)
        for enrollment_id, row in rows.items()
    )
    return tuple(sorted(found, key=lambda row: (row.due_on, row.person.enterprise, row.person.id)))


def opening_day(session: Session, school_id: str, paid_on: date, today: date) -> date:
    """The last day on which an account is opened that was paid for on `paid_on` (操作说明: 缴费成功后 1–3 个工作日内)."""
    calendar = WorkCalendar(read(session, school_id, CORRECTIONS, today))
    return calendar.add(paid_on, read(session, school_id, OPENING_DAYS, today))


def account_counts(session: Session, school_id: str) -> dict[StudyAccountStatus, int]:
    """How many accounts are in each state."""
    counted = (
        sa.select(StudyAccountRow.status, sa.func.count())
        .where(StudyAccountRow.school_id == school_id)
        .group_by(StudyAccountRow.status)
    )
    return dict(session.execute(counted).all())


def opened_accounts_but(session: Session, school_id: str, those: sa.Select[str]) -> tuple[str, ...]:
    """The enrolments whose account is open and that are not among `those` (enrolment ids)."""
    wanted = sa.select(StudyAccountRow.enrollment_id).where(
        StudyAccountRow.school_id == school_id,
        StudyAccountRow.status == StudyAccountStatus.OPENED,
        StudyAccountRow.enrollment_id.not_in(those),
    )
    return tuple(session.scalars(wanted))


def account_states(session: Session, school_id: str, enrollment_ids: Collection[str] | None) -> dict[str, AccountState]:
    """The account of each of these enrolments (None: of all) that has one: it has none before 费用审核."""
    return {
        row.enrollment_id: AccountState(row.status, row.due_on, row.opened_on, row.reason)
        for row in _accounts(session, school_id, None, enrollment_ids)
    }


def hours_of(session: Session, school_id: str, enrollment_ids: Collection[str], today: date) -> dict[str, HoursRow]:
    """学时 of each of these enrolments, by the rules in force `today`; whoever has not begun has 0 (and the assessment's)."""
    plan_of = plans_of(session, school_id, enrollment_ids)
    return _hours(session, school_id, plan_of, _times(session, school_id, enrollment_ids), today)


def hours_list(
    session: Session, school_id: str, today: date, *, enrollment_ids: Collection[str] | None = None
) -> tuple[HoursListRow, ...]:
    """Standing enrolments that have an account, with their hours; those who lack most on top."""
    states = account_states(session, school_id, enrollment_ids)
    people = [p for p in enrolled(session, school_id, ids=states) if p.status is EnrollmentStatus.ACTIVE]
    times = _times(session, school_id, states)
    hours = _hours(session, school_id, {p.id: p.plan_id for p in people}, times, today)
    rows = [
        HoursListRow(p, states[p.id], hours[p.id], _all_doubts(times.get(p.id, []), states[p.id].opened_on))
        for p in people
    ]
    return tuple(sorted(rows, key=lambda row: (-row.hours.missing, row.person.enterprise, row.person.id)))


def courses_of_several(session: Session, school_id: str, id_numbers: Iterable[str]) -> tuple[TradeLevel, ...]:
    """What those of these people are enrolled for who have more than one account that is not disabled, in the order of trades and levels."""
    people = find_enrollments(session, school_id, id_numbers)
    states = account_states(session, school_id, [person.id for found in people.values() for person in found])
    courses: set[TradeLevel] = set()
    for found in people.values():
        able = [p for p in found if p.id in states and states[p.id].status is not StudyAccountStatus.DISABLED]
        if len(able) > 1:
            courses |= {TradeLevel(person.trade_code, person.level) for person in able}
    return tuple(sorted(courses, key=lambda course: (course.trade_code, -course.level)))


def study_times(session: Session, school_id: str, enrollment_id: str) -> tuple[StudyTimeLine, ...]:
    """One enrolment's courses in the order of their finish."""
    times = sorted(_times(session, school_id, [enrollment_id]).get(enrollment_id, []), key=lambda t: t.finished_at)
    account = account_states(session, school_id, [enrollment_id]).get(enrollment_id)
    found = doubts(times, account.opened_on if account else None)
    return tuple(
        StudyTimeLine(time.course, time.kind, time.minutes, time.finished_at, found.get(place, ()))
        for place, time in enumerate(times)
    )


def _with_number(row: AccountRow, corrections: Mapping[str, Sequence[tuple[datetime, str]]]) -> AccountRow:
    if row.status not in OTHER_NUMBER or not given_another(row.person, corrections, row.exported_at, row.opened_on):
        return row
    return replace(row, reason=OTHER_NUMBER[row.status], other_number=True)


def _account(
    row: StudyAccountRow,
    person: EnrolledRow,
    calendar: WorkCalendar,
    opening_days: int,
    today: date,
    gone: Collection[tuple[str, str]],
) -> AccountRow:
    fee_gone = (person.batch_id, person.plan_id) in gone
    return AccountRow(
        person=person,
        status=row.status,
        due_on=row.due_on,
        due_is_estimate=calendar.is_estimate(row.due_on),
        opening_days=opening_days,
        working_days_left=calendar.between(today, row.due_on) if row.status in WAITING else None,
        exported_at=row.exported_at,
        opened_on=row.opened_on,
        reason=FEE_GONE if fee_gone and row.status is StudyAccountStatus.TO_OPEN else row.reason,
        fee_gone=fee_gone,
    )


def _hours(
    session: Session,
    school_id: str,
    plan_of: Mapping[str, str],
    times: dict[str, list[StudyTime]],
    today: date,
) -> dict[str, HoursRow]:
    needed = {plan.id: plan.hours_needed for plan in plans(session, school_id, today)}
    minutes_per_hour = read(session, school_id, MINUTES_PER_HOUR, today)
    exam_hours = read(session, school_id, EXAM_HOURS, today)

    def minutes(enrollment_id: str, kind: CourseKind) -> int:
        return sum(time.minutes for time in times.get(enrollment_id, ()) if time.kind is kind)

    return {
        enrollment_id: count_hours(
            minutes(enrollment_id, CourseKind.SAFETY),
            minutes(enrollment_id, CourseKind.THEORY),
            needed[plan_id],
            minutes_per_hour=minutes_per_hour,
            exam_hours=exam_hours,
        )
        for enrollment_id, plan_id in plan_of.items()
    }


def _all_doubts(times: list[StudyTime], opened_on: date | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in doubts(times, opened_on).values() for word in words))


def _accounts(
    session: Session,
    school_id: str,
    statuses: Collection[StudyAccountStatus] | None,
    enrollment_ids: Collection[str] | None,
) -> Iterator[StudyAccountRow]:
    wanted = sa.select(StudyAccountRow).where(StudyAccountRow.school_id == school_id)
    if statuses is not None:
        wanted = wanted.where(StudyAccountRow.status.in_(statuses))
    for part in parts(enrollment_ids):
        # Sorted here: asked for an order SQLite walks the whole table instead of the few rows that are named.
        rows = session.scalars(wanted if part is None else wanted.where(StudyAccountRow.enrollment_id.in_(part)))
        yield from sorted(rows, key=lambda row: row.id)


def _times(session: Session, school_id: str, enrollment_ids: Collection[str]) -> dict[str, list[StudyTime]]:
    found: dict[str, list[StudyTime]] = defaultdict(list)
    wanted = sa.select(StudyTimeRow).where(StudyTimeRow.school_id == school_id)
    for part in parts(enrollment_ids):
        rows = session.scalars(wanted.where(StudyTimeRow.enrollment_id.in_(part)))
        for row in sorted(rows, key=lambda row: row.id):
            found[row.enrollment_id].append(StudyTime(row.course, row.kind, row.minutes, row.finished_at))
    return found
