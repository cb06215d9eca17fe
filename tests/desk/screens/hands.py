"""What a person does at a screen: opens it, presses its buttons, fills its forms, answers its sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import CountSheet, Sheet
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import ChoiceInput
from tests.desk.desk_fixtures import settle, show, type_in

CTRL = Qt.KeyboardModifier.ControlModifier
S = TypeVar("S", bound=Screen)


def opened(qtbot: QtBot, desk: Desk, kind: type[S], focus: Any = None) -> S:
    """The screen with its rows; `focus` as the side bar or another screen gives it."""
    screen = kind(desk)
    show(qtbot, screen)
    if focus is not None:
        screen.take_focus(focus)
    settle(qtbot, desk)
    return screen


def button(place: QWidget, words: str) -> QPushButton | None:
    """The visible button that begins with `words`."""
    found = (one for one in place.findChildren(QPushButton) if one.isVisible() and one.text().startswith(words))
    return next(found, None)


def press(qtbot: QtBot, screen: Any, place: QWidget, words: str) -> None:
    """Clicks a button that is there and not greyed, and waits for what follows."""
    found = button(place, words)
    assert found is not None, f"no button {words}"
    assert found.isEnabled(), f"{words} is greyed"
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    settle(qtbot, screen.desk)


def keys(qtbot: QtBot, screen: Any, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    """A shortcut from wherever the cursor stands on the screen."""
    QTest.keyClick(QApplication.focusWidget() or screen, key, held)
    settle(qtbot, screen.desk)


def enter(qtbot: QtBot, screen: Any, table: Any, row_id: Any = None) -> None:
    """Selects a row (the first unless told) and opens it with Enter."""
    if row_id is None:
        table.select_first()
    else:
        table.select_ids([row_id], current=row_id)
    table.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    settle(qtbot, screen.desk)


def form_of(screen: Any) -> Form:
    """The form in the panel."""
    form: Form = next(one for one in screen.panel.findChildren(Form) if one.isVisible())
    return form


def fill(screen: Any, **values: Any) -> Form:
    """Types into the form's fields, or goes to the option with these words by its keys."""
    form = form_of(screen)
    for key, value in values.items():
        field = form.input(key)
        field.setFocus()
        if isinstance(field, ChoiceInput):
            _choose(field, value)
            continue
        if isinstance(field, QSpinBox) or hasattr(field, "selectAll"):
            field.selectAll()
            QTest.keyClick(field, Qt.Key.Key_Delete)
        type_in(field, str(value))
    return form


def send(qtbot: QtBot, screen: Any, **values: Any) -> Form:
    """Fills the form and sends it with Ctrl+Enter from its last field."""
    form = fill(screen, **values)
    QTest.keyClick(form.input(list(values)[-1]), Qt.Key.Key_Return, CTRL)
    settle(qtbot, screen.desk)
    return form


def panel_text(screen: Any) -> str:
    """All words the panel shows."""
    return "\n".join(label.text() for label in screen.panel.findChildren(QLabel) if label.isVisible())


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
