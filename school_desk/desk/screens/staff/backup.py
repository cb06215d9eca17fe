"""备份: what copies of the data there are, making one, going back to one, and moving to another computer."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form
from school_desk.desk.newest import Newest
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.staff.backup_job import BackupJob
from school_desk.desk.screens.staff.backup_view import REASONS, PreviewView, content_chip, size_words
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.dialogs import CountSheet, tell
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.password_input import PasswordInput
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.backup import BackupFacts, shelf
from school_desk.kernel.clock import local_date, local_text
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.moving import check_passphrase
from school_desk.kernel.volumes import free_bytes
from school_desk.terms.roles import ADMINS

if TYPE_CHECKING:
    from school_desk.kernel.restore_preview import Preview

FILES = "备份 (*.zip);;所有文件 (*)"
_PREVIEW = "school_desk.adapters.safekeeping:preview"
_HINT = (
    "自动备份只有数据库，和数据在同一块磁盘上。请隔几天“立即备份”到移动硬盘；备份只能在存有本校密钥的电脑上恢复，"
    "为防电脑损坏，再做一份“换电脑”的文件放在别处，并记住口令。"
)
_AFTER_MOVING = (
    "文件在 {path}。\n\n在新电脑上装好程序、打开它，选“从旧电脑搬来”，输入刚才的口令。\n\n"
    "新电脑能用之后，请不要再用这台电脑登记：这里再登记的不会到新电脑上，两边会对不上。"
)
_LESSER_COLUMNS = ("reason", "files", "size_bytes")


class _Row(NamedTuple):
    """One file of the folder's own backups; `facts` None: it cannot be read any more, and `made_at` is what the disk says."""

    id: str
    path: Path
    made_at: datetime
    facts: BackupFacts | None = None


class _Shelf(NamedTuple):
    rows: tuple[_Row, ...]
    free: int


