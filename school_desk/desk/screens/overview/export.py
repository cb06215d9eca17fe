"""导出 of 报名人员查询: what the list has found, its columns, masked; whole numbers for those who may, with a reason. The journal first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk import saving
from school_desk.desk.forms import send
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.texts import sub
from school_desk.enrollments.commands import RecordExport, RecordWholeExport
from school_desk.overview.progress import COLUMNS, progress_count
from school_desk.overview.search import Wanted
from school_desk.terms.masking import mask_text

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_CHOICES = [(False, "隐去中间几位"), (True, "完整号码")]


@dataclass(frozen=True)
class Export:
    """What is to be written: the list's filter, the filter in words, how many it finds; `reason` None: numbers are masked."""

    wanted: Wanted
    words: str
    row_count: int
    reason: str | None = None


class ProgressExport:
    """Asks how, asks where, has it journalled, has it written. `under_way` is told how far the writing is in words; "": it ended."""

    def __init__(self, desk: Desk, owner: QWidget, panel: SidePanel, under_way: Callable[[str], None]) -> None:
        self._desk, self._owner, self._panel, self._under_way = desk, owner, panel, under_way

    def ask(self, wanted: Wanted, words: str) -> None:
        """Opens the form for what `wanted` finds now; `words` tell the filter, numbers typed for the search are masked."""
        self._count(wanted, words, self._open)

    def masked_to(self, target: Path, wanted: Wanted, words: str) -> None:
        """Writes what `wanted` finds now with the numbers masked, and asks nothing."""
        self._count(wanted, words, partial(self._record, target))

    def _count(self, wanted: Wanted, words: str, then: Callable[[Export], None]) -> None:
        today = self._desk.today

        def count(session: ReadSession, school_id: str) -> int:
            return progress_count(session, school_id, today, wanted)

        def counted(found: int) -> None:
            then(Export(wanted, mask_text(words), found))

        self._desk.ask(self._owner, count, counted, key="export")

    def _record(self, target: Path, export: Export) -> None:
        self._desk.decide(self._owner, _command(target, export), lambda _: self._write(target, export))

    def _open(self, export: Export) -> None:
        form = Form(columns=1)
        may_have_whole = self._desk.may(RecordWholeExport.allowed)
        if may_have_whole:
            form.add_choice("whole", "证件号和手机号", _CHOICES).set_value(False)
            form.add_note("reason", "用途（会记入操作日志）", hint="例如：报送主管部门")
            form.set_shown("reason", False)
            form.edited.connect(partial(_follow_choice, form))
        form.submitted.connect(partial(self._submitted, form, export))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        column.addWidget(sub(f"{export.words or '全部报名人员'}，共 {export.row_count:,} 条。", wrap=True))
        column.addWidget(sub(f"写入 {len(COLUMNS)} 列：{'、'.join(COLUMNS)}。", wrap=True))
        column.addWidget(form)
        start = action_button("导出…", "export", primary=True, hint="Ctrl+Enter", on=form.submit)
        self._panel.show_body("导出", body, (action_button("取消", on=self._panel.close_panel), start))
        if may_have_whole:
            form.focus("whole")
        else:
            start.setFocus()

    def _submitted(self, form: Form, export: Export, values: dict[str, Any]) -> None:
        chosen = replace(export, reason=values["reason"]) if values.get("whole") else export
        if chosen.reason == "":
            form.set_error("reason", "请写明完整号码的用途。")
            form.focus("reason")
            return
        name = f"报名人员-{self._desk.today:%Y%m%d}.xlsx"
        saving.ask_where(self._owner, self._desk, "导出报名人员", name, partial(self._send, form, chosen))

    def _send(self, form: Form, export: Export, target: Path) -> None:
        def write(_outcome: Any) -> None:
            self._write(target, export)

        send(self._desk, self._owner, self._panel, form, _command(target, export), done="", anyway=write)

    def _write(self, target: Path, export: Export) -> None:
        from school_desk.output.progress import PROGRESS

        def failed(fault: BaseException) -> None:
            self._under_way("")
            self._desk.tell_fault(fault)

        self._under_way("正在导出")
        saving.write(
            self._desk,
            self._owner,
            PROGRESS,
            target,
            self._desk.school.folder.root,
            export.wanted,
            self._desk.today,
            export.words,
            export.reason is None,
            then=lambda: self._under_way(""),
            told=f"已导出 {export.row_count:,} 条：{target}",
            on_progress=lambda done, total: self._under_way(f"已读 {done:,} / {total:,}"),
            failed=failed,
        )


def _command(target: Path, export: Export) -> RecordExport:
    asked = (export.row_count, export.words, target.name)
    return RecordExport(*asked) if export.reason is None else RecordWholeExport(*asked, export.reason)


def _follow_choice(form: Form, _key: str) -> None:
    form.set_shown("reason", form.values()["whole"])
