"""Which open batches an amount can stand for. It sees figures only and never says who paid."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from school_desk.payments.matching.books import Books
from school_desk.payments.matching.facts import Kind

BANK_FEE_FEN = 5_000
"""What a payer's bank keeps of a transfer at most: 50 yuan."""
_MOST_SUMMANDS = 18
_USUAL_DAYS = 6
"""From the entry of a batch to its payment."""
_MOST_EQUALS = 8
_MOST_SUMS = 3
_FEW = 3
_MOST_PARTS = 6
_MOST_OVERS = 3

Parts = tuple[tuple[int, int], ...]
"""(place of the receivable, fen)."""


class Shape(NamedTuple):
    """One way an amount fits."""

    kind: Kind
    batches: tuple[int, ...]
    parts: Parts = ()
    """Empty: the batches are paid from their oldest receivable on, as far as the money goes."""
    solutions: int = 1
    """How many choices give the same sum, this one included."""
    others: tuple[int, ...] = ()
    """The other lines with which this one pays the batch off."""


def shapes(
    amount_fen: int,
    payer: Sequence[int],
    hinted: Collection[int],
    near_day: int,
    books: Books,
    heads: int | None = None,
    taken: Container[int] = (),
) -> list[Shape]:
    """The fits of `amount_fen` among one payer's batches, oldest first, without repeats. `heads`: so many people the memo speaks of.

    Batches `taken`, which another line names and pays exactly, enter no sum and are not paid in part.
    `hinted` batches are those that a code, a slip or trainees point to: they are tried even where the amount does not fit.
    """
    wanted = [number for number in payer if number in hinted]
    found = list(_whole(amount_fen, payer, wanted, near_day, books))
    found += _of_one_batch(amount_fen, wanted or payer, books)
    if wanted:
        found += _together(amount_fen, wanted, payer, books)
    near = _nearest([number for number in payer if number not in taken], near_day, books)
    if not found or (heads and not any(_heads(shape, books) == heads for shape in found)):
        found += _sums(amount_fen, near, near_day, books)
    found += _inexact(amount_fen, wanted, books)
    if sum(1 / shape.solutions for shape in found) < _FEW:
        found += _inexact(amount_fen, near[::-1], books)
    return list({(shape.batches, shape.parts): shape for shape in reversed(found)}.values())[::-1]


def _heads(shape: Shape, books: Books) -> int:
    return sum(books.batches[number].heads for number in shape.batches)


def fill(bills: Iterable[int], amount_fen: int, books: Books) -> Parts:
    """`amount_fen` laid on the receivables in their order, none getting more than it wants."""
    parts = []
    for place in bills:
        part = min(amount_fen, books.bills[place].open_fen)
        if part > 0:
            parts.append((place, part))
            amount_fen -= part
    return tuple(parts)


def _nearest(payer: Sequence[int], near_day: int, books: Books) -> list[int]:
    """The batches entered nearest before the payment, oldest first."""
    if len(payer) <= _MOST_SUMMANDS:
        return list(payer)
    ranked = sorted(payer, key=lambda number: (abs(near_day - _USUAL_DAYS - books.created[number]), number))
    return sorted(ranked[:_MOST_SUMMANDS])


def _whole(
    amount_fen: int, payer: Sequence[int], wanted: Sequence[int], near_day: int, books: Books
) -> Iterator[Shape]:
    equal = [number for number in payer if books.open_fen[number] == amount_fen]
    if len(equal) > _MOST_EQUALS:
        kept = {*_by_distance(equal, near_day, books)[:_MOST_EQUALS], *wanted}
        equal = [number for number in equal if number in kept]
    for number in equal:
        yield Shape(_kind_of([number], books), (number,), solutions=len(equal))


def _by_distance(numbers: Iterable[int], near_day: int, books: Books) -> list[int]:
    return sorted(numbers, key=lambda number: (abs(near_day - _USUAL_DAYS - books.created[number]), number))


def _kind_of(batches: Sequence[int], books: Books) -> Kind:
    if len(batches) > 1:
        return "several"
    return "split" if len(books.batches[batches[0]].bills) > 1 else "exact"


def _of_one_batch(amount_fen: int, numbers: Sequence[int], books: Books) -> Iterator[Shape]:
    """Some receivables of a batch that has several, in full."""
    for number in numbers:
        bills = books.batches[number].bills
        if len(bills) > 1 and amount_fen < books.open_fen[number]:
            near = bills[:_MOST_SUMMANDS]
            count, picked = subset(amount_fen, [books.bills[place].open_fen for place in near])
            if picked and count <= _MOST_SUMS:
                parts = tuple((near[place], books.bills[near[place]].open_fen) for place in picked)
                yield Shape("exact" if len(parts) == 1 else "split", (number,), parts, count)


