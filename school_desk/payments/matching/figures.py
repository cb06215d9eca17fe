"""What speaks for an explanation and what against it, as numbers: of the line, of who paid it, of what it would pay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p

from school_desk.payments.matching.amounts import Shape
from school_desk.payments.matching.books import Books
from school_desk.payments.matching.context import Context, Reading
from school_desk.payments.matching.memos import strange, words_of
from school_desk.payments.matching.payers import NAME_KINDS, Clue
from school_desk.payments.matching.wording import is_everyday, is_person, other_purposes

_NAME_GRADE = {kind: float(place) for place, kind in enumerate(NAME_KINDS)}
_NO_CLUE = Clue()
_NO_SLIP = (0.0, 0.0, 0.0, 0.0)
_NO_INSTALMENT = (0.0, 0.0, 0.0)
_SAYS_NOTHING = (0.0, 0.0, 0.0, 0.0, 1.0)
_MOST_KIN = 12


@dataclass(frozen=True, slots=True)
class Spoken:
    """What all hypotheses of one line are compared with."""

    reading: Reading
    words: tuple[str, ...]
    """Of the memo, those that nothing usual explains."""
    silent: bool
    """The memo names neither people nor how many, and leaves nothing unexplained."""


def spoken(reading: Reading, usual: frozenset[str]) -> Spoken:
    words = tuple(word for word in words_of(reading.memo.left) if word not in usual)
    return Spoken(reading, words, silent=not words and not reading.names and reading.memo.heads is None)


def kin_of(reading: Reading, books: Books) -> list[int]:
    """Of the payer's own group, perhaps: they share its brand."""
    kin = books.spellings.kin(reading.line.payer_name) if len(reading.line.payer_name) > 4 else []
    return kin if len(kin) <= _MOST_KIN else []


def of_line(reading: Reading, context: Context) -> tuple[float, ...]:
    """Columns as in `table.OF_LINE`."""
    books = context.books
    line, memo, name = reading.line, reading.memo, reading.line.payer_name.strip()
    return (
        *(len(memo.not_open), len(strange(memo.pieces, context.usual)), is_person(name), not name),
        *(len(other_purposes(line.memo, coded=bool(reading.anchor))), memo.about_training),
        *(not memo.left and not memo.codes, min(reading.earlier, 5), min(reading.later, 5), reading.refunded),
        *(log1p(len(books.by_amount.get(line.amount_fen, ()))), len(reading.clues), not reading.clues),
        is_everyday(line.memo),
    )


def of_payer(enterprises: tuple[int, ...], reading: Reading, kin: Collection[int], books: Books) -> tuple[float, ...]:
    """Columns as in `table.OF_PAYER`."""
    clue = _clue(enterprises, reading)
    account = learnt = owner = name = named = 0.0
    exact = False
    for number, other in reading.clues.items():
        if number not in enterprises:
            account, learnt, owner = max(account, other.account), max(learnt, other.learnt), max(owner, other.owner)
            name, named = max(name, other.name), max(named, other.named)
            exact = exact or other.name_kind in ("exact", "alias")
    return (
        *(clue.account, log1p(clue.account_times), account, clue.learnt, log1p(clue.learnt_times), learnt),
        *(clue.owner, owner, clue.name, _NAME_GRADE[clue.name_kind], name, exact),
        *(clue.legal, clue.contact, clue.named, named),
        *(log1p(len(books.batches_of[enterprises[0]])), enterprises[0] in kin),
    )


def rests_on_amount(enterprises: Iterable[int], reading: Reading, kin: Collection[int]) -> bool:
    """Whether nothing points to these enterprises but what they owe."""
    return not any(enterprise in reading.clues or enterprise in kin for enterprise in enterprises)


def _clue(enterprises: Sequence[int], reading: Reading) -> Clue:
    """Of several enterprises the weakest evidence counts, but for the group's account."""
    if len(enterprises) == 1:
        return reading.clues.get(enterprises[0], _NO_CLUE)
    clues = [reading.clues.get(enterprise, _NO_CLUE) for enterprise in enterprises]
    best = max(clues, key=lambda clue: clue.name)
    return Clue(
        name=best.name,
        name_kind=best.name_kind,
        account=min(1.0, sum(clue.account for clue in clues)),
        account_times=min(clue.account_times for clue in clues),
        learnt=min(1.0, sum(clue.learnt for clue in clues)),
        learnt_times=min(clue.learnt_times for clue in clues),
        owner=max(clue.owner for clue in clues),
        named=min(clue.named for clue in clues),
    )


def of_shape(
    place: int, shape: Shape, enterprises: tuple[int, ...], told: Spoken, context: Context
) -> tuple[float, ...]:
    """Columns as in `table.OF_SHAPE`. `place`: of the line in the context."""
    reading, books, batches = told.reading, context.books, shape.batches
    fen = reading.line.amount_fen
    if len(batches) == 1:
        total, newest = books.open_fen[batches[0]], books.created[batches[0]]
    else:
        total = sum(books.open_fen[number] for number in batches)
        newest = max(books.created[number] for number in batches)
    days = reading.line.booked_on.toordinal() - newest
    return (
        *_kind(shape.kind, bool(shape.parts), bool(shape.others), len(enterprises) > 1),
        *(len(batches), log1p(shape.solutions), *_gap(total, fen, shape)),
        *_codes(batches, reading),
        *(_SAYS_NOTHING if told.silent else _people(shape, enterprises, told, books)),
        *(_slips(place, shape, context) if reading.slips else _NO_SLIP),
        *(min(max(days, -30), 120), days < 0),
        *_equals(place, shape, enterprises[0], context),
        *(_instalment(place, shape, context) if shape.others else _NO_INSTALMENT),
        shape.kind == "part" and bool(shape.parts),
    )


