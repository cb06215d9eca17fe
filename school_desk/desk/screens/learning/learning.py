"""学习账号与学时: whose account is to be opened by when, what the platform answered, and who lacks how many hours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk import saving
from school_desk.desk.colours import Tone
from school_desk.desk.import_page import ImportHost, ImportKind
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import heading
from school_desk.documents.commands import QueueNotice
from school_desk.documents.ledger import LedgerRow, count
from school_desk.learning import notices, queries
from school_desk.learning.commands import ExportAccounts
from school_desk.learning.queries import AccountRow, HoursListRow, StudyTimeLine
from school_desk.terms.labels import COURSES, study_account_status
from school_desk.terms.masking import mask_id
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import StudyAccountStatus as Status

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TABS = (
    ("to_open", "待开通", frozenset({Status.TO_OPEN, Status.FAILED})),
    ("exported", "已导出待回执", frozenset({Status.EXPORTED})),
    ("opened", "已开通", frozenset({Status.OPENED, Status.DISABLED})),
)
_HOURS = "hours"
_TONES = {
    Status.TO_OPEN: Tone.WARN,
    Status.EXPORTED: Tone.INFO,
    Status.OPENED: Tone.GOOD,
    Status.FAILED: Tone.BAD,
}


@dataclass(frozen=True)
class _Answer:
    accounts: tuple[AccountRow, ...]
    hours: tuple[HoursListRow, ...]
    counts: dict[Status, int]


class LearningScreen(Screen):
    """The account queue and the hours, as tabs of one list."""

    tables: ClassVar[frozenset[str]] = frozenset({"study_account", "study_time", "enrollment", "setting_value"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        tabs = [FilterTab(key, words) for key, words, _ in _TABS] + [FilterTab(_HOURS, "学时")]
        self.tabs = FilterTabs(tabs, name="学习账号与学时")
        self.tabs.chosen.connect(self._tab_chosen)
        self.accounts = RowTable(_account_columns(), name="学习账号", row_id=lambda row: row.person.id)
        self.accounts.set_empty("这里没有学习账号", "费用审核通过后，学员会自动排到“待开通”。", icon="learning")
        self.hours = RowTable(_hours_columns(), name="学时", row_id=lambda row: row.person.id)
        self.hours.set_empty("还没有学时", "账号开通后，从学习平台导出学时表，在这里导入。", "导入学时…", icon="hours")
        self.hours.empty_action_requested.connect(lambda: self.import_hours())
        self.hours.activated.connect(self._show_hours)
        for table in (self.accounts, self.hours):
            table.set_loading(True)
        self.panel = SidePanel()
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)
        self._tab_chosen(self.tabs.current())

    def refresh(self) -> None:
        """Asks for accounts of the chosen tab and for the hours."""
        statuses = next((statuses for key, _, statuses in _TABS if key == self.tabs.current()), None)
        self.desk.ask(self, partial(_answer, self.desk.today, statuses), self._set_rows)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key."""
        self.tabs.choose(focus)
        self._tab_chosen(focus)

    def export_accounts(self) -> None:
        """Asks where to write the list of accounts to open."""
        name = f"学习账号开通名单-{self.desk.today:%Y%m%d}.xlsx"
        target = saving.ask_where(self, self.desk, "导出开通名单", name, "Excel 工作簿 (*.xlsx)")
        if target is not None:
            self.export_accounts_to(target)

    def export_accounts_to(self, target: Path) -> None:
        """Writes the chosen accounts (all that wait when none is chosen) and records that the list was written."""
        from school_desk.adapters.sheets.outgoing import AccountLine

        rows = self.accounts.selected_rows() or self.accounts.rows()
        lines = [
            AccountLine(
                row.person.name,
                row.person.id_number,
                row.person.mobile,
                row.person.enterprise,
                row.person.trade,
                row.person.level.label,
                row.due_on,
            )
            for row in rows
        ]
        command = ExportAccounts(tuple(row.person.id for row in rows))
        done = f"已导出 {len(rows)} 人的开通名单；平台回执导入后才算开通。"
        saving.write(
            self.desk,
            self,
            "school_desk.adapters.sheets.outgoing:write_account_list",
            target,
            lines,
            then=lambda: self.desk.decide(self, command, done=done),
        )

    def import_results(self, path: Path | None = None) -> None:
        """Opens the import of the platform's answer."""
        self.host.open(_results_kind(), path)

    def import_hours(self, path: Path | None = None) -> None:
        """Opens the import of study hours."""
        self.host.open(_hours_kind(), path)

    def write_notices(self) -> None:
        """Queues one text per enterprise: accounts opened, or hours missing."""
        today = self.desk.today
        if self.tabs.current() == _HOURS:
            rows = self.hours.selected_rows() or [row for row in self.hours.rows() if not row.hours.met]
            make, kind = notices.shortfall_notices, "学时提醒"
        else:
            rows = self.accounts.selected_rows() or self.accounts.rows()
            make, kind = notices.opening_notices, "学习账号开通"
        ids = [row.person.id for row in rows]
        self.desk.ask(
            self,
            lambda session, school_id: make(session, school_id, today, ids),
            partial(self._queue, kind),
            key="texts",
        )

    def _queue(self, kind: str, texts: tuple[notices.NoticeText, ...]) -> None:
        for text in texts:
            command = QueueNotice(
                kind, "wechat", text.enterprise_id, f"{text.enterprise} {text.recipient}", text.mobile, text.text
            )
            self.desk.decide(self, command)
        self.desk.tell(f"已拟写 {len(texts)} 条通知，请到“通知”里发送。" if texts else "没有需要通知的企业。")

    def _make_list(self) -> QWidget:
        frame = self._frame = PageFrame("学习账号与学时")
        self.export_button = action_button(
            "导出开通名单…", "export", primary=True, keys="Ctrl+E", on=self.export_accounts
        )
        self.results_button = action_button("导入开通结果…", "import", primary=True, on=self.import_results)
        self.hours_button = action_button("导入学时…", "import", primary=True, on=self.import_hours)
        self.notice_button = action_button("拟写通知", "message", on=self.write_notices)
        for button in (self.notice_button, self.export_button, self.results_button, self.hours_button):
            button.setEnabled(self.desk.may(CLERKS))
            frame.add_tool(button)
        frame.add_bar(self.tabs)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.accounts)
        self._lists.addWidget(self.hours)
        frame.set_content(self._lists, self.panel)
        return frame

    def _tab_chosen(self, key: str) -> None:
        self.export_button.setVisible(key == "to_open")
        self.results_button.setVisible(key == "exported")
        self.hours_button.setVisible(key in ("opened", _HOURS))
        self.notice_button.setVisible(key in ("opened", _HOURS))
        self._lists.setCurrentWidget(self.hours if key == _HOURS else self.accounts)
        self.panel.close_panel()
        if self.isVisible():
            self.refresh()

    def _set_rows(self, answer: _Answer) -> None:
        self.accounts.set_rows(answer.accounts)
        self.hours.set_rows(answer.hours)
        counts = {key: sum(answer.counts.get(status, 0) for status in statuses) for key, _, statuses in _TABS}
        short = sum(not row.hours.met for row in answer.hours)
        self.tabs.set_counts(counts | {_HOURS: len(answer.hours)})
        if self.tabs.current() == _HOURS:
            self._frame.set_count(f"{len(answer.hours)} 人 · 学时不足 {short} 人" if answer.hours else "")
        else:
            late = sum((row.working_days_left or 0) < 0 for row in answer.accounts)
            told = f"{len(answer.accounts)} 人" + (f" · 已逾期 {late} 人" if late else "")
            self._frame.set_count(told if answer.accounts else "")
        self.export_button.setEnabled(bool(answer.accounts) and self.desk.may(CLERKS))

    def _show_hours(self, row: HoursListRow) -> None:
        self.desk.ask(
            self,
            lambda session, school_id: queries.study_times(session, school_id, row.person.id),
            partial(self._show_times, row),
            key="times",
        )

    def _show_times(self, row: HoursListRow, times: tuple[StudyTimeLine, ...]) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        facts = [
            Fact("企业", row.person.enterprise),
            Fact("工种等级", f"{row.person.trade} {row.person.level.label}"),
            Fact("学时", _hours_words(row), _hours_chip(row)),
            Fact("疑点", "；".join(row.doubts)),
        ]
        column.addWidget(FactsGrid(facts, columns=1))
        column.addWidget(heading("课程"))
        courses = [
            Fact(f"{time.minutes} 分钟", time.course, note=f"{COURSES[time.kind]} · {time.finished_at:%Y-%m-%d}")
            for time in times
        ]
        column.addWidget(FactsGrid(courses, columns=1))
        self.panel.show_body(row.person.name, body)


