"""所属地区 as the form offers it: "湖州市 › 吴兴区" and what a clerk may type for it. No window here: a worker process makes the pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from school_desk.terms.regions import find_region, regions_to_choose
from school_desk.terms.search import search_key, search_text


@dataclass(frozen=True, slots=True)
class RegionOption:
    """One region; `search` holds its names and, once a worker made them, their pinyin initials."""

    code: str
    words: str
    search: str


def region_options(day: date) -> tuple[RegionOption, ...]:
    """The regions to choose on `day`, searchable by their names and codes."""
    return tuple(_option(region.code, " ".join(_names(region.code))) for region in regions_to_choose(day))


def region_options_with_pinyin(day: date) -> tuple[RegionOption, ...]:
    """The same, searchable by pinyin initials too. Loads the dictionaries: call it in a worker process."""
    return tuple(_option(region.code, search_text(*_names(region.code))) for region in regions_to_choose(day))


def matching(options: Sequence[RegionOption], typed: str) -> list[RegionOption]:
    """The options that hold every word typed."""
    words = [search_key(word) for word in typed.replace("›", " ").split()]
    return [option for option in options if all(word in option.search for word in words)]


def _option(code: str, search: str) -> RegionOption:
    return RegionOption(code, region_words(code), f"{search} {code}")


def region_words(code: str) -> str:
    """City and district: "湖州市 › 吴兴区"; the code itself when it is not one of Zhejiang's."""
    region = find_region(code)
    if region is None:
        return code
    city = find_region(region.parent or "")
    return f"{city.name} › {region.name}" if city is not None else region.name


def _names(code: str) -> tuple[str, ...]:
    region = find_region(code)
    city = find_region(region.parent or "") if region else None
    return tuple(place.name for place in (city, region) if place is not None)
