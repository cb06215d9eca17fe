"""Proposes what each credit line pays. It only proposes: no line is allotted here, whatever its score."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from school_desk.payments.matching.books import Books
from school_desk.payments.matching.context import Context, read_statement
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
from school_desk.payments.matching.reversals import reversed_pairs
from school_desk.payments.matching.wording import is_banking, is_person, other_purposes


def propose(
    receivables: Iterable[OpenReceivable],
    credit_lines: Sequence[CreditLine],
    *,
    debit_lines: Sequence[DebitLine] = (),
    known_payers: Iterable[KnownPayer] = (),
    slips: Iterable[Slip] = (),
) -> Matching:
    """Up to three explanations a line, best first, and what else there is to say of the lines. All amounts are fen.

    The result depends on nothing but the arguments, and not on their order.
    """
    return match(Books(receivables, known_payers, slips), credit_lines, debit_lines)


def match(
    books: Books,
    credit_lines: Sequence[CreditLine],
    debit_lines: Sequence[DebitLine] = (),
    *,
    decided: Sequence[CreditLine] = (),
    dismissed: Collection[tuple[str, str]] = (),
    in_words: bool = True,
) -> Matching:
    """As `propose`, against books built before: for one new line, or the next statement.

    `decided` are payments that a person has dealt with: nothing is proposed for them, but who paid one may have paid it again.
    `dismissed` pairs (line id, receivable id) are never proposed. Not `in_words`: without reasons, vetoes only of what would be certain.
    """
    verdicts = _apart(credit_lines, debit_lines)
    settled = {verdict.line_id for verdict in verdicts}
    waiting = sorted((line for line in credit_lines if line.id not in settled), key=_in_time)
    out = sorted((line for line in debit_lines if line.id not in settled), key=_in_time)
    from school_desk.payments.matching.judgement import proposals, weigh

    context = read_statement(waiting, out, books, decided)
    weighed = weigh(context, dismissed)
    found = {waiting[place].id: list(proposals(place, weighed, in_words=in_words)) for place in range(len(waiting))}
    if in_words:
        verdicts += [verdict for place in range(len(waiting)) for verdict in _remarks(place, context, found)]
    return Matching(tuple(one for line in credit_lines for one in found.get(line.id, ())), tuple(verdicts))


def _in_time(line: CreditLine | DebitLine) -> tuple[datetime, int, str]:
    """Numbers as ids count as numbers: rows of a file keep their order."""
    return line.moment, len(line.id), line.id


def _apart(credit_lines: Sequence[CreditLine], debit_lines: Sequence[DebitLine]) -> list[Verdict]:
    """What pays nothing: reversals with what they undo, interest, the bank's charges."""
    verdicts = reversed_pairs(credit_lines, debit_lines)
    settled = {verdict.line_id for verdict in verdicts}
    verdicts += [
        _banking(line.id) for line in debit_lines if line.id not in settled and is_banking(line.payee_name, line.memo)
    ]
    verdicts += [
        _banking(line.id) for line in credit_lines if line.id not in settled and is_banking(line.payer_name, line.memo)
    ]
    return verdicts


def _banking(line_id: str) -> Verdict:
    return Verdict(line_id, "not_tuition", "利息或银行收费，建议记为非学费")


def _remarks(place: int, context: Context, found: dict[str, list[Proposal]]) -> Iterator[Verdict]:
    reading = context.readings[place]
    line, books = reading.line, context.books
    if is_person(line.payer_name.strip()):
        yield Verdict(line.id, "personal_payer", f"付款人“{line.payer_name.strip()}”是个人，不是公对公转账")
    purposes = other_purposes(line.memo, coded=bool(reading.memo.cited))
    if purposes:
        yield Verdict(line.id, "unknown_purpose", f"用途写的是“{'、'.join(purposes)}”，可能不是学费")
    if not found[line.id] and line.payer_account in books.accounts:
        yield Verdict(line.id, "nothing_due", "付款账号确认过属于一家企业，但它现在没有待缴的应缴单，可先记为预收")
