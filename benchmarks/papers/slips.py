"""Transfer slips (转账回单): which bank, which layout, on paper, as a telephone's screenshot or as a PDF with one to three slips a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.papers import slip_grids, slip_lists, slip_tables
from benchmarks.papers.banks import BANKS, Transfer, draw_transfer
from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import Faces, draw_faces, screen_face
from benchmarks.papers.ink import Sheet
from benchmarks.papers.pdfs import picture_page, vector_page

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
        "labels": slip_tables.labels, "stacked": slip_tables.stacked, "classic": slip_tables.classic, "lines": slip_lists.lines,
        "card": slip_lists.card,
    },
}  # fmt: skip
_SCREENS = ("phone", "card")
_SIGNS = "¥￥＜"
# Which layouts a bank's slips come in.
_OF_BANK = {
    "develop": {"icbc": ("grid", "grid", "phone", "cells"), "ccb": ("cells", "columns", "phone"), "abc": ("grid", "columns", "voucher"),
                "tailong": ("voucher", "grid", "phone"), "rural": ("voucher", "cells", "columns", "phone")},
    "report": {"icbc": ("classic", "classic", "stacked", "card"), "boc": ("labels", "lines"), "cmb": ("lines", "card"),
               "bocom": ("labels", "stacked"), "czb": ("stacked", "card", "lines"), "nbcb": ("labels", "classic", "card"),
               "union": ("stacked", "labels", "lines")},
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A layout on its sheet of `width` × `height` units; `scanned`: on paper only, in a PDF always a picture; `screen`: a telephone's."""

    width: float
    height: float
    layout: Layout
    scanned: bool = False
    screen: bool = False


def draw_slip(rng: Random, firm: Firm, family: str, scale: float, *, files: bool = True) -> Drawn:
    """A slip of a payment by `firm`; with `files` it may come as a screenshot (form "png") or in a PDF (form "pdf")."""
    weights = [3 if bank.key == "icbc" else 1 for bank in BANKS[family]]
    bank = rng.choices(BANKS[family], weights)[0]
    key = rng.choice(_OF_BANK[family][bank.key])
    form = Form(*_SIZES[key], _LAYOUTS[family][key], scanned=key == "voucher", screen=key in _SCREENS)
    return hand_in(
        rng,
        firm,
        family,
        f"{bank.key}-{key}",
        form,
        scale,
        files=files,
        transfer=lambda: draw_transfer(rng, firm, family, bank),
    )


def hand_in(
    rng: Random,
    firm: Firm,
    family: str,
    layout: str,
    form: Form,
    scale: float,
    *,
    files: bool,
    transfer: Callable[[], Transfer],
) -> Drawn:
    """The slip of a `transfer` in `form`; `layout` is its name in the truth. In a PDF up to two more of the same bank follow it."""
    as_pdf = files and not form.screen and rng.random() < 0.22
    vector = as_pdf and not form.scanned and rng.random() < 0.5
    count = rng.choice((1, 1, 2, 3)) if as_pdf else 1
    transfers = [transfer() for _ in range(count)]
    text = "".join(transfer.text for transfer in transfers) + _SIGNS
    sheets = _sheets(rng, transfers, family, form, scale, draw_faces(rng, family, text, embedding=vector))
    extra: dict[str, Any] = {
        "layout": layout, "form": firm.form, "seal_present": None, "seal_ring": None, "seal_matches": None, "seal_box": None,
    }  # fmt: skip
    first, fields = sheets[0], transfers[0].fields
    if as_pdf:
        extra |= {"slips": [transfer.fields for transfer in transfers], "text_layer": vector}
        content, boxes = (vector_page if vector else picture_page)(sheets)
        return Drawn(first.image, fields, boxes, extra, "pdf", content)
    as_png = files and form.screen and rng.random() < 0.7
    return Drawn(first.image, fields, first.marks, extra, "png" if as_png else "")


def _sheets(rng: Random, transfers: list[Transfer], family: str, form: Form, scale: float, faces: Faces) -> list[Sheet]:
    if form.screen:
        face = screen_face(rng, family)
        faces = Faces(face, face, face, None, faces.hand, faces.seal)
    sheets = []
    for transfer in transfers:
        sheet = Sheet(form.width, form.height, scale, faces)
        form.layout(rng, sheet, transfer)
        sheets.append(sheet)
    return sheets
