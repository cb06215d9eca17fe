"""Lines break where Chinese lines may, and a text is made to fit, never cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from school_desk.adapters.printing.fonts import text_width
from school_desk.adapters.printing.typesetting import LEADING, fit, wrap

from .people import LONG_COMPANY, LONG_NAME

CHINESE = st.text(
    st.sampled_from("湖州市吴兴区恒信建设工程有限公司，。、；：（）《》“”·—…￥0123456789ABC.-/ "),
    min_size=1,
    max_size=80,
)

WORDS = st.text(st.sampled_from("湖州市吴兴区恒信建设工程有限公司"), min_size=1, max_size=9)
BRACKETED = st.tuples(st.sampled_from(["（）", "《》", "“”"]), WORDS).map(
    lambda pair: pair[0][0] + pair[1] + pair[0][1]
)
CLAUSES = st.lists(st.tuples(WORDS | BRACKETED, st.sampled_from("，。、；：")).map("".join), min_size=1).map("".join)


@settings(max_examples=200, deadline=None)
@given(CHINESE, st.floats(8, 400), st.floats(12, 60), st.booleans())
def test_a_fitted_text_is_whole_and_inside_its_box(text: str, width: float, height: float, bold: bool) -> None:
    lines, size = fit(text, width, height, 11, bold=bold)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(text_width(line, size, bold=bold) for line in lines) <= width + 0.01
    assert len(lines) == 1 or len(lines) * size * LEADING <= height + 0.01
    assert 0 < size <= 11


@settings(max_examples=200, deadline=None)
@given(CLAUSES, st.floats(60, 400))
def test_no_line_begins_or_ends_with_the_wrong_punctuation(text: str, width: float) -> None:
    lines = wrap(text, width, 10)
    assert "".join(lines) == text
    assert [line for line in lines[1:] if line[0] in "，。、；：）》”"] == []
    assert [line for line in lines[:-1] if line[-1] in "（《“"] == []


def test_punctuation_stays_with_the_word_before_it_and_brackets_with_the_word_after() -> None:
    assert wrap("甲乙丙丁，戊己", 40, 10) == ["甲乙丙", "丁，戊己"]
    assert wrap("甲乙丙（丁戊）", 40, 10) == ["甲乙丙", "（丁戊）"]


def test_numbers_and_addresses_are_not_broken() -> None:
    assert wrap("账号1205220109200069722是", 110, 10) == ["账号", "1205220109200069722", "是"]


def test_a_number_wider_than_the_line_is_broken_rather_than_cut_off() -> None:
    lines = wrap("1205220109200069722", 40, 10)
    assert "".join(lines) == "1205220109200069722"
    assert all(text_width(line, 10) <= 40.01 for line in lines)


def test_a_text_that_nearly_fits_is_squeezed_onto_one_line() -> None:
    lines, size = fit(LONG_NAME, len(LONG_NAME) * 9.0, 30, 10)
    assert lines == [LONG_NAME]
    assert size == pytest.approx(9)


def test_two_lines_are_filled_evenly() -> None:
    lines, _ = fit("湖州市吴兴区城建职业技能培训学校啊", 130, 60, 10)
    assert [len(line) for line in lines] in ([9, 8], [8, 9])


def test_a_company_of_forty_characters_stays_legible_in_a_narrow_cell() -> None:
    lines, size = fit(LONG_COMPANY, 53 * 72 / 25.4, 7.2 * 72 / 25.4, 9)
    assert len(lines) <= 3
    assert size >= 5


def test_paragraphs_stay_apart() -> None:
    assert fit("一\n二", 100, 100, 10).lines == ["一", "二"]
    assert fit("", 100, 100, 10) == ([""], 10)
