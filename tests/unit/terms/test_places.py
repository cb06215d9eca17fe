"""Places of all China: what codes begin with, what papers name."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.terms.places import (
    city_name_of,
    is_in_known_place,
    name_of_place,
    place_names,
    short_place_names,
)
from school_desk.terms.regions import RegionKind, regions


def test_a_code_has_the_last_name_that_its_place_had() -> None:
    assert name_of_place("320481") == "溧阳市"
    assert name_of_place("320803") == "淮安区", "楚州区 until 2012"
    assert name_of_place("999999") == ""


def test_the_city_of_a_county_and_none_of_a_city() -> None:
    assert city_name_of("330502") == "湖州市"
    assert city_name_of("330500") == ""
    assert city_name_of("110101") == "", "districts of Beijing stand right under it"


@pytest.mark.parametrize(
    ("text", "known"),
    [("浙江省湖州市吴兴区", True), ("溧阳市", True), ("江苏省源阳市", False), ("市", False), ("", False)],
)
def test_a_text_that_ends_with_a_place(text: str, known: bool) -> None:
    assert is_in_known_place(text) is known


def test_short_names_are_those_that_companies_use() -> None:
    assert {"浙江", "湖州", "吴兴", "进贤"} <= short_place_names()
    assert "赣" not in short_place_names()


def test_every_national_place_of_the_schools_own_table_is_there() -> None:
    now = (region for region in regions() if region.valid_on(date(2026, 1, 1)) and region.code.isdigit())
    own = {region.name for region in now if region.kind is RegionKind.COUNTY}
    assert own <= place_names()
