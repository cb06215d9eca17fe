"""Order numbers and codes that were quoted with a slip: cut off, a digit wrong, missing, or two exchanged."""

from __future__ import annotations

from school_desk.payments.matching.books import Books
from school_desk.payments.matching.memos import Memo

_LEAST = 5
_MOST = 40
_MOST_ALIKE = 12
"""A tail that more numbers end with points to none of them, unless the amount does."""


def damaged_quotes(memo: Memo, amount_fen: int, books: Books) -> dict[int, tuple[float, str]]:
    """Batch → (0–1, what was read) for the open batches that a damaged code in the memo may mean.

    Where a code stands there whole but the amount does not fit, its neighbours of that amount are looked at, too.
    """
    found: dict[int, tuple[float, str]] = {number: (0.75, read) for number, read in memo.near}
    for piece in (*memo.pieces, *memo.tails):
        numbers = books.ending_with(piece) if len(piece) in (6, 7, 8) or piece in memo.tails else ()
        for number in numbers:
            fits = books.batches[number].open_fen == amount_fen
            if fits or len(numbers) <= _MOST_ALIKE:
                found[number] = (0.7 if fits else 0.3, piece)
    for quoted in (*memo.pieces, *memo.codes):
        for number, grade in _of_this_amount(quoted, amount_fen, books):
            if grade > found.get(number, (0.0, ""))[0]:
                found[number] = (grade, quoted)
    if len(found) > _MOST:
        best = sorted(found, key=lambda number: (-found[number][0], number))[:_MOST]
        return {number: found[number] for number in best}
    return found


def _of_this_amount(quoted: str, amount_fen: int, books: Books) -> list[tuple[int, float]]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    codes = books.codes_of_amount(amount_fen)
    if not codes or len(quoted) < _LEAST:
        return []
    hits = process.extract(quoted, list(codes), scorer=OSA.distance, score_cutoff=1, limit=6)
    found = [
        (codes[code], 0.8 if len(quoted) > 8 else 0.6) for code, distance, _ in hits if distance <= 1 and code != quoted
    ]
    if len(quoted) == _LEAST:
        found += [(number, 0.4) for code, number in codes.items() if code.endswith(quoted)][:6]
    return found
