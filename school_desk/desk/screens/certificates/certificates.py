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
from school_desk.certificates.commands import ExportPush, RecordPrinted, RecordRegistryLookUp
from school_desk.certificates.queries import AwaitingNumberRow, CertificateListRow
from school_desk.certificates.settings import REGISTRY_ADDRESS
from school_desk.desk import saving
from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form, send
from school_desk.desk.import_page import ImportHost, ImportKind
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.documents.ledger import count
from school_desk.kernel import settings
from school_desk.terms.labels import certificate_status, push_outcome
from school_desk.terms.masking import mask_id
from school_desk.terms.roles import EXAMINERS
from school_desk.terms.statuses import CertificateStatus as Status
from school_desk.terms.statuses import PushOutcome

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_TABS = (("awaiting", None), ("generated", Status.GENERATED), ("pushed", Status.PUSHED), ("revoked", Status.REVOKED))
_TONES = {Status.GENERATED: Tone.WARN, Status.PUSHED: Tone.GOOD, Status.REVOKED: Tone.NEUTRAL}
_PUSHES = {PushOutcome.PENDING: Tone.INFO, PushOutcome.ACCEPTED: Tone.GOOD, PushOutcome.FAILED: Tone.BAD}


@dataclass(frozen=True)
class _Answer:
    awaiting: tuple[AwaitingNumberRow, ...]
    certificates: tuple[CertificateListRow, ...]
    registry: str


class CertificatesScreen(Screen):
    """Four lists as tabs, by the manual's labels."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"certificate", "push_batch", "push_entry", "registry_look_up", "score_submission"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._answer = _Answer((), (), "")
        self.tabs = FilterTabs([FilterTab(key, certificate_status(status)) for key, status in _TABS], name="证书状态")
        self.tabs.chosen.connect(self._tab_chosen)
        self.awaiting = RowTable(_awaiting_columns(), name="证书未生成", row_id=lambda row: row.person.id)
        self.awaiting.set_empty("没有等待编号的学员", "成绩审核通过且合格的学员会出现在这里。", icon="certificate")
        self.table = RowTable(_columns(), name="证书")
        self.table.set_empty("这里没有证书", "证书编号由主管部门的平台给出，导入后生成证书。", icon="certificate")
        self.table.activated.connect(self._show)
        self.panel = SidePanel()
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)
        self._tab_chosen("awaiting")

    def refresh(self) -> None:
        """Asks for all lists."""
        self.desk.ask(self, partial(_ask, self.desk.today), self._set_answer)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a tab's key."""
        self.tabs.choose(focus)
        self._tab_chosen(focus)

    def import_numbers(self, path: Path | None = None) -> None:
        """Opens the import of the authorities' numbers."""
        self.host.open(_numbers_kind(), path)

    def import_results(self, path: Path | None = None) -> None:
        """Opens the import of the register's answers."""
        self.host.open(_push_kind(), path)

    def print_certificates(self) -> None:
        """Asks where to put the PDF."""
        name = f"证书-{self.desk.today:%Y%m%d}.pdf"
        target = saving.ask_where(self, self.desk, "打印证书", name, "PDF (*.pdf)")
        if target is not None:
            self.print_to(target)

    def print_to(self, target: Path) -> None:
        """Draws the chosen certificates (all shown when none is chosen) and counts the print."""
        from school_desk.output.certificates import CERTIFICATES, certificates

        ids = self._chosen()

        def drawn(found: tuple[Any, ...]) -> None:
            saving.write(
                self.desk,
                self,
                "school_desk.output.pdf:write_pdf",
                target,
                CERTIFICATES,
                *found,
                then=lambda: self.desk.decide(self, RecordPrinted(ids), done=f"已打印 {len(ids)} 张证书。"),
            )

        self.desk.look_up(self, lambda: certificates(self.desk.school, ids), drawn, key="print")

    def export_push(self) -> None:
        """Asks where to put the package."""
        name = f"证书推送-{self.desk.today:%Y%m%d}.xlsx"
        target = saving.ask_where(self, self.desk, "导出推送", name, "Excel 工作簿 (*.xlsx)")
        if target is not None:
            self.export_push_to(target)

    def export_push_to(self, target: Path) -> None:
        """Writes workbook and photo zip, and records that they went out: sent is not pushed."""
        from school_desk.output.certificates import PUSH, push_lines

        ids = self._chosen()

        def gathered(lines: tuple[Any, ...]) -> None:
            photos = target.with_name(f"{target.stem}-照片.zip")
            done = f"已导出 {len(ids)} 张证书的推送文件；收到结果后请导入。"
            saving.write(
                self.desk,
                self,
                PUSH,
                target,
                photos,
                lines,
                then=lambda: self.desk.decide(self, ExportPush(ids), done=done),
            )

        self.desk.look_up(self, lambda: push_lines(self.desk.school, ids), gathered, key="push")

    def open_registry(self) -> None:
        """Opens the ministry's 联网证书查询 in the browser."""
        QDesktopServices.openUrl(QUrl(self._answer.registry))

    def _chosen(self) -> tuple[str, ...]:
        rows = self.table.selected_rows() or self.table.rows()
        return tuple(row.id for row in rows)

    def _make_list(self) -> QWidget:
        frame = self._frame = PageFrame("证书")
        may = self.desk.may(EXAMINERS)
        registry = action_button("联网证书查询", "link", role="link", on=self.open_registry)
        frame.add_tool(registry)
        self._tools = {
            "awaiting": [action_button("导入证书编号…", "import", primary=True, keys="Ctrl+I", on=self.import_numbers)],
            "generated": [
                action_button("打印证书…", "print", keys="Ctrl+P", on=self.print_certificates),
                action_button("导入推送结果…", "import", on=self.import_results),
                action_button("导出推送…", "push", primary=True, on=self.export_push),
            ],
            "pushed": [action_button("补打证书…", "print", on=self.print_certificates)],
        }
        for buttons in self._tools.values():
            for button in buttons:
                button.setEnabled(may)
                frame.add_tool(button)
        frame.add_bar(self.tabs)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.awaiting)
        self._lists.addWidget(self.table)
        frame.set_content(self._lists, self.panel)
        self.panel.shown.connect(lambda there: self.table.set_column_shown("id_number", not there))
        return frame

    def _tab_chosen(self, key: str) -> None:
        for tab, buttons in self._tools.items():
            for button in buttons:
                button.setVisible(tab == key)
        self._lists.setCurrentWidget(self.awaiting if key == "awaiting" else self.table)
        self.panel.close_panel()
        self._show_rows()

    def _set_answer(self, answer: _Answer) -> None:
        self._answer = answer
        self._show_rows()

    def _show_rows(self) -> None:
        by_tab = {
            key: [row for row in self._answer.certificates if row.status is status] for key, status in _TABS if status
        }
        self.awaiting.set_rows(self._answer.awaiting)
        self.table.set_rows(by_tab.get(self.tabs.current(), ()))
        counts = {key: len(rows) for key, rows in by_tab.items()} | {"awaiting": len(self._answer.awaiting)}
        self.tabs.set_counts(counts)

    def _show(self, row: CertificateListRow) -> None:
        push = row.push
        facts = [
            Fact("证书编号", row.number, Chip(certificate_status(row.status), _TONES[row.status])),
            Fact("姓名", row.person.name),
            Fact(row.person.id_type.label, mask_id(row.person.id_number)),
            Fact("工种等级", f"{row.person.trade} {row.person.level.label}"),
            Fact("企业", row.person.enterprise),
            Fact("发证日期", str(row.issued_on)),
            Fact("打印", f"{row.print_count} 次"),
            Fact("推送", "" if push is None else f"{push.batch_number} {push_outcome(push.outcome)}"),
            Fact("回执号", "" if push is None else push.receipt_no or push.message or ""),
            Fact("说明", row.status_reason or ""),
        ]
        buttons: tuple[QWidget, ...] = ()
        if self.desk.may(EXAMINERS) and row.status is Status.GENERATED:
            buttons = (action_button("登记联网查询…", on=partial(self._look_up_form, row)),)
        self.panel.show_body(row.person.name, FactsGrid(facts, columns=1), buttons)

    def _look_up_form(self, row: CertificateListRow) -> None:
        form = Form(columns=1)
        form.add_choice("found", "在“联网证书查询”里", [(True, "查到了"), (False, "没有查到")], required=True)
        form.add_date("looked_up_on", "查询日期", required=True)
        form.add_note("note", "备注")
        form.set_values({"looked_up_on": self.desk.today})

        def submitted(values: dict[str, Any]) -> None:
            command = RecordRegistryLookUp(row.id, values["looked_up_on"], values["found"], values["note"])
            send(self.desk, self, self.panel, form, command, done="已登记联网查询结果。")

        form.submitted.connect(submitted)
        open_form(self.panel, "登记联网查询", form, "登记", first="found")


