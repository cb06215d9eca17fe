"""What one memo says when read against the open receivables: codes, companies, people, how many, and what is left."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school_desk.payments.matching.spellings import fold
from school_desk.payments.matching.wording import heads, is_training, plain, unexplained
from school_desk.terms.payment_code import find_damaged_payment_codes, find_payment_codes

if TYPE_CHECKING:
    from school_desk.payments.matching.books import Books

_CODE = re.compile(r"[A-Z0-9]{5,}")
_NUMBER = 6
"""Shorter runs of letters and digits are counts, dates and yuan."""
_LISTED_END, _TAIL = 3, 4
_PIECE = 5
"""The end of an order number of this length may point to it."""
_CHINESE = re.compile(r"[一-鿿㐀-䶿\U00020000-\U0003ffff·]{2,}")
_LETTERS = re.compile(r"[A-Z]{2,}(?=\d)")
_DAY = re.compile(r"20[2-4]\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?")
_MONEY = re.compile(r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?|\d{1,8}\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class Memo:
    text: str
    cited: tuple[int, ...]
    """Batches whose code stands there whole."""
    codes: tuple[str, ...]
    """Those codes."""
    not_open: tuple[str, ...]
    """Codes that check, or that were once ours, but belong to no open batch: paid, cancelled, or another school's."""
    loose: tuple[str, ...]
    """Figures listed behind a code that are the end of none."""
    tails: tuple[str, ...]
    """Ends of numbers, called so: 尾号5418."""
    pieces: tuple[str, ...]
    """Runs that are no code of ours: perhaps a damaged one, or somebody else's number."""
    near: tuple[tuple[int, str], ...]
    """Batches whose payment code is one slip away from what was read, and what was read."""
    by_credit_code: tuple[int, ...]
    """Enterprises whose 统一社会信用代码 stands there."""
    spellings: tuple[str, ...]
    """Names, aliases and short names of enterprises."""
    brands: tuple[int, ...]
    """The few enterprises that a word of it, such as 荣地, is part of."""
    heads: int | None
    rest: str
    """The text without codes and company names: people, if any, stand here."""
    left: str
    """Of the rest, what no usual word explains: people or another purpose."""
    about_training: bool


def read_memo(text: str, books: Books) -> Memo:
    """Reads `text` as far as it means the same whoever pays."""
    upper = plain(text)
    quoted = books.code_reader.read(upper, _MONEY)
    intact = find_payment_codes(text) if books.short_codes else []
    codes, loose = _with_ends(tuple(dict.fromkeys((*intact, *quoted.codes))), quoted.loose, books)
    runs = quoted.runs
    cited = tuple(dict.fromkeys(books.batch_of_code[code] for code in codes if code in books.batch_of_code))
    owners = tuple(dict.fromkeys(books.by_credit_code[run] for run in runs if run in books.by_credit_code))
    pieces = tuple(_pieces(runs, codes, books))
    rest = fold(re.sub(r"\s+", "、", _CODE.sub("、", upper)))
    spellings = books.spellings.written_in(rest) if len(rest) >= 4 else []
    for spelling in spellings:
        rest = rest.replace(spelling, "、")
    left = unexplained(rest)
    return Memo(
        text=text,
        cited=cited,
        codes=codes,
        not_open=tuple(code for code in codes if code not in books.batch_of_code),
        loose=loose,
        tails=(*quoted.tails, *(figures for figures in loose if len(figures) >= _TAIL)),
        pieces=pieces,
        near=tuple(_near(text, books)) if runs and not codes else (),
        by_credit_code=owners,
        spellings=tuple(spellings),
        brands=() if spellings else tuple(dict.fromkeys(_brands(left, books))),
        heads=heads(text),
        rest=rest,
        left=left,
        about_training=is_training(rest),
    )


def _with_ends(codes: tuple[str, ...], loose: Iterable[str], books: Books) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes with those that figures listed behind them are the end of, when only one of the same enterprises is; and the other figures."""
    numbers = [books.batch_of_code[code] for code in codes if code in books.batch_of_code]
    owners = set(books.owners(numbers)) if numbers else set()
    found, left = list(codes), []
    for figures in loose:
        meant = [number for number in books.ending_with(figures) if books.batches[number].enterprise in owners]
        if len(meant) == 1 and len(figures) >= _LISTED_END:
            ours = (code for code in books.batches[meant[0]].codes if code in books.batch_of_code)
            found.append(next(code for code in ours if code.endswith(figures)))
        else:
            left.append(figures)
    return tuple(dict.fromkeys(found)), tuple(left)


def _pieces(runs: Iterable[str], codes: tuple[str, ...], books: Books) -> Iterator[str]:
    for run in runs:
        ours = run in books.by_credit_code or any(code in run or (len(run) >= _PIECE and run in code) for code in codes)
        if len(run) >= _PIECE and any(map(str.isdigit, run)) and not ours:
            yield run


def strange(pieces: Iterable[str], usual: Container[str] = ()) -> tuple[str, ...]:
    """Those long enough to be an order, contract or invoice number that is none of ours; `usual`: beginnings of the payers' own documents."""
    return tuple(
        piece
        for piece in pieces
        if len(piece) >= _NUMBER and not _DAY.fullmatch(piece) and (beginning(piece) or " ") not in usual
    )


def beginning(piece: str) -> str:
    """The letters a number begins with, by which a firm's documents are told from others'."""
    found = _LETTERS.match(piece)
    return found.group() if found else ""


def _near(text: str, books: Books) -> Iterator[tuple[int, str]]:
    if not books.short_codes:
        return
    for found in find_damaged_payment_codes(text):
        for code in found.candidates:
            if code in books.batch_of_code:
                yield books.batch_of_code[code], found.read


def _brands(left: str, books: Books) -> Iterator[int]:
    for word in words_of(left)[:3]:
        yield from books.spellings.brands(word)


def words_of(left: str) -> list[str]:
    """The Chinese words of `Memo.left`."""
    return _CHINESE.findall(left)
