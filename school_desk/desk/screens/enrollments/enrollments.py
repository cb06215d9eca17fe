"""报名: batches at the left, their people at the right; rosters come in through the import page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from school_desk.desk.forms import open_form, send
from school_desk.desk.import_page import ImportHost
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.enrollments.people import PeoplePanel, person_columns
from school_desk.desk.screens.enrollments.roster_import import roster_kind
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import TextInput
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import caption, heading
from school_desk.enrollments import queries
from school_desk.enrollments.commands import WithdrawEnrollment
from school_desk.enrollments.queries import BatchRow, EnrolledRow
from school_desk.enterprises.queries import enterprises
from school_desk.kernel.clock import local_text
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import EnterpriseStatus

_BATCHES_WIDTH = 420


class EnrollmentsScreen(Screen):
    """Batches and their people; or the import of a roster in front of them."""

    tables: ClassVar[frozenset[str]] = frozenset({"enrollment", "enrollment_batch", "trainee", "trainee_correction"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.batches = RowTable(_batch_columns(), name="报名批次")
        self.batches.setFixedWidth(_BATCHES_WIDTH)
        self.batches.set_empty(
            "还没有报名", "主管部门审核通过的企业可以报名：导入它发来的名单即可。", "导入名单…", icon="roster"
        )
        self.batches.set_loading(True)
        self.batches.current_changed.connect(self._show_people)
        self.batches.empty_action_requested.connect(self.choose_enterprise)
        self.people = RowTable(person_columns(), name="报名人员")
        self.people.set_empty("选择左边的批次", "这里显示批次里的学员。", icon="trainee")
        self.people.activated.connect(self._show_person)
        self.panel = SidePanel()
        self._batch: BatchRow | None = None
        self.host = ImportHost(desk, self._make_list())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.host)

    def refresh(self) -> None:
        """Asks for the batches, and for the people of the chosen one."""
        self.desk.ask(self, queries.batches, self._set_batches)
        if self._batch is not None:
            self._ask_people(self._batch)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a batch's id."""
        self.batches.select_ids([focus], current=focus)

    def choose_enterprise(self) -> None:
        """First step of an import: whose roster is it."""
        wanted = frozenset({EnterpriseStatus.APPROVED})
        self.desk.ask(
            self,
            lambda session, school_id: enterprises(session, school_id, statuses=wanted),
            self._roster_form,
            key="who",
        )

    def start_import(
        self, enterprise_id: str, roster: Path, photos: Path | None = None, batch_id: str | None = None
    ) -> None:
        """Opens the import page on `roster`."""
        page = self.host.open(roster_kind(enterprise_id, photos, batch_id), roster)
        page.imported.connect(self._imported)

    def _make_list(self) -> QWidget:
        frame = PageFrame("报名")
        self._frame = frame
        button = action_button("导入名单…", "import", primary=True, keys="Ctrl+I", on=self.choose_enterprise)
        button.setEnabled(self.desk.may(CLERKS))
        frame.add_tool(button)
        self._people_title, self._people_words = heading(""), caption("")
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        head = QHBoxLayout()
        head.setSpacing(GAP_M)
        head.addWidget(self._people_title)
        head.addWidget(self._people_words, 1)
        column.addLayout(head)
        column.addWidget(self.people, 1)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        row.addWidget(self.batches)
        row.addWidget(right, 1)
        frame.set_content(both, self.panel)
        self.panel.shown.connect(lambda there: self.batches.setVisible(not there))
        return frame

    def _set_batches(self, rows: tuple[BatchRow, ...]) -> None:
        self.batches.set_rows(rows)
        people = sum(row.active for row in rows)
        self._frame.set_count(f"共 {len(rows)} 批 · {people} 人" if rows else "")
        if self._batch is None and rows:
            self.batches.select_first()

    def _show_people(self, row: BatchRow | None) -> None:
        self._batch = row
        if row is not None:
            self._ask_people(row)

    def _ask_people(self, batch: BatchRow) -> None:
        self.desk.ask(
            self,
            lambda session, school_id: queries.enrolled(session, school_id, batch_id=batch.id),
            lambda rows: self._set_people(batch, rows),
            key="people",
        )

    def _set_people(self, batch: BatchRow, rows: tuple[EnrolledRow, ...]) -> None:
        self.people.set_rows(rows)
        self._people_title.setText(batch.enterprise)
        self._people_words.setText(f"批次 {batch.number} · 缴费码 {batch.payment_code} · {len(rows)} 人")

    def _show_person(self, row: EnrolledRow) -> None:
        body = PeoplePanel(self.desk, row)
        buttons: tuple[QWidget, ...] = ()
        if self.desk.may(CLERKS) and body.is_active:
            buttons = (action_button("撤回报名…", role="danger", on=partial(self._withdraw_form, row)),)
        self.panel.show_body(row.name, body, buttons)

    def _withdraw_form(self, row: EnrolledRow) -> None:
        form = Form(columns=1)
        form.add_note("reason", f"撤回 {row.name} 的原因", required=True)
        form.submitted.connect(
            lambda values: send(
                self.desk,
                self,
                self.panel,
                form,
                WithdrawEnrollment(row.id, values["reason"]),
                done=f"已撤回 {row.name} 的报名。",
            )
        )
        open_form(self.panel, "撤回报名", form, "撤回", first="reason")

    def _roster_form(self, rows: tuple[Any, ...]) -> None:
        if not rows:
            self.desk.tell("还没有审核通过的企业，审核通过之后才可以报名。", "warn")
            return
        form = Form(columns=1)
        form.add_choice("enterprise", "哪家企业的名单", [(row.id, row.name) for row in rows], required=True)
        roster, photos = _FileInput("名单 (*.xlsx *.xls *.csv *.ods)"), _FileInput("照片压缩包 (*.zip)")
        form.add_widget("roster", "名单文件", roster, required=True)
        form.add_widget("photos", "照片压缩包（名单里没有照片时）", photos)
        form.submitted.connect(self._open_roster)
        open_form(self.panel, "导入名单", form, "读取", first="enterprise")

    def _open_roster(self, values: dict[str, Any]) -> None:
        self.panel.close_panel()
        photos = Path(values["photos"]) if values["photos"] else None
        self.start_import(values["enterprise"], Path(values["roster"]), photos)

    def _imported(self, outcome: Any) -> None:
        self._batch = None
        if outcome.result.batch_id is not None:
            self.desk.ask(self, queries.batches, partial(self._select, outcome.result.batch_id))

    def _select(self, batch_id: str, rows: tuple[BatchRow, ...]) -> None:
        self._set_batches(rows)
        self.batches.select_ids([batch_id], current=batch_id)


class _FileInput(QWidget):
    """A file's path with a button to choose it, as a form's input."""

    def __init__(self, files: str) -> None:
        super().__init__()
        self._files = files
        self._path = TextInput()
        self._path.setPlaceholderText("选择文件…")
        self.edited = self._path.edited
        self._button = QPushButton("浏览…")
        self._button.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(self._path, 1)
        row.addWidget(self._button)
        self.setFocusProxy(self._path)

    def value(self) -> str:
        """The path, "" when none was chosen."""
        return self._path.value()

    def set_value(self, value: str) -> None:
        """Puts a path."""
        self._path.set_value(value)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择文件", "", self._files)
        if name:
            self._path.set_value(name)
            self._path.edited.emit()


def _batch_columns() -> tuple[Column, ...]:
    return (
        Column("number", "批次", 106, muted=True),
        Column("enterprise", "企业", 180, stretch=True),
        Column("active", "人数", 60, "number"),
        Column("enrolled_at", "报名", 70, value=lambda row: local_text(row.enrolled_at)[5:10]),
    )
