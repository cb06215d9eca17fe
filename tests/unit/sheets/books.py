"""Builds the workbooks the tests read: plain ones, and the picture-bearing kinds of WPS and Excel."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

HEADER = ("序号", "姓名", "性别", "身份证号", "手机号码", "工种", "等级", "照片", "备注")
PHOTO_COLUMN = HEADER.index("照片")


def person(number: int, **changes: object) -> list[object]:
    """One roster row under `HEADER`; `changes` by header."""
    row: dict[str, object] = {
        "序号": number,
        "姓名": f"张{'一二三四五六七八九'[number % 9]}",
        "性别": "男",
        "身份证号": f"33050219900101{number:03d}X",
        "手机号码": f"1380000{number:04d}",
        "工种": "钢筋工",
        "等级": "中级工",
    }
    return [{**row, **changes}.get(header) for header in HEADER]


def picture(colour: str = "red", kind: str = "JPEG") -> bytes:
    """A small picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (30, 40), colour).save(buffer, kind)
    return buffer.getvalue()


def write_book(path: Path, *sheets: Sequence[Any], titles: Sequence[str] = ()) -> Path:
    """A workbook by openpyxl with one sheet for each list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(titles[number] if titles else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_floating(path: Path, rows: Sequence[Sequence[object]], pictures: Mapping[str, bytes]) -> Path:
    """A workbook with floating pictures, each anchored at a cell such as "H3"; rows 60 points high."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for number in range(1, len(rows) + 1):
        sheet.row_dimensions[number].height = 60
    for cell, data in pictures.items():
        sheet.add_image(SheetImage(io.BytesIO(data)), cell)
    book.save(path)
    return path


def write_in_cell(path: Path, rows: Sequence[Sequence[object]], pictures: Mapping[tuple[int, int], bytes]) -> Path:
    """A workbook with Excel's in-cell pictures at zero-based (row, column)."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        style = book.add_format({"border": 1})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value, style)
        for (row_index, column), data in pictures.items():
            sheet.embed_image(row_index, column, "photo.jpg", {"image_data": io.BytesIO(data)})
    return path


def write_wps(
    path: Path, rows: Sequence[Sequence[object]], pictures: Mapping[str, bytes], *, cached: bool = True
) -> Path:
    """A workbook as WPS saves pictures embedded in cells ("H3" → bytes); `cached`: with the formula's text as value, as WPS does."""
    write_book(path, rows)
    parts = parts_of(path)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    images, links = "", ""
    for number, (cell, data) in enumerate(pictures.items(), start=1):
        name = f"ID_{number:032X}"
        row = "".join(filter(str.isdigit, cell))
        value = f'<v>=DISPIMG("{name}",1)</v>' if cached else "<v/>"
        formula = f'<c r="{cell}" t="str"><f>_xlfn.DISPIMG("{name}",1)</f>{value}</c>'
        start = sheet.index("</row>", sheet.index(f'<row r="{row}"'))
        sheet = sheet[:start] + formula + sheet[start:]
        parts[f"xl/media/image{number}.jpeg"] = data
        images += (
            f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{name}"/><xdr:cNvPicPr/></xdr:nvPicPr>'
            f'<xdr:blipFill><a:blip r:embed="rId{number}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
        )
        links += relationship(f"rId{number}", "image", f"media/image{number}.jpeg")
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts["xl/cellimages.xml"] = (
        '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
        ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{images}</etc:cellImages>'
    ).encode()
    parts["xl/_rels/cellimages.xml.rels"] = relationships(links)
    book = parts["xl/_rels/workbook.xml.rels"].decode()
    link = '<Relationship Id="rId900" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = book.replace("</Relationships>", f"{link}</Relationships>").encode()
    return pack(path, parts)


def relationship(name: str, kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="{name}" Type="{base}/{kind}" Target="{target}"/>'


def relationships(links: str) -> bytes:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    ).encode()


def parts_of(path: Path) -> dict[str, bytes]:
    """All parts of a zip by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: Mapping[str, bytes]) -> Path:
    """A zip with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
