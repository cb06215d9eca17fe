"""Brings a school into the data folder from a file, on the page before the desk: 从备份恢复, and 从旧电脑搬来.

The work is done in a worker; cancelled or failed it leaves the folder as it was.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from school_desk.desk.colours import Tone
from school_desk.desk.entrance import BACK, Entrance
from school_desk.desk.main_window import MainWindow
from school_desk.desk.tasks import Tasks
from school_desk.kernel.clock import Clock, local_text
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder

if TYPE_CHECKING:
    from school_desk.kernel.backup import BackupFacts
    from school_desk.kernel.jobs import Job
    from school_desk.kernel.restore import Restored

FILES = "备份 (*.zip);;所有文件 (*)"
_KEEPING = "school_desk.adapters.safekeeping"
_log = logging.getLogger(__name__)


class Recovery(QObject):
    """One recovery. `done` (sentence): the folder holds what the file held; `given_up` (sentence or ""): it is as it was.

    `failed`: a fault that nobody expected.
    """

    done = Signal(str)
    given_up = Signal(str)
    failed = Signal(object)

    def __init__(
        self, window: MainWindow, tasks: Tasks, folder: DataFolder, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._tasks, self._folder, self._clock = window, tasks, folder, clock
        self._page: Entrance | None = None
        self._job: Job | None = None

    def choose(self, way: str) -> None:
        """Lets the person choose the file, then shows what it holds; `way` is "backup" or "move"."""
        start = self._folder.backups if way == "backup" and self._folder.backups.is_dir() else Path.home()
        words = "从备份恢复" if way == "backup" else "从旧电脑搬来"
        name, _ = QFileDialog.getOpenFileName(self._window, words, str(start), FILES)
        if name:
            self.look_at(way, Path(name))

    def look_at(self, way: str, path: Path) -> None:
        """Shows what the file at `path` holds."""

        def work() -> BackupFacts:
            from school_desk.kernel.backup import read_facts

            return read_facts(path)

        show = self._show_backup if way == "backup" else self._show_move
        self._tasks.read(self, "facts", work, show, self._unreadable)

    def restore(self, facts: BackupFacts) -> None:
        """Restores at once what the person has seen and confirmed on the desk."""
        hint = f"正在恢复 {local_text(facts.made_at)} 的备份，好了会请您重新登录。请不要关闭电脑。"
        self._show(Entrance("正在恢复", hint))
        self._run("restore_backup", facts.path, self._folder, self._clock)

    def _show_backup(self, facts: BackupFacts) -> None:
        hint = f"{_words(facts)}恢复后用当时的登录名和密码登录。"
        page = Entrance("从备份恢复", hint, (), "恢复", ways=(BACK,), notice=(Tone.WARN, _only_database(facts)))
        page.submitted.connect(lambda _fields: self._run("restore_backup", facts.path, self._folder, self._clock))
        self._show(page)

    def _show_move(self, facts: BackupFacts) -> None:
        hint = f"{_words(facts)}请输入在旧电脑上为这个文件设的口令。"
        page = Entrance("从旧电脑搬来", hint, (("passphrase", "口令", True),), "搬来", ways=(BACK,))
        page.submitted.connect(
            lambda fields: self._run("move_in", facts.path, self._folder, fields["passphrase"], self._clock)
        )
        self._show(page)

    def _show(self, page: Entrance) -> None:
        self._page = page
        page.way_chosen.connect(lambda _key: self._cancel())
        self._window.show_entrance(page)

    def _run(self, function: str, *arguments: Any) -> None:
        _log.info("%s begins", function)
        self._tell_progress(0, 0)
        self._job = self._tasks.job(
            self,
            f"{_KEEPING}:{function}",
            *arguments,
            then=partial(self._done, "已从旧电脑搬来" if function == "move_in" else "已恢复"),
            failed=self._refused,
            on_progress=self._tell_progress,
        )

    def _tell_progress(self, done: int, total: int) -> None:
        if self._page is not None:
            self._page.work_on(f"正在核对材料 {done:,} / {total:,} …" if total else "正在核对并恢复数据…")

    def _done(self, words: str, restored: Restored) -> None:
        _log.info("recovered: %d decisions, %d files missing", restored.facts.commands, len(restored.missing_files))
        missing = len(restored.missing_files)
        lacks = f"有 {missing} 份材料不在备份里，本机也没有，请再用连同材料的备份恢复一次。" if missing else ""
        self.done.emit(f"{words} {local_text(restored.facts.made_at)} 的数据，请登录。{lacks}")

    def _refused(self, fault: BaseException) -> None:
        _log.warning("not recovered", exc_info=fault)
        self._job = None
        if not isinstance(fault, RuleViolation | EnvironmentFault):
            self.failed.emit(fault)
            self.given_up.emit("")
        elif self._page is not None and self._page.has_button:
            self._page.fail(fault.message, getattr(fault, "field", None))
        else:
            self.given_up.emit(f"没有恢复，数据和原来一样。{fault.message}")

    def _unreadable(self, fault: BaseException) -> None:
        if isinstance(fault, RuleViolation | EnvironmentFault):
            self.given_up.emit(fault.message)
        else:
            self.failed.emit(fault)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.given_up.emit("")


def _words(facts: BackupFacts) -> str:
    return f"{facts.school_name}，{local_text(facts.made_at)}：{facts.commands:,} 步操作，{facts.files:,} 份材料。"


def _only_database(facts: BackupFacts) -> str:
    words = "这份备份里只有数据库，没有照片等材料：本机还留着的会接上，其余的要用连同材料的备份再恢复一次。"
    return "" if facts.whole or not facts.files else words
