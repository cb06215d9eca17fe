"""学习账号与学时: whose account is to be opened by when, what the platform answered, and who lacks how many hours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms
from school_desk.desk.import_page import ImportHost
from school_desk.desk.notice_texts import show_texts
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.learning.hours_page import HoursPage
from school_desk.desk.screens.learning.learner_panel import Hours, account_facts
from school_desk.desk.screens.learning.learning_files import LearningFiles, results_kind
from school_desk.desk.screens.learning.learning_lists import account_columns, hours_columns
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.table import RowTable
from school_desk.learning import notices, queries
from school_desk.learning.commands import DisableAccount, ReopenFailed
from school_desk.learning.queries import AccountRow, HoursListRow, StudyTimeLine
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import StudyAccountStatus as Status

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TO_OPEN, _EXPORTED, _FAILED, _OPENED, _HOURS = "to_open", "exported", "failed", "opened", "hours"
_STATUSES = {
    _TO_OPEN: frozenset({Status.TO_OPEN}),
    _EXPORTED: frozenset({Status.EXPORTED}),
    _FAILED: frozenset({Status.FAILED}),
    _OPENED: frozenset({Status.OPENED, Status.DISABLED}),
}
_TABS = (
    FilterTab(_TO_OPEN, "待开通", Tone.WARN),
    FilterTab(_EXPORTED, "已导出待回执"),
    FilterTab(_FAILED, "开通失败", Tone.BAD),
    FilterTab(_OPENED, "已开通"),
    FilterTab(_HOURS, "学时"),
)
_EMPTY = {
    _TO_OPEN: ("没有待开通的账号", "费用审核通过后，学员会自动排到这里，并写明最迟哪天开通。"),
    _EXPORTED: ("没有等回执的账号", "导出开通名单之后，学员在这里等学习平台的开通结果。"),
    _FAILED: ("没有开通失败的账号", "平台返回失败的账号连同原因列在这里，处理好再退回待开通。"),
    _OPENED: ("还没有已开通的账号", "导入学习平台的开通结果之后，账号才算开通。"),
}
_NOTICES = {_HOURS: (notices.shortfall_notices, "学时提醒"), _OPENED: (notices.opening_notices, "账号开通")}


@dataclass(frozen=True)
class _Answer:
    accounts: tuple[AccountRow, ...]
    hours: tuple[HoursListRow, ...]
    counts: dict[Status, int]


class LearningScreen(Screen):
    """The account queue and the hours, as tabs of one list."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"study_account", "study_time", "enrollment", "trainee", "enterprise", "training_plan", "setting_value"}
        | {"receivable", "allocation", "statement_line", "trainee_correction"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = FilterTabs(_TABS, name="学习账号与学时")
        self.tabs.chosen.connect(self._tab_chosen)
        self.accounts = RowTable(account_columns(desk), name="学习账号", row_id=lambda row: row.person.id)
        self.hours = RowTable(hours_columns(), name="学时", row_id=lambda row: row.person.id)
        self.hours.set_empty("还没有学时", "账号开通后，从学习平台导出学时表，在这里导入。", "导入学时…", icon="hours")
        self.hours.empty_action_requested.connect(self.import_hours)
        for table in (self.accounts, self.hours):
            table.set_loading(True)
            table.activated.connect(self._show)
            table.current_changed.connect(self._follow)
        self._tells_row = False
        self.panel = SidePanel()
        self.panel.closed.connect(self._forget)
        self._forms = PanelForms(desk, self, self.panel)
        self.files = LearningFiles(desk, self)
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)
        self._tab_chosen(self.tabs.current())

    def refresh(self) -> None:
        """Asks for accounts of the chosen tab and for the hours."""
        statuses = _STATUSES.get(self.tabs.current())
        self.desk.ask(self, partial(_answer, self.desk.today, statuses), self._set_rows)

    def entered(self) -> None:
        """The keys work in the list at once."""
        super().entered()
        self._table().setFocus()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key."""
        self.tabs.choose(focus)
        self._tab_chosen(focus)

    def export_accounts(self) -> None:
        """Asks where to write the chosen accounts (all that wait when none is chosen)."""
        self.files.export_accounts(_chosen(self.accounts))

    def export_accounts_to(self, target: Path) -> None:
        """Writes them to `target` and records that the list was written."""
        self.files.export_accounts_to(_chosen(self.accounts), target)

    def import_results(self, path: Path | None = None) -> None:
        """Opens the import of the platform's answer."""
        self.host.open(results_kind(), path)

    def import_hours(self, path: Path | None = None) -> None:
        """Opens the import of study hours."""
        self.host.show_page(HoursPage(self.desk), path)

    def reopen(self) -> None:
        """退回待开通: the chosen failures (all when none is chosen) wait to be exported again."""
        ids = tuple(row.person.id for row in _chosen(self.accounts))
        self.desk.decide(self, ReopenFailed(ids), done=f"已把 {len(ids)} 人退回待开通，可以重新导出名单。")

    def take_back(self) -> None:
        """退回待开通, with the reason: the chosen of those that the platform has not answered (all when none is chosen)."""
        self._ask_back(_chosen(self.accounts))

    def write_notices(self) -> None:
        """Shows one text per enterprise: accounts opened, or hours missing."""
        today, (make, kind) = self.desk.today, _NOTICES[self.tabs.current()]
        ids = [row.person.id for row in _chosen(self._table())]
        self._forget()
        self.desk.ask(
            self,
            lambda session, school_id: make(session, school_id, today, ids),
            lambda texts: show_texts(self.desk, self, self.panel, kind, texts),
            key="texts",
        )

    def _make_list(self) -> QWidget:
        frame = self._frame = PageFrame("学习账号与学时")
        self.export_button = action_button(
            "导出开通名单…", "export", primary=True, keys="Ctrl+E", on=self.export_accounts
        )
        self.results_button = action_button(
            "导入开通结果…", "import", primary=True, keys="Ctrl+I", on=self.import_results
        )
        self.reopen_button = action_button("退回待开通", "undo", primary=True, on=self.reopen)
        self.back_button = action_button("退回待开通…", "undo", on=self.take_back)
        self.hours_button = action_button("导入学时…", "import", primary=True, keys="Ctrl+I", on=self.import_hours)
        self.notice_button = action_button("拟写通知…", "message", on=self.write_notices)
        self._tools = {
            self.notice_button: (_OPENED, _HOURS),
            self.back_button: (_EXPORTED,),
            self.export_button: (_TO_OPEN,),
            self.results_button: (_EXPORTED,),
            self.reopen_button: (_FAILED,),
            self.hours_button: (_HOURS,),
        }
        for button in self._tools:
            frame.add_tool(button)
        frame.add_bar(self.tabs)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.accounts)
        self._lists.addWidget(self.hours)
        frame.set_content(self._lists, self.panel)
        return frame

    def _tab_chosen(self, key: str) -> None:
        for button, tabs in self._tools.items():
            button.setVisible(key in tabs)
            button.setEnabled(False)
        self._lists.setCurrentWidget(self._table())
        self.panel.close_panel()
        if key != _HOURS:
            self.accounts.set_empty(*_EMPTY[key], icon="learning")
            self.accounts.set_column_shown("left", key in (_TO_OPEN, _EXPORTED, _FAILED))
            self.accounts.set_column_shown("reason", key in (_EXPORTED, _FAILED, _OPENED))
        if self.isVisible():
            self.refresh()

    def _set_rows(self, answer: _Answer) -> None:
        self.accounts.set_rows(answer.accounts)
        self.hours.set_rows(answer.hours)
        counts = {key: sum(answer.counts.get(status, 0) for status in found) for key, found in _STATUSES.items()}
        short = sum(not row.hours.met for row in answer.hours)
        self.tabs.set_counts(counts | {_HOURS: len(answer.hours)})
        if self.tabs.current() == _HOURS:
            self._frame.set_count(f"{len(answer.hours)} 人 · 学时不足 {short} 人" if answer.hours else "")
        else:
            late = sum(row.working_days_left is not None and row.due_on < self.desk.today for row in answer.accounts)
            told = f"{len(answer.accounts)} 人" + (f" · 已逾期 {late} 人" if late else "")
            self._frame.set_count(told if answer.accounts else "")
        self._set_buttons(bool(self._table().row_count()))
        self._follow(self._table().current_row())

    def _set_buttons(self, has_rows: bool) -> None:
        may = self.desk.may(CLERKS)
        for button in self._tools:
            always = button in (self.results_button, self.hours_button)
            button.setEnabled(may and (always or has_rows))

    def _table(self) -> RowTable:
        return self.hours if self.tabs.current() == _HOURS else self.accounts

    def _show(self, row: AccountRow | HoursListRow) -> None:
        self._tells_row = True
        if isinstance(row, AccountRow):
            self._show_account(row)
        else:
            self._ask_hours(row)

    def _follow(self, row: AccountRow | HoursListRow | None) -> None:
        """The panel goes with the list, but for a form that is open in it."""
        if self._tells_row and row is not None:
            self._show(row)
        elif self._tells_row:
            self.panel.close_panel()

    def _forget(self) -> None:
        self._tells_row = False

    def _show_account(self, row: AccountRow) -> None:
        buttons = []
        if row.status is Status.FAILED:
            reopen = ReopenFailed((row.person.id,))
            done = f"已把 {row.person.name} 退回待开通。"
            buttons.append(action_button("退回待开通", on=lambda: self.desk.decide(self, reopen, done=done)))
        if row.status in (Status.EXPORTED, Status.OPENED):
            buttons.append(action_button("退回待开通…", on=lambda: self._ask_back([row])))
        if row.status is not Status.DISABLED:
            buttons.append(action_button("停用…", role="danger", on=partial(self._disable, row)))
        if row.status is Status.OPENED:
            buttons.append(action_button("打印学习通知…", "print", on=partial(self.files.print_notice, row.person)))
        for button in buttons:
            button.setEnabled(self.desk.may(CLERKS))
        self.panel.show_body(row.person.name, account_facts(row, self.desk.today), tuple(buttons))

    def _ask_back(self, rows: list[AccountRow]) -> None:
        """The platform keeps what it was given: whoever takes it back says why."""
        who = rows[0].person.name if len(rows) == 1 else f" {len(rows)} 人"
        ids = tuple(row.person.id for row in rows)
        self._forget()
        self._forms.ask_reason(
            f"把{who}退回待开通",
            "退回的原因（如证件号已更正、平台没有收到名单）",
            "退回待开通",
            lambda reason: ReopenFailed(ids, reason),
            done=f"已把{who}退回待开通，可以重新导出名单。",
        )

    def _disable(self, row: AccountRow) -> None:
        name = row.person.name
        self._forget()
        self._forms.ask_reason(
            f"停用 {name} 的学习账号",
            "停用的原因",
            "停用",
            partial(DisableAccount, row.person.id),
            done=f"已停用 {name} 的学习账号。",
        )

    def _ask_hours(self, row: HoursListRow) -> None:
        def show(times: tuple[StudyTimeLine, ...]) -> None:
            if self._tells_row:
                self.panel.show_body(row.person.name, Hours(row, times))

        self.desk.ask(
            self,
            lambda session, school_id: queries.study_times(session, school_id, row.person.id),
            show,
            key="times",
        )


def _answer(today: Any, statuses: frozenset[Status] | None, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        () if statuses is None else queries.accounts(session, school_id, today, statuses=statuses),
        queries.hours_list(session, school_id, today),
        queries.account_counts(session, school_id),
    )


def _chosen(table: RowTable) -> list[Any]:
    return table.selected_rows() or table.rows()
