"""Provinces, cities and counties of all China, from the packaged table: what papers name and what codes begin with.

The places that the school deals with, and who reviews an enterprise there, are in `regions`.
"""

from __future__ import annotations

import re
from functools import cache

from school_desk.terms.packaged import packaged_text, table_rows

_CITY = 4
# 县 and 区 may be all that follows one character (赣县, 郊区); such names are too short to be called without their ending.
_SHORTEST_STEM = 2
# 盐城市, 成都市, 荆门市 end like words that a name may begin with.
_WORDS_TOO = frozenset(("城市", "都市", "门市", "新市"))
# 华市政工程, 东市场: 市 belongs to what follows.
_OF_A_MARKET = re.compile(r".市[政场镇蜃]")
_LONGEST_TAIL = 5


@cache
def place_names() -> frozenset[str]:
    """Every name of the table, ended ones too: 浙江省, 湖州市, 吴兴区."""
    return frozenset(name for names in _by_code().values() for name in names)


@cache
def short_place_names() -> frozenset[str]:
    """The same without 省, 市, 县, 区, as companies call themselves after them: 浙江, 湖州, 吴兴."""
    return frozenset(name[:-1] for name in place_names() if name[-1] in "省市县区" and len(name) > _SHORTEST_STEM)


def name_of_place(code: str) -> str:
    """What the place with this GB/T 2260 code is called, or was last; blank when it is no place's."""
    return _by_code().get(code, ("",))[-1]


def city_name_of(code: str) -> str:
    """The same for the city that the county with this code belongs to; blank for those right under a province."""
    return "" if code[_CITY:] == "00" else name_of_place(f"{code[:_CITY]}00")


def is_in_known_place(text: str) -> bool:
    """Whether `text` is or ends with the name of a place: 浙江省湖州市吴兴区 does, 江苏省源阳市 does not."""
    return any(text[at:] in place_names() for at in range(len(text) - 1))


def has_lost_its_place(text: str) -> bool:
    """Whether `text` begins with the end of a place's name, the beginning cut off: 江省某公司, 州市某公司."""
    begins = [text[:length] for length in range(2, _LONGEST_TAIL + 1)]
    if any(begin in place_names() for begin in begins) or _OF_A_MARKET.match(text):
        return False
    return any(begin in _tails() for begin in begins)


@cache
def _tails() -> frozenset[str]:
    ended = (name for name in place_names() if name[-1] in "省市县")
    return frozenset(name[at:] for name in ended for at in range(1, len(name) - 1)) - _WORDS_TOO


@cache
def _by_code() -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for row in table_rows(packaged_text("places.csv")):
        named[row["code"]] = (*named.get(row["code"], ()), row["name"])
    return named
