"""Starts the desk: paints the window first, opens the school behind it, signs the person in. Heavy libraries load while the window is up."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

import school_desk
from school_desk.desk import faults
from school_desk.desk.entrance import JOIN, RETRY, Entrance, founding_page, sign_in_page, trouble_page
from school_desk.desk.joining import Filled, Joining
from school_desk.desk.main_window import MainWindow
from school_desk.desk.recovery import Recovery
from school_desk.desk.services import Desk
from school_desk.desk.single import SingleInstance
from school_desk.desk.start_care import StartCare
from school_desk.desk.tasks import Tasks
from school_desk.desk.theme import apply_theme
from school_desk.desk.unattended import Unattended
from school_desk.desk.widgets.dialogs import tell
from school_desk.kernel import logs
from school_desk.kernel.clock import Clock, SystemClock
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.schema import stored_revision

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.desk.password import FirstPasswordPage
    from school_desk.kernel.backup import BackupFacts
    from school_desk.kernel.commands import Actor

_log = logging.getLogger(__name__)
_READERS = "school_desk.adapters.ocr:open_readers"
# The window is painted and the school open by then; whoever signs in finds the readers of papers ready.
_WARM_AFTER_MS = 2000
# What is done on the page before the desk, and ends there.
Made = TypeVar("Made", Recovery, Joining)
# What another copy of the data mends; anything else (a newer program's data, a share, a disk that is full) it would not.
_RECOVERABLE = frozenset({"database.damaged", "database.references", "key.missing", "key.wrong"})


class Program(QObject):
    """The running program on one data folder."""

    def __init__(self, folder: DataFolder, clock: Clock | None = None) -> None:
        super().__init__()
        self.folder = folder
        self.clock = clock or SystemClock()
        self.tasks = Tasks()
        self.window = MainWindow()
        self.school: School | None = None
        self.desk: Desk | None = None
        self._unattended: Unattended | None = None
        self._entrance: Entrance | FirstPasswordPage | None = None
        self._care = StartCare(self)
        self._care.finished.connect(self._tell_alarms)
        self._care.failed.connect(self._report)
        self.window.sign_out_requested.connect(self.sign_out)

    def start(self) -> None:
        """Shows the window with its first page and opens the school behind it; once open, it is backed up and looked at."""
        self._begin(then=self._look_after)
        self.window.show()

    def warm_readers(self) -> None:
        """Opens the readers of papers in the workers, where the computer bears more than one: a small one keeps its memory."""
        if self.tasks.pool.size > 1:
            self.tasks.pool.warm(_READERS)

    def restore(self, facts: BackupFacts) -> None:
        """Leaves the desk, puts the backup in the place of the data, and comes back to the sign-in page."""
        self._leave_desk()
        self._recovery().restore(facts)

    def join(self, filled: Filled) -> None:
        """Leaves the desk, joins the Hub, and comes back to the sign-in page."""
        self._leave_desk()
        self._joining().join(filled)

    def sign_out(self) -> None:
        """Back to the sign-in page; the school stays open."""
        if self.desk is not None and self.school is not None:
            self._note_sign_out(self.school, self.desk.actor)
        self._drop_desk()
        self._keep_in_step()
        name = "" if self.school is None else self.school.name
        self._show(sign_in_page(name), self._sign_in)

    def close(self) -> None:
        """Ends the threads and lets go of the files."""
        self._drop_unattended()
        self.tasks.close()
        if self.school is not None:
            self.school.close()

    def _begin(self, done: str = "", trouble: str = "", then: Callable[[School], None] | None = None) -> None:
        """The page that the folder as it is now asks for. `done`, `trouble`: what has just gone well or not."""
        try:
            if stored_revision(self.folder.database) is None:
                self._show(founding_page(), self._found)
            else:
                self._show(sign_in_page("", done), self._sign_in)
                self.tasks.write(self, self._open_school, then or self._opened, self._not_opened)
        except EnvironmentFault as fault:
            self._show_trouble(fault)
        if self._entrance is not None and trouble:
            self._entrance.fail(trouble)

    def _show(self, entrance: Entrance | FirstPasswordPage, submitted: Any = None) -> None:
        self._entrance = entrance
        if submitted is not None:
            entrance.submitted.connect(submitted)
        if isinstance(entrance, Entrance):
            entrance.way_chosen.connect(self._go_another_way)
        self.window.show_entrance(entrance)

    def _go_another_way(self, way: str) -> None:
        if way == RETRY[0]:
            self._begin(then=self._look_after)
        elif way == JOIN[0]:
            self._joining().ask()
        else:
            self._recovery().choose(way)

    def _show_trouble(self, fault: EnvironmentFault) -> None:
        _log.error("not opened", exc_info=fault)
        self._show(trouble_page(fault.message, recoverable=fault.code in _RECOVERABLE))

    def _recovery(self) -> Recovery:
        return self._heard(Recovery(self.window, self.tasks, self.folder, self.clock, self))

    def _joining(self) -> Joining:
        return self._heard(Joining(self.window, self.tasks, self.folder, self.clock, self))

    def _heard(self, made: Made) -> Made:
        made.done.connect(self._begin)
        made.given_up.connect(lambda sentence: self._begin(trouble=sentence))
        made.failed.connect(self._report)
        for ended in (made.done, made.given_up):
            ended.connect(made.deleteLater)
        return made

    def _note_sign_out(self, school: School, actor: Actor) -> None:
        def work() -> None:
            from school_desk.staff.sign_in import sign_out

            sign_out(school.database, school.id, actor.id, self.clock.now())

        # Nobody is there any more to be told that the disk is full.
        self.tasks.write(self, work, lambda _done: None, lambda fault: _log.error("not noted", exc_info=fault))

    def _drop_desk(self) -> None:
        if self.desk is not None:
            self.desk.deleteLater()
            self.desk = None

    def _leave_desk(self) -> None:
        """Nobody holds the data any more: neither a reader's question nor a worker's look at them."""
        self._drop_desk()
        self.close()
        self.school, self.tasks = None, Tasks()
        # A connection that only waits to be collected would keep the data busy for whoever restores or joins next.
        gc.collect()

    def _open_school(self) -> School:
        from school_desk.composition import open_school

        return open_school(self.folder, self.clock)

    def _opened(self, school: School) -> None:
        self.school = school
        self.window.setWindowTitle(f"{school.name} · 工作台")
        self._keep_in_step()

    def _keep_in_step(self) -> None:
        """While nobody is signed in."""
        if self.school is not None and self.desk is None and self._unattended is None:
            self._unattended = Unattended(self.school, self.tasks, self)

    def _drop_unattended(self) -> None:
        if self._unattended is not None:
            self._unattended.deleteLater()
            self._unattended = None

    def _not_opened(self, fault: BaseException) -> None:
        if isinstance(fault, EnvironmentFault):
            self._show_trouble(fault)
        else:
            self._report(fault)

    def _look_after(self, school: School) -> None:
        self._opened(school)
        self._care.begin(self.tasks, self.folder, self.clock)

    def _tell_alarms(self) -> None:
        """To each who sits down: what is wrong does not go away by itself."""
        self.window.set_status(self._care.status)
        if self.desk is not None:
            for sentence in self._care.alarms:
                self.desk.tell(sentence, "bad")

    def _found(self, fields: dict[str, str]) -> None:
        if fields["password"] != fields["again"]:
            self._refuse(RuleViolation("sign_in.again", "两次输入的密码不一样。", field="again"))
            return

        def work() -> tuple[School, Actor]:
            from school_desk.composition import found_school
            from school_desk.staff.sign_in import sign_in

            school = found_school(
                self.folder,
                name=fields["school"],
                admin_login=fields["login_name"],
                admin_name=fields["admin_name"],
                password=fields["password"],
                clock=self.clock,
            )
            actor = sign_in(school.database, school.id, fields["login_name"], fields["password"], self.clock.now())
            return school, actor

        self.tasks.write(self, work, self._signed_in, self._failed)

    def _sign_in(self, fields: dict[str, str]) -> None:
        def work() -> tuple[School, Actor, bool]:
            from school_desk.staff.own_password import renewed
            from school_desk.staff.queries import must_change_password
            from school_desk.staff.sign_in import sign_in

            school = self.school or self._open_school()
            actor = sign_in(school.database, school.id, fields["login_name"], fields["password"], self.clock.now())
            with school.reading() as session:
                must_change = must_change_password(session, school.id, actor.id)
            command = None if must_change else renewed(school.database, school.id, actor, fields["password"])
            if command is not None:
                school.execute(command, actor)
            return school, actor, must_change

        # The writer's queue: the school is open before anybody is signed in, however quickly they typed.
        self.tasks.write(self, work, self._let_in, self._failed)

    def _let_in(self, opened: tuple[School, Actor, bool]) -> None:
        """To the desk; with a password that somebody else set, only after it was changed."""
        from school_desk.desk.password import FirstPasswordPage

        school, actor, must_change = opened
        if not must_change:
            self._signed_in((school, actor))
            return
        self._opened(school)
        page = FirstPasswordPage(actor.name)
        page.left.connect(self.sign_out)
        self._show(page, partial(self._set_own_password, school, actor))

    def _set_own_password(self, school: School, actor: Actor, fields: dict[str, str]) -> None:
        def work() -> tuple[School, Actor]:
            from school_desk.staff.own_password import own_password

            new = fields["password"]
            command = own_password(school.database, school.id, actor, new, old=None, now=self.clock.now())
            school.execute(command, actor)
            return school, actor

        self.tasks.write(self, work, self._signed_in, self._failed)

    def _signed_in(self, opened: tuple[School, Actor]) -> None:
        school, actor = opened
        self._opened(school)
        self._drop_unattended()
        self.desk = Desk(school, actor, self.tasks, self)
        self.desk.failed.connect(self._report)
        self.desk.restore_requested.connect(self.restore)
        self.desk.join_requested.connect(self.join)
        self.window.show_desk(self.desk)
        self.tasks.collecting.pass_over_what_is_loaded()
        self._tell_alarms()

    def _failed(self, fault: BaseException) -> None:
        if isinstance(fault, RuleViolation | EnvironmentFault):
            self._refuse(fault)
        else:
            self._report(fault)

    def _refuse(self, fault: RuleViolation | EnvironmentFault) -> None:
        if self._entrance is not None:
            self._entrance.fail(fault.message, getattr(fault, "field", None))

    def _report(self, fault: BaseException) -> None:
        faults.show_fault(fault, self.folder.logs, self.clock.now())


def make_application() -> QApplication:
    """The Qt application with the desk's look and Qt's own words in Chinese."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    application = QApplication(sys.argv[:1])
    application.setApplicationName("School Desk")
    application.setQuitOnLastWindowClosed(True)
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    apply_theme(application)
    return application


