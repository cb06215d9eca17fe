"""A drawn school lies in the layout of the samples, is the same for the same seed, and hangs together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from school_desk.adapters.sample_school.school import draw_school
from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.terms.uploads import MAX_UPLOAD_BYTES


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_layout_is_that_of_the_samples(school: SchoolTruth) -> None:
    files = set(_files(school.folder))
    for one in school.enterprises:
        for kind in ("yyzz", "cns", "zzzs"):
            assert f"enterprises/{one.number:02d}-{one.company.name}/{kind}.jpg" in files
        assert f"slips/{one.number:02d}-slip.jpg" in files
        assert sum(name.startswith(f"rosters/{one.number:02d}-") and "照片" not in name for name in files) == 1
    assert {name for name in files if name.startswith(("statements/", "results/"))} == {
        "statements/icbc-historydetail.csv",
        "statements/icbc-14col.xlsx",
        "statements/abc.xlsx",
        "statements/truth.csv",
        "results/study-hours.xlsx",
        "results/scores.xlsx",
        "results/certificate-numbers.xlsx",
        "results/truth.json",
    }
    assert {"enterprises/truth.json", "rosters/truth.json"} < files


def test_photos_are_jpegs_within_the_upload_limit(school: SchoolTruth) -> None:
    photos = sorted(school.folder.rglob("*.jpg"))
    assert len(photos) == 28
    for path in photos:
        assert path.stat().st_size <= MAX_UPLOAD_BYTES
        with Image.open(path) as image:
            assert image.format == "JPEG"
            assert min(image.size) > 1000


def test_the_truth_file_says_what_the_papers_say(school: SchoolTruth) -> None:
    told = json.loads((school.folder / "enterprises" / "truth.json").read_text(encoding="utf-8"))
    first, foreign, unsealed = told[0], told[4], told[5]
    company = school.enterprises[0].company
    assert first["docs"]["yyzz"]["fields"]["uscc"] == company.credit_code == first["uscc"]
    assert first["docs"]["zzzs"]["fields"]["qualifications"] == list(company.qualification.grades)
    assert first["docs"]["cns"]["fields"]["seal_name"] == company.name
    assert foreign["docs"]["cns"]["fields"]["seal_name"] != foreign["name"]
    assert unsealed["docs"]["cns"]["fields"]["seal_present"] is False
    assert all(one["docs"]["yyzz"]["degradation"] == {} for one in told)


def test_slips_agree_with_the_account_but_for_the_two_that_do_not(school: SchoolTruth) -> None:
    paid = {line.credit_code: line for line in reversed(school.lines) if line.credit_code}
    wrong = []
    for one in school.enterprises:
        slip, line = one.papers["slip"].fields, paid[one.company.credit_code]
        assert slip["payer_account"] == line.account
        assert slip["date"] == line.at.date().isoformat()
        if slip["amount"] != f"{line.amount // 100}.00" or slip["payee_account"] != "1205220109200069722":
            wrong.append(one.number)
    assert wrong == [6, 7]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, school: SchoolTruth) -> None:
    first = draw_school(tmp_path / "one", seed=5, enterprises=1, quality="phone")
    draw_school(tmp_path / "two", seed=5, enterprises=1, quality="phone")
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    assert first.enterprises[0].company.name != school.enterprises[0].company.name
    assert first.enterprises[0].papers["cns"].degradation["blur"] > 0


def test_a_larger_school_begins_with_the_smaller_one(tmp_path: Path, school: SchoolTruth) -> None:
    small = draw_school(tmp_path, enterprises=2, quality="flat")
    assert small.enterprises == school.enterprises[:2]


def test_a_second_school_is_not_drawn_over_the_first(school: SchoolTruth) -> None:
    before = _files(school.folder)
    with pytest.raises(FileExistsError):
        draw_school(school.folder, enterprises=1)
    assert _files(school.folder) == before
