"""What one memo says when read against the open receivables: codes, companies, trainees, how many people, and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from school_desk.payments.matching.books import Books
from school_desk.payments.matching.wording import heads, plain, unexplained
from school_desk.terms.names import normalise_company_name
from school_desk.terms.payment_code import find_damaged_payment_codes, find_payment_codes

_RUN = re.compile(r"[A-Z0-9]+")
_NUMBER = 6
"""Shorter runs of letters and digits are counts, dates and yuan."""


@dataclass(frozen=True, slots=True)
class Memo:
    text: str
    cited: tuple[str, ...]
    """Batches whose code stands there whole."""
    damaged: Mapping[str, str]
    """Batches whose code stands there with one slip, and what was read."""
    not_open: tuple[str, ...]
    """Codes that check but belong to no open batch: paid, cancelled, or another school's."""
    coded_enterprises: frozenset[str]
    """Enterprises whose 统一社会信用代码 stands there."""
    spellings: tuple[str, ...]
    """Names and aliases of enterprises."""
    trainees: Mapping[str, tuple[str, ...]]
    """Receivable → its trainees named."""
    heads: int | None
    unexplained: str
    """Words that are neither training, banking, a company, a trainee nor a code."""


def read_memo(text: str, payer_name: str, books: Books) -> Memo:
    """Reads `text`; the payer's own name in it explains nothing and is passed over."""
    codes, runs = list(_codes(text, books)), _RUN.findall(plain(text))
    spaced = normalise_company_name(re.sub(r"\s+", "、", text))
    spellings = books.spellings_in(spaced)
    rest = _without(spaced, [*spellings, normalise_company_name(payer_name)])
    trainees, rest = _trainees(rest, books)
    return Memo(
        text=text,
        cited=tuple(dict.fromkeys(books.batch_of_code[code] for code in codes if code in books.batch_of_code)),
        damaged={} if codes else dict(_damaged(text, books)),
        not_open=tuple(code for code in codes if code not in books.batch_of_code),
        coded_enterprises=frozenset(books.by_credit_code[run] for run in runs if run in books.by_credit_code),
        spellings=tuple(spellings),
        trainees=trainees,
        heads=heads(text),
        unexplained=" ".join(filter(None, (unexplained(rest), *_strange_numbers(runs, codes, books)))),
    )


def _codes(text: str, books: Books) -> Iterator[str]:
    """Payment codes wherever they stand, other codes as whole words, long ones also inside a word."""
    yield from find_payment_codes(text)
    for run in _RUN.findall(plain(text)):
        if run in books.batch_of_code:
            yield run
        for length in books.long_code_lengths:
            windows = (run[place : place + length] for place in range(len(run) - length + 1))
            yield from (window for window in windows if window in books.batch_of_code)


def _strange_numbers(runs: Iterable[str], codes: Sequence[str], books: Books) -> Iterator[str]:
    """Order, contract or invoice numbers that are none of ours: the money may be for something else."""
    for run in runs:
        ours = run in books.by_credit_code or any(code in run or run in code for code in codes)
        if len(run) >= _NUMBER and any(map(str.isdigit, run)) and not ours:
            yield run


def _damaged(text: str, books: Books) -> Iterator[tuple[str, str]]:
    for found in find_damaged_payment_codes(text):
        for code in found.candidates:
            if code in books.batch_of_code:
                yield books.batch_of_code[code], found.read


def _without(text: str, words: list[str]) -> str:
    for word in words:
        if word:
            text = text.replace(word, "、")
    return text


def _trainees(text: str, books: Books) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """The trainees named, by receivable, and the text without them. Lists are often written without any separator."""
    named: dict[str, dict[str, None]] = {}
    rest, place = "", 0
    while place < len(text):
        name = next(
            (text[place : place + n] for n in books.trainee_lengths if text[place : place + n] in books.by_trainee), ""
        )
        for receivable in books.by_trainee.get(name, ()):
            named.setdefault(receivable.id, {})[name] = None
        rest += "、" if name else text[place]
        place += len(name) or 1
    return {receivable: tuple(names) for receivable, names in named.items()}, rest
