"""登录记录 on the desk: an administrator looks, page by page, at everything or at what did not succeed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from school_desk.desk.navigation import page, pages_for
from school_desk.desk.screens.staff import sign_ins
from school_desk.desk.screens.staff.sign_ins import SignInsScreen
from school_desk.desk.services import Desk
from school_desk.kernel.errors import RuleViolation
from school_desk.staff.sign_in import sign_in
from school_desk.terms.roles import Role
from school_desk.terms.sign_ins import SignInStep
from tests.desk.desk_fixtures import settle
from tests.desk.screens.hands import button, find_button, keys, opened, press
from tests.school import Office

RIGHT, WRONG = "Huzhou-2026", "Geheim-4711"


def enter(office: Office, password: str) -> None:
    """Tries to sign in as the administrator."""
    with suppress(RuleViolation):
        sign_in(office.school.database, office.school.id, "admin", password, office.clock.now())


def shown(screen: SignInsScreen) -> list[SignInStep]:
    return [row.step for row in screen.table.rows()]


def test_the_newest_stands_on_top_and_failures_by_themselves(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enter(office, WRONG)
    enter(office, RIGHT)
    screen = opened(qtbot, desk, SignInsScreen)
    assert shown(screen) == [SignInStep.SIGNED_IN, SignInStep.WRONG]
    keys(qtbot, screen, Qt.Key.Key_2)
    assert shown(screen) == [SignInStep.WRONG]


def test_it_is_looked_for_anew_whenever_it_is_opened(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk, SignInsScreen)
    assert shown(screen) == []
    enter(office, RIGHT)
    screen.entered()
    settle(qtbot, desk)
    assert shown(screen) == [SignInStep.SIGNED_IN]


def test_a_long_list_comes_in_pages(qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, "PAGE", 2)
    for _ in range(3):
        enter(office, WRONG)
    screen = opened(qtbot, desk, SignInsScreen)
    assert len(shown(screen)) == 2
    assert button(screen, "再显示").text() == "再显示 1 条（还有 1 条）"
    press(qtbot, screen, "再显示")
    assert len(shown(screen)) == 3
    assert find_button(screen, "再显示") is None


def test_it_is_for_administrators(desk: Desk) -> None:
    assert "sign_ins" in {entry.key for entry in pages_for(desk)}
    assert page("sign_ins").allowed == {Role.ADMIN}
