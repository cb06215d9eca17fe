"""A card whose line turns to the accent while what it holds has the focus: a list, a photo, a text to scroll.

light_while_focused(card, widget)      `card` is a QFrame of the role card
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget

from school_desk.desk.widgets.texts import set_look


def light_while_focused(card: QFrame, widget: QWidget) -> None:
    """From now on; the light goes with the card."""
    widget.installEventFilter(_Light(card))


class _Light(QObject):
    def __init__(self, card: QFrame) -> None:
        super().__init__(card)
        self._card = card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_look(self._card, "lit", "true" if event.type() is QEvent.Type.FocusIn else "")
        return False
