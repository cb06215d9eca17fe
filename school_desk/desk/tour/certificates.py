"""Steps of 考试 and 下载证书: scores imported, refused once, approved; numbers imported, certificates printed, pushed and answered for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from school_desk.certificates.settings import ISSUER
from school_desk.desk.tour.exams import picture_of
from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.desk.widgets.form import Form
from school_desk.terms.statuses import Subject


def scores(walk: Walk, papers: Path) -> None:
    """The examiners' sheet, every plan's scores before the authority; the first are refused, corrected, submitted again and approved."""
    walk.move_to(2026, 11, 30, 9, 0)
    screen = walk.page("scores")
    start = partial(screen.import_scores, papers / "results" / "scores.xlsx")
    walk.step("导入成绩", lambda: walk.import_file(screen, start))
    plan_ids = [row.plan.id for row in screen.plans.rows()]
    walk.step("成绩报审", lambda: _submit_all(walk, screen, plan_ids))
    walk.step("成绩未通过", lambda: _refuse(walk, screen, plan_ids[0]))
    walk.step("成绩更正再报审", lambda: _correct(walk, screen))
    walk.step("成绩审核", lambda: _approve_all(walk, screen, plan_ids))
    walk.step("合格人员名册", lambda: _roster(walk, screen))


def certificates(walk: Walk, papers: Path) -> None:
    """发证机关 is set, numbers come, certificates are printed and pushed, the register answers."""
    walk.step("发证机关未设置", lambda: walk.page("certificates"))
    walk.step("设置发证机关", lambda: _set_issuer(walk))
    sign_in(walk, "wu")
    screen = walk.page("certificates")
    start = partial(screen.import_numbers, papers / "results" / "certificate-numbers.xlsx")
    walk.step("导入证书编号", lambda: walk.import_file(screen, start))
    walk.step("打印证书", lambda: _print(walk, screen))
    walk.step("推送证书", lambda: _push(walk, screen))
    walk.step("推送结果", lambda: _answer(walk, screen))


def _submit_all(walk: Walk, screen: Any, plan_ids: list[str]) -> None:
    for plan_id in plan_ids:
        _choose(walk, screen, plan_id)
        _submit(walk, screen, "报审")


def _submit(walk: Walk, screen: Any, button: str) -> None:
    _click(walk, screen, button)
    plan = screen.page.plan
    walk.fill_form(screen.panel, {"count": plan.missing or plan.candidates})
    _click(walk, screen.panel, "报审")


def _accept(walk: Walk, screen: Any) -> None:
    _click(walk, screen, "登记受理")
    _click(walk, screen.panel, "登记")


def _refuse(walk: Walk, screen: Any, plan_id: str) -> None:
    """The authority finds a mark that is not the paper's."""
    _choose(walk, screen, plan_id)
    _accept(walk, screen)
    _click(walk, screen, "登记结论")
    walk.fill_form(screen.panel, {"approved": "未通过", "document_no": "湖建绩退〔2026〕1号"})
    reason = next(form for form in screen.panel.findChildren(Form) if form.isVisible()).input("reason")
    walk.fill(reason, "第一名考生的安全成绩与试卷不符，请核对后重新报审。")
    _click(walk, screen.panel, "登记")


def _correct(walk: Walk, screen: Any) -> None:
    """The mark is entered by hand and the scores go out as their second version."""
    table = screen.page.table
    table.select_first()
    row = table.current_row()
    _click(walk, screen, "录入成绩")
    known = row.marks.get(Subject.SAFETY)
    walk.fill_form(screen.panel, {Subject.SAFETY.value: "91" if known is None or known.words != "91" else "92"})
    _click(walk, screen.panel, "保存")
    _submit(walk, screen, "再次报审")
    _click(walk, screen, "报审记录")


def _approve_all(walk: Walk, screen: Any, plan_ids: list[str]) -> None:
    for number, plan_id in enumerate(plan_ids, start=1):
        _choose(walk, screen, plan_id)
        _accept(walk, screen)
        _click(walk, screen, "登记结论")
        walk.fill_form(screen.panel, {"approved": "审核通过", "document_no": f"湖建绩〔2026〕{number}号"})
        _click(walk, screen.panel, "登记")


def _roster(walk: Walk, screen: Any) -> None:
    target = walk.out / "合格人员名册.pdf"
    screen.page.print_roster_to(screen.page.plan, target)
    walk.wait_for(target.exists, "the roster")
    picture_of(walk, target)


def _choose(walk: Walk, screen: Any, plan_id: str) -> None:
    screen.panel.close_panel()
    screen.plans.select_ids([plan_id], current=plan_id)
    walk.settle()


def _set_issuer(walk: Walk) -> None:
    """Only an administrator may: the button of the notice opens the setting."""
    sign_in(walk, "admin")
    _click(walk, walk.page("certificates"), "去设置")
    panel = walk.window.screen_of("settings").panel
    _click(walk, panel, "修改")
    walk.fill_form(panel, {ISSUER.key: "湖州市住房和城乡建设局"})
    _click(walk, panel, "保存")


def _click(walk: Walk, within: Any, words: str) -> None:
    walk.click(within, words)
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
