"""What the desk does with a decision: once for a double click, told to all though its page is gone, to be tried again after a fault."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from school_desk.desk.services import Desk
from school_desk.kernel.errors import EnvironmentFault
from school_desk.plans.commands import CreatePlan
from school_desk.plans.queries import plans
from school_desk.terms.levels import SkillLevel
from tests.desk.desk_fixtures import Told, nothing_written, settle
from tests.school import Office


def plan(fee_yuan: int) -> CreatePlan:
    return CreatePlan("010", SkillLevel.SENIOR, date(2026, 8, 3), date(2026, 9, 3), fee_fen=100 * fee_yuan)


def fees(office: Office) -> list[int]:
    with office.school.reading() as session:
        return sorted(row.fee_fen // 100 for row in plans(session, office.school.id, date(2026, 8, 3)))


def test_a_double_click_gives_the_command_once(qtbot: QtBot, desk: Desk, office: Office) -> None:
    for fee in (800, 800, 900, 800):
        desk.decide(desk, plan(fee))
    settle(qtbot, desk)
    assert fees(office) == [800, 800, 900]  # the last came after another one: it was meant
    desk.decide(desk, plan(900))
    settle(qtbot, desk)
    assert fees(office) == [800, 800, 900, 900]


def test_what_was_decided_is_told_though_its_page_is_gone(qtbot: QtBot, desk: Desk, told: Told) -> None:
    changes: list[Any] = []
    desk.changed.connect(changes.append)
    page = QObject()
    desk.decide(page, plan(800), lambda _outcome: pytest.fail("the page is gone"), done="已新建培训计划。")
    shiboken6.delete(page)
    settle(qtbot, desk)
    assert told == [("已新建培训计划。", "good")]
    assert "training_plan" in changes[0]


def test_after_a_fault_it_may_be_tried_again(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    decide = partial(desk.decide, desk, plan(800), failed=lambda: tries.append("again"))
    with monkeypatch.context() as patched:
        fault = EnvironmentFault("disk.full", "磁盘已满，没有保存。请清出空间后再试。")
        patched.setattr(type(office.school), "execute", _raising(fault))
        decide()
        settle(qtbot, desk)
    assert (tries, told) == (["again"], [(fault.message, "bad")])
    decide()
    settle(qtbot, desk)
    assert fees(office) == [800]


def test_a_second_undo_takes_back_the_one_before(qtbot: QtBot, desk: Desk, office: Office) -> None:
    for fee in (800, 900):
        desk.decide(desk, plan(fee))
    settle(qtbot, desk)
    desk.undo()
    desk.undo()
    settle(qtbot, desk)
    assert fees(office) == []


def test_undo_takes_back_what_is_still_being_written(qtbot: QtBot, desk: Desk, office: Office) -> None:
    desk.decide(desk, plan(800))
    settle(qtbot, desk)
    with nothing_written(desk):
        desk.decide(desk, plan(900))
        desk.undo()
        desk.decide(desk, plan(1000))  # given after the undo, so not meant by it
    settle(qtbot, desk)
    assert fees(office) == [800, 1000]


def test_as_many_undos_as_decisions_take_back_all(qtbot: QtBot, desk: Desk, office: Office) -> None:
    with nothing_written(desk):
        desk.decide(desk, plan(800))
        desk.decide(desk, plan(900))
        desk.undo()
        desk.undo()
    settle(qtbot, desk)
    assert fees(office) == []


def test_when_the_last_decision_failed_nothing_else_is_taken_back(
    qtbot: QtBot, desk: Desk, office: Office, told: Told
) -> None:
    desk.decide(desk, plan(800))
    settle(qtbot, desk)
    with nothing_written(desk):
        desk.decide(desk, plan(-1))
        desk.undo()
    settle(qtbot, desk)
    assert fees(office) == [800]
    assert told[-1] == ("刚才的操作没有成功，所以没有撤销任何操作。", "info")
    desk.undo()
    settle(qtbot, desk)
    assert fees(office) == []


def _raising(fault: Exception) -> Any:
    def execute(*_arguments: Any, **_options: Any) -> None:
        raise fault

    return execute
