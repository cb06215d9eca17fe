"""The school's accounts are digits as banks print them, however they were typed or kept."""

from __future__ import annotations

import pytest

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.settings import read
from school_desk.payments.queries import own_accounts
from school_desk.payments.settings import OTHER_ACCOUNTS, PAYEE_ACCOUNT
from school_desk.staff.commands import ChangeSetting
from tests.school import Office

_WIDE, _PLAIN = "１２０５２２０１０９２００069722", "1205220109200069722"


@pytest.mark.parametrize("typed", [_WIDE, _PLAIN, "١٢٠٥٢٢٠١٠٩٢٠٠٠٦٩٧٢٢"])
def test_an_account_is_kept_in_plain_digits(typed: str) -> None:
    assert PAYEE_ACCOUNT.parse(typed) == _PLAIN
    assert OTHER_ACCOUNTS.parse([typed]) == (_PLAIN,)


@pytest.mark.parametrize(
    "typed", ["", "1234567", "12345678 9", "1205x220109", "Ⅻ2345678", "²23456789", "一二三四五六七八"]
)
def test_what_is_no_account(typed: str) -> None:
    for setting, value in ((PAYEE_ACCOUNT, typed), (OTHER_ACCOUNTS, [typed])):
        with pytest.raises(RuleViolation, match="8–32 位数字"):
            setting.parse(value)


def test_an_account_that_was_kept_full_width_is_the_account_of_its_statements(office: Office) -> None:
    """As the rows and journals of earlier programs hold it."""
    today = office.clock.now().date()
    office.do(ChangeSetting(OTHER_ACCOUNTS.key, ["６２２２０２００００００００"], today, ()), office.admin)
    with office.school.reading() as session:
        assert read(session, office.school.id, OTHER_ACCOUNTS, today) == ("62220200000000",)
        assert own_accounts(session, office.school.id, today) == (_PLAIN, "62220200000000")
