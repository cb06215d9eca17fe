"""Files that are no statement, or one gone wrong: each must give rows or one sentence. Seeded; each is made by a function of its path."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from tests.unit.banks import exports, old_excel

Make = Callable[[Path], object]
HEADER = ["交易时间", "收入金额", "支出金额", "余额", "对方户名", "对方账号", "摘要"]
GOOD = ["2026-09-01 09:45:11", "600.00", "", "600.00", "甲公司", "6222000011112222", "培训费"]
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def bytes_of(content: bytes | Callable[[], bytes]) -> Make:
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content())


def text(*rows: Sequence[str], encoding: str = "gb18030", delimiter: str = ",") -> Make:
    return lambda path: exports.write_text(path, rows, encoding, delimiter)


def book(*rows: Sequence[object]) -> Make:
    return lambda path: path.write_bytes(workbook(*rows))


def workbook(*rows: Sequence[object]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "nan_inf_to_errors": True}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    return content.getvalue()


def repacked(content: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
    return made.getvalue()


def changed(part: str, old: bytes, new: bytes) -> Make:
    """A good workbook with something else in one part."""
    return bytes_of(lambda: repacked(workbook(HEADER, GOOD), {part: lambda content: content.replace(old, new)}))


def with_sheet(rows: bytes, shared: bytes | None = None) -> Make:
    """A workbook whose sheet holds just these rows of XML."""
    changes: dict[str, Callable[[bytes], bytes]] = {
        SHEET: lambda content: re.sub(
            rb"<sheetData>.*</sheetData>", lambda _: b"<sheetData>" + rows + b"</sheetData>", content, flags=re.DOTALL
        )
    }
    if shared is not None:
        changes[SHARED] = lambda _: shared
    return bytes_of(lambda: repacked(workbook(HEADER, GOOD), changes))


def with_cell(word: str, value: object) -> list[object]:
    return [value if name == word else cell for name, cell in zip(HEADER, GOOD, strict=True)]


def bomb(path: Path) -> None:
    """Half a gigabyte of blanks in half a megabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        with made.open(SHEET, "w", force_zip64=True) as part:
            for _ in range(500):
                part.write(b" " * 1024 * 1024)


