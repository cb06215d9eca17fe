"""One statement read as a whole: what its lines teach about each other before any of them is explained."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from school_desk.payments.matching.books import Books
from school_desk.payments.matching.facts import CreditLine, DebitLine, OpenReceivable
from school_desk.payments.matching.memos import Memo, beginning, words_of
from school_desk.payments.matching.payers import Clues, Habits, exact_owner, find_clues, people_in
from school_desk.payments.matching.quotes import damaged_quotes
from school_desk.payments.matching.slips import agreeing_slips, spent_slips
from school_desk.payments.matching.spellings import fold
from school_desk.payments.matching.wording import is_person
from school_desk.terms.names import normalise_person_name

_SURE_SLIP = 0.93
_INSTALMENT_DAYS = 30
_MOST_LOOSE = 24
_LIKELY = 0.6
_USUAL_PAYERS = 3
_USUAL_SHARE = 0.5
REPEATED_DAYS = 21
"""Payments of one payer and amount so near in time may be one paid twice."""


@dataclass(slots=True)
class Reading:
    """What was read of one line."""

    line: CreditLine
    memo: Memo
    slips: list[tuple[int, float]]
    damaged: dict[int, tuple[float, str]]
    """Batch → how surely the memo means it by a damaged code, and what was read."""
    people: dict[int, int]
    """Receivable → how many of its trainees are named."""
    names: tuple[str, ...]
    anchor: tuple[int, ...]
    """The batches whose codes, together with the exact amount, the line names."""
    clues: Clues = field(default_factory=dict)
    top: int = -1
    """The likeliest payer."""
    hinted: frozenset[int] = frozenset()
    rank: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Enterprise → (place among its lines of this amount that no code explains, how many they are, -)."""
    instalments: list[tuple[int, tuple[int, ...], int]] = field(default_factory=list)
    """(batch, other lines, how many such ways)."""
    earlier: int = 0
    later: int = 0
    """Lines from the same payer with the same amount within three weeks; those that are dealt with count as earlier."""
    refunded: bool = False


@dataclass(slots=True)
class Context:
    books: Books
    readings: list[Reading]
    anchored: dict[int, list[int]]
    """Batch → the lines that name it by its code and pay it exactly."""
    free_bills: dict[tuple[int, int], list[int]]
    """(enterprise, fen) → its batches of that amount which no code claims, oldest first."""
    slip_best: dict[int, list[tuple[float, int]]]
    """Slip → (agreement, line), best first."""
    spent: dict[int, float]
    """Slip → how well it agrees with a payment that is dealt with."""
    usual: frozenset[str] = frozenset()
    """Words that stand beside whole codes and exact amounts as often as beside nothing: the bank's own, the trade's, the place's."""

    def free(self, enterprise: int, fen: int) -> list[int]:
        """Of an enterprise: its batches of exactly that amount which no code claims, oldest first. Remembered."""
        found = self.free_bills.get((enterprise, fen))
        if found is None:
            batches, open_fen = self.books.batches_of[enterprise], self.books.open_fen
            found = [number for number in batches if open_fen[number] == fen and number not in self.anchored]
            self.free_bills[enterprise, fen] = found
        return found


def read_statement(
    lines: Sequence[CreditLine], debits: Sequence[DebitLine], books: Books, decided: Sequence[CreditLine] = ()
) -> Context:
    """Reads every line, then every line once more in the light of the others. `lines` in their order in time."""
    readings = [_read(line, books) for line in lines]
    habits = Habits()
    owners = [exact_owner(line, books) for line in lines]
    for reading, owner in zip(readings, owners, strict=True):
        habits.learn(reading.line, _enterprises(reading.anchor, books), owner)
    anchored: defaultdict[int, list[int]] = defaultdict(list)
    slip_best: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for place, reading in enumerate(readings):
        _hint(reading, books, habits)
        for batch in reading.anchor:
            anchored[batch].append(place)
        for slip, grade in reading.slips:
            slip_best[slip].append((grade, place))
    for those in slip_best.values():
        those.sort(key=lambda one: (-one[0], one[1]))
    spent = spent_slips(decided, books)
    context = Context(books, readings, dict(anchored), {}, dict(slip_best), spent, usual_words(readings, books))
    _count_equals(context)
    _count_decided(readings, decided)
    _rank(context)
    _find_instalments(context)
    _mark_refunded(readings, debits)
    return context


