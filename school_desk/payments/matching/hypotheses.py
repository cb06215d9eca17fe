"""Every explanation of every line, each with one row of numbers that says what speaks for it and against it."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from school_desk.payments.matching.amounts import Shape, fill, shapes
from school_desk.payments.matching.books import Books
from school_desk.payments.matching.context import Context, Reading
from school_desk.payments.matching.memos import strange, words_of
from school_desk.payments.matching.payers import NAME_KINDS, Clue
from school_desk.payments.matching.wording import is_everyday, is_person, other_purposes

FEATURES = (
    *("exact", "inner", "several", "group", "fee", "part", "instalment", "over"),
    *("batches", "solutions", "gap", "gap_yuan"),
    *("coded", "damaged", "missed_codes", "closed_codes", "strange_numbers"),
    *("account", "account_times", "account_other", "learnt", "learnt_times", "learnt_other", "owner", "owner_other"),
    *("name", "name_kind", "name_other", "name_exact_other"),
    *("person", "blank_payer", "legal", "contact", "named", "named_other"),
    *("people", "people_share", "unexplained", "heads", "heads_unsaid", "other_purpose", "training", "memo_blank"),
    *("slip", "slip_rival_line", "slip_part", "slip_other"),
    *("days", "before", "free_bills", "free_lines", "surplus_lines", "rank_gap", "claimed", "claimed_earlier"),
    *("earlier", "later", "refunded", "amount_common", "payers", "open_batches"),
    *("instalment_lines", "instalment_ways", "instalment_coded", "alone", "everyday", "kin", "heads_paid"),
)
_NAME_GRADE = {kind: place for place, kind in enumerate(NAME_KINDS)}
_AMOUNT_ALONE = 3
_BEFORE_DAYS, _SINCE_DAYS = 30, 240
_NONE = Clue()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    line: int
    """Place of the line in the context."""
    shape: Shape
    enterprises: tuple[int, ...]


@dataclass(slots=True)
class Table:
    """All hypotheses, those of one line side by side, with their features row by row."""

    hypotheses: list[Hypothesis]
    numbers: array[float]


def explain(context: Context, ruled_out: Mapping[int, frozenset[int]] | None = None) -> Table:
    """The hypotheses of all lines, without those that pay a receivable `ruled_out` for the line; places of both."""
    table = Table([], array("f"))
    for place, reading in enumerate(context.readings):
        _explain_line(place, reading, context, table, (ruled_out or {}).get(place, frozenset()))
    return table


def _explain_line(place: int, reading: Reading, context: Context, table: Table, ruled_out: frozenset[int]) -> None:
    books = context.books
    found: dict[tuple[tuple[int, ...], object], Hypothesis] = {}
    for shape in _shapes(reading, context):
        owners = tuple(dict.fromkeys(books.batches[number].enterprise for number in shape.batches))
        found.setdefault((shape.batches, shape.parts), Hypothesis(place, shape, owners))
    if not any(one.shape.kind in ("exact", "split", "several") for one in found.values()):
        for number in _amount_alone(reading, context):
            shape = Shape("exact" if len(books.batches[number].bills) == 1 else "split", (number,))
            found.setdefault(((number,), ()), Hypothesis(place, shape, (books.batches[number].enterprise,)))
    common = _of_line(reading, books)
    for hypothesis in found.values():
        if ruled_out and not ruled_out.isdisjoint(_paid(hypothesis.shape, reading, books)):
            continue
        table.hypotheses.append(hypothesis)
        table.numbers.extend(_row(hypothesis, reading, context, common))


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
            yield from shapes(fen, payer, hinted, day, books, reading.memo.heads)


def _fees_of_named(reading: Reading, books: Books) -> Iterator[Shape]:
    """Exactly the fees of the trainees named in the memo, who are not all of them."""
    for bill in reading.people:
        item = books.bills[bill]
        count = len(named_people(reading.names, (bill,), books))
        fen = count * item.due_fen // len(item.trainee_names)
        if fen == reading.line.amount_fen < item.open_fen:
            yield Shape("part", (books.batch_of_bill[bill],), ((bill, fen),))


def _kin(reading: Reading, books: Books) -> list[int]:
    """Of the payer's own group, perhaps: they share its brand."""
    kin = books.spellings.kin(reading.line.payer_name) if len(reading.line.payer_name) > 4 else []
    return kin if len(kin) <= 12 else []


def _in_time(batches: Sequence[int], day: int, books: Books) -> Sequence[int]:
    """Those that may have been entered by the day of the payment."""
    if len(batches) <= 20:
        return batches
    return [n for n in batches if -_BEFORE_DAYS <= day - books.batches[n].created <= _SINCE_DAYS]


