"""A small school of enterprises and the lines they pay with: every test says only what matters to it."""

from __future__ import annotations

from datetime import date
from itertools import count

from school_desk.payments.matching import CreditLine, DebitLine, Matching, OpenReceivable, Proposal
from school_desk.terms.payment_code import make_payment_code

SHIFENG, MINGYU, XINJIN = "湖州石凤钢结构工程有限公司", "嘉兴铭煜市政工程有限公司", "嘉兴信锦市政工程股份有限公司"
MARCH = date(2026, 3, 2)
_numbers = count(1)


def code(number: int) -> str:
    return make_payment_code(number)


def receivable(
    due_fen: int,
    batch: int = 1,
    enterprise: str = SHIFENG,
    *,
    open_fen: int | None = None,
    aliases: tuple[str, ...] = (),
    trainees: tuple[str, ...] = (),
    created_on: date = date(2026, 2, 20),
    legal_person: str = "",
    credit_code: str = "",
    id: str = "",  # noqa: A002 - the field's name
) -> OpenReceivable:
    return OpenReceivable(
        id=id or f"r{next(_numbers):06d}",
        batch_id=f"b{batch}",
        payment_code=code(batch),
        enterprise_id=enterprise,
        enterprise_name=enterprise,
        aliases=aliases,
        trainee_names=trainees,
        due_fen=due_fen,
        open_fen=due_fen if open_fen is None else open_fen,
        created_on=created_on,
        legal_person=legal_person,
        credit_code=credit_code,
    )


def credit(
    amount_fen: int,
    payer: str = SHIFENG,
    memo: str = "培训费",
    *,
    account: str = "",
    booked_on: date = MARCH,
    id: str = "line",  # noqa: A002
) -> CreditLine:
    return CreditLine(id, amount_fen, payer, account, memo, booked_on)


def debit(
    amount_fen: int, payee: str = SHIFENG, memo: str = "冲正", *, account: str = "", booked_on: date = MARCH
) -> DebitLine:
    return DebitLine("out", amount_fen, payee, account, memo, booked_on, reversal_flag=memo == "冲正")


def best(matching: Matching, line_id: str = "line") -> Proposal:
    return next(proposal for proposal in matching.proposals if proposal.line_id == line_id)


def paid(proposal: Proposal) -> dict[str, int]:
    return dict(proposal.parts)
