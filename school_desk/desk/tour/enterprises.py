"""Steps of 企业注册 and 审核: photos are dropped and read, the school reviews, visits, and records the authority's decision."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.terms.identifiers import credit_code_problems, normalise_credit_code

# An enterprise outside 浙江 by its papers chose this district by hand.
_CHOSEN_BY_HAND = "330502"
_MOST_DOUBTS = 60
# Some seconds of reckoning: as long as the photos of one enterprise take.
_BUSY_ROUNDS = 10_000_000


def registrations(walk: Walk, papers: Path) -> None:
    """Every enterprise's folder is dropped on the page; what the photos do not say is typed."""
    walk.move_to(2026, 8, 3, 9, 30)
    sign_in(walk, "shen")
    screen = walk.page("enterprises")
    _listen_at_rest(walk)
    for folder in sorted((papers / "enterprises").iterdir()):
        if folder.is_dir():
            walk.step(f"企业登记-{folder.name[:2]}", partial(_register, walk, screen, folder))


def _listen_at_rest(walk: Walk) -> None:
    """How long the window stands still with nothing of its own to do while the workers are as busy as reading makes them."""
    pool = walk.program.tasks.pool
    jobs = [pool.submit("hashlib:pbkdf2_hmac", "sha256", b"", b"", _BUSY_ROUNDS) for _ in range(pool.size)]
    with walk.heartbeat.listening() as gap:
        walk.wait_for(lambda: all(job.future.done() for job in jobs), "the workers to have been busy")
        walk.report.idle_gap_ms = gap()


def reviews(walk: Walk) -> None:
    """初审: Enter from doubt to doubt, Ctrl+Enter to pass; a contradiction is told once and then the person's to judge."""
    screen = walk.page("review")
    walk.wait_for(lambda: screen.case is not None, "the first enterprise to review")
    while screen.case is not None and screen.case.sheet.detail.status.value == "submitted":
        case_id = screen.case.id
        walk.step(f"初审-{screen.case.sheet.detail.name[:6]}", partial(_pre_approve, walk, screen, case_id))


def on_site_reviews(walk: Walk) -> None:
    """现场审核 of everybody who passed."""
    screen = walk.page("enterprises")

    def visit_all() -> None:
        for place, row in enumerate(_rows(walk, screen, "pre_approved"), start=1):
            _open_detail(walk, screen, row.id)
            walk.click(screen, "登记现场审核")
            walk.settle()
            values = {
                "place": "企业办公室",
                "yyzz": "seen",
                "cns": "kept",
                "zzzs": "seen",
                "archive_no": f"DA-{place:03d}",
            }
            walk.fill_form(screen.panel, values)
            walk.click(screen.panel, "登记")
            walk.wait_for(partial(_has_left, screen, row.id, "pre_approved"), "the on-site review to be recorded")

    walk.step("现场审核", visit_all)


def decisions(walk: Walk) -> None:
    """The authority's decision, recorded by somebody else."""
    sign_in(walk, "wu")
    screen = walk.page("enterprises")

    def record_all() -> None:
        for place, row in enumerate(_rows(walk, screen, "at_authority"), start=1):
            _open_detail(walk, screen, row.id)
            walk.click(screen, "登记结论")
            walk.settle()
            walk.fill_form(screen.panel, {"approved": "审核通过", "document_no": f"湖建人〔2026〕{place}号"})
            walk.click(screen.panel, "登记")
            walk.wait_for(partial(_has_left, screen, row.id, "at_authority"), "the decision to be recorded")

    walk.step("主管部门审核", record_all)


def _register(walk: Walk, screen: Any, folder: Path) -> None:
    screen.register()
    walk.settle()
    page = screen.registration
    with walk.heartbeat.listening() as gap:
        _drop(page.deck, folder)
        walk.wait_for(lambda: page.is_read, f"the photos of {folder.name}")
        walk.settle()
        walk.report.max_gap_ms = max(walk.report.max_gap_ms, gap())
    form = page.form
    if credit_code_problems(normalise_credit_code(form.input("credit_code").value())):
        raise ValueError(f"the credit code of {folder.name} could not be read: {form.input('credit_code').value()}")
    if not form.input("name").value():
        walk.fill(form.input("name"), folder.name[3:])
    if not form.region.value():
        form.region.set_value(_CHOSEN_BY_HAND)
        form.region.edited.emit()
    walk.fill(form.input("principal_mobile"), "13800005893")
    walk.fill(form.input("contact_name"), "陈静")
    walk.fill(form.input("contact_mobile"), "15000007357")
    walk.click(page, "登记")
    walk.wait_for(lambda: screen.registration is None, f"{folder.name} to be registered")


def _drop(target: Any, folder: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    middle = QPointF(target.rect().center())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(target, entering)
    QApplication.sendEvent(target, QDropEvent(middle, Qt.DropAction.CopyAction, data, buttons, keys))


def _pre_approve(walk: Walk, screen: Any, case_id: str) -> None:
    for _ in range(_MOST_DOUBTS):
        walk.settle()
        if screen.case is None or screen.case.id != case_id:
            return
        if screen.case.next_doubt() is not None:
            screen.go_to_doubt()
            QTest.keyClick(walk.window.focusWidget(), Qt.Key.Key_Return)
        else:
            screen.approve()
    raise TimeoutError("the review does not come to an end")


def _rows(walk: Walk, screen: Any, tab: str) -> list[Any]:
    screen.take_focus(tab)
    walk.settle()
    return [row for row in screen.table.rows() if row.status.value == tab]


def _open_detail(walk: Walk, screen: Any, enterprise_id: str) -> None:
    screen.show_detail(enterprise_id)
    walk.settle()


def _has_left(screen: Any, enterprise_id: str, status: str) -> bool:
    return all(row.id != enterprise_id or row.status.value != status for row in screen.table.rows())
