"""Values inside read text: dates, amounts, capitals, codes, names, in the one form in which they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import Fen, capitals, parse_yuan

LONG_TERM = "长期"
_LONG_TERM_WORDS = re.compile(r"长期|永久|无固定期限|不约定期限")
# Readers take the round digit for a letter and the slim one for a stroke; inside a date both can only be digits.
_DIGIT = r"[0-9OoQDlI|]"
_STRICT_DATE = re.compile(
    rf"(?<![0-9])({_DIGIT}{{4}})[年\-./－—]({_DIGIT}{{1,2}})[月\-./－—]({_DIGIT}{{1,2}})(?![0-9](?![0-9]?[：:]))日?"
)
_COMPACT_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
_MONTH = re.compile(r"年 ?([01]?[0-9])(?![0-9])|(?<![0-9])([01]?[0-9]) ?月")
_DAY = re.compile(r"月 ?([0-3]?[0-9])(?![0-9])|(?<![0-9])([0-3]?[0-9]) ?日")
_SMALL = re.compile(r"(?<![0-9])([0-3]?[0-9])(?![0-9])")
_CHINESE_DIGITS = {char: str(place) for place, char in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "O": "0",
}
_CHINESE_DATE = re.compile(
    r"([零〇○O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日?"
)
_AMOUNT = re.compile(r"(?:\d{1,3}(?:[,，.]\d{3})+|\d+)[.,]\d{2}(?!\d)")
_CAPITAL_RUN = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{2,}")
_NEARLY_CAPITALS = re.compile(
    r"(?:[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]|(?![币写额])[\u4e00-\u9fff](?=[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整])){4,}"
)
_CAPITAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL_FORMS = str.maketrans("圆正貳參陸萬億贰弍叄", "元整贰叁陆万亿贰贰叁")


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in text from `start` to `end`."""

    value: str
    start: int
    end: int


def dates_in(text: str) -> list[Found]:
    """The dates of `text` in reading order as ISO days: 2026年9月3日, 2026-09-03, 20260903, 二〇二六年九月三日."""
    found: list[Found] = []
    for pattern in (_STRICT_DATE, _CHINESE_DATE, _COMPACT_DATE):
        for match in pattern.finditer(text):
            day = _day(*(_number(part) for part in match.groups()))
            if day and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(Found(day, match.start(), match.end()))
    return sorted(found, key=lambda item: item.start)


def split_date_in(gapped: str) -> str | None:
    """A date whose parts stand apart, as ISO day, from text with a space at every gap: 2020 年 10 月 03.

    A seal may hide 年 or 月 and its own number may stand between: a number beside its sign counts before one without.
    """
    year = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", gapped)
    if not year:
        return None
    rest = gapped[year.end() :]
    month, end = _part(rest, _MONTH)
    day, _ = _part(rest[end:], _DAY)
    return _day(int(year.group()), month, day)


def term_end(text: str) -> str | None:
    """The end of a term: the last date, or 长期. None when neither is there or only a beginning is printed."""
    if _LONG_TERM_WORDS.search(text):
        return LONG_TERM
    days = dates_in(text)
    if not days or (len(days) == 1 and re.search(r"[至到]\D*$", text[days[0].end :])):
        return None
    return days[-1].value


def amounts_in(text: str) -> Iterator[Found]:
    """Amounts with two decimals, as yuan like 7600.00; a comma misread as a point is understood."""
    for match in _AMOUNT.finditer(text):
        whole, part = re.sub(r"[,，.]", "", match.group()[:-3]), match.group()[-2:]
        yield Found(f"{int(whole)}.{part}", match.start(), match.end())


def capitals_in(text: str) -> Iterator[Found]:
    """Amounts in capitals, in the form of `kernel.money.capitals` (元, 整)."""
    plain = text.translate(_CAPITAL_FORMS)
    for match in _CAPITAL_RUN.finditer(plain):
        if any(unit in match.group() for unit in "元整角分"):
            yield Found(match.group(), match.start(), match.end())


