"""The makers' sample papers are read whole. Nothing here is tuned to them: what is expected is said by their truth files or the eye."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from school_desk.adapters.sheets.results import read_certificate_numbers, read_scores, read_study_hours
from school_desk.adapters.sheets.rosters import RosterSheet, read_roster
from tests.samples import samples_dir

pytestmark = pytest.mark.samples


def rosters() -> dict[str, RosterSheet]:
    folder = samples_dir() / "rosters"
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".xlsx", ".xls"):
            photos = next(iter(folder.glob(f"{path.name[:2]}-*.zip")), None)
            found[path.name[:2]] = read_roster(path, photos)
    return found


def test_every_person_of_every_roster_is_read_with_a_photo() -> None:
    truth = json.loads((samples_dir() / "rosters" / "truth.json").read_text(encoding="utf-8"))
    known = {person["name"]: person["id"] for people in truth["people"].values() for person in people}
    sheets = rosters()
    assert len(sheets) == 7
    rows = [row for sheet in sheets.values() for row in sheet.rows]
    assert {row.name for row in rows} == set(known)
    without_photo = [row for row in rows if row.photo is None]
    assert len(without_photo) <= 1, "only the duplicated row has none"
    agree = sum(row.id_number == known[row.name] for row in rows)
    assert agree >= len(rows) - 4, "but for the lost digits and the wrong check digits"
    assert all(sheet.enterprise_hint.endswith("公司") for sheet in sheets.values() if sheet.place.header_row_no > 1)
    assert sum(len(row.problems) for row in rows) == 1


@pytest.mark.parametrize(
    ("name", "read"), [("study-hours", read_study_hours), ("certificate-numbers", read_certificate_numbers)]
)
def test_result_sheets_have_no_problem_cells(name: str, read: object) -> None:
    assert callable(read)
    sheet = read(Path(samples_dir() / "results" / f"{name}.xlsx"))
    assert sheet.rows
    assert not [row for row in sheet.rows if row.problems]


def test_scores_say_what_they_are() -> None:
    sheet = read_scores(samples_dir() / "results" / "scores.xlsx")
    readings = [reading for row in sheet.rows for reading in (row.theory, row.safety, row.practice)]
    assert any(reading.tenths == 595 for reading in readings)
    assert sum(bool(reading.problem) for reading in readings) == 1
    assert sum(reading.blank for reading in readings) == 1
    assert sum(reading.flag is not None for reading in readings) == 3
