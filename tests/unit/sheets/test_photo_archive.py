"""The tests of photo archive (sheets)."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from school_desk.adapters.sheets import photo_archive
from school_desk.adapters.sheets.photo_archive import PhotoMatch, match_photos
from school_desk.kernel.errors import RuleViolation
from tests.unit.sheets.books import pack

ID = "330502199001011234"
OTHER = "33050219900101124X"
PEOPLE = [(2, ID, "张三"), (3, OTHER, "李四"), (4, "", "阿依古丽·买买提")]


def match(tmp_path: Path, *names: str, people: list[tuple[int, str, str]] = PEOPLE) -> PhotoMatch:
    return match_photos(pack(tmp_path / "照片.zip", {name: name.encode() for name in names}), people)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (f"{ID}.jpg", 2),
        ("33050219900101124x.JPG", 3),
        (f"照片/一班/李四-{ID}.jpeg", 2),
        ("张三.png", 2),
        ("01_张三（一寸照）.jpg", 2),
        ("张 三 (2).jpg", 2),
        ("李四证件照.bmp", 3),
        ("阿依古丽•买买提.jpg", 4),
    ],
)
def test_names_that_identify_a_person(tmp_path: Path, name: str, key: int) -> None:
    found = match(tmp_path, name)
    assert found.photos == {key: name.encode()}
    assert found.unused == ()


def test_names_that_identify_nobody(tmp_path: Path) -> None:
    found = match(tmp_path, "王五.jpg", "330502199001019999.jpg", "330502199001019999张三.jpg")
    assert found.photos == {}
    assert found.unused == (
        "王五.jpg：名单里没有对应的人",
        "330502199001019999.jpg：名单里没有这个身份证号",
        "330502199001019999张三.jpg：名单里没有这个身份证号",
    )


def test_namesakes_need_the_number(tmp_path: Path) -> None:
    people = [(2, ID, "张三"), (3, OTHER, "张三")]
    found = match(tmp_path, "张三.jpg", f"{ID}.jpg", people=people)
    assert found.photos == {2: f"{ID}.jpg".encode()}
    assert found.unused == ("张三.jpg：名单里有同名的人，请改用身份证号命名",)


def test_one_number_on_two_rows_is_one_person(tmp_path: Path) -> None:
    found = match(tmp_path, f"{ID}.jpg", people=[(2, ID, "张三"), (9, ID, "张三")])
    assert set(found.photos) == {2, 9}
    assert found.photos[2] is found.photos[9], "a file is unpacked once, whoever it is for"


def test_several_photos_of_one_person(tmp_path: Path) -> None:
    found = match(tmp_path, f"{ID}.jpg", "张三.jpg")
    assert found.photos == {}
    assert found.disputed == {2: (f"{ID}.jpg", "张三.jpg")}
    same = match_photos(pack(tmp_path / "b.zip", {f"{ID}.jpg": b"x", "张三.jpg": b"x"}), PEOPLE)
    assert (same.photos, same.disputed) == ({2: b"x"}, {})


def test_other_files_are_passed_over(tmp_path: Path) -> None:
    found = match(tmp_path, "__MACOSX/._张三.jpg", "Thumbs.db", "说明.txt", "张三.jpg")
    assert (len(found.photos), found.unused) == (1, ())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_file_names_without_the_utf8_flag(tmp_path: Path, encoding: str) -> None:
    path = pack(tmp_path / "a.zip", {"QQQQQQ.jpg": b"x"})
    raw = "张三".encode(encoding).ljust(6, b"_")
    path.write_bytes(path.read_bytes().replace(b"QQQQQQ", raw))
    with zipfile.ZipFile(path) as archive:
        assert "张三" not in archive.namelist()[0]
    assert match_photos(path, PEOPLE).photos == {2: b"x"}


def test_photo_above_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_archive, "MAX_PICTURE_BYTES", 3)
    assert match(tmp_path, "张三.jpg").unused == ("张三.jpg：超过 10 MB",)


def test_what_is_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "照片.zip"
    path.write_bytes(b"Rar!\x1a\x07\x00")
    with pytest.raises(RuleViolation) as caught:
        match_photos(path, PEOPLE)
    assert caught.value.code == "photos.not_a_zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(RuleViolation) as damaged:
        match_photos(path, PEOPLE)
    assert damaged.value.code == "sheet.damaged"


def test_damaged_photo_inside_the_zip(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"张三.jpg": b"x" * 100})
    data = bytearray(path.read_bytes())
    data[data.index("张三.jpg".encode()) + len("张三.jpg".encode()) + 1] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(RuleViolation) as caught:
        match_photos(path, PEOPLE)
    assert caught.value.code == "sheet.damaged"
