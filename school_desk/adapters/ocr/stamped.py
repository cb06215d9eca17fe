"""Numbers that run under a bank's stamp: the stamp ends the line that was found, often before it, and what is left looks whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line, cut_line, height_of, width_of
from school_desk.adapters.ocr.seals import redness
from school_desk.adapters.ocr.under_seal import without_red
from school_desk.documents.reading.boxes import Quad, TextBox
from school_desk.documents.reading.evidence import Draft

_NUMBERS = ("serial_no", "payer_account", "payee_account")
_UNDER = "号码的末尾压在印章下面，可能少读了数字，请对照照片"
_NUMBER = re.compile(r"[0-9A-Za-z]{6,}$")
_MORE = re.compile(r"[0-9A-Za-z]*")
# In heights of the line: how far behind its end red is looked for, and how far the number may go on.
_BEHIND, _FURTHER = 1.2, 6.0
_RED, _MUCH = 40, 0.04
# Print behind a number's end, in shares of the paper's brightness and of the place; what goes on there may be a cell's edge, read as 1.
_DARK, _PRINT, _LEAST = 0.6, 0.03, 2


def with_whole_numbers(
    engine: TextEngine, picture: Picture, lines: Sequence[Line]
) -> tuple[list[Line], Collection[TextBox]]:
    """`lines`, those that end with a number at a red stamp or print read further with the red taken out; and where that showed nothing."""
    red, bright, free = redness(picture), picture.max(axis=2), without_red(picture)
    whole: list[Line] = []
    torn: list[TextBox] = []
    for line in lines:
        further: Line | None = line
        if _NUMBER.search(line.box.text):
            if float((_behind(red, line.box) > _RED).mean()) > _MUCH:
                further = _further(engine, free, line, 1)
            elif _goes_on(bright, line.box):
                further = _further(engine, free, line, _LEAST)
        whole.append(further or line)
        if further is None:
            torn.append(line.box)
    return whole, torn


def doubted_at(torn: Collection[TextBox], drafts: Mapping[str, Draft]) -> dict[str, Draft]:
    """The drafts; numbers that end in one of the `torn` lines are only proposed."""
    places = {box.quad for box in torn}
    return {
        name: draft.doubted(_UNDER)
        if name in _NUMBERS and draft.span.cells and draft.span.cells[-1].box.quad in places
        else draft
        for name, draft in drafts.items()
    }


def _behind(values: NDArray[Any], box: TextBox, before: float = 0.5) -> NDArray[Any]:
    """The part of `values` right behind the line's end, and so many of its heights before; never empty."""
    near = _stretched(box.quad, _BEHIND)
    length = width_of(near) / max(1.0, height_of(near))
    xs, ys = zip(*_part(near, 1 - min(1.0, (_BEHIND + before) / length), 1.0), strict=True)
    part = values[max(0, int(min(ys))) : int(max(ys)) + 1, max(0, int(min(xs))) : int(max(xs)) + 1]
    return part if part.size else np.zeros((1, 1), values.dtype)


def _goes_on(bright: NDArray[np.uint8], box: TextBox) -> bool:
    """Whether there is print right behind the line's end, where a line that ends with its number has bare paper."""
    part = _behind(bright, box, 0.0)
    return float((part < _DARK * np.percentile(part, 90)).mean()) > _PRINT


def _further(engine: TextEngine, free: Picture, line: Line, least: int) -> Line | None:
    """`line` with the rest of its number, if there are `least` characters of it; None where the picture `free` of red does not show it."""
    quad = _stretched(line.box.quad, _FURTHER)
    glyphs = engine.read_lines([cut_line(free, quad)])[0]
    text = "".join(glyph.char for glyph in glyphs)
    number = _NUMBER.search(line.box.text)
    at = text.find(number.group()) if number else -1
    if number is None or at < 0:
        return None
    start = at + len(number.group())
    more = glyphs[start : start + len(_MORE.match(text, start).group())]  # type: ignore[union-attr]
    if len(more) < least:
        return line
    # Cut off right behind the number: what follows is the stamp's.
    step = more[-1].at - glyphs[start - 1].at if len(more) == 1 else (more[-1].at - more[0].at) / (len(more) - 1)
    end = min(1.0, more[-1].at + step)
    old = width_of(line.box.quad) / width_of(quad)
    kept = (
        *(replace(glyph, at=glyph.at * old / end) for glyph in line.box.glyphs),
        *(replace(glyph, at=glyph.at / end) for glyph in more),
    )
    whole = _part(quad, 0.0, end)
    return Line(TextBox(whole, kept), cut_line(free, whole))


def _stretched(quad: Quad, heights: float) -> Quad:
    """`quad`, longer by so many of its heights."""
    return _part(quad, 0.0, 1 + heights * height_of(quad) / max(1.0, width_of(quad)))


def _part(quad: Quad, start: float, end: float) -> Quad:
    """The part of `quad` from one share of its length to another; behind its end past 1."""
    a, b, c, d = quad
    return _between(a, b, start), _between(a, b, end), _between(d, c, end), _between(d, c, start)


def _between(one: tuple[float, float], other: tuple[float, float], share: float) -> tuple[float, float]:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
