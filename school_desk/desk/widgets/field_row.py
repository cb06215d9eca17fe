"""Reviewing what was read: each field with what was declared, what was read, what the person decides, how sure and why.

FieldView(key, label, declared="", read="", decided="", confidence=None, tone=Tone.GOOD, reason="", candidates=(), crop=None)
    confidence 0 to 1 · tone WARN or BAD: the field is doubtful · candidates: further values to choose from · crop: QImage of the place
FieldRow(view, parent=None)                set_view(view) · value() · set_crop(QImage) · is_doubtful()
FieldList(parent=None)                     set_fields(views) · values() -> {key: text} · row(key) · focus_first_doubtful() · doubtful_left()
    signals: focused(key) show its box · decided(key, value) the person settled it (typed and left, or took a value) · finished() no doubt left

Enter settles a field and goes to the next doubtful one; after the last comes `finished`. Alt+1…9 takes the value of that number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_M, GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.inputs import TextInput
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import caption, error_line, rule, set_look, strong

_CROP_HEIGHT = 44
_DOUBTFUL = (Tone.WARN, Tone.BAD)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as it stands. An empty `decided` means nobody has decided: what was read, else what was declared, is proposed."""

    key: str
    label: str
    declared: str = ""
    read: str = ""
    decided: str = ""
    confidence: float | None = None
    tone: Tone = Tone.GOOD
    reason: str = ""
    candidates: tuple[str, ...] = ()
    crop: QImage | None = None

    @property
    def proposed(self) -> str:
        return self.decided or self.read or self.declared

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """(whence, value) of every value that differs from the others, in the order of their numbers."""
        named = [("识别", self.read), ("申报", self.declared), *(("可能", value) for value in self.candidates)]
        first = {value: whence for whence, value in reversed(named) if value}
        return tuple((whence, value) for whence, value in named if value and first.pop(value, None) == whence)


