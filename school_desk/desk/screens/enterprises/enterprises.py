"""企业: who is registered and how far; the detail with what may be done next; 企业登记 in front of the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.screens.enterprises.detail import EnterpriseFacts
from school_desk.desk.screens.enterprises.letter import Addressee, save_letter
from school_desk.desk.screens.enterprises.records import RecordForms
from school_desk.desk.screens.enterprises.registration import RegistrationPage
from school_desk.desk.screens.enterprises.state import state_chip
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.documents.queries import PaperRow, papers
from school_desk.enterprises.commands import ConfirmRecheck
from school_desk.enterprises.queries import (
    EnterpriseDetail,
    EnterpriseListRow,
    enterprise,
    enterprises,
    recheck_count,
    status_counts,
)
from school_desk.kernel.clock import local_date
from school_desk.terms.labels import enterprise_status
from school_desk.terms.roles import CLERKS, EXAMINERS
from school_desk.terms.statuses import EnterpriseStatus as Status

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_ALL, _RECHECK = "all", "recheck"
_TABS = (
    FilterTab(_ALL, "全部"),
    FilterTab(Status.SUBMITTED, enterprise_status(Status.SUBMITTED), Tone.WARN),
    *(FilterTab(status, enterprise_status(status)) for status in Status if status is not Status.SUBMITTED),
    FilterTab(_RECHECK, "变更待复核", Tone.WARN),
)
_FIRST_STEP = "先登记企业：把营业执照、承诺书、资质证书三张照片拖进来，表单会自动填好。"
_Detail = tuple[EnterpriseDetail | None, tuple[PaperRow, ...]]


class EnterprisesScreen(Screen):
    """The list with one panel for detail and forms; or the registration page in front of it."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"enterprise", "enterprise_former_name", "enterprise_field", "on_site_review", "authority_decision", "document"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="企业")
        self.table.set_loading(True)
        self.table.activated.connect(lambda row: self.show_detail(row.id))
        self.table.current_changed.connect(self._follow)
        self.table.empty_action_requested.connect(self.register)
        self.panel = SidePanel()
        self.panel.closed.connect(self._forget)
        self.forms = RecordForms(desk, self, self.panel, self._carried_out)
        self.tabs = FilterTabs(_TABS, name="企业状态")
        self.tabs.set_shown(_RECHECK, False)
        self.tabs.chosen.connect(lambda _: self.refresh())
        self.search = SearchField("名称、信用代码、拼音", name="搜索企业")
        self.search.searched.connect(lambda _: self.refresh())
        self.search.follow(self.table)
        self._shown = ""
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._make_list())

    def refresh(self) -> None:
        """Asks for the rows of the tab and the words searched, every tab's count, and the detail that is open."""
        tab, words = self.tabs.current(), self.search.words()
        statuses = None if tab in (_ALL, _RECHECK) else frozenset({Status(tab)})
        self.desk.ask(
            self,
            lambda session, school_id: enterprises(
                session, school_id, statuses=statuses, recheck=tab == _RECHECK, search=words
            ),
            self._set_rows,
        )
        self.desk.ask(self, _counts, self._set_counts, key="counts")
        if self._shown:
            self.show_detail(self._shown)

    def take_focus(self, focus: Any) -> None:
        """`focus` is an enterprise's id, or the key of a tab (a status, "recheck")."""
        self.search.set_words("")
        is_tab = focus in {tab.key for tab in _TABS}
        self.tabs.choose(focus if is_tab else _ALL)
        if not is_tab:
            self._select(focus)
        self.refresh()

    def register(self) -> None:
        """Opens 企业登记 in front of the list."""
        page = RegistrationPage(self.desk)
        page.closed.connect(partial(self._close_registration, page))
        page.registered.connect(self._select)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.setFocus()

    @property
    def registration(self) -> RegistrationPage | None:
        """The registration in front, when there is one."""
        page = self._pages.currentWidget()
        return page if isinstance(page, RegistrationPage) else None

    def show_detail(self, enterprise_id: str) -> None:
        """Opens the enterprise's detail in the panel."""
        self._shown = enterprise_id

        def both(session: Any, school_id: str) -> _Detail:
            return enterprise(session, school_id, enterprise_id), papers(session, school_id, enterprise_id)

        self.desk.ask(self, both, self._set_detail, key="detail")

    def _make_list(self) -> QWidget:
        self._frame = PageFrame("企业")
        self.letter_button = action_button("承诺书模板", "print", on=lambda: save_letter(self.desk, self))
        self.register_button = action_button("企业登记", "plus", primary=True, keys="Ctrl+N", on=self.register)
        self.register_button.setEnabled(self.desk.may(CLERKS))
        for tool in (self.search, self.letter_button, self.register_button):
            self._frame.add_tool(tool)
        self._frame.add_bar(self.tabs)
        self._frame.set_content(self.table, self.panel)
        return self._frame

    def _set_rows(self, rows: tuple[EnterpriseListRow, ...]) -> None:
        if self.search.words():
            self.table.set_empty("没有找到", f"没有与“{self.search.words()}”相符的企业，换一个词试试。", icon="search")
        elif self.tabs.current() == _ALL:
            self.table.set_empty("还没有企业", _FIRST_STEP, "企业登记", icon="enterprise")
        else:
            self.table.set_empty("这里没有企业", "其他状态的企业在别的标签里。", icon="enterprise")
        self.table.set_rows(rows)

    def _set_counts(self, answer: tuple[dict[Status, int], int]) -> None:
        counts, changed = answer
        by_status: dict[str, int] = {status: counts.get(status, 0) for status in Status}
        self.tabs.set_counts({_ALL: sum(counts.values()), _RECHECK: changed, **by_status})
        self.tabs.set_shown(_RECHECK, bool(changed))
        waiting = counts.get(Status.SUBMITTED, 0)
        self._frame.set_count(f"共 {sum(counts.values())} 家 · 待审核 {waiting} 家" if counts else "")

    def _select(self, enterprise_id: str) -> None:
        self.table.seek(enterprise_id)
        self.show_detail(enterprise_id)

    def _follow(self, row: EnterpriseListRow | None) -> None:
        if row is not None and self._shown and row.id != self._shown:
            self.show_detail(row.id)

    def _forget(self) -> None:
        self._shown = ""

    def _open_form(self, form: Callable[[EnterpriseDetail], None], detail: EnterpriseDetail) -> None:
        """The panel belongs to the form now: the list's news must not take it away."""
        self._forget()
        form(detail)

    def _carried_out(self, _outcome: object) -> None:
        """The form's panel closed: the detail, as it now stands, takes its place again."""
        row = self.table.current_row()
        if row is not None:
            self.show_detail(row.id)

    def _set_detail(self, found: _Detail) -> None:
        detail, lying = found
        if detail is None or detail.id != self._shown:
            return
        self.table.select_ids([detail.id], current=detail.id)
        self.panel.show_body(detail.name, EnterpriseFacts(self.desk, detail, lying), self._buttons(detail))

    def _buttons(self, detail: EnterpriseDetail) -> tuple[QWidget, ...]:
        """修改, 更多 ▾, and the one step that may follow now."""
        if not self.desk.may(CLERKS | EXAMINERS):
            return ()
        more = action_button("更多")
        more.setMenu(self._more(detail, more))
        edit = action_button("修改…", on=partial(self._open_form, self.forms.edit, detail))
        edit.setEnabled(self.desk.may(CLERKS))
        step = self._next_step(detail)
        return (more, edit, step) if step is not None else (more, edit)

    def _more(self, detail: EnterpriseDetail, owner: QWidget) -> QMenu:
        menu = QMenu(owner)
        addressee = Addressee(detail.name, detail.credit_code, detail.legal_person or "")
        menu.addAction("承诺书…", lambda: save_letter(self.desk, self, addressee))
        if self.desk.may(CLERKS):
            menu.addAction("企业更名…", partial(self._open_form, self.forms.rename, detail))
        if self.desk.may(EXAMINERS) and detail.suspended:
            menu.addAction("恢复企业", partial(self.forms.resume, detail))
        elif self.desk.may(EXAMINERS):
            menu.addAction("停用企业…", partial(self._open_form, self.forms.suspend, detail))
        return menu

    def _next_step(self, detail: EnterpriseDetail) -> QWidget | None:
        steps: dict[Status, tuple[str, frozenset[Any], Any]] = {
            Status.SUBMITTED: ("去审核", CLERKS | EXAMINERS, self._review),
            Status.RETURNED: ("去更换材料", CLERKS | EXAMINERS, self._review),
            Status.REFUSED: ("去更换材料", CLERKS | EXAMINERS, self._review),
            Status.PRE_APPROVED: ("登记现场审核…", CLERKS, partial(self._open_form, self.forms.on_site)),
            Status.AT_AUTHORITY: ("登记结论…", EXAMINERS, partial(self._open_form, self.forms.decision)),
        }
        recheck = ("复核通过", EXAMINERS, self._confirm_recheck)
        words, allowed, act = recheck if detail.recheck else steps.get(detail.status, ("", frozenset(), None))
        if act is None:
            return None
        button = action_button(words, primary=True, on=partial(act, detail))
        button.setEnabled(self.desk.may(allowed))
        return button

    def _review(self, detail: EnterpriseDetail) -> None:
        self.desk.open_screen("review", detail.id)

    def _confirm_recheck(self, detail: EnterpriseDetail) -> None:
        self.desk.decide(self, ConfirmRecheck(detail.id), done=f"已复核“{detail.name}”的变更，可以继续报名。")

    def _close_registration(self, page: RegistrationPage) -> None:
        self._pages.removeWidget(page)
        page.deleteLater()
        self.table.setFocus()


def _counts(session: ReadSession, school_id: str) -> tuple[dict[Status, int], int]:
    return status_counts(session, school_id), recheck_count(session, school_id)


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", "企业名称", 180, stretch=True),
        Column("credit_code", "统一社会信用代码", 178, yields_room=True),
        Column("region", "所属地区", 108, yields_room=True),
        Column("authority", "主管部门", 176, muted=True, yields_room=True),
        Column("contact_name", "联系人", 80, yields_room=True),
        Column("state", "状态", 156, "chip", value=state_chip),
        Column("since", "起于", 104, "date", yields_room=True, value=_since, sort_key=lambda row: row.since),
    )


def _since(row: EnterpriseListRow) -> date:
    return local_date(row.since)