def _ask(today: Any, session: ReadSession, school_id: str) -> _Answer:
    return _Answer(
        queries.awaiting_number(session, school_id),
        queries.certificates(session, school_id),
        settings.read(session, school_id, REGISTRY_ADDRESS, today),
    )


def _numbers_kind() -> ImportKind:
    from school_desk.intake.numbers import numbers_command

    return ImportKind(
        title="导入证书编号",
        read="school_desk.intake.numbers:read_numbers",
        command=numbers_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已生成 {count(rows, 'imported')} 张证书。",
    )


def _push_kind() -> ImportKind:
    from school_desk.intake.push import push_command

    return ImportKind(
        title="导入推送结果",
        read="school_desk.intake.push:read_push_results",
        command=push_command,
        ledger=lambda _preview, outcome: getattr(outcome, "rows", outcome),
        done=lambda outcome: f"已登记 {count(getattr(outcome, 'rows', outcome), 'imported')} 张证书的推送结果。",
    )


def _awaiting_columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 90, value=lambda row: row.person.name),
        Column("id_number", "证件号", 170, value=lambda row: mask_id(row.person.id_number)),
        Column("enterprise", "企业", 240, stretch=True, value=lambda row: row.person.enterprise),
        Column("trade", "工种等级", 160, value=lambda row: f"{row.person.trade} {row.person.level.label}"),
        Column("approved_on", "成绩审核", 110, "date", value=lambda row: row.standing.approved_on),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", "证书编号", 180),
        Column("name", "姓名", 84, value=lambda row: row.person.name),
        Column("id_number", "证件号", 166, value=lambda row: mask_id(row.person.id_number)),
        Column("enterprise", "企业", 190, stretch=True, value=lambda row: row.person.enterprise),
        Column("trade", "工种等级", 140, value=lambda row: f"{row.person.trade} {row.person.level.label}"),
        Column("issued_on", "发证日期", 104, "date"),
        Column("push", "推送", 110, "chip", value=_push_chip),
        Column("print_count", "打印", 56, "number"),
    )


def _push_chip(row: CertificateListRow) -> Chip | None:
    return None if row.push is None else Chip(push_outcome(row.push.outcome), _PUSHES[row.push.outcome])
