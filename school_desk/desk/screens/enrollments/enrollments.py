"""报名: the batches and how far each is paid; the page of one; rosters come in through the import page, also by dropping them here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout

from school_desk.desk import saving
from school_desk.desk.colours import Tone
from school_desk.desk.import_page import WORKBOOKS, ImportHost, dropped_files
from school_desk.desk.page import PageFrame
from school_desk.desk.screen import Screen
from school_desk.desk.screens.enrollments.batch_page import BatchPage
from school_desk.desk.screens.enrollments.batch_rows import BatchLine, batch_columns, batch_lines
from school_desk.desk.screens.enrollments.roster_page import RosterPage
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.table import RowTable
from school_desk.enrollments.queries import BatchRow
from school_desk.output.enrollments import TEMPLATE, roster_choices
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import ReceivableStatus as Status

_ALL = "all"
_TABS = (
    (FilterTab(_ALL, "全部"), None),
    (FilterTab("owed", "待缴费", Tone.WARN), (Status.OPEN, Status.PART_PAID)),
    (FilterTab("paid", "已到账待审核"), (Status.PAID, Status.PROPOSED)),
    (FilterTab("reviewed", "费用审核通过"), (Status.REVIEWED,)),
)


class EnrollmentsScreen(Screen):
    """The list of batches, the page of one in front of it, or the import of a roster in front of both."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"enrollment", "enrollment_batch", "trainee", "trainee_correction", "receivable", "allocation", "notice"}
        | {"enterprise", "training_plan"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: tuple[BatchLine, ...] = ()
        self._rosters: dict[str, Path] = {}
        self.batches = RowTable(batch_columns(), name="报名批次")
        self.batches.set_loading(True)
        self.batches.activated.connect(self._open_line)
        self.batches.empty_action_requested.connect(self.choose_roster)
        self.tabs = FilterTabs([tab for tab, _ in _TABS], name="缴费状态")
        self.tabs.chosen.connect(self._show_lines)
        self.search = SearchField("企业名称、拼音、批次、缴费码", name="搜索批次")
        self.search.searched.connect(self._search)
        self.search.follow(self.batches)
        self.page = BatchPage(desk)
        self.page.left.connect(self.show_list)
        self.page.more_wanted.connect(self._more)
        self.page.reasons_wanted.connect(self._reasons)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_list())
        self._pages.addWidget(self.page)
        self.host = ImportHost(desk, self._pages)
        self.setAcceptDrops(desk.may(CLERKS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.host)

    def refresh(self) -> None:
        """Asks for the batches of the words searched, and for the batch that is open."""
        words = self.search.words()
        self.desk.ask(self, lambda session, school_id: batch_lines(session, school_id, words), self._set_lines)
        if self._pages.currentWidget() is self.page:
            self.page.refresh()

    def take_focus(self, focus: Any) -> None:
        """`focus` is a batch's id."""
        self.open_batch(focus)

    def open_batch(self, batch_id: str) -> None:
        """Shows the page of one batch."""
        self.batches.select_ids([batch_id], current=batch_id)
        self._pages.setCurrentWidget(self.page)
        self.page.show_batch(batch_id)
        self.page.people.setFocus()

    def show_list(self) -> None:
        """Back to the list, where the batch is still chosen."""
        self._pages.setCurrentIndex(0)
        self.refresh()
        self.batches.setFocus()

    def choose_roster(self) -> None:
        """A roster by the system's dialog."""
        name, _ = QFileDialog.getOpenFileName(self, "选择报名名单", "", WORKBOOKS)
        if name:
            self.start_import(Path(name))

    def start_import(
        self, roster: Path | None, photos: Path | None = None, batch: BatchRow | None = None
    ) -> RosterPage:
        """Opens the import page on `roster` (None: the person chooses), into an earlier `batch` when one is named."""
        page = RosterPage(self.desk, batch)
        if photos is not None:
            page.options.set_photos(photos)
        page.imported.connect(partial(self._imported, page))
        self.host.show_page(page, roster)
        page.closed.connect(self._take_focus_back)
        return page

    def save_template(self) -> None:
        """Asks where to write the empty roster for enterprises."""
        saving.ask_where(self, self.desk, "保存名单模板", "报名人员名单模板.xlsx", self.save_template_to)

    def save_template_to(self, target: Path) -> None:
        """Writes it, offering the trades and levels people may enrol in now."""
        school = self.desk.school
        told = f"名单模板已保存：{target}，可以发给企业填写。"

        def write(choices: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
            saving.write(self.desk, self, TEMPLATE, target.with_suffix(".xlsx"), *choices, told=told)

        self.desk.look_up(self, lambda: roster_choices(school), write, key="template")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Rosters from outside are welcome."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens the import of what was dropped: a roster, perhaps with a zip of photos."""
        event.acceptProposedAction()
        paths = dropped_files(event)
        rosters = [path for path in paths if path.suffix.lower() != ".zip"]
        if rosters:
            photos = next((path for path in paths if path.suffix.lower() == ".zip"), None)
            self.start_import(rosters[0], photos)
        else:
            self.desk.tell("请把名单（表格文件）也拖进来，照片压缩包要和名单一起导入。", "warn")

    def _make_list(self) -> PageFrame:
        frame = self._frame = PageFrame("报名")
        template = action_button("名单模板…", "sheet", on=self.save_template)
        self.import_button = action_button("导入名单…", "import", primary=True, keys="Ctrl+I", on=self.choose_roster)
        self.import_button.setEnabled(self.desk.may(CLERKS))
        for tool in (self.search, template, self.import_button):
            frame.add_tool(tool)
        frame.add_bar(self.tabs)
        frame.set_content(self.batches)
        return frame

    def _set_lines(self, lines: tuple[BatchLine, ...]) -> None:
        self._lines = lines
        self.tabs.set_counts({tab.key: len(_of_tab(lines, statuses)) for tab, statuses in _TABS})
        self._show_lines()

    def _show_lines(self, _key: str = "") -> None:
        statuses = next(statuses for tab, statuses in _TABS if tab.key == self.tabs.current())
        shown = _of_tab(self._lines, statuses)
        if self.search.words():
            self.batches.set_empty("没有找到批次", "换个词再找，或清空搜索框看全部。", icon="search")
        elif self._lines:
            self.batches.set_empty("这里没有批次", "换一个标签看看。", icon="roster")
        else:
            told = "主管部门审核通过的企业可以报名：把它发来的名单拖到这里，或点下面的按钮。"
            self.batches.set_empty("还没有报名", told, "导入名单…" if self.desk.may(CLERKS) else "", icon="roster")
        self.batches.set_rows(shown)
        if shown and self.batches.current_row() is None:
            self.batches.select_first()
        people = sum(line.batch.active for line in shown)
        self._frame.set_count(f"{len(shown)} 批 · {people} 人" if shown else "")

    def _search(self, _words: str) -> None:
        self.refresh()

    def _open_line(self, line: BatchLine) -> None:
        self.open_batch(line.id)

    def _more(self, batch: BatchRow) -> None:
        self.start_import(None, batch=batch)

    def _reasons(self, batch: BatchRow) -> None:
        """The roster is read and judged again, as it stands today; its page returns it with the reasons."""
        known = self._rosters.get(batch.id)
        self.start_import(known if known is not None and known.exists() else None, batch=batch)

    def _take_focus_back(self) -> None:
        """Keys go to the rows again, not to the first button in sight."""
        (self.page.people if self._pages.currentWidget() is self.page else self.batches).setFocus()

    def _imported(self, page: RosterPage, outcome: Any) -> None:
        batch_id = outcome.result.batch_id
        if batch_id is not None:
            if page.path is not None:
                self._rosters[batch_id] = page.path
            self.open_batch(batch_id)


def _of_tab(lines: tuple[BatchLine, ...], statuses: tuple[Status, ...] | None) -> list[BatchLine]:
    return [line for line in lines if statuses is None or line.status in statuses]
