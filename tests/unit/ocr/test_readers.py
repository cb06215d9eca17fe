"""Who is asked for what: one reader for every line, a second beside it, a third and evened light only where the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import Line
from school_desk.adapters.ocr.readers import Readers, clear, read_drafts
from school_desk.documents.reading.boxes import Glyph, Quad, box_from_text
from school_desk.documents.reading.evidence import settle
from school_desk.documents.reading.paper import FieldState

TEXTS = (
    "营业执照",
    "统一社会信用代码 91330503004593536C",
    "名称 湖州石凤钢结构工程有限公司",
    "法定代表人 沈国强",
    "登记机关 湖州市吴兴区市场监督管理局",
)


class Reader:
    """Reads each line as it is told, by the height of its crop; remembers which lines it was asked for, and how grey they were."""

    def __init__(self, mind: str, otherwise: Mapping[int, str] | None = None) -> None:
        self.name = self.mind = mind
        self._texts = dict(enumerate(TEXTS)) | dict(otherwise or {})
        self.asked: list[tuple[int, bool]] = []

    def find_lines(self, picture: Picture) -> list[Quad]:
        return []

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        found = []
        for crop in crops:
            at = crop.shape[0] - 40
            self.asked.append((at, bool((crop == crop[:, :, :1]).all())))
            found.append(box_from_text(quad(at), self._texts[at], 0.99).glyphs)
        return found

    @property
    def lines(self) -> set[int]:
        """The numbers of the lines that it was asked for."""
        return {at for at, _ in self.asked}


def quad(at: int) -> Quad:
    top = 100.0 + 100 * at
    return (100, top), (900, top), (900, top + 40), (100, top + 40)


def page() -> list[Line]:
    """As the first reader read it. The crops are coloured, so that grey ones show that the light was evened."""
    coloured = [np.full((40 + at, 400, 3), (90, 160, 230), np.uint8) for at in range(len(TEXTS))]
    return [Line(box_from_text(quad(at), text, 0.99), coloured[at]) for at, text in enumerate(TEXTS)]


def test_where_two_agree_nobody_else_is_asked() -> None:
    first, second, third = Reader("small"), Reader("tiny"), Reader("mobile")
    drafts = read_drafts(Readers(first, second, third), page(), "yyzz")
    assert settle(drafts["name"]).state is settle(drafts["legal_person"]).state is FieldState.ACCEPTED
    assert second.lines >= {1, 2, 3, 4}
    assert (first.asked, third.asked) == ([], [])


def test_where_two_differ_a_third_is_asked_for_that_line_and_the_two_again_in_even_light() -> None:
    first, second = Reader("small"), Reader("tiny", {3: "法定代表人 沈国弓"})
    third = Reader("mobile")
    drafts = read_drafts(Readers(first, second, third), page(), "yyzz")
    assert third.lines == {3}
    assert (3, True) in first.asked
    assert (3, True) in second.asked
    assert settle(drafts["legal_person"]).value == "沈国强"


def test_a_reader_alone_proves_nothing() -> None:
    drafts = read_drafts(Readers(Reader("small")), page(), "yyzz")
    assert settle(drafts["name"]).state is FieldState.LOOK
    assert settle(drafts["uscc"]).state is FieldState.ACCEPTED, "by its check characters"


def test_a_shaded_line_becomes_even() -> None:
    """Half of it lies in a shadow: the bare paper is as bright there as elsewhere, and ink is dark on both sides."""
    line = np.full((40, 400, 3), 230, np.uint8)
    line[:, 200:] = 90
    line[10:30, 60:66] = 60
    line[10:30, 320:326] = 25
    even = clear(line)[:, :, 0]
    paper, shaded = even[20, 20:50].mean(), even[20, 350:390].mean()
    assert abs(paper - shaded) < 0.1 * 255
    assert max(even[20, 60:66].mean(), even[20, 320:326].mean()) < 0.5 * paper