def usual_words(readings: Sequence[Reading], books: Books) -> frozenset[str]:
    """Words, and beginnings of numbers, that nothing explains, but that several payers write beside a code that they pay exactly.

    They must do so about as often as anybody quotes one. What is written for another purpose never stands beside such a code:
    a deposit names no order.
    """
    seen: defaultdict[str, int] = defaultdict(int)
    proven: defaultdict[str, set[str]] = defaultdict(set)
    sure: defaultdict[str, int] = defaultdict(int)
    for reading in readings:
        memo = reading.memo
        for word in dict.fromkeys((*words_of(memo.left), *filter(None, map(beginning, memo.pieces)))):
            seen[word] += 1
            if reading.anchor:
                sure[word] += 1
                proven[word].add(reading.line.payer_account or fold(reading.line.payer_name))
    share = sum(bool(reading.anchor) for reading in readings) / max(1, len(readings))
    return frozenset(
        word
        for word, payers in proven.items()
        if len(payers) >= _USUAL_PAYERS
        and word not in books.beginnings
        and sure[word] >= _USUAL_SHARE * share * seen[word]
    )


def _read(line: CreditLine, books: Books) -> Reading:
    memo = books.memo(line.memo)
    total = sum(books.open_fen[number] for number in memo.cited)
    anchor = memo.cited if memo.cited and total == line.amount_fen else ()
    people = people_in(memo.rest, books) if memo.left else []
    payer = normalise_person_name(line.payer_name) if is_person(line.payer_name.strip()) else ""
    if payer in books.by_trainee:
        people.append(payer)
    names = tuple(dict.fromkeys(people))
    return Reading(
        line=line,
        memo=memo,
        slips=agreeing_slips(line, books),
        damaged=damaged_quotes(memo, line.amount_fen, books) if not anchor else {},
        people=_people(names, line.amount_fen, memo, books),
        names=names,
        anchor=anchor,
    )


def _people(names: Sequence[str], amount_fen: int, memo: Memo, books: Books) -> dict[int, int]:
    """The receivables that the names point to: by two and more of them, or by one and the amount or the number of people."""
    if not names:
        return {}
    counts: defaultdict[int, int] = defaultdict(int)
    for name in names:
        for bill in books.by_trainee[name]:
            counts[bill] += 1
    found = {
        bill: count
        for bill, count in counts.items()
        if count > 1
        or _fits(books.bills[bill], count, amount_fen)
        or len(books.bills[bill].trainee_names) == memo.heads
    }
    best = sorted(found, key=lambda bill: (-found[bill], books.bills[bill].open_fen != amount_fen, bill))[:4]
    return {bill: found[bill] for bill in best}


def _fits(bill: OpenReceivable, count: int, amount_fen: int) -> bool:
    """Whether the amount is all that is open, or the fees of so many of its trainees."""
    return bill.open_fen == amount_fen or amount_fen * len(bill.trainee_names) == bill.due_fen * count


def _enterprises(batches: Sequence[int], books: Books) -> tuple[int, ...]:
    return tuple(dict.fromkeys(books.batches[number].enterprise for number in batches))


def _hint(reading: Reading, books: Books, habits: Habits) -> None:
    hinted = {*reading.memo.cited, *reading.damaged, *(number for number, _ in reading.memo.near)}
    hinted |= {number for slip, _ in reading.slips for number in books.slips[slip].batches}
    hinted |= {books.batch_of_bill[bill] for bill in reading.people}
    reading.hinted = frozenset(hinted)
    owners = sorted({books.batches[number].enterprise for number in hinted})
    anchored = _enterprises(reading.anchor, books)
    reading.clues = find_clues(reading.line, reading.memo, owners, anchored, books, habits)
    if reading.clues:
        reading.top = min(reading.clues, key=lambda one: (-reading.clues[one].strength, one))


