"""地区: Zhejiang's table, and which authority reviews an enterprise there (R10 to R12)."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from school_desk.kernel.errors import RuleViolation
from school_desk.terms.regions import (
    AuthorityLevel,
    RegionKind,
    authority_for,
    city_of,
    find_region,
    in_zhejiang,
    regions,
    regions_to_choose,
)

TODAY = date(2026, 11, 23)
COUNTIES = dict(
    zip(
        ["杭州市", "宁波市", "温州市", "嘉兴市", "湖州市", "绍兴市", "金华市", "衢州市", "舟山市", "台州市", "丽水市"],
        (13, 10, 12, 7, 5, 6, 9, 6, 4, 9, 9),
        strict=True,
    )
)


def test_eleven_cities_have_ninety_counties_today() -> None:
    counties = [r for r in regions_to_choose(TODAY) if r.kind is RegionKind.COUNTY]
    assert Counter(city_of(r.code).name for r in counties) == COUNTIES
    assert len(counties) == 90


def test_codes_are_unique_and_parents_stand_before() -> None:
    seen: set[str] = set()
    for region in regions():
        assert region.code not in seen
        assert region.parent is None or region.parent in seen
        seen.add(region.code)


def test_names_to_choose_are_unique() -> None:
    names = [region.name for region in regions_to_choose(TODAY)]
    assert len(names) == len(set(names))


def test_hangzhou_changed_in_2021() -> None:
    before = {r.name for r in regions_to_choose(date(2021, 4, 8))}
    after = {r.name for r in regions_to_choose(date(2021, 4, 9))}
    assert before - after == {"下城区", "江干区"}
    assert after - before == {"临平区", "钱塘区"}


def test_huzhou_offers_its_districts_and_the_functional_area() -> None:
    offered = [r.name for r in regions_to_choose(TODAY) if r.parent == "330500"]
    assert offered == ["吴兴区", "南浔区", "德清县", "长兴县", "安吉县", "湖州南太湖新区"]


@pytest.mark.parametrize("code", ["330502", "330523", "3305L1", "330500", "330501", "330511"])
def test_a_district_of_huzhou_is_reviewed_by_the_city(code: str) -> None:
    authority = authority_for(code, province_affiliated=False)
    assert (authority.code, authority.name, authority.level) == (
        "330500",
        "湖州市住房和城乡建设局",
        AuthorityLevel.CITY,
    )


@pytest.mark.parametrize("code", ["330502", "331127"])
def test_a_provincial_enterprise_is_reviewed_by_the_province(code: str) -> None:
    authority = authority_for(code, province_affiliated=True)
    assert (authority.code, authority.name) == ("330000", "浙江省住房和城乡建设厅")
    assert authority.level is AuthorityLevel.PROVINCE


def test_every_region_has_an_authority_named_after_its_city() -> None:
    for region in regions():
        if region.kind is not RegionKind.PROVINCE:
            authority = authority_for(region.code, province_affiliated=False)
            assert authority.name.startswith(city_of(region.code).name)


@pytest.mark.parametrize("affiliated", [True, False])
@pytest.mark.parametrize(
    ("code", "refusal"), [("341822", "region.outside"), ("", "region.outside"), ("330000", "region.too_wide")]
)
def test_what_is_no_place_in_zhejiang_is_refused(code: str, refusal: str, affiliated: bool) -> None:
    with pytest.raises(RuleViolation) as refused:
        authority_for(code, affiliated)
    assert refused.value.code == refusal
    assert refused.value.field == "region_code"
    assert "请" in refused.value.message


def test_an_ended_region_is_found_but_not_offered() -> None:
    old = find_region("330103")
    assert old is not None
    assert not old.valid_on(TODAY)
    assert old not in regions_to_choose(TODAY)
    assert city_of("330103").name == "杭州市"
    assert find_region("341822") is None


def test_zhejiang_is_known_by_its_first_digits() -> None:
    assert in_zhejiang("339999")
    assert not in_zhejiang("341822")
