"""The makers' sample papers through the command line: every roster and statement comes in without a traceback, and once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from school_desk.enrollments.queries import enrolled
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from school_desk.terms.trades import trades
from tests.cli.console import Console
from tests.learners import given
from tests.papers import CODES, approved_enterprise
from tests.samples import samples_dir

pytestmark = [pytest.mark.samples, pytest.mark.long]


def rosters() -> list[Path]:
    return sorted(path for path in (samples_dir() / "rosters").iterdir() if path.suffix in (".xls", ".xlsx"))


def test_every_roster_comes_in_once(console: Console) -> None:
    approved_enterprise(console.office)
    for trade in trades():
        for level in (SkillLevel.JUNIOR, SkillLevel.INTERMEDIATE, SkillLevel.SENIOR):
            given(console.office, CreatePlan(trade.code, level, date(2026, 8, 1), date(2026, 9, 30), 60_000))
    for roster in rosters():
        photos = next(roster.parent.glob(f"{roster.name[:2]}-*.zip"), None)
        more = () if photos is None else ("--photos", photos)
        arguments = ("import", "roster", roster, "--as", "shen", "--json", "--enterprise", CODES[0], *more)
        assert "imported" in console.run(*arguments).ledger().values()
        before = console.standing()
        assert not {"imported", "updated"} & set(console.run(*arguments).ledger().values())
        assert console.standing() == before
    with console.office.school.reading() as session:
        people = enrolled(session, console.office.school.id)
    assert all(person.photo_document_id for person in people)


def test_every_statement_is_read_and_comes_in_once(console: Console) -> None:
    folder = samples_dir() / "statements"
    for name in ("icbc-historydetail.csv", "icbc-14col.xlsx", "abc.xlsx"):
        assert console.run("statement", folder / name, "--json").document["lines"]
    first = console.run("import", "statement", folder / "icbc-14col.xlsx", "--as", "qian", "--json")
    assert first.document["imported"] == len(first.document["ledger"])
    before = console.standing()
    again = console.run("import", "statement", folder / "icbc-historydetail.csv", "--as", "qian", "--json")
    assert again.document["imported"] == 0
    assert console.standing() == before
    assert "不是学校的账号" in console.refused("import", "statement", folder / "abc.xlsx", "--as", "qian")
