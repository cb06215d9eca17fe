"""Every field of every drawn layout, from the boxes that the engine gave for a phone photo of it."""

from __future__ import annotations

import re
import unicodedata
from math import cos, radians, sin
from typing import Any

import pytest

from school_desk.documents.reading.boxes import Point, TextBox
from school_desk.documents.reading.classify import classify
from school_desk.documents.reading.evidence import settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FIELDS, FieldState
from school_desk.documents.reading.rules import read_fields
from tests.unit.reading.recorded_boxes import RECORDED, recorded


def _same_form(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_same_form(item) for item in value]
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else value


def _turned(box: TextBox, degrees: float) -> TextBox:
    def point(at: Point) -> Point:
        x, y = at
        turn = radians(degrees)
        return x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)

    a, b, c, d = (point(corner) for corner in box.quad)
    return TextBox((a, b, c, d), box.glyphs)


@pytest.mark.parametrize("name", RECORDED)
@pytest.mark.parametrize("slant", [0.0, 4.0, -4.0])
def test_every_field_is_read_however_the_paper_lies(name: str, slant: float) -> None:
    kind, boxes, truth = recorded(name)
    paper = Sheet([_turned(box, slant) for box in boxes])
    drafts = read_fields(kind, paper)
    assert {field: _same_form(drafts[field].value) for field in truth} == {
        field: _same_form(value) for field, value in truth.items()
    }


@pytest.mark.parametrize("name", RECORDED)
def test_the_kind_is_told_from_the_content(name: str) -> None:
    kind, boxes, _ = recorded(name)
    assert classify(Sheet(boxes))[0] == kind


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_accepted_is_right_and_every_value_has_its_place(name: str) -> None:
    kind, boxes, truth = recorded(name)
    for field, draft in read_fields(kind, Sheet(boxes)).items():
        reading = settle(draft)
        assert field in FIELDS[kind]
        if reading.state is FieldState.ACCEPTED and field in truth:
            assert _same_form(reading.value) == _same_form(truth[field])
            assert reading.confidence >= 0.99
        if reading.value:
            assert reading.box is not None
            assert reading.box[2] > 0
            assert reading.box[3] > 0
