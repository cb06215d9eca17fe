"""Steps in a row: the nine of the manual, or the states of a plan. Done, current, to come, held up; each with its word.

    Step(key, title, state="todo", note="")       state: done, current, todo, blocked; note beneath ("11-23 沈会计")
    Stepper(steps=(), parent=None, *, name="进度", clickable=False)     set_steps(steps) · signal chosen(key) when clickable

Where it is clickable: Left/Right move, Enter and Space choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from school_desk.desk.colours import Tokens, Tone
from school_desk.desk.theme import RADIUS, colour, font, tokens
from school_desk.desk.widgets.chips import paint_glyph

State = Literal["done", "current", "todo", "blocked"]
_WORDS = {"done": "已完成", "current": "进行中", "todo": "未到", "blocked": "受阻"}
_ROUND, _TOP, _LEAST = 24, 6, 76
_CENTER = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `note` stands small beneath its title."""

    key: str
    title: str
    state: State = "todo"
    note: str = ""


class Stepper(QWidget):
    """See the module's docstring."""

    chosen = Signal(str)

    def __init__(
        self, steps: Sequence[Step] = (), parent: QWidget | None = None, *, name: str = "进度", clickable: bool = False
    ) -> None:
        super().__init__(parent)
        self._name, self._clickable, self._cursor = name, clickable, 0
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)
        self._cursor = next((place for place, step in enumerate(steps) if step.state in ("current", "blocked")), 0)
        self.setAccessibleName(f"{self._name}：" + "，".join(f"{step.title}{_WORDS[step.state]}" for step in steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 1 + any(step.note for step in self._steps)
        height = (
            _TOP + _ROUND + 6 + QFontMetrics(font()).height() + (lines - 1) * QFontMetrics(font("caption")).height() + 6
        )
        return QSize(self._least_step() * len(self._steps), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST * len(self._steps), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in moves:
            self._cursor = max(0, min(len(self._steps) - 1, self._cursor + moves[key]))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._steps:
            self.chosen.emit(self._steps[self._cursor].key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._clickable and self._steps and self.rect().contains(event.position().toPoint()):
            self._cursor = min(len(self._steps) - 1, int(event.position().x() * len(self._steps) / self.width()))
            self.chosen.emit(self._steps[self._cursor].key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(len(self._steps)):
            self._paint_line(painter, place)
        for place, step in enumerate(self._steps):
            self._paint_step(painter, place, step)

    def _least_step(self) -> int:
        metrics = QFontMetrics(font(bold=True))
        return max([_LEAST, *(metrics.horizontalAdvance(step.title) + 16 for step in self._steps)])

    def _cell(self, place: int) -> QRect:
        left, right = (round(self.width() * edge / len(self._steps)) for edge in (place, place + 1))
        return QRect(left, 0, right - left, self.height())

    def _paint_line(self, painter: QPainter, place: int) -> None:
        """The line from the step before to this one."""
        if place:
            done = self._steps[place - 1].state == "done"
            painter.setPen(QPen(colour(tokens().action if done else tokens().edge), 2))
            middle, before = self._cell(place).center().x(), self._cell(place - 1).center().x()
            painter.drawLine(before + _ROUND // 2 + 4, _TOP + _ROUND // 2, middle - _ROUND // 2 - 4, _TOP + _ROUND // 2)

    def _paint_step(self, painter: QPainter, place: int, step: Step) -> None:
        cell, chosen = self._cell(place), tokens()
        if self.hasFocus() and place == self._cursor:
            painter.setPen(QPen(colour(chosen.primary), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.toRectF().adjusted(2, 1, -2, -1), RADIUS, RADIUS)
        self._paint_round(painter, QRect(cell.center().x() - _ROUND // 2, _TOP, _ROUND, _ROUND), place, step)
        words = cell.adjusted(2, _TOP + _ROUND + 6, -2, 0)
        painter.setFont(font(bold=step.state == "current"))
        painter.setPen(colour(_ink(chosen, step.state)))
        metrics = painter.fontMetrics()
        painter.drawText(words, _CENTER, metrics.elidedText(step.title, Qt.TextElideMode.ElideRight, words.width()))
        painter.setFont(font("caption"))
        painter.setPen(colour(chosen.sub))
        note = painter.fontMetrics().elidedText(step.note, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words.adjusted(0, metrics.height(), 0, 0), _CENTER, note)

    def _paint_round(self, painter: QPainter, ring: QRect, place: int, step: Step) -> None:
        chosen = tokens()
        fill, line, ink = {
            "done": (chosen.action, chosen.action, chosen.on_action),
            "current": (chosen.select, chosen.primary, chosen.primary),
            "todo": (chosen.surface, chosen.edge, chosen.sub),
            "blocked": (chosen.tones[Tone.BAD].fill, chosen.tones[Tone.BAD].ink, chosen.tones[Tone.BAD].ink),
        }[step.state]
        painter.setPen(QPen(colour(line), 2 if step.state == "current" else 1))
        painter.setBrush(colour(fill))
        painter.drawEllipse(ring.toRectF().adjusted(1, 1, -1, -1))
        if step.state in ("done", "blocked"):
            paint_glyph(painter, "check" if step.state == "done" else "cross", ring.adjusted(6, 6, -6, -6), colour(ink))
        else:
            painter.setFont(font("caption", bold=step.state == "current"))
            painter.setPen(colour(ink))
            painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(place + 1))


def _ink(chosen: Tokens, state: State) -> str:
    inks = {"done": chosen.text, "current": chosen.primary, "todo": chosen.sub, "blocked": chosen.tones[Tone.BAD].ink}
    return inks[state]