def run(folder: DataFolder) -> int:
    """Runs the desk until its window is closed; a second copy raises the first one's window and ends."""
    application = make_application()
    try:
        folder.prepare()
        single = SingleInstance(folder.root)
        first = single.take()
    except EnvironmentFault as fault:
        tell(None, "不能使用这个数据文件夹", fault.message)
        return 1
    if not first:
        return _leave_to_the_first(folder, single)
    faults.install(folder.logs)
    with logs.kept_in(folder.logs):
        return _run_first(application, folder, single)


def _leave_to_the_first(folder: DataFolder, single: SingleInstance) -> int:
    """To the desk that is open; a restore from the command line has no window to raise."""
    if single.raise_first():
        return 0
    sentence = f"另一个程序正在往“{folder.root}”里恢复数据。请等它做完，再打开一次。"
    tell(None, "数据正在恢复，现在打不开", sentence)
    return 1


def _run_first(application: QApplication, folder: DataFolder, single: SingleInstance) -> int:
    _log.info("School Desk %s starts", school_desk.__version__)
    program = Program(folder)

    def raise_window() -> None:
        program.window.showNormal()
        program.window.raise_()
        program.window.activateWindow()

    single.raise_requested.connect(raise_window)
    program.start()
    QTimer.singleShot(_WARM_AFTER_MS, program, program.warm_readers)
    code = application.exec()
    program.close()
    single.release()
    _log.info("ended")
    return code
