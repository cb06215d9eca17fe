"""Search text: every reading of a name can be typed by its initials."""

from __future__ import annotations

import runpy
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.terms.packaged import packaged_text
from school_desk.terms.search import parse_initials, parse_surnames, search_key, search_text

SURNAMES = "单s 曾z 仇q 解x 查z 区o 朴p 盖g 翟z 缪m 覃q 乐y 谌c 种c 黑h 员y 冼x 尉迟yc 万俟mq 长孙zs 澹台tt 单于cy"


@pytest.mark.parametrize("pair", SURNAMES.split())
def test_a_surname_is_found_by_its_own_reading_first(pair: str) -> None:
    surname = pair.rstrip(string.ascii_lowercase)
    initials = pair.removeprefix(surname)
    assert search_text(f"{surname}明").split()[1] == f"{initials}m"


@pytest.mark.parametrize(
    ("name", "initials"),
    [("单明", "dm"), ("曾明", "cm"), ("翟明", "dm"), ("万俟明", "wsm"), ("解乐", "jl"), ("解乐", "xy")],
)
def test_the_other_readings_are_found_too(name: str, initials: str) -> None:
    assert initials in search_text(name).split()


def test_a_name_in_the_middle_of_a_phrase_keeps_all_its_readings() -> None:
    found = search_text("湖州长兴建设").split()
    assert {"湖州长兴建设", "hzcxjs", "hzzxjs"} <= set(found)


def test_words_are_joined_lower_case_without_spaces_and_without_repeats() -> None:
    assert search_text("John Smith", "A3", "a3", "") == "johnsmith a3"
    assert search_text("A区3号").split()[:2] == ["a区3号", "aq3h"]
    assert search_text("湖州（吴兴）").split()[1] == "hzwx"
    assert search_text("·（）") == "·（）"


def test_a_character_without_a_reading_is_left_out() -> None:
    assert search_text("李\ue000").split() == ["李\ue000", "l"]


def test_a_long_name_has_a_bounded_number_of_readings() -> None:
    assert len(search_text("单解曾翟盖区查仇朴缪长乐重行").split()) == 25


def test_what_is_typed_takes_the_stored_form() -> None:
    assert search_key(" ＷＧ (湖州) ") == "wg（湖州）"


def test_a_surname_table_is_read() -> None:
    assert parse_surnames("surname,pinyin\n单,shan\n尉迟,yu chi\n") == {"单": ("shan",), "尉迟": ("yu", "chi")}


def test_a_table_of_initials_is_read() -> None:
    assert parse_initials("# 说明\ncz 长重\nh 湖\n") == {"长": "cz", "重": "cz", "湖": "h"}


def test_the_likeliest_reading_comes_first() -> None:
    assert search_text("长兴建设重工行").split()[1] == "cxjszgx"


def test_the_table_of_initials_is_what_its_maker_makes() -> None:
    maker = Path(__file__).resolve().parents[3] / "installer" / "build_initials.py"
    assert packaged_text("initials.txt") == runpy.run_path(str(maker))["table"]()


@given(st.text(st.sampled_from("单曾长行重乐万俟尉迟王a1B（）·-é㛃\U000300ed\ue000　"), max_size=14))
def test_any_mixture_is_indexed_under_itself(word: str) -> None:
    key, found = search_key(word), search_text(word).split(" ")
    assert found[0] == key
    assert all(initials.isascii() and initials.islower() | initials.isdigit() for initials in found[1:])
