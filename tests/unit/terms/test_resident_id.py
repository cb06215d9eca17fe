"""身份证号码: errors stop, warnings ask, and a spreadsheet's damage gets its own sentence. All numbers are made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from school_desk.terms.identifiers import Sex, check_resident_id, normalise_resident_id

TODAY = date(2026, 11, 23)


def numbered(region: str, born: str, sequence: str) -> str:
    body = region + born + sequence
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


GOOD = numbered("330502", "19800612", "013")


@st.composite
def numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1927, 1, 1), date(2010, 1, 1)))
    return numbered("330503", born.strftime("%Y%m%d"), f"{draw(st.integers(0, 999)):03d}")


@given(numbers())
def test_a_sound_number_tells_birth_date_and_sex(number: str) -> None:
    check = check_resident_id(number, TODAY)
    assert check.errors == ()
    assert check.birth_date == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    assert check.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_is_always_an_error(number: str, place: int, wrong: str) -> None:
    assume(number[place] != wrong)
    assert check_resident_id(number[:place] + wrong + number[place + 1 :], TODAY).errors


@pytest.mark.parametrize("last", ["x", "X", "×", "х", "Х", "ｘ", "Ｘ", "Χ", "✕"])
def test_every_kind_of_cross_becomes_x(last: str) -> None:
    number = next(n for n in (numbered("330502", "19800612", f"{s:03d}") for s in range(99)) if n.endswith("X"))
    assert normalise_resident_id(number[:-1] + last) == number
    assert check_resident_id(normalise_resident_id(number[:-1] + last), TODAY).errors == ()


def test_normalising_drops_spaces_width_and_the_text_mark() -> None:
    spaced = "'" + GOOD[:6] + " " + GOOD[6:14] + "\u3000" + GOOD[14:] + "\ufeff"
    assert normalise_resident_id(spaced) == GOOD
    assert normalise_resident_id("３３０５") == "3305"


@pytest.mark.parametrize(
    ("number", "fragment"),
    [
        ("", "请填写身份证号码"),
        (GOOD[:-1], "现在是 17 位"),
        (GOOD + "1", "现在是 19 位"),
        ("33O502" + GOOD[6:], "17 位数字加 1 位数字或 X"),
        ("X" * 18, "17 位数字加 1 位数字或 X"),
        ("³" + GOOD[1:], "17 位数字加 1 位数字或 X"),
        (GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2"), "最后一位校验不符"),
        (numbered("330502", "19800230", "013"), "出生日期不存在"),
        (numbered("330502", "20270101", "013"), "今天之后"),
        (numbered("330502", "20101124", "013"), "为 15 周岁"),
        (numbered("330502", "19251123", "013"), "为 101 周岁"),
        ("3.30502199001011E+17", "设为“文本”"),
        ("3.3E17", "设为“文本”"),
        ("330502199001011000", "设为“文本”"),
        ("330502199001011000.0", "设为“文本”"),
        (str(int(330502199001011999.0)), "设为“文本”"),
    ],
)
def test_each_error_has_its_sentence(number: str, fragment: str) -> None:
    check = check_resident_id(number, TODAY)
    assert len(check.errors) == 1
    assert fragment in check.errors[0]
    assert number[:14] not in check.errors[0] or not number


@pytest.mark.parametrize("digits", ["330502199001011237", "110105194912310029", "340102197505051234"])
def test_what_a_spreadsheet_does_to_a_number_is_named(digits: str) -> None:
    """Excel keeps 15 digits; read back as a float and printed as an integer the tail is 000 or near it."""
    kept = float(digits[:15] + "000")
    for printed in (str(kept).upper(), f"{kept:.0f}", digits[:15] + "000"):
        assert "设为“文本”" in check_resident_id(printed, TODAY).errors[0] or check_resident_id(printed, TODAY).warnings


@pytest.mark.parametrize("born", ["20101123", "19261123", "19251124"])
def test_sixteen_today_and_a_hundred_still_pass(born: str) -> None:
    assert check_resident_id(numbered("330502", born, "013"), TODAY).errors == ()


def test_a_sound_number_that_ends_in_000_is_looked_at_again() -> None:
    number = next(n for born in range(1, 29) if (n := numbered("330502", f"198006{born:02d}", "100")).endswith("000"))
    check = check_resident_id(number, TODAY)
    assert check.errors == ()
    assert "末三位是 000" in check.warnings[-1]


@pytest.mark.parametrize(
    "region",
    [
        "330502",
        "330503",
        "330113",
        "330114",
        "330103",
        "332522",
        "330501",
        "340102",
        "710000",
        "810000",
        "820000",
        "830000",
    ],
)
def test_regions_that_occur_are_not_warned_about(region: str) -> None:
    """330502 for people born before 2003, the districts of 2021 and the old 丽水 county codes: all on real cards."""
    assert check_resident_id(numbered(region, "19700101", "001"), TODAY).warnings == ()


@pytest.mark.parametrize("region", ["330599", "339999", "990000", "160000", "840000"])
def test_an_unknown_region_is_only_a_warning(region: str) -> None:
    check = check_resident_id(numbered(region, "19700101", "001"), TODAY)
    assert check.errors == ()
    assert "不是已知的地区" in check.warnings[0]


def test_a_region_that_ended_before_the_birth_is_a_warning() -> None:
    check = check_resident_id(numbered("332522", "20050101", "001"), TODAY)
    assert check.errors == ()
    assert "青田县 在其出生前已撤销" in check.warnings[0]


def test_a_number_of_15_digits_is_warned_about_with_its_missing_digit() -> None:
    old = GOOD[:6] + GOOD[8:17]
    check = check_resident_id(old, TODAY)
    assert check.errors == ()
    assert f"最后一位应是 {GOOD[-1]}" in check.warnings[0]
    assert (check.birth_date, check.sex) == (date(1980, 6, 12), Sex.MALE)
    assert "出生日期不存在" in check_resident_id("330502800230013", TODAY).errors[0]


def test_sex_is_printed_in_chinese() -> None:
    assert [Sex.MALE.label, Sex.FEMALE.label] == ["男", "女"]


def test_a_number_that_has_lost_its_end_is_no_old_one() -> None:
    found = check_resident_id("110101199003077", date(2026, 8, 1))
    assert found.errors == ("身份证号码只有 15 位，少了 3 位，请对照身份证核对。",)
    assert check_resident_id("330502660308231", date(2026, 8, 1)).errors == ()
