"""Numbers as payers quote them."""

from __future__ import annotations

import re

import pytest

from school_desk.payments.matching.codes import CodeReader, Quoted, compact

_KNOWN = frozenset(
    {
        "26050702926",
        "26050802903",
        "HC2606004891",
        "HC2606004892",
        "HC2606004893",
        "HC2606004910",
        "26050702902",
        "JMK9R3",
    }
)
_MONEY = re.compile(r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?|\d{1,8}\.\d{1,2}")


def _read(text: str) -> Quoted:
    return CodeReader(_KNOWN, [12, 11], {11}).read(text.upper(), _MONEY)


@pytest.mark.parametrize(
    "text",
    [
        "26-0507-02902取证款",
        "26050702902",
        "证书费26—0507—02902头款",
        "26.0507.02902",
        "26-0507-0290 2",
        "费26-050702902",
    ],
)
def test_dashes_are_neither_asked_for_nor_minded(text: str) -> None:
    assert _read(text).codes == ["26050702902"]
    assert _read(text).runs == []


def test_two_numbers_with_dashes() -> None:
    assert _read("26-0507-02902、26-0508-02903").codes == ["26050702902", "26050802903"]


def test_a_dashed_number_with_a_slip_stays_in_one_piece() -> None:
    assert _read("26-0507-02903培训费").runs == ["26050702903"]
    assert _read("26-0507-02903 30人").runs == ["26050702903", "30"]
    assert _read("2026-05-07 培训费").runs == []
    assert _read("3人-2026-1班").runs == ["3", "2026", "1"]


@pytest.mark.parametrize(
    "text",
    [
        "HC2606004891/4892/4893",
        "hc2606004891、92、93培训费",
        "HC2606004891,4892，4893",
        "HC2606004891 4892 4893",
        "HC2606004891-4893",
        "HC2606004891至93",
    ],
)
def test_a_list_repeats_only_the_ends(text: str) -> None:
    assert set(_read(text).codes) == {"HC2606004891", "HC2606004892", "HC2606004893"}
    assert _read(text).loose == []


def test_what_is_listed_and_is_no_end_is_told() -> None:
    assert _read("HC2606004891,2138").loose == ["2138"]
    assert _read("HC2606004891/4892/93").loose == ["93"]  # cut off: 93 is the beginning of the next one


@pytest.mark.parametrize(
    "text",
    [
        "HC2606004891/12人",
        "HC2606004891-15学时",
        "HC2606004891，3000元",
        "HC2606004891,2400.00",
        "HC2606004891 4822",
        "HC2606004891-02",
        "HC2606004893-4891",
    ],
)
def test_counts_and_amounts_behind_a_number_are_no_ends(text: str) -> None:
    read = _read(text)
    assert len(read.codes) == 1
    assert read.loose == []


def test_a_longer_number_is_another_one() -> None:
    assert _read("26050702902").codes == ["26050702902"]
    assert _read("HC26060048913").codes == []
    assert _read("HC26060048913").runs == ["HC26060048913"]
    assert _read("126050702902").codes == []


def test_a_day_is_no_number_with_dashes() -> None:
    days = CodeReader({"20260312"}, [], {8})
    assert days.read("2026.03.12 培训费", _MONEY).codes == []
    assert days.read("2026-0312培训费", _MONEY).codes == ["20260312"]


def test_figures_that_count_are_no_number() -> None:
    assert CodeReader({"2026"}, [], ()).read("2026年培训费", _MONEY).codes == []


def test_a_long_text_takes_no_longer_than_it_is_long() -> None:
    assert len(_read("12.50 AB123 " * 20_000).runs) == 20_000


def test_a_number_is_found_inside_a_word() -> None:
    assert _read("XHC2606004910Y").codes == ["HC2606004910"]
    assert _read("培训JMK9R3费").codes == ["JMK9R3"]


@pytest.mark.parametrize(
    ("text", "tails"),
    [
        ("尾号5418、6260", ("5418", "6260")),
        ("考试费后四位:4891", ("4891",)),
        ("尾款5418", ()),
        ("账号尾号5418", ()),
        ("尾号5418账户", ()),
        ("尾号为5418的卡", ()),
    ],
)
def test_ends_that_are_called_so(text: str, tails: tuple[str, ...]) -> None:
    assert _read(text).tails == tails


def test_compact() -> None:
    assert compact("wp－2026－001") == "WP2026001"
    assert compact("吴培2026") == "吴培2026"
