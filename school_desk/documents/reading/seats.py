"""Which authorities may have issued a paper: the offices of its kind in the places where the enterprise sits, by its address and its code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from school_desk.documents.reading.authorities import office_of, one_apart
from school_desk.documents.reading.evidence import Draft
from school_desk.terms.places import city_name_of, is_in_known_place, name_of_place
from school_desk.terms.provinces import PROVINCES

_OFFICES = {
    "yyzz": ("市场监督管理局", "行政审批局", "工商行政管理局", "数据局", "行政审批服务局"),
    "zzzs": ("住房和城乡建设局", "住房和城乡建设委员会", "城乡建设委员会"),
}
_FIELDS = {"yyzz": "authority", "zzzs": "issuer"}
_PROVINCIAL = {"yyzz": ("市场监督管理局",), "zzzs": ("住房和城乡建设厅",)}
# Provinces whose name does not end in 省.
_WHOLE = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    **{city: f"{city}市" for city in ("北京", "天津", "上海", "重庆")},
}
_PLACE = re.compile(r"(?:[\u4e00-\u9fff]{2,3}省)?([\u4e00-\u9fff]{2,3}市)([\u4e00-\u9fff]{2,3}?[县区市](?!场|政|监))?")
_MOST = 28


def likely_authorities(kind: str, drafts: Mapping[str, Draft], text: str) -> tuple[str, ...]:
    """Names of offices that may have issued the paper of `kind`, at most 28; `text` is all that stands on it."""
    code = drafts["uscc"].value
    region = code[2:8] if isinstance(code, str) and len(code) == 18 else ""
    address = drafts["address"].value if "address" in drafts else None
    coded = tuple(_by_code(region))
    places = dict.fromkeys((*coded, *(place for place in _by_text(str(address or text)) if not _misread(place, coded))))
    names = [province + office for province in _provinces(region, text) for office in _PROVINCIAL[kind]]
    names += [place + office for place in places for office in _OFFICES[kind]]
    printed = drafts[_FIELDS[kind]].value if _FIELDS[kind] in drafts else None
    # What is printed there is one of them too, unless it is one of them misread.
    if isinstance(printed, str) and office_of(printed) and not any(one_apart(printed, name) for name in names):
        names.insert(0, printed)
    return tuple(dict.fromkeys(names))[:_MOST]


def _misread(place: str, coded: tuple[str, ...]) -> bool:
    """Whether `place` is a place of the code but for one character, and no place of its own as 上城区 and 下城区 are."""
    return not is_in_known_place(place) and any(one_apart(place, other) for other in coded)


def _provinces(region: str, text: str) -> Iterator[str]:
    """The province of the code first, then those that the paper names."""
    named = (short for short in PROVINCES.values() if _WHOLE.get(short, f"{short}省") in text)
    for short in dict.fromkeys((PROVINCES.get(region[:2], ""), *named)):
        if short:
            yield _WHOLE.get(short, f"{short}省")


def _by_code(region: str) -> Iterator[str]:
    """As the places are called now, or were last."""
    name, city = name_of_place(region), city_name_of(region)
    parts = (city + name if city and name.endswith("区") else "", name, city)
    yield from (place for place in parts if place)


def _by_text(text: str) -> Iterator[str]:
    """Districts with their city, counties and county towns alone, and the city, in the order of the text."""
    for match in _PLACE.finditer(text):
        city, part = match.groups()
        if part:
            yield city + part if part.endswith("区") else part
        yield city
