"""The tests of pictures (sheets)."""

from __future__ import annotations

import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from school_desk.adapters.sheets import pictures
from school_desk.adapters.sheets.archive import Package
from school_desk.adapters.sheets.pictures import PhotoSource, pictures_of
from school_desk.adapters.sheets.rosters import RosterSheet, read_roster
from school_desk.adapters.sheets.sheet_scan import SheetScan, column_index, column_letters
from school_desk.kernel.errors import RuleViolation
from tests.unit.sheets.books import (
    HEADER,
    PHOTO_COLUMN,
    pack,
    parts_of,
    person,
    picture,
    write_floating,
    write_in_cell,
    write_wps,
)

RED, BLUE, GREEN = picture("red"), picture("blue"), picture("green")
ROWS: list[list[object]] = [["名单"], list(HEADER), person(1), person(2), person(3)]
EMU_PER_POINT = 12_700


def photos(sheet: RosterSheet) -> list[tuple[bytes | None, PhotoSource | None]]:
    return [(row.photo, row.photo_source) for row in sheet.rows]


def edit(path: Path, part: str, change: Callable[[str], str]) -> Path:
    parts = parts_of(path)
    before = parts[part].decode()
    parts[part] = change(before).encode()
    assert parts[part] != before.encode()
    return pack(path, parts)


@pytest.mark.parametrize("cached", [True, False])
def test_wps_cells(tmp_path: Path, cached: bool) -> None:
    path = write_wps(tmp_path / "a.xlsx", ROWS, {"H5": RED, "H3": BLUE}, cached=cached)
    found = photos(read_roster(path))
    assert found == [(BLUE, PhotoSource.WPS_CELL), (None, None), (RED, PhotoSource.WPS_CELL)]


def test_wps_rows_that_were_sorted_take_their_pictures_along(tmp_path: Path) -> None:
    """The order of the pictures' own part says nothing; only the formulas do."""
    path = write_wps(tmp_path / "a.xlsx", ROWS, {"H3": RED, "H4": BLUE})
    one, two = "ID_" + "0" * 31 + "1", "ID_" + "0" * 31 + "2"
    edit(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(one, "x").replace(two, one).replace('x"', two + '"'))
    assert photos(read_roster(path))[:2] == [(BLUE, PhotoSource.WPS_CELL), (RED, PhotoSource.WPS_CELL)]


def test_wps_formula_without_a_picture(tmp_path: Path) -> None:
    path = write_wps(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    edit(path, "xl/cellimages.xml", lambda xml: xml.replace("ID_", "XX_"))
    assert photos(read_roster(path))[0] == (None, None)
    parts = parts_of(path)
    del parts["xl/cellimages.xml"]
    assert photos(read_roster(pack(path, parts)))[0] == (None, None)


def test_excel_cells(tmp_path: Path) -> None:
    places = {(2, PHOTO_COLUMN): RED, (3, PHOTO_COLUMN): BLUE, (4, PHOTO_COLUMN): RED}
    found = photos(read_roster(write_in_cell(tmp_path / "a.xlsx", ROWS, places)))
    assert found == [(RED, PhotoSource.EXCEL_CELL), (BLUE, PhotoSource.EXCEL_CELL), (RED, PhotoSource.EXCEL_CELL)]


def test_rich_values_that_are_no_pictures(tmp_path: Path) -> None:
    path = write_in_cell(tmp_path / "a.xlsx", ROWS, {(2, PHOTO_COLUMN): RED})
    edit(path, "xl/richData/rdrichvaluestructure.xml", lambda xml: xml.replace("_rvRel:LocalImageIdentifier", "Stock"))
    assert photos(read_roster(path))[0] == (None, None)


@pytest.mark.parametrize(
    "part", ["xl/metadata.xml", "xl/richData/richValueRel.xml", "xl/richData/rdrichvalue.xml", "xl/media/image1.jpeg"]
)
def test_excel_cell_whose_chain_is_broken(tmp_path: Path, part: str) -> None:
    path = write_in_cell(tmp_path / "a.xlsx", ROWS, {(2, PHOTO_COLUMN): RED})
    parts = parts_of(path)
    del parts[part]
    assert photos(read_roster(pack(path, parts)))[0] == (None, None)


def test_floating_pictures_in_their_rows(tmp_path: Path) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED, "H4": BLUE, "H5": GREEN})
    assert photos(read_roster(path)) == [(data, PhotoSource.FLOATING) for data in (RED, BLUE, GREEN)]


