"""Toasts and sheets: undo by Ctrl+Z, errors that stay, sheets that close only when the work is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.columns import Column
from school_desk.desk.widgets.detail_panel import DetailPanel
from school_desk.desk.widgets.dialogs import CountSheet, FormSheet, Sheet, ask, tell
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.toast import Toasts, ToastStrip
from tests.desk.widgets.keys import CTRL, Key, press, type_in


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 500)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def strip(window: QWidget) -> ToastStrip:
    """The foot of the window, below a button that takes all the room there is."""
    column = QVBoxLayout(window)
    page = QPushButton("登记")
    page.setSizePolicy(page.sizePolicy().Policy.Expanding, page.sizePolicy().Policy.Expanding)
    made = ToastStrip()
    column.addWidget(page)
    column.addWidget(made)
    return made


def test_the_last_act_is_taken_back_by_ctrl_z(window: QWidget, strip: ToastStrip) -> None:
    toasts, undone = Toasts(strip), []
    toasts.say("已通过 甲", undo=lambda: undone.append("甲"))
    toasts.say("已通过 乙", undo=lambda: undone.append("乙"))
    assert toasts.shown_message() == "已通过 乙"
    press(window, Key.Key_Z, held=CTRL)
    press(window, Key.Key_Z, held=CTRL)
    assert undone == ["乙"]
    assert toasts.shown_message() == ""


def test_in_a_field_ctrl_z_is_the_fields_own(window: QWidget, strip: ToastStrip) -> None:
    toasts, undone = Toasts(strip), []
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    type_in(field, "ab")
    toasts.say("已保存", undo=lambda: undone.append(1))
    press(field, Key.Key_Z, held=CTRL)
    assert undone == []
    assert field.text() == ""


def test_an_error_goes_first_and_stays_until_closed(window: QWidget, strip: ToastStrip, qtbot: QtBot) -> None:
    toasts = Toasts(strip, hold_ms=1)
    toasts.fail("没有导入：文件被占用。", "请关闭 Excel。")
    toasts.say("已保存")
    qtbot.wait(20)
    assert (toasts.shown_message(), toasts.waiting()) == ("没有导入：文件被占用。", 1)
    assert not toasts.undo_now()
    press(window, Key.Key_Escape)
    assert toasts.shown_message() == "已保存"
    qtbot.waitUntil(lambda: toasts.shown_message() == "")


def test_the_windows_own_undo_may_take_over(window: QWidget, strip: ToastStrip) -> None:
    toasts, undone = Toasts(strip, own_shortcut=False), []
    toasts.say("已通过", undo=lambda: undone.append(1))
    press(window, Key.Key_Z, held=CTRL)
    assert undone == []
    assert toasts.undo_now()
    assert undone == [1]


@pytest.mark.parametrize("sentence", ["已保存", "很长的句子" * 30])
@pytest.mark.parametrize("width", [420, 900])
def test_a_toast_covers_nothing_that_can_be_pressed(
    window: QWidget, strip: ToastStrip, qtbot: QtBot, sentence: str, width: int
) -> None:
    Toasts(strip).say(sentence, undo=lambda: None)
    window.resize(width, 500)
    qtbot.wait(1)
    page = window.findChildren(QPushButton)[0]
    card = next(one for one in window.findChildren(QFrame) if one.accessibleName() == sentence)
    assert card.isVisible()
    assert strip.geometry().contains(card.geometry())
    assert not page.geometry().intersects(card.geometry())
    words = next(label for label in card.findChildren(QLabel) if label.text() == sentence)
    assert words.height() >= words.heightForWidth(words.width()), "no line is cut"


def test_a_long_toast_takes_its_room_back(window: QWidget, strip: ToastStrip, qtbot: QtBot) -> None:
    toasts, before = Toasts(strip), strip.height()
    toasts.fail("很长的句子" * 60)
    qtbot.wait(1)
    assert strip.height() > before
    toasts.close_shown()
    qtbot.wait(1)
    assert strip.height() == before


def opened(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.open()
    qtbot.waitUntil(sheet.isActiveWindow)


def test_a_form_sheet_closes_only_when_told(window: QWidget, qtbot: QtBot) -> None:
    sheet = FormSheet(window, "登记结论", "说明。")
    name = sheet.form.add_text("name", "文号", required=True)
    sheet.form.add_note("note", "备注")
    opened(sheet, qtbot)
    press(sheet, Key.Key_Return, held=CTRL)
    assert sheet.form.error("name") == "请填写文号。"
    type_in(name, "12")
    with qtbot.waitSignal(sheet.submitted) as sent:
        press(sheet.form.input("note"), Key.Key_Return, held=CTRL)
    assert sent.args == [{"name": "12", "note": ""}]
    sheet.set_working(True)
    assert not sheet.primary.isEnabled()
    sheet.fail("文号已登记过。", "name")
    assert (sheet.form.error("name"), sheet.problem(), sheet.isVisible()) == ("文号已登记过。", "", True)
    sheet.fail("磁盘已满。", "elsewhere")
    assert sheet.problem() == "磁盘已满。"
    press(sheet, Key.Key_Escape)
    assert not sheet.isVisible()


def test_sent_once_by_each_key(window: QWidget, qtbot: QtBot) -> None:
    sheet = FormSheet(window, "登记")
    sent: list[dict[str, object]] = []
    name = sheet.form.add_text("name", "文号")
    sheet.submitted.connect(sent.append)
    opened(sheet, qtbot)
    press(name, Key.Key_Return, held=CTRL)
    press(name, Key.Key_Return)
    sheet.primary.setFocus()
    press(sheet.primary, Key.Key_Return, held=CTRL)
    assert len(sent) == 3


def test_the_count_must_be_typed(window: QWidget, qtbot: QtBot) -> None:
    sheet = CountSheet(window, "推送 115 张证书", "不能撤回。", 115, "张", primary="推送")
    opened(sheet, qtbot)
    heard: list[bool] = []
    sheet.accept_requested.connect(lambda: heard.append(True))
    for typed, works in (("11", False), ("5", True), ("0", False)):
        type_in(sheet.typed, typed)
        assert sheet.primary.isEnabled() is works
        press(sheet, Key.Key_Return, held=CTRL)
    assert heard == [True]


@pytest.mark.parametrize(("answer", "taken"), [("停止", True), ("取消", False)])
def test_ask(window: QWidget, answer: str, taken: bool) -> None:
    QTimer.singleShot(0, lambda: press(button_of(QApplication.activeModalWidget(), answer), Key.Key_Space))
    assert ask(window, "停止识别？", "已识别的会保留。", primary="停止", danger=True) is taken


def button_of(sheet: QWidget | None, name: str) -> QWidget:
    assert sheet is not None
    return next(button for button in sheet.findChildren(QPushButton) if button.accessibleName() == name)


def test_tell(window: QWidget) -> None:
    seen: list[str] = []

    def close() -> None:
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, Sheet)
        seen.append(sheet.windowTitle())
        press(sheet.primary, Key.Key_Space)

    QTimer.singleShot(0, close)
    tell(window, "已恢复备份", "请重新打开。")
    assert seen == ["已恢复备份"]


def test_a_notice_is_there_while_it_has_something_to_say(window: QWidget, qtbot: QtBot) -> None:
    notice = Notice(parent=window)
    assert not notice.isVisible()
    notice.set_words(Tone.WARN, "缺承诺书。", "看照片")
    assert notice.words() == "缺承诺书。"
    button = next(child for child in notice.findChildren(QWidget) if child.accessibleName() == "看照片")
    with qtbot.waitSignal(notice.action_requested):
        press(button, Key.Key_Space)
    notice.set_words(Tone.WARN, "")
    assert not notice.isVisible()


def test_detail_unfolds_by_keys(qtbot: QtBot) -> None:
    panel = DetailPanel()
    qtbot.addWidget(panel)
    columns = [Column("only", "课程", value=lambda row: row)]
    table = panel.add_section("培训信息").add_table("学习记录", columns, ["甲", "乙"], row_id=lambda row: row)
    panel.show()
    qtbot.waitExposed(panel)
    assert not table.table.isVisible()
    assert table.line.accessibleName() == "展开学习记录"
    press(table.line, Key.Key_Space)
    assert table.table.isVisible()
    table.set_rows([])
    assert not table.table.isVisible()
    assert not table.line.isEnabled()
    panel.clear()
    assert panel.findChildren(type(table)) == [] or not table.isVisible()
