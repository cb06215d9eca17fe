"""Weighs all explanations of a statement against each other and puts the best ones into words. Needs numpy; `engine` loads it when asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from school_desk.kernel.money import format_yuan
from school_desk.payments.matching.amounts import Parts
from school_desk.payments.matching.assignment import Assignment
from school_desk.payments.matching.competition import Ints, rivalry
from school_desk.payments.matching.context import Context
from school_desk.payments.matching.facts import Proposal
from school_desk.payments.matching.hypotheses import explain
from school_desk.payments.matching.model import Forest, Model, probability, shipped_model
from school_desk.payments.matching.reasons import line_words, reasons, titles
from school_desk.payments.matching.table import Hypothesis, Table
from school_desk.payments.matching.vetoes import has_slip, vetoes

Floats = NDArray[np.float64]

_SHOWN = 3
_BLOCK = 1 << 14
"""Rows of figures made at a time: all of a large statement would fill the memory."""
_EQUAL = 1.0
"""Explanations whose log-odds are closer than this cannot be told apart."""
_SETTLING = frozenset({"exact", "split", "several", "fee_withheld"})
_BY_AMOUNT_ALONE = 6.0
"""Log-odds lost where nothing but the amount speaks: whoever is known to pay for the enterprise goes first."""
_OCCUPIED = 6.0
"""Log-odds lost by an explanation whose receivables another line has the better right to."""


@dataclass(slots=True)
class Weighed:
    """All hypotheses of a statement with what they are worth and which of them stand."""

    context: Context
    hypotheses: list[Hypothesis]
    odds: Floats
    standing: Floats
    """0–1: the score of each hypothesis, should it stand; `aside`, should it not; `occupied`, where it is another line's."""
    aside: Floats
    occupied: Floats
    ranked: Ints
    """The hypotheses line by line, those of a line likeliest first."""
    starts: list[int]
    """Of each line: where its hypotheses begin in `ranked`; one more for the end."""
    assignment: Assignment
    model: Model

    def of_line(self, line: int) -> list[int]:
        """Its hypotheses, likeliest first."""
        return [int(place) for place in self.ranked[self.starts[line] : self.starts[line + 1]]]


def weigh(context: Context, dismissed: Collection[tuple[str, str]]) -> Weighed:
    """The chances of everything and the assignment of the whole statement; `dismissed` pairs (line id, receivable id) take no part."""
    model, books = shipped_model(), context.books
    table = explain(context, _turned_down(context, dismissed))
    beside = rivalry(table, probability(_log_odds(model.first, table)))
    odds = _log_odds(model.second, table, beside) - _BY_AMOUNT_ALONE * table.rests_on_amount
    amounts = [reading.line.amount_fen for reading in context.readings]
    lines = table.line_numbers
    return Weighed(
        context=context,
        hypotheses=table.hypotheses,
        odds=odds,
        standing=model.calibrated(odds),
        aside=probability(odds),
        occupied=probability(odds - _OCCUPIED),
        ranked=np.lexsort((np.arange(len(odds)), -np.round(odds, 6), lines)),
        starts=np.searchsorted(lines, np.arange(len(amounts) + 1)).tolist(),
        assignment=Assignment(table, probability(odds), amounts, books),
        model=model,
    )


def _log_odds(forest: Forest, table: Table, beside: Floats | None = None) -> Floats:
    """Of all hypotheses; `beside`: further columns of each."""
    found = np.zeros(len(table))
    for start in range(0, len(table), _BLOCK):
        rows = table.rows(start, start + _BLOCK)
        if beside is not None:
            rows = np.concatenate([rows, beside[start : start + _BLOCK].astype(np.float32)], axis=1)
        found[start : start + _BLOCK] = forest.log_odds(rows)
    return found


def _turned_down(context: Context, dismissed: Collection[tuple[str, str]]) -> dict[int, frozenset[int]]:
    """Line → receivables that a person has ruled out for it, by places."""
    if not dismissed:
        return {}
    place_of = {bill.id: place for place, bill in enumerate(context.books.bills)}
    ruled: defaultdict[str, set[int]] = defaultdict(set)
    for line, receivable in dismissed:
        if receivable in place_of:
            ruled[line].add(place_of[receivable])
    return {place: frozenset(ruled[one.line.id]) for place, one in enumerate(context.readings) if one.line.id in ruled}