def _across(reading: Reading, books: Books, ranked: Sequence[int]) -> Iterator[Shape]:
    """Batches of several enterprises paid at once, as codes, a slip, or a group's account say."""
    fen = reading.line.amount_fen
    sets = [reading.memo.cited, *(books.slips[slip].batches for slip, _ in reading.slips[:3])]
    for numbers in dict.fromkeys(tuple(sorted(one)) for one in sets if len(one) > 1):
        total = sum(books.batches[number].open_fen for number in numbers)
        if total == fen:
            yield Shape("several", numbers)
        elif 0 < total - fen <= 5_000:
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
        if -10 <= day - books.batches[number].created <= 60 and books.batches[number].open_fen < reading.line.amount_fen
    ]
    hinted = [number for number in numbers if number in reading.hinted]
    near = sorted(numbers, key=lambda number: (number not in hinted, -books.batches[number].created, number))[:18]
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
    kin = set(_kin(reading, books))
    if not kin and len(near) > 10 * _AMOUNT_ALONE:
        return ()
    same = [number for number in near if number not in context.anchored]
    related = [number for number in same if books.batches[number].enterprise in kin]
    return related[:6] or (same if len(same) <= _AMOUNT_ALONE else ())


@dataclass(frozen=True, slots=True)
class _Common:
    """What all hypotheses of one line share."""

    person: float
    blank_payer: float
    purposes: float
    strange: float
    closed: float
    words: tuple[str, ...]
    amount_common: float
    everyday: float
    kin: frozenset[int]


def _of_line(reading: Reading, books: Books) -> _Common:
    name = reading.line.payer_name.strip()
    return _Common(
        person=float(is_person(name)),
        blank_payer=float(not name),
        purposes=float(len(other_purposes(reading.line.memo, coded=bool(reading.anchor)))),
        strange=float(len(strange(reading.memo.pieces))),
        closed=float(len(reading.memo.not_open)),
        words=tuple(words_of(reading.memo.left)),
        amount_common=log1p(len(books.by_amount.get(reading.line.amount_fen, ()))),
        everyday=float(is_everyday(reading.line.memo)),
        kin=frozenset(_kin(reading, books)),
    )


def _row(one: Hypothesis, reading: Reading, context: Context, common: _Common) -> tuple[float, ...]:
    books, shape = context.books, one.shape
    clue = _clue(one, reading)
    total = sum(books.batches[number].open_fen for number in shape.batches)
    days = reading.line.booked_on.toordinal() - max(books.batches[number].created for number in shape.batches)
    return (
        *_kind(one, books),
        *(float(len(shape.batches)), log1p(shape.solutions), *_gap(total, reading.line.amount_fen, shape)),
        *(*_codes(one, reading), common.closed, common.strange),
        *_payer(one, clue, reading),
        *(common.person, common.blank_payer, clue.legal, clue.contact, clue.named),
        _other(one, reading, "named"),
        *_people(one, reading, common, books),
        *(common.purposes, float(reading.memo.about_training), float(not reading.memo.left and not reading.memo.codes)),
        *_slips(one, reading, context),
        *(float(min(max(days, -30), 120)), float(days < 0)),
        *_equals(one, reading, context),
        *(float(min(reading.earlier, 5)), float(min(reading.later, 5)), float(reading.refunded)),
        *(common.amount_common, float(len(reading.clues)), log1p(len(books.batches_of[one.enterprises[0]]))),
        *_instalment(one, context),
        *(float(not reading.clues), common.everyday, float(one.enterprises[0] in common.kin)),
        float(shape.kind == "part" and bool(shape.parts)),
    )


def rests_on_amount(one: Hypothesis, context: Context) -> bool:
    """Whether nothing points to its enterprises but what they owe."""
    reading = context.readings[one.line]
    if any(enterprise in reading.clues for enterprise in one.enterprises):
        return False
    return not set(_kin(reading, context.books)) & set(one.enterprises)


def _clue(one: Hypothesis, reading: Reading) -> Clue:
    """Of several enterprises the weakest evidence counts, but for the group's account."""
    clues = [reading.clues.get(enterprise, _NONE) for enterprise in one.enterprises]
    if len(clues) == 1:
        return clues[0]
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


def _other(one: Hypothesis, reading: Reading, field: str) -> float:
    return max(
        (getattr(clue, field) for number, clue in reading.clues.items() if number not in one.enterprises), default=0.0
    )


def _kind(one: Hypothesis, books: Books) -> tuple[float, ...]:
    shape = one.shape
    whole = shape.kind in ("exact", "split") and not shape.parts
    inner = shape.kind in ("exact", "split") and bool(shape.parts)
    several, group = shape.kind == "several", len(one.enterprises) > 1
    part = shape.kind == "part"
    kinds = (whole, inner, several, group, shape.kind == "fee_withheld", part and not shape.others, bool(shape.others))
    return (*map(float, kinds), float(shape.kind == "over"))


def _gap(total: int, fen: int, shape: Shape) -> tuple[float, float]:
    if shape.parts or shape.kind == "several":
        return (0.0, 0.0)
    return ((fen - total) / max(fen, total), min(abs(fen - total) / 100, 5000.0) if total != fen else 0.0)


def _codes(one: Hypothesis, reading: Reading) -> tuple[float, float, float]:
    """How many of its batches are quoted whole; how well the worst of the others is quoted; how many quoted ones it passes over."""
    cited, batches = reading.memo.cited, one.shape.batches
    whole = sum(number in cited for number in batches)
    rest = [quote_grade(number, reading) for number in batches if number not in cited]
    missed = sum(number not in batches for number in cited)
    return (whole / len(batches), min(rest, default=0.0), float(missed))


