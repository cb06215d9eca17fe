"""What is known beside the orders that are open: enterprises that owe nothing now, payments and slips that are dealt with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from school_desk.payments.matching import Books, KnownPayer, Party, Slip, match
from tests.unit.matching.builders import MARCH, MINGYU, SHIFENG, best, code, credit, paid, receivable

ACCOUNT = "1205110009529260025"
SHORT = SHIFENG.removeprefix("湖州")
ORDERS = ((1, 240_000), (2, 0))


@pytest.mark.parametrize("known", [KnownPayer(ACCOUNT, MINGYU, 5), KnownPayer("", MINGYU, 5, SHORT)])
def test_payer_confirmed_mostly_for_another(known: KnownPayer) -> None:
    """Also where that one owes nothing; a code says whom the payer means now."""
    word = "付款账号" if known.account else "付款人名称"
    owed, payers = [receivable(240_000)], [known, KnownPayer(known.account, SHIFENG, 1, known.name)]
    line, quoting = credit(240_000, SHORT, account=ACCOUNT), credit(240_000, SHORT, code(1), account=ACCOUNT)
    books = Books(owed, payers, others=[Party(MINGYU, MINGYU)])
    one = best(match(books, [line]))
    assert f"{word}以往主要是替另一家企业“{MINGYU}”付款的" in one.vetoes
    assert not one.certain
    assert best(match(books, [quoting])).certain
    assert f"{word}以往主要是替另一家企业付款的" in best(match(Books(owed, payers), [line])).vetoes


def test_codes_of_closed_orders_are_told_like_the_orders_themselves() -> None:
    owed, settled = (replace(receivable(240_000, n, open_fen=fen), payment_code=f"DH-2026-000{n}") for n, fen in ORDERS)
    line = credit(240_000, memo=f"培训费{settled.payment_code}")
    known = match(Books([owed], closed_codes=[settled.payment_code, owed.payment_code]), [line])
    assert known == match(Books([owed, settled]), [line])
    assert best(known).vetoes == ("附言里的订单号 DH20260002 不在待缴批次里，可能已缴清或已撤销",)


def test_a_slip_paired_with_a_line_speaks_of_no_other() -> None:
    own, other = credit(240_000, account=ACCOUNT, id="1"), credit(240_000, account=ACCOUNT, id="2")
    paired = Slip("s", "b1", 240_000, SHIFENG, ACCOUNT, MARCH, line_id="1")
    books = Books([receivable(240_000, id="slip's"), receivable(240_000, 2)], slips=[paired])
    one = best(match(books, [own]), "1")
    assert (paid(one), any("回单" in reason for reason in one.reasons)) == ({"slip's": 240_000}, True)
    assert match(books, [other]) == match(Books(books.bills), [other])


def test_a_slip_that_agrees_better_with_the_line_that_waits_is_not_spent() -> None:
    """Two payments and one slip: its day is the second's, although the first was claimed."""
    before, line = credit(240_000, account=ACCOUNT, booked_on=date(2026, 2, 27)), credit(240_000, account=ACCOUNT)
    slip = Slip("s", "b1", 240_000, SHIFENG, ACCOUNT, MARCH)
    books = Books([receivable(240_000), receivable(240_000, 2)], slips=[slip])
    assert best(match(books, [line], decided=[before])).certain
    assert not best(match(books, [line], decided=[replace(before, booked_on=MARCH)])).certain
