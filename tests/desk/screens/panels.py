"""What tests of the screens about money do with a panel: read it, press its buttons, fill in its form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import RowTable
from tests.desk.desk_fixtures import settle, type_in

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def text_of(place: QWidget) -> str:
    """Every sentence that can be seen there."""
    return "\n".join(label.text() for label in place.findChildren(QLabel) if label.isVisible())


def button_of(place: QWidget, words: str) -> QPushButton:
    """The visible button that begins with `words`."""
    return next(one for one in place.findChildren(QPushButton) if one.isVisible() and one.text().startswith(words))


def press(qtbot: QtBot, desk: Desk, place: QWidget, words: str) -> None:
    """Clicks a button and waits."""
    QTest.mouseClick(button_of(place, words), Qt.MouseButton.LeftButton)
    settle(qtbot, desk)


def form_of(panel: SidePanel) -> Form:
    """The form the panel shows."""
    return next(form for form in panel.findChildren(Form) if form.isVisible())


def fill(form: Form, **texts: str) -> None:
    """Types into fields instead of what stands there."""
    for key, text in texts.items():
        field = form.input(key)
        field.setFocus()
        field.selectAll()
        type_in(field, text)


def key(qtbot: QtBot, desk: Desk, widget: QWidget, pressed: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    """Presses a key and waits for what follows."""
    QTest.keyClick(widget, pressed, held if held is not None else Qt.KeyboardModifier.NoModifier)
    settle(qtbot, desk)


def pick(qtbot: QtBot, desk: Desk, table: RowTable, place: int) -> None:
    """Goes to the `place`-th row by keys."""
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Home)
    for _ in range(place):
        QTest.keyClick(table.view, Qt.Key.Key_Down)
    settle(qtbot, desk)
