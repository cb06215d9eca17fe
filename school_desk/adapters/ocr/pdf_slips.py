"""Electronic receipts (电子回单) come as PDF, several on a page, one below the other: finds where one ends, and cuts the page there.

A page is cut above each repeated title, in the emptiest rows there; banks that call theirs something else are told by what every slip says,
an amount in words and the numbers of two accounts. What a cut piece says is the reader's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PIL import Image

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import read_page, turn
from school_desk.adapters.ocr.pdf import Printed, draw_page, printed_text
from school_desk.documents.reading.boxes import bounds
from school_desk.documents.reading.values import capitals_in

_TITLE = re.compile(
    r"^(?![本此该])[^：:。，]{0,24}(?:回单|凭证|凭单|凭据|凭条|进账单|回执)(?:（[^）]{1,6}）|\([^)]{1,6}\))?$"
)
_LONG, _ACCOUNTS = re.compile(r"[0-9]{10,}"), 2
_SAME_PLACE, _SAME_HEIGHT = 0.04, 0.7
_INK, _FEW = 200, 0.002


def papers_on_page(content: bytes, number: int, *, may_be_slips: bool) -> list[bytes]:
    """The papers on page `number` (from 0) of a PDF as picture files, top to bottom; none on an empty page.

    Only with `may_be_slips` is a page looked at for several: other papers have a page each. A page without text in it has to be read
    for that, which takes a second. Raises RuleViolation `picture.pdf…`.
    """
    picture = draw_page(content, number)
    if not _inked(picture).any():
        return []
    rotation, lines = 0, printed_text(content, number) if may_be_slips else []
    if may_be_slips and not lines:
        rotation, lines = _lines_of(picture)
    upright = turn(picture, rotation)
    edges = [round(cut * len(upright)) for cut in (0, *find_cuts(lines, upright), 1)]
    return [_file(upright[top:bottom]) for top, bottom in pairwise(edges)]


def find_cuts(lines: Sequence[Printed], picture: Picture) -> list[float]:
    """Where to cut the page, as shares of its height; none where it has neither a title twice at the same place across, nor two slips' words."""
    by_titles = _cuts(lines, _titles(lines), picture)
    by_amounts = _between_slips(lines, _cuts(lines, _amounts_in_words(lines), picture))
    return by_amounts if len(by_amounts) > len(by_titles) else by_titles  # of several titles one may be misread


def _cuts(lines: Sequence[Printed], marks: Sequence[Printed], picture: Picture) -> list[float]:
    """Above each of `marks` but the first: what every slip has at about the same height of its own."""
    if len(marks) < 2:
        return []
    head, inked = marks[0].top - min(line.top for line in lines), _inked(picture)
    return [_cut(lines, one, other, head, inked) for one, other in pairwise(marks)]


def _amounts_in_words(lines: Sequence[Printed]) -> list[Printed]:
    return sorted((line for line in lines if any(capitals_in(line.text))), key=lambda line: line.top)


def _between_slips(lines: Sequence[Printed], cuts: Sequence[float]) -> list[float]:
    """The cuts with a slip on each side; a second copy of the same (客户联、银行联) is none."""
    kept, above = list[float](), 0.0
    for at, cut in enumerate(cuts):
        below = cuts[at + 1] if at + 1 < len(cuts) else 1.0
        one, other = _numbers(lines, above, cut), _numbers(lines, cut, below)
        if one != other and min(len(one), len(other)) >= _ACCOUNTS:
            kept.append(cut)
            above = cut
    return kept


def _numbers(lines: Sequence[Printed], top: float, bottom: float) -> set[str]:
    return {number for line in lines if top <= line.top < bottom for number in _LONG.findall(line.text)}


def _titles(lines: Sequence[Printed]) -> list[Printed]:
    """The largest group of titles in one column and of one size; of equally many the highest print, for a seal may say 电子回单 too."""
    groups: list[list[Printed]] = []
    for line in lines:
        if not _TITLE.match(re.sub(r"\s", "", line.text)):
            continue
        group = next((group for group in groups if _alike(group[0], line)), None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    best = max(groups, key=lambda group: (len(group), _height(group[0])), default=[])
    return sorted(best, key=lambda line: line.top)


def _alike(one: Printed, other: Printed) -> bool:
    apart = min(abs(one.left - other.left), abs(_middle(one) - _middle(other)))
    low, high = sorted((_height(one), _height(other)))
    return apart < _SAME_PLACE and low > _SAME_HEIGHT * high


def _cut(lines: Sequence[Printed], title: Printed, following: Printed, head: float, inked: np.ndarray) -> float:
    """Between two titles: in the gap that is wide and ends where the second slip, like the first, would begin."""
    between = [line for line in lines if title.top <= line.top and line.bottom <= following.bottom]
    begins, end, gaps = following.top - head, title.bottom, []
    for line in sorted(between, key=lambda line: line.top):
        if line.top > end:
            gaps.append((end, line.top))
        end = max(end, line.bottom)
    if not gaps:
        return begins
    top, bottom = max(gaps, key=lambda gap: (gap[1] - gap[0]) - abs(gap[1] - begins))
    return _emptiest(inked, top, bottom)


def _emptiest(inked: np.ndarray, top: float, bottom: float) -> float:
    """The middle of the longest run of rows without ink: a seal may hang below the last line, a line to cut along lie in between."""
    first, last = int(top * len(inked)), max(int(top * len(inked)) + 1, round(bottom * len(inked)))
    run, best = 0, (0, (first + last) // 2)
    for row in range(first, last):
        run = 0 if inked[row] else run + 1
        best = max(best, (run, row - run // 2))
    return best[1] / len(inked)


def _inked(picture: Picture) -> np.ndarray:
    """For each row whether there is more than a speck of ink in it."""
    dark: np.ndarray = (picture.min(axis=2) < _INK).mean(axis=1) > _FEW
    return dark


def _lines_of(picture: Picture) -> tuple[int, list[Printed]]:
    """How the page must be turned (degrees clockwise), and its text as it stands then."""
    from school_desk.adapters.ocr.readers import default_readers

    rotation, turned, lines = read_page(default_readers().first, picture)
    height, width = turned.shape[:2]
    found = [(line.box.text, bounds(line.box.quad)) for line in lines]
    return rotation, [
        Printed(text, x / width, y / height, (x + across) / width, (y + down) / height)
        for text, (x, y, across, down) in found
    ]


def _file(picture: Picture) -> bytes:
    """As a BMP: nothing is lost and no time spent on packing."""
    target = io.BytesIO()
    Image.fromarray(picture[:, :, ::-1]).save(target, "BMP")
    return target.getvalue()


def _height(line: Printed) -> float:
    return line.bottom - line.top


def _middle(line: Printed) -> float:
    return (line.left + line.right) / 2
