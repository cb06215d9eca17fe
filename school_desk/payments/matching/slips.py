"""Which slips may speak of a line, and how well. A slip is a claim: it never pays anything."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from school_desk.payments.matching.books import Books, SlipFact
from school_desk.payments.matching.facts import CreditLine
from school_desk.payments.matching.spellings import fold

_DAYS = 4
_LEAST = 0.45


def agreeing_slips(line: CreditLine, books: Books) -> list[tuple[int, float]]:
    """(place of the slip, agreement 0–1), best first; slips that agree in too little are left out."""
    if not books.slips:
        return []
    scored = [(place, agreement(line, books.slips[place])) for place in sorted(set(_near(line, books)))]
    return sorted(((place, grade) for place, grade in scored if grade >= _LEAST), key=lambda one: (-one[1], one[0]))[:6]


def spent_slips(decided: Iterable[CreditLine], books: Books) -> dict[int, float]:
    """Slip → how well it agrees with a payment that is dealt with: of another line it proves nothing unless it agrees better with that."""
    found: dict[int, float] = {}
    for line in decided:
        for place, grade in agreeing_slips(line, books):
            found[place] = max(grade, found.get(place, 0.0))
    return found


def _near(line: CreditLine, books: Books) -> Iterator[int]:
    day = line.booked_on.toordinal()
    same = books.slips_by_amount.get(line.amount_fen)
    if same:
        first = bisect_left(same, day - _DAYS, key=lambda place: books.slips[place].slip.paid_on.toordinal())
        last = bisect_right(same, day + _DAYS, key=lambda place: books.slips[place].slip.paid_on.toordinal())
        yield from same[first:last]
    if line.booked_at is not None:
        minute = day * 1440 + line.booked_at.hour * 60 + line.booked_at.minute
        yield from books.slips_by_minute.get(minute, ())
    for place in books.slips_by_account.get(line.payer_account, ()):
        if abs(books.slips[place].slip.paid_on.toordinal() - day) <= 1:
            yield place


def agreement(line: CreditLine, fact: SlipFact) -> float:
    """0–1: amount, account, name and time, each read with errors of its own. Nothing where a person has paired the slip with another line."""
    slip = fact.slip
    if slip.line_id not in ("", line.id):
        return 0.0
    moment = _times(line, fact)
    account = _accounts(slip.payer_account, line.payer_account)
    if slip.amount_fen != line.amount_fen:
        return (
            0.0
            if account < 1 or moment < 0.9
            else _grade(0.0, account, _names(fact.name, fold(line.payer_name)), moment)
        )
    name = _names(fact.name, fold(line.payer_name))
    if account < 0 and name < 0 and moment < 0.9:
        return 0.0
    return _grade(1.0, account, name, moment)


def _grade(amount: float, account: float, name: float, moment: float) -> float:
    return max(0.0, 0.35 * amount + 0.25 * account + 0.15 * name + 0.25 * moment)


def _accounts(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    alike = one[:6] == other[:6] or one[-6:] == other[-6:]
    if alike and len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2:
        return 0.8
    return -0.6


def _names(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if len(one) >= 4 and len(other) >= 4 and (one in other or other in one or one[:4] == other[:4]):
        return 0.6
    return -0.5


def _times(line: CreditLine, fact: SlipFact) -> float:
    days = abs(fact.slip.paid_on.toordinal() - line.booked_on.toordinal())
    if fact.minute is not None and line.booked_at is not None:
        booked = line.booked_on.toordinal() * 1440 + line.booked_at.hour * 60 + line.booked_at.minute
        apart = abs(fact.minute - booked)
        if apart <= 1:
            return 1.0
        if apart <= 30:
            return 0.8
    elif days == 0:
        return 0.8
    return (0.5, 0.35, 0.15, 0.1)[days] if days < 4 else -0.5
