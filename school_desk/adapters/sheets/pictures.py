"""Takes the pictures out of an xlsx and says in which row of a sheet each one sits: WPS cells, Excel cells, floating pictures.

Does not decide whose face a picture shows, nor whether it is a good one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from xml.etree import ElementTree as ET

from school_desk.adapters.sheets.archive import Package, relationship_in
from school_desk.adapters.sheets.sheet_scan import LAST_ROW, SheetScan

MAX_PICTURE_BYTES = 10 * 1024 * 1024
_Read = Callable[[str], bytes | None]


class PhotoSource(StrEnum):
    """Where a trainee's photo came from."""

    WPS_CELL = "wps_cell"
    EXCEL_CELL = "excel_cell"
    FLOATING = "floating"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: zero-based row and column of the cell that holds it, or that its centre (row) and left edge (column) lie in."""

    row_index: int
    column: int
    source: PhotoSource
    data: bytes


def pictures_of(package: Package, sheet_name: str) -> list[Picture]:
    """All pictures on one sheet in reading order; links to outside files and pictures above 10 MB are left out."""
    part = sheet_part(package, sheet_name)
    if part is None:
        return []
    scan, read = SheetScan(), _reader(package)
    try:
        package.feed_xml(part, scan)
        found = [
            *_wps_pictures(package, scan, read),
            *_excel_pictures(package, scan, read),
            *_floating_pictures(package, part, scan, read),
        ]
    except (ValueError, OverflowError) as fault:
        # The latter: a place farther down than a number can say.
        raise package.damaged() from fault
    return sorted(found, key=lambda picture: (picture.row_index, picture.column))


def _reader(package: Package) -> _Read:
    """Unpacks each part once, whoever else shows it, and none that says it is above 10 MB; None for that one and for one that is absent."""
    read_once = cache(package.read)

    def read(part: str) -> bytes | None:
        if part not in package or package.entry(part).file_size > MAX_PICTURE_BYTES:
            return None
        return read_once(package.entry(part))

    return read


def sheet_part(package: Package, sheet_name: str) -> str | None:
    """The name of the part that holds the sheet called `sheet_name`, None when the package is not an xlsx or lacks it."""
    book = package.tree("xl/workbook.xml")
    if book is None:
        return None
    parts = package.relationships("xl/workbook.xml")
    for sheet in book.iterfind(".//{*}sheet"):
        if sheet.get("name") == sheet_name:
            return parts.get(relationship_in(sheet.attrib), ("", None))[1]
    return None


def _wps_pictures(package: Package, scan: SheetScan, read: _Read) -> Iterator[Picture]:
    """WPS keeps pictures in a part of its own; the sheet's formula =DISPIMG("ID_…", 1) alone says which cell shows which."""
    parts = dict(package.relationships("xl/workbook.xml").values())
    part = parts.get("cellImage", "xl/cellimages.xml")
    root = package.tree(part) if scan.dispimg else None
    if root is None:
        return
    targets = package.relationships(part)
    by_name = {}
    for picture in root.iterfind(".//{*}pic"):
        name = picture.find(".//{*}cNvPr")
        if name is not None:
            by_name[name.get("name")] = _embedded(picture, targets)
    for row, column, name_in_formula in scan.dispimg:
        if data := read(by_name.get(name_in_formula, "")):
            yield Picture(row, column, PhotoSource.WPS_CELL, data)


def _excel_pictures(package: Package, scan: SheetScan, read: _Read) -> Iterator[Picture]:
    """Excel's "place in cell": cell vm → value metadata → rich value → its _localImage key → relationship → picture."""
    if not scan.value_metadata:
        return
    parts = dict(package.relationships("xl/workbook.xml").values())
    metadata = package.tree(parts.get("sheetMetadata", "xl/metadata.xml"))
    relations_part = parts.get("richValueRel", "xl/richData/richValueRel.xml")
    relations = package.tree(relations_part)
    if metadata is None or relations is None:
        return
    targets = package.relationships(relations_part)
    images = [targets.get(relationship_in(item.attrib), ("", ""))[1] for item in relations]
    rich_values, shown = _rich_value_numbers(metadata), _local_images(package, parts)
    for row, column, number in scan.value_metadata:
        image = shown.get(rich_values.get(number, -1), -1)
        if 0 <= image < len(images) and (data := read(images[image])) is not None:
            yield Picture(row, column, PhotoSource.EXCEL_CELL, data)


