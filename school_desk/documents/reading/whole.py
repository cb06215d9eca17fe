"""Whether a value is whole: what was cut short, or holds a piece of its neighbour, is only proposed, however clearly it was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.labels import Label
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.names import company_in

_PAIRS = ("（）", "【】")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STUCK = "称"
# In heights of the text at hand.
_CLOSE, _NEXT_LINE = 0.5, 1.7
_OF_SCOPE = re.compile(r"许可项目|一般项目|依法须经|经营活动|批准的项目")


def whole_name(beside: Span) -> Draft:
    """The company's name in `beside`; only proposed where words follow it: a longer name may have been read wrong."""
    # The last character of 名称, printed apart; the label's own was taken for it where it was misread (名科).
    stuck = beside.text.startswith(_STUCK)
    found = company_in(beside.part(1, len(beside.cells)) if stuck else beside)
    if not found.value:
        return found
    if stuck:
        found = found.doubted("名称前面有标签的字，请对照照片")
    end = max(at for at, cell in enumerate(beside.cells) if cell is found.span.cells[-1]) + 1
    return found.doubted("名称后面还有字，请对照照片") if _HAN.search(beside.text[end:]) else found


def nothing_below(draft: Draft, sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """The draft; only proposed where words without a label stand right below it: they may be its last line."""
    if not draft.span.cells:
        return draft
    first, last = draft.span.cells[0], draft.span.cells[-1]
    own = {id(cell) for cell in draft.span.cells}
    for number, row in enumerate(sheet.rows):
        labelled = min((row.cells[label.start].x for label in labels if label.row == number), default=None)
        for piece in sheet.pieces_in(row):
            opening = piece.cells[0]
            below = (
                _CLOSE < (opening.y - last.y) / last.height < _NEXT_LINE and first.x - last.height < opening.x < last.x
            )
            free = labelled is None or opening.x < labelled
            if below and free and id(opening) not in own and _HAN.search(piece.text):
                return draft.doubted("下面还有一行字，请对照照片")
    return draft


def closed(draft: Draft) -> Draft:
    """The draft; only proposed where a bracket opens and does not close, or closes and has not opened."""
    text = str(draft.value or "")
    return draft if all(_pairs_up(text, pair) for pair in _PAIRS) else draft.doubted("括号不成对，请对照照片")


def apart_from_scope(draft: Draft) -> Draft:
    """An address or a type; only proposed where it says what only a scope says: lines of the scope were taken for its own."""
    found = _OF_SCOPE.search(str(draft.value or ""))
    return draft.doubted("可能混入了经营范围的字，请对照照片") if found else draft


def _pairs_up(text: str, pair: str) -> bool:
    depth = 0
    for char in text.replace("(", "（").replace(")", "）"):
        depth += (char == pair[0]) - (char == pair[1])
        if depth < 0:
            return False
    return depth == 0