@pytest.mark.parametrize(("row", "points", "owner"), [(2, 10, 0), (1, 52, 0), (2, 50, 1), (4, 40, 2)])
def test_floating_picture_belongs_to_the_row_of_its_centre(tmp_path: Path, row: int, points: int, owner: int) -> None:
    """The picture is 30 points high, the rows 60; it starts `points` below the top of zero-based `row`."""
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})

    def move(xml: str) -> str:
        offset = f"<rowOff>{points * EMU_PER_POINT}</rowOff>"
        return xml.replace("<row>2</row>", f"<row>{row}</row>").replace("<rowOff>0</rowOff>", offset)

    edit(path, "xl/drawings/drawing1.xml", move)
    found = photos(read_roster(path))
    assert found[owner] == (RED, PhotoSource.FLOATING)
    assert found.count((None, None)) == 2


def test_floating_picture_between_two_anchors_and_at_a_position(tmp_path: Path) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})

    def two_cells(xml: str) -> str:
        end = "<to><col>8</col><colOff>0</colOff><row>4</row><rowOff>381000</rowOff></to>"
        return re.sub(r"<ext [^>]*/><pic>", end + "<pic>", xml.replace("oneCellAnchor", "twoCellAnchor"), count=1)

    edit(path, "xl/drawings/drawing1.xml", two_cells)
    assert [photo is not None for photo, _ in photos(read_roster(path))] == [False, True, False]

    def absolute(xml: str) -> str:
        place = f'<pos x="0" y="{(4 * 60 + 5) * EMU_PER_POINT}"/><ext cx="9525" cy="9525"/>'
        return re.sub(r"<from>.*</to>", place, xml.replace("twoCellAnchor", "absoluteAnchor"))

    edit(path, "xl/drawings/drawing1.xml", absolute)
    assert [photo is not None for photo, _ in photos(read_roster(path))] == [False, False, True]


def test_several_pictures_in_a_row(tmp_path: Path) -> None:
    path = write_floating(
        tmp_path / "a.xlsx", ROWS, {"H3": RED, "A3": BLUE, "A4": RED, "B4": RED, "A5": RED, "B5": BLUE}
    )
    one, same, disputed = read_roster(path).rows
    assert one.photo == RED, "the photo column goes first"
    assert same.photo == RED
    assert disputed.photo is None
    assert [(problem.field, problem.code) for problem in disputed.problems] == [("photo", "several_photos")]


def test_pictures_beside_nobody_are_reported(tmp_path: Path) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"A1": RED, "H3": BLUE})
    assert read_roster(path).unused_photos == ("第 1 行的图片没有对应的人员",)


def test_picture_in_the_workbook_goes_before_the_zip(tmp_path: Path) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    archive = pack(tmp_path / "a.zip", {"33050219900101001X.jpg": BLUE, "33050219900101002X.jpg": GREEN})
    assert photos(read_roster(path, archive)) == [(RED, PhotoSource.FLOATING), (GREEN, PhotoSource.ZIP), (None, None)]


def test_oversized_picture_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    monkeypatch.setattr(pictures, "MAX_PICTURE_BYTES", 10)
    assert photos(read_roster(path))[0] == (None, None)


