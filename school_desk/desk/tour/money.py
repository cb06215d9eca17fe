"""Steps of 公对公转账缴费 and 费用审核: the statement is imported, a slip is read and paired, lines are claimed, two people review."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.terms.statuses import LineStatus

# Below this a proposal is for a person to think about, not for one key.
_CONVINCING = 0.5


def statement(walk: Walk, papers: Path) -> None:
    """Imports the account's statement and claims, line by line, what the proposals explain."""
    walk.move_to(2026, 9, 7, 9, 0)
    sign_in(walk, "qian")
    screen = walk.page("payments")
    start = partial(screen.start_import, papers / "statements" / "icbc-historydetail.csv")
    walk.step("导入流水", lambda: walk.import_file(screen, start))
    slips = sorted((papers / "slips").glob("*-slip.jpg"))[:1]
    if slips:
        walk.step("识别回单", partial(_read_slip, walk, screen, slips))
        walk.step("登记回单", partial(_register_slip, walk, screen))
        walk.step("回单对上流水", partial(_pair_slip, walk, screen))
    screen.take_focus("waiting")
    walk.settle()
    split = _splittable(walk, screen)
    if split is not None:
        walk.step("拆分认领", partial(_open_split, walk, screen, split))
        walk.step("确认拆分", partial(_claim_split, walk, screen))
    walk.step("认领", lambda: _claim_all(walk, screen))
    walk.step("个人付款", lambda: _claim_personal(walk, screen))
    walk.step("非学费", lambda: _mark_not_tuition(walk, screen))
    walk.step("月结", lambda: screen.take_focus("month"))
    screen.take_focus("waiting")
    walk.settle()


def review(walk: Walk) -> None:
    """One cashier proposes, the other decides."""

    def propose() -> None:
        screen = walk.page("fee_review")
        walk.click(screen, "提交费用审核")
        walk.settle()

    def approve() -> None:
        sign_in(walk, "zhou")
        screen = walk.page("fee_review")
        screen.take_focus("proposed")
        walk.settle()
        walk.click(screen, "审核通过")
        walk.wait_for(lambda: screen.table.row_count() == 0, "every review to be decided")

    walk.step("提交费用审核", propose)
    walk.step("费用审核", approve)


def _read_slip(walk: Walk, screen: Any, slips: list[Path]) -> None:
    screen.take_focus("slips")
    screen.register_slips(slips)
    walk.wait_for(lambda: screen.entry is None or screen.entry.is_ready, "the slip to be read")


def _register_slip(walk: Walk, screen: Any) -> None:
    walk.click(screen.entry, "登记")
    walk.wait_for(lambda: screen.entry is None, "the slip to be kept")


def _pair_slip(walk: Walk, screen: Any) -> None:
    """Where the money has come in: a slip that speaks of another amount stays 待到账."""
    if any(button.text() == "对上" for button in screen.slips.panel.findChildren(QAbstractButton)):
        walk.click(screen.slips.panel, "对上")
        walk.settle()


def _splittable(walk: Walk, screen: Any) -> str | None:
    """The first line that convincingly pays several 应缴单."""
    for row_id in [row.id for row in screen.table.rows()]:
        screen.table.select_ids([row_id], current=row_id)
        walk.settle()
        facts = screen.panel.facts
        best = next(iter(facts.proposals), None) if facts is not None and not facts.verdicts else None
        if best is not None and len(best.parts) > 1 and best.score >= _CONVINCING:
            found: str = row_id
            return found
    return None


def _open_split(walk: Walk, screen: Any, row_id: str) -> None:
    screen.table.select_ids([row_id], current=row_id)
    walk.settle()
    QTest.keyClick(screen.table.view, Qt.Key.Key_S)
    walk.wait_for(lambda: screen.panel.editor is not None, "the split to open")


def _claim_split(walk: Walk, screen: Any) -> None:
    walk.click(screen.panel, "认领")
    walk.wait_for(lambda: screen.panel.editor is None, "the split to be claimed")


def _claim_all(walk: Walk, screen: Any) -> None:
    for row_id in [row.id for row in screen.table.rows()]:
        screen.table.select_ids([row_id], current=row_id)
        walk.settle()
        facts = screen.panel.facts
        if facts is None or facts.detail.line.id != row_id or facts.verdicts or not facts.proposals:
            continue
        if facts.proposals[0].score >= _CONVINCING:
            walk.click(screen.panel, "认领")
            walk.settle()


def _claim_personal(walk: Walk, screen: Any) -> None:
    row_id = _with_verdict(walk, screen, "personal_payer")
    if row_id is None or not screen.panel.facts.proposals:
        return
    walk.click(screen.panel, "认领")
    walk.settle()
    walk.fill_form(screen.panel, {"personal_reason": "法定代表人代付，已收企业说明"})
    walk.click(screen.panel, "认领")
    walk.settle()


def _mark_not_tuition(walk: Walk, screen: Any) -> None:
    while (row_id := _with_verdict(walk, screen, "not_tuition")) is not None:
        walk.click(screen.panel, "非学费")
        walk.settle()
        walk.click(screen.panel, "标为非学费")
        walk.wait_for(partial(_is_gone, screen, row_id), "the line to leave the list")


def _is_gone(screen: Any, row_id: str) -> bool:
    return all(row.id != row_id for row in screen.table.rows())


def _with_verdict(walk: Walk, screen: Any, kind: str) -> str | None:
    for row in screen.table.rows():
        if row.status is not LineStatus.UNCLAIMED:
            continue
        screen.table.select_ids([row.id], current=row.id)
        walk.settle()
        facts = screen.panel.facts
        if facts is not None and any(verdict.kind == kind for verdict in facts.verdicts):
            row_id: str = row.id
            return row_id
    return None
