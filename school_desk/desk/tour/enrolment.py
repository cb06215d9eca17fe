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
    """Every enterprise's roster becomes a batch; what was wrong stands beside its row."""
    sign_in(walk, "shen")
    screen = walk.page("enrollments")
    for roster in sorted((papers / "rosters").glob("[0-9][0-9]-*")):
        if roster.suffix == ".zip" or roster.suffix == ".json":
            continue
        walk.step(f"报名-{roster.stem[:2]}", partial(_import_roster, walk, screen, roster))


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
    photos = next(iter(sorted(roster.parent.glob(f"{roster.stem[:2]}*.zip"))), None)
    enterprise_id = _enterprise_of(walk, roster)
    walk.import_file(screen, partial(screen.start_import, enterprise_id, roster, photos))


def _enterprise_of(walk: Walk, roster: Path) -> str:
    from school_desk.intake.lookup import required_enterprise

    name = roster.stem[3:].removesuffix("-WPS")
    return required_enterprise(walk.desk.school, name)