def _count_equals(context: Context) -> None:
    """Payments alike: same payer, same amount, near in time."""
    alike: defaultdict[tuple[str, int], list[Reading]] = defaultdict(list)
    for reading in context.readings:
        line = reading.line
        if key := _payer(line):
            alike[key, line.amount_fen].append(reading)
    for those in alike.values():
        for first, second in combinations(those, 2) if 1 < len(those) <= 40 else ():
            if (second.line.booked_on - first.line.booked_on).days <= REPEATED_DAYS:
                first.later += 1
                second.earlier += 1


def _count_decided(readings: Sequence[Reading], decided: Iterable[CreditLine]) -> None:
    """Payments alike that a person has dealt with: whichever of two was taken first, the one that waits is the second."""
    days: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for line in decided:
        if key := _payer(line):
            days[key, line.amount_fen].append(line.booked_on.toordinal())
    for those in days.values():
        those.sort()
    for reading in readings:
        day = reading.line.booked_on.toordinal()
        those = days.get((_payer(reading.line), reading.line.amount_fen), [])
        reading.earlier += bisect_right(those, day + REPEATED_DAYS) - bisect_left(those, day - REPEATED_DAYS)


def _payer(line: CreditLine) -> str:
    """By what payments of one payer are known; empty where the bank printed nothing."""
    return line.payer_account or fold(line.payer_name)


def _rank(context: Context) -> None:
    """The lines of an enterprise with one amount and no code, in time; and its batches of that amount that no code claims."""
    waiting: defaultdict[tuple[int, int], list[Reading]] = defaultdict(list)
    for reading in context.readings:
        if reading.anchor:
            continue
        for enterprise, clue in reading.clues.items():
            if enterprise == reading.top or (not clue.hinted and clue.strength >= _LIKELY):
                waiting[enterprise, reading.line.amount_fen].append(reading)
    for (enterprise, fen), those in waiting.items():
        free = context.free(enterprise, fen)
        for place, reading in enumerate(those):
            reading.rank[enterprise] = (place, len(those), len(free))


def _find_instalments(context: Context) -> None:
    """Lines of one enterprise that together pay one of its batches off."""
    loose: defaultdict[int, list[int]] = defaultdict(list)
    for place, reading in enumerate(context.readings):
        if not reading.anchor and reading.top >= 0:
            loose[reading.top].append(place)
    for enterprise, places in loose.items():
        totals: defaultdict[int, list[int]] = defaultdict(list)
        for number in context.books.batches_of[enterprise]:
            if number not in context.anchored:
                totals[context.books.open_fen[number]].append(number)
        if totals and len(places) > 1:
            _join(context, places, totals)


def _join(context: Context, places: Sequence[int], totals: dict[int, list[int]]) -> None:
    readings = context.readings
    for at, first in enumerate(places):
        day = readings[first].line.booked_on
        near = [
            one
            for one in places[at + 1 : at + _MOST_LOOSE]
            if (readings[one].line.booked_on - day).days <= _INSTALMENT_DAYS
        ]
        groups = [(first, second) for second in near]
        groups += [(first, *pair) for pair in combinations(near[:8], 2)]  # type: ignore[misc]
        for group in groups:
            total = sum(readings[one].line.amount_fen for one in group)
            for number in totals.get(total, ()):
                _note(context, group, number)


def _note(context: Context, group: Sequence[int], number: int) -> None:
    cited = [set(context.readings[one].memo.cited) for one in group]
    if any(those and number not in those for those in cited):
        return
    for one in group:
        others = tuple(other for other in group if other != one)
        context.readings[one].instalments.append((number, others, len(group)))


def _mark_refunded(readings: Sequence[Reading], debits: Sequence[DebitLine]) -> None:
    """Money that went back to the account it came from, to the fen, later: the latest such payment was returned."""
    by_payer: defaultdict[tuple[str, int], list[Reading]] = defaultdict(list)
    for reading in readings:
        line = reading.line
        if key := _payer(line):
            by_payer[key, line.amount_fen].append(reading)
    for debit in debits:
        key = debit.payee_account or fold(debit.payee_name)
        before = [one for one in by_payer.get((key, debit.amount_fen), ()) if one.line.moment <= debit.moment]
        before = [one for one in before if not one.refunded and (debit.booked_on - one.line.booked_on).days <= 60]
        if before:
            before[-1].refunded = True