@pytest.mark.parametrize("kind", ["wps", "excel", "floating"])
def test_a_picture_is_unpacked_once_and_never_above_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Whoever names one part a thousand times, in whichever spelling: 90 MB of zeros take 90 KB in a zip."""
    path, links, name = tmp_path / "a.xlsx", "xl/drawings/_rels/drawing1.xml.rels", "Sheet"
    if kind == "wps":
        links, name = "xl/_rels/cellimages.xml.rels", "Sheet1"
        write_wps(path, ROWS, {"H3": RED, "H4": BLUE, "H5": GREEN})
    elif kind == "excel":
        links, name = "xl/richData/_rels/richValueRel.xml.rels", "名单"
        write_in_cell(path, ROWS, {(row, PHOTO_COLUMN): data for row, data in ((2, RED), (3, BLUE), (4, GREEN))})
    else:
        write_floating(path, ROWS, {"H3": RED, "H4": BLUE, "H5": GREEN})
    edit(path, links, lambda xml: xml.replace("image2", "IMAGE1").replace("image3", "image1"))
    package = Package(path.read_bytes(), path.name)
    first, *others = pictures_of(package, name)
    assert len(others) == 2
    assert all(other.data is first.data for other in others)
    monkeypatch.setattr(pictures, "MAX_PICTURE_BYTES", 10)
    monkeypatch.setattr(package, "read", _no_media(package.read))
    assert pictures_of(package, name) == []


def _no_media(read: Callable[[str], bytes]) -> Callable[[str | zipfile.ZipInfo], bytes]:
    """Reads other parts only."""

    def reading(part: str | zipfile.ZipInfo) -> bytes:
        assert isinstance(part, str)
        assert "media" not in part.lower()
        return read(part)

    return reading


def test_a_picture_that_no_cell_asks_for_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_wps(tmp_path / "a.xlsx", ROWS, {"H3": RED, "H4": BLUE})
    edit(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("ID_", "XX_"))
    package = Package(path.read_bytes(), path.name)
    monkeypatch.setattr(package, "read", _no_media(package.read))
    assert pictures_of(package, "Sheet1") == []


def test_pictures_of_another_sheet_and_of_no_sheet(tmp_path: Path) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    package = Package(path.read_bytes(), path.name)
    assert len(pictures_of(package, "Sheet")) == 1
    assert pictures_of(package, "别的") == []


def test_declared_entities_are_refused(tmp_path: Path) -> None:
    path = write_wps(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    for part in ("xl/cellimages.xml", "xl/worksheets/sheet1.xml"):
        parts = parts_of(path)
        parts[part] = bomb.encode() + parts[part]
        with pytest.raises(RuleViolation) as caught:
            read_roster(pack(tmp_path / "b.xlsx", parts))
        assert caught.value.code == "sheet.unsafe"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/drawings/drawing1.xml", "</wsDr>", ""),
        ("xl/worksheets/sheet1.xml", 'ht="60"', 'ht="tall"'),
    ],
)
def test_damaged_parts_get_a_sentence(tmp_path: Path, part: str, old: str, new: str) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    edit(path, part, lambda xml: xml.replace(old, new))
    with pytest.raises(RuleViolation) as caught:
        read_roster(path)
    assert caught.value.code == "sheet.damaged"


def test_picture_anchored_beyond_all_rows_ends_the_search() -> None:
    scan = SheetScan()
    assert scan.row_at(0, float("inf")) == 1_048_575


def test_places_are_found_as_if_row_after_row_were_added_up() -> None:
    chance, scan = random.Random(7), SheetScan()
    scan.default_height = 13.5
    scan.heights = {row: chance.choice((0.0, 15.0, 60.25, 409.5)) for row in chance.sample(range(60), 30)}
    for _ in range(500):
        row, offset = chance.randrange(70), chance.choice((0, 0.5, 1, 3, 10)) * 13.5 * EMU_PER_POINT
        at, rest = row, offset
        while rest >= scan.heights.get(at, 13.5) * EMU_PER_POINT:
            rest -= scan.heights.get(at, 13.5) * EMU_PER_POINT
            at += 1
        assert scan.row_at(row, offset) == at
        assert scan.top(at) - scan.top(row) == offset - rest


def test_pictures_a_million_rows_tall_take_no_time(tmp_path: Path) -> None:
    """Two kilobytes of them kept a worker busy for minutes."""
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    far = "<to><col>8</col><colOff>0</colOff><row>1048575</row><rowOff>0</rowOff></to>"

    def tall(xml: str) -> str:
        xml = re.sub(r"<ext [^>]*/><pic>", far + "<pic>", xml.replace("oneCellAnchor", "twoCellAnchor"), count=1)
        anchor = xml[xml.index("<twoCellAnchor>") : xml.index("</wsDr>")]
        return xml.replace(anchor, anchor * 200)

    edit(path, "xl/drawings/drawing1.xml", tall)
    package, began = Package(path.read_bytes(), path.name), time.process_time()
    assert {picture.row_index for picture in pictures_of(package, "Sheet")} == {524_284}
    assert time.process_time() - began < 2


@pytest.mark.parametrize("place", ["<row>{}</row>", "<rowOff>{}</rowOff>"])
def test_a_place_beyond_numbers_is_damage(tmp_path: Path, place: str) -> None:
    path = write_floating(tmp_path / "a.xlsx", ROWS, {"H3": RED})
    edit(path, "xl/drawings/drawing1.xml", lambda xml: re.sub(place.format(r"\d+"), place.format("9" * 400), xml))
    with pytest.raises(RuleViolation) as caught:
        read_roster(path)
    assert caught.value.code == "sheet.damaged"


@pytest.mark.parametrize(("letters", "index"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_column_letters_both_ways(letters: str, index: int) -> None:
    assert column_index(letters) == index
    assert column_letters(index) == letters
