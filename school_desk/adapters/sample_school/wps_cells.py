"""Puts pictures inside cells the way WPS does: a DISPIMG formula in the cell, the picture in a part of its own (xl/cellimages.xml)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from school_desk.adapters.sample_school.workbooks import write_zip

_EMU_PER_PIXEL = 9525
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def picture_formula(place: int) -> str:
    """The formula of the cell that shows picture `place` (from 0)."""
    return f'=_xlfn.DISPIMG("{_picture_id(place)}",1)'


def add_cell_images(path: Path, workbook: bytes, pictures: Sequence[tuple[str, bytes]]) -> None:
    """Write `workbook` (xlsx bytes) to `path` with `pictures` (description, JPEG) that `picture_formula` cells refer to."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for place, (_, picture) in enumerate(pictures, start=1):
        parts[f"xl/media/image{place}.jpeg"] = picture
    parts["xl/cellimages.xml"] = _images_part([name for name, _ in pictures]).encode()
    parts["xl/_rels/cellimages.xml.rels"] = _picture_relations(len(pictures)).encode()
    relation = (
        '<Relationship Id="rId900" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
    )
    _insert(parts, "xl/_rels/workbook.xml.rels", relation, "</Relationships>")
    types = (
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Override PartName="/xl/cellimages.xml" ContentType="application/vnd.wps-officedocument.cellimage+xml"/>'
    )
    _insert(parts, "[Content_Types].xml", types, "</Types>")
    write_zip(path, list(parts.items()))


def _picture_id(place: int) -> str:
    return f"ID_{0x5D0000 + place + 1:032X}"


def _insert(parts: dict[str, bytes], name: str, text: str, before: str) -> None:
    parts[name] = parts[name].replace(before.encode(), (text + before).encode())


def _picture_relations(count: int) -> str:
    rows = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/image" Target="media/image{place}.jpeg"/>'
        for place in range(1, count + 1)
    )
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def _images_part(names: Sequence[str]) -> str:
    images = "".join(_image(place, name) for place, name in enumerate(names))
    return (
        f'{_XML}<etc:cellImages xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:r="{_OFFICE}" xmlns:a="{_DRAWING}/main" '
        f'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">{images}</etc:cellImages>'
    )


def _image(place: int, name: str) -> str:
    width, height = 295 * _EMU_PER_PIXEL, 413 * _EMU_PER_PIXEL
    return (
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{place + 2}" name="{_picture_id(place)}" descr={quoteattr(name)}/>'
        f'<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId{place + 1}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic></etc:cellImage>'
    )
