"""Which of Zhejiang's regions an address speaks of: a proposal for the form, which a person confirms. An address elsewhere gets none."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from school_desk.terms.provinces import PROVINCES
from school_desk.terms.regions import PROVINCE, Region, RegionKind, find_region, regions

# Cities elsewhere have districts of these names too.
_SHARED_NAMES = frozenset({"西湖区", "普陀区", "江北区"})
# 湖州街 is a street in 杭州, and 上海路 is in many towns.
_NO_ROAD = r"(?![东西南北中]?(?:路|街|大街|大道|公路|巷|弄))"


def region_hint(text: str) -> Region | None:
    """The district or functional area that `text` names, else its city. None when it names neither, or another province first.

    A short name (德清) or one that other cities share (西湖区) counts only beside 浙江 or its own city; an ended district gives its city.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    named = [(word[0], _places()[word[0]]) for word in _pattern().finditer(plain)]
    if not named or named[0][1] is None:
        return None
    here = [(word, place) for word, place in named if place]
    city = next((place for _, place in here if place.kind is RegionKind.CITY), None)
    in_zhejiang = any(place.kind is RegionKind.PROVINCE for _, place in here)
    for word, place in here:
        fits = place.parent == city.code if city else in_zhejiang or _tells_by_itself(word)
        if fits and place.kind in (RegionKind.COUNTY, RegionKind.FUNCTIONAL):
            return place
    return city


def _tells_by_itself(word: str) -> bool:
    return word not in _SHARED_NAMES and len(word) > 2


@cache
def _places() -> dict[str, Region | None]:
    """Every name that tells where an address lies; None stands for another province. Today's places come last and win."""
    places: dict[str, Region | None] = dict.fromkeys(
        name for digits, name in PROVINCES.items() if digits != PROVINCE[:2]
    )
    for region in sorted(regions(), key=lambda region: region.valid_to is None):
        if region.kind is RegionKind.URBAN:
            continue
        today = region if region.valid_to is None else find_region(region.parent or "")
        short = region.name[:-1] if len(region.name) == 3 and region.valid_to is None else region.name
        places |= dict.fromkeys((region.name, short, *region.aliases), today)
    return places


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_places(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){_NO_ROAD}")
