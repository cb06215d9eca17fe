"""申请考试, by keys and clicks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.exams.applications import ApplicationsScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.applications import applications
from school_desk.exams.commands import ApplyForExam, TakeCandidates
from tests.desk.desk_fixtures import Told, settle
from tests.desk.screens.hands import enter, find_button, keys, names, opened, panel_text, press, send
from tests.examinations import TODAY, exam_of
from tests.learners import enrol, given, learn, open_accounts, ready
from tests.school import Office


def applied(office: Office) -> set[str]:
    with office.school.reading() as session:
        return set(applications(session, office.school.id, TODAY))


def some_ready(office: Office) -> tuple[EnrolledRow, ...]:
    people = enrol(office, 3)
    open_accounts(office, people)
    learn(office, people[:2])
    return people


def test_those_who_may_and_those_who_may_not_yet(qtbot: QtBot, desk: Desk, office: Office) -> None:
    some_ready(office)
    screen = opened(qtbot, desk, ApplicationsScreen)
    assert names(screen.waiting) == ["康霞", "孙绍"]
    keys(qtbot, screen, Qt.Key.Key_2)
    assert names(screen.waiting) == ["高乐思"]
    enter(qtbot, screen, screen.waiting)
    assert "差 24 学时" in panel_text(screen)


def test_everybody_applies_with_one_key(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = some_ready(office)
    screen = opened(qtbot, desk, ApplicationsScreen)
    assert find_button(screen, "申请考试（2 人）") is not None
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert applied(office) == {person.id for person in people[:2]}
    keys(qtbot, screen, Qt.Key.Key_3)
    assert names(screen.applied) == ["康霞", "孙绍"]


def test_one_alone_applies(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = some_ready(office)
    screen = opened(qtbot, desk, ApplicationsScreen)
    screen.waiting.select_ids([people[1].id])
    press(qtbot, screen, "申请考试（1 人）")
    assert applied(office) == {people[1].id}


def test_an_application_is_withdrawn_with_its_reason(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = ready(office, 2)
    given(office, ApplyForExam(tuple(person.id for person in people)))
    screen = opened(qtbot, desk, ApplicationsScreen, "to_plan")
    screen.applied.select_ids([people[0].id])
    press(qtbot, screen, "撤回申请…")
    send(qtbot, screen, reason="学员请假")
    assert applied(office) == {people[1].id}


def test_nobody_chosen_is_asked_for(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    people = ready(office, 2)
    given(office, ApplyForExam(tuple(person.id for person in people)))
    screen = opened(qtbot, desk, ApplicationsScreen, "to_plan")
    screen.applied.clear_selection()
    press(qtbot, screen, "撤回申请…")
    assert told[-1] == ("请选择一名要撤回的学员：每人要写明原因。", "warn")


def test_who_is_in_a_plan_is_told_to_leave_it_first(qtbot: QtBot, desk: Desk, office: Office) -> None:
    (person,) = ready(office, 1)
    given(office, ApplyForExam((person.id,)))
    given(office, TakeCandidates(exam_of(office), (person.id,)), office.examiner)
    screen = opened(qtbot, desk, ApplicationsScreen, "planned")
    enter(qtbot, screen, screen.applied)
    assert "KH2026001" in panel_text(screen)
    press(qtbot, screen, "撤回申请…")
    send(qtbot, screen, reason="学员请假")
    assert "已编入考核计划 KH2026001" in panel_text(screen)
    assert applied(office) == {person.id}


def test_a_cashier_only_reads(qtbot: QtBot, office: Office, qapp: object) -> None:
    ready(office, 1)
    cashier = Desk(office.school, office.cashier, Tasks())
    screen = opened(qtbot, cashier, ApplicationsScreen)
    assert names(screen.waiting) == ["康霞"]
    assert not screen.apply_button.isEnabled()
    assert not screen.withdraw_button.isEnabled()
    cashier.tasks.close()


def test_the_list_follows_what_others_do(qtbot: QtBot, desk: Desk, office: Office) -> None:
    (person,) = ready(office, 1)
    screen = opened(qtbot, desk, ApplicationsScreen)
    outcome = office.school.execute(ApplyForExam((person.id,)), office.clerk)
    desk.changed.emit(outcome.changes)
    settle(qtbot, desk)
    assert names(screen.waiting) == []
