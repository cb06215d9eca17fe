"""Facts to read: label and value in a calm grid, values selectable for copying.

Fact(label, value, chip=None, note="")        value "" shows —
FactsGrid(facts=(), parent=None, *, columns=2)     set_facts(facts)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_M, GAP_S, GAP_XL
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.texts import body, caption, sub

_LABEL_WIDTH = 96
_LINE = (0, 2, 0, 1)  # makes a line as high as a chip, so that label, value and chip stand on one line
_VALUE_LINE = (0, 3, 0, 0)  # Qt draws text that can be selected one pixel higher


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: `chip` stands behind the value, `note` small beneath it."""

    label: str
    value: str
    chip: Chip | None = None
    note: str = ""


class FactsGrid(QWidget):
    """Facts in reading order, row by row, `columns` of them side by side."""

    def __init__(self, facts: Sequence[Fact] = (), parent: QWidget | None = None, *, columns: int = 2) -> None:
        super().__init__(parent)
        self._columns = columns
        self._shown: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(GAP_S)
        self._grid.setHorizontalSpacing(GAP_M)
        for column in range(columns):
            self._grid.setColumnMinimumWidth(3 * column, _LABEL_WIDTH)
            self._grid.setColumnStretch(3 * column + 1, 1)
            if column:
                self._grid.setColumnMinimumWidth(3 * column - 1, GAP_XL)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts instead."""
        for old in self._shown:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown.clear()
        for place, fact in enumerate(facts):
            row, column = divmod(place, self._columns)
            label = sub(fact.label, wrap=True)
            label.setContentsMargins(*_LINE)
            for offset, made in enumerate((label, _value(fact))):
                self._grid.addWidget(made, row, 3 * column + offset, Qt.AlignmentFlag.AlignTop)
                self._shown.append(made)


def _value(fact: Fact) -> QWidget:
    words = body(fact.value or "—", wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setContentsMargins(*_VALUE_LINE)
    words.setAccessibleName(f"{fact.label}：{fact.value}")
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    line = QHBoxLayout()
    line.setSpacing(GAP_S)
    line.addWidget(words, 1 if fact.chip is None else 0)
    if fact.chip is not None:
        line.addWidget(ChipLabel(fact.chip), 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        words.setWordWrap(False)
    column.addLayout(line)
    if fact.note:
        column.addWidget(caption(fact.note, wrap=True))
    return block
