"""A digit takes the value of its number in a field in which nothing was typed yet, and is typing all the same when more characters follow.

Choosing(input)      offer(values, proposed) · key(QKeyEvent) -> whether it was taken · is_untouched() · forget()

A field reached by Enter or Tab has all its text selected: a digit shows the value of its number there, selected whole again, another digit
another one. The first character that is no such digit says that the person is typing: then the digits count as typed. Nothing is lost.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class Choosing:
    """See the module's docstring."""

    def __init__(self, field: QLineEdit) -> None:
        self._field = field
        self._values: tuple[str, ...] = ()
        self._proposed, self._digits = "", ""

    def offer(self, values: tuple[str, ...], proposed: str) -> None:
        """Other values than these are not to be had by number; `proposed` is what stands there untouched."""
        self._values, self._proposed, self._digits = values, proposed, ""

    def forget(self) -> None:
        """The digits pressed so far are done with."""
        self._digits = ""

    def is_untouched(self) -> bool:
        """Whether all there is is chosen whole, or nothing is there."""
        return self._field.selectedText() == self._field.text()

    def key(self, event: QKeyEvent) -> bool:
        """Takes a digit that has a value; puts the digits back before any other character."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        text = event.text()
        if held or not text.isprintable() or not text:
            return False
        number = int(text) if text in tuple("123456789") else 0
        if 1 <= number <= len(self._values) and self.is_untouched() and self._nothing_typed():
            self._digits += text
            self._field.setText(self._values[number - 1])
            self._field.selectAll()
            return True
        if self._digits and self.is_untouched():
            self._field.setText(self._digits)
        self._digits = ""
        return False

    def _nothing_typed(self) -> bool:
        return bool(self._digits) or self._field.text() == self._proposed
