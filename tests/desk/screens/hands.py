"""What a person does at a screen: opens it, reads it, presses its buttons, fills its forms, answers its sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import CountSheet, Sheet
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.table import RowTable
from tests.desk.desk_fixtures import settle, show, type_in

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
S = TypeVar("S", bound=Screen)


def opened(qtbot: QtBot, desk: Desk, kind: type[S], focus: Any = None) -> S:
    """The screen with its rows; `focus` as the side bar or another screen gives it."""
    screen = kind(desk)
    show(qtbot, screen)
    if focus is not None:
        screen.take_focus(focus)
    settle(qtbot, desk)
    return screen


def text_of(place: QWidget) -> str:
    """Every sentence that can be seen there."""
    return "\n".join(label.text() for label in place.findChildren(QLabel) if label.isVisible())


def find_button(place: QWidget, words: str) -> QPushButton | None:
    """The visible button that begins with `words`; None where there is none."""
    found = (one for one in place.findChildren(QPushButton) if one.isVisible() and one.text().startswith(words))
    return next(found, None)


def button(place: QWidget, words: str) -> QPushButton:
    """The visible button that begins with `words`."""
    found = find_button(place, words)
    assert found is not None, f"no button {words}"
    return found


def press(qtbot: QtBot, place: QWidget, words: str) -> None:
    """Clicks a button that is there and not greyed, and waits for what follows on the desk of the window it stands in."""
    found, window = button(place, words), place.window()
    assert found.isEnabled(), f"{words} is greyed"
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    settle(qtbot, window.desk)  # type: ignore[attr-defined]


def keys(qtbot: QtBot, screen: Any, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    """A shortcut from wherever the cursor stands on the screen."""
    QTest.keyClick(QApplication.focusWidget() or screen, key, held)
    settle(qtbot, screen.desk)


def key(qtbot: QtBot, desk: Desk, widget: QWidget, pressed: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Presses a key in `widget` and waits for what follows."""
    QTest.keyClick(widget, pressed, held)
    settle(qtbot, desk)


def pick(qtbot: QtBot, desk: Desk, table: RowTable, place: int) -> None:
    """Goes to the `place`-th row by keys."""
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Home)
    for _ in range(place):
        QTest.keyClick(table.view, Qt.Key.Key_Down)
    settle(qtbot, desk)


def enter(qtbot: QtBot, screen: Any, table: Any, row_id: Any = None) -> None:
    """Selects a row (the first unless told) and opens it with Enter."""
    if row_id is None:
        table.select_first()
    else:
        table.select_ids([row_id], current=row_id)
    table.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    settle(qtbot, screen.desk)


def form_of(place: QWidget) -> Form:
    """The form that stands there."""
    form: Form = next(one for one in place.findChildren(Form) if one.isVisible())
    return form


def fill(form: Form, **values: Any) -> Form:
    """Types into the form's fields instead of what stands there, or goes to the option with these words by its keys."""
    for name, value in values.items():
        field = form.input(name)
        field.setFocus()
        if isinstance(field, ChoiceInput):
            _choose(field, value)
        else:
            retype(field, str(value))
    return form


def retype(field: Any, text: str) -> None:
    """Types into a field instead of what stands there."""
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    type_in(field, text)


def send(qtbot: QtBot, screen: Any, **values: Any) -> Form:
    """Fills the form and sends it with Ctrl+Enter from its last field."""
    form = fill(form_of(screen.panel), **values)
    QTest.keyClick(form.input(list(values)[-1]), Qt.Key.Key_Return, CTRL)
    settle(qtbot, screen.desk)
    return form


def panel_text(screen: Any) -> str:
    """All words the panel shows."""
    return text_of(screen.panel)


def names(table: Any) -> list[str]:
    """Whose rows a list shows."""
    return [getattr(row, "person", row).name for row in table.rows()]


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The person will choose `path` in the system's dialog."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def open_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The person will choose the file `path` in the system's dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def count_sheet() -> CountSheet:
    """The sheet that asks for a number."""
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CountSheet)
    return sheet


def answer_question(words: str) -> None:
    """Presses the button `words` of the modal question that is about to come."""

    def press_it() -> None:
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, Sheet)
        chosen = next(one for one in (sheet.primary, sheet.secondary) if one.text() == words)
        QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press_it)


def _choose(field: ChoiceInput, words: Any) -> None:
    place = next(n for n in range(field.count()) if words in (field.itemText(n), field.itemData(n)))
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(place - field.currentIndex()):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.currentIndex() == place
