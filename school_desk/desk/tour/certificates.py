"""Steps of 考试 and 下载证书: scores imported, submitted and approved; numbers imported, certificates printed, pushed and answered for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from school_desk.desk.tour.exams import picture_of
from school_desk.desk.tour.walk import Walk


def scores(walk: Walk, papers: Path) -> None:
    """The examiners' sheet, then every plan's scores before the authority and approved."""
    walk.move_to(2026, 11, 30, 9, 0)
    screen = walk.page("scores")
    start = partial(screen.import_scores, papers / "results" / "scores.xlsx")
    walk.step("导入成绩", lambda: walk.import_file(screen, start))
    walk.step("成绩报审", lambda: _submit_all(walk, screen))
    walk.step("成绩审核", lambda: _approve_all(walk, screen))


def certificates(walk: Walk, papers: Path) -> None:
    """Numbers, print, push, the register's answer."""
    screen = walk.page("certificates")
    start = partial(screen.import_numbers, papers / "results" / "certificate-numbers.xlsx")
    walk.step("导入证书编号", lambda: walk.import_file(screen, start))
    walk.step("打印证书", lambda: _print(walk, screen))
    walk.step("推送证书", lambda: _push(walk, screen))
    walk.step("推送结果", lambda: _answer(walk, screen))


def _submit_all(walk: Walk, screen: Any) -> None:
    for plan_id in _plans(screen):
        _choose(walk, screen, plan_id)
        walk.click(screen, "报审")
        walk.settle()


def _approve_all(walk: Walk, screen: Any) -> None:
    for number, plan_id in enumerate(_plans(screen), start=1):
        _choose(walk, screen, plan_id)
        walk.click(screen, "登记受理")
        walk.settle()
        walk.click(screen.panel, "登记")
        walk.settle()
        walk.click(screen, "登记结论")
        walk.settle()
        walk.fill_form(screen.panel, {"document_no": f"湖建绩〔2026〕{number}号"})
        walk.click(screen.panel, "登记")
        walk.settle()


def _plans(screen: Any) -> list[str]:
    return [row.plan.id for row in screen.plans.rows()]


def _choose(walk: Walk, screen: Any, plan_id: str) -> None:
    screen.plans.select_ids([plan_id], current=plan_id)
    walk.settle()


def _print(walk: Walk, screen: Any) -> None:
    screen.take_focus("generated")
    walk.settle()
    target = walk.out / "证书.pdf"
    screen.print_to(target)
    walk.wait_for(lambda: target.exists() and all(row.print_count for row in screen.table.rows()), "the certificates")
    picture_of(walk, target)


def _push(walk: Walk, screen: Any) -> None:
    target = walk.out / "证书推送.xlsx"
    screen.export_push_to(target)
    walk.wait_for(lambda: target.exists() and all(row.push for row in screen.table.rows()), "the push to be recorded")


def _answer(walk: Walk, screen: Any) -> None:
    """The register, played by a workbook, takes all but the last."""
    from school_desk.adapters.sheets.writing import Column, ColumnKind, write_table

    rows = screen.table.rows()
    answers = [(row.number, "成功", "", f"HZ{place:06d}") for place, row in enumerate(rows[:-1], start=1)]
    answers += [(row.number, "失败", "照片尺寸不符", "") for row in rows[-1:]]
    target = walk.out / "推送结果.xlsx"
    columns = [Column(header, ColumnKind.TEXT) for header in ("证书编号", "结果", "原因", "回执号")]
    write_table(target, "推送结果", columns, answers)
    walk.import_file(screen, partial(screen.import_results, target))
    screen.take_focus("pushed")
    walk.settle()
