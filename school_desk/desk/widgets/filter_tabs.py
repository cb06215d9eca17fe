"""Saved filters of a list as tabs with counts.

FilterTabs(tabs, parent=None, *, name="筛选", numbered=True)      FilterTab(key, title, tone=Tone.NEUTRAL)
choose(key) silently · current() -> str · set_counts({key: count | None})     None shows no count
set_shown(key, bool): a tab that nobody needs now takes no room; the current one stays
signal chosen(key): a person chose. Keys: Left/Right while a tab has the focus, Ctrl+1…9 from anywhere on the screen: of two rows of tabs on
one screen only one may be `numbered`.

Where the window is too narrow for all of them, the tabs go on in a second line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_XS, RADIUS, colour, font, tokens
from school_desk.desk.widgets.buttons import add_keys
from school_desk.desk.widgets.chips import count_width, paint_count
from school_desk.desk.widgets.slots import weakly

_HEIGHT, _PAD = 36, 12
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class FilterTab:
    """`tone` colours the count while it is not zero."""

    key: str
    title: str
    tone: Tone = Tone.NEUTRAL


class FilterTabs(QWidget):
    """See the module's docstring."""

    chosen = Signal(str)

    def __init__(
        self,
        tabs: Sequence[FilterTab],
        parent: QWidget | None = None,
        *,
        name: str = "筛选",
        numbered: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        # Not fixed: a layout gives a fixed widget the height of its hint, whatever lines its width asks for.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._tabs: dict[str, _Tab] = {}
        self._hidden: set[str] = set()
        for place, tab in enumerate(tabs, 1):
            made = self._tabs[tab.key] = _Tab(tab, self)
            made.clicked.connect(weakly(self._open, tab.key))
            made.moved.connect(self._move)
            if numbered and place <= 9:
                add_keys(made, f"Ctrl+{place}")
        self._current = ""
        if tabs:
            self.choose(tabs[0].key)

    def choose(self, key: str) -> None:
        """Raises KeyError for an unknown key."""
        self.setFocusProxy(self._tabs[key])
        self._current = key
        for each, tab in self._tabs.items():
            tab.set_current(each == key)
        self._lay_out()

    def current(self) -> str:
        return self._current

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        for key, count in counts.items():
            self._tabs[key].set_count(count)
        self._lay_out()

    def set_shown(self, key: str, shown: bool) -> None:
        """Raises KeyError for an unknown key."""
        if key not in self._tabs:
            raise KeyError(key)
        self._hidden = self._hidden - {key} if shown else self._hidden | {key}
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(sum(tab.sizeHint().width() + GAP_XS for tab in self._shown().values()), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(max((tab.sizeHint().width() for tab in self._shown().values()), default=0), _HEIGHT)

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return max((place.bottom() + 1 for place in places.values()), default=_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, colour(tokens().line))

    def _open(self, key: str) -> None:
        if key != self._current:
            self.choose(key)
            self.chosen.emit(key)

    def _move(self, key: str, by: int) -> None:
        keys = list(self._shown())
        target = keys[(keys.index(key) + by) % len(keys)]
        self._tabs[target].setFocus(Qt.FocusReason.TabFocusReason)
        self._open(target)

    def _shown(self) -> dict[str, _Tab]:
        return {key: tab for key, tab in self._tabs.items() if key == self._current or key not in self._hidden}

    def _places(self, width: int) -> dict[str, QRect]:
        left, top, places = 0, 0, {}
        for key, tab in self._shown().items():
            hint = tab.sizeHint()
            if left and left + hint.width() > width:
                left, top = 0, top + _HEIGHT
            places[key] = QRect(left, top, hint.width(), _HEIGHT)
            left += hint.width() + GAP_XS
        return places

    def _lay_out(self) -> None:
        """Not a QLayout: none of Qt's own goes on in the next line."""
        places = self._places(self.width())
        for key, tab in self._tabs.items():
            tab.setVisible(key in places)
            if key in places:
                tab.setGeometry(places[key])
        self.updateGeometry()


class _Tab(QAbstractButton):
    """Title, count, a line beneath when it is the one shown."""

    moved = Signal(str, int)

    def __init__(self, tab: FilterTab, parent: QWidget) -> None:
        super().__init__(parent)
        self._tab = tab
        self._count: int | None = None
        self._is_current = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tab.title)

    def set_current(self, current: bool) -> None:
        self._is_current = current
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        self.update()

    def set_count(self, count: int | None) -> None:
        self._count = count
        self.setAccessibleName(self._tab.title if count is None else f"{self._tab.title}，{count} 条")
        self.update()

    def sizeHint(self) -> QSize:
        # As wide as in bold: choosing a tab must not push its neighbours.
        self.ensurePolished()
        title = _bold_width(self._tab.title)
        count = 0 if self._count is None else count_width(self._count) + 6
        return QSize(title + count + 2 * _PAD, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.moved.emit(self._tab.key, _MOVES[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, chosen = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(colour(chosen.primary), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colour(chosen.hover))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 2, -1, -5), RADIUS, RADIUS)
        painter.setFont(font(bold=self._is_current))
        painter.setPen(colour(chosen.primary if self._is_current else chosen.sub))
        words = QRect(_PAD, 0, _bold_width(self._tab.title), self.height() - 2)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._tab.title)
        if self._count is not None:
            tone = self._tab.tone if self._count else Tone.NEUTRAL
            paint_count(painter, self.width() - _PAD, self.height() // 2 - 1, self._count, tone)
        if self._is_current:
            painter.fillRect(_PAD, self.height() - 3, self.width() - 2 * _PAD, 3, colour(chosen.primary))


def _bold_width(words: str) -> int:
    return QFontMetrics(font(bold=True)).horizontalAdvance(words)
