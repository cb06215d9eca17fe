"""The input of 合格线: a small table of levels and subjects, in points; the value is in tenths of a point.

PassMarksInput()      value() -> {level: {subject: tenths}}; problem(); Enter goes to the next cell
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from school_desk.desk.screens.staff.setting_words import tenths_words
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.inputs import TextInput
from school_desk.desk.widgets.texts import body, caption
from school_desk.terms.labels import SUBJECTS
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import Subject


class PassMarksInput(QWidget):
    """See the module's docstring."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cells: dict[tuple[SkillLevel, Subject], TextInput] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP_S)
        for column, subject in enumerate(Subject, 1):
            grid.addWidget(caption(SUBJECTS[subject]), 0, column)
            grid.setColumnStretch(column, 1)
        for row, level in enumerate(SkillLevel, 1):
            grid.addWidget(body(level.label), row, 0)
            for column, subject in enumerate(Subject, 1):
                grid.addWidget(self._cell(level, subject), row, column)
        self.setFocusProxy(next(iter(self._cells.values())))

    def value(self) -> dict[SkillLevel, dict[Subject, int]]:
        """Tenths of a point; an unreadable cell counts as nothing: ask `problem` first."""
        return {level: {subject: self._tenths(level, subject) or 0 for subject in Subject} for level in SkillLevel}

    def set_value(self, value: Any) -> None:
        for (level, subject), cell in self._cells.items():
            cell.set_value(tenths_words(value[level][subject]))

    def problem(self) -> str:
        for (level, subject), cell in self._cells.items():
            if self._tenths(level, subject) is None:
                typed = cell.value()
                where = f"{level.label} {SUBJECTS[subject]}"
                return f"“{where}”的“{typed}”不是分数，请填如 60 或 60.5。" if typed else f"请填写{where}的合格线。"
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.focusNextChild()
            return True
        return False

    def _cell(self, level: SkillLevel, subject: Subject) -> TextInput:
        cell = self._cells[level, subject] = TextInput(digits=True, longest=5)
        cell.setAccessibleName(f"{level.label} {SUBJECTS[subject]}的合格线（分）")
        cell.setAlignment(Qt.AlignmentFlag.AlignRight)
        cell.setMinimumWidth(64)
        cell.edited.connect(self.edited)
        cell.installEventFilter(self)
        return cell

    def _tenths(self, level: SkillLevel, subject: Subject) -> int | None:
        try:
            tenths = Decimal(self._cells[level, subject].value()) * 10
        except InvalidOperation:
            return None
        return int(tenths) if tenths.is_finite() and tenths == int(tenths) else None
