"""Where in a table the header is and which column holds what: found by its words, or as a person said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from school_desk.adapters.banks.cells import moment
from school_desk.adapters.banks.currency import is_currency_column
from school_desk.adapters.banks.layouts import LAYOUTS, MEMO_WORDS, OTHER, WORDS, Layout, heading

SCANNED_ROWS = 60
_KNOWN = frozenset(word for words in (*WORDS.values(), MEMO_WORDS) for word in words)
_SPLIT = frozenset((*WORDS["credit"], *WORDS["debit"]))
_FEWEST_OF_TWO_ROWS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's columns are."""

    index: int
    """0-based row of the header in the table; the lower one of two."""
    words: tuple[str, ...]
    columns: Mapping[str, int]
    memo: tuple[int, ...]
    layout: Layout
    all_in: bool = False
    """Somebody said that this file has only money in: the amount needs neither sign nor flag."""
    twice: tuple[tuple[int, ...], ...] = ()
    """Columns that bear one and the same word, of which one is read."""

    @property
    def currencies(self) -> tuple[int, ...]:
        """The columns that say in which currency a row is, whoever named the others."""
        return tuple(place for place, word in enumerate(self.words) if is_currency_column(word))


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that names a date, an amount and the other party; None when this table is no statement."""
    for index in range(min(len(rows), SCANNED_ROWS)):
        words = tuple(map(heading, rows[index]))
        if (both := _two_rows(words, rows[index + 1 : index + 2])) and (found := _header(both, index + 1, rows)):
            return found
        if found := _header(words, index, rows):
            return found
    return None


def _header(words: tuple[str, ...], index: int, rows: Sequence[Sequence[str]]) -> Header | None:
    columns = {field: words.index(word) for field in WORDS if (word := _first(WORDS[field], words))}
    if not _is_header(columns):
        return None
    memo = [place for word in MEMO_WORDS for place in _places(words, word)]
    twice = tuple(same for column in columns.values() if len(same := _places(words, words[column])) > 1)
    return Header(index, words, columns, tuple(memo), bank_layout(words, rows[:index]), twice=twice)


def _two_rows(upper: tuple[str, ...], below: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """发生额 over 借方 and 贷方: a merged cell above the words that count. None when the next row is no second half."""
    if not below or sum(word in _KNOWN or is_currency_column(word) for word in upper) < _FEWEST_OF_TWO_ROWS:
        return None
    lower = tuple(map(heading, below[0]))
    if lower == upper or sum(word in _SPLIT for word in lower) < 2 or any(map(moment, lower)):
        return None
    width = max(len(upper), len(lower))
    pairs = zip(lower + ("",) * (width - len(lower)), upper + ("",) * (width - len(upper)), strict=True)
    return tuple(word or above for word, above in pairs)


def _places(words: Sequence[str], wanted: str) -> tuple[int, ...]:
    return tuple(place for place, word in enumerate(words) if word == wanted)


def _first(candidates: Sequence[str], words: Sequence[str]) -> str | None:
    return next((word for word in candidates if word in words), None)


def _is_header(columns: Mapping[str, int]) -> bool:
    return (
        bool(columns.keys() & {"time", "day"})
        and bool(columns.keys() & {"amount", "credit", "debit"})
        and bool(columns.keys() & {"party_name", "party_account", "payer_name", "payee_name"})
    )


def bank_layout(words: Sequence[str], above: Sequence[Sequence[str]]) -> Layout:
    """The layout that this header is, or that of the bank named above it; OTHER when neither tells."""
    fitting = [layout for layout in LAYOUTS if layout.marks and layout.marks <= set(words)]
    if fitting:
        return max(fitting, key=lambda layout: len(layout.marks))
    title = " ".join(text for row in above for text in row)
    return next((layout for layout in LAYOUTS if any(name in title for name in layout.titles)), OTHER)
