"""Zhejiang's cities and districts, and the authority that reviews an enterprise there. Of other provinces only the first digits are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from school_desk.kernel.errors import RuleViolation
from school_desk.terms.packaged import packaged_text, table_rows

PROVINCE = "330000"


class RegionKind(StrEnum):
    """FUNCTIONAL: an area with a government but no national code (湖州南太湖新区); its code here is the school's own.

    URBAN: a city's 市辖区, a code that stands on identity cards but is no place to choose.
    """

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    FUNCTIONAL = "functional"
    URBAN = "urban"


class AuthorityLevel(StrEnum):
    PROVINCE = "province"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Region:
    """A place by its GB/T 2260 code. `valid_from` None: since before the table begins; `valid_to` None: still so; both days included.

    `authority` is the name of its 行政主管部门, None below the cities: a district has none that counts here (操作说明 第三章).
    """

    code: str
    name: str
    kind: RegionKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    authority: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Authority:
    """A 行政主管部门; `code` is that of the city or province it belongs to."""

    code: str
    name: str
    level: AuthorityLevel


def parse_regions(text: str) -> tuple[Region, ...]:
    """The regions in the CSV `text` (code, name, kind, parent, aliases split by |, authority, valid_from, valid_to as ISO dates)."""
    return tuple(_region(row) for row in table_rows(text))


@cache
def regions() -> tuple[Region, ...]:
    """Every region of the packaged table, ended ones too, each city followed by its districts."""
    return parse_regions(packaged_text("regions.csv"))


def find_region(code: str) -> Region | None:
    """The region with this code, ended or not; None when it is not one of Zhejiang's."""
    return _by_code().get(code)


def regions_to_choose(day: date) -> tuple[Region, ...]:
    """What a form offers as 所属地区 on `day`: the districts and functional areas that exist then, in the table's order."""
    return tuple(r for r in regions() if r.kind in (RegionKind.COUNTY, RegionKind.FUNCTIONAL) and r.valid_on(day))


def city_of(region_code: str) -> Region:
    """The city that the region belongs to (a city: itself). Raises RuleViolation `region.outside` or `region.too_wide`."""
    region = find_region(region_code)
    if region is None:
        raise RuleViolation(
            "region.outside", "所属地区不在浙江省内，请在浙江省的市、县（市、区）中选择。", field="region_code"
        )
    if region.kind is RegionKind.CITY:
        return region
    if region.parent is None:
        raise RuleViolation("region.too_wide", "所属地区只选到了省，请继续选到市或县（市、区）。", field="region_code")
    return _by_code()[region.parent]


def authority_for(region_code: str, province_affiliated: bool) -> Authority:
    """Who reviews an enterprise of this 所属地区: the province for 省属, else the city that the district belongs to (操作说明 第三章).

    Raises RuleViolation as `city_of` does.
    """
    city = city_of(region_code)
    place = _by_code()[PROVINCE] if province_affiliated else city
    level = AuthorityLevel.PROVINCE if province_affiliated else AuthorityLevel.CITY
    return Authority(place.code, place.authority or place.name, level)


def in_zhejiang(region_code: str) -> bool:
    """Whether a GB/T 2260 code, known or not, lies in Zhejiang."""
    return region_code.startswith(PROVINCE[:2])


@cache
def _by_code() -> dict[str, Region]:
    return {region.code: region for region in regions()}


def _region(row: dict[str, str]) -> Region:
    return Region(
        code=row["code"],
        name=row["name"],
        kind=RegionKind(row["kind"]),
        parent=row["parent"] or None,
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        authority=row["authority"] or None,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
