"""Reading papers: a value that was cut short or holds a piece of its neighbour is only proposed."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.evidence import STANDS_TWICE, Draft, settle
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.whole import apart_from_scope, closed, whole_name
from tests.unit.reading.recorded_boxes import sheet


def _state(draft: Draft) -> FieldState:
    return settle(draft.proven(STANDS_TWICE)).state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("百官街道江扬路2466号（经营场所：同住所）", FieldState.ACCEPTED),
        ("百官街道江扬路2466号(一址多照)", FieldState.ACCEPTED),
        ("百官街道江扬路2466号（", FieldState.LOOK),
        ("资或控股）", FieldState.LOOK),
        ("【依法须经批准的项目）", FieldState.LOOK),
    ],
)
def test_brackets_must_close(text: str, state: FieldState) -> None:
    assert _state(closed(Draft(text))) is state


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("武宁甲建设有限公司", "武宁甲建设有限公司", FieldState.ACCEPTED),
        ("武宁甲建设有限公司湖州分公司", "武宁甲建设有限公司湖州分公司", FieldState.ACCEPTED),
        ("武宁甲建设有限公司湖州分公", "武宁甲建设有限公司", FieldState.LOOK),
    ],
)
def test_a_name_with_words_behind_it_is_only_proposed(text: str, name: str, state: FieldState) -> None:
    found = whole_name(sheet(text).all)
    assert (found.value, _state(found)) == (name, state)


def test_lines_of_the_scope_in_an_address_are_seen() -> None:
    assert _state(apart_from_scope(Draft("红丰路1号批准的项目，经相关部门批准后方可"))) is FieldState.LOOK
    assert _state(apart_from_scope(Draft("红丰路1号"))) is FieldState.ACCEPTED
