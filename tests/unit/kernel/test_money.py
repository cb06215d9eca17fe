"""Money: what is printed reads back the same, and the capitals of a cheque say the same amount."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import ZERO, capitals, format_yuan, parse_yuan

AMOUNTS = st.integers(-(10**17) + 1, 10**17 - 1)
CHEQUES = st.one_of(st.integers(0, 10**16 - 1), st.integers(0, 10**7), st.lists(st.sampled_from("012"), max_size=16))
DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(text: str) -> int:
    """The fen that `text` says: a reader of its own, digit by digit, as a bank clerk would."""
    yuan, _, rest = text.partition("元") if "元" in text else ("", "", text)
    total = section = digit = 0
    for sign in yuan:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in UNITS:
            section, digit = section + digit * UNITS[sign], 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            assert sign == "亿"
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    fen = (total + section + digit) * 100
    for sign in rest.removesuffix("整"):
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        else:
            fen += digit * {"角": 10, "分": 1}[sign]
    return fen


@given(AMOUNTS, st.booleans(), st.sampled_from(["", "￥", "¥ ", "RMB", "CNY "]), st.sampled_from(["", "元", " 元 "]))
def test_what_is_printed_reads_back_the_same(amount: int, grouped: bool, before: str, after: str) -> None:
    text = format_yuan(amount, grouped=grouped)
    assert parse_yuan(text) == amount
    assert parse_yuan(before + text + after) == amount
    assert ("," in text) is (grouped and abs(amount) >= 100_000)


@given(AMOUNTS)
def test_full_width_digits_read_the_same(amount: int) -> None:
    wide = format_yuan(amount).translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert parse_yuan(wide) == amount


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("9" * 15, 99_999_999_999_999_900),
        ("8,200.00", 820_000),
        ("￥600", 60_000),
        ("+37.42元", 3_742),
        ("-0.05", -5),
        ("1234.5", 123_450),
        ("19.990000", 1_999),
        ("-￥1,000.00", -100_000),
        ("７６００．００", 760_000),
        ("0", ZERO),
    ],
)
def test_amounts_as_banks_and_people_write_them(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


WORDS = ["", "元", "￥", "½", "七百", "一百元", "100元整", "３元５", "12 34", "1 000", "0x10", "nan", "1e3"]
SHAPES = ["12.345", "1,23", "1,2345", "1.2.3", "1,234,56.00", ",123", "--1", "9" * 16]


@pytest.mark.parametrize("text", [*WORDS, *SHAPES])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation, match="不是金额") as refusal:
        parse_yuan(text)
    assert refusal.value.code == "money.unreadable"


@given(CHEQUES)
@example(100_010_000_000_000)
def test_capitals_say_the_same_amount(cheque: int | list[str]) -> None:
    amount = cheque if isinstance(cheque, int) else int("".join(cheque) or "0")
    words = capitals(amount)
    assert read_capitals(words) == amount
    assert "零零" not in words
    assert words.endswith(("整", "分"))
    assert not words.startswith("零") or amount == 0


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (760_000, "柒仟陆佰元整"),
        (1_000, "壹拾元整"),
        (101_000, "壹仟零壹拾元整"),
        (10_000_00, "壹万元整"),
        (10_100_000, "壹拾万壹仟元整"),
        (10_001_000, "壹拾万零壹拾元整"),
        (1_000_000_000, "壹仟万元整"),
        (1_000_000_0100, "壹亿零壹元整"),
        (1_234_567_890, "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"),
        (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (10**15, "壹拾万亿元整"),
    ],
)
def test_capitals_as_the_rules_of_cheques_show_them(fen: int, words: str) -> None:
    assert capitals(fen) == words


@pytest.mark.parametrize("amount", [-1, 10**16])
def test_no_capitals_beyond_their_range(amount: int) -> None:
    with pytest.raises(ValueError, match="no capitals"):
        capitals(amount)
