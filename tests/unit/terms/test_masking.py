"""What others see of names, identity numbers, mobiles and accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.terms.masking import mask_account, mask_id, mask_mobile, mask_text


@pytest.mark.parametrize(
    ("mask", "plain", "shown"),
    [
        (mask_id, "33050219850312123X", "330502********123X"),
        (mask_id, "330502850312123", "33***********23"),
        (mask_id, "E12345678", "E1*****78"),
        (mask_id, "12", "**"),
        (mask_mobile, "13800008000", "138****8000"),
        (mask_mobile, "0572123456", "******3456"),
        (mask_mobile, "123", "**3"),
        (mask_account, "1205220109200069722", "1205***********9722"),
        (mask_account, "123456", "****56"),
    ],
)
def test_both_ends_at_most(mask: object, plain: str, shown: str) -> None:
    assert callable(mask)
    assert mask(plain) == shown


def test_numbers_in_a_text() -> None:
    text = "张三（33050219850312123x，手机13800008000）退到 1205220109200069722，合计 9600.00 元，2026-09-01，护照E12345678。"
    assert mask_text(text) == (
        "张三（330502********123x，手机138****8000）退到 1205***********9722，合计 9600.00 元，2026-09-01，护照E1*****78。"
    )


@given(st.text(alphabet="0123456789X", max_size=30))
def test_never_longer_shorter_or_whole(number: str) -> None:
    for mask in (mask_id, mask_mobile, mask_account):
        shown = mask(number)
        assert len(shown) == len(number)
        assert not number or "*" in shown