def _answer(today: Any, statuses: frozenset[Status] | None, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        () if statuses is None else queries.accounts(session, school_id, today, statuses=statuses),
        queries.hours_list(session, school_id, today),
        queries.account_counts(session, school_id),
    )


def _results_kind() -> ImportKind:
    from school_desk.intake.accounts import accounts_command

    return ImportKind(
        title="导入开通结果",
        read="school_desk.intake.accounts:read_accounts",
        command=accounts_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已登记 {_good(rows)} 个账号的开通结果。",
    )


def _hours_kind() -> ImportKind:
    from school_desk.intake.hours import hours_command

    return ImportKind(
        title="导入学时",
        read="school_desk.intake.hours:read_hours",
        command=hours_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已导入 {_good(rows)} 条学时。",
    )


def _good(rows: tuple[LedgerRow, ...]) -> int:
    return count(rows, "imported") + count(rows, "updated")


def _account_columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 90, value=lambda row: row.person.name),
        Column("id_number", "证件号", 170, value=lambda row: mask_id(row.person.id_number)),
        Column("enterprise", "企业", 220, stretch=True, value=lambda row: row.person.enterprise),
        Column("trade", "工种等级", 150, value=lambda row: f"{row.person.trade} {row.person.level.label}"),
        Column("due_on", "最迟开通", 104, "date"),
        Column("left", "还剩", 124, "chip", value=_due_chip),
        Column(
            "status",
            "状态",
            110,
            "chip",
            value=lambda r: Chip(study_account_status(r.status), _TONES.get(r.status, Tone.NEUTRAL)),
        ),
        Column(
            "reason",
            "说明",
            140,
            value=lambda row: row.reason or ("" if row.opened_on is None else f"{row.opened_on} 开通"),
        ),
    )


