"""Each way of writing a roster, read back with ordinary readers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from school_desk.adapters.sample_school.old_excel import write_old_excel
from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.terms.resident_id import check_resident_id

Row = tuple[Any, ...]


def _path(school: SchoolTruth, number: int) -> Path:
    (path,) = (path for path in (school.folder / "rosters").glob(f"{number:02d}-*") if path.suffix.startswith(".xls"))
    return path


def _sheet(school: SchoolTruth, number: int) -> Any:
    return openpyxl.load_workbook(_path(school, number)).worksheets[-1]


def _rows(sheet: Any, first: int = 3) -> list[Row]:
    return list(sheet.iter_rows(min_row=first, values_only=True))


def test_the_tidy_roster_is_the_truth_with_a_photo_on_every_row(school: SchoolTruth) -> None:
    sheet, people = _sheet(school, 1), school.enterprises[0].people
    expected = [
        (n, p.name, p.sex, p.id_number, p.mobile, p.trade, p.level, None, None) for n, p in enumerate(people, 1)
    ]
    assert _rows(sheet) == expected
    assert [image.anchor._from.row for image in sheet._images] == list(range(2, 2 + len(people)))


def test_the_careless_roster_loses_digits_and_pads_names(school: SchoolTruth) -> None:
    rows, people = _rows(_sheet(school, 2)), school.enterprises[1].people
    numbers = [row[3] for row in rows]
    assert sum(isinstance(number, float) for number in numbers) == 1
    assert any(isinstance(number, str) and number.startswith(" ") for number in numbers)
    assert any(isinstance(number, str) and not number.isascii() for number in numbers)
    padded = [row[1] for row in rows if "\u3000" in row[1]]
    assert len(padded) == sum(len(person.name) == 2 for person in people) > 0
    assert isinstance(rows[-1][4], int)


def test_the_roster_with_totals_has_one_of_each_fault(school: SchoolTruth) -> None:
    rows, people = _rows(_sheet(school, 3)), school.enterprises[2].people
    assert [row[0] for row in rows[-2:]] == [None, "合计"]
    listed = rows[:-2]
    assert len(listed) == len(people) + 1
    assert listed[-1][1:] == listed[4][1:]
    assert check_resident_id(listed[0][3], school.lines[0].at.date()).errors
    assert len(listed[1][4]) == 10
    assert listed[2][6].endswith("级")
    assert listed[3][2] != people[3].sex


def test_wps_photos_stand_in_cells(school: SchoolTruth) -> None:
    people = school.enterprises[3].people
    formulas = [row[7] for row in _rows(_sheet(school, 4))]
    assert len(set(formulas)) == len(people)
    with zipfile.ZipFile(_path(school, 4)) as archive:
        images = archive.read("xl/cellimages.xml").decode()
        for formula, person in zip(formulas, people, strict=True):
            picture = formula.split('"')[1]
            assert f'name="{picture}" descr="{person.name}"' in images
        assert Image.open(io.BytesIO(archive.read(f"xl/media/image{len(people)}.jpeg"))).size == (295, 413)
        assert b"cellimages.xml" in archive.read("[Content_Types].xml")


def test_other_headings_come_after_a_preamble(school: SchoolTruth) -> None:
    sheet, people = _sheet(school, 5), school.enterprises[4].people
    heads = [cell.value for cell in sheet[4]]
    assert heads[1:6] == ["学员姓名", "证件号码", "联系电话", "申报工种", "技能等级"]
    rows = _rows(sheet, first=5)
    assert [row[2] for row in rows] == [person.id_number for person in people]
    assert any("•" in row[1] for row in rows)
    assert {row[4] for row in rows} <= {"砼工", "建筑模板工"}


def test_the_old_workbook_opens_and_its_photos_are_named_by_id(school: SchoolTruth) -> None:
    people = school.enterprises[5].people
    rows = CalamineWorkbook.from_path(_path(school, 6)).get_sheet_by_index(0).to_python()
    assert [row[1:5] for row in rows[1:]] == [[p.name, p.sex, p.id_number, p.mobile] for p in people]
    with zipfile.ZipFile(school.folder / "rosters" / "06-照片.zip") as archive:
        assert archive.namelist() == [f"{person.id_number}.jpg" for person in people]


def test_the_last_roster_stands_on_the_second_sheet(school: SchoolTruth) -> None:
    book = openpyxl.load_workbook(_path(school, 7))
    assert book.sheetnames == ["填表说明", "Sheet1"]
    rows = _rows(book["Sheet1"])
    assert rows[0][1] == f" {school.enterprises[6].people[0].name} "
    assert rows[1][1].endswith("\n")


@pytest.mark.parametrize("count", [1, 40, 300])
def test_an_old_workbook_of_any_length_reads_back(tmp_path: Path, count: int) -> None:
    rows: list[list[str | float]] = [["姓名", "金额"]]
    rows += [[f"学员䶮{number}", float(number)] for number in range(count)]
    write_old_excel(tmp_path / "x.xls", "名单", rows)
    book = CalamineWorkbook.from_path(tmp_path / "x.xls")
    assert book.sheet_names == ["名单"]
    assert book.get_sheet_by_index(0).to_python() == rows


def test_an_old_workbook_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too much"):
        write_old_excel(tmp_path / "x.xls", "名单", [["某某某" * 20]] * 1000)
    assert not (tmp_path / "x.xls").exists()
