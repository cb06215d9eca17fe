"""Forms by keyboard: Enter goes on, errors stand where they belong, digits come in any width."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import (
    CalendarSheet,
    ChoiceInput,
    DateInput,
    MoneyInput,
    NumberInput,
    TextInput,
    half_width,
    read_date,
)
from school_desk.kernel.errors import RuleViolation
from tests.desk.widgets.keys import ALT, CTRL, Key, compose, press, type_in


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    made.add_heading("企业登记")
    made.add_text("name", "企业名称", required=True, span=2)
    made.add_text("code", "信用代码", digits=True, upper=True, hint="18 位")
    made.add_choice("region", "所属地区", [(None, "请选择"), ("330521", "德清县")], required=True)
    made.add_date("until", "有效期至")
    made.add_money("fee", "费用")
    made.add_number("seats", "人数", most=500, unit="人")
    made.add_check("province", "省属单位")
    made.add_note("note", "备注", span=2)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_enter_walks_through_and_sends(form: Form, qtbot: QtBot) -> None:
    form.focus("name")
    type_in(form.input("name"), "Hengtai")
    press(form.input("name"), Key.Key_Return)
    assert form.input("code").hasFocus()
    type_in(form.input("code"), "91a")
    press(form.input("code"), Key.Key_Enter)
    press(form.input("region"), Key.Key_Down)
    press(form.input("region"), Key.Key_Return)
    type_in(form.input("until"), "20270101")
    press(form.input("until"), Key.Key_Return)
    type_in(form.input("fee"), "1234.5")
    for key in ("fee", "seats", "province"):
        press(form.input(key), Key.Key_Return)
    assert form.input("note").hasFocus()
    with qtbot.waitSignal(form.submitted) as sent:
        press(form.input("note"), Key.Key_Return, held=CTRL)
    first = {"name": "Hengtai", "code": "91A", "region": "330521", "until": date(2027, 1, 1)}
    assert sent.args == [{**first, "fee": 123_450, "seats": 0, "province": False, "note": ""}]


def test_ctrl_enter_in_a_form_is_the_forms_own(form: Form, qtbot: QtBot) -> None:
    """A screen's button with the same keys (审核通过) must not be pressed by who writes a reason beside it."""
    pressed: list[bool] = []
    button = action_button("审核通过", keys="Ctrl+Return", on=lambda: pressed.append(True))
    button.setParent(form)
    button.show()
    form.add_note("reason", "原因")
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    for key in ("name", "region", "seats", "reason"):
        form.focus(key)
        press(form.input(key), Key.Key_Return, held=CTRL)
        assert (pressed, form.error("name")) == ([], "请填写企业名称。"), key
        form.set_error("name", "")
    button.setFocus()
    press(button, Key.Key_Return, held=CTRL)
    assert pressed == [True]


def test_what_is_under_way_is_not_sent_again(form: Form) -> None:
    sent: list[dict[str, Any]] = []
    form.submitted.connect(sent.append)
    form.set_values({"name": "恒泰", "region": "330521"})
    for held, count in ((False, 1), (True, 1), (False, 2)):
        form.hold(held)
        press(form.input("note"), Key.Key_Return, held=CTRL)
        assert len(sent) == count


def test_what_is_missing_or_unreadable_is_said_at_its_place(form: Form, qtbot: QtBot) -> None:
    type_in(form.input("until"), "2026-13-40")
    type_in(form.input("fee"), "abc")
    assert not form.check()
    assert form.error("name") == "请填写企业名称。"
    assert form.error("region") == "请选择所属地区。"
    assert "不是日期" in form.error("until")
    assert "不是金额" in form.error("fee")
    assert form.input("name").hasFocus()
    assert form.input("name").property("tone") == "bad"
    assert form.input("name").accessibleDescription() == "请填写企业名称。"
    with qtbot.waitSignal(form.edited) as edited:
        type_in(form.input("name"), "a")
    assert edited.args == ["name"]
    assert form.error("name") == ""
    assert form.input("name").property("tone") == ""
    form.set_error("fee", "")
    assert form.error("fee") == ""
    with pytest.raises(RuleViolation):
        form.values()


def test_a_hint_gives_way_to_the_error_and_comes_back(form: Form) -> None:
    assert form.input("code").accessibleDescription() == "18 位"
    form.set_error("code", "校验位不符。")
    assert form.input("code").accessibleDescription() == "校验位不符。"
    form.set_values({"code": "X"})
    assert form.input("code").accessibleDescription() == "18 位"
    assert not form.set_error("elsewhere", "…")


