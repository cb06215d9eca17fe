"""The side bar: sections of screens with icons and the counts of what waits in them.

    SideBar(sections, parent=None, *, width=216)      SideSection(title, items) · SideItem(key, title, icon, keys="")
    choose(key) · current() -> str · set_count(key, count, tone=Tone.NEUTRAL) · set_shown(key, bool) · set_header(widget) · set_footer(widget)
    signal chosen(key): only when a person chose, not for choose()

Keys: Up/Down, Home/End move, Enter and Space open; a SideItem's `keys` ("Alt+1") open it from anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.icons import paint_icon
from school_desk.desk.theme import GAP_M, GAP_S, GAP_XS, RADIUS, colour, font, tokens
from school_desk.desk.widgets.buttons import add_keys
from school_desk.desk.widgets.chips import paint_count
from school_desk.desk.widgets.line_keys import LINE_MOVES, line_at
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import caption

# Twenty pages in four sections stand in a window of 820 pixels without scrolling.
_ROW = 27


@dataclass(frozen=True, slots=True)
class SideItem:
    """A screen to go to. `icon` is a name of `icons`, `keys` an optional shortcut."""

    key: str
    title: str
    icon: str
    keys: str = ""


@dataclass(frozen=True, slots=True)
class SideSection:
    """Items under a small title; an empty title shows none."""

    title: str
    items: Sequence[SideItem]


class SideBar(QFrame):
    """See the module's docstring."""

    chosen = Signal(str)

    def __init__(self, sections: Sequence[SideSection], parent: QWidget | None = None, *, width: int = 216) -> None:
        super().__init__(parent)
        self.setFixedWidth(width)
        self._rows: dict[str, _Row] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(GAP_S, 0, GAP_S, 0)
        self._list.setSpacing(1)
        for section in sections:
            self._add_section(section)
        self._list.addStretch(1)
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(0, 0, 1, 0)
        self._frame.setSpacing(0)
        self._frame.addWidget(self._scrolling(), 1)
        self._current = next(iter(self._rows), "")
        self.choose(self._current)

    def choose(self, key: str) -> None:
        """Mark `key` as the screen shown. Raises KeyError for an unknown key."""
        for each, row in self._rows.items():
            row.set_current(each == key)
        self._current = self._rows[key].item.key if key else ""
        if key:
            self.setFocusProxy(self._rows[key])
            self._area.ensureWidgetVisible(self._rows[key], 0, _ROW)

    def current(self) -> str:
        return self._current

    def set_count(self, key: str, count: int, tone: Tone = Tone.NEUTRAL) -> None:
        """How much waits there; zero shows nothing."""
        self._rows[key].set_count(count, tone)

    def set_shown(self, key: str, shown: bool) -> None:
        """Whether there is such a screen here at all."""
        self._rows[key].setVisible(shown)

    def set_header(self, widget: QWidget) -> None:
        """What stands above the list: the school's name."""
        self._frame.insertWidget(0, widget)

    def set_footer(self, widget: QWidget) -> None:
        """What stands below the list: the person signed in."""
        self._frame.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(tokens().side))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colour(tokens().line))

    def _add_section(self, section: SideSection) -> None:
        if section.title:
            label = caption(section.title)
            label.setContentsMargins(GAP_M, GAP_XS if self._rows else 0, 0, 2)
            self._list.addWidget(label)
        for item in section.items:
            row = _Row(item)
            row.clicked.connect(weakly(self._open, item.key))
            row.moved.connect(self._move)
            self._rows[item.key] = row
            self._list.addWidget(row)

    def _scrolling(self) -> QScrollArea:
        inside = QWidget()
        inside.setLayout(self._list)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        # Only now: setting a widget makes Qt fill its background with the window's colour.
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _open(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _move(self, key: str, by: int) -> None:
        shown = [each for each, row in self._rows.items() if not row.isHidden()]
        self._rows[line_at(shown, key, by)].setFocus(Qt.FocusReason.TabFocusReason)


class _Row(QAbstractButton):
    """One item; paints itself."""

    moved = Signal(str, int)

    def __init__(self, item: SideItem) -> None:
        super().__init__()
        self.item = item
        self._count, self._tone, self._is_current = 0, Tone.NEUTRAL, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(item.title)
        if item.keys:
            add_keys(self, item.keys)
            self.setToolTip(f"{item.title} ({item.keys})")

    def sizeHint(self) -> QSize:
        return QSize(160, _ROW)

    def set_current(self, current: bool) -> None:
        self._is_current = current
        # Tab stops once in the list, at the screen shown; arrows do the rest.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        self.update()

    def set_count(self, count: int, tone: Tone) -> None:
        self._count, self._tone = count, tone
        self.setAccessibleName(f"{self.item.title}，{count} 项待办" if count else self.item.title)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in LINE_MOVES and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.moved.emit(self.item.key, LINE_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, chosen = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink = chosen.primary if self._is_current else chosen.text
        paint_icon(
            painter,
            self.item.icon,
            QRect(12, (self.height() - 20) // 2, 20, 20),
            chosen.primary if self._is_current else chosen.sub,
        )
        right = self.width() - 10
        if self._count:
            tone = self._tone if self._tone is not Tone.NEUTRAL or not self._is_current else Tone.INFO
            right = paint_count(painter, right, self.height() // 2, self._count, tone) - 6
        painter.setFont(font(bold=self._is_current))
        painter.setPen(colour(ink))
        room = QRect(QPoint(42, 0), QPoint(right, self.height() - 1))
        words = painter.fontMetrics().elidedText(self.item.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_ground(self, painter: QPainter) -> None:
        chosen, ground = tokens(), self.rect().toRectF().adjusted(1, 1, -1, -1)
        painter.setPen(QPen(colour(chosen.primary), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        filled = self._is_current or self.underMouse() or self.hasFocus()
        painter.setBrush(
            colour(chosen.select if self._is_current else chosen.hover) if filled else Qt.BrushStyle.NoBrush
        )
        painter.drawRoundedRect(ground, RADIUS, RADIUS)
