"""Gallery pages of the plain controls and of what pops up."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from school_desk.desk.icons import icon
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.chips import ChipLabel
from school_desk.desk.widgets.inputs import CalendarSheet, ChoiceInput, DateInput, MoneyInput, NumberInput, TextInput
from tests.desk.widgets.gallery_samples import STATES, TRADES


def controls() -> QWidget:
    """Every plain control in each of its states."""
    page = QWidget()
    page.setFixedSize(900, 620)
    grid = QGridLayout(page)
    grid.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
    grid.setSpacing(GAP_M)
    buttons = [
        action_button("通过并下一条", "check", primary=True), action_button("导出", "export"), action_button("退回补正", role="danger"),
        action_button("更多", "more", role="quiet"), action_button("查看原文", "link", role="link"), tool_button("rotate-right", "右转"),
    ]  # fmt: skip
    off = [
        action_button("通过", "check", primary=True),
        action_button("导出", "export"),
        action_button("退回", role="danger"),
        tool_button("fit", "适合"),
    ]
    for each in off:
        each.setEnabled(False)
    focused = action_button("焦点在此")
    lines: list[list[QWidget]] = [[*buttons], [*off, focused], _fields(), _fields(enabled=False), _checks(), _others()]
    for line, widgets in enumerate(lines):
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        grid.addLayout(row, line, 0)
    grid.setRowStretch(6, 1)
    page.show()
    page.activateWindow()
    focused.setFocus()
    return page


def _fields(*, enabled: bool = True) -> list[QWidget]:
    box, editable, spin, day = QComboBox(), QComboBox(), NumberInput(unit="人"), QDateEdit()
    box.addItems(["钢筋工", "架子工"])
    editable.setEditable(True)
    editable.addItems(["湖州市吴兴区"])
    spin.setValue(128)
    day.setCalendarPopup(True)
    day.setDisplayFormat("yyyy-MM-dd")
    text, money, typed = TextInput(), MoneyInput(), DateInput()
    text.set_value("91330521MA2B3C4D5E")
    money.set_value(960_000)
    typed.set_value(date(2026, 11, 23))
    made: list[QWidget] = [text, money, typed, box, editable, spin, day]
    for each in made:
        each.setEnabled(enabled)
    return made


def _checks() -> list[QWidget]:
    made: list[QWidget] = []
    kinds: tuple[type[QCheckBox] | type[QRadioButton], ...] = (QCheckBox, QRadioButton)
    for kind in kinds:
        for words, on, enabled in (("未选", False, True), ("已选", True, True), ("停用", True, False)):
            box = kind(words)
            box.setAutoExclusive(False)
            box.setChecked(on)
            box.setEnabled(enabled)
            made.append(box)
    partly = QCheckBox("部分")
    partly.setTristate(True)
    partly.setCheckState(Qt.CheckState.PartiallyChecked)
    return [*made, partly, *(ChipLabel(chip) for chip in STATES)]


def _others() -> list[QWidget]:
    note = QPlainTextEdit("现场审核：原件已核对，公章清晰。\n" * 8)
    note.setFixedSize(320, 110)
    bad = TextInput()
    bad.setProperty("tone", "bad")
    bad.set_value("1381234567")
    fixed = TextInput()
    fixed.setReadOnly(True)
    fixed.set_value("只读内容")
    return [note, bad, fixed]


def popups() -> QWidget:
    """An open choice, a calendar and a menu beside each other (each is a window of its own elsewhere)."""
    page = QWidget()
    page.setFixedSize(980, 360)
    row = QHBoxLayout(page)
    row.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
    box = ChoiceInput([(n, name) for n, name in enumerate(TRADES)])
    box.set_value(1)
    menu = QMenu(page)
    for words, name in (("打开详情", "eye"), ("复制", "copy"), ("退回补正…", "refund")):
        menu.addAction(icon(name), words)
    menu.addSeparator()
    menu.addAction("删除草稿").setEnabled(False)
    menu.setActiveAction(menu.actions()[1])
    calendar = CalendarSheet(page)
    calendar.calendar.setSelectedDate(QDate(2026, 11, 23))
    row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
    for each in (box.view(), calendar, menu):
        each.setParent(page)
        each.setWindowFlags(Qt.WindowType.Widget)
        row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        each.show()
    return page
