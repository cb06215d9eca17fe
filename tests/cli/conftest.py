"""A school with people who have sign-in names, a console on it, and papers drawn once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from school_desk import composition
from school_desk.adapters.sample_school.school import draw_school
from school_desk.adapters.sample_school.truth import EnterpriseTruth, SchoolTruth
from school_desk.cli import importers
from school_desk.composition import School
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.intake.enterprise import HandedIn
from school_desk.staff.commands import AddStaff
from school_desk.terms.roles import Role
from school_desk.terms.uploads import DocumentKind
from tests.cli.console import Console
from tests.cli.drawn_school import papers_of
from tests.school import Office, founded, office

__all__ = ["founded", "office"]

STAFF = {"shen": Role.CLERK, "qian": Role.FINANCE, "zhou": Role.FINANCE, "wu": Role.EXAM}


@pytest.fixture
def console(office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Console:
    """A console on a fresh school with the staff shen (clerk), qian and zhou (finance), wu (exam) and admin."""
    monkeypatch.setattr(composition, "SystemClock", lambda: office.clock)
    for login, role in STAFF.items():
        office.school.execute(AddStaff(login, f"{login}老师", (role,), "no password"), office.admin)
    return Console(office, capsys)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> SchoolTruth:
    """Two enterprises' papers, scanned."""
    return draw_school(tmp_path_factory.mktemp("drawn") / "papers", enterprises=2, quality="flat")


def _as_drawn(one: EnterpriseTruth, kind: str) -> PaperReading:
    """What a faultless engine reads from the paper."""
    fields = {
        name: FieldReading(tuple(value) if isinstance(value, list) else value, 1.0, None, FieldState.ACCEPTED)
        for name, value in one.papers[kind].fields.items()
    }
    return PaperReading(kind, fields, engine="faultless 1", width=100, height=100)


@pytest.fixture
def faultless_engine(drawn: SchoolTruth, monkeypatch: pytest.MonkeyPatch) -> None:
    """A faultless engine in the place of the slow one; it knows a paper by its content."""
    known = {
        (papers_of(drawn, one) / f"{kind}.jpg").read_bytes(): _as_drawn(one, kind)
        for one in drawn.enterprises
        for kind in ("yyzz", "cns", "zzzs")
    }

    def read(_school: School, handed_in: Sequence[HandedIn]) -> list[dict[DocumentKind, PaperReading]]:
        return [{paper.kind: known[paper.content] for paper in one.papers if not paper.problems} for one in handed_in]

    monkeypatch.setattr(importers, "_read_papers", read)
