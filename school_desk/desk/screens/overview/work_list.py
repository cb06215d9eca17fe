"""The list of what waits: one line a kind of work with number, words, due day, how long, whose. A line opens its rows.

WorkGroup(title, lines)      WorkLine(key, count, words, chip, note, owner, opens)
WorkList(parent=None)        set_groups(own, others) · keys() · line(key) -> WorkLine | None · signal opened(key)

Keys: Up/Down and J/K move from line to line over all groups, Home/End, Enter and Space open. Others' lines are quieter than one's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.icons import paint_icon
from school_desk.desk.theme import GAP_L, GAP_S, RADIUS, colour, font, tokens
from school_desk.desk.widgets.chips import Chip, paint_chip
from school_desk.desk.widgets.line_keys import LINE_MOVES, line_at
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import caption, heading, rule

_ROW, _COUNT, _WORDS, _CHIP, _OWNER, _ARROW = 40, 64, 190, 176, 56, 32
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One kind of work. `owner`: whose it is; `opens`: whether this person has the page of its rows."""

    key: str
    count: int
    words: str
    chip: Chip | None
    note: str
    owner: str
    opens: bool

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        due = self.chip.text if self.chip else ""
        return "，".join(part for part in (self.words, f"{self.count} 条", due, self.note, self.owner) if part)


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Lines of one part of the manual."""

    title: str
    lines: tuple[WorkLine, ...]


class WorkList(QWidget):
    """See the module's docstring."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("等待办理的事")
        self._rows: dict[str, _Row] = {}
        self._layout: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_S)

    def set_groups(self, own: Sequence[WorkGroup], others: Sequence[WorkGroup]) -> None:
        """Shows these lines; the line that had the focus keeps it, or the one that takes its place gets it."""
        layout = tuple(
            (is_own, group.title, tuple(line.key for line in group.lines))
            for is_own, groups in ((True, own), (False, others))
            for group in groups
        )
        if layout != self._layout:
            self._layout = layout
            self._rebuild(own, others)
        for group in (*own, *others):
            for line in group.lines:
                self._rows[line.key].set_line(line)

    def keys(self) -> tuple[str, ...]:
        """The lines from top to bottom."""
        return tuple(self._rows)

    def line(self, key: str) -> WorkLine | None:
        """What a line says now."""
        row = self._rows.get(key)
        return None if row is None else row.line

    def _rebuild(self, own: Sequence[WorkGroup], others: Sequence[WorkGroup]) -> None:
        focused = next((place for place, row in enumerate(self._rows.values()) if row.hasFocus()), None)
        key = None if focused is None else list(self._rows)[focused]
        while self._column.count():
            item = self._column.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._rows = {}
        for group in own:
            self._add(group.title, group.lines, quiet=False)
        if others:
            title = heading("等同事办的")
            title.setContentsMargins(0, GAP_L if own else GAP_S, 0, 0)
            self._column.addWidget(title)
        for group in others:
            self._add(group.title, group.lines, quiet=True)
        rows = list(self._rows.values())
        if rows:
            self.setFocusProxy(rows[0])
        if focused is not None and rows:
            (self._rows.get(key or "") or rows[min(focused, len(rows) - 1)]).setFocus()

    def _add(self, title: str, lines: Sequence[WorkLine], *, quiet: bool) -> None:
        label = caption(title)
        label.setContentsMargins(0, GAP_S, 0, 0)
        self._column.addWidget(label)
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for place, line in enumerate(lines):
            if place:
                column.addWidget(rule())
            row = self._rows[line.key] = _Row(line, quiet)
            row.clicked.connect(weakly(self._open, line.key))
            row.moved.connect(self._move)
            column.addWidget(row)
        self._column.addWidget(card)

    def _open(self, key: str) -> None:
        self.opened.emit(key)

    def _move(self, key: str, by: int) -> None:
        self._rows[line_at(self._rows, key, by)].setFocus(Qt.FocusReason.TabFocusReason)


class _Row(QAbstractButton):
    """One line; paints itself, so that numbers and chips stand in columns over all groups."""

    moved = Signal(str, int)

    def __init__(self, line: WorkLine, quiet: bool) -> None:
        super().__init__()
        self._quiet = quiet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_line(line)

    def set_line(self, line: WorkLine) -> None:
        self.line = line
        self.setAccessibleName(line.spoken)
        self.setCursor(Qt.CursorShape.PointingHandCursor if line.opens else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_COUNT + _WORDS + _CHIP + _OWNER + _ARROW, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in LINE_MOVES:
            self.moved.emit(self.line.key, LINE_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, chosen, line = QPainter(self), tokens(), self.line
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink, height = colour(chosen.sub if self._quiet else chosen.text), self.height()
        painter.setPen(ink)
        painter.setFont(font("body" if self._quiet else "heading", bold=not self._quiet))
        painter.drawText(QRect(0, 0, _COUNT - GAP_L, height), _RIGHT, f"{line.count:,}")
        painter.setFont(font())
        self._write(painter, QRect(_COUNT, 0, _WORDS, height), line.words)
        left = _COUNT + _WORDS
        if line.chip is not None:
            paint_chip(painter, QRect(left, 0, _CHIP - GAP_S, height), line.chip)
        right = self.width() - _OWNER - _ARROW
        painter.setPen(colour(chosen.sub))
        self._write(painter, QRect(left + _CHIP, 0, right - left - _CHIP - GAP_S, height), line.note)
        painter.drawText(QRect(right, 0, _OWNER, height), _LEFT, line.owner)
        if line.opens:
            paint_icon(painter, "chevron-right", QRect(self.width() - _ARROW, (height - 16) // 2, 16, 16), chosen.faint)

    def _write(self, painter: QPainter, room: QRect, words: str) -> None:
        painter.drawText(room, _LEFT, painter.fontMetrics().elidedText(words, _ELIDE, room.width()))

    def _paint_ground(self, painter: QPainter) -> None:
        if not (self.hasFocus() or (self.underMouse() and self.line.opens)):
            return
        chosen = tokens()
        painter.setPen(QPen(colour(chosen.primary), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colour(chosen.hover))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(2, 2, -2, -2), RADIUS, RADIUS)
