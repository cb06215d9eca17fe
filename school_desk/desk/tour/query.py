"""Steps of 报名人员查询: one trainee by name, by last digits and by pinyin initials; 详情 unfolded; the list exported."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from school_desk.desk.tour.walk import Walk
from school_desk.desk.widgets.detail_panel import Unfolding


def query(walk: Walk) -> None:
    """Looks for somebody whose certificate is pushed the way clerks do, and takes the list away."""
    from school_desk.terms.search import search_text

    screen = walk.page("progress")
    walk.step("报名人员查询", partial(_choose_pushed, walk, screen))
    who = screen.table.rows()[0].row
    initials = search_text(who.name).split()[1]
    for how, words in (("姓名", who.name), ("手机号后四位", who.mobile[-4:]), ("拼音首字母", initials)):
        walk.step(f"查询-{how}", partial(_search, walk, screen, words, who.enrollment_id))
    walk.step("学员详情", partial(_unfold, walk, screen, who.enrollment_id))
    walk.step("导出报名人员", partial(_export, walk, screen))


def _choose_pushed(walk: Walk, screen: Any) -> None:
    walk.choose(screen.filters.input("certificate"), "证书已推送")
    walk.wait_for(lambda: _only(screen, "证书已推送"), "those whose certificate is pushed")


def _only(screen: Any, label: str) -> bool:
    rows = screen.table.rows()
    return bool(rows) and all(line.row.certificate == label for line in rows)


def _search(walk: Walk, screen: Any, words: str, wanted: str) -> None:
    walk.click(screen, "清除筛选")
    walk.settle()
    walk.fill(screen.search, words)
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    walk.settle()
    if screen.table.row_of(wanted) is None:
        raise LookupError(f"{words} finds {[line.row.name for line in screen.table.rows()]}")


def _unfold(walk: Walk, screen: Any, wanted: str) -> None:
    screen.table.select_ids([wanted])
    QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
    walk.wait_for(screen.page.isVisible, "the detail")
    for table in screen.page.findChildren(Unfolding):
        if table.line.text().startswith(("学习记录", "考核明细")):
            QTest.keyClick(table.line, Qt.Key.Key_Space)
    if not all(name in _unfolded(screen) for name in ("学习记录", "考核明细")):
        raise LookupError(f"only {_unfolded(screen)} unfolds")


def _unfolded(screen: Any) -> list[str]:
    return [one.line.text().split()[0] for one in screen.page.findChildren(Unfolding) if one.is_unfolded()]


def _export(walk: Walk, screen: Any) -> None:
    walk.click(screen, "返回名单")
    walk.click(screen, "清除筛选")
    walk.settle()
    screen.export()
    walk.settle()
    target = walk.out / "报名人员.xlsx"
    screen.export_to(target)
    walk.wait_for(target.exists, "the export")