def _due_chip(row: AccountRow) -> Chip | None:
    left = row.working_days_left
    if left is None:
        return None
    if left < 0:
        return Chip(f"逾期 {-left} 工作日", Tone.BAD)
    return Chip("今天到期" if left == 0 else f"{left} 个工作日", Tone.WARN if left <= 1 else Tone.INFO)


def _hours_columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 90, value=lambda row: row.person.name),
        Column("enterprise", "企业", 240, stretch=True, value=lambda row: row.person.enterprise),
        Column("trade", "工种等级", 150, value=lambda row: f"{row.person.trade} {row.person.level.label}"),
        Column("reached", "已学", 80, "number", value=lambda row: row.hours.reached),
        Column("needed", "要求", 80, "number", value=lambda row: row.hours.needed),
        Column("met", "结果", 116, "chip", value=_hours_chip),
        Column("doubts", "疑点", 220, value=lambda row: "；".join(row.doubts), muted=True),
    )


def _hours_chip(row: HoursListRow) -> Chip:
    if row.hours.met:
        return Chip("已达标", Tone.GOOD)
    return (
        Chip("未规定学时", Tone.NEUTRAL)
        if row.hours.needed is None
        else Chip(f"差 {row.hours.missing} 学时", Tone.WARN)
    )


def _hours_words(row: HoursListRow) -> str:
    return f"{row.hours.reached} / {row.hours.needed or '—'}"
