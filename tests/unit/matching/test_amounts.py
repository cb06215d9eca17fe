"""Which fits of an amount are offered where there are more than can be shown."""

from __future__ import annotations

from datetime import date, timedelta

from school_desk.payments.matching import Books
from school_desk.payments.matching.amounts import Shape, shapes
from tests.unit.matching.builders import MARCH, receivable

AGES = (80, 60, 40, 25, 8, 6, 3)
"""Days before the payment; the batches are numbered oldest first."""


def fits(amount_fen: int, open_fen: tuple[int, ...], taken: tuple[int, ...] = ()) -> list[Shape]:
    orders = [
        receivable(fen, number, created_on=MARCH - timedelta(days=age))
        for number, (age, fen) in enumerate(zip(AGES, open_fen, strict=True), start=1)
    ]
    return shapes(amount_fen, range(len(orders)), (), date.toordinal(MARCH), Books(orders), taken=taken)


def test_sums_of_what_was_entered_shortly_before_come_first() -> None:
    """The latest entry is no better than the usual one: six days."""
    several = [shape for shape in fits(200_000, (100_000,) * 7) if shape.kind == "several"]
    assert [shape.batches for shape in several] == [(4, 5), (5, 6), (4, 6)]
    assert {shape.solutions for shape in several} == {21}


def test_what_another_line_pays_by_its_code_enters_no_sum_and_no_part() -> None:
    found = fits(200_000, (100_000,) * 7, taken=(4, 5))
    assert not {4, 5} & {number for shape in found for number in shape.batches}
    assert next(shape.batches for shape in found if shape.kind == "several") == (3, 6)
    assert fits(100_000, (100_000,) * 7, taken=(4,))[4].batches == (4,), "in full it may still be paid twice"


def test_sums_that_many_choices_give_leave_room_for_a_part() -> None:
    found = fits(200_000, (100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 600_000))
    assert sum(shape.kind == "several" for shape in found) == 3
    assert ("part", (6,)) in [(shape.kind, shape.batches) for shape in found]
