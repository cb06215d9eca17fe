"""Importing a file, the same way everywhere: read it in a worker, try it out, show what would become of every row, then import.

Nothing is kept before the last button; the whole import is undone as one step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.newest import Newest
from school_desk.desk.page import FrontPage, PageFrame
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import sub
from school_desk.documents.ledger import LedgerRow, RowState, count
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.commands import Command

WORKBOOKS = "表格 (*.xlsx *.xls *.csv);;所有文件 (*)"
_NAME_WIDTH = 150
_TONES: dict[RowState, Tone] = {
    "imported": Tone.GOOD,
    "updated": Tone.INFO,
    "skipped": Tone.NEUTRAL,
    "failed": Tone.BAD,
}
# Nothing has happened yet while the page shows them.
_WORDS: dict[RowState, str] = {"imported": "可导入", "updated": "将更新", "skipped": "跳过", "failed": "有问题"}


@dataclass(frozen=True)
class ImportKind:
    """What one kind of import does.

    `read` is the job "module:function" whose first argument is the path, followed by what `arguments` gives; `command` makes the command
    of its preview (in the writer's thread); `ledger` and `notes` take (preview, result); `done` the result.
    """

    title: str
    read: str
    command: Callable[[School, Any], Command]
    ledger: Callable[[Any, Any], Sequence[LedgerRow]]
    done: Callable[[Any], str]
    arguments: Callable[[], tuple[Any, ...]] = tuple
    notes: Callable[[Any, Any], Sequence[str]] = lambda _preview, _result: ()
    name_word: str = "姓名"
    files: str = WORKBOOKS


class ImportPage(FrontPage):
    """One import from its file to its ledger. `closed`: back to where the person came from; `imported` (outcome): it was carried out.

    `options`: what the import asks besides the file, above its rows. A file may be dropped anywhere on the page, also while another is being
    read: the newest counts, and what an earlier one still brings is dropped. Kinds of files that need more say so in a subclass: `read`
    begins, `_refuse` gets what was wrong, `_show` the ledger; whatever they ask about a file goes through `_run` or `_newest`.
    """

    closed = Signal()
    imported = Signal(object)

    def __init__(
        self, desk: Desk, kind: ImportKind, parent: QWidget | None = None, *, options: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self._newest = Newest(desk, self)
        self._preview: Any = None
        self._result: Any = None
        self._rows: tuple[LedgerRow, ...] = ()
        self._frame = PageFrame(kind.title)
        self._again = action_button("换一个文件…", "file", keys="Ctrl+O", on=self.choose)
        self._back = self.back_button()
        self._import = action_button("导入", "import", primary=True, keys="Ctrl+Return", on=self.carry_out)
        for button in (self._back, self._again, self._import):
            self._frame.add_tool(button)
        if options is not None:
            self._frame.add_bar(options)
        self._filters = _Filters()
        self._changing = [one for one in (self._again, options, self._filters) if one is not None]
        self._filters.chosen.connect(self._show_rows)
        self._frame.add_bar(self._filters)
        self._notes = sub("", wrap=True)
        self._frame.add_bar(self._notes)
        self.table = RowTable(ledger_columns(kind.name_word), name="逐行结果", row_id=lambda row: row.row_no)
        self.table.empty_action_requested.connect(self.choose)
        self._frame.set_content(self.table)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.table)
        self._wait_for_file()

    @property
    def ready(self) -> bool:
        """Whether the import may be carried out now."""
        return self._import.isEnabled()

    @property
    def ledger(self) -> tuple[LedgerRow, ...]:
        """What would become (or became) of every row."""
        return self._rows

    def choose(self) -> None:
        """Lets the person choose the file."""
        name, _ = QFileDialog.getOpenFileName(self, self._kind.title, "", self._kind.files)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Reads `path` in a worker process and tries the import out."""
        self._wait_for_file()
        self._frame.set_count(f"正在读取 {self._short(path.name)} …")
        self.table.set_loading(True)
        self._run(
            self._kind.read,
            str(path),
            *self._kind.arguments(),
            then=partial(self._try_out, path),
            on_progress=lambda done, total: self._frame.set_count(
                f"正在读取 {self._short(path.name)} … {done}/{total}"
            ),
            failed=self._refuse,
        )

    def take(self, paths: Sequence[Path]) -> None:
        """Files that were dropped: the first is read."""
        self.read(paths[0])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from outside are welcome."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes the files."""
        event.acceptProposedAction()
        self.take(dropped_files(event))

    def leave(self) -> None:
        """Back to the list; what is being read is read no further."""
        self._newest.drop()
        self.closed.emit()

    def carry_out(self) -> None:
        """Imports what was shown, after a backup."""
        preview, warnings = self._preview, list[str]()
        if preview is None:
            return
        self._import.setEnabled(False)
        self._hold(True)

        def backed_up(school: School) -> Command:
            fault = school.back_up_before_import()
            warnings.extend([] if fault is None else [fault.message])
            return self._kind.command(school, preview)

        def carried_out(outcome: Outcome) -> None:
            for sentence in warnings:
                self._desk.tell(sentence, "warn")
            self._carried_out(outcome)

        done = self._kind.done(self._result)
        self._desk.decide(self, backed_up, carried_out, done=done, refused=self._refuse, failed=self._let_try_again)

    def _run(
        self,
        function: str,
        *arguments: Any,
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """The page's one job in a worker process: it takes the place of an earlier one, whose file is not wanted any more."""
        self._newest.drop()
        self._newest.job(function, *arguments, then=then, failed=failed, on_progress=on_progress)

    def _try_out(self, path: Path, preview: Any) -> None:
        def tried(result: Any) -> None:
            self._preview, self._result = preview, result
            self._show(path.name, result)

        self._desk.try_out(
            self,
            lambda school: self._kind.command(school, preview),
            self._newest.only(tried),
            self._newest.only(self._refuse),
        )

    def _show(self, name: str, result: Any) -> None:
        self._rows = tuple(self._kind.ledger(self._preview, result))
        self.table.set_loading(False)
        self._filters.show_counts(self._rows)
        self._show_rows(self._filters.current)
        notes = self._kind.notes(self._preview, result)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        good = count(self._rows, "imported") + count(self._rows, "updated")
        self._frame.set_count(f"{self._short(name)} · {len(self._rows)} 行 · 尚未导入，请核对")
        self._import.setText(f"导入 {good} 行" if good else "没有可导入的行")
        self._import.setEnabled(good > 0)

    def _short(self, name: str) -> str:
        """A file's name that leaves the buttons beside it their room."""
        return self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME_WIDTH)

    def _show_rows(self, state: str) -> None:
        self.table.set_rows(row for row in self._rows if state in ("", row.state))

    def _carried_out(self, outcome: Outcome) -> None:
        self.imported.emit(outcome)
        self.closed.emit()

    def _let_try_again(self) -> None:
        """A full disk is no fault of the file: what was read is still here."""
        self._hold(False)
        self._import.setEnabled(self._preview is not None)

    def _hold(self, holding: bool) -> None:
        """What is being imported is what was shown: no other file comes meanwhile, and no other answer."""
        self.setAcceptDrops(not holding)
        for one in self._changing:
            one.setEnabled(not holding)

    def _refuse(self, reason: BaseException) -> None:
        if not isinstance(reason, RuleViolation | EnvironmentFault):
            self._desk.tell_fault(reason)
            return
        self._wait_for_file()
        self.table.set_empty("这个文件不能导入", reason.message, "换一个文件…", icon="warning")

    def _wait_for_file(self) -> None:
        self._preview, self._result, self._rows = None, None, ()
        self.table.set_loading(False)
        self.table.set_rows(())
        self.table.set_empty(
            "选择要导入的文件", "读完后先逐行核对，点“导入”之前不会改动任何数据。", "选择文件…", icon="sheet"
        )
        self._filters.show_counts(())
        self._notes.hide()
        self._frame.set_count("")
        self._import.setText("导入")
        self._import.setEnabled(False)


def dropped_files(event: QDropEvent) -> list[Path]:
    """The files that are dragged or dropped; folders are left out."""
    paths = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return [path for path in paths if path.is_file()]


_Page = TypeVar("_Page", bound=ImportPage)


class ImportHost(QStackedWidget):
    """A screen's list, with the import page that is opened in front of it and goes away when it is done."""

    def __init__(self, desk: Desk, rows: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.addWidget(rows)

    @property
    def page(self) -> ImportPage | None:
        """The import in front, when there is one."""
        page = self.currentWidget()
        return page if isinstance(page, ImportPage) else None

    def open(self, kind: ImportKind, path: Path | None = None) -> ImportPage:
        """Opens the import of `path`; without one the person chooses the file."""
        return self.show_page(ImportPage(self._desk, kind), path)

    def show_page(self, page: _Page, path: Path | None = None) -> _Page:
        """The same with a page of one's own."""
        page.closed.connect(partial(self._close, page))
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.setFocus()
        if path is None:
            page.choose()
        else:
            page.read(path)
        return page

    def _close(self, page: ImportPage) -> None:
        self.removeWidget(page)
        page.deleteLater()


class _Filters(QWidget):
    """全部 · 可导入 · 更新 · 跳过 · 未导入, each with its number."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.current = ""
        self._buttons: dict[str, tuple[str, QPushButton]] = {}
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for state, word in ({"": "全部"} | _WORDS).items():
            button = action_button(word, role="quiet", on=partial(self._choose, state))
            button.setCheckable(True)
            self._buttons[state] = (word, button)
            row.addWidget(button)
        row.addStretch(1)

    def add(self, button: QPushButton) -> None:
        """What may be done with the rows, at the right end."""
        self._row.addWidget(button)

    def show_counts(self, rows: Sequence[LedgerRow]) -> None:
        """Puts the numbers on the buttons; states without a row are hidden."""
        self.current = ""
        for state, (word, button) in self._buttons.items():
            number = len(rows) if not state else sum(row.state == state for row in rows)
            button.setText(f"{word} {number}")
            button.setVisible(bool(number))
            button.setChecked(not state)

    def _choose(self, state: str) -> None:
        self.current = state
        for key, (_, button) in self._buttons.items():
            button.setChecked(key == state)
        self.chosen.emit(state)


def ledger_columns(name_word: str, words: Mapping[RowState, str] = _WORDS) -> tuple[Column, ...]:
    """What a ledger shows of each row; without a `name_word` no name, `words` for its state."""
    name = (Column("name", name_word, 160),) if name_word else ()
    return (
        Column("row_no", "行号", 70, "number"),
        *name,
        Column("state", "结果", 110, "chip", value=lambda row: Chip(words[row.state], _TONES[row.state])),
        Column("reasons", "说明", 400, stretch=True, value=lambda row: "".join(row.reasons)),
    )
