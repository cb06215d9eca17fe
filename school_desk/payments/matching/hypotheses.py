"""Every explanation of every line that is worth weighing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from school_desk.payments.matching.amounts import BANK_FEE_FEN, Shape, fill, shapes
from school_desk.payments.matching.books import Books
from school_desk.payments.matching.context import Context, Reading
from school_desk.payments.matching.figures import (
    kin_of,
    named_people,
    of_line,
    of_payer,
    of_shape,
    rests_on_amount,
    spoken,
)
from school_desk.payments.matching.payers import Clue
from school_desk.payments.matching.table import Hypothesis, Table

_AMOUNT_ALONE = 3
_BEFORE_DAYS, _SINCE_DAYS = 30, 240


def explain(context: Context, ruled_out: Mapping[int, frozenset[int]] | None = None) -> Table:
    """The hypotheses of all lines, without those that pay a receivable `ruled_out` for the line; places of both."""
    table = Table()
    for place, reading in enumerate(context.readings):
        _explain_line(place, reading, context, table, (ruled_out or {}).get(place, frozenset()))
    return table


def _explain_line(place: int, reading: Reading, context: Context, table: Table, ruled_out: frozenset[int]) -> None:
    books = context.books
    found: dict[tuple[tuple[int, ...], object], Shape] = {}
    for shape in _shapes(reading, context):
        found.setdefault((shape.batches, shape.parts), shape)
    if not any(shape.kind in ("exact", "split", "several") for shape in found.values()):
        for number in _amount_alone(reading, context):
            shape = Shape("exact" if len(books.batches[number].bills) == 1 else "split", (number,))
            found.setdefault(((number,), ()), shape)
    table.of_line.extend(of_line(reading, context))
    told, kin = spoken(reading, context.usual), frozenset(kin_of(reading, books))
    payers: dict[tuple[int, ...], int] = {}
    for shape in found.values():
        if ruled_out and not ruled_out.isdisjoint(_paid(shape, reading, books)):
            continue
        owners = books.owners(shape.batches)
        payer = payers.get(owners)
        if payer is None:
            payer = payers[owners] = len(table.on_amount)
            table.of_payer.extend(of_payer(owners, reading, kin, books))
            table.on_amount.append(rests_on_amount(owners, reading, kin))
        table.hypotheses.append(Hypothesis(place, shape, owners))
        table.lines.append(place)
        table.payers.append(payer)
        table.of_shape.extend(of_shape(place, shape, owners, told, context))


def _paid(shape: Shape, reading: Reading, books: Books) -> set[int]:
    bills = [bill for number in shape.batches for bill in books.batches[number].bills]
    return {bill for bill, _ in shape.parts or fill(bills, reading.line.amount_fen, books)}


def _shapes(reading: Reading, context: Context) -> Iterator[Shape]:
    books, fen, day = context.books, reading.line.amount_fen, reading.line.booked_on.toordinal()
    ranked = sorted(reading.clues, key=lambda one: (-reading.clues[one].strength, one))
    yield from _across(reading, books, ranked)
    yield from _fees_of_named(reading, books)
    for batch, others, ways in reading.instalments[:6]:
        yield Shape("part", (batch,), solutions=ways, others=others)
    for enterprise in ranked:
        payer = _in_time(books.batches_of[enterprise], day, books)
        if payer:
            hinted = [number for number in payer if number in reading.hinted]
            yield from shapes(fen, payer, hinted, day, books, reading.memo.heads, context.anchored)


def _fees_of_named(reading: Reading, books: Books) -> Iterator[Shape]:
    """Exactly the fees of the trainees named in the memo, who are not all of them."""
    for bill in reading.people:
        item = books.bills[bill]
        count = len(named_people(reading.names, (bill,), books))
        fen = count * item.due_fen // len(item.trainee_names)
        if fen == reading.line.amount_fen < item.open_fen:
            yield Shape("part", (books.batch_of_bill[bill],), ((bill, fen),))


def _in_time(batches: Sequence[int], day: int, books: Books) -> Sequence[int]:
    """Those that may have been entered by the day of the payment."""
    if len(batches) <= 20:
        return batches
    return [n for n in batches if -_BEFORE_DAYS <= day - books.created[n] <= _SINCE_DAYS]


def _across(reading: Reading, books: Books, ranked: Sequence[int]) -> Iterator[Shape]:
    """Batches of several enterprises paid at once, as codes, a slip, or a group's account say."""
    fen = reading.line.amount_fen
    sets = [reading.memo.cited, *(books.slips[slip].batches for slip, _ in reading.slips[:3])]
    for numbers in dict.fromkeys(tuple(sorted(one)) for one in sets if len(one) > 1):
        total = sum(books.open_fen[number] for number in numbers)
        if total == fen:
            yield Shape("several", numbers)
        elif 0 < total - fen <= BANK_FEE_FEN:
            yield Shape("fee_withheld", numbers)
    family = [one for one in ranked if _may_share(reading.clues[one])]
    if len(family) > 1:
        yield from _group(reading, books, family[:6])


def _may_share(clue: Clue) -> bool:
    return clue.account > 0 or clue.learnt > 0 or clue.name > 0.5 or clue.hinted or clue.owner > 0


def _group(reading: Reading, books: Books, family: Sequence[int]) -> Iterator[Shape]:
    day = reading.line.booked_on.toordinal()
    numbers = [
        number
        for enterprise in family
        for number in books.batches_of[enterprise]
        if -10 <= day - books.created[number] <= 60 and books.open_fen[number] < reading.line.amount_fen
    ]
    hinted = [number for number in numbers if number in reading.hinted]
    near = sorted(numbers, key=lambda number: (number not in hinted, -books.created[number], number))[:18]
    found = [
        shape
        for shape in shapes(reading.line.amount_fen, sorted(near), hinted, day, books)
        if shape.kind == "several" and len({books.batches[number].enterprise for number in shape.batches}) > 1
    ]
    yield from found[:4]


def _amount_alone(reading: Reading, context: Context) -> Sequence[int]:
    """Batches of exactly this amount that no code claims: those of the payer's kin; else all, when they are few."""
    books, day = context.books, reading.line.booked_on.toordinal()
    near = books.of_amount(reading.line.amount_fen, day - 90, day + 20)
    kin = set(kin_of(reading, books))
    if not kin and len(near) > 10 * _AMOUNT_ALONE:
        return ()
    same = [number for number in near if number not in context.anchored]
    related = [number for number in same if books.batches[number].enterprise in kin]
    return related[:6] or (same if len(same) <= _AMOUNT_ALONE else ())