class FieldRow(QFrame):
    """One field; what is certain takes one line, what is doubtful unfolds."""

    focused = Signal(str)
    decided = Signal(str, str)
    entered = Signal(str)

    def __init__(self, view: FieldView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._settled = False
        self.input = TextInput()
        self.input.installEventFilter(self)
        self._label, self._chip, self._reason = strong(view.label), ChipLabel(), error_line()
        self._crop = QLabel()
        self._crop.setAccessibleName(f"{view.label}的原图")
        self._choices = QGridLayout()
        self._choices.setContentsMargins(0, 0, 0, 0)
        self._choices.setVerticalSpacing(0)
        self._choices.setHorizontalSpacing(GAP_S)
        self._choices.setColumnStretch(1, 1)
        self._made: list[QWidget] = []
        self._lay_out()
        self.set_view(view)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_S, 0, GAP_S)
        column.setSpacing(GAP_XS)
        column.addLayout(head)
        column.addWidget(self._crop, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.input)
        column.addWidget(self._reason)
        column.addLayout(self._choices)

    def set_view(self, view: FieldView) -> None:
        """Show the field as it stands now."""
        self._view, self._settled = view, bool(view.decided)
        self.input.set_value(view.proposed)
        self.input.setAccessibleName(view.label)
        self.input.setAccessibleDescription(view.reason)
        self._tell_state()
        self.set_crop(view.crop)
        self._show_choices()

    def set_crop(self, crop: QImage | None) -> None:
        """The place on the photo; at most 44 px high."""
        shown = crop is not None and not crop.isNull()
        self._crop.setVisible(shown)
        if crop is not None and shown:
            ratio = self.devicePixelRatioF()
            picture = QPixmap.fromImage(crop)
            high = round(min(_CROP_HEIGHT, crop.height()) * ratio)
            picture = picture.scaledToHeight(high, Qt.TransformationMode.SmoothTransformation)
            picture.setDevicePixelRatio(ratio)
            self._crop.setPixmap(picture)

    def value(self) -> str:
        return self.input.value()

    def is_doubtful(self) -> bool:
        """Not sure, and nobody has decided."""
        return self._view.tone in _DOUBTFUL and not self._settled

    def choose(self, number: int) -> None:
        """Take the value of that number, counted from 1; a number too high does nothing."""
        if 1 <= number <= len(self._view.choices):
            self.input.set_value(self._view.choices[number - 1][1])
            self.settle()

    def settle(self) -> None:
        """The person stands by what is in the field."""
        self._settled = True
        self._view = replace(self._view, decided=self.value())
        self._tell_state()
        self.decided.emit(self._view.key, self.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit(self._view.key)
        elif event.type() is QEvent.Type.FocusOut and self.value() != self._view.proposed:
            self.settle()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.entered.emit(self._view.key)
            return True
        number = event.key() - Qt.Key.Key_0
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and 1 <= number <= 9:
            self.choose(number)
            return True
        return False

    def _tell_state(self) -> None:
        self._chip.set_chip(_state_chip(self._view, self._settled))
        doubtful = self.is_doubtful()
        self._reason.setText(self._view.reason)
        self._reason.setVisible(bool(self._view.reason) and doubtful)
        set_look(self._reason, "tone", str(self._view.tone))
        set_look(self.input, "tone", str(self._view.tone) if doubtful else "")

    def _show_choices(self) -> None:
        for old in self._made:
            self._choices.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made.clear()
        choices = self._view.choices
        if len(choices) < 2:
            return
        for number, (whence, value) in enumerate(choices, 1):
            take = _choice_button(number, value)
            take.clicked.connect(weakly(self.choose, number))
            for column, widget in enumerate((caption(whence), take)):
                self._choices.addWidget(widget, number, column, Qt.AlignmentFlag.AlignLeft)
                self._made.append(widget)


class FieldList(QScrollArea):
    """The fields of one document, one beneath the other."""

    focused = Signal(str)
    decided = Signal(str, str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_fields(self, views: Sequence[FieldView]) -> None:
        """Other fields; when the keys are the same, the rows stay and only their content changes."""
        if [view.key for view in views] != list(self._rows):
            self._make_rows(views)
        for view in views:
            self._rows[view.key].set_view(view)

    def values(self) -> dict[str, str]:
        return {key: row.value() for key, row in self._rows.items()}

    def row(self, key: str) -> FieldRow:
        return self._rows[key]

    def doubtful_left(self) -> list[str]:
        return [key for key, row in self._rows.items() if row.is_doubtful()]

    def focus_first_doubtful(self) -> None:
        """Where the person is needed first; the first field when nothing is doubtful."""
        keys = self.doubtful_left() or list(self._rows)
        if keys:
            self._focus(keys[0])

    def _make_rows(self, views: Sequence[FieldView]) -> None:
        self._rows = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP_M, 0)
        column.setSpacing(0)
        for place, view in enumerate(views):
            row = self._rows[view.key] = FieldRow(view)
            row.focused.connect(self._focus_came)
            row.decided.connect(self.decided)
            row.entered.connect(self._go_on)
            if place:
                column.addWidget(rule())
            column.addWidget(row)
        column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def _focus(self, key: str) -> None:
        self._rows[key].input.setFocus(Qt.FocusReason.TabFocusReason)
        self._rows[key].input.selectAll()

    def _focus_came(self, key: str) -> None:
        self.ensureWidgetVisible(self._rows[key], 0, 24)
        self.focused.emit(key)

    def _go_on(self, key: str) -> None:
        """To the next doubtful field after `key`, round to the first; none left: finished."""
        keys = list(self._rows)
        order = keys[keys.index(key) + 1 :] + keys[: keys.index(key)]
        following = next((each for each in order if self._rows[each].is_doubtful()), None)
        if following is None:
            self.finished.emit()
        else:
            self._focus(following)


def _state_chip(view: FieldView, settled: bool) -> Chip | None:
    if settled:
        return Chip("已确认", Tone.GOOD)
    sure = "" if view.confidence is None else f"{round(view.confidence * 100)}%"
    word = {Tone.WARN: "请核对", Tone.BAD: "请改正"}.get(view.tone, "" if sure else "未识别")
    glyph = "warn" if view.tone in _DOUBTFUL else ""
    return Chip(" ".join(part for part in (word, sure) if part), view.tone, glyph)


def _choice_button(number: int, value: str) -> QPushButton:
    made = action_button(f"{number}  {value.replace('&', '&&')}", role="link")
    made.setAccessibleName(f"采用 {value}")
    made.setToolTip(f"采用 (Alt+{number})")
    made.setProperty("compact", "true")
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return made
