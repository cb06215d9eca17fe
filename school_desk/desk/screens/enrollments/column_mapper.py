"""对应列: a person says which column of a roster is which, looking at its first rows. What they say is remembered for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import itemgetter

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
from school_desk.intake.roster_head import FIELDS, NEEDED, REQUIRED, RosterHead, SheetHead, names_a_person
from school_desk.terms.masking import mask_text

_SHOWN_ROWS = 8
# Said by a person; a field not yet answered is None.
_ABSENT = "-"
_ID_WIDTH, _WIDTH = 190, 110


class ColumnMapper(QWidget):
    """Signals: `mapped` (sheet name, field → header) when a person has said it all; `left`: they would rather not."""

    mapped = Signal(str, dict)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._head = RosterHead((), ())
        self.notice = Notice(Tone.WARN)
        self.sheet = ChoiceInput()
        self.sheet.setAccessibleName("工作表")
        self.row = NumberInput(least=1, most=30)
        self.row.setAccessibleName("表头在第几行")
        self.form = Form(columns=4)
        for key, word in FIELDS.items():
            self.form.add_choice(key, word, (), required=key in NEEDED)
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

    def ask(self, head: RosterHead, why: str, sheet_name: str | None, mapping: dict[str, str] | None) -> None:
        """Asks about `head`, saying why; what is known already stands in the fields."""
        self._head = head
        self.notice.set_words(
            Tone.WARN if why else Tone.INFO, why or "核对每一项对应名单里的哪一列，下面是名单的前几行。"
        )
        self.sheet.set_options([(sheet.name, sheet.name) for sheet in head.sheets])
        named = (sheet.name for sheet in head.sheets if sheet.header_row is not None)
        self.sheet.set_value(sheet_name or next(named, head.sheets[0].name))
        self._sheet_words.setVisible(len(head.sheets) > 1)
        self.sheet.setVisible(len(head.sheets) > 1)
        self._sheet_chosen()
        if mapping:
            self.form.set_values({key: column or _ABSENT for key, column in mapping.items()})
        self.form.focus(next((key for key in FIELDS if self.form.input(key).value() is None), "name"))

    @property
    def shown_sheet(self) -> SheetHead:
        """The sheet asked about."""
        return next(sheet for sheet in self._head.sheets if sheet.name == self.sheet.value())

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
        self.form.set_values({key: sheet.mapping.get(key, None if key in NEEDED else _ABSENT) for key in FIELDS})

    def _show_columns(self) -> None:
        """The columns of the row that is said to be the header."""
        rows, place = self.shown_sheet.rows, self.row.value() - 1
        header = rows[place]
        named = {word: f"{_letter(column)} 列　{word}" for column, word in reversed(list(enumerate(header))) if word}
        options = sorted(named.items(), key=itemgetter(1))
        for key in FIELDS:
            none = [] if key in REQUIRED else [(_ABSENT, "没有这一列")]
            self.form.input(key).set_options([*none, *options])
        self._show_rows(header, rows[place + 1 : place + 1 + _SHOWN_ROWS])

    def _show_rows(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        columns = [
            Column(
                str(place),
                f"{_letter(place)} {word}",
                _ID_WIDTH if any(names_a_person(row[place : place + 1]) for row in rows) else _WIDTH,
                stretch=place == len(header) - 1,
                value=partial(_shown, place),
            )
            for place, word in enumerate(header)
        ]
        if self.preview is not None:
            self._preview.removeWidget(self.preview)
            self.preview.hide()
            self.preview.deleteLater()
        self.preview = RowTable(columns, name="名单前几行", row_id=id, density="normal")
        self.preview.set_empty("表头下面没有内容", "请看看表头是不是在另一行。", icon="sheet")
        self.preview.set_rows(rows)
        self._preview.addWidget(self.preview)

    def _submit(self, values: dict[str, str | None]) -> None:
        header = self.shown_sheet.rows[self.row.value() - 1]
        if names_a_person(header):
            told = f"第 {self.row.value()} 行是一名人员，不是表头。请在名单最上面补一行表头，再重新选择文件。"
            self.notice.set_words(Tone.BAD, told)
            return
        mapping = {key: column for key, column in values.items() if column and column != _ABSENT}
        used: dict[str, str] = {}
        for key, column in mapping.items():
            if column in used:
                self.form.set_error(key, f"这一列已用作{used[column]}，请另选一列。")
                self.form.focus(key)
                return
            used[column] = FIELDS[key]
        self.mapped.emit(self.sheet.value(), {key: mapping.get(key, "") for key in FIELDS})


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
