"""Hours of somebody who learnt for one level and comes back for the next: the platform's export goes on naming what was learnt before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.kernel.clock import SHANGHAI
from school_desk.learning.commands import DisableAccount, ImportStudyHours, StudyTimeEntry
from school_desk.learning.domain import HoursRow, TradeLevel
from school_desk.learning.hours import ASKS_WHOSE, HoursDesk
from school_desk.learning.queries import courses_of_several, hours_of
from school_desk.terms.levels import SkillLevel
from tests.learners import given, open_accounts, plan, roster_entry, study
from tests.papers import approved_enterprise
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office


def two_levels(office: Office) -> tuple[EnrolledRow, EnrolledRow]:
    """初级 learnt in September (16 学时), 中级 open since 2026-10-08; it is 2026-11-08."""
    enterprise_id = approved_enterprise(office)
    plan(office, level=SkillLevel.JUNIOR)
    junior = replace(roster_entry(0, office), level="初级")
    given(office, ImportRoster(enterprise_id, "初级.xlsx", "0" * 64, (junior,)))
    plan(office)
    (old,) = of_school(office)
    open_accounts(office, (old,))
    office.move_to(2026, 9, 22, 9)
    given(office, ImportStudyHours("学时9.xlsx", before(old)))
    given(office, ImportRoster(enterprise_id, "中级.xlsx", "1" * 64, (roster_entry(0, office),)))
    new = of_school(office)[1]
    office.move_to(2026, 10, 8, 9)
    open_accounts(office, (new,))
    office.move_to(2026, 11, 8, 9)
    return old, new


def of_school(office: Office) -> tuple[EnrolledRow, ...]:
    with office.school.reading() as session:
        return enrolled(session, office.school.id)


def before(person: EnrolledRow) -> tuple[StudyTimeEntry, ...]:
    """What was learnt for 初级."""
    return study(person, 300, course="安全生产知识", day=10), study(person, 450, row_no=3)


def november(person: EnrolledRow, minutes: int, *, course: str = "安全生产知识", row_no: int = 4) -> StudyTimeEntry:
    """Learnt on 2026-11-02."""
    finished = datetime(2026, 11, 2, 10, tzinfo=SHANGHAI)
    return replace(study(person, minutes, row_no=row_no, course=course), finished_at=finished)


def take(office: Office, *entries: StudyTimeEntry, belongs_to: TradeLevel | None = None) -> tuple[LedgerRow, ...]:
    rows: tuple[LedgerRow, ...] = office.do(ImportStudyHours("学时11.xlsx", entries, (), belongs_to))
    return rows


def hours(office: Office, person: EnrolledRow) -> HoursRow:
    with office.school.reading() as session:
        return hours_of(session, office.school.id, [person.id], date(2026, 11, 8))[person.id]


def test_what_counted_for_a_disabled_account_counts_for_no_other(office: Office) -> None:
    old, new = two_levels(office)
    office.do(DisableAccount(old.id, "初级已考完"))
    rows = take(office, *before(old), november(old, 360), november(old, 360, course="职业理论知识", row_no=5))
    assert [row.state for row in rows] == ["skipped", "skipped", "imported", "imported"]
    assert "已计入钢筋工初级工的报名" in rows[0].reasons[0]
    assert (hours(office, old).reached, hours(office, new).reached) == (16, 16)
    assert not hours(office, new).met


def test_of_two_levels_under_way_a_person_says_which(office: Office) -> None:
    old, new = two_levels(office)
    fresh = november(old, 360), november(old, 720, course="职业理论知识", row_no=5)
    rows = take(office, *before(old), *fresh)
    assert [row.state for row in rows] == ["skipped", "skipped", "failed", "failed"]
    assert "（钢筋工初级工、钢筋工中级工）" in rows[2].reasons[0]
    assert rows[2].reasons[0].endswith(f"{ASKS_WHOSE}。")
    with office.school.reading() as session:
        offered = courses_of_several(session, office.school.id, [old.id_number])
    assert [course.label for course in offered] == ["钢筋工初级工", "钢筋工中级工"]
    mason = TradeLevel("010", SkillLevel.INTERMEDIATE)
    assert "也不是所选的砌筑工中级工" in take(office, *fresh, belongs_to=mason)[0].reasons[0]
    rows = take(office, *before(old), *fresh, belongs_to=offered[1])
    assert [row.state for row in rows] == ["skipped", "skipped", "imported", "imported"]
    assert (hours(office, old).reached, hours(office, new).reached) == (16, 24)
    assert {row.state for row in take(office, *before(old), *fresh)} == {"skipped"}, "what was said is known"


def test_a_finished_course_learns_no_more(office: Office) -> None:
    """Its account stays open: of who comes back every row would be asked about."""
    _, (old,) = approved_scores(office, 1)
    import_numbers(office, number_entry(old, "339763892600000"))
    plan(office, "砌筑工", to=date(2026, 12, 31))
    entry = roster_entry(0, office, trade="砌筑工")
    given(office, ImportRoster(old.enterprise_id, "砌筑工.xlsx", "2" * 64, (entry,)))
    new = of_school(office)[1]
    office.move_to(2026, 10, 22, 9)
    open_accounts(office, (new,))
    office.move_to(2026, 11, 8, 9)
    assert [row.state for row in take(office, november(old, 360))] == ["imported"]
    assert hours(office, new).safety_minutes == 360


def test_who_has_finished_everything_learns_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    old, _ = two_levels(office)
    monkeypatch.setattr(HoursDesk, "_goes_on", lambda _desk, _enrollment_id: False)
    row = take(office, november(old, 360))[0]
    assert (row.state, "都已考完" in row.reasons[0]) == ("skipped", True)