def quote_grade(number: int, reading: Reading) -> float:
    """0–1: how well the memo quotes this batch with a slip."""
    return reading.damaged[number][0] if number in reading.damaged else 0.0


def _payer(one: Hypothesis, clue: Clue, reading: Reading) -> tuple[float, ...]:
    others = [other for number, other in reading.clues.items() if number not in one.enterprises]
    exact_other = any(other.name_kind in ("exact", "alias") for other in others)
    return (
        *(clue.account, log1p(clue.account_times), max((other.account for other in others), default=0.0)),
        *(clue.learnt, log1p(clue.learnt_times), max((other.learnt for other in others), default=0.0)),
        *(clue.owner, max((other.owner for other in others), default=0.0)),
        *(clue.name, float(_NAME_GRADE[clue.name_kind])),
        *(max((other.name for other in others), default=0.0), float(exact_other)),
    )


def _people(one: Hypothesis, reading: Reading, common: _Common, books: Books) -> tuple[float, ...]:
    """Trainees named, their share of all names, words left unexplained, and what the memo says of how many."""
    bills = [bill for number in one.shape.batches for bill in books.batches[number].bills]
    named = unexplained = 0.0
    if common.words:
        known = named_people(reading.names, bills, books)
        named = float(len(known))
        left = common.words
        for name in sorted(known, key=len, reverse=True):
            left = tuple(word.replace(name, "") for word in left)
        own = [books.spellings.names[number] for number in one.enterprises]
        unexplained = float(sum(len(word) for word in left if len(word) > 1 and not any(word in name for name in own)))
    heads, unsaid = 0.0, 1.0
    known_heads = sum(books.batches[number].heads for number in one.shape.batches)
    if reading.memo.heads is not None and known_heads:
        heads, unsaid = (1.0 if known_heads == reading.memo.heads else -1.0), 0.0
    share = named / len(reading.names) if reading.names else 0.0
    return (named, share, min(unexplained, 12.0), heads, unsaid)


def named_people(names: Sequence[str], bills: Collection[int], books: Books) -> list[str]:
    """Those of `names` that are trainees of these receivables."""
    return [name for name in names if any(name in books.bills[bill].trainee_names for bill in bills)] if names else []


def _slips(one: Hypothesis, reading: Reading, context: Context) -> tuple[float, ...]:
    """The best slip for exactly these batches, how well it fits another line, the best for some of them, the best for none."""
    if not reading.slips:
        return (0.0, 0.0, 0.0, 0.0)
    mine = rival = part = other = 0.0
    wanted = tuple(sorted(one.shape.batches))
    for slip, grade in reading.slips:
        batches = context.books.slips[slip].batches
        if batches == wanted:
            if grade > mine:
                mine, rival = grade, _rival(slip, one.line, context)
        elif set(batches) & set(wanted):
            part = max(part, grade)
        else:
            other = max(other, grade)
    return (mine, rival, part, other)


def _rival(slip: int, line: int, context: Context) -> float:
    return next((grade for grade, place in context.slip_best[slip][:2] if place != line), 0.0)


def _equals(one: Hypothesis, reading: Reading, context: Context) -> tuple[float, ...]:
    """Batches and lines of the same payer and amount that nothing tells apart but their order in time."""
    claimed = max(sum(place != one.line for place in context.anchored.get(number, ())) for number in one.shape.batches)
    before = max(sum(place < one.line for place in context.anchored.get(number, ())) for number in one.shape.batches)
    enterprise = one.enterprises[0]
    place, lines, bills = reading.rank.get(enterprise, (0, 0, 0))
    if len(one.shape.batches) > 1 or one.shape.kind not in ("exact", "split") or one.shape.parts:
        return (float(bills), float(lines), 0.0, 0.0, float(claimed), float(before))
    free = context.free_bills.get((enterprise, reading.line.amount_fen))
    if free is None:
        free = [
            n
            for n in context.books.batches_of[enterprise]
            if context.books.batches[n].open_fen == reading.line.amount_fen and n not in context.anchored
        ]
        context.free_bills[enterprise, reading.line.amount_fen] = free
    number = one.shape.batches[0]
    gap = free.index(number) - place if number in free else 0
    surplus = lines - len(free)
    return (
        *map(float, (min(len(free), 12), min(lines, 12), max(-8, min(surplus, 8)), max(-6, min(gap, 6)))),
        float(claimed),
        float(before),
    )


def _instalment(one: Hypothesis, context: Context) -> tuple[float, float, float]:
    shape = one.shape
    if not shape.others:
        return (0.0, 0.0, 0.0)
    coded = sum(shape.batches[0] in context.readings[other].memo.cited for other in shape.others)
    ways = sum(batch == shape.batches[0] for batch, _, _ in context.readings[one.line].instalments)
    total = len(context.readings[one.line].instalments)
    return (float(len(shape.others)), log1p(total + ways), float(coded))
