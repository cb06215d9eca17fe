"""Reading papers: several readings of one line made into one, and what several readings of one paper agree on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from school_desk.documents.reading.boxes import Glyph, Quad, TextBox, box_from_text
from school_desk.documents.reading.evidence import settle
from school_desk.documents.reading.fusion import fuse
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.votes import TWO_READERS, Version, Voice, decided, unsure_fields
from tests.unit.reading.recorded_boxes import sheet

_WIDE: Quad = ((0.0, 0.0), (400.0, 0.0), (400.0, 20.0), (0.0, 20.0))
_CERTIFICATE = (
    "建筑业企业资质证书",
    "证书编号：D233086472",
    "企业名称：湖州石凤钢结构工程有限公司",
    "统一社会信用代码：91330500MAHTN4EG0L",
    "法定代表人：姚锡庆",
)


def glyphs(text: str, score: float = 0.9) -> tuple[Glyph, ...]:
    return box_from_text(_WIDE, text, score).glyphs


def said(read: Iterable[Glyph]) -> str:
    return "".join(glyph.char for glyph in read)


def boxes() -> Sequence[TextBox]:
    return sheet(*_CERTIFICATE).boxes


def voice(mind: str, changes: dict[int, str], weight: float = 1.0) -> Voice:
    """A reader that says what is printed, but for the lines in `changes`."""
    answers = {at: glyphs(changes[at]) if at in changes else box.glyphs for at, box in enumerate(boxes())}
    return Voice(mind, weight, answers)


def test_most_readers_win_in_every_place_of_its_own() -> None:
    readings = [(glyphs("湖州石风钢"), 1.0), (glyphs("潮州石凤钢"), 1.0), (glyphs("湖州石凤铜"), 1.0)]
    assert said(fuse(readings)) == "湖州石凤钢"


def test_a_character_that_one_reader_dropped_is_kept_and_one_that_only_one_saw_is_not() -> None:
    assert said(fuse([(glyphs("湖石凤钢结构"), 1.0), (glyphs("湖州石凤钢结构"), 1.0)])) == "湖州石凤钢结构"
    readings = [(glyphs("湖州石凤钢构"), 1.0), (glyphs("湖州石凤钢.构"), 0.5), (glyphs("湖州石凤钢构"), 0.6)]
    assert said(fuse(readings)) == "湖州石凤钢构"


def test_a_sure_reader_outweighs_an_unsure_one_and_what_it_was_unsure_of_is_kept_beside() -> None:
    fused = fuse([(glyphs("己", 0.4), 1.0), (glyphs("已", 0.95), 1.0)])
    assert said(fused) == "已"
    assert fused[0].others[0][0] == "己"


@given(st.text("湖州石凤钢结构一二三0123456789", max_size=12), st.integers(1, 4))
def test_readers_that_agree_are_taken_at_their_word(text: str, readers: int) -> None:
    assert said(fuse([(glyphs(text), 1.0)] * readers)) == text


def test_nothing_read_is_nothing_fused() -> None:
    assert fuse([((), 1.0), ((), 0.5)]) == ()
    assert fuse([]) == ()
    assert said(fuse([((), 0.5), (glyphs("证书"), 1.0)])) == "证书"


def test_what_two_minds_read_alike_is_proven() -> None:
    read = decided("zzzs", boxes(), [voice("one", {}), voice("two", {}, 0.5)])
    assert read["cert_no"].value == "D233086472"
    assert TWO_READERS in read["cert_no"].proofs
    assert settle(read["legal_person"]).state is FieldState.ACCEPTED


def test_agreement_on_characters_that_nobody_saw_clearly_proves_nothing() -> None:
    faint = {4: glyphs("法定代表人：姚锡庆", 0.6)}
    answers = {at: faint.get(at, box.glyphs) for at, box in enumerate(boxes())}
    read = settle(decided("zzzs", boxes(), [Voice("one", 1.0, answers), Voice("two", 0.5, answers)])["legal_person"])
    assert (read.value, read.state) == ("姚锡庆", FieldState.LOOK)
    assert read.reasons == ("两次识别一致，但有字不清楚",)
    assert 0.8 < read.confidence < 0.9


def test_one_mind_alone_proves_nothing_however_often_it_is_asked() -> None:
    read = decided("zzzs", boxes(), [voice("one", {}), voice("one", {})])
    assert read["legal_person"].value == "姚锡庆"
    assert settle(read["legal_person"]).state is FieldState.LOOK


def test_where_readers_differ_the_other_values_are_kept_for_a_person() -> None:
    voices = [voice("one", {4: "法定代表人：姚锡庆"}), voice("two", {4: "法定代表人：姚赐庆"}, 0.5)]
    first, second = (Version("zzzs", boxes(), item.answers) for item in voices)
    assert unsure_fields(first, second) == {"legal_person"}
    read = settle(decided("zzzs", boxes(), voices)["legal_person"])
    assert (read.value, read.state, read.candidates) == ("姚锡庆", FieldState.LOOK, ("姚赐庆",))


def test_a_key_field_that_was_not_found_has_every_line_read_again() -> None:
    printed = sheet(*_CERTIFICATE[:4]).boxes
    version = Version("zzzs", printed, {})
    assert "legal_person" in unsure_fields(version, version)
    assert version.lines_of({"legal_person"}) == set(range(len(printed)))
    assert version.lines_of({"cert_no"}) == {1}
