"""证书: numbers come from the authorities, certificates are printed, pushed to the ministry's register, and proved there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from school_desk.certificates import queries
from school_desk.certificates.domain import UNANSWERED
from school_desk.certificates.papers import issuer_on
from school_desk.certificates.queries import AwaitingNumberRow, CertificateListRow
from school_desk.certificates.settings import ISSUER, REGISTRY_ADDRESS
from school_desk.desk.colours import Tone
from school_desk.desk.import_page import ImportHost
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.certificates.certificate_acts import CertificateActs
from school_desk.desk.screens.certificates.certificate_files import CertificateFiles, numbers_kind, push_kind
from school_desk.desk.screens.certificates.certificate_lists import awaiting_columns, certificate_columns
from school_desk.desk.screens.certificates.certificate_panel import (
    CertificateFacts,
    Pushes,
    PushRecord,
    SignedLookUp,
    ask_look_ups,
    ask_pushes,
)
from school_desk.desk.services import Desk
from school_desk.desk.widgets.action_row import Act, ActionRow
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.table import RowTable
from school_desk.kernel import settings
from school_desk.terms.labels import certificate_status
from school_desk.terms.roles import ADMINS, EXAMINERS
from school_desk.terms.statuses import CertificateStatus as Status
from school_desk.terms.statuses import PushOutcome

if TYPE_CHECKING:
    from datetime import date

    from school_desk.kernel.database import ReadSession

_AWAITING, _GENERATED, _PUSHED, _REVOKED = "awaiting", "generated", "pushed", "revoked"
_TO_PUSH, _PENDING, _FAILED = "to_push", "pending", "failed"
_TABS = (
    FilterTab(_AWAITING, certificate_status(None), Tone.WARN),
    FilterTab(_GENERATED, certificate_status(Status.GENERATED), Tone.WARN),
    FilterTab(_TO_PUSH, "其中待推送", Tone.WARN),
    FilterTab(_PENDING, "其中待回执"),
    FilterTab(_FAILED, "其中推送失败", Tone.BAD),
    FilterTab(_PUSHED, certificate_status(Status.PUSHED)),
    FilterTab(_REVOKED, certificate_status(Status.REVOKED)),
)
# The tabs that show a part of 证书已生成未推送: how far the newest push is.
_OUTCOMES = {_TO_PUSH: None, _PENDING: PushOutcome.PENDING, _FAILED: PushOutcome.FAILED}
_EMPTY = {
    _GENERATED: ("没有待推送的证书", "导入主管部门给的证书编号之后，证书在这里打印和推送。"),
    _TO_PUSH: (
        "没有待推送的证书",
        "导入主管部门给的证书编号之后，还没有导出推送、或推送之后联网没有查到的证书列在这里。",
    ),
    _PENDING: ("没有等回执的证书", "已导出推送、住建部系统还没有返回结果的证书列在这里，收到结果后请导入。"),
    _FAILED: ("没有推送失败的证书", "住建部系统返回失败的证书连同原因列在这里，处理好再导出推送。"),
    _PUSHED: ("还没有已推送的证书", "住建部系统返回回执、或在联网证书查询里查到，才算已推送。"),
    _REVOKED: ("没有已注销的证书", "注销和换发的旧证书列在这里，编号不再使用。"),
}


@dataclass(frozen=True)
class _Answer:
    awaiting: tuple[AwaitingNumberRow, ...] = ()
    certificates: tuple[CertificateListRow, ...] = ()
    registry: str = ""
    issuer: str = ""


class CertificatesScreen(Screen):
    """The manual's three labels as tabs, and beside them what failed and what was revoked."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"certificate", "push_batch", "push_entry", "registry_look_up", "setting_value", "document"}
        | {"score", "score_submission", "candidate", "exam_plan", "exam_session", "enrollment", "trainee", "enterprise"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._answer: _Answer | None = None
        self._shown: str | None = None
        self._sought: str | None = None
        self.tabs = FilterTabs(_TABS, name="证书状态")
        self.tabs.chosen.connect(self._tab_chosen)
        self.awaiting = RowTable(awaiting_columns(), name=certificate_status(None), row_id=lambda row: row.person.id)
        self.awaiting.set_empty("没有等待编号的学员", "成绩审核通过且合格的学员会出现在这里。", icon="certificate")
        self.table = RowTable(certificate_columns(), name="证书")
        self.table.activated.connect(self._show)
        self.table.current_changed.connect(self._follow)
        self.panel = SidePanel()
        self.panel.closed.connect(self._forget)
        self.acts = CertificateActs(desk, self, self.panel)
        self.files = CertificateFiles(desk, self)
        self.unset = Notice()
        self.unset.action_requested.connect(self._open_settings)
        self._row = ActionRow()
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)
        self._tab_chosen(_AWAITING)

    def refresh(self) -> None:
        """Asks for all lists."""
        self.desk.ask(self, partial(_ask, self.desk.today), self._set_answer)

    def entered(self) -> None:
        """The keys work in the list at once."""
        super().entered()
        (self.awaiting if self.tabs.current() == _AWAITING else self.table).setFocus()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key or a certificate's id."""
        if focus in [tab.key for tab in _TABS]:
            self.tabs.choose(focus)
            self._tab_chosen(focus)
            return
        self._sought = focus
        self._seek()

    def import_numbers(self, path: Path | None = None) -> None:
        """Opens the import of the authorities' numbers."""
        self.host.open(numbers_kind(), path)

    def import_results(self, path: Path | None = None) -> None:
        """Opens the import of the register's answers."""
        self.host.open(push_kind(), path)

    def print_certificates(self) -> None:
        """Prints the chosen certificates (all shown when none is chosen); without 发证机关 it is refused in words."""
        if self._issuer_is_set() and (rows := self._chosen()):
            self.files.print(rows)

    def print_to(self, target: Path) -> None:
        """The same into `target`."""
        if self._issuer_is_set():
            self.files.print_to(self._chosen(), target)

    def export_push(self) -> None:
        """Exports the package of the chosen certificates that are not under way already."""
        rows = self._to_push()
        if not rows:
            self.desk.tell(f"这里的证书都已导出推送，正在等结果；请先导入推送结果。{UNANSWERED}", "warn")
        elif self._issuer_is_set():
            self.files.export_push(rows)

    def export_push_to(self, target: Path) -> None:
        """The same into `target`."""
        if self._issuer_is_set():
            self.files.export_push_to(self._to_push(), target)

    def open_registry(self) -> None:
        """Opens the ministry's 联网证书查询 in the browser."""
        QDesktopServices.openUrl(QUrl(self._answer.registry if self._answer else REGISTRY_ADDRESS.default))

    def _certificates(self) -> tuple[CertificateListRow, ...]:
        return self._answer.certificates if self._answer else ()

    def _chosen(self) -> list[CertificateListRow]:
        return self.table.selected_rows() or self.table.rows()

    def _to_push(self) -> list[CertificateListRow]:
        return [row for row in self._chosen() if queries.push_stage(row.push) in (None, PushOutcome.FAILED)]

    def _issuer_is_set(self) -> bool:
        if self._answer is not None and not self._answer.issuer:
            self.desk.tell(f"还没有填写“{ISSUER.label}”，证书和推送表都缺这一项。请先在“设置”里填写。", "warn")
            return False
        return True

    def _open_settings(self) -> None:
        self.desk.open_screen("settings", ISSUER.key)

    def _make_list(self) -> QWidget:
        frame = self._frame = PageFrame("证书")
        frame.add_tool(action_button("联网证书查询", "link", role="link", on=self.open_registry))
        numbers = action_button("导入证书编号…", "import", primary=True, keys="Ctrl+I", on=self.import_numbers)
        numbers.setEnabled(self.desk.may(EXAMINERS))
        frame.add_tool(numbers)
        for bar in (self.unset, self.tabs, self._row):
            frame.add_bar(bar)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.awaiting)
        self._lists.addWidget(self.table)
        frame.set_content(self._lists, self.panel)
        return frame

    def _acts(self, key: str) -> tuple[Act, ...]:
        push = Act("导出推送…", self.export_push, "push", "Ctrl+E")
        results = Act("导入推送结果…", self.import_results, "import")
        record = Act("推送记录", self._show_pushes, "log")
        draw = Act("打印证书…", self.print_certificates, "print", "Ctrl+P")
        acts = {
            _GENERATED: (draw, push, results, record),
            _TO_PUSH: (draw, push, record),
            _PENDING: (draw, results, record),
            _FAILED: (push, results, record),
            _PUSHED: (Act("补打证书…", self.print_certificates, "print", "Ctrl+P"), record),
        }
        return acts.get(key, ())

    def _tab_chosen(self, key: str) -> None:
        self._lists.setCurrentWidget(self.awaiting if key == _AWAITING else self.table)
        self._row.set_acts(self._acts(key), may=self.desk.may(EXAMINERS))
        if key != _AWAITING:
            self.table.set_empty(*_EMPTY[key], icon="certificate")
        self.panel.close_panel()
        self.table.clear_selection()
        self._show_rows()

    def _set_answer(self, answer: _Answer) -> None:
        self._answer = answer
        missing = f"还没有填写“{ISSUER.label}”：证书和推送表都要印它，填写之后才能打印和推送。"
        may_set = self.desk.may(ADMINS)
        told = "" if answer.issuer else missing if may_set else f"{missing}请管理员在“设置”里填写。"
        self.unset.set_words(Tone.WARN, told, "去设置" if told and may_set else "")
        self._show_rows()
        self._seek()
        self._sought = None
        shown = next((row for row in answer.certificates if row.id == self._shown), None)
        if shown is not None:
            self._show(shown)

    def _show_rows(self) -> None:
        lists = {
            status: [row for row in self._certificates() if row.status.value == status]
            for status in (_GENERATED, _PUSHED, _REVOKED)
        }
        for tab, outcome in _OUTCOMES.items():
            lists[tab] = [r for r in lists[_GENERATED] if queries.push_stage(r.push) is outcome]
        awaiting = self._answer.awaiting if self._answer else ()
        self.awaiting.set_rows(awaiting)
        self.table.set_rows(lists.get(self.tabs.current(), ()))
        self.tabs.set_counts({key: len(rows) for key, rows in lists.items()} | {_AWAITING: len(awaiting)})

    def _seek(self) -> None:
        """The certificate looked for, in its tab, as soon as it has come."""
        found = next((row for row in self._certificates() if row.id == self._sought), None)
        if found is not None:
            self.tabs.choose(found.status.value)
            self._tab_chosen(found.status.value)
            self.table.select_ids([found.id])

    def _forget(self) -> None:
        self._shown = None

    def _follow(self, row: CertificateListRow | None) -> None:
        if row is not None and self._shown and row.id != self._shown:
            self._show(row)

    def _show(self, row: CertificateListRow) -> None:
        self._shown = row.id
        self.desk.ask(self, partial(ask_look_ups, row.id), partial(self._show_facts, row), key="detail")

    def _show_facts(self, row: CertificateListRow, found: tuple[SignedLookUp, ...]) -> None:
        if self._shown != row.id:
            return
        buttons: list[QWidget] = []
        if row.status is not Status.REVOKED:
            buttons = [
                action_button("注销…", role="danger", on=partial(self._form, self.acts.revoke, row)),
                action_button("换发…", on=partial(self._form, self.acts.reissue, row)),
                action_button("登记联网查询…", primary=True, on=partial(self._form, self.acts.look_up, row)),
            ]
        for button in buttons:
            button.setEnabled(self.desk.may(EXAMINERS))
        self.panel.show_body(row.person.name, CertificateFacts(self.desk, row, found), tuple(buttons))

    def _form(self, open_form: Any, row: CertificateListRow) -> None:
        self._shown = None
        open_form(row)

    def _show_pushes(self) -> None:
        def show(pushes: Pushes) -> None:
            self.panel.show_body("推送记录", PushRecord(pushes, self._choose))

        self._shown = None
        self.desk.ask(self, ask_pushes, show, key="detail")

    def _choose(self, certificate_ids: tuple[str, ...]) -> None:
        if self.tabs.current() != _FAILED:
            self.take_focus(_FAILED)
        self.table.select_ids(certificate_ids)
        self.table.setFocus()


def _ask(today: date, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        queries.awaiting_number(session, school_id),
        queries.certificates(session, school_id),
        settings.read(session, school_id, REGISTRY_ADDRESS, today),
        issuer_on(session, school_id, today),
    )
