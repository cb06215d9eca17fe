"""Bad files get a sentence, exit 1, and change nothing: no verb shows a traceback or leaves a file behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.cli.console import Console
from tests.unit.banks.old_excel import encrypted_package
from tests.unit.sheets.books import picture, write_book

SHEETS = (
    "roster",
    "hours",
    "accounts",
    "scores",
    "certificate-numbers",
    "push-results",
    "authority-decisions",
    "statement",
)
WHO = {
    "statement": "qian",
    "scores": "wu",
    "certificate-numbers": "wu",
    "push-results": "wu",
    "authority-decisions": "wu",
}


def empty(path: Path) -> Path:
    openpyxl.Workbook().save(path)
    return path


def no_bytes(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def protected(path: Path) -> Path:
    path.write_bytes(encrypted_package())
    return path


def headless(path: Path) -> Path:
    return write_book(path, [["康霞", "33052319791002976X", "15000007357", "钢筋工", "中级"]])


def cut_off(path: Path) -> Path:
    whole = write_book(path, [["姓名", "身份证号"]]).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def a_picture(path: Path) -> Path:
    path.write_bytes(picture())
    return path


@pytest.mark.long
@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("make", [empty, no_bytes, protected, headless, cut_off, a_picture])
def test_a_sheet_that_is_none(console: Console, tmp_path: Path, kind: str, make: Callable[[Path], Path]) -> None:
    console.refused("import", kind, make(tmp_path / "来件.xlsx"), "--as", WHO.get(kind, "shen"), "--json")


READERS = [("statement",), ("desk-run", "--as", "shen"), ("import", "enterprise", "--as", "shen")] + [
    ("import", kind, "--as", WHO.get(kind, "shen")) for kind in SHEETS
]


@pytest.mark.parametrize("verb", READERS)
def test_a_path_where_nothing_is_and_a_folder(console: Console, tmp_path: Path, verb: tuple[str, ...]) -> None:
    assert f"找不到文件“{tmp_path / '来件.xlsx'}”" in console.refused(*verb, tmp_path / "来件.xlsx")
    if "enterprise" not in verb:
        assert f"“{tmp_path}”是文件夹" in console.refused(*verb, tmp_path)


def test_a_photo_where_none_is(console: Console, tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    assert f"“{folder}”里没有照片或 PDF" in console.refused("read", folder)
    (folder / "说明.txt").write_text("无", encoding="utf-8")
    said = console.run("read", folder)
    assert said.code == 1
    assert "说明.txt：不是图片或 PDF" in said.out


def test_a_gbk_file_is_read_and_a_broken_one_refused(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "证书.csv"
    path.write_bytes("姓名,身份证号,证书编号\n䶮某,33052319791002976X,3301\n".encode("gb18030"))
    said = console.run("import", "certificate-numbers", path, "--as", "wu", "--json")
    assert said.ledger() == {"䶮某": "failed"}
    path.write_bytes(b"\x81\xff\x00\xff" * 50)
    console.refused("import", "certificate-numbers", path, "--as", "wu")


def png_named_jpg(path: Path) -> Path:
    path.write_bytes(picture(kind="PNG"))
    return path


def heic_named_jpg(path: Path) -> Path:
    path.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(200))
    return path


def too_big(path: Path) -> Path:
    path.write_bytes(picture().ljust(MAX_UPLOAD_BYTES + 1, b"\x00"))
    return path


def truncated(path: Path) -> Path:
    noise = io.BytesIO()
    Image.effect_noise((600, 400), 80).save(noise, "JPEG")
    path.write_bytes(noise.getvalue()[: noise.tell() // 2])
    return path


PHOTOS = {
    png_named_jpg: "请转存为 jpg",
    heic_named_jpg: "HEIC",
    too_big: "请压缩后再交",
    truncated: "不完整",
    no_bytes: "空",
}


@pytest.mark.parametrize(("make", "words"), PHOTOS.items())
def test_a_photo_that_may_not_be_handed_in(
    console: Console, tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    folder = tmp_path / "湖州某公司"
    folder.mkdir()
    photo = make(folder / "yyzz.jpg")
    before = console.standing()
    said = console.run("import", "enterprise", folder, "--as", "shen", "--json", "--declare", "企业名称=湖州某公司")
    assert said.code == 1
    assert said.ledger() == {"湖州某公司": "failed"}
    assert words in said.document["ledger"][0]["reasons"][0]
    assert console.standing() == before
    read = console.run("read", photo, "--json")
    assert read.code == 1
    assert any(words in problem for problem in read.document[str(photo)]["problems"])


def test_a_folder_without_papers(console: Console, tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("无", encoding="utf-8")
    assert "yyzz.jpg" in console.refused("import", "enterprise", tmp_path, "--as", "shen")
    assert "不是 zip" in console.refused("import", "enterprise", a_picture(tmp_path / "a.zip"), "--as", "shen")
    console.refused("import", "enterprise", tmp_path / "none", "--as", "shen")
