"""Which open receivables an amount can stand for. It sees figures only and never says who paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from school_desk.kernel.money import format_yuan
from school_desk.payments.matching.books import Batch
from school_desk.payments.matching.facts import Kind, OpenReceivable
from school_desk.payments.matching.scorecard import Evidence, Sign

BANK_FEE_FEN = 2_000
"""A payer's bank keeps at most 20 yuan of a transfer."""
_MOST_SUMMANDS = 16
_MOST_SUMS = 20_000
_MOST_SOLUTIONS = 3
"""Fees are multiples of a few amounts: inside a large batch nearly every amount is the sum of something, which then says nothing."""
_MOST_PARTS = 3
"""So many batches are offered for a payment that settles none of them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One way an amount fits."""

    kind: Kind
    parts: tuple[tuple[str, int], ...]
    batches: tuple[Batch, ...]
    """Those that get a part."""
    evidence: Evidence
    solutions: int = 1
    """How many choices of receivables give the same sum, this one included."""
    settles: bool = False
    """Pays all that is open of these batches, to the fen."""


def shapes(
    amount_fen: int, batches: Sequence[Batch], cited: frozenset[str], named: Mapping[str, Sequence[str]]
) -> list[Shape]:
    """The fits of `amount_fen` among the batches of one payer, without repeats.

    `cited` batches are named by their code: then the money is for these. `named` are the trainees in the memo, by receivable.
    """
    chosen = [batch for batch in batches if batch.id in cited]
    found = list(_named_heads(amount_fen, chosen or batches, named))
    if chosen:
        found += _cited(amount_fen, chosen, [batch for batch in batches if batch.id not in cited])
    else:
        for batch in batches:
            found += _full(amount_fen, [batch])
        if len(batches) > 1:
            found += _full(amount_fen, batches)
            found += _some_batches(amount_fen, batches)
    if all(shape.solutions > 1 for shape in found):
        found += list(_inexact(amount_fen, chosen or batches))
    first_of: dict[tuple[tuple[str, int], ...], Shape] = {}
    for shape in found:
        first_of.setdefault(shape.parts, shape)
    return list(first_of.values())


def fill(receivables: Iterable[OpenReceivable], amount_fen: int) -> tuple[tuple[str, int], ...]:
    """`amount_fen` laid on the receivables in their order, none getting more than it wants."""
    parts = []
    for receivable in receivables:
        part = min(amount_fen, receivable.open_fen)
        if part > 0:
            parts.append((receivable.id, part))
            amount_fen -= part
    return tuple(parts)


def _members(batches: Iterable[Batch]) -> list[OpenReceivable]:
    return [receivable for batch in batches for receivable in batch.receivables]


def _shape(
    kind: Kind,
    amount_fen: int,
    batches: Sequence[Batch],
    members: Sequence[OpenReceivable],
    evidence: Evidence,
    solutions: int = 1,
    *,
    settles: bool = False,
) -> Shape:
    parts = fill(members, amount_fen)
    paid = {receivable for receivable, _ in parts}
    touched = tuple(batch for batch in batches if any(member.id in paid for member in batch.receivables))
    return Shape(kind, parts, touched, evidence, solutions, settles)


def _whole_kind(batches: Sequence[Batch], members: Sequence[OpenReceivable]) -> Kind:
    if len(batches) > 1:
        return "several"
    return "split" if len(members) > 1 else "exact"


def _titles(batches: Sequence[Batch]) -> str:
    return batches[0].title if len(batches) == 1 else f"{len(batches)} 个批次"


def _full(amount_fen: int, batches: Sequence[Batch]) -> Iterator[Shape]:
    """All that is open of these batches, all but a bank's charge, or some of their receivables in full."""
    members = _members(batches)
    total = sum(batch.open_fen for batch in batches)
    if amount_fen == total:
        reason = f"金额正好等于{_titles(batches)}的应缴合计 {format_yuan(total)} 元"
        evidence = Evidence(Sign.WHOLE_AMOUNT, reason)
        yield _shape(_whole_kind(batches, members), total, batches, members, evidence, settles=True)
    elif 0 < total - amount_fen <= BANK_FEE_FEN:
        reason = f"比{_titles(batches)}的应缴合计少 {format_yuan(total - amount_fen)} 元，像是被扣了手续费"
        yield _shape("fee_withheld", amount_fen, batches, members, Evidence(Sign.FEE_WITHHELD, reason))
    elif amount_fen < total:
        yield from _some_receivables(amount_fen, batches, members)