def proposals(line: int, weighed: Weighed, *, in_words: bool) -> Iterator[Proposal]:
    """Up to three explanations of one line, by its place in the context; first the one that stands, if any."""
    places = weighed.of_line(line)
    chosen = weighed.assignment.chosen.get(line)
    if chosen is not None:
        places = [chosen, *(place for place in places if place != chosen)]
    for rank, place in enumerate(places[:_SHOWN]):
        rival = next((other for other in places if other != place), None)
        yield _proposal(place, rival, weighed, first=rank == 0, stands=place == chosen, in_words=in_words)


def _proposal(
    place: int, rival: int | None, weighed: Weighed, *, first: bool, stands: bool, in_words: bool
) -> Proposal:
    one, context = weighed.hypotheses[place], weighed.context
    parts = weighed.assignment.parts[one.line] if stands else weighed.assignment.wanted(one)
    score = _score(place, weighed, stands=stands)
    likely = stands and first and score >= weighed.model.threshold and _settles(one, context)
    against = _vetoes(place, rival, weighed, stands=stands) if in_words or likely else ()
    bills = context.books.bills
    return Proposal(
        line_id=context.readings[one.line].line.id,
        kind=one.shape.kind,
        parts=tuple((bills[bill].id, fen) for bill, fen in parts),
        score=score,
        certain=likely and not against,
        reasons=reasons(one, parts, context) if in_words else (),
        vetoes=against,
        rival=_described(rival, weighed) if in_words and rival is not None else None,
        stands=stands and first,
    )


def _score(place: int, weighed: Weighed, *, stands: bool) -> float:
    if stands:
        score = float(weighed.standing[place])
        proven = _adds_up(weighed.hypotheses[place], weighed.context)
        return max(score, weighed.model.threshold) if proven else score
    held = weighed.assignment.in_the_way(weighed.hypotheses[place])
    return float((weighed.occupied if held else weighed.aside)[place])


def _adds_up(one: Hypothesis, context: Context) -> bool:
    """Several whole numbers, the sum of exactly theirs, and no other line that says the same: hardly chance, whoever pays.

    That one of them is the payer's own with a slip is for the vetoes to see.
    """
    reading, batches = context.readings[one.line], set(one.shape.batches)
    return (
        len(batches) > 1
        and batches == set(reading.anchor)
        and not reading.memo.loose
        and all(len(context.anchored[number]) == 1 for number in batches)
    )


def _settles(one: Hypothesis, context: Context) -> bool:
    """Pays what is open of its batches, alone or with other lines, a bank's charge aside; or a code or a slip says what it is for."""
    if (one.shape.kind in _SETTLING and not one.shape.parts) or one.shape.others:
        return True
    reading = context.readings[one.line]
    return set(one.shape.batches) <= set(reading.memo.cited) or has_slip(one, reading, context)


def _vetoes(place: int, rival: int | None, weighed: Weighed, *, stands: bool) -> tuple[str, ...]:
    one = weighed.hypotheses[place]
    found = list(vetoes(one, weighed.context))
    if not stands:
        held = weighed.assignment.in_the_way(one)
        if held:
            words = line_words(weighed.context.readings[held[0]].line)
            found.append(f"{words}已占用同一应缴单，疑似重复付款，或替别的批次付款")
    if stands and not _settles(one, weighed.context):
        found.append("金额不是正好付清，附言和回单也没写明付哪一批")
    if stands and rival is not None and weighed.odds[place] - weighed.odds[rival] < _EQUAL:
        found.append("还有同样可能的对应关系，要人工选")
    return tuple(found)


def _described(place: int, weighed: Weighed) -> str:
    one = weighed.hypotheses[place]
    payer = "、".join(weighed.context.books.title(enterprise) for enterprise in one.enterprises)
    parts: Parts = weighed.assignment.wanted(one)
    fen = sum(part for _, part in parts)
    score = _score(place, weighed, stands=False)
    return f"{payer} {titles(one.shape.batches, weighed.context)} {format_yuan(fen)} 元（{score:.0%}）"