def nearly_capitals_in(text: str) -> Iterator[Found]:
    """Runs that would be capitals but for a misread character between two of them."""
    plain = text.translate(_CAPITAL_FORMS)
    for match in _NEARLY_CAPITALS.finditer(plain):
        yield Found(match.group(), match.start(), match.end())


def fen_of(amount: str) -> Fen | None:
    """`amount` ("7600.00") in fen, None when it is none."""
    try:
        return parse_yuan(amount)
    except RuleViolation:
        return None


def capitals_of(amount: str) -> str | None:
    """The capitals of `amount` ("7600.00"), None when it is no amount."""
    fen = fen_of(amount)
    return capitals(fen) if fen is not None and 0 <= fen < 10**16 else None


def amount_of_capitals(words: str) -> str | None:
    """The yuan ("7600.00") that `words` name. None when they are not exactly what the capitals of that amount would be."""
    whole, _, rest = words.translate(_CAPITAL_FORMS).rpartition("元")
    yuan = _whole_yuan(whole)
    if yuan is None:
        return None
    fen = yuan * 100 + _small_change(rest)
    amount = f"{fen // 100}.{fen % 100:02d}"
    return amount if same_capitals(words, capitals(fen)) else None


def same_capitals(one: str, other: str) -> bool:
    """Whether two wordings name one amount: a closing 整 and a 零 before 角 or 分 may be there or not."""
    return _bare_capitals(one) == _bare_capitals(other)


def digits_in(text: str, least: int, most: int) -> Found | None:
    """The longest run of digits (spaces and hyphens inside do not count) of `least` to `most` digits."""
    runs = [
        Found(re.sub(r"\D", "", match.group()), match.start(), match.end())
        for match in re.finditer(r"\d(?:[\d\- ]*\d)?", text)
    ]
    fitting = [run for run in runs if least <= len(run.value) <= most]
    return max(fitting, key=lambda run: len(run.value), default=None)


def _whole_yuan(words: str) -> int | None:
    """The number that the capitals before 元 name, None when a character is no digit and no place."""
    for unit, worth in (("亿", 10**8), ("万", 10_000)):
        if unit in words:
            high, _, low = words.rpartition(unit)
            parts = _whole_yuan(high), _whole_yuan(low)
            return None if parts[0] is None or parts[1] is None else parts[0] * worth + parts[1]
    total, digit = 0, 0
    for char in words:
        if char in _CAPITAL_DIGITS:
            digit = _CAPITAL_DIGITS.index(char)
        elif char in "拾佰仟":
            total, digit = total + (digit or 1) * 10 ** ("拾佰仟".index(char) + 1), 0
        else:
            return None
    return total + digit


def _bare_capitals(words: str) -> str:
    return re.sub(r"零(?=[壹贰叁肆伍陆柒捌玖][角分])", "", words.translate(_CAPITAL_FORMS).rstrip("整"))


def _small_change(rest: str) -> int:
    fen = 0
    for digit, unit in re.findall(r"([壹贰叁肆伍陆柒捌玖])([角分])", rest):
        fen += _CAPITAL_DIGITS.index(digit) * (10 if unit == "角" else 1)
    return fen


def _part(text: str, beside_sign: re.Pattern[str]) -> tuple[int | None, int]:
    """The month or day in `text` and where its number ends."""
    match = beside_sign.search(text) or _SMALL.search(text)
    if not match:
        return None, 0
    group = match.lastindex or 0
    return int(match.group(group)), match.end(group)


def _day(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or month is None or day is None or not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(text: str) -> int | None:
    plain = text.translate(str.maketrans("OoQDlI|", "0000111"))
    if plain.isdigit():
        return int(plain)
    if "十" in plain:
        tens, _, ones = plain.partition("十")
        return int(_CHINESE_DIGITS.get(tens, "1")) * 10 + int(_CHINESE_DIGITS.get(ones, "0"))
    digits = "".join(_CHINESE_DIGITS.get(char, "x") for char in plain)
    return int(digits) if digits.isdigit() else None
