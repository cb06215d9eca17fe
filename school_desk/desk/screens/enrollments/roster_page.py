"""The import of a roster: whose it is stands in it, its columns are known or asked for, what is refused goes back to the enterprise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from school_desk.desk import saving
from school_desk.desk.import_page import ImportKind, ImportPage
from school_desk.desk.screens.enrollments.column_mapper import ColumnMapper
from school_desk.desk.screens.enrollments.roster_options import RosterOptions
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.documents.commands import RememberMapping
from school_desk.documents.ledger import LedgerRow, count
from school_desk.enrollments.queries import BatchRow
from school_desk.enterprises.queries import enterprise_name
from school_desk.intake.roster import reasons_to_return, roster_command, roster_ledger
from school_desk.intake.roster_head import PURPOSE, RosterHead, remembered, sender_of
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.enrollments.commands import ImportRoster, RosterOutcome
    from school_desk.intake.roster import RosterPreview
    from school_desk.kernel.bus import Outcome

_HEAD = "school_desk.intake.roster_head:read_roster_head"
_RETURN = "school_desk.intake.roster:return_workbook"
_NO_HEADER = "名单最上面没有表头行。请在第一行写上姓名、身份证号、手机号码、工种、等级，保存后再选择这个文件。"
_ASKS_FOR_COLUMNS = ("sheet.no_header", "roster.several_sheets")


class RosterPage(ImportPage):
    """`batch`: the earlier 报名批次 that more people come into; without one the roster makes a batch of its own.

    `path`: the roster, None while none was chosen.
    """

    def __init__(self, desk: Desk, batch: BatchRow | None = None) -> None:
        self._head: RosterHead | None = None
        self._mapping: dict[str, str] | None = None
        self._sheet_name: str | None = None
        self._to_remember = False
        options = RosterOptions(desk, batch)
        super().__init__(desk, self._kind_of(options), options=options)
        self.options = options
        self.path: Path | None = None
        self.mapper = ColumnMapper()
        self.mapper.hide()
        self._frame.set_content(self.mapper)
        self.columns_button = action_button("对应列…", "columns", on=self.ask_columns)
        self.return_button = action_button("退回原因表…", "export", on=self.save_reasons)
        self._filters.add(self.columns_button)
        self._filters.add(self.return_button)
        self._set_tools()
        options.enterprise_chosen.connect(self._known)
        options.photos_chosen.connect(self._known)
        self.mapper.mapped.connect(self._mapped)
        self.mapper.left.connect(self._leave_mapper)

    @property
    def asks_for_columns(self) -> bool:
        """Whether a person is asked which column is which."""
        return not self.mapper.isHidden()

    def read(self, path: Path) -> None:
        """Looks at the top of `path` for whose it is, then reads it all."""
        self.path, self._head, self._mapping, self._sheet_name = path, None, None, None
        self._to_remember = False
        self.options.forget_enterprise()
        self._leave_mapper()
        self._wait_for_file()
        self._set_tools()
        self.table.set_loading(True)
        self._frame.set_count(f"正在读取 {self._short(path.name)} …")
        self._run(_HEAD, str(path), then=self._looked, failed=self._refuse)

    def take(self, paths: Sequence[Path]) -> None:
        """A zip holds photos; anything else is the roster."""
        rosters = [path for path in paths if path.suffix.lower() != ".zip"]
        photos = [path for path in paths if path.suffix.lower() == ".zip"]
        if photos:
            self.options.set_photos(photos[0])
        if rosters:
            self.read(rosters[0])
        elif self._head is not None:
            self._known()

    def ask_columns(self) -> None:
        """Asks which column is which, though they were read: they may have been read wrongly."""
        self._ask_columns("")

    def save_reasons(self) -> None:
        """Asks where to write the enterprise's workbook with its reasons."""
        if self.path is not None:
            name = f"{self.path.stem}-退回原因.xlsx"
            saving.ask_where(self, self._desk, "退回原因表", name, self.save_reasons_to)

    def save_reasons_to(self, target: Path) -> None:
        """Writes it: every row that is not enrolled is red, with what is to be put right beside it."""
        reasons = reasons_to_return(self.ledger)
        target = target.with_suffix(".xlsx")
        told = f"已保存：{target}。{len(reasons)} 行标了红，可以发还给企业改好再导入。"
        place = self._preview.sheet.place
        saving.write(self._desk, self, _RETURN, target, str(self.path), place, reasons, told=told)

    def _looked(self, head: RosterHead) -> None:
        self._head = head
        if self.options.enterprise_id:
            self._known()
            return
        school = self._desk.school

        def guess() -> tuple[str, str] | None:
            found = sender_of(school, head)
            if found is None:
                return None
            with school.reading() as session:
                return found, enterprise_name(session, school.id, found)

        self._desk.look_up(self, guess, self._newest.only(self._guessed), key="sender")

    def _guessed(self, found: tuple[str, str] | None) -> None:
        if found is not None:
            self.options.set_enterprise(*found)
            self._known()
            return
        self.table.set_loading(False)
        self._frame.set_count("")
        told = "名单的标题和文件名里没有认出已登记的企业，请在上面“企业”一栏选择。"
        self.table.set_empty("这是哪家企业的名单？", told, icon="enterprise")
        self.options.enterprise.setFocus()

    def _known(self) -> None:
        """Whose it is: the columns they use are looked up, then the roster is read."""
        head, sender = self._head, self.options.enterprise_id
        if head is None or not sender:
            return
        self._newest.drop()
        self._import.setEnabled(False)  # the rows seen were judged for whoever was chosen before
        if self._to_remember:
            self._read_all()
            return
        self._desk.ask(
            self,
            lambda session, school_id: remembered(session, school_id, sender, head),
            self._newest.only(self._recalled),
            key="mapping",
        )

    def _recalled(self, mapping: dict[str, str] | None) -> None:
        self._mapping = mapping
        self._read_all()

    def _read_all(self) -> None:
        if self.path is not None:
            self._leave_mapper()
            super().read(self.path)
            self._set_tools()

    def _show(self, name: str, result: Any) -> None:
        super()._show(name, result)
        self._set_tools()

    def _carried_out(self, outcome: Outcome) -> None:
        if self._to_remember:
            self._to_remember = False
            signature, mapping = self._preview.sheet.signature, self._mapping or {}
            said = RememberMapping(PURPOSE, self.options.enterprise_id, signature, mapping)
            self._desk.decide(self, said, aside=True)
        super()._carried_out(outcome)

    def _refuse(self, reason: BaseException) -> None:
        unread = isinstance(reason, RuleViolation) and reason.code in _ASKS_FOR_COLUMNS and self._head is not None
        if unread and not self._has_header():
            reason = RuleViolation("sheet.no_header", _NO_HEADER)
        super()._refuse(reason)
        self._set_tools()
        if unread and self._has_header():
            self._ask_columns(str(reason))

    def _has_header(self) -> bool:
        return self._head is not None and any(sheet.header_row is not None for sheet in self._head.sheets)

    def _ask_columns(self, why: str) -> None:
        if self._head is None:
            return
        read = None if self._preview is None else self._preview.sheet.mapping
        sheet_name = self._sheet_name if self._preview is None else self._preview.sheet.place.sheet_name
        self.table.hide()
        self.mapper.show()
        self._set_tools()
        self.mapper.ask(self._head.sheets, why, sheet_name, self._mapping or read)

    def _leave_mapper(self) -> None:
        self.mapper.hide()
        self.table.show()
        self._set_tools()

    def _mapped(self, sheet_name: str, mapping: dict[str, str]) -> None:
        self._sheet_name, self._mapping, self._to_remember = sheet_name, mapping, True
        self._known()

    def _set_tools(self) -> None:
        for hidden in (self._filters, self._import):
            hidden.setVisible(not self.asks_for_columns)
        for button in (self.columns_button, self.return_button):
            button.setVisible(self._preview is not None)
        self.return_button.setEnabled(bool(reasons_to_return(self.ledger)))

    def _kind_of(self, options: RosterOptions) -> ImportKind:
        return ImportKind(
            title="导入名单" if options.batch is None else f"补入名单 · 批次 {options.batch.number}",
            read="school_desk.intake.roster:read_roster",
            arguments=lambda: (options.photos_path, self._mapping, self._sheet_name),
            command=partial(_command, options),
            ledger=roster_ledger,
            notes=self._words_about,
            done=partial(_done, options.batch),
        )

    def _words_about(self, preview: RosterPreview, outcome: RosterOutcome) -> Sequence[str]:
        told = []
        if self._to_remember:
            told.append("导入后会记住列的对应，这家企业下次用同样的表头就不用再选。")
        elif self._mapping:
            told.append("已按上次为这家企业记住的列对应读取。")
        return (*told, *_nothing_new(outcome.rows), *preview.notes)


def _command(options: RosterOptions, school: School, preview: RosterPreview) -> ImportRoster:
    into = None if options.batch is None else options.batch.id
    return roster_command(school, preview, options.enterprise_id, into)


def _nothing_new(rows: Sequence[LedgerRow]) -> tuple[str, ...]:
    """What is said of a roster that was imported before."""
    known = sum(row.state == "skipped" and bool(row.name) for row in rows)
    if not known or count(rows, "imported") or count(rows, "updated"):
        return ()
    failed = count(rows, "failed")
    rest = f"；有问题的 {failed} 行改好后可以再导入" if failed else ""
    return (f"没有变化：名单里的 {known} 人都已经报名{rest}。",)


def _done(batch: BatchRow | None, outcome: RosterOutcome) -> str:
    imported, updated, failed = (outcome.count(state) for state in ("imported", "updated", "failed"))
    told = [f"已导入 {imported} 人" if imported else "", f"更新 {updated} 人" if updated else ""]
    where = "" if not imported else "，生成新的报名批次" if batch is None else f"，补入批次 {batch.number}"
    rest = f"{failed} 行有问题没有导入，可以做“退回原因表”。" if failed else ""
    return f"{'，'.join(filter(None, told))}{where}。{rest}"