@cache
def _kind(kind: str, parts: bool, others: bool, group: bool) -> tuple[float, ...]:
    """exact, inner, several, group, fee, part, instalment, over: 0 or 1."""
    one = kind in ("exact", "split")
    flags = (one and not parts, one and parts, kind == "several", group, kind == "fee_withheld")
    return (*map(float, flags), *map(float, (kind == "part" and not others, others, kind == "over")))


def _gap(total: int, fen: int, shape: Shape) -> tuple[float, float]:
    if total == fen or shape.parts or shape.kind == "several":
        return (0.0, 0.0)
    return ((fen - total) / max(fen, total), min(abs(fen - total) / 100, 5000.0))


def _codes(batches: Sequence[int], reading: Reading) -> tuple[float, float, float]:
    """How many of its batches are quoted whole; how well the worst of the others is quoted; how many quoted ones it passes over."""
    cited = reading.memo.cited
    if not cited:
        worst = min(quote_grade(number, reading) for number in batches) if reading.damaged else 0.0
        return (0.0, worst, 0.0)
    whole = sum(number in cited for number in batches)
    rest = [quote_grade(number, reading) for number in batches if number not in cited]
    missed = sum(number not in batches for number in cited)
    return (whole / len(batches), min(rest, default=0.0), float(missed))


def quote_grade(number: int, reading: Reading) -> float:
    """0–1: how well the memo quotes this batch with a slip."""
    return reading.damaged[number][0] if number in reading.damaged else 0.0


def _people(shape: Shape, enterprises: Sequence[int], told: Spoken, books: Books) -> tuple[float, ...]:
    """Trainees named, their share of all names, words left unexplained, and what the memo says of how many."""
    reading = told.reading
    named = unexplained = 0.0
    if told.words:
        bills = [bill for number in shape.batches for bill in books.batches[number].bills]
        known = named_people(reading.names, bills, books)
        named = float(len(known))
        left = told.words
        for name in sorted(known, key=len, reverse=True):
            left = tuple(word.replace(name, "") for word in left)
        unexplained = float(sum(map(len, still_strange(left, bills, enterprises, books))))
    heads, unsaid = 0.0, 1.0
    if reading.memo.heads is not None:
        known_heads = sum(books.batches[number].heads for number in shape.batches)
        if known_heads:
            heads, unsaid = (1.0 if known_heads == reading.memo.heads else -1.0), 0.0
    share = named / len(reading.names) if reading.names else 0.0
    return (named, share, min(unexplained, 12.0), heads, unsaid)


def still_strange(words: Iterable[str], bills: Collection[int], enterprises: Iterable[int], books: Books) -> list[str]:
    """Of some words those that are no part of the enterprises' names or of the course, and no trainee's name that was cut off."""
    own = [books.spellings.names[number] for number in enterprises]
    own += [books.bills[bill].course for bill in bills]
    people = [name for bill in bills for name in books.bills[bill].trainee_names]
    return [
        word
        for word in words
        if len(word) > 1 and not any(word in name for name in own) and not any(name.startswith(word) for name in people)
    ]


def named_people(names: Sequence[str], bills: Collection[int], books: Books) -> list[str]:
    """Those of `names` that are trainees of these receivables."""
    return [name for name in names if any(name in books.bills[bill].trainee_names for bill in bills)] if names else []


def _slips(place: int, shape: Shape, context: Context) -> tuple[float, float, float, float]:
    """The best slip for exactly these batches, how well it fits another line, the best for some of them, the best for none."""
    mine = rival = part = other = 0.0
    wanted = tuple(sorted(shape.batches))
    for slip, grade in context.readings[place].slips:
        batches = context.books.slips[slip].batches
        if batches == wanted:
            if grade > mine:
                mine, rival = grade, _rival(slip, place, context)
        elif set(batches) & set(wanted):
            part = max(part, grade)
        else:
            other = max(other, grade)
    return (mine, rival, part, other)


def _rival(slip: int, line: int, context: Context) -> float:
    return next((grade for grade, place in context.slip_best[slip][:2] if place != line), 0.0)


def _equals(line: int, shape: Shape, enterprise: int, context: Context) -> tuple[float, ...]:
    """Batches and lines of the same payer and amount that nothing tells apart but their order in time."""
    claimed = before = 0
    for number in shape.batches:
        if number in context.anchored:
            those = context.anchored[number]
            claimed = max(claimed, sum(place != line for place in those))
            before = max(before, sum(place < line for place in those))
    reading = context.readings[line]
    place, lines, bills = reading.rank.get(enterprise, (0, 0, 0))
    if len(shape.batches) > 1 or shape.kind not in ("exact", "split") or shape.parts:
        return (bills, lines, 0.0, 0.0, claimed, before)
    free = context.free(enterprise, reading.line.amount_fen)
    number = shape.batches[0]
    gap = free.index(number) - place if number in free else 0
    surplus = lines - len(free)
    return (
        *(min(len(free), 12), min(lines, 12), max(-8, min(surplus, 8)), max(-6, min(gap, 6))),
        *(claimed, before),
    )


def _instalment(line: int, shape: Shape, context: Context) -> tuple[float, float, float]:
    reading = context.readings[line]
    coded = sum(shape.batches[0] in context.readings[other].memo.cited for other in shape.others)
    ways = sum(batch == shape.batches[0] for batch, _, _ in reading.instalments)
    return (float(len(shape.others)), log1p(len(reading.instalments) + ways), float(coded))
