"""One line of a panel: what it is, small beneath it what else is known, at the right what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.texts import body, caption


def entry_row(words: str, told: str, *at_right: QWidget) -> QWidget:
    """Words wrap; buttons stand beside their first line."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_S)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(body(words, wrap=True))
    column.addWidget(caption(told, wrap=True))
    column.addStretch(1)
    row.addLayout(column, 1)
    for widget in at_right:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    return made