def _some_receivables(amount_fen: int, batches: Sequence[Batch], members: Sequence[OpenReceivable]) -> Iterator[Shape]:
    solutions, picked = subset(amount_fen, [member.open_fen for member in members[:_MOST_SUMMANDS]])
    if not picked or solutions > _MOST_SOLUTIONS:
        return
    paid = [members[place] for place in picked]
    touched = [batch for batch in batches if any(member in batch.receivables for member in paid)]
    if len(paid) == 1:
        evidence = Evidence(Sign.RECEIVABLE_AMOUNT, f"金额正好等于{touched[0].title}其中一张应缴单", 1 / solutions)
    else:
        evidence = Evidence(
            Sign.SUM_OF_SOME, f"金额正好等于{_titles(touched)}其中 {len(paid)} 张应缴单之和", 1 / solutions
        )
    yield _shape(_whole_kind(touched, paid), amount_fen, touched, paid, evidence, solutions)


def _some_batches(amount_fen: int, batches: Sequence[Batch]) -> Iterator[Shape]:
    near = batches[:_MOST_SUMMANDS]
    solutions, picked = subset(amount_fen, [batch.open_fen for batch in near])
    if 1 < len(picked) < len(batches) and solutions <= _MOST_SOLUTIONS:
        chosen = [near[place] for place in picked]
        evidence = Evidence(Sign.SUM_OF_SOME, f"金额正好等于其中 {len(chosen)} 个批次之和", 1 / solutions)
        yield _shape("several", amount_fen, chosen, _members(chosen), evidence, solutions, settles=True)


def _cited(amount_fen: int, cited: Sequence[Batch], others: Sequence[Batch]) -> Iterator[Shape]:
    """The cited batches first; when they want less, the payer's others may be meant as well."""
    exact = list(_full(amount_fen, cited))
    yield from exact
    excess = amount_fen - sum(batch.open_fen for batch in cited)
    if excess > 0:
        for other in others:
            if other.open_fen == excess:
                reason = f"金额正好等于写明的批次加{other.title}"
                both = [*cited, other]
                yield _shape(
                    "several", amount_fen, both, _members(both), Evidence(Sign.SUM_OF_SOME, reason), settles=True
                )
    if not exact:
        yield from _inexact(amount_fen, cited)


def _named_heads(amount_fen: int, batches: Sequence[Batch], named: Mapping[str, Sequence[str]]) -> Iterator[Shape]:
    """Exactly the fees of the trainees named in the memo."""
    members = [member for member in _members(batches) if member.id in named]
    parts = tuple(
        (member.id, len(named[member.id]) * member.due_fen // len(member.trainee_names)) for member in members
    )
    fits = all(part <= member.open_fen for (_, part), member in zip(parts, members, strict=True))
    if parts and fits and sum(part for _, part in parts) == amount_fen:
        count = sum(len(named[member.id]) for member in members)
        evidence = Evidence(Sign.TRAINEES_AMOUNT, f"附言点到 {count} 名学员，金额正好是他们的费用")
        touched = tuple(batch for batch in batches if any(member in batch.receivables for member in members))
        kind: Kind = (
            "part"
            if any(part < member.open_fen for (_, part), member in zip(parts, members, strict=True))
            else _whole_kind(touched, members)
        )
        settles = amount_fen == sum(batch.open_fen for batch in touched)
        yield Shape(kind, parts, touched, evidence, settles=settles)


def _inexact(amount_fen: int, batches: Sequence[Batch]) -> Iterator[Shape]:
    """Less than any batch wants, or more than all of them do."""
    total = sum(batch.open_fen for batch in batches)
    if amount_fen > total > 0:
        reason = f"比{_titles(batches)}的应缴合计多 {format_yuan(amount_fen - total)} 元，多出的转为预收"
        yield _shape("over", total, batches, _members(batches), Evidence(Sign.OVER, reason))
    larger = [batch for batch in batches if batch.open_fen > amount_fen]
    for batch in larger[:_MOST_PARTS]:
        reason = f"只是{batch.title}的一部分，还差 {format_yuan(batch.open_fen - amount_fen)} 元"
        yield _shape(
            "part", amount_fen, [batch], batch.receivables, Evidence(Sign.PART, reason, 1.0 if len(larger) > 1 else 0.5)
        )


def subset(target: int, amounts: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    """How many choices of `amounts` add up to `target`, and the earliest one; (0, ()) when none does."""
    sums: dict[int, tuple[int, tuple[int, ...]]] = {0: (1, ())}
    for place, amount in enumerate(amounts):
        for reached, (count, picked) in list(sums.items()):
            total = reached + amount
            if total <= target:
                known, earliest = sums.get(total, (0, (*picked, place)))
                sums[total] = (known + count, earliest)
        if len(sums) > _MOST_SUMS:
            break
    count, picked = sums.get(target, (0, ()))
    return (count, picked) if picked else (0, ())
