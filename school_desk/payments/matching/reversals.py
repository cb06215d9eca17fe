"""Credits that the bank took back: each 冲正 or 退汇 out is paired with the payment in that it undoes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from school_desk.payments.matching.facts import CreditLine, DebitLine, Verdict
from school_desk.payments.matching.wording import day, takes_back
from school_desk.terms.names import normalise_company_name


def reversed_pairs(credit_lines: Sequence[CreditLine], debit_lines: Iterable[DebitLine]) -> list[Verdict]:
    """Verdicts for both halves of each pair, and for reversals whose payment is not among the lines.

    The payment undone is the latest one of the same amount and party up to then; of several on one day without time or place the first.
    """
    waiting: defaultdict[int, list[CreditLine]] = defaultdict(list)
    for line in sorted(credit_lines, key=lambda line: (line.moment, line.place, line.id)):
        waiting[line.amount_fen].append(line)
    verdicts = []
    for debit in sorted(debit_lines, key=lambda line: (line.moment, line.place, line.id)):
        if not (debit.reversal_flag or takes_back(debit.memo)):
            continue
        undone = [line for line in waiting[debit.amount_fen] if _before(line, debit) and _same_party(line, debit)]
        if undone:
            line = max(
                undone, key=lambda line: (line.moment, line.place)
            )  # the first of the latest day, where no time is printed
            waiting[debit.amount_fen].remove(line)
            verdicts.append(Verdict(line.id, "reversed", f"这笔款已在{day(debit.booked_on)}被冲正或退回", debit.id))
            verdicts.append(Verdict(debit.id, "reversal", f"冲正或退回{day(line.booked_on)}的到账", line.id))
        else:
            verdicts.append(Verdict(debit.id, "reversal", "是冲正或退回，但没有找到对应的到账"))
    return verdicts


def _before(line: CreditLine, debit: DebitLine) -> bool:
    if line.booked_on == debit.booked_on and (line.booked_at is None or debit.booked_at is None):
        return line.place <= debit.place
    return line.moment <= debit.moment


def _same_party(line: CreditLine, debit: DebitLine) -> bool:
    if line.payer_account and debit.payee_account:
        return line.payer_account == debit.payee_account
    return normalise_company_name(line.payer_name) == normalise_company_name(debit.payee_name)
