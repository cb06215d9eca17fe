"""The pairing that settles who gets what: as good as trying everything."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from school_desk.payments.matching.pairing import best_pairing, hanging_together

gains = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.floats(0, 1), min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(gains)
def test_no_other_pairing_is_better(table: list[list[float]]) -> None:
    found = best_pairing(table)
    rows, columns = len(table), len(table[0])
    assert len(found) == min(rows, columns)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    if rows <= columns:
        every = (
            sum(table[row][column] for row, column in enumerate(one)) for one in permutations(range(columns), rows)
        )
    else:
        every = (
            sum(table[row][column] for column, row in enumerate(one)) for one in permutations(range(rows), columns)
        )
    assert abs(sum(table[row][column] for row, column in found) - max(every)) < 1e-9


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_groups_share_no_end(edges: list[tuple[int, int]]) -> None:
    groups = hanging_together(edges)
    assert sorted(place for group in groups for place in group) == list(range(len(edges)))
    lefts = [{edges[place][0] for place in group} for group in groups]
    rights = [{edges[place][1] for place in group} for group in groups]
    for number in range(len(groups)):
        for other in range(number):
            assert not lefts[number] & lefts[other]
            assert not rights[number] & rights[other]


def test_nothing_pairs_with_nothing() -> None:
    assert best_pairing([]) == best_pairing([[]]) == []
