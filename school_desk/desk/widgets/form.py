"""Forms: labelled inputs in columns, required marks, one sentence under the input that is wrong. Enter goes on, Ctrl+Enter sends.

Form(parent=None, *, columns=2)
add_text(key, label, *, required=False, hint="", digits=False, upper=False, longest=200, span=1) -> TextInput
add_money(key, label, …) · add_date(key, label, …) · add_note(key, label, *, lines=3, …) · add_choice(key, label, options, …)
add_number(key, label, *, least=0, most=9999, unit="", …) -> NumberInput
add_check(key, text, *, span=1) · add_heading(text) · add_widget(key, label, widget, …)      widget: as in inputs.py
values() -> {key: value} · set_values({key: value}) · check() -> bool · submit() · hold(bool): under way, not sent again
set_error(key, sentence) -> bool · error(key) -> str · input(key) · focus(key) · set_enabled(key, bool) · set_shown(key, bool)
signals: edited(key) a person changed a field · submitted(values) Ctrl+Enter or Enter in the last field, after check() was good
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_L, GAP_S, GAP_XS
from school_desk.desk.widgets.inputs import (
    CheckInput,
    ChoiceInput,
    DateInput,
    MoneyInput,
    NoteInput,
    NumberInput,
    TextInput,
)
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import caption, error_line, heading, set_look

_LABEL_HEIGHT = 18
_BELOW_ALL = 999  # the row that takes the height nobody needs
_Made = TypeVar("_Made", bound=QWidget)


class Input(Protocol):
    """What a form asks of an input; every class of inputs.py is one."""

    edited: SignalInstance

    def value(self) -> Any: ...
    def set_value(self, value: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class _Field:
    label: str
    widget: QWidget
    block: QWidget
    error: QLabel
    hint: QLabel
    required: bool

    @property
    def input(self) -> Input:
        return cast(Input, self.widget)


class Form(QWidget):
    """See the module's docstring."""

    edited = Signal(str)
    submitted = Signal(dict)

    def __init__(self, parent: QWidget | None = None, *, columns: int = 2) -> None:
        super().__init__(parent)
        self._columns, self._row, self._column = columns, 0, 0
        self._fields: dict[str, _Field] = {}
        self._held = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_L)
        self._grid.setVerticalSpacing(GAP_S + GAP_XS)
        self._grid.setRowStretch(_BELOW_ALL, 1)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    # building

    def add_text(
        self,
        key: str,
        label: str,
        *,
        required: bool = False,
        hint: str = "",
        digits: bool = False,
        upper: bool = False,
        longest: int = 200,
        span: int = 1,
    ) -> TextInput:
        made = TextInput(digits=digits, upper=upper, longest=longest)
        return self._add(key, label, made, required, hint, span)

    def add_money(self, key: str, label: str, *, required: bool = False, hint: str = "", span: int = 1) -> MoneyInput:
        return self._add(key, label, MoneyInput(), required, hint, span)

    def add_number(
        self, key: str, label: str, *, least: int = 0, most: int = 9999, unit: str = "", hint: str = "", span: int = 1
    ) -> NumberInput:
        return self._add(key, label, NumberInput(least=least, most=most, unit=unit), False, hint, span)

    def add_date(self, key: str, label: str, *, required: bool = False, hint: str = "", span: int = 1) -> DateInput:
        return self._add(key, label, DateInput(), required, hint, span)

    def add_note(
        self, key: str, label: str, *, lines: int = 3, required: bool = False, hint: str = "", span: int = 1
    ) -> NoteInput:
        return self._add(key, label, NoteInput(lines=lines), required, hint, span)

    def add_choice(
        self,
        key: str,
        label: str,
        options: Sequence[tuple[Any, str]],
        *,
        required: bool = False,
        hint: str = "",
        span: int = 1,
    ) -> ChoiceInput:
        return self._add(key, label, ChoiceInput(options), required, hint, span)

    def add_check(self, key: str, text: str, *, hint: str = "", span: int = 1) -> CheckInput:
        made = self._add(key, "", CheckInput(text), False, hint, span)
        made.setAccessibleName(text)
        return made

    def add_widget(
        self, key: str, label: str, widget: QWidget, *, required: bool = False, hint: str = "", span: int = 1
    ) -> QWidget:
        """Any input of one's own with `value`, `set_value` and `edited`."""
        return self._add(key, label, widget, required, hint, span)

    def add_heading(self, text: str) -> None:
        """A section's name across all columns."""
        self._new_row()
        label = heading(text)
        label.setContentsMargins(0, GAP_S if self._row else 0, 0, 0)
        self._grid.addWidget(label, self._row, 0, 1, self._columns)
        self._row += 1

    # using

    def values(self) -> dict[str, Any]:
        """What stands in the fields. Raises RuleViolation for an amount that cannot be read: call `check` first."""
        return {key: field.input.value() for key, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill in the fields named; clears their errors."""
        for key, value in values.items():
            self._fields[key].input.set_value(value)
            self.set_error(key, "")

    def check(self) -> bool:
        """Say under each field what is missing or unreadable, go to the first such; True when there is none."""
        wrong = []
        for key, field in self._fields.items():
            problem = cast(Callable[[], str], getattr(field.widget, "problem", str))()
            if not problem and field.required and field.input.value() in (None, ""):
                problem = (
                    f"请填写{field.label}。" if not isinstance(field.widget, ChoiceInput) else f"请选择{field.label}。"
                )
            self.set_error(key, problem)
            wrong += [key] if problem else []
        if wrong:
            self.focus(wrong[0])
        return not wrong

    def submit(self) -> None:
        """As if Ctrl+Enter had been pressed."""
        if not self._held and self.check():
            self.submitted.emit(self.values())

    def hold(self, held: bool) -> None:
        """Whether what was filled in is under way: a second Enter does not send it again."""
        self._held = held

    def set_error(self, key: str, sentence: str) -> bool:
        """Show `sentence` under the field, "" takes it away. False when no field has that key: say it elsewhere then."""
        field = self._fields.get(key)
        if field is None:
            return False
        field.error.setText(sentence)
        field.error.setVisible(bool(sentence))
        field.hint.setVisible(bool(field.hint.text()) and not sentence)
        field.widget.setAccessibleDescription(sentence or field.hint.text())
        set_look(field.widget, "tone", "bad" if sentence else "")
        return True

    def error(self, key: str) -> str:
        return self._fields[key].error.text()

    def input(self, key: str) -> Any:
        """The input widget of `key`."""
        return self._fields[key].widget

    def focus(self, key: str) -> None:
        self._fields[key].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_enabled(self, key: str, enabled: bool) -> None:
        self._fields[key].widget.setEnabled(enabled)

    def set_shown(self, key: str, shown: bool) -> None:
        self._fields[key].block.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.type() is QEvent.Type.ShortcutOverride:
                if with_ctrl:
                    event.accept()  # else Ctrl+Enter here would press the screen's own button, such as 通过 while 驳回 is being written
                return with_ctrl
            if event.type() is not QEvent.Type.KeyPress:
                return False
            if with_ctrl:
                self.submit()
                return True
            if not isinstance(watched, QPlainTextEdit):
                self._go_on(watched)
                return True
        return False

    def _add(self, key: str, label: str, widget: _Made, required: bool, hint: str, span: int) -> _Made:
        if self._column + span > self._columns:
            self._new_row()
        field = _Field(label, widget, QWidget(), error_line(), caption(hint, wrap=True), required)
        if not hint:
            field.hint.hide()  # never shown before it has its place: that would flash a window of its own
        column = QVBoxLayout(field.block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        if label:
            column.addWidget(_FieldLabel(label, required))
            widget.setAccessibleName(f"{label}（必填）" if required else label)
        elif self._column:
            column.addSpacing(_LABEL_HEIGHT + GAP_XS)
        for each in (widget, field.error, field.hint):
            column.addWidget(each)
        column.addStretch(1)
        self._fields[key] = field
        self._grid.addWidget(field.block, self._row, self._column, 1, span)
        self._column += span
        widget.installEventFilter(self)
        field.input.edited.connect(weakly(self._note_edit, key))
        widget.setAccessibleDescription(hint)
        return widget

    def _new_row(self) -> None:
        if self._column:
            self._row, self._column = self._row + 1, 0

    def _note_edit(self, key: str) -> None:
        self.set_error(key, "")
        self.edited.emit(key)

    def _go_on(self, watched: QObject) -> None:
        """To the next input that can be used; from the last, send."""
        usable = [
            field.widget
            for field in self._fields.values()
            if field.widget.isVisibleTo(self) and field.widget.isEnabled()
        ]
        place = next((place for place, widget in enumerate(usable) if widget is watched), len(usable))
        if place + 1 < len(usable):
            usable[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submit()


class _FieldLabel(QWidget):
    """The label above an input, with the mark of what must be filled in."""

    def __init__(self, label: str, required: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_XS)
        row.addWidget(caption(label))
        if required:
            star = error_line()
            star.setText("*")
            row.addWidget(star)
            star.setVisible(True)
        row.addStretch(1)
        self.setFixedHeight(_LABEL_HEIGHT)
