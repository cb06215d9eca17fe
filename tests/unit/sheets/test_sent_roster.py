"""A roster sent to the website is read in memory, within bounds, and comes back annotated without touching a disk."""

from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PIL import Image

from school_desk.intake import sent_roster
from school_desk.intake.sent_roster import read_sent_roster, sent_roster_returned
from school_desk.kernel.errors import RuleViolation
from tests.unit.sheets.books import HEADER, person, write_book

ROWS: list[list[object]] = [["名单"], list(HEADER), person(1), person(2)]


def book(tmp_path: Path) -> bytes:
    return write_book(tmp_path / "a.xlsx", ROWS).read_bytes()


def csv() -> bytes:
    return "\n".join(",".join(str(cell) for cell in row) for row in ROWS).encode("gb18030")


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv"])
def test_it_is_read_and_comes_back_with_reasons(tmp_path: Path, name: str) -> None:
    content = book(tmp_path) if name.endswith("xlsx") else csv()
    preview = read_sent_roster(content, name)
    assert [row.row_no for row in preview.sheet.rows] == [3, 4]
    assert preview.file.name == name
    returned = sent_roster_returned(content, name, preview.sheet.place, {4: "身份证号校验位不对"})
    sheet = openpyxl.load_workbook(io.BytesIO(returned)).worksheets[0]
    assert "身份证号校验位不对" in [cell.value for cell in sheet[4]]
    assert "原因" in [cell.value for cell in sheet[2]]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("照片.jpg", bytes(sent_roster.MAX_UNPACKED_BYTES + 1))
    assert len(packed.getvalue()) < 1024 * 1024
    for content, photos in ((packed.getvalue(), None), (book(tmp_path), (packed.getvalue(), "照片.zip"))):
        with pytest.raises(RuleViolation, match="太大") as refused:
            read_sent_roster(content, "名单.xlsx", photos)
        assert refused.value.code == "sheet.too_big"


def test_too_many_people_are_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_roster, "MOST_PEOPLE", 1)
    with pytest.raises(RuleViolation, match="有 2 人，一次最多 1 人"):
        read_sent_roster(book(tmp_path), "名单.xlsx")
    with pytest.raises(RuleViolation, match="有 2 人，一次最多 1 人"):
        read_sent_roster(book(tmp_path), "名单.xlsx", (b"Rar!", "照片.zip"))  # no photo is looked at before


def same_number_often(tmp_path: Path, people: int) -> tuple[bytes, tuple[bytes, str], int]:
    """A roster of one person again and again, and a zip of one photo, which does not conform yet, with its size."""
    number = str(person(1)[HEADER.index("身份证号")])
    rows = [list(HEADER), *(person(1) for _ in range(people))]
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (413, 295, 3), np.uint8))
    photo, packed = io.BytesIO(), io.BytesIO()
    noise.save(photo, "PNG")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{number}.png", photo.getvalue())
    content = write_book(tmp_path / "often.xlsx", rows).read_bytes()
    return content, (packed.getvalue(), "照片.zip"), len(photo.getvalue())


def test_a_photo_of_many_rows_is_handed_over_once(tmp_path: Path) -> None:
    """Else a zip of two kilobytes would fill the memory of the Hub, which takes the preview from its worker."""
    content, photos, size = same_number_often(tmp_path, 30)
    preview = read_sent_roster(content, "名单.xlsx", photos)
    kept = [row.photo for row in preview.sheet.rows]
    assert None not in kept
    assert len(kept) == len(preview.originals) == 30
    assert len(pickle.dumps(preview, pickle.HIGHEST_PROTOCOL)) < 2 * size + 20_000


def test_photos_that_come_to_more_than_the_hub_bears_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shared counts for each row: each would be kept for a person."""
    content, photos, size = same_number_often(tmp_path, 30)
    monkeypatch.setattr(sent_roster, "MAX_PHOTO_BYTES", 30 * size)
    with pytest.raises(RuleViolation, match="30 人的照片合计超过 100 MB，没有读取。请缩小照片") as refused:
        read_sent_roster(content, "名单.xlsx", photos)
    assert refused.value.code == "roster.photos"
