"""对应列: a person says which column of a sheet is which, looking at its first rows. What they say is remembered for the next one.

Used by every import whose sheets come from outside; what the columns may be, and which answers go together, is said in `Asked`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import ChoiceInput, NumberInput
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import body
from school_desk.intake.sheet_head import SheetHead
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.masking import mask_text

_SHOWN_ROWS = 8
# Said by a person; a field not yet answered is None.
_ABSENT = "-"
_ID_WIDTH, _WIDTH = 190, 110
Option = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What is asked of one kind of sheet.

    `fields`: key → the word for it; without an answer to one of `needed` nothing goes on, and of these `required` must have a column.
    `names` gives each column of a header row a name of its own. `no_header` says why a row is none. `check` raises RuleViolation with the
    field of an answer that does not go with the others. `others`: what may be answered to a field that is no column, from the rows below
    the header. `wide`: whether a cell needs room.
    """

    fields: Mapping[str, str]
    needed: tuple[str, ...]
    required: tuple[str, ...]
    what: str
    names: Callable[[Sequence[str]], Sequence[str]] = tuple
    no_header: Callable[[Sequence[str]], str | None] = lambda _row: None
    check: Callable[[Mapping[str, str]], object] = lambda _mapping: None
    others: Mapping[str, Callable[[Sequence[Sequence[str]]], Sequence[Option]]] = field(default_factory=dict)
    wide: Callable[[str], bool] = lambda _cell: False


class SheetMapper(QWidget):
    """Signals: `mapped` (sheet name, field → header) when a person has said it all; `left`: they would rather not."""

    mapped = Signal(str, dict)
    left = Signal()

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked
        self._sheets: Sequence[SheetHead] = ()
        self.notice = Notice(Tone.WARN)
        self.sheet = ChoiceInput()
        self.sheet.setAccessibleName("工作表")
        self.row = NumberInput(least=1, most=30)
        self.row.setAccessibleName("表头在第几行")
        self.form = Form(columns=4)
        for key, word in asked.fields.items():
            self.form.add_choice(key, word, (), required=key in asked.needed)
        self._go = action_button("按这样读取", "check", primary=True, keys="Ctrl+Return", on=self.form.submit)
        self._preview = QVBoxLayout()
        self.preview: RowTable | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self.notice)
        column.addLayout(self._make_place())
        column.addWidget(self.form)
        column.addLayout(self._preview, 1)
        self.sheet.edited.connect(self._sheet_chosen)
        self.row.edited.connect(self._show_columns)
        self.form.submitted.connect(self._submit)

    def ask(
        self, sheets: Sequence[SheetHead], why: str, sheet_name: str | None, mapping: Mapping[str, str] | None
    ) -> None:
        """Asks about `sheets`, saying why; what is known already stands in the fields."""
        self._sheets = sheets
        what = self._asked.what
        self.notice.set_words(
            Tone.WARN if why else Tone.INFO, why or f"核对每一项对应{what}里的哪一列，下面是{what}的前几行。"
        )
        self.sheet.set_options([(sheet.name, sheet.name) for sheet in sheets])
        named = (sheet.name for sheet in sheets if sheet.header_row is not None)
        self.sheet.set_value(sheet_name or next(named, sheets[0].name))
        self._sheet_words.setVisible(len(sheets) > 1)
        self.sheet.setVisible(len(sheets) > 1)
        self._sheet_chosen()
        if mapping:
            self.form.set_values({key: column or _ABSENT for key, column in mapping.items()})
        fields = list(self._asked.fields)
        self.form.focus(next((key for key in fields if self.form.input(key).value() is None), fields[0]))

    @property
    def shown_sheet(self) -> SheetHead:
        """The sheet asked about."""
        return next(sheet for sheet in self._sheets if sheet.name == self.sheet.value())

    def _make_place(self) -> QHBoxLayout:
        """Which sheet, which row; and the buttons."""
        place = QHBoxLayout()
        place.setSpacing(GAP_S)
        self._sheet_words = body("工作表")
        self.sheet.setMinimumWidth(160)
        place.addWidget(self._sheet_words)
        place.addWidget(self.sheet)
        place.addWidget(body("表头在第"))
        place.addWidget(self.row)
        place.addWidget(body("行"))
        place.addSpacing(GAP_L)
        place.addStretch(1)
        place.addWidget(action_button("取消", on=self.left.emit))
        place.addWidget(self._go)
        return place

    def _sheet_chosen(self) -> None:
        sheet = self.shown_sheet
        self.row.setMaximum(max(1, len(sheet.rows)))
        self.row.set_value((sheet.header_row or 0) + 1)
        self._show_columns()
        needed = self._asked.needed
        unknown = {key: None if key in needed else _ABSENT for key in self._asked.fields}
        self.form.set_values(unknown | sheet.mapping)

    def _show_columns(self) -> None:
        """The columns of the row that is said to be the header."""
        rows, place = self.shown_sheet.rows, self.row.value() - 1
        header, below = rows[place], rows[place + 1 :]
        options = [
            (name, f"{_letter(column)} 列　{name}") for column, name in enumerate(self._asked.names(header)) if name
        ]
        options = list(dict(reversed(options)).items())  # of two columns that have one name, the first
        for key in self._asked.fields:
            none = [] if key in self._asked.required else [(_ABSENT, "没有这一列")]
            others = self._asked.others.get(key)
            self.form.input(key).set_options([*none, *options[::-1]] if others is None else others(below))
        self._show_rows(header, below[:_SHOWN_ROWS])

    def _show_rows(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        columns = [
            Column(
                str(place),
                f"{_letter(place)} {word}",
                _ID_WIDTH
                if any(map(self._asked.wide, (cell for row in rows for cell in row[place : place + 1])))
                else _WIDTH,
                stretch=place == len(header) - 1,
                value=partial(_shown, place),
            )
            for place, word in enumerate(header)
        ]
        if self.preview is not None:
            self._preview.removeWidget(self.preview)
            self.preview.hide()
            self.preview.deleteLater()
        self.preview = RowTable(columns, name=f"{self._asked.what}前几行", row_id=id, density="normal")
        self.preview.set_empty("表头下面没有内容", "请看看表头是不是在另一行。", icon="sheet")
        self.preview.set_rows(rows)
        self._preview.addWidget(self.preview)

    def _submit(self, values: dict[str, str | None]) -> None:
        refusal = self._asked.no_header(self.shown_sheet.rows[self.row.value() - 1])
        if refusal is not None:
            self.notice.set_words(Tone.BAD, f"第 {self.row.value()} 行{refusal}")
            return
        mapping = {key: column for key, column in values.items() if column and column != _ABSENT}
        used: dict[str, str] = {}
        for key, column in mapping.items():
            if column in used and key not in self._asked.others:
                self._blame(key, f"这一列已用作{used[column]}，请另选一列。")
                return
            used[column] = self._asked.fields[key]
        try:
            self._asked.check(mapping)
        except RuleViolation as fault:
            self._blame(fault.field or next(iter(self._asked.fields)), fault.message)
            return
        self.mapped.emit(self.sheet.value(), {key: mapping.get(key, "") for key in self._asked.fields})

    def _blame(self, key: str, sentence: str) -> None:
        self.form.set_error(key, sentence)
        self.form.focus(key)


def _letter(column: int) -> str:
    """A column's name as spreadsheets show it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(place: int, row: Sequence[str]) -> str:
    """A cell of the preview; numbers of persons stay covered."""
    return mask_text(row[place]) if place < len(row) else ""
