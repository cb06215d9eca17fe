"""Keys as a person presses them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Each key once, with `held` down."""
    for key in keys:
        QTest.keyClick(widget, key, held)


def type_in(widget: QWidget, text: str) -> None:
    """Plain typing."""
    for letter in text:
        QTest.keyClicks(widget, letter)


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    """What an input method does: shows `preedit`, then puts `commit` into the field."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)
