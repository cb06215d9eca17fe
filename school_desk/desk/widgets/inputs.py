"""The inputs of forms: text that turns full-width digits, money in fen, dates typed many ways or picked, choices.

Each has `value()`, `set_value(value)` and the signal `edited()` (a person changed it); money and dates also `problem()`, a sentence or "".

    TextInput(*, digits=False, upper=False, longest=200)    value() -> str without outer blanks
    MoneyInput()                                            value() -> int fen | None; right-aligned, grouped when left
    DateInput()                                             value() -> date | None; reads "20261123", "2026.11.23", "2026年11月23日";
                                                            Alt+Down opens a calendar
    NumberInput(*, least=0, most=9999, unit="")             value() -> int
ChoiceInput(options)                                    options: (value, words) pairs; value() -> the value chosen or None
    NoteInput(*, lines=3)                                   value() -> str; Tab leaves it
    CheckInput(text)                                        value() -> bool
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from school_desk.desk.theme import colour, font, tokens
from school_desk.desk.widgets.buttons import tool_button
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan, parse_yuan

_PICK = 26
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
_DATE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))")


def half_width(text: str) -> str:
    """`text` with full-width digits, letters and signs made half-width ("１２３：" -> "123:"); the length stays the same."""
    return _FULL_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


class TextInput(QLineEdit):
    """`digits`: codes, phones, numbers, so full-width characters turn half-width while typing. `upper`: letters turn upper case."""

    edited = Signal()

    def __init__(self, *, digits: bool = False, upper: bool = False, longest: int = 200) -> None:
        super().__init__()
        self._turns, self._upper = digits, upper
        self.setMaxLength(longest)
        self.textEdited.connect(self._turn)

    def value(self) -> str:
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def _turn(self, typed: str) -> None:
        turned = half_width(typed) if self._turns else typed
        turned = turned.upper() if self._upper else turned
        if turned != typed:
            place = self.cursorPosition()
            self.setText(turned)
            self.setCursorPosition(place)
        self.edited.emit()


class MoneyInput(TextInput):
    """Yuan on the screen, fen in the value."""

    def __init__(self) -> None:
        super().__init__(digits=True, longest=20)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setPlaceholderText("0.00")

    def value(self) -> Any:
        """Fen, None when empty. Raises RuleViolation `money.unreadable`."""
        return parse_yuan(self.text()) if self.text().strip() else None

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else format_yuan(value))

    def problem(self) -> str:
        try:
            self.value()
        except RuleViolation as violation:
            return violation.message
        return ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.text().strip() and not self.problem():
            self.set_value(self.value())


class DateInput(TextInput):
    """A day, typed or picked from the calendar (Alt+Down)."""

    def __init__(self) -> None:
        super().__init__(digits=True, longest=20)
        self._sheet: CalendarSheet | None = None
        self.setPlaceholderText("年-月-日")
        # Not QLineEdit's own action: its button is 18 px high, too small to hit.
        self._pick = tool_button("plan", "选择日期 (Alt+↓)", on=self.open_calendar)
        self._pick.setParent(self)
        self._pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pick.setCursor(Qt.CursorShape.ArrowCursor)
        self._pick.setFixedSize(_PICK, _PICK)
        self.setTextMargins(0, 0, _PICK, 0)

    def value(self) -> Any:
        """A date, None when empty or unreadable (then `problem` says why)."""
        return read_date(self.text())

    def set_value(self, value: Any) -> None:
        self.setText(value.isoformat() if value else "")

    def problem(self) -> str:
        if self.text().strip() and self.value() is None:
            return f"“{self.text().strip()}”不是日期，请填写如 2026-11-23。"
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pick.move(self.width() - _PICK - 3, (self.height() - _PICK) // 2)

    def open_calendar(self) -> None:
        """Show the month of the date, or of today's where there is none yet."""
        if self._sheet is None:
            self._sheet = CalendarSheet(self)
            self._sheet.picked.connect(self._take)
        self._sheet.open_below(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        day = self.value()
        if day is not None:
            self.set_value(day)

    def _take(self, day: date) -> None:
        self.set_value(day)
        self.setFocus()
        self.edited.emit()


def read_date(text: str) -> date | None:
    """The day written in `text`, None when it is none: year, month and day are all needed."""
    found = _DATE.fullmatch(re.sub(r"\s", "", half_width(text)))
    if not found:
        return None
    year, *parts = (int(part) for part in found.groups() if part)
    try:
        return date(year, *parts)
    except ValueError:
        return None


class NumberInput(QSpinBox):
    """A whole number with small steps. The wheel scrolls the page, it does not change the number."""

    edited = Signal()

    def __init__(self, *, least: int = 0, most: int = 9999, unit: str = "") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setSuffix(f" {unit}" if unit else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The style sheet cannot move the text of a spin box away from its border.
        self.lineEdit().setTextMargins(8, 0, 0, 0)
        self.valueChanged.connect(self.edited)

    def set_value(self, value: Any) -> None:
        """None is the least number."""
        self.blockSignals(True)
        self.setValue(self.minimum() if value is None else value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceInput(QComboBox):
    """One of a few. The wheel scrolls the page, it does not change the choice."""

    edited = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]] = ()) -> None:
        super().__init__()
        self.setItemDelegate(_RoomyItems(self))
        self.setMaxVisibleItems(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self.edited)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Other options; the value chosen stays where it is still offered."""
        kept = self.value()
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.set_value(kept)

    def value(self) -> Any:
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """None or a value that is not offered chooses nothing (or the option None, where there is one)."""
        places = [place for place in range(self.count()) if self.itemData(place) == value]
        self.setCurrentIndex(places[0] if places else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NoteInput(QPlainTextEdit):
    """Several lines of plain text."""

    edited = Signal()

    def __init__(self, *, lines: int = 3) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 16)
        self.textChanged.connect(self.edited)

    def value(self) -> str:
        return self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self.setPlainText(value or "")


class CheckInput(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.clicked.connect(self.edited)

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))


class _RoomyItems(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(0, 32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        chosen, rect = tokens(), option.rect
        painter.fillRect(
            rect, colour(chosen.select if option.state & QStyle.StateFlag.State_Selected else chosen.raised)
        )
        painter.setFont(font())
        painter.setPen(colour(chosen.text))
        inside = rect.adjusted(10, 0, -10, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class CalendarSheet(QFrame):
    """The month that hangs below a date."""

    picked = Signal(object)

    def __init__(self, below: QWidget) -> None:
        super().__init__(below, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self._below = below
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        weekend = QTextCharFormat()
        weekend.setForeground(colour(tokens().sub))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, weekend)
        self.calendar.activated.connect(self._pick)
        self.calendar.clicked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.calendar)

    def open_below(self, day: date | None) -> None:
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(self._below.mapToGlobal(QPoint(0, self._below.height() + 2)))
        self.show()
        self.calendar.setFocus()

    def _pick(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(date(day.year(), day.month(), day.day()))
