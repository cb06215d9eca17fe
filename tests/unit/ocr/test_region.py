"""Reading again what a person drew a box around."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import turn
from school_desk.adapters.ocr.readers import Readers, default_readers
from school_desk.adapters.ocr.region import read_region
from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.paper import FieldState
from school_desk.kernel.errors import RuleViolation
from tests.unit.ocr.drawn import TopHeavyEngine, blank, stamp, write

NAME = "姚锡庆"


class Blind(TopHeavyEngine):
    """Finds no line and remembers what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[Picture] = []

    def find_lines(self, picture: Picture) -> list[Quad]:
        return []

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        self.asked += crops
        return [()] * len(crops)


def png(picture: Picture) -> bytes:
    packed = io.BytesIO()
    Image.fromarray(picture[:, :, ::-1]).save(packed, "PNG")
    return packed.getvalue()


def page() -> Picture:
    made = blank(900, 600)
    write(made, "住所 湖州市", 60, 60)
    write(made, NAME, 300, 200, 44)
    write(made, "2026年8月3日", 60, 400)
    return made


def test_where_no_line_is_found_the_whole_box_is_read_and_nothing_is_made_up() -> None:
    engine = Blind()
    found = read_region(Readers(engine), png(page()), "yyzz", "legal_person", (300, 190, 200, 80))
    assert (found.value, found.state, found.box) == (None, FieldState.FAILED, (300, 190, 200, 80))
    height, width = engine.asked[0].shape[:2]
    assert width == 3 * 200, "enlarged, but not beyond what helps"
    assert height == 3 * 80


def test_a_box_over_the_edge_is_cut_to_the_picture() -> None:
    found = read_region(Readers(Blind()), png(blank(100, 80)), "yyzz", "name", (-20, 60, 90, 90))
    assert found.box == (0, 60, 70, 20)


@pytest.mark.parametrize("area", [(10, 10, 3, 40), (10, 10, 40, 0), (500, 500, 40, 40)])
def test_a_box_too_small_to_hold_a_word_is_refused(area: tuple[int, int, int, int]) -> None:
    with pytest.raises(RuleViolation, match="框得太小"):
        read_region(Readers(Blind()), png(blank(100, 80)), "yyzz", "name", area)


@pytest.mark.long
@pytest.mark.parametrize("lying", [0, 90])
def test_the_readers_read_only_what_stands_in_the_box(lying: int) -> None:
    stored = turn(page(), -lying)
    found = read_region(default_readers(), png(stored), "yyzz", "legal_person", (280, 185, 200, 80), rotation=lying)
    assert (found.value, found.state) == (NAME, FieldState.LOOK)


@pytest.mark.long
def test_a_box_on_a_view_that_a_person_turned_is_read_as_they_see_it() -> None:
    seen = turn(page(), 180)
    height, width = seen.shape[:2]
    area = (width - 480, height - 265, 200, 80)
    found = read_region(default_readers(), png(seen), "yyzz", "legal_person", area, turned=180)
    assert found.value == NAME


@pytest.mark.long
def test_a_seal_over_the_line_does_not_hide_it_and_a_line_cut_through_is_left_out() -> None:
    covered = page()
    stamp(covered, "湖州市市场监督管理局", 360, 420, 90)
    found = read_region(default_readers(), png(covered), "yyzz", "issue_date", (50, 385, 320, 70))
    assert found.value == "2026-08-03"
    cut = page()
    write(cut, "湖州石凤钢结构", 300, 150, 44)
    found = read_region(default_readers(), png(cut), "yyzz", "legal_person", (280, 180, 250, 80))
    assert found.value == NAME
