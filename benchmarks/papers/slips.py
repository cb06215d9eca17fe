"""Transfer slips (转账回单): which bank, which layout, on paper, as a telephone's screenshot or as a PDF with one to three slips a page."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from PIL import Image

from benchmarks.papers import slip_grids, slip_lists
from benchmarks.papers.banks import BANKS, Bank, Transfer, draw_transfer
from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import Faces, draw_faces, screen_face
from benchmarks.papers.ink import Sheet

Layout = Callable[[Random, Sheet, Transfer], None]
# layout → its sheet's width and height in units
_SIZES = {
    "grid": (1900, 1150), "cells": (1900, 1080), "voucher": (1900, 1040), "columns": (1900, 1000), "phone": (1180, 2040),
    "labels": (1900, 1180), "stacked": (1900, 1240), "lines": (1700, 1180), "card": (1180, 2200), "classic": (1900, 1120),
}  # fmt: skip
_LAYOUTS: dict[str, dict[str, Layout]] = {
    "develop": {
        "grid": slip_grids.grid, "cells": slip_grids.cells, "voucher": slip_grids.voucher, "columns": slip_lists.columns,
        "phone": slip_lists.phone,
    },
    "report": {
        "labels": slip_grids.labels, "stacked": slip_grids.stacked, "classic": slip_grids.classic, "lines": slip_lists.lines,
        "card": slip_lists.card,
    },
}  # fmt: skip
_SCREENS = ("phone", "card")
# Which layouts a bank's slips come in; the others may come in any but the screens' and ICBC's own.
_OF_BANK = {
    "develop": {"icbc": ("grid", "grid", "phone", "cells"), "ccb": ("cells", "columns", "phone"), "abc": ("grid", "columns", "voucher"),
                "tailong": ("voucher", "grid", "phone"), "rural": ("voucher", "cells", "columns", "phone")},
    "report": {"icbc": ("classic", "classic", "stacked", "card"), "boc": ("labels", "lines"), "cmb": ("lines", "card"),
               "bocom": ("labels", "stacked"), "czb": ("stacked", "card", "lines"), "nbcb": ("labels", "classic", "card"),
               "union": ("stacked", "labels", "lines")},
}  # fmt: skip


def draw_slip(rng: Random, firm: Firm, family: str, scale: float, *, files: bool = True) -> Drawn:
    """A slip of a payment by `firm`; with `files` it may come as a screenshot (form "png") or a PDF's page (form "pdf")."""
    weights = [3 if bank.key == "icbc" else 1 for bank in BANKS[family]]
    bank = rng.choices(BANKS[family], weights)[0]
    key = rng.choice(_OF_BANK[family][bank.key])
    transfer = draw_transfer(rng, firm, family, bank)
    sheet = _drawn(rng, transfer, family, key, scale)
    extra: dict[str, Any] = {
        "layout": f"{bank.key}-{key}", "form": firm.form, "seal_present": None, "seal_ring": None, "seal_matches": None, "seal_box": None,
    }  # fmt: skip
    if key in _SCREENS:
        return Drawn(sheet.image, transfer.fields, sheet.marks, extra, "png" if files and rng.random() < 0.7 else "")
    if files and rng.random() < 0.22:
        return _page(rng, firm, family, bank, key, scale, (transfer, sheet), extra)
    return Drawn(sheet.image, transfer.fields, sheet.marks, extra)


def _drawn(rng: Random, transfer: Transfer, family: str, key: str, scale: float) -> Sheet:
    faces = draw_faces(rng, family, transfer.text)
    if key in _SCREENS:
        face = screen_face(rng, family)
        faces = Faces(face, face, face, None, faces.hand, faces.seal)
    width, height = _SIZES[key]
    sheet = Sheet(width, height, scale, faces)
    _LAYOUTS[family][key](rng, sheet, transfer)
    return sheet


def _page(
    rng: Random,
    firm: Firm,
    family: str,
    bank: Bank,
    key: str,
    scale: float,
    first: tuple[Transfer, Sheet],
    extra: dict[str, Any],
) -> Drawn:
    """One A4 page with one to three slips below each other; the truth is the first one's, `slips` has all."""
    drawn = [first]
    for _ in range(rng.choice((0, 0, 1, 2))):
        transfer = draw_transfer(rng, firm, family, bank)
        drawn.append((transfer, _drawn(rng, transfer, family, key, scale)))
    width = first[1].image.width
    page = Image.new("RGB", (width, round(width * 1.414)), "white")
    step = page.height / 3
    shrink = min(1.0, step / first[1].image.height)
    left = round(width * (1 - shrink) / 2)
    for place, (_, sheet) in enumerate(drawn):
        small = sheet.image.resize(
            (round(width * shrink), round(sheet.image.height * shrink)), Image.Resampling.LANCZOS
        )
        page.paste(small, (left, round(place * step)))
    boxes = {
        name: (box[0] * shrink + left, box[1] * shrink, box[2] * shrink + left, box[3] * shrink)
        for name, box in first[1].marks.items()
    }
    slips = [transfer.fields for transfer, _ in drawn]
    return Drawn(page, first[0].fields, boxes, extra | {"slips": slips}, "pdf")
