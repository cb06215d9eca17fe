"""Reviewing what was read: each field with what was declared, what was read, what the person decides, how sure and why.

FieldView(key, label, declared="", read="", decided=None, confidence=None, tone=Tone.GOOD, reason="", candidates=(), original="", asks=False)
    confidence 0 to 1 · tone WARN or BAD: the field is doubtful · candidates: (whence, value) of further values to choose from ·
    original: what stood there before it was repaired · asks: a proposal that a person asked for, refused with Esc
FieldRow(view, parent=None)                set_view(view) · value() · set_crop(QImage) · is_doubtful() · choose(number)
FieldList(parent=None)                     set_fields(views) · values() -> {key: text} · row(key) · focus_first_doubtful() · doubtful_left() ·
    commit() what is typed counts · is_being_changed()
    signals: focused(key) show its box · decided(key, value) the person settled it (typed and left, or took a value) · finished() no doubt left ·
    refused(key) the proposal is not wanted

Doubtful fields are unfolded, others while the cursor stands in them. Enter settles a field and goes to the next doubtful one; after the last
comes `finished`. 1…9 puts the value of that number into a field in which nothing was typed, Enter settles it (see choosing); Alt+1…9
settles it at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_M, GAP_S, GAP_XS
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.choosing import Choosing
from school_desk.desk.widgets.field_parts import ChoiceLine, CropView, OriginalLine
from school_desk.desk.widgets.inputs import TextInput
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import caption, error_line, rule, set_look, strong

# A 经营范围 is longer than any other text; one cut short would count as typed by the person who passes through.
_LONGEST = 4000
_HOW_TO_CHOOSE = "按数字选用，Enter 确认"
_DOUBTFUL = (Tone.WARN, Tone.BAD)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as it stands. `decided` None: nobody has, what was read, else declared, is proposed; "": somebody said there is nothing."""

    key: str
    label: str
    declared: str = ""
    read: str = ""
    decided: str | None = None
    confidence: float | None = None
    tone: Tone = Tone.GOOD
    reason: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    original: str = ""
    asks: bool = False

    @property
    def proposed(self) -> str:
        return self.read or self.declared if self.decided is None else self.decided

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """(whence, value) of every value but the one proposed, each once, in the order of their numbers: at most nine."""
        named = [("识别", self.read), ("填报", self.declared), *self.candidates]
        found: dict[str, str] = {}
        for whence, value in named:
            if value and value != self.proposed:
                found.setdefault(value, whence)
        return tuple((whence, value) for value, whence in found.items())[:9]