def lying(path: Path) -> None:
    """A part that says it is small and unpacks to 64 MB."""
    content = bytearray(repacked(workbook(HEADER, GOOD), {SHEET: lambda part: part + b" " * 64 * 1024 * 1024}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = 0
        while (place := content.find(mark, place)) >= 0:
            struct.pack_into(
                "<I", content, place + offset, min(2000, *struct.unpack_from("<I", content, place + offset))
            )
            place += 4
    path.write_bytes(content)


def lying_well(path: Path) -> None:
    """The same with a checksum that fits what it says: only who unpacks on finds that there is more, millions of cells."""
    import zlib

    far = b"</row>" + b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 2_000_000
    content = repacked(workbook(HEADER, GOOD), {SHEET: lambda part: part.replace(b"</sheetData>", far)})
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        start, entry = whole.read(SHEET)[:2000], whole.getinfo(SHEET)
    told = [(entry.CRC, zlib.crc32(start)), (entry.file_size, len(start))]
    for old, new in told:
        content = content.replace(struct.pack("<I", old), struct.pack("<I", new))
    path.write_bytes(content)


def far_cell_xls(path: Path) -> None:
    sheet = old_excel.workbook([HEADER, GOOD])
    cell = struct.pack("<HHHHHd", 0x203, 14, 65_535, 255, 0, 1.0)
    end = sheet.rindex(b"\x0a\x00\x00\x00\x00")
    path.write_bytes(sheet[:end] + cell + sheet[end : len(sheet) - len(cell)])


def hidden_sheet(path: Path) -> None:
    """The sheet is where the workbook says, not where sheets usually are."""
    content = repacked(
        workbook(HEADER, GOOD),
        {
            SHEET: lambda part: part.replace(b'r="A2"', b'r="XFD1048576"'),
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(b"worksheets/sheet1.xml", b"hidden/part.dat"),
            "[Content_Types].xml": lambda part: part.replace(b"worksheets/sheet1.xml", b"hidden/part.dat"),
        },
    )
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr("xl/hidden/part.dat" if name == SHEET else name, old.read(name))


def other_zip(*names: str) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as made:
            for name in names:
                made.writestr(name, "<x/>")

    return make


def damaged(content: Callable[[], bytes], seed: int) -> Make:
    def make() -> bytes:
        chance, spoilt = Random(seed), bytearray(content())
        for _ in range(chance.choice((1, 5, 60))):
            place = chance.randrange(len(spoilt))
            if chance.random() < 0.5:
                spoilt[place] = chance.randrange(256)
            else:
                del spoilt[place : place + chance.randrange(1, min(60, len(spoilt) // 8))]
        return bytes(spoilt)

    return bytes_of(make)


def part_damaged(seed: int) -> Make:
    chance = Random(seed)
    part = chance.choice((SHEET, SHARED, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"))

    def spoil(content: bytes) -> bytes:
        spoilt = bytearray(content)
        for _ in range(chance.choice((1, 3, 20))):
            place = chance.randrange(len(spoilt))
            found = chance.choice((b"<", b">", b'"', b"-1", b"9" * 20, b"<row/>", b"\0"))
            spoilt[place : place + chance.randrange(3)] = found
        return bytes(spoilt)

    return bytes_of(lambda: repacked(workbook(HEADER, GOOD, GOOD), {part: spoil}))


_FILLED = b'<c t="inlineStr"><is><t>x</t></is></c>'
_LINE = ",".join(GOOD).encode("gb18030")
_HEAD = ",".join(HEADER).encode("gb18030")
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><sst count="1" uniqueCount="1"><si><t>&c;</t></si></sst>'
)

REFUSED: dict[str, Make] = {
    "empty": bytes_of(b""),
    "blanks and zeros": bytes_of(b" \r\n\0\0"),
    "a folder": lambda path: path.mkdir(),
    "nothing there": lambda path: None,
    "a web page": bytes_of("<html><table><tr><td>交易时间</td></tr></table></html>".encode()),
    "xml of 2003": bytes_of(b'<?xml version="1.0"?><Workbook/>'),
    "a pdf": bytes_of(b"%PDF-1.7 \xe2\xe3"),
    "a picture": bytes_of(b"\xff\xd8\xff\xe0\0\x10JFIF" + Random(1).randbytes(9_000)),
    "noise": bytes_of(Random(2).randbytes(50_000)),
    "half a workbook": lambda path: path.write_bytes(workbook(HEADER, GOOD)[:3_000]),
    "a zip that is none": bytes_of(b"PK\x03\x04" + Random(3).randbytes(5_000)),
    "a text document": other_zip("word/document.xml", "[Content_Types].xml"),
    "an ods": other_zip("content.xml", "mimetype"),
    "an xlsb": other_zip("xl/workbook.bin"),
    "a workbook without sheets": other_zip("xl/workbook.xml"),
    "another ole": bytes_of(lambda: old_excel.ole("WordDocument", b"x")),
    "a locked xlsx": bytes_of(lambda: old_excel.encrypted_package()),
    "a locked xls": bytes_of(lambda: old_excel.workbook([HEADER, GOOD], password=True)),
    "a bomb": bomb,
    "a part that lies": lying,
    "one far cell": changed(SHEET, b'r="A2"', b'r="XFD1048576"'),
    "one far cell, oddly spelt": changed(SHEET, b'r="A2"', b"r = 'xfd1048576'"),
    "one far row": changed(SHEET, b'<c r="A2"', b'<c r="Z1048576"'),
    "one far cell of an xls": far_cell_xls,
    "a million rows and one wide": with_sheet(
        b"<row>" + b"<c/>" * 16_000 + b"</row>" + b"<row/>" * 1_000_000 + b"<row><c/></row>"
    ),
    "one text read a million times": with_sheet(
        b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 200_000 + b"</row>",
        b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>",
    ),
    "one wide row and one far row, without places": with_sheet(
        b"<row>" + b"<c/>" * 16_000 + _FILLED + b'</row><row r="1048576">' + _FILLED + b"</row>"
    ),
    "far cells with a prefix": with_sheet(
        b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1"><x:c r="XFD1"><x:v>1</x:v></x:c>'
        b'<x:c r="A1048576"><x:v>1</x:v></x:c></x:row>'
    ),
    "a part that lies well": lying_well,
    "a far cell in a part of another name": hidden_sheet,
    "one text read a million times, oddly spelt": with_sheet(
        b'<row r="1">' + b'<c t="s"><v >0</v ></c>' * 200_000 + b"</row>",
        b"<x:sst xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:si ><x:t>"
        + b"x" * 30_000
        + b"</x:t></x:si></x:sst>",
    ),
    "one text read a million times, by numbers oddly spelt": with_sheet(
        b'<row r="1">' + b'<c t="s"><v><!-- -->0</v></c>' * 200_000 + b"</row>",
        b"<!--" + b" " * 5000 + b"--><sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>",
    ),
    "two places of one cell": with_sheet(
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" r="CV1000000"><v>1</v></c></row>'
    ),
    "one text read a million times, by numbers with blanks": with_sheet(
        b'<row r="1">' + b'<c t="s"><v> 1</v></c>' * 200_000 + b"</row>",
        b"<sst><si><t>" + b"x" * 30_000 + b"</t></si><si><t>y</t></si></sst>",
    ),
    "one text read a million times, behind a text that is none": with_sheet(
        b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 200_000 + b"</row>",
        b"<sst><!--<si>--><si><t>" + b"x" * 30_000 + b"</t></si></sst>",
    ),
    "a text within a text": with_sheet(
        b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 200_000 + b"</row>",
        b"<sst><si><si><t>" + b"x" * 30_000 + b"</t></si></si></sst>",
    ),
    "a hundred billion texts announced": with_sheet(
        b'<row r="1"><c t="s"><v>0</v></c></row>', b'<sst uniqueCount="100000000000"><si><t>x</t></si></sst>'
    ),
    "ten million empty cells": with_sheet(b"<row>" + b"<c/>" * 10_000_000 + b"</row>"),
    "a value that its reader drops": with_sheet(b'<row r="1"><c r="A1" t="str"><v><![CDATA[abc]]></v></c></row>'),
    "a number of a text that its reader mistakes": with_sheet(b'<row r="1"><c r="A1" t="s"><v> 1 </v></c></row>'),
    "laughing entities": bytes_of(lambda: repacked(workbook(HEADER, GOOD), {SHARED: lambda _: _LAUGHS})),
    "one cell of 10 MB as text": bytes_of(_HEAD + b"\n" + _LINE + b"x" * 10_000_000),
    "stray quotation marks, 5 MB of them": bytes_of(_HEAD + b"\n" + b'1,"\n' * 1_200_000),
    "six million commas": bytes_of(_HEAD + b"\n" + b"," * 6_000_000),
    "no header": text(GOOD, GOOD),
    "a roster": text(["姓名", "身份证号", "手机号"], ["康霞", "33052319791002976X", "15000007357"]),
    "dollars by column": text([*HEADER, "币种"], [*GOOD, "美元"]),
    "dollars by title": text(["账号：1205220109200069722", "币种：USD"], HEADER, GOOD),
    "dollars by unit": text(["交易时间", "金额（美元）", "对方户名"], ["2026-09-01 09:45:11", "+1.00", "甲"]),
    "an account in dollars": text(["美元账户明细"], HEADER, GOOD),
    "two accounts": text([*HEADER, "本方账号"], [*GOOD, "12345678"], [*GOOD, "87654321"]),
    "two columns of one name": text([*HEADER, "余额"], [*GOOD, "700.00"]),
    "no direction": text(["交易时间", "金额", "对方户名"], ["2026-09-01 09:45:11", "600.00", "甲"]),
}
"""Each is refused in one sentence."""

READ: dict[str, tuple[Make, int]] = {
    "only a header": (text(HEADER), 0),
    "a million rows declared": (
        changed(SHEET, b'<dimension ref="A1:G2"/>', b'<dimension ref="A1:XFD1048576"/>'),
        1,
    ),
    "cells without places": (
        bytes_of(
            lambda: repacked(
                workbook(HEADER, with_cell("支出金额", "0.00")),
                {SHEET: lambda part: re.sub(rb' r="[A-Z]+\d+"', b"", part)},
            )
        ),
        1,
    ),
    "one cell of 10 MB": (
        bytes_of(
            lambda: repacked(
                workbook(HEADER, GOOD), {SHARED: lambda part: part.replace("培训费".encode(), b"x" * 10_000_000)}
            )
        ),
        1,
    ),
    "formula-like texts": (
        text(HEADER, ["2026-09-01 09:45:11", "1.00", "", "1.00", "=cmd|' /C calc'!A0", "@SUM(1)", "+1+1"]),
        1,
    ),
    "formulas in a workbook": (book(HEADER, [*GOOD[:4], "=cmd|' /C calc'!A0", "", "-2+3"]), 1),
    "numbers for dates": (book(HEADER, with_cell("交易时间", 46_266.406)), 0),
    "an amount of nothing": (text(HEADER, ["2026-09-01 09:45:11", "0", "0.00", "", "甲", "", ""]), 0),
    "an amount below zero": (text(HEADER, ["2026-09-01 09:45:11", "-600.00", "", "0.00", "甲", "", ""]), 1),
    "three decimals": (text(HEADER, with_cell("收入金额", "600.005")), 0),  # type: ignore[arg-type]
    "a quadrillion": (text(HEADER, with_cell("收入金额", "100000000000000")), 0),  # type: ignore[arg-type]
    "1e15": (book(HEADER, with_cell("收入金额", 1e15)), 0),
    "no number": (text(HEADER, with_cell("收入金额", "NaN")), 0),  # type: ignore[arg-type]
    "an error in a cell": (book(HEADER, with_cell("收入金额", float("nan"))), 0),
    "words for an amount": (text(HEADER, with_cell("收入金额", "陆佰元整")), 0),  # type: ignore[arg-type]
    "dollars in a cell": (text(HEADER, with_cell("收入金额", "$600.00")), 0),  # type: ignore[arg-type]
    "zeros inside": (bytes_of(_HEAD + b"\n" + _LINE.replace(b",,", b",\0,") + b"\n"), 1),
    "two encodings": (
        bytes_of(_HEAD + b"\n" + _LINE + b"\n" + ",".join([*GOOD[:3], "1200.00", "䶮公司", "", ""]).encode() + b"\n"),
        2,
    ),
    "half a character": (
        bytes_of(_HEAD + b"\n" + _LINE[:-1] + b"\xff\n" + _LINE.replace(b"600.00,,600.00", b"600.00,,1200.00")),
        2,
    ),
    "utf-16 without a mark": (text(HEADER, GOOD, encoding="utf-16-le"), 1),
    "many columns": (text(HEADER + [f"列{n}" for n in range(16_000)], GOOD), 1),
    "a quotation of 600 KB": (bytes_of(_HEAD + b'\n"' + (_LINE + b"\n") * 9_000), 1),
    "many blank rows": (bytes_of(_HEAD + b"\n" * 100_000 + _LINE), 1),
    "a header twice": (text(HEADER, GOOD, HEADER), 1),
    "two columns of one name that agree": (text([*HEADER, "余额"], [*GOOD, "600.00"]), 1),
    "a flag against its column": (text([*HEADER, "借贷标志"], [*GOOD, "借"]), 0),
    "a header of two rows": (
        text(
            ["交易时间", "发生额", "", "余额", "对方户名", "摘要"],
            ["", "借方", "贷方", "", "", ""],
            ["2026-09-01 09:45:11", "", "600.00", "600.00", "甲", ""],
        ),
        1,
    ),
    "english beside chinese": (
        text(
            [
                "交易时间 Transaction Time",
                "Credit Amount 收入金额",
                "支出金额",
                "余额Balance",
                "对方户名\nPayer's Name",
            ],
            GOOD[:5],
        ),
        1,
    ),
}
"""Each gives so many lines; every other row says why it is none."""


def merged(path: Path) -> None:
    """A title over all columns, a date over two rows: the second one has none of its own."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.merge_range(0, 0, 0, 6, "账户明细")
        for number, row in enumerate([HEADER, GOOD, ["", *GOOD[1:3], "1200.00", *GOOD[4:]]], start=1):
            sheet.write_row(number, 0, row)
        sheet.merge_range(2, 0, 3, 0, GOOD[0])


READ["merged cells"] = (merged, 1)
WHATEVER: dict[str, Make] = {
    **{f"xlsx, damage {seed}": damaged(lambda: workbook(HEADER, GOOD, GOOD), seed) for seed in range(40)},
    **{f"xls, damage {seed}": damaged(lambda: old_excel.workbook([HEADER, GOOD, GOOD]), seed) for seed in range(40)},
    **{f"xml, damage {seed}": part_damaged(seed) for seed in range(60)},
    **{f"text, damage {seed}": damaged(lambda: _HEAD + (b"\n" + _LINE) * 5, seed) for seed in range(40)},
}
"""Either will do."""
