"""The three places of an enterprise's papers: which paper, how it stands; choosing one shows it, dropping a file puts it there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import CARD_RADIUS, GAP_S, colour, font, tokens
from school_desk.desk.widgets.chips import Chip, chip_width, paint_chip, paint_glyph
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind, required_file_name

EMPTY = Chip("缺", Tone.NEUTRAL)
_SHORT = {DocumentKind.YYZZ: "执照", DocumentKind.CNS: "承诺书", DocumentKind.ZZZS: "资质"}
_HEIGHT, _PAD = 64, 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class SlotBar(QWidget):
    """Keys: Ctrl+1, 2, 3 choose. Signals: `chosen` (slot); `dropped` (slot, paths)."""

    chosen = Signal(str)
    dropped = Signal(str, list)

    def __init__(self) -> None:
        super().__init__()
        self._slots: dict[str, _Slot] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for number, kind in enumerate(ENTERPRISE_KINDS, 1):
            made = self._slots[kind.value] = _Slot(kind, number)
            made.clicked.connect(lambda _=False, slot=kind.value: self._open(slot))
            made.moved.connect(lambda by, slot=kind.value: self._move(slot, by))
            made.dropped.connect(lambda paths, slot=kind.value: self.dropped.emit(slot, paths))
            row.addWidget(made, 1)
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda slot=kind.value: self._open(slot))
        self._current = ENTERPRISE_KINDS[0].value
        self.choose(self._current)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def current(self) -> str:
        """The slot shown."""
        return self._current

    def choose(self, slot: str) -> None:
        """Marks the slot without saying so."""
        self._current = slot
        self.setFocusProxy(self._slots[slot])
        for each, made in self._slots.items():
            made.set_current(each == slot)

    def set_state(self, slot: str, chip: Chip) -> None:
        """How the paper of the slot stands."""
        self._slots[slot].set_chip(chip)

    def state(self, slot: str) -> Chip:
        """The chip shown."""
        return self._slots[slot].chip

    def _open(self, slot: str) -> None:
        self.choose(slot)
        self.chosen.emit(slot)

    def _move(self, slot: str, by: int) -> None:
        slots = list(self._slots)
        target = slots[(slots.index(slot) + by) % len(slots)]
        self._slots[target].setFocus(Qt.FocusReason.TabFocusReason)
        self._open(target)


class _Slot(QAbstractButton):
    """One place; paints itself."""

    moved = Signal(int)
    dropped = Signal(list)

    def __init__(self, kind: DocumentKind, number: int) -> None:
        super().__init__()
        self._kind, self._is_current, self._is_target = kind, False, False
        self._number, self._file = number, required_file_name(kind)
        self.chip = EMPTY
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_chip(EMPTY)

    def set_current(self, current: bool) -> None:
        self._is_current = current
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        self.update()

    def set_chip(self, chip: Chip) -> None:
        self.chip = chip
        self.setAccessibleName(f"{self._kind.label}，{chip.text}")
        self.setToolTip(f"{self._kind.label} {self._file}：{chip.text} (Ctrl+{self._number})；可把照片拖到这里")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.moved.emit(_MOVES[key])
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._aim(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(False)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._aim(False)
        self.dropped.emit([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, chosen = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._is_current or self._is_target
        painter.setBrush(
            colour(chosen.select if self._is_target else chosen.hover if self.underMouse() else chosen.surface)
        )
        strong = self._is_target or self.hasFocus()
        painter.setPen(QPen(colour(chosen.primary if lit or strong else chosen.line), 2 if strong else 1))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)
        head = QRect(_PAD, 8, self.width() - 2 * _PAD, 22)
        painter.setFont(font(bold=self._is_current))
        painter.setPen(colour(chosen.primary if self._is_current else chosen.text))
        label, measure = self._kind.label, painter.fontMetrics().horizontalAdvance
        label = label if measure(label) <= head.width() else _SHORT[self._kind]
        painter.drawText(head, _LEFT, label)
        used = measure(label) + 8
        painter.setFont(font("caption"))
        painter.setPen(colour(chosen.sub))
        if used + painter.fontMetrics().horizontalAdvance(self._file) <= head.width():
            painter.drawText(head.adjusted(used, 0, 0, 0), _LEFT, self._file)
        self._paint_state(painter, QRect(_PAD, 33, self.width() - 2 * _PAD, 24))

    def _paint_state(self, painter: QPainter, room: QRect) -> None:
        """The chip; where its words do not fit, its glyph says it and the tip spells it out."""
        if chip_width(self.chip) <= room.width():
            paint_chip(painter, room, self.chip)
        else:
            glyph = QRect(room.left() + 4, room.top() + 5, 14, 14)
            paint_glyph(painter, self.chip.sign, glyph, colour(tokens().tones[self.chip.tone].ink))

    def _aim(self, at: bool) -> None:
        self._is_target = at
        self.update()
