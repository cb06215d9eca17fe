"""操作日志: who did what and when, each decision's changes in words, and any single step taken back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk import saving
from school_desk.desk.navigation import pages_for
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.overview.journal_facts import UNDONE, DecisionFacts
from school_desk.desk.screens.overview.journal_filters import JournalFilters, as_record
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.clock import local_text
from school_desk.overview import journal_list
from school_desk.overview.journal_detail import JournalDetail, journal_detail
from school_desk.overview.journal_list import PAGE, JournalWanted
from school_desk.overview.trace import TimelineRow
from school_desk.terms.labels import ROLES

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_NARROW = 900
_LESSER_COLUMNS = ("made_at", "actor", "undone")


@dataclass(frozen=True)
class _Answer:
    rows: tuple[TimelineRow, ...]
    total: int
    actors: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


class JournalScreen(Screen):
    """The list with filters and one panel for a decision; no tables named, since every command adds a line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[TimelineRow, ...] = ()
        self._total = 0
        self._opened = ""
        self._told: JournalDetail | None = None
        self.search = SearchField("内容、事项、办理人", name="搜索操作日志")
        self.search.searched.connect(lambda _words: self._ask_anew())
        self.filters = JournalFilters()
        self.filters.changed.connect(self._ask_anew)
        self.table = RowTable(_columns(), name="操作日志", row_id=lambda row: row.command_id)
        self.table.set_empty("没有找到", "没有符合条件的操作，换一个条件看看。", "清除筛选", icon="log")
        self.table.set_loading(True)
        self.table.activated.connect(lambda row: self.show_decision(row.command_id))
        self.table.current_changed.connect(self._follow)
        self.table.empty_action_requested.connect(self.clear)
        self.search.follow(self.table)
        self.more_button = action_button("", "chevron-down", role="link", on=self.show_more)
        self.panel = SidePanel()
        self.panel.shown.connect(self._make_room)
        self.panel.closed.connect(self._forget)
        self.export_button = action_button("导出…", "export", keys="Ctrl+E", on=self.export)
        self._frame = PageFrame("操作日志")
        self._frame.add_tool(self.search)
        self._frame.add_tool(self.export_button)
        self._frame.add_bar(self.filters)
        self._frame.set_content(self._with_more(), self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks again for as many lines as are shown, what there is to filter by, and the decision that is open."""
        limit = max(PAGE, len(self._rows))
        self.desk.ask(self, partial(_answer, self._wanted(), limit), self._set_answer)
        if self._opened:
            self.show_decision(self._opened)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a command's id, or a record (table, id) whose history is shown."""
        record = as_record(focus)
        self.search.set_words("")
        if record is not None:
            self.filters.set_record(record)
        else:
            self.filters.clear()
            self.table.seek(focus)
            self.show_decision(focus)
        self._ask_anew()

    def clear(self) -> None:
        """Shows everything again."""
        self.search.set_words("")
        self.filters.clear()

    def show_more(self) -> None:
        """Asks for the next lines."""
        if self._rows:
            before = self._rows[-1].seq
            self.desk.ask(self, partial(_page, self._wanted(), before), self._add_rows)

    def show_decision(self, command_id: str) -> None:
        """Opens one decision in the panel."""
        self._opened = command_id
        cipher = self.desk.school.database.cipher
        self.desk.ask(
            self,
            lambda session, school_id: journal_detail(session, cipher, school_id, command_id),
            self._show_detail,
            key="detail",
        )

    def export(self) -> None:
        """Asks where to write the list."""
        name = f"操作日志-{self.desk.today:%Y%m%d}.xlsx"
        saving.ask_where(self, self.desk, "导出操作日志", name, self.export_to)

    def export_to(self, target: Path) -> None:
        """Writes every line that is asked for, also those not shown yet."""
        from school_desk.output.journal import COLUMNS, JOURNAL, TITLE, journal_rows

        wanted, words = self._wanted(), self.search.words()
        told = " · ".join(filter(None, (self.filters.told(), words)))

        def gathered(rows: tuple[Any, ...]) -> None:
            saving.write(
                self.desk,
                self,
                JOURNAL,
                target,
                TITLE,
                COLUMNS,
                rows,
                told,
                told=f"已导出 {len(rows):,} 条操作日志：{target}",
                then=saving.recorded(self.desk, self, "操作日志", len(rows), target, "条") if rows else None,
            )

        self.desk.look_up(self, lambda: journal_rows(self.desk.school, wanted), gathered, key="export")

    def _with_more(self) -> QWidget:
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(self.table, 1)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.more_button.hide()
        return both

    def _wanted(self) -> JournalWanted:
        return self.filters.wanted(self.search.words())

    def _ask_anew(self) -> None:
        self._rows = ()
        self.refresh()

    def _set_answer(self, answer: _Answer) -> None:
        self.filters.set_options(answer.actors, answer.kinds)
        self._total = answer.total
        self._show_rows(answer.rows)

    def _add_rows(self, rows: tuple[TimelineRow, ...]) -> None:
        self._show_rows((*self._rows, *rows))

    def _show_rows(self, rows: tuple[TimelineRow, ...]) -> None:
        self._rows = rows
        self.table.set_rows(rows)
        left = self._total - len(rows)
        self.more_button.setText(f"再显示 {min(PAGE, left)} 条（还有 {left:,} 条）")
        self.more_button.setVisible(left > 0)
        self.export_button.setEnabled(bool(rows))
        self._frame.set_count(f"共 {self._total:,} 条" if rows else "")

    def _follow(self, row: TimelineRow | None) -> None:
        if row is not None and self._opened and row.command_id != self._opened:
            self.show_decision(row.command_id)

    def _forget(self) -> None:
        self._opened, self._told = "", None

    def _make_room(self, panel_is_there: bool) -> None:
        narrow = panel_is_there and self.width() < _NARROW
        for key in _LESSER_COLUMNS:
            self.table.set_column_shown(key, not narrow)

    def _show_detail(self, detail: JournalDetail | None) -> None:
        if detail is None:
            self.panel.close_panel()
            self.desk.tell("操作日志里没有这一步。", "warn")
        elif detail.line.command_id == self._opened and detail != self._told:
            self._told = detail
            body = DecisionFacts(detail, self._has)
            body.opened.connect(self.desk.open_screen)
            self.panel.show_body(detail.line.label, body, self._buttons(detail))

    def _has(self, key: str) -> bool:
        return any(entry.key == key for entry in pages_for(self.desk))

    def _buttons(self, detail: JournalDetail) -> tuple[QWidget, ...]:
        if detail.line.undone or detail.never:
            return ()
        words = "取消这次撤销" if detail.takes_back else "撤销这一步"
        button = action_button(words, "undo", role="danger", on=partial(self.desk.undo, detail.line.command_id))
        if detail.allowed and not self.desk.may(detail.allowed):
            button.setEnabled(False)
            who = "、".join(name for role, name in ROLES.items() if role in detail.allowed)
            button.setToolTip(f"由{who}撤销")
        return (button,)


def _answer(wanted: JournalWanted, limit: int, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        journal_list.journal_list(session, school_id, wanted, limit=limit),
        journal_list.journal_count(session, school_id, wanted),
        journal_list.journal_actors(session, school_id),
        journal_list.journal_kinds(session, school_id),
    )


def _page(wanted: JournalWanted, before: int, session: ReadSession, school_id: str) -> tuple[TimelineRow, ...]:
    return journal_list.journal_list(session, school_id, wanted, before_seq=before)


def _columns() -> tuple[Column, ...]:
    return (
        Column("made_at", "时间", 140, value=lambda row: local_text(row.made_at), muted=True),
        Column("actor", "办理人", 84),
        Column("label", "事项", 144),
        Column("subject", "内容", 150, stretch=True),
        Column("undone", "状态", 100, "chip", value=lambda row: UNDONE if row.undone else None),
    )