class BackupScreen(Screen):
    """The list of backups, a panel with what one of them holds, and the work under way above them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="备份")
        self.table.set_empty(
            "还没有备份", "每次打开程序、每次导入之前会自动备份；也可以现在就做一份。", "立即备份…", icon="backup"
        )
        self.table.set_loading(True)
        self.table.activated.connect(self._look_at_row)
        self.table.empty_action_requested.connect(self.back_up)
        self.panel = SidePanel()
        self.panel.shown.connect(self._make_room)
        self.panel.closed.connect(self._look_away)
        self._newest = Newest(desk, self)
        self.work = BackupJob(desk, self)
        self.work.busy_changed.connect(self._set_buttons)
        self.backup_button = action_button("立即备份…", "backup", primary=True, keys="Ctrl+N", on=self.back_up)
        self.open_button = action_button("从文件恢复…", "restore", on=self.choose_file)
        self.move_button = action_button("换电脑…", "export", on=self.move_form)
        self._frame = PageFrame("备份")
        for button in (self.move_button, self.open_button, self.backup_button):
            self._frame.add_tool(button)
        self._frame.add_bar(Notice(Tone.INFO, _HINT))
        self._frame.add_bar(self.work.bar)
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self._set_buttons()

    def entered(self) -> None:
        """Backups come by themselves, not by commands: always looked for anew."""
        self.table.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Looks at the folder again."""
        folder = self.desk.school.folder

        def work() -> _Shelf:
            readable, unreadable = shelf(folder)
            rows = [_Row(facts.path.name, facts.path, facts.made_at, facts) for facts in readable]
            rows += [_Row(path.name, path, datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in unreadable]
            rows.sort(key=lambda row: row.made_at, reverse=True)
            return _Shelf(tuple(rows), free_bytes(folder.root))

        self.desk.look_up(self, work, self._set_shelf, key="shelf")

    def back_up(self) -> None:
        """Asks where to, and makes a whole backup there."""
        target = self._ask_target("立即备份", "学校备份")
        if target is not None:
            self.back_up_to(target)

    def back_up_to(self, target: Path) -> None:
        """Makes a whole backup as `target`."""
        self.work.back_up(target, self._backed_up)

    def choose_file(self) -> None:
        """Lets the person choose a backup that lies elsewhere."""
        name, _ = QFileDialog.getOpenFileName(self, "从文件恢复", str(Path.home()), FILES)
        if name:
            self.look_at(Path(name))

    def look_at(self, path: Path) -> None:
        """Opens the panel with what the backup holds and what going back to it would cost."""
        self._newest.drop()
        self._frame.set_count(f"正在核对 {path.name} …")
        self._newest.job(_PREVIEW, path, self.desk.school.folder, then=self._show_preview, failed=self._unreadable)

    def move_form(self) -> None:
        """Asks for the passphrase of the file for the other computer."""
        self._look_away()
        form = Form(columns=1)
        hint = (
            "文件里有数据库、全部材料和密钥，凭口令打开。口令至少 10 个字符，可以用一句自己记得住的话；忘了谁也打不开。"
        )
        form.add_widget("passphrase", "为这个文件设一个口令", PasswordInput(), required=True, hint=hint)
        form.add_widget("again", "再输一次口令", PasswordInput(), required=True)
        form.submitted.connect(partial(self._move_out, form))
        open_form(self.panel, "换电脑", form, "选择位置并写出…", first="passphrase")

    def _move_out(self, form: Form, values: dict[str, Any]) -> None:
        try:
            check_passphrase(values["passphrase"])
        except RuleViolation as refusal:
            form.set_error("passphrase", refusal.message)
            return
        if values["again"] != values["passphrase"]:
            form.set_error("again", "两次输入的口令不一样，请再输一次。")
            return
        target = self._ask_target("换电脑", "换电脑")
        if target is not None:
            self.panel.close_panel()
            self.work.move_out(target, values["passphrase"], self._moved_out)

    def _backed_up(self, facts: BackupFacts) -> None:
        self.desk.tell(f"已备份到 {facts.path}（{facts.commands:,} 步操作，{facts.files:,} 份材料）。", "good")
        self.refresh()

    def _moved_out(self, facts: BackupFacts) -> None:
        tell(self, "换电脑的文件写好了", _AFTER_MOVING.format(path=facts.path))

    def _ask_target(self, title: str, name: str) -> Path | None:
        day = local_date(self.desk.clock.now())
        start = Path.home() / f"{name}-{day:%Y%m%d}.zip"
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start), FILES)
        if not chosen:
            return None
        return Path(chosen if chosen.lower().endswith(".zip") else f"{chosen}.zip")

    def _look_away(self) -> None:
        """The panel was closed, or is wanted for something else: what is still being read is not shown there."""
        if self._newest.is_working:
            self._newest.drop()
            self.refresh()  # in place of the words that it is being read

    def _look_at_row(self, row: _Row) -> None:
        self.look_at(row.path)

    def _unreadable(self, fault: BaseException) -> None:
        self.panel.close_panel()
        self.refresh()
        self.desk.tell_fault(fault)

    def _show_preview(self, preview: Preview) -> None:
        self.refresh()
        if all(row.path != preview.facts.path for row in self.table.rows()):
            self.table.clear_selection()  # one from elsewhere: no row here is it
        button = action_button("恢复到这份备份…", "restore", role="danger", on=partial(self._confirm, preview))
        button.setEnabled(self.desk.may(ADMINS) and not self.work.busy)
        if not self.desk.may(ADMINS):
            button.setToolTip("恢复由管理员办理")
        self.panel.show_body(local_text(preview.facts.made_at), PreviewView(preview), (button,))

    def _confirm(self, preview: Preview) -> None:
        lost = len(preview.lost or ())
        count, unit = (lost, "会失去的操作步") if lost else (preview.facts.commands, "备份里的操作步")
        words = (
            f"数据将回到 {local_text(preview.facts.made_at)}。现在的数据先自动备份一份，列在这里的“恢复之前”，反悔时可以再恢复回来。"
            "恢复好以后，请重新登录。"
        )
        sheet = CountSheet(self, "恢复到这份备份", words, count, unit, primary="恢复")
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.accept_requested.connect(sheet.accept)
        sheet.accepted.connect(partial(self.desk.restore_requested.emit, preview.facts))
        sheet.open()

    def _set_shelf(self, found: _Shelf) -> None:
        self.table.set_rows(found.rows)
        damaged = sum(row.facts is None for row in found.rows)
        words = f"{len(found.rows)} 份" + (f"，已损坏 {damaged} 份" if damaged else "")
        self._frame.set_count(f"{words} · 磁盘还有 {size_words(found.free)}")

    def _set_buttons(self) -> None:
        self.backup_button.setEnabled(not self.work.busy)
        for button in (self.open_button, self.move_button):
            button.setEnabled(self.desk.may(ADMINS) and not self.work.busy)

    def _make_room(self, shown: bool) -> None:
        for key in _LESSER_COLUMNS:
            self.table.set_column_shown(key, not shown)


def _columns() -> tuple[Column, ...]:
    return (
        Column("made_at", "时间", 136, value=lambda row: local_text(row.made_at)),
        Column("reason", "为什么", 130, value=lambda row: REASONS[row.facts.reason] if row.facts else ""),
        Column("content", "内容", 120, "chip", value=lambda row: content_chip(row.facts), stretch=True),
        Column("commands", "操作步数", 84, "number", value=lambda row: row.facts and row.facts.commands),
        Column("files", "材料", 90, "number", value=lambda row: row.facts and row.facts.files),
        Column(
            "size_bytes", "大小", 100, align="right", value=lambda row: row.facts and size_words(row.facts.size_bytes)
        ),
    )