def test_required_fields_say_so_to_screen_readers(form: Form) -> None:
    assert form.input("name").accessibleName() == "企业名称（必填）"
    assert form.input("province").accessibleName() == "省属单位"


def test_fields_that_cannot_be_used_are_passed_over(form: Form) -> None:
    form.set_enabled("code", False)
    form.set_shown("region", False)
    form.focus("name")
    press(form.input("name"), Key.Key_Return)
    assert form.input("until").hasFocus()


def test_full_width_digits_turn_while_typing_and_the_cursor_stays(qtbot: QtBot) -> None:
    field = TextInput(digits=True)
    qtbot.addWidget(field)
    compose(field, "１２", "１２３：")
    assert field.value() == "123:"
    field.setCursorPosition(1)
    compose(field, "", "４")
    assert (field.text(), field.cursorPosition()) == ("1423:", 2)


def test_a_name_keeps_its_own_width(qtbot: QtBot) -> None:
    field = TextInput()
    qtbot.addWidget(field)
    compose(field, "", "（湖州）公司")
    assert field.value() == "（湖州）公司"
    assert half_width("（１）") == "(1)"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)), ("2026.1.2", date(2026, 1, 2)), ("2026/01/02", date(2026, 1, 2)),
        ("20261123", date(2026, 11, 23)),
        ("2026年11月23日", date(2026, 11, 23)), ("２０２６－１１－２３", date(2026, 11, 23)),
        ("2026-02-30", None), ("26-1-1", None), ("长期", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_they_are_written(typed: str, day: date | None) -> None:
    assert read_date(typed) == day


def test_a_date_is_put_in_order_when_it_is_left(qtbot: QtBot) -> None:
    field = DateInput()
    qtbot.addWidget(field)
    type_in(field, "20261123")
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut))
    assert field.text() == "2026-11-23"


def test_a_date_can_be_picked_by_keys(qtbot: QtBot) -> None:
    field = DateInput()
    qtbot.addWidget(field)
    field.set_value(date(2026, 11, 23))
    field.show()
    press(field, Key.Key_Down, held=ALT)
    sheet = field.findChild(CalendarSheet)
    assert isinstance(sheet, CalendarSheet)
    days = sheet.calendar.findChild(QTableView)
    assert isinstance(days, QTableView)
    with qtbot.waitSignal(field.edited):
        press(days, Key.Key_Right, Key.Key_Return)
    assert not sheet.isVisible()
    assert field.value() == date(2026, 11, 24)


def test_money_is_grouped_when_it_is_left(qtbot: QtBot) -> None:
    field = MoneyInput()
    qtbot.addWidget(field)
    assert field.value() is None
    type_in(field, "7600")
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut))
    assert (field.text(), field.value()) == ("7,600.00", 760_000)


@pytest.mark.parametrize("made", [lambda: ChoiceInput([(1, "一"), (2, "二")]), NumberInput], ids=["choice", "number"])
def test_the_wheel_changes_nothing(made: Any, qtbot: QtBot) -> None:
    field = made()
    qtbot.addWidget(field)
    field.set_value(1)
    place = QPointF(5, 5)
    turn = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, turn)
    assert field.value() == 1
    assert not turn.isAccepted()


def test_a_choice_keeps_its_value_when_the_options_change(qtbot: QtBot) -> None:
    choice = ChoiceInput([(1, "一"), (2, "二")])
    qtbot.addWidget(choice)
    assert choice.value() is None
    choice.set_value(2)
    choice.set_options([(2, "二"), (3, "三")])
    assert choice.value() == 2
    choice.set_options([(3, "三")])
    assert choice.value() is None


def test_facts_can_be_read_and_replaced(qtbot: QtBot) -> None:
    grid = FactsGrid([Fact("姓名", "王建国"), Fact("联系人", "")])
    qtbot.addWidget(grid)
    assert [label.accessibleName() for label in _values(grid)] == ["姓名：王建国", "联系人："]
    grid.set_facts([Fact("姓名", "李秀英", note="已更正")])
    assert [label.text() for label in _values(grid)] == ["李秀英"]


def _values(grid: FactsGrid) -> list[Any]:
    return [label for label in grid.findChildren(QLabel) if label.accessibleName() and label.isVisibleTo(grid)]


def test_setting_a_value_is_no_edit(form: Form) -> None:
    heard: list[str] = []
    form.edited.connect(heard.append)
    form.set_values({"name": "甲", "seats": 5, "province": True, "region": "330521", "fee": 100})
    assert heard == []
    assert form.values()["seats"] == 5
    assert isinstance(form.input("name"), QLineEdit)