def _together(amount_fen: int, wanted: Sequence[int], payer: Sequence[int], books: Books) -> Iterator[Shape]:
    """The hinted batches together, or with others of the same payer that make up the sum."""
    total = sum(books.open_fen[number] for number in wanted)
    if len(wanted) > 1 and total == amount_fen:
        yield Shape("several", tuple(wanted))
    elif len(wanted) > 1 and 0 < total - amount_fen <= BANK_FEE_FEN:
        yield Shape("fee_withheld", tuple(wanted))
    elif total < amount_fen:
        others = [number for number in payer if number not in wanted][-40:]
        rest = amount_fen - total
        ones = [(number,) for number in others if books.open_fen[number] == rest]
        pairs = [
            pair for pair in combinations(others[-20:], 2) if sum(books.open_fen[number] for number in pair) == rest
        ]
        more = ones or pairs
        for one in more[:_MOST_SUMS]:
            yield Shape("several", tuple(sorted((*wanted, *one))), solutions=len(more))


def _sums(amount_fen: int, near: Sequence[int], near_day: int, books: Books) -> Iterator[Shape]:
    """Two to four batches in full, or all there are; the fewest that fit, those first that were entered when they might be paid."""
    if len(near) < 2:
        return
    fen = [books.open_fen[number] for number in near]
    apart = [abs(near_day - _USUAL_DAYS - books.created[number]) for number in near]
    found = sorted(_few(amount_fen, fen), key=lambda picked: sum(apart[place] for place in picked))
    for picked in found[:_MOST_SUMS]:
        yield Shape("several", tuple(near[place] for place in picked), solutions=len(found))
    if not found:
        for start, end in _runs(amount_fen, fen):
            yield Shape("several", tuple(near[start:end]))


def _few(amount_fen: int, fen: Sequence[int]) -> list[tuple[int, ...]]:
    """Choices of two, else of three, else of four places, latest first, that add up."""
    places = [place for place in range(len(fen)) if fen[place] < amount_fen]
    pairs: list[tuple[int, ...]] = [
        pair for pair in combinations(places, 2) if fen[pair[0]] + fen[pair[1]] == amount_fen
    ]
    if pairs:
        return pairs[::-1]
    by_fen: dict[int, list[int]] = {}
    for place in places:
        by_fen.setdefault(fen[place], []).append(place)
    threes: list[tuple[int, ...]] = [
        (first, second, third)
        for first, second in combinations(places, 2)
        for third in by_fen.get(amount_fen - fen[first] - fen[second], ())
        if third > second
    ]
    return threes[::-1] or _fours(amount_fen, fen, places)


def _fours(amount_fen: int, fen: Sequence[int], places: Sequence[int]) -> list[tuple[int, ...]]:
    sums: dict[int, list[tuple[int, int]]] = {}
    for pair in combinations(places, 2):
        sums.setdefault(fen[pair[0]] + fen[pair[1]], []).append(pair)
    found = [
        (*first, *second)
        for total, firsts in sums.items()
        if amount_fen - total in sums
        for first in firsts
        for second in sums[amount_fen - total]
        if first[1] < second[0]
    ]
    return sorted(found, reverse=True)


def _runs(amount_fen: int, fen: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Five and more neighbours in time."""
    for start in range(len(fen)):
        total = 0
        for end in range(start, len(fen)):
            total += fen[end]
            if total >= amount_fen:
                if total == amount_fen and end - start >= 4:
                    yield start, end + 1
                break


def _inexact(amount_fen: int, numbers: Sequence[int], books: Books) -> Iterator[Shape]:
    """All but a bank's charge; a part, rather of whole heads or a half; more than is open, rather by little."""
    parts, overs = [], []
    for number in numbers:
        open_fen = books.open_fen[number]
        if 0 < open_fen - amount_fen <= BANK_FEE_FEN:
            yield Shape("fee_withheld", (number,))
        elif amount_fen < open_fen:
            parts.append(number)
        elif amount_fen > open_fen:
            overs.append(number)
    parts.sort(key=lambda number: not _whole_heads(number, amount_fen, books))
    overs.sort(key=lambda number: -books.open_fen[number])
    yield from (Shape("part", (number,)) for number in parts[:_MOST_PARTS])
    yield from (Shape("over", (number,)) for number in overs[:_MOST_OVERS])
    total = sum(books.open_fen[number] for number in numbers)
    if len(numbers) > 1 and amount_fen > total:
        yield Shape("over", tuple(sorted(numbers)))


def _whole_heads(number: int, amount_fen: int, books: Books) -> bool:
    """Whether the amount is so many times the fee of one, or half of all."""
    batch = books.batches[number]
    if amount_fen * 2 == batch.open_fen:
        return True
    first = books.bills[batch.bills[0]]
    return bool(first.trainee_names) and amount_fen * len(first.trainee_names) % first.due_fen == 0


def subset(target: int, amounts: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    """How many choices of `amounts` add up to `target`, and the earliest one; (0, ()) when none does."""
    sums: dict[int, tuple[int, tuple[int, ...]]] = {0: (1, ())}
    for place, amount in enumerate(amounts):
        for reached, (count, picked) in list(sums.items()):
            total = reached + amount
            if total <= target:
                known, earliest = sums.get(total, (0, (*picked, place)))
                sums[total] = (known + count, earliest)
        if len(sums) > _MOST_SUBSETS:
            break
    count, picked = sums.get(target, (0, ()))
    return (count, picked) if picked else (0, ())


_MOST_SUBSETS = 20_000