class FieldRow(QFrame):
    """One field; what is certain takes one line, what is doubtful or has the cursor unfolds."""

    focused = Signal(str)
    decided = Signal(str, str)
    entered = Signal(str)
    refused = Signal(str)

    def __init__(self, view: FieldView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._settled = False
        self.input = TextInput(longest=_LONGEST)
        self.input.installEventFilter(self)
        self._choosing = Choosing(self.input)
        self._label, self._chip, self._reason = strong(view.label), ChipLabel(), error_line()
        self._crop, self._original = CropView(f"{view.label}的原图"), OriginalLine()
        self._how = caption(_HOW_TO_CHOOSE)
        self._choices = QVBoxLayout()
        self._choices.setContentsMargins(0, 0, 0, 0)
        self._choices.setSpacing(0)
        self._made: list[ChoiceLine] = []
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
        # Beneath the input: what unfolds must not move it from under the mouse.
        for part in (self.input, self._crop, self._original, self._reason):
            column.addWidget(part)
        column.addLayout(self._choices)
        column.addWidget(self._how)

    def set_view(self, view: FieldView) -> None:
        """Show the field as it stands now."""
        changed = view != self._view or not self._made
        self._view, self._settled = view, view.decided is not None
        if self.input.value() != view.proposed:
            was_chosen_whole = self.input.hasFocus() and self._choosing.is_untouched()
            self.input.set_value(view.proposed)
            if was_chosen_whole:
                self.input.selectAll()
        self.input.setAccessibleName(view.label)
        self.input.setAccessibleDescription(view.reason)
        self._chip.setToolTip(view.reason)
        self._original.set_values(view.original if view.decided is None else "", view.proposed)
        if changed:
            self._offer_choices()
        self._tell_state()

    def set_crop(self, crop: QImage | None) -> None:
        """The place on the photo; null or None when it is not known."""
        self._crop.set_image(crop)
        self._unfold()

    @property
    def view(self) -> FieldView:
        """The field as it stands, with what the person decided."""
        return self._view

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
        self._offer_choices()
        self._tell_state()
        self.decided.emit(self._view.key, self.value())

    def commit(self) -> None:
        """What was typed or taken by number counts, though the field was not left by a key."""
        if self.value() != self._view.proposed:
            self.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._unfold()
            self.focused.emit(self._view.key)
        elif event.type() is QEvent.Type.FocusOut:
            self.commit()
            self._choosing.forget()
            self._unfold()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        number = event.key() - Qt.Key.Key_0
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.entered.emit(self._view.key)
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and 1 <= number <= 9:
            self.choose(number)
        elif plain and event.key() == Qt.Key.Key_Escape:
            return self._escape()
        else:
            return self._choosing.key(event)
        return True

    def _escape(self) -> bool:
        """Back to what was proposed; from a proposal that was asked for, back to what stood there before."""
        if self.value() != self._view.proposed:
            self.input.set_value(self._view.proposed)
            self.input.selectAll()
            self._choosing.forget()
        elif self._view.asks:
            self.refused.emit(self._view.key)
        else:
            return False
        return True

    def _tell_state(self) -> None:
        self._chip.set_chip(_state_chip(self._view, self._settled))
        doubtful = self.is_doubtful()
        self._reason.setText(self._view.reason)
        set_look(self._reason, "tone", str(self._view.tone) if doubtful else "quiet")
        set_look(self.input, "tone", str(self._view.tone) if doubtful else "")
        self._unfold()

    def _unfold(self) -> None:
        """What a person needs to judge the field, while it is open or has the cursor."""
        is_open = self.is_doubtful() or self.input.hasFocus()
        self._crop.setVisible(is_open and not self._crop.image().isNull())
        self._reason.setVisible(is_open and bool(self._view.reason))
        for line in self._made:
            line.setVisible(is_open)
        self._how.setVisible(self.input.hasFocus() and bool(self._made))

    def _offer_choices(self) -> None:
        for old in self._made:
            self._choices.removeWidget(old)
            old.hide()
            old.deleteLater()
        choices, shown = self._view.choices, self._view.proposed
        self._choosing.offer(tuple(value for _, value in choices), shown)
        self._made = [ChoiceLine(number, value, whence, shown) for number, (whence, value) in enumerate(choices, 1)]
        for line in self._made:
            line.hide()
            line.chosen.connect(self.choose)
            self._choices.addWidget(line)


class FieldList(QScrollArea):
    """The fields of one document, one beneath the other."""

    focused = Signal(str)
    decided = Signal(str, str)
    finished = Signal()
    refused = Signal(str)

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

    def commit(self) -> None:
        """What stands in a field that nobody has left yet is settled, too."""
        for row in self._rows.values():
            row.commit()

    def is_being_changed(self) -> bool:
        """Whether something else stands in a field than was proposed or settled."""
        return any(row.value() != row.view.proposed for row in self._rows.values())

    def doubtful_left(self) -> list[str]:
        return [key for key, row in self._rows.items() if row.is_doubtful()]

    def focus_first_doubtful(self) -> None:
        """Where the person is needed first; the first field when nothing is doubtful."""
        keys = self.doubtful_left() or list(self._rows)
        if keys:
            self._focus(keys[0])

    def _make_rows(self, views: Sequence[FieldView]) -> None:
        for gone in self._rows.values():
            gone.blockSignals(True)  # losing the cursor by being taken away says nothing
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
            row.refused.connect(self.refused)
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
        self._bring_up(key)
        QTimer.singleShot(0, self, weakly(self._bring_up, key))  # when what unfolds has its room
        self.focused.emit(key)

    def _bring_up(self, key: str) -> None:
        if key not in self._rows:
            return
        row, bar = self._rows[key], self.verticalScrollBar()
        self.ensureWidgetVisible(row, 0, 24)
        bar.setValue(min(bar.value(), row.y()))  # one too tall for the room shows its head, where the value is

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
