"""Order numbers and payment codes as payers quote them: whole, with or without dashes, in lists that repeat only their ends."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from school_desk.payments.matching.wording import plain

_RUN = re.compile(r"[A-Z0-9]+")
_WORDS = re.compile(r"[^\W\dA-Z_]")
_INSIDE = frozenset("-–—_./·")
"""What stands between the parts of one number."""
_LISTED = re.compile(r"\s*(?:[/、,，;；+&和及与]|[-–—~至到])\s*")
_RANGE = re.compile(r"\s*[-–—~至到]\s*")
_COUNTED = re.compile(r"\s*[人名位元年月日号笔期批个万.%学课天项班岁周场次]")
"""Behind a figure: it counts something and is no end of a number."""
_TAILS = re.compile(
    r"(?<![卡户话机])(?<![账帐卡]号)(?:尾号|尾数|末尾|[后末][三四五六3-6]位数?)[为是:：]?\s*"
    r"(\d{4,8}(?:\s*[/、,，;；+&和及]\s*\d{4,8})*)(?!\d|\s*的?(?:[账帐]|卡|手机|电话))"
)
"""Not the end of a card, an account or a phone."""
_MOST_PARTS = 4
_LEAST_END, _MOST_END, _SPACED_END = 2, 8, 4
_MOST_IN_RANGE = 30


def compact(code: str) -> str:
    """The letters and digits of a code: payers drop its dashes or put them elsewhere. One that holds words is left as it is."""
    written = plain(code)
    return "".join(_RUN.findall(written)) if written.isascii() or not _WORDS.search(written) else written


@dataclass(slots=True)
class Quoted:
    """What a text quotes. `runs`: of its letters and digits, those that no code took."""

    codes: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    """Figures listed behind a code that are the end of no code known."""
    runs: list[str] = field(default_factory=list)
    tails: tuple[str, ...] = ()
    """Ends of numbers that the text itself calls so: 尾号5418、6260."""


class _Run(NamedTuple):
    text: str
    start: int
    end: int


class CodeReader:
    """Finds the `known` codes (compact) in texts. `lengths`: of those long enough to be seen inside a word; `joined`: of those with dashes."""

    def __init__(self, known: Container[str], lengths: Sequence[int], joined: Container[int]) -> None:
        self._known = known
        self._lengths = lengths
        self._joined = joined

    def read(self, upper: str, money: re.Pattern[str]) -> Quoted:
        """What the text `upper`, in plain capitals, quotes; `money`: what looks like an amount or a date is no code."""
        found = Quoted(tails=tuple(part for those in _TAILS.findall(upper) for part in re.findall(r"\d+", those)))
        runs = [_Run(match.group(), *match.span()) for match in _RUN.finditer(upper)]
        amounts = [match.span() for match in money.finditer(upper)]
        place = 0
        while place < len(runs):
            taken, code = self._joined_at(runs, place, upper, amounts)
            if not taken:
                counted = runs[place].text.isdigit() and _COUNTED.match(upper, runs[place].end)
                inside = [] if counted else list(self._inside(runs[place].text))
                taken, code = (1, inside[-1]) if inside else (0, "")
                found.codes += inside[:-1]
            if not taken:
                if not _within(runs[place], runs[place], amounts):
                    found.runs.append(runs[place].text)
                place += 1
                continue
            place += taken
            if code in self._known:
                found.codes.append(code)
                place += self._followers(code, runs, place, upper, found)
            else:
                found.runs.append(code)
        return found

    def _joined_at(
        self, runs: Sequence[_Run], place: int, upper: str, amounts: Sequence[tuple[int, int]]
    ) -> tuple[int, str]:
        """How many runs from `place` on are the parts of one number, and that number; (0, "") when they are none."""
        most = 1
        while most < _MOST_PARTS and place + most < len(runs):
            one, other = runs[place + most - 1], runs[place + most]
            if other.start - one.end != 1 or upper[one.end] not in _INSIDE | {" "}:
                break
            most += 1
        for count in range(most, 1, -1):
            joined = "".join(run.text for run in runs[place : place + count])
            if joined in self._known and not _within(runs[place], runs[place + count - 1], amounts):
                return count, joined
        most = next((n for n in range(1, most) if upper[runs[place + n - 1].end] == " "), most)
        whole = "".join(run.text for run in runs[place : place + most])
        # Of the length of a number with dashes, but none that is known: one quoted with a slip.
        like_one = most > 1 and any(len(whole) + by in self._joined for by in (0, 1, -1))
        if like_one and not any(run.text in self._known for run in runs[place : place + most]):
            return (0, "") if _within(runs[place], runs[place + most - 1], amounts) else (most, whole)
        return 0, ""

    def _inside(self, run: str) -> Iterator[str]:
        """The codes that a run of letters and digits is or, when they are long, holds; their first and last figures touch no others."""
        if run in self._known:
            yield run
            return
        for length in self._lengths:
            for place in range(len(run) - length + 1):
                code = run[place : place + length]
                if code in self._known and not _goes_on(run, place) and not _goes_on(run, place + length):
                    yield code

    def _followers(self, code: str, runs: Sequence[_Run], place: int, upper: str, found: Quoted) -> int:
        """Reads the ends listed behind `code`: …4891/4892/4893, …4891至93. How many runs were spent on it."""
        spent, last, size = 0, code, 0
        while 0 < place + spent < len(runs):
            before, run = runs[place + spent - 1], runs[place + spent]
            gap = upper[before.end : run.start]
            other = code[: -len(run.text)] + run.text
            spaced = gap == " " and len(run.text) >= _SPACED_END and other in self._known
            if not (spaced or _LISTED.fullmatch(gap)) or not self._may_end(code, run, upper):
                break
            if self._joined_at(runs, place + spent, upper, ())[0]:
                break  # another number begins, with dashes
            if _RANGE.fullmatch(gap):
                between = self._between(last, other) if other in self._known else None
                if between is None:
                    break
                found.codes += between
            spent += 1
            # Shorter than the one before it: the bank cut the text off in the middle of a number.
            cut_off, size = len(run.text) < size, len(run.text)
            if cut_off or other not in self._known:
                found.loose.append(run.text)
                continue
            found.codes.append(other)
            last = other
        return spent

    def _may_end(self, code: str, run: _Run, upper: str) -> bool:
        size = len(run.text)
        ending = run.text.isdigit() and _LEAST_END <= size <= min(_MOST_END, len(code) - 2) and code[-size:].isdigit()
        return ending and run.text not in self._known and not _COUNTED.match(upper, run.end)

    def _between(self, first: str, last: str) -> list[str] | None:
        """The known codes between two; None where `last` is not a little behind `first`."""
        size = next((size for size in range(len(first), 0, -1) if (first[-size:] + last[-size:]).isdigit()), 0)
        if not size or first[:-size] != last[:-size]:
            return None
        start, end = int(first[-size:]), int(last[-size:])
        if not 0 < end - start <= _MOST_IN_RANGE:
            return None
        codes = (f"{first[:-size]}{number:0{size}d}" for number in range(start + 1, end))
        return [code for code in codes if code in self._known]


def _goes_on(run: str, place: int) -> bool:
    """Whether figures stand on both sides of `place`: a number that is cut there is another one."""
    return 0 < place < len(run) and run[place - 1 : place + 1].isdigit()


def _within(first: _Run, last: _Run, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of `spans`, in their order and apart, covers both."""
    before = bisect_right(spans, (first.start, sys.maxsize)) - 1
    return before >= 0 and last.end <= spans[before][1]
