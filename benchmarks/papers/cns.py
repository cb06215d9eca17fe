"""Commitment letters (企业承诺书): nine wordings; running text, label list, form, two pages; signed by hand, sealed, wrongly sealed or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks.papers.drawn import Drawn, Fields, Row, Rows, chinese_day, print_rows
from benchmarks.papers.firms import Firm, day_between, draw_firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Sheet
from benchmarks.papers.seals import round_seal
from benchmarks.papers.wordings import WORDINGS, Wording, numbered

_BLUES = ((34, 44, 110), (20, 24, 40), (40, 60, 140), (28, 28, 30))
_SEALS = ("own", "other", "branch", "missing")


def draw_letter(rng: Random, firm: Firm, family: str, scale: float) -> Drawn:
    """The letter of `firm` in one of the wordings of `family`."""
    wording = rng.choice(WORDINGS[family])
    other = draw_firm(rng, family, licence=False)
    faces = draw_faces(
        rng, family, firm.text + other.name + "".join(wording.promises) + wording.opening + wording.closing
    )
    shade = rng.randrange(246, 256)
    sheet = Sheet(1414 * wording.pages, 2000, scale, faces, (shade, shade, shade - rng.randrange(0, 4)))
    signed = day_between(rng, date(2025, 1, 6), date(2026, 11, 20))
    values = {"name": firm.name, "code": firm.code, "person": firm.person}
    # In a few letters the legal person stands nowhere but in the signature.
    signed_only = bool(wording.block or wording.foot_lists) and rng.random() < 0.2
    y = _text(rng, sheet, _unnamed(wording) if signed_only else wording, values)
    left = 1414 * (wording.pages - 1)
    x, y = _signature(rng, sheet, wording, firm, signed, left, 420.0 if wording.pages == 2 else y)
    if signed_only:
        # The signature is the only place to read the name from: the seal keeps clear of it.
        x = min(x, sheet.marks["legal_person"][0] / scale - 185)
    extra = _seal(rng, sheet, firm, other, x, y)
    extra |= {"layout": wording.key, "form": firm.form, "legal_person_only_signed": signed_only}
    return Drawn(sheet.image, _fields(firm, signed, extra), sheet.marks, extra)


def _unnamed(wording: Wording) -> Wording:
    """The wording without its rows for the legal person."""
    rows = [tuple(row for row in some if row[1] != "person") for some in (wording.block, wording.foot_lists)]
    return replace(wording, block=rows[0], foot_lists=rows[1])


def _fields(firm: Firm, signed: date, extra: dict[str, Any]) -> Fields:
    return {
        "name": firm.name,
        "uscc": firm.code,
        "legal_person": firm.person,
        "date": signed.isoformat(),
        "seal_present": extra["seal_present"],
        "seal_name": extra["seal_ring"],
    }


def _text(rng: Random, sheet: Sheet, wording: Wording, values: dict[str, str]) -> float:
    """Title, addressee, data, promises, closing. Returns the y below."""
    size, leading = rng.choice((33, 35, 37)), rng.uniform(1.5, 1.75)
    if wording.pages == 2:
        size += 11
    x, width = 150, 1114
    sheet.text(707, 190, wording.title, rng.choice((58, 64, 70)), face=sheet.faces.title, align="m")
    y = 340.0
    if wording.to:
        y = sheet.paragraph(x, y, width, wording.to, size) + 20
    if wording.block:
        y = _block(rng, sheet, wording.block, values, size, y)
    inside = [("name", values["name"]), ("uscc", values["code"]), ("legal_person", values["person"])]
    y = sheet.paragraph(x, y, width, wording.opening.format(**values), size, leading=leading, indent=2, fields=inside)
    for promise in numbered(wording):
        y = sheet.paragraph(x, y, width, promise, size, leading=leading, indent=2)
    y = sheet.paragraph(x, y, width, wording.closing, size, leading=leading, indent=2)
    if wording.foot_lists:
        y = _block(rng, sheet, wording.foot_lists, values, size, y + 30)
    return y


def _block(
    rng: Random, sheet: Sheet, block: tuple[tuple[str, str], ...], values: dict[str, str], size: float, y: float
) -> float:
    names = {"name": "name", "code": "uscc", "person": "legal_person"}
    rows = [Row(names[key], label, values[key]) for label, key in block]
    if rng.random() < 0.3:
        return _table(sheet, rows, size, y) + 24
    how = Rows(150, y, 1000, size, colon="：", gap=0.55, underline=rng.random() < 0.5)
    return print_rows(sheet, rows, how) + 10


def _table(sheet: Sheet, rows: list[Row], size: float, y: float) -> float:
    for row in rows:
        sheet.grid((150, 520, 1264), (y, y + size * 2), width=1.4)
        sheet.text(335, y + size * 0.45, row.label, size, align="m")
        sheet.text(545, y + size * 0.45, row.value, size * (1 if len(row.value) < 19 else 0.82), field=row.name)
        y += size * 2
    return y


def _signature(
    rng: Random, sheet: Sheet, wording: Wording, firm: Firm, signed: date, left: float, y: float
) -> tuple[float, float]:
    """The foot: unit, signature, day. Returns where the seal belongs."""
    size, (unit, person, day) = 35 if wording.pages == 1 else 40, wording.foot
    y = min(y + rng.uniform(40, 110), 1640)
    x = left + rng.uniform(330, 560)
    named = not wording.foot_lists or rng.random() < 0.5
    length = sheet.advance(unit + (firm.name if named else ""), size)
    x = min(x, left + 1290 - length)
    end = sheet.text(x, y, unit, size)
    if named:
        sheet.text(end, y, firm.name, size, field="" if "name" in sheet.marks else "name")
    end = sheet.text(x, y + 90, person, size)
    signature = sheet.stamp(handwriting(rng, sheet, firm.person), max(end + 110, x + 330), y + 110)
    if "legal_person" not in sheet.marks:
        sheet.marks["legal_person"] = signature
    text = day + chinese_day(signed, rng)
    start = min(x + rng.uniform(60, 260), left + 1290 - sheet.advance(text, size))
    sheet.text(start, y + 190, text, size, field="date")
    return x + rng.uniform(160, min(length, 520)), y + rng.uniform(40, 170)


def _seal(rng: Random, sheet: Sheet, firm: Firm, other: Firm, x: float, y: float) -> dict[str, Any]:
    which = rng.choices(_SEALS, (76, 9, 5, 10))[0]
    if which == "missing":
        return {"seal": which, "seal_present": False, "seal_ring": None, "seal_matches": None, "seal_box": None}
    ring = {"own": firm.name, "other": other.name, "branch": f"{firm.name}{other.place.short}分公司"}[which]
    if firm.form == "branch" and which == "branch":
        which, ring = "other", other.name
    face = sheet.faces.seal
    middle = rng.choice(("", "", "", "", "合同专用章", "行政专用章"))
    serial = f"{firm.code[2:6]}{rng.randrange(10**9):09d}" if rng.random() < 0.6 else ""
    diameter = sheet.px(rng.uniform(300, 360))
    seal = round_seal(rng, ring, face, diameter, middle=middle, serial="" if middle else serial, tilt=25)
    box = sheet.stamp(seal, x, y)
    return {"seal": which, "seal_present": True, "seal_ring": ring, "seal_matches": ring == firm.name, "seal_box": box}


def handwriting(rng: Random, sheet: Sheet, name: str) -> Image.Image:
    """`name` slanting and wavy in a pen's ink, still legible."""
    size = sheet.px(rng.uniform(52, 68))
    width, height = round(size * (len(name) + 1.4)), round(size * 2)
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    pen = size * 0.6
    for char in name:
        font = sheet.faces.hand.at(round(size * rng.uniform(0.88, 1.15)))
        draw.text((pen, height / 2 + rng.uniform(-0.08, 0.08) * size), char, font=font, fill=255, anchor="lm",
                  stroke_width=rng.choice((0, 1)))  # fmt: skip
        pen += size * rng.uniform(0.8, 0.95)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    slant, wave = rng.uniform(0.05, 0.3), rng.uniform(0, 0.03) * size
    across = columns + slant * (rows - height / 2)
    down = rows + wave * np.sin(columns / size * rng.uniform(1, 3)) + rng.uniform(0.0, 0.12) * (columns - width / 2)
    ink = cv2.remap(np.asarray(mask), across, down.astype(np.float32), cv2.INTER_LINEAR)
    picture = Image.new("RGB", mask.size, "white")
    picture.paste(rng.choice(_BLUES), (0, 0), Image.fromarray(ink))
    return picture
