"""更正证件号 tells of the account that the platform has under the number that was wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enrollments.enrollments import EnrollmentsScreen
from school_desk.desk.services import Desk
from school_desk.learning.commands import ExportAccounts
from tests.desk.desk_fixtures import Told, settle
from tests.desk.screens.examinees import enrolled_people
from tests.desk.screens.hands import CTRL, fill, form_of, key, opened, press
from tests.learners import PEOPLE, given, review_fee
from tests.school import Office

pytestmark = pytest.mark.long


@pytest.mark.parametrize("exported", [True, False])
def test_who_was_exported_is_told_of(qtbot: QtBot, desk: Desk, office: Office, told: Told, exported: bool) -> None:
    (person,) = enrolled_people(office, 1)
    review_fee(office, person)
    if exported:
        given(office, ExportAccounts((person.id,)))
    screen = opened(qtbot, desk, EnrollmentsScreen, person.batch_id)
    page = screen.page
    assert page is not None
    page.people.view.setFocus()
    key(qtbot, desk, page.people.view, Qt.Key.Key_Return)
    press(qtbot, page.panel, "更正…")
    form = form_of(page.panel)
    QTest.keyClick(form.input("field"), Qt.Key.Key_Home)
    QTest.keyClick(form.input("field"), Qt.Key.Key_Down)
    fill(form, value=PEOPLE[4][1], reason="身份证号录错")
    key(qtbot, desk, form.input("reason"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)
    warned = [sentence for sentence, tone in told if tone == "warn"]
    wanted = [f"{person.name}：学习账号已按更正前的号码导出，请到“学习账号与学时”退回待开通，再重新导出。"]
    assert warned == (wanted if exported else [])
