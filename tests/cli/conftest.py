"""A school with people who have sign-in names, a console on it, and papers drawn once."""

from __future__ import annotations

import pytest

from school_desk import composition
from school_desk.adapters.sample_school.school import draw_school
from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.staff.commands import AddStaff
from school_desk.terms.roles import Role
from tests.cli.console import Console
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
