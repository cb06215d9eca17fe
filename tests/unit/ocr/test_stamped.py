"""Numbers under a bank's stamp: read on without its red, or told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import Line, cut_line
from school_desk.adapters.ocr.stamped import doubted_at, with_whole_numbers
from school_desk.documents.reading.boxes import Glyph, Quad, box_from_text
from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Sheet

_QUAD: Quad = ((100, 100), (300, 100), (300, 130), (100, 130))


class _Reading:
    """Reads the same text wherever it is asked, and remembers whether it saw red."""

    name = mind = "reading"

    def __init__(self, text: str) -> None:
        self.text = text
        self.saw_red: list[bool] = []

    def find_lines(self, picture: Picture) -> list[Quad]:
        return []

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        self.saw_red += [bool((crop[:, :, 2].astype(int) - crop[:, :, 0] > 60).any()) for crop in crops]
        step = 1 / len(self.text)
        return [tuple(Glyph(char, 0.99, (at + 0.5) * step) for at, char in enumerate(self.text)) for _ in crops]


def _photo(*, stamped: bool) -> Picture:
    picture = np.full((400, 600, 3), 245, np.uint8)
    if stamped:
        picture[80:160, 285:420] = (60, 60, 230)
    return picture


def _lines(picture: Picture) -> list[Line]:
    return [Line(box_from_text(_QUAD, "流水号：5489480251"), cut_line(picture, _QUAD))]


def _read(engine: _Reading, *, stamped: bool) -> tuple[str, bool]:
    """The line's text, and whether its number is only proposed."""
    photo = _photo(stamped=stamped)
    lines, torn = with_whole_numbers(engine, photo, _lines(photo))
    number = Draft("5489480251", Sheet([lines[0].box]).all)
    return lines[0].box.text, doubted_at(torn, {"serial_no": number})["serial_no"].doubtful


def test_a_number_goes_on_under_the_stamp() -> None:
    engine = _Reading("流水号：54894802515有限公司")
    photo = _photo(stamped=True)
    lines, torn = with_whole_numbers(engine, photo, _lines(photo))
    assert (lines[0].box.text, list(torn), engine.saw_red) == ("流水号：54894802515", [], [False])
    # What is shown to the other readers ends with the number.
    assert 300 < lines[0].box.quad[1][0] < 420
    assert all(0 < glyph.at < 1 for glyph in lines[0].box.glyphs)


@pytest.mark.parametrize(
    ("text", "stamped", "expected"),
    [
        ("流水号：5489480251", True, ("流水号：5489480251", False)),
        ("流水号：548948", True, ("流水号：5489480251", True)),
        ("流水号：548948025199", False, ("流水号：5489480251", False)),
    ],
)
def test_a_number_that_ends_there_one_that_cannot_be_seen_and_one_without_a_stamp(
    text: str, stamped: bool, expected: tuple[str, bool]
) -> None:
    assert _read(_Reading(text), stamped=stamped) == expected


@pytest.mark.parametrize(
    ("goes_on", "read"),
    [
        pytest.param(
            "5489480251772", "流水号：5489480251772", id="the line that was found ends before its number does"
        ),
        pytest.param("54894802511", "流水号：5489480251", id="a cell's edge may be read as a 1"),
        pytest.param("5489480251", "流水号：5489480251", id="other print behind"),
    ],
)
def test_a_number_before_print_is_read_on(goes_on: str, read: str) -> None:
    photo = _photo(stamped=False)
    photo[108:122, 305:330] = 40
    lines, torn = with_whole_numbers(_Reading(f"流水号：{goes_on}"), photo, _lines(photo))
    assert (lines[0].box.text, list(torn)) == (read, [])
    bare, _ = with_whole_numbers(_Reading(f"流水号：{goes_on}"), _photo(stamped=False), _lines(photo))
    assert bare[0].box.text == "流水号：5489480251"
