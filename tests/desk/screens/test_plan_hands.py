"""A form about one exam plan goes when another plan comes, from wherever: it would be sent about a plan that is no longer seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.exams.plans import ExamPlansScreen
from school_desk.desk.screens.scores.scores import ScoresScreen
from school_desk.desk.services import Desk
from school_desk.exams.commands import ReportPlan
from school_desk.scores.queries import submissions
from school_desk.terms.statuses import ExamPlanStatus, SubmissionStatus
from tests.desk.desk_fixtures import settle
from tests.desk.screens.examinees import learnt_people
from tests.desk.screens.hands import button, fill, form_of, keys, opened, press
from tests.examinations import detail, exam_of, full_plan
from tests.learners import given
from tests.results import approve_plan, entry, import_scores, submit
from tests.school import Office

pytestmark = pytest.mark.long


def step(screen: Any, table: Any, plan_id: str) -> None:
    """By the arrows."""
    QTest.keyClick(table.view, Qt.Key.Key_Down if table.rows()[0] is table.current_row() else Qt.Key.Key_Up)


def sent_for(screen: Any, table: Any, plan_id: str) -> None:
    """From the finder or another screen."""
    screen.take_focus(plan_id)


COMES = pytest.mark.parametrize("comes", [step, sent_for])
Comes = Callable[[Any, Any, str], None]


@COMES
def test_an_answer_is_recorded_of_the_exam_plan_seen(qtbot: QtBot, desk: Desk, office: Office, comes: Comes) -> None:
    first = full_plan(office, *learnt_people(office, 2))
    given(office, ReportPlan(first), office.examiner)
    second = exam_of(office)
    screen = opened(qtbot, desk, ExamPlansScreen, first)
    press(qtbot, screen.page, "登记受理")
    assert form_of(screen.panel).input("accepted_on").hasFocus()
    comes(screen, screen.table, second)
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert screen.page.detail is not None
    assert screen.page.detail.plan.id == second
    assert not screen.panel.isVisible()
    assert detail(office, first).plan.status is ExamPlanStatus.REPORTED


def test_a_new_plan_is_filled_in_while_the_first_ones_come(qtbot: QtBot, desk: Desk, office: Office) -> None:
    learnt_people(office, 1)
    exam_of(office)
    screen = ExamPlansScreen(desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.entered()
    screen.new_plan()
    form = fill(form_of(screen.panel), name="秋季")
    settle(qtbot, desk)
    assert screen.page.detail is not None
    assert form_of(screen.panel) is form


@COMES
def test_an_answer_is_recorded_of_the_scores_seen(qtbot: QtBot, desk: Desk, office: Office, comes: Comes) -> None:
    people = learnt_people(office, 2)
    plans = [full_plan(office, person, hall=person.name) for person in people]
    for plan_id in plans:
        approve_plan(office, plan_id)
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plans[0], entry(office, plans[0], people[0]))
    submit(office, plans[0])
    screen = opened(qtbot, desk, ScoresScreen, plans[0])
    stale = button(screen.page, "登记受理")
    press(qtbot, screen.page, "登记受理")
    assert form_of(screen.panel).input("accepted_on").hasFocus()
    comes(screen, screen.plans, plans[1])
    QTest.mouseClick(stale, Qt.MouseButton.LeftButton)
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert screen.page.plan is not None
    assert screen.page.plan.plan.id == plans[1]
    assert not screen.panel.isVisible()
    with office.school.reading() as session:
        (version,) = submissions(session, office.school.id, plans[0])
    assert version.status is SubmissionStatus.SUBMITTED
