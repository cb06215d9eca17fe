"""A region read out of an address is a proposal; an address elsewhere gets none."""

from __future__ import annotations

import pytest

from school_desk.terms.addresses import region_hint
from school_desk.terms.regions import RegionKind, city_of, regions


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("浙江省湖州市德清县武康街道 1 号", "德清县"),
        ("浙江省 湖州市 吴兴区 红丰路", "吴兴区"),
        ("湖州南太湖新区滨湖大道", "湖州南太湖新区"),
        ("湖州市南太湖新区", "湖州南太湖新区"),
        ("湖州市吴兴区南太湖新区", "吴兴区"),
        ("安吉县递铺街道", "安吉县"),
        ("湖州安吉递铺", "安吉县"),
        ("浙江长兴", "长兴县"),
        ("舟山普陀区", "普陀区"),
        ("浙江省西湖区", "西湖区"),
        ("丽水景宁县", "景宁畲族自治县"),
        ("吴兴区杭州路 1 号", "吴兴区"),
        ("浙江省湖州市吴兴区上海路", "吴兴区"),
        ("湖州市凤凰路", "湖州市"),
        ("杭州市湖州街 1 号", "杭州市"),
        ("杭州市江干区凯旋路", "杭州市"),
        ("宁波杭州湾新区", "宁波市"),
    ],
)
def test_the_region_is_read(address: str, name: str) -> None:
    region = region_hint(address)
    assert region is not None
    assert region.name == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "安徽省广德市誓节镇",
        "上海市普陀区武宁路",
        "普陀区武宁路",
        "重庆市江北区",
        "江北区",
        "江苏省湖州路 3 号",
        "江苏省苏州市湖州商会",
        "安徽省广德市安吉县界",
        "浙江省",
        "德清",
        "幸福路 1 号",
    ],
)
def test_no_region_is_guessed(address: str) -> None:
    assert region_hint(address) is None


def test_every_region_of_today_is_read_behind_its_city() -> None:
    for region in regions():
        if region.kind in (RegionKind.COUNTY, RegionKind.FUNCTIONAL) and region.valid_to is None:
            assert region_hint(f"浙江省{city_of(region.code).name}{region.name}人民路 8 号") is region
