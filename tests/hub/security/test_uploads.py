"""Files made to hurt: they unpack to far more than they are, say other than they hold, or hold other than they are named."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from school_desk.hub.portal.photos import MOST_PIXELS, jpg_faults
from school_desk.intake import sent_roster
from school_desk.intake.roster import conform_photo
from school_desk.intake.sent_roster import read_sent_roster
from school_desk.intake.slips import slip_of
from school_desk.kernel.errors import RuleViolation
from tests.hub.portal.browser import Browser, Website, jpeg

XML_BOMB = b"<c><v>0</v></c>" * 8_000_000


def workbook() -> bytes:
    """A roster of nobody."""
    written = openpyxl.Workbook()
    written.worksheets[0].append(["姓名", "身份证号", "手机号码", "工种", "等级"])
    written.worksheets[0].append(["张三", "330502199001011236", "13800005893", "钢筋工", "中级工"])
    content = io.BytesIO()
    written.save(content)
    return content.getvalue()


def with_part(book: bytes, name: str, content: bytes, told: int | None = None) -> bytes:
    """The workbook with this part in the place of its own, which says that it unpacks to `told` bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, content)
    data = bytearray(packed.getvalue())
    if told is not None:
        true = struct.pack("<I", len(content))
        place = data.find(true)
        while place >= 0:
            data[place : place + 4] = struct.pack("<I", told)
            place = data.find(true, place + 4)
    return bytes(data)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_part_that_unpacks_to_more_than_it_says_is_refused(part: str) -> None:
    """The reader of workbooks would believe it: nothing is handed on that was not unpacked within its own word first."""
    bomb = with_part(workbook(), part, XML_BOMB, told=2000)
    assert len(bomb) < 2_000_000
    with pytest.raises(RuleViolation) as refused:
        read_sent_roster(bomb, "名单.xlsx")
    assert refused.value.code in ("sheet.damaged", "sheet.too_big")


@pytest.mark.parametrize("name", ["名单.xlsx", "照片.zip"])
def test_as_many_parts_as_nobody_has_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_roster, "MOST_PARTS", 20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as many:
        for number in range(21):
            many.writestr(f"{number}.jpg", b"x")
    photos = (packed.getvalue(), name) if name.endswith("zip") else None
    with pytest.raises(RuleViolation, match="太大") as refused:
        read_sent_roster(workbook() if photos else packed.getvalue(), "名单.xlsx", photos)
    assert refused.value.code == "sheet.too_big"


def announcing(width: int, height: int) -> bytes:
    """A small JPEG whose header announces so many pixels."""
    data = bytearray(jpeg())
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def test_a_picture_larger_than_any_telephones_is_refused_before_it_is_decoded() -> None:
    assert MOST_PIXELS < 20_000 * 20_000
    assert "尺寸过大" in "".join(jpg_faults("回单照片", announcing(20_000, 20_000)))
    for read in (conform_photo, lambda content: slip_of(content, "回单.jpg")):
        with pytest.raises(RuleViolation, match="尺寸过大"):
            read(announcing(60_000, 60_000))


def test_no_picture_is_unpacked_in_the_hubs_own_process(site: Website, browser: Browser) -> None:
    """A progressive one takes half a gigabyte: workers do it, so many at a time as there are."""
    cut_off = jpeg(size=(1600, 1200))[:9000]
    assert jpg_faults("yyzz.jpg", cut_off) == ()
    page = browser.photos(yyzz=cut_off)
    assert "图片不完整" in page.text
    assert sorted(site.reader.submitted) == ["file_problems"] * 3 + ["read_paper_content"] * 2


@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ\x90\x00", b"#!/bin/sh"],
)
def test_a_name_makes_no_picture_and_no_workbook(content: bytes) -> None:
    assert "不是 JPG" in "".join(jpg_faults("yyzz.jpg", content))
    with pytest.raises(RuleViolation):
        read_sent_roster(content, "名单.xlsx")


def test_entities_of_a_workbook_are_not_followed(tmp_path: Path) -> None:
    """Neither one that names a file of the Hub's, nor one that multiplies."""
    (tmp_path / "secret").write_text("Geheim-4711")
    told = f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">'
    grows = "".join(f'<!ENTITY y{n} "{f"&y{n - 1};" * 10}">' for n in range(1, 10))
    cells = "".join(f'<c r="{column}1" t="inlineStr"><is><t>&x;&y9;</t></is></c>' for column in "ABCDE")
    sheet = f'<?xml version="1.0"?><!DOCTYPE a [{told}<!ENTITY y0 "Geheim">{grows}]>'
    sheet += '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet += f'<sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    with pytest.raises(RuleViolation) as refused:
        read_sent_roster(with_part(workbook(), "xl/worksheets/sheet1.xml", sheet.encode()), "名单.xlsx")
    assert "Geheim" not in refused.value.message
