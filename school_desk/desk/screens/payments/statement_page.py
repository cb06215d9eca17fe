"""The import of a bank statement: its columns are known or asked for, and what a person says of them is remembered for the account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from school_desk.adapters.banks.mapping import ALL_IN, FIELDS, MAPPED
from school_desk.desk.import_page import ImportPage
from school_desk.desk.screens.payments.statement_import import statement_kind
from school_desk.desk.screens.payments.statement_mapper import StatementMapper
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.intake.statement import account_of, own_accounts
from school_desk.intake.statement_head import ASKS_FOR_COLUMNS, remember_command, remembered
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.documents.commands import RememberMapping
    from school_desk.intake.sheet_head import SheetHead
    from school_desk.kernel.bus import Outcome

_HEAD = "school_desk.intake.statement_head:read_statement_head"


class StatementPage(ImportPage):
    """`account`: whose statements come when the file does not print it; None: the school has one account only.

    `path`: the file, None while none was chosen.
    """

    def __init__(self, desk: Desk, account: str | None = None) -> None:
        self._account = account
        self._named: dict[str, str] | None = None
        self._as_printed = False
        kind = statement_kind(desk.school, account)
        super().__init__(desk, replace(kind, arguments=self._arguments, notes=self._notes_of(kind.notes)))
        self.path: Path | None = None
        self.mapper = StatementMapper()
        self.mapper.hide()
        self._frame.set_content(self.mapper)
        self.columns_button = action_button("对应列…", "columns", on=self.ask_columns)
        self.as_printed_button = action_button("按银行原来的表头读", "sheet", on=self.read_as_printed)
        self._filters.add(self.as_printed_button)
        self._filters.add(self.columns_button)
        self.mapper.mapped.connect(self._mapped)
        self.mapper.left.connect(self._leave_mapper)
        self._set_tools()

    @property
    def asks_for_columns(self) -> bool:
        """Whether a person is asked which column is which."""
        return not self.mapper.isHidden()

    def read(self, path: Path) -> None:
        """Reads another file, by what is known of its columns."""
        self.path, self._named, self._as_printed = path, None, False
        self._read_all()

    def read_as_printed(self) -> None:
        """Reads the file by its own header, without what was remembered of its columns; imported so, that is forgotten."""
        self._as_printed = True
        self._read_all()

    def ask_columns(self) -> None:
        """Asks which column is which, though they were read: they may have been read wrongly."""
        self._look("")

    def _read_all(self) -> None:
        if self.path is not None:
            self._leave_mapper()
            super().read(self.path)
            self._set_tools()

    def _arguments(self) -> tuple[Any, ...]:
        accounts = own_accounts(self._desk.school)
        known = {} if self._as_printed else remembered(self._desk.school, accounts)
        return (accounts, known, self._named, self._account)

    def _show(self, name: str, result: Any) -> None:
        super()._show(name, result)
        self._set_tools()

    def _carried_out(self, outcome: Outcome) -> None:
        said = {} if self._as_printed and not self._named else self._named
        if said is not None:
            preview, account = self._preview, self._account

            def kept(school: School) -> RememberMapping:
                return remember_command(account_of(school, preview, account), preview.statement.signature, said)

            self._desk.decide(self, kept, aside=True)
        super()._carried_out(outcome)

    @property
    def _recalled(self) -> bool:
        """Whether the file was read by columns that were named for an earlier one."""
        return self._named is None and self._preview is not None and self._preview.statement.layout.startswith(MAPPED)

    def _notes_of(self, notes: Any) -> Any:
        return lambda preview, outcome: (*notes(preview, outcome), *self._words_about_columns())

    def _words_about_columns(self) -> Iterator[str]:
        if self._named:
            yield "导入后会记住列的对应，这个账号下次用同样的表头就不用再选。"
            if self._named.get("income") == ALL_IN:
                yield "“都是收入”只用于这个文件，下次再问。"
        elif self._as_printed:
            yield "已按银行原来的表头读取。导入后，不再用以前为这个账号记住的列对应。"
        elif self._recalled:
            yield "已按以前为这样的表头记住的列对应读取。不对的话，点“按银行原来的表头读”或“对应列…”。"

    def _refuse(self, reason: BaseException) -> None:
        super()._refuse(reason)
        self._set_tools()
        if isinstance(reason, RuleViolation) and reason.code in ASKS_FOR_COLUMNS:
            self._look(reason.message)

    def _look(self, why: str) -> None:
        """Reads the top of the file, to ask about it."""
        if self.path is not None:
            self._run(_HEAD, str(self.path), then=lambda sheets: self._ask(sheets, why), failed=super()._refuse)

    def _ask(self, sheets: tuple[SheetHead, ...], why: str) -> None:
        if not sheets:
            return
        self.table.hide()
        self.mapper.show()
        self._set_tools()
        named = self._named or self._named_before(sheets)
        # What has no column then has none: what the header's words are likely to mean was not said.
        self.mapper.ask(sheets, why, None, named and dict.fromkeys(FIELDS.keys() - named.keys() - {"time"}, "") | named)

    def _named_before(self, sheets: Sequence[SheetHead]) -> dict[str, str] | None:
        """What was remembered of the header asked about, to begin with."""
        headed = next((sheet for sheet in sheets if sheet.header_row is not None), None)
        if headed is None or headed.header_row is None or self._as_printed:
            return None
        known = remembered(self._desk.school, own_accounts(self._desk.school))
        first = known.get(self._account or "", {})
        mark = headed.signatures[headed.header_row]
        return next((of[mark] for of in (first, *known.values()) if of.get(mark)), None)

    def _leave_mapper(self) -> None:
        self.mapper.hide()
        self.table.show()
        self._set_tools()

    def _mapped(self, _sheet_name: str, mapping: dict[str, str]) -> None:
        self._named = {key: column for key, column in mapping.items() if column}
        self._read_all()

    def _set_tools(self) -> None:
        for hidden in (self._filters, self._import):
            hidden.setVisible(not self.asks_for_columns)
        self.columns_button.setVisible(self._preview is not None)
        self.as_printed_button.setVisible(self._recalled)
