"""学时: minutes of safety and theory against 16/24/32; the platform's export may come again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from school_desk.documents.ledger import LedgerRow, SkippedEntry
from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.kernel.commands import Context, reacts
from school_desk.learning import queries
from school_desk.learning.commands import DisableAccount, ImportStudyHours, StudyTimeEntry
from school_desk.learning.domain import HoursRow, TradeLevel
from school_desk.learning.events import StudyTakenBack
from school_desk.learning.notices import shortfall_notices
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import CourseKind
from tests.learners import enrol, learn, open_accounts, plan, review_fee, roster_entry, study
from tests.school import Office

TODAY = date(2026, 10, 8)


def learners(office: Office, count: int = 1) -> tuple[EnrolledRow, ...]:
    people = enrol(office, count)
    open_accounts(office, people)
    office.move_to(2026, 10, 8, 9)
    return people


def imported(office: Office, *entries: StudyTimeEntry, belongs_to: TradeLevel | None = None) -> tuple[LedgerRow, ...]:
    command = ImportStudyHours("学时.xlsx", entries, (SkippedEntry(99, "合计行"),), belongs_to)
    ledger: tuple[LedgerRow, ...] = office.do(command)
    assert len(ledger) == len(entries) + 1
    return ledger[:-1]


def hours(office: Office, person: EnrolledRow) -> HoursRow:
    with office.school.reading() as session:
        return queries.hours_of(session, office.school.id, [person.id], TODAY)[person.id]


def test_safety_and_theory_make_the_hours(office: Office) -> None:
    person = learners(office)[0]
    assert hours(office, person) == HoursRow(0, 24, 24, False)
    safety = study(person, 360, course="安全生产知识", day=10)
    rows = imported(
        office, safety, study(person, 719, row_no=3), study(person, 600, row_no=4, course="企业文化", day=21)
    )
    assert [row.state for row in rows] == ["imported"] * 3
    assert "不计入学时" in rows[2].reasons[0]
    # 1079 minutes are 23 whole 学时 of 45 minutes: one minute is missing for the 24th.
    assert hours(office, person) == HoursRow(23, 24, 1, False, 360, 719)
    imported(office, study(person, 720, row_no=3))
    assert hours(office, person).met


def test_the_same_file_twice_changes_nothing_and_changed_minutes_are_updated(office: Office) -> None:
    person = learners(office)[0]
    imported(office, study(person, 600))
    before = office.dump()
    assert imported(office, study(person, 600))[0].state == "skipped"
    assert office.dump() == before
    changed = imported(office, study(person, 630))[0]
    assert (changed.state, "600 分钟" in changed.reasons[0]) == ("updated", True)
    assert hours(office, person).theory_minutes == 630


def test_a_later_total_of_a_course_takes_the_place_of_the_earlier(office: Office) -> None:
    person = learners(office)[0]
    imported(office, study(person, 600, day=10))
    assert imported(office, study(person, 900, day=20))[0].state == "updated"
    assert hours(office, person).theory_minutes == 900
    stale = imported(office, study(person, 600, day=10))[0]
    assert (stale.state, "比这一行新" in stale.reasons[0]) == ("skipped", True)


def test_a_later_total_takes_the_place_of_all_earlier(office: Office) -> None:
    person = learners(office)[0]
    imported(office, study(person, 100, day=10), study(person, 120, row_no=3, day=12))
    stale = imported(office, study(person, 90, day=11))[0]
    assert (stale.state, "2026-09-12" in stale.reasons[0]) == ("skipped", True)
    row = imported(office, study(person, 300, day=20))[0]
    assert row.state == "updated"
    assert all(word in row.reasons[0] for word in ("100 分钟", "120 分钟"))
    assert hours(office, person).theory_minutes == 300


def test_rows_of_one_course_in_one_file_add_up(office: Office) -> None:
    person = learners(office)[0]
    sessions = study(person, 200, day=10), study(person, 300, row_no=3, day=11)
    imported(office, *sessions)
    imported(office, *sessions, study(person, 100, row_no=4, day=12))
    assert hours(office, person).theory_minutes == 600


def test_the_school_may_say_that_exports_add_up(office: Office) -> None:
    person = learners(office)[0]
    office.do(ChangeSetting("learning.sessions_add_up", True, date(2026, 10, 1)), office.admin)
    office.do(ChangeSetting("learning.exam_hours", 2, date(2026, 10, 1)), office.admin)
    imported(office, study(person, 600, day=10))
    assert imported(office, study(person, 300, day=20))[0].state == "imported"
    assert hours(office, person) == HoursRow(22, 24, 2, False, 0, 900)


def test_other_words_change_what_a_course_counts_for(office: Office) -> None:
    person = learners(office)[0]
    imported(office, study(person, 600, course="消防知识"))
    office.do(ChangeSetting("learning.safety_words", ["安全", "消防"], date(2026, 10, 8)), office.admin)
    again = imported(office, study(person, 600, course="消防知识"))[0]
    assert (again.state, "其他课程" in again.reasons[0]) == ("updated", True)
    assert hours(office, person).safety_minutes == 600


def test_bad_rows_fail_with_a_reason(office: Office) -> None:
    people = learners(office, 1)
    row = study(people[0], 100)
    bad = {
        "核对账号": replace(row, id_number="110101199003078515"),
        "认不出": replace(row, id_number=""),
        "姓名": replace(row, name="康下"),
        "课程名称": replace(row, course=" "),
        "学习时长": replace(row, minutes=None),
        "完成时间": replace(row, finished_at=None),
        "晚于今天": study(people[0], 100, day=30),
        "丢失": replace(row, problems=("身份证号后几位已丢失。",)),
    }
    office.move_to(2026, 9, 29, 9)
    ledger = imported(office, *(replace(entry, row_no=n) for n, entry in enumerate(bad.values(), start=2)))
    assert {row.state for row in ledger} == {"failed"}
    assert all(word in row.reasons[0] for word, row in zip(bad, ledger, strict=True))
    assert imported(office, study(people[0], 0))[0].state == "skipped"


def test_no_hours_without_an_account(office: Office) -> None:
    people = enrol(office, 2)
    office.move_to(2026, 10, 8, 9)
    assert "还没有学习账号" in imported(office, study(people[0], 600))[0].reasons[0]
    review_fee(office, people[0])
    unopened = imported(office, study(people[0], 600))[0]
    assert (unopened.state, "还没有登记开通" in unopened.reasons[0]) == ("imported", True)
    office.do(DisableAccount(people[1].id, "代学"))
    assert imported(office, study(people[1], 600))[0].state == "failed"


def test_implausible_time_is_kept_and_told(office: Office) -> None:
    person = learners(office)[0]
    early = study(person, 60)
    assert early.finished_at is not None
    early = replace(early, course="入门理论", finished_at=early.finished_at.replace(month=8, day=1))
    much = study(person, 1000, row_no=3), study(person, 441, row_no=4, course="安全生产知识")
    rows = imported(office, early, *much)
    assert [row.state for row in rows] == ["imported"] * 3
    assert "早于账号开通日期 2026-08-03" in rows[0].reasons[0]
    assert all("1441 分钟，超过 24 小时" in row.reasons[0] for row in rows[1:])
    with office.school.reading() as session:
        lines = queries.study_times(session, office.school.id, person.id)
        (row,) = queries.hours_list(session, office.school.id, TODAY)
    assert [(line.kind, bool(line.doubts)) for line in lines] == [
        (CourseKind.THEORY, True),
        (CourseKind.THEORY, True),
        (CourseKind.SAFETY, True),
    ]
    assert len(row.doubts) == 2


def test_a_person_in_two_trades_needs_a_choice_unless_the_course_tells(office: Office) -> None:
    first = learners(office)[0]
    office.move_to(2026, 9, 1, 9)
    second_plan = plan(office, "砌筑工")
    entry = roster_entry(0, office, trade="砌筑工")
    office.do(ImportRoster(first.enterprise_id, "名单2.xlsx", "1" * 64, (entry,)))
    with office.school.reading() as session:
        (second,) = enrolled(session, office.school.id, plan_id=second_plan)
    open_accounts(office, (second,))
    office.move_to(2026, 10, 8, 9)
    row = study(first, 600)
    assert "请在“这份学时表属于”里选择" in imported(office, row)[0].reasons[0]
    imported(office, row, belongs_to=TradeLevel(second.trade_code, second.level))
    assert imported(office, row)[0].state == "skipped", "whose it is was chosen before"
    imported(office, study(first, 300, course="砌筑工理论知识", row_no=3, day=21))
    before_the_second_opened = study(first, 450, course="钢筋理论", row_no=4)
    assert before_the_second_opened.finished_at is not None
    finished = before_the_second_opened.finished_at.replace(month=8)
    imported(office, replace(before_the_second_opened, finished_at=finished))
    assert (hours(office, first).theory_minutes, hours(office, second).theory_minutes) == (450, 900)


def test_what_is_missing_is_told_to_the_enterprise(office: Office) -> None:
    people = enrol(office, 2)
    open_accounts(office, people)
    learn(office, people[:1], 24)
    learn(office, people[1:], 20)
    with office.school.reading() as session:
        rows = queries.hours_list(session, office.school.id, TODAY)
        (notice,) = shortfall_notices(session, office.school.id, TODAY, [person.id for person in people])
    assert [(row.person.name, row.hours.missing) for row in rows] == [("孙绍", 4), ("康霞", 0)]
    assert "孙绍（尾号 0838）钢筋工 中级工，已学 20 学时，差 4 学时" in notice.text
    assert "康霞" not in notice.text


def test_whoever_built_on_the_hours_is_asked_before_they_are_taken_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from school_desk.kernel import commands

    monkeypatch.setitem(commands._reactions, StudyTakenBack, [])
    asked: list[tuple[str, ...]] = []

    @reacts(StudyTakenBack)
    def note(_context: Context, event: StudyTakenBack) -> None:
        asked.append(event.enrollment_ids)

    person = learners(office)[0]
    asked.clear()
    imported(office, study(person, 600))
    assert asked == [(person.id,)]
