"""Proposes what each credit line pays. It only proposes: no line is allotted here, whatever its score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from school_desk.kernel.money import format_yuan
from school_desk.payments.matching.books import Books
from school_desk.payments.matching.facts import (
    CreditLine,
    DebitLine,
    KnownPayer,
    Matching,
    OpenReceivable,
    Proposal,
    Slip,
    Verdict,
)
from school_desk.payments.matching.hypotheses import Hypothesis, hypotheses
from school_desk.payments.matching.reversals import reversed_pairs
from school_desk.payments.matching.scorecard import Sign, score
from school_desk.payments.matching.settlement import settle
from school_desk.payments.matching.wording import is_banking, is_person, other_purposes

_SHOWN = 3
_EQUAL = 1.0
"""Explanations closer than this many points cannot be told apart."""


def propose(
    receivables: Iterable[OpenReceivable],
    credit_lines: Sequence[CreditLine],
    *,
    debit_lines: Sequence[DebitLine] = (),
    known_payers: Iterable[KnownPayer] = (),
    slips: Iterable[Slip] = (),
) -> Matching:
    """Up to three explanations a line, best first, and what else there is to say of the lines.

    Lines should come in the order in which they were booked; all amounts are fen. The result depends on nothing but the arguments.
    """
    return match(Books(receivables, known_payers, slips), credit_lines, debit_lines)


def match(books: Books, credit_lines: Sequence[CreditLine], debit_lines: Sequence[DebitLine] = ()) -> Matching:
    """As `propose`, against books built before: for one new line, or the next statement."""
    verdicts = reversed_pairs(credit_lines, debit_lines)
    settled = {verdict.line_id for verdict in verdicts}
    verdicts += [
        _banking(line.id) for line in debit_lines if line.id not in settled and is_banking(line.payee_name, line.memo)
    ]
    verdicts += [
        _banking(line.id) for line in credit_lines if line.id not in settled and is_banking(line.payer_name, line.memo)
    ]
    settled |= {verdict.line_id for verdict in verdicts}
    waiting = [line for line in credit_lines if line.id not in settled]
    explanations = settle(waiting, books.receivables, lambda line, taken: hypotheses(line, books, taken))
    verdicts += [verdict for line in waiting for verdict in _remarks(line, explanations[line.id], books)]
    proposals = tuple(proposal for line in waiting for proposal in _proposals(explanations[line.id]))
    return Matching(proposals, tuple(verdicts))


def _banking(line_id: str) -> Verdict:
    return Verdict(line_id, "not_tuition", "利息或银行收费，建议记为非学费")


def _remarks(line: CreditLine, found: Sequence[Hypothesis], books: Books) -> Iterator[Verdict]:
    if is_person(line.payer_name.strip()):
        yield Verdict(line.id, "personal_payer", f"付款人“{line.payer_name.strip()}”是个人，不是公对公转账")
    coded = any(item.sign is Sign.CODE for one in found for item in one.evidence)
    purposes = other_purposes(line.memo, coded=coded)
    if purposes:
        yield Verdict(line.id, "unknown_purpose", f"用途写的是“{'、'.join(purposes)}”，可能不是学费")
    if not found and line.payer_account in books.known_payers:
        yield Verdict(line.id, "nothing_due", "付款账号确认过属于一家企业，但它现在没有待缴的应缴单，可先记为预收")


def _proposals(found: Sequence[Hypothesis]) -> Iterator[Proposal]:
    for place, one in enumerate(found[:_SHOWN]):
        rival = next((other for other in found if other is not one), None)
        equal = place == 0 and rival is not None and one.points - rival.points < _EQUAL
        vetoes = [*one.vetoes, *(["还有同样可能的对应关系，要人工选"] if equal else [])]
        yield Proposal(
            line_id=one.line.id,
            kind=one.shape.kind,
            parts=one.shape.parts,
            score=score(one.evidence),
            certain=place == 0 and one.certain and not equal,
            reasons=tuple(item.reason for item in one.evidence),
            vetoes=tuple(vetoes),
            rival=_described(rival) if rival else None,
        )


def _described(one: Hypothesis) -> str:
    batches = "、".join(batch.title for batch in one.shape.batches)
    fen = sum(part for _, part in one.shape.parts)
    return f"{one.payer} {batches} {format_yuan(fen)} 元（{score(one.evidence):.0%}）"
