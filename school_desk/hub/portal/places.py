"""所属地区 as a form offers it: Zhejiang's districts under their cities."""

from __future__ import annotations

from datetime import datetime

from school_desk.kernel.clock import local_date
from school_desk.terms.regions import Region, city_of, regions_to_choose


def region_groups(now: datetime) -> list[tuple[Region, list[Region]]]:
    """Each city with the districts that exist today, in the table's order."""
    groups: dict[str, tuple[Region, list[Region]]] = {}
    for region in regions_to_choose(local_date(now)):
        city = city_of(region.code)
        groups.setdefault(city.code, (city, []))[1].append(region)
    return list(groups.values())
