"""Ctrl+K: screens, commands and records by a few letters. The caller gives the entries, and finds records while one types.

    PaletteEntry(key, title, detail="", icon="arrow-right", search="", group="", keys="")      search: pinyin initials, other names
    CommandPalette(window, *, shortcut="Ctrl+K")
    set_entries(entries) · set_found(entries) records for the words now typed · open() · words() · shown() -> entries in order
    signals: chosen(key) · words_changed(text) debounced, for finding records

Every word typed must occur in the title or in `search`. Up/Down move, Enter chooses, Esc closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from school_desk.desk.icons import icon, paint_icon
from school_desk.desk.theme import CARD_RADIUS, GAP_S, colour, font, tokens
from school_desk.desk.widgets.inputs import half_width
from school_desk.desk.widgets.texts import rule, sub

_WIDTH, _ROW, _MOST = 600, 44, 60
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """`group` and `keys` stand small at the right."""

    key: str
    title: str
    detail: str = ""
    icon: str = "arrow-right"
    search: str = ""
    group: str = ""
    keys: str = ""


class CommandPalette(QDialog):
    """See the module's docstring."""

    chosen = Signal(str)
    words_changed = Signal(str)

    def __init__(self, window: QWidget, *, shortcut: str = "Ctrl+K") -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._window = window
        self._entries: tuple[PaletteEntry, ...] = ()
        self._found: tuple[PaletteEntry, ...] = ()
        self._model = _Entries()
        self._field = self._make_field()
        self._list = self._make_list()
        self._nothing = sub("没有找到。换个词，或输入拼音首字母。")
        self._nothing.setMargin(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_S, GAP_S, GAP_S, GAP_S)
        column.setSpacing(GAP_S)
        for widget in (self._field, rule(), self._list, self._nothing):
            column.addWidget(widget)
        self._rest = QTimer(self, singleShot=True, interval=70)
        self._rest.timeout.connect(self._tell_words)
        if shortcut:
            QShortcut(QKeySequence(shortcut), window, self.open)

    def set_entries(self, entries: Sequence[PaletteEntry]) -> None:
        """What is always there: screens and commands."""
        self._entries = tuple(entries)
        self._filter()

    def set_found(self, entries: Sequence[PaletteEntry]) -> None:
        """Records found for the words typed; they stand below what is always there."""
        self._found = tuple(entries)
        self._filter()

    def words(self) -> str:
        return " ".join(half_width(self._field.text()).lower().split())

    def shown(self) -> tuple[PaletteEntry, ...]:
        return self._model.entries

    def open(self) -> None:
        self._found = ()
        self._field.clear()
        self._filter()
        middle = self._window.mapToGlobal(self._window.rect().center())
        self.move(middle.x() - _WIDTH // 2, self._window.mapToGlobal(self._window.rect().topLeft()).y() + 88)
        super().open()
        self._field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key is Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(tokens().edge))
        painter.setBrush(colour(tokens().raised))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("搜人、企业、页面或命令，可用拼音首字母")
        field.setAccessibleName("搜索命令")
        field.setProperty("bare", "true")
        field.addAction(icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        field.textChanged.connect(self._typed)
        return field

    def _make_list(self) -> QListView:
        made = QListView()
        made.setModel(self._model)
        made.setItemDelegate(_EntryPainter(made))
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName("找到的命令")
        made.setUniformItemSizes(True)
        made.viewport().setAutoFillBackground(False)
        made.clicked.connect(self._choose)
        return made

    def _typed(self) -> None:
        self._filter()
        self._rest.start()

    def _tell_words(self) -> None:
        self.words_changed.emit(self.words())

    def _filter(self) -> None:
        words = self.words().split()
        fitting = [entry for entry in self._entries if _fits(entry, words)]
        shown = (*fitting, *(self._found if words else ()))[:_MOST]
        self._model.show(shown)
        self._list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._list.setFixedHeight(_ROW * min(9, len(shown)) + 2)
        self._list.setCurrentIndex(self._model.index(0))
        self.adjustSize()

    def _step(self, by: int) -> None:
        count = len(self._model.entries)
        if count:
            self._list.setCurrentIndex(self._model.index((self._list.currentIndex().row() + by) % count))

    def _choose(self, index: _Index) -> None:
        if index.isValid():
            key = self._model.entries[index.row()].key
            self.accept()
            self.chosen.emit(key)


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[PaletteEntry, ...] = ()

    def show(self, entries: tuple[PaletteEntry, ...]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return self.entries[index.row()].title if role == Qt.ItemDataRole.DisplayRole else None


class _EntryPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, _Entries)
        entry, rect, chosen = model.entries[index.row()], option.rect, tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(chosen.select))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        paint_icon(
            painter,
            entry.icon,
            QRect(rect.left() + 12, rect.center().y() - 9, 20, 20),
            chosen.primary if current else chosen.sub,
        )
        right = _small(painter, rect.adjusted(0, 0, -12, 0), entry.keys or entry.group, _RIGHT)
        painter.setFont(font())
        painter.setPen(colour(chosen.text))
        title = rect.adjusted(44, 0, -right - 24, 0)
        painter.drawText(
            title, _LEFT, painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, title.width())
        )
        used = painter.fontMetrics().horizontalAdvance(entry.title) + 12
        _small(painter, title.adjusted(used, 0, 0, 0), entry.detail, _LEFT)
        painter.restore()


def _small(painter: QPainter, rect: QRect, words: str, alignment: Qt.AlignmentFlag) -> int:
    """Words of second rank; gives back their width."""
    if not words or rect.width() <= 0:
        return 0
    painter.setFont(font("caption"))
    painter.setPen(colour(tokens().sub))
    fitted = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, alignment, fitted)
    return painter.fontMetrics().horizontalAdvance(fitted)


def _fits(entry: PaletteEntry, words: Sequence[str]) -> bool:
    within = f"{entry.title} {entry.detail} {entry.search}".lower()
    return all(word in within for word in words)
