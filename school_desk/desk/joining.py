"""Joins a Hub while nobody holds the data: on the page before the desk, from what was filled in there or in 设置."""

from __future__ import annotations

import logging
import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from school_desk.desk.entrance import BACK, Entrance
from school_desk.desk.main_window import MainWindow
from school_desk.desk.tasks import Tasks
from school_desk.kernel.clock import Clock
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder

if TYPE_CHECKING:
    from school_desk.sync.joining import Begun

Filled = dict[str, str]
# What is asked for; `pin` may be empty.
ASKED = ("address", "code", "name", "pin")
_HINT = "学校已经有总台时，在这里加入：请管理员在总台上生成邀请码。加入后用自己的登录名和密码登录。"
_log = logging.getLogger(__name__)


class Joining(QObject):
    """One attempt. `done` (sentence): this computer is a desk of the Hub; `given_up` (sentence or ""): nothing has changed.

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

    def ask(self) -> None:
        """Shows the page that asks, for a computer without data."""
        fields = (
            ("address", "总台地址", False),
            ("code", "邀请码", False),
            ("name", "这台电脑叫什么", False),
            ("pin", "证书指纹（可不填）", False),
        )
        page = Entrance("加入总台", _HINT, fields, "加入", ways=(BACK,), optional=frozenset({"pin"}))
        page.field("name").setText(platform.node())
        page.way_chosen.connect(lambda _key: self.given_up.emit(""))
        page.submitted.connect(self._run)
        self._show(page)

    def join(self, filled: Filled) -> None:
        """Joins with what was filled in on the desk."""
        self._show(Entrance("正在加入总台", "先备份，再取回全校的数据，好了会请您重新登录。请不要关闭电脑。"))
        self._run(filled)

    def _show(self, page: Entrance) -> None:
        self._page = page
        self._window.show_entrance(page)

    def _run(self, filled: Filled) -> None:
        if self._page is not None:
            self._page.work_on("正在连接总台、取回数据…")
        folder, clock = self._folder, self._clock

        def work() -> Begun:
            from school_desk.adapters.hub_client import HubClient
            from school_desk.adapters.pins import read_pin
            from school_desk.sync.enrolment import join_hub

            pin = read_pin(filled["pin"])
            client = HubClient(filled["address"], "", pin)
            try:
                return join_hub(folder, client, filled["code"].strip(), filled["name"].strip(), pin, clock)
            finally:
                client.close()

        self._tasks.write(self, work, self._done, self._refused)

    def _done(self, begun: Begun) -> None:
        _log.info("joined a Hub: %d commands carried over", len(begun.carried))
        brought = f"本机原有的 {len(begun.carried)} 步操作会在登录后发给总台。" if begun.carried else ""
        self.done.emit(f"已加入总台，请登录。{brought}")

    def _refused(self, fault: BaseException) -> None:
        _log.warning("not joined", exc_info=fault)
        if not isinstance(fault, RuleViolation | EnvironmentFault):
            self.failed.emit(fault)
            self.given_up.emit("")
        elif self._page is not None and self._page.has_button:
            self._page.fail(fault.message, getattr(fault, "field", None))
        else:
            self.given_up.emit(f"没有加入总台，数据和原来一样。{fault.message}")
