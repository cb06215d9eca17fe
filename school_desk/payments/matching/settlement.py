"""Looks across lines: which line has the better right to a receivable, and which part payments settle one batch together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from school_desk.kernel.money import format_yuan
from school_desk.payments.matching.amounts import fill, subset
from school_desk.payments.matching.books import Batch
from school_desk.payments.matching.facts import CreditLine, OpenReceivable
from school_desk.payments.matching.hypotheses import Hypothesis
from school_desk.payments.matching.scorecard import Evidence, Sign
from school_desk.payments.matching.wording import day

_MOST_INSTALMENTS = 12
_INSTALMENT_DAYS = 90

Explain = Callable[[CreditLine, Mapping[str, int]], list[Hypothesis]]
Explanations = dict[str, list[Hypothesis]]


def settle(lines: Sequence[CreditLine], receivables: Mapping[str, OpenReceivable], explain: Explain) -> Explanations:
    """Each line's explanations, best first.

    Lines that settle whole batches take theirs first, the best founded before the others. What is left explains the rest; an
    explanation whose receivable is gone stays, with a veto that names the line that has it. So the first explanations that carry no
    such veto never together lay more on a receivable than it wants; those by the amount alone take nothing and do not count.
    """
    claims = _Claims(receivables)
    found = {line.id: explain(line, {}) for line in lines}
    for one in _firsts(found):
        if one.shape.settles and one.points > 0:
            claims.take_if_free(one)
    waiting = [line for line in lines if line not in claims.lines]
    lost = {line.id: [one for one in found[line.id][:1] if claims.holder_of(one)] for line in waiting}
    found |= {line.id: explain(line, claims.taken) for line in waiting}
    _join_instalments([one for line in waiting for one in found[line.id]])
    for line in waiting:
        found[line.id] = sorted([*found[line.id], *lost[line.id]], key=_weight)
    for first in _firsts({line.id: found[line.id] for line in waiting}):
        ones = found[first.line.id]
        for one in ones:
            _veto_if_held(one, claims)
        ones.sort(key=_weight)
        if ones[0].knows_payer:
            claims.take_if_free(ones[0])
    return found


class _Claims:
    """What lines have taken of receivables so far, and which line holds each."""

    def __init__(self, receivables: Mapping[str, OpenReceivable]) -> None:
        self.taken: dict[str, int] = {}
        self.lines: set[CreditLine] = set()
        self._receivables = receivables
        self._holders: dict[str, CreditLine] = {}

    def take_if_free(self, one: Hypothesis) -> bool:
        if self.holder_of(one):
            return False
        for receivable, part in one.shape.parts:
            self.taken[receivable] = self.taken.get(receivable, 0) + part
            self._holders[receivable] = one.line
        self.lines.add(one.line)
        return True

    def holder_of(self, one: Hypothesis) -> CreditLine | None:
        """The line that holds what `one` wants; None when all of it is free."""
        for receivable, part in one.shape.parts:
            if part + self.taken.get(receivable, 0) > self._receivables[receivable].open_fen:
                return self._holders[receivable]
        return None


def _firsts(found: Mapping[str, Sequence[Hypothesis]]) -> list[Hypothesis]:
    return sorted((ones[0] for ones in found.values() if ones), key=_weight)


def _weight(one: Hypothesis) -> tuple[float, object]:
    return (-one.points, one.line.booked_on)


def _veto_if_held(one: Hypothesis, claims: _Claims) -> None:
    if holder := claims.holder_of(one):
        one.evidence.append(Evidence(Sign.SPOKEN_FOR, f"{_named(holder)}更有理由对应同一应缴单"))
        one.vetoes.append(f"{_named(holder)}已占用同一应缴单，疑似重复付款，或替别的批次付款")


def _join_instalments(found: Iterable[Hypothesis]) -> None:
    """Part payments that add up to a batch explain each other: 5,200.00 and 5,200.00 for 10,400.00."""
    by_batch: defaultdict[str, list[Hypothesis]] = defaultdict(list)
    for one in found:
        if one.shape.evidence.sign is Sign.PART and one.knows_payer:
            by_batch[one.shape.batches[0].id].append(one)
    for parts in by_batch.values():
        together = _settling(parts, parts[0].shape.batches[0])
        if together:
            _share_out(together)


def _settling(parts: Sequence[Hypothesis], batch: Batch) -> list[Hypothesis]:
    first = parts[0].line.booked_on
    near = [one for one in parts if abs((one.line.booked_on - first).days) <= _INSTALMENT_DAYS][:_MOST_INSTALMENTS]
    solutions, picked = subset(batch.open_fen, [one.line.amount_fen for one in near])
    return [near[place] for place in picked] if solutions == 1 else []


def _share_out(together: Sequence[Hypothesis]) -> None:
    """Each line its own part of the receivables, earliest payment first."""
    batch = together[0].shape.batches[0]
    taken: dict[str, int] = {}
    for one in sorted(together, key=lambda one: one.line.booked_on):
        left = batch.without(taken)
        parts = fill(left.receivables if left else (), one.line.amount_fen)
        for receivable, part in parts:
            taken[receivable] = taken.get(receivable, 0) + part
        others = "、".join(_named(other.line) for other in together if other is not one)
        reason = f"与{others}合起来正好付清{batch.title}的 {format_yuan(batch.open_fen)} 元"
        joined = Evidence(Sign.INSTALMENT, reason)
        one.evidence = [joined if item is one.shape.evidence else item for item in one.evidence]
        one.shape = replace(one.shape, parts=parts, evidence=joined)


def _named(line: CreditLine) -> str:
    return f"{day(line.booked_on)} {format_yuan(line.amount_fen)} 元那一笔"
