"""Steps of 培训计划 and 网上报名."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.terms.levels import SkillLevel
from school_desk.terms.trades import find_trade

# What construction enterprises send people for; a roster's row in any other trade comes back with its reason.
_TRADES = ("钢筋工", "砌筑工", "混凝土工", "架子工", "抹灰工", "模板工", "防水工", "管道工")
_LEVELS = (SkillLevel.JUNIOR, SkillLevel.INTERMEDIATE, SkillLevel.SENIOR)


def plans(walk: Walk) -> None:
    """A plan for every trade and level."""

    def make_all() -> None:
        screen = walk.page("plans")
        for trade in _TRADES:
            for level in _LEVELS:
                _make_plan(walk, screen, trade, level)

    walk.step("培训计划", make_all)


def rosters(walk: Walk, papers: Path) -> None:
    """Every enterprise's roster becomes a batch; what was wrong stands beside its row, and goes back in the enterprise's own workbook."""
    sign_in(walk, "shen")
    screen = walk.page("enrollments")
    for roster in sorted((papers / "rosters").glob("[0-9][0-9]-*")):
        if roster.suffix == ".zip" or roster.suffix == ".json":
            continue
        walk.step(f"报名-{roster.stem[:2]}", partial(_import_roster, walk, screen, roster))
    walk.step("缴费通知单", partial(_print_notice, walk, screen))
    walk.step("通知企业缴费", partial(_record_notice, walk, screen))


def _make_plan(walk: Walk, screen: Any, trade: str, level: SkillLevel) -> None:
    found = find_trade(trade)
    if found is None:
        raise LookupError(trade)
    known = screen.table.row_count()
    panel, table = screen.panel, screen.table
    screen.new_plan()
    walk.settle()
    walk.fill_form(
        panel,
        {"trade_code": found.code, "level": level, "sign_up_from": "2026-08-01", "sign_up_to": "2026-09-10"},
    )
    walk.click(panel, "新建")
    walk.wait_for(lambda: table.row_count() > known, f"the plan {trade}")


def _import_roster(walk: Walk, screen: Any, roster: Path) -> None:
    walk.import_file(screen, partial(_read_roster, walk, screen, roster))


def _read_roster(walk: Walk, screen: Any, roster: Path) -> None:
    """Reads the roster and says whose it is where it does not say so itself; the first with refused rows is returned with its reasons."""
    photos = next(iter(sorted(roster.parent.glob(f"{roster.stem[:2]}*.zip"))), None)
    page = screen.start_import(roster, photos)
    walk.settle()
    if not page.options.enterprise_id:
        page.options.set_enterprise(*_enterprise_of(walk, roster), "")
        page.options.enterprise_chosen.emit()
    walk.wait_for(lambda: page.ready, f"the roster {roster.name}")
    returned = walk.out / "退回原因表.xlsx"
    if any(row.state == "failed" for row in page.ledger) and not returned.exists():
        page.save_reasons_to(returned)
        walk.wait_for(returned.exists, "the returned workbook")


def _print_notice(walk: Walk, screen: Any) -> None:
    """The first batch's notice on paper, and as a picture of it."""
    from school_desk.adapters.printing.raster import render_png

    screen.show_list()
    walk.settle()
    screen.open_batch(screen.batches.rows()[-1].id)
    walk.settle()
    pdf = walk.out / "缴费通知单.pdf"
    screen.page.notices.save_pdf_to(pdf, screen.page.batch)
    walk.wait_for(pdf.exists, "the notice")
    pdf.with_suffix(".png").write_bytes(render_png(pdf.read_bytes()))


def _record_notice(walk: Walk, screen: Any) -> None:
    """The same as text, recorded as sent."""
    screen.page.panel.close_panel()
    walk.click(screen.page, "通知企业缴费")
    walk.settle()
    walk.click(screen.page.panel, "登记已发送")
    walk.settle()


def _enterprise_of(walk: Walk, roster: Path) -> tuple[str, str]:
    from school_desk.intake.lookup import required_enterprise

    name = roster.stem[3:].removesuffix("-WPS")
    return required_enterprise(walk.desk.school, name), name
