"""What becomes of a form's command is shown in that form, or told: never in another one that stands in the panel by then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.forms import open_form, refused_in, send
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.texts import sub
from school_desk.kernel.errors import RuleViolation
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from tests.desk.desk_fixtures import Told, nothing_written, settle, show, type_in
from tests.desk.screens.hands import CTRL, text_of

DONE = ("已新建培训计划。", "good")
REASON = "培训费应大于 0 元、不超过 100,000 元。"


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> SidePanel:
    made = SidePanel()
    show(qtbot, made)
    return made


class Sent:
    """A form of one field that was sent with Ctrl+Enter."""

    def __init__(self, desk: Desk, panel: SidePanel, fee_fen: int = 80_000) -> None:
        self.form, self.followed = Form(columns=1), list[str]()
        self.form.add_text("fee_fen", "培训费")
        open_form(panel, "甲", self.form, "新建", first="fee_fen")
        command = CreatePlan("010", SkillLevel.SENIOR, date(2026, 8, 3), date(2026, 9, 3), fee_fen=fee_fen)
        then, anyway = self._note("then"), self._note("anyway")
        self.form.submitted.connect(
            lambda _: send(desk, panel, panel, self.form, command, done=DONE[0], then=then, anyway=anyway)
        )
        QTest.keyClick(self.form.input("fee_fen"), Qt.Key.Key_Return, CTRL)

    def _note(self, what: str) -> Any:
        return lambda _outcome: self.followed.append(what)


def typed_into_another(panel: SidePanel) -> Form:
    form = Form(columns=1)
    form.add_text("reason", "原因")
    open_form(panel, "乙", form, "撤回", first="reason")
    type_in(form.input("reason"), "abc")
    return form


def test_what_is_typed_into_the_next_form_outlives_the_one_before(
    qtbot: QtBot, desk: Desk, panel: SidePanel, told: Told
) -> None:
    with nothing_written(desk):
        sent = Sent(desk, panel)
        form = typed_into_another(panel)
    settle(qtbot, desk)
    assert panel.isVisible()
    assert form.values() == {"reason": "abc"}
    assert (told, sent.followed) == ([DONE], ["anyway"])


def test_a_refusal_of_the_form_before_is_told_elsewhere(qtbot: QtBot, desk: Desk, panel: SidePanel, told: Told) -> None:
    with nothing_written(desk):
        sent = Sent(desk, panel, fee_fen=-1)
        typed_into_another(panel)
    settle(qtbot, desk)
    assert REASON not in text_of(panel)
    assert (told, sent.followed) == ([(REASON, "warn")], [])


def test_a_refusal_is_told_when_the_form_was_closed(qtbot: QtBot, desk: Desk, panel: SidePanel, told: Told) -> None:
    with nothing_written(desk):
        sent = Sent(desk, panel, fee_fen=-1)
        QTest.keyClick(sent.form.input("fee_fen"), Qt.Key.Key_Escape)
    settle(qtbot, desk)
    assert told == [(REASON, "warn")]


def test_while_it_stands_there_the_form_shows_what_became_of_it(
    qtbot: QtBot, desk: Desk, panel: SidePanel, told: Told
) -> None:
    sent = Sent(desk, panel, fee_fen=-1)
    settle(qtbot, desk)
    assert (sent.form.error("fee_fen"), told) == (REASON, [])
    sent = Sent(desk, panel)
    settle(qtbot, desk)
    assert not panel.isVisible()
    assert (told, sent.followed) == ([DONE], ["then", "anyway"])


def test_a_button_s_refusal_stands_beside_it_only(desk: Desk, panel: SidePanel, told: Told) -> None:
    reason = RuleViolation("some.rule", "不行。")
    panel.show_body("甲", sub("甲"))
    refused = refused_in(desk, panel)
    refused(reason)
    assert "不行。" in text_of(panel)
    panel.show_body("乙", sub("乙"))
    refused(reason)
    assert "不行。" not in text_of(panel)
    assert told == [("不行。", "warn")]