def _rich_value_numbers(metadata: ET.Element) -> dict[int, int]:
    """A cell's vm (from one up) → the number of its rich value."""
    types = [item.get("name") for item in metadata.iterfind("{*}metadataTypes/{*}metadataType")]
    blocks = metadata.findall("{*}futureMetadata[@name='XLRICHVALUE']/{*}bk")
    values = [block.find(".//{*}rvb") for block in blocks]
    numbers = {}
    for vm, record in enumerate(metadata.iterfind("{*}valueMetadata/{*}bk/{*}rc"), start=1):
        kind, index = int(record.get("t", "0")) - 1, int(record.get("v", "0"))
        value = values[index] if index < len(values) else None
        if 0 <= kind < len(types) and types[kind] == "XLRICHVALUE" and value is not None:
            numbers[vm] = int(value.get("i", "-1"))
    return numbers


def _local_images(package: Package, parts: dict[str, str]) -> dict[int, int]:
    """The number of each rich value that is a local image → the place of its picture in the list of relationships."""
    values = package.tree(parts.get("rdRichValue", "xl/richData/rdrichvalue.xml"))
    structures = package.tree(parts.get("rdRichValueStructure", "xl/richData/rdrichvaluestructure.xml"))
    if values is None or structures is None:
        return {}
    keys = [[key.get("n") for key in structure] for structure in structures]
    found = {}
    for number, value in enumerate(values.iterfind("{*}rv")):
        structure = int(value.get("s", "-1"))
        names = keys[structure] if 0 <= structure < len(keys) else []
        if "_rvRel:LocalImageIdentifier" in names:
            texts = [item.text for item in value.iterfind("{*}v")]
            place = texts[names.index("_rvRel:LocalImageIdentifier")] if len(texts) == len(names) else None
            found[number] = int(place) if place and place.isdigit() else -1
    return found


def _floating_pictures(package: Package, part: str, scan: SheetScan, read: _Read) -> Iterator[Picture]:
    drawing = package.relationships(part).get(scan.drawing, ("", ""))[1] if scan.drawing else ""
    root = package.tree(drawing) if drawing else None
    if root is None:
        return
    targets = package.relationships(drawing)
    for anchor in root:
        place = _centre(anchor, scan)
        for picture in anchor.iterfind(".//{*}pic") if place else ():
            if place and (data := read(_embedded(picture, targets))):
                yield Picture(*place, PhotoSource.FLOATING, data)


def _centre(anchor: ET.Element, scan: SheetScan) -> tuple[int, int] | None:
    """The row of a picture's centre: people let pictures stick out over the row's edge, upward or downward."""
    start, end, extent = anchor.find("{*}from"), anchor.find("{*}to"), anchor.find("{*}ext")
    if start is None:
        position = anchor.find("{*}pos")
        top = float(position.get("y", "0")) if position is not None else 0.0
        row, column, offset = 0, 0, top
    else:
        row, column, offset = _number(start, "row"), _number(start, "col"), float(_number(start, "rowOff"))
    if end is not None:
        last = max(row, min(_number(end, "row"), LAST_ROW))
        tall = scan.top(last) - scan.top(row) + _number(end, "rowOff") - offset
    else:
        tall = float(extent.get("cy", "0")) if extent is not None else 0.0
    return scan.row_at(row, max(offset + tall / 2, 0.0)), column


def _number(place: ET.Element, name: str) -> int:
    text = place.findtext(f"{{*}}{name}") or "0"
    return int(text) if text.strip().lstrip("-").isdigit() else 0


def _embedded(picture: ET.Element, targets: dict[str, tuple[str, str]]) -> str:
    """The name of the part that a picture shows, "" for a link to an outside file."""
    blip = picture.find(".//{*}blip")
    return targets.get(relationship_in(blip.attrib, "embed"), ("", ""))[1] if blip is not None else ""
