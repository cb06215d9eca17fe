"""Names of issuing authorities: place and office. The offices are few and known, so a misread character in one can be put right."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from school_desk.documents.reading.evidence import MISSING, Draft, repaired
from school_desk.documents.reading.layout import Span
from school_desk.terms.provinces import PROVINCES

_OFFICES = (
    "市场监督管理局",
    "工商行政管理局",
    "行政审批局",
    "行政审批服务局",
    "政务服务管理局",
    "数据局",
    "住房和城乡建设厅",
    "住房和城乡建设局",
    "住房和城乡建设委员会",
    "住房和城乡建设管理委员会",
    "城乡建设局",
    "城乡建设委员会",
    "建设委员会",
    "建设厅",
    "建设局",
)
_PLACE_ENDS = frozenset("省市区县州盟旗")
# Only a province (省, 自治区) has departments; cities and counties have bureaus and committees.
_DEPARTMENT = "厅"
_PROVINCES = frozenset(PROVINCES.values()) - {
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "北京",
    "天津",
    "上海",
    "重庆",
    "香港",
    "澳门",
}
_PROVINCE = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,6}自治区)$")
_NAME = re.compile(
    r"中华人民共和国[\u4e00-\u9fff]{2,12}?部|[\u4e00-\u9fff]{2,26}?(?:管理局|审批局|服务局|建设厅|建设局|委员会|局|厅)"
)
_ALIKE = 0.7
_VERY_ALIKE = 0.8
_ALIKE_PLACE = 0.65
_ADDRESS = re.compile(
    r"([\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,6}自治区)?([\u4e00-\u9fff]{2,4}?市)?([\u4e00-\u9fff]{1,4}?[县区市])?"
)


def read_authority(span: Span) -> Draft:
    """The authority named in `span`; a name put right keeps what was read."""
    found = authority_in(span.text)
    if not found:
        return MISSING
    read, name = found
    start = span.text.index(read)
    draft = repaired(Draft(read, span.part(start, start + len(read))), name)
    if _lacks_place_end(name):
        return draft.doubted("机关名称的地名没有读全，请对照照片")
    return draft if _NAME.search(read) else draft.doubted("机关名称的结尾没有读准，请对照照片")


def _lacks_place_end(name: str) -> bool:
    """Whether a known office stands behind what ends like no place: 桐城住房和城乡建设局 lost its 市."""
    return name.endswith(_OFFICES) and not office_of(name)


def with_place_of(draft: Draft, address: str) -> Draft:
    """The authority with a misread place put right by the `address` on the same paper: it registers where it sits."""
    name = str(draft.value or "")
    office = next((office for office in sorted(_OFFICES, key=len, reverse=True) if name.endswith(office)), "")
    place = name.removesuffix(office)
    if not office or not place or place in _places(address):
        return draft
    likely = [
        other
        for other in _places(address)
        if SequenceMatcher(None, place, other, autojunk=False).ratio() >= _ALIKE_PLACE
    ]
    if not likely:
        return draft
    best = max(likely, key=lambda other: SequenceMatcher(None, place, other, autojunk=False).ratio())
    return repaired(draft, best + office).noted("地名按住所修正")


def office_of(name: str) -> str:
    """The known office that `name` is, right behind its place; blank when it is none as it stands."""
    known = (office for office in _OFFICES if name.endswith(office) and _has(name[: -len(office)], office))
    return next(known, "")


def one_apart(one: str, other: str) -> bool:
    """Whether two names differ in one character: 丽水市连都区… is 丽水市莲都区… misread."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _has(place: str, office: str) -> bool:
    """Whether `place` ends like one and may have such an office: 海宁市…建设厅 is no office at all."""
    return place[-1:] in _PLACE_ENDS and (not office.endswith(_DEPARTMENT) or _PROVINCE.match(place) is not None)


def _places(address: str) -> tuple[str, ...]:
    """Province, city, district and city with district as an authority's name would begin."""
    match = _ADDRESS.match(address)
    if not match:
        return ()
    province, city, district = (part or "" for part in match.groups())
    return tuple(dict.fromkeys(place for place in (city + district, district, city, province) if place))


def authority_in(text: str) -> tuple[str, str] | None:
    """The authority named in `text`, as read and as its office is really called; None when there is none.

    Longer offices come first, so that 湖州市住房和城乡建设局 does not end as a mere 建设局 with a misread place.
    """
    match = _NAME.search(text)
    if match:
        return match.group(), _with_province(_with_known_office(match.group()))
    # Not even the last character was read as what it is; the whole text must then be very like a name.
    name = _with_known_office(text, _VERY_ALIKE)
    return (text, name) if name != text else None


def _with_province(name: str) -> str:
    """A department's name with the last character of its province put right: 浙江置住房和城乡建设厅."""
    torn = re.match(r"(..|黑龙江)[\u4e00-\u9fff]?(?=(?:住房和城乡)?建设厅$)", name)
    return f"{torn.group(1)}省{name[torn.end() :]}" if torn and torn.group(1) in _PROVINCES else name


def _with_known_office(read: str, least: float = _ALIKE) -> str:
    if office_of(read):
        return read
    best, likeness = read, least
    for office in sorted(_OFFICES, key=len, reverse=True):
        for cut in _cuts(read, len(office)):
            alike = SequenceMatcher(None, read[cut:], office, autojunk=False).ratio()
            ends = least > _ALIKE or read[-1] == office[-1] or read[-1] == _DEPARTMENT
            if alike > likeness and ends and _has(read[:cut], office):
                best, likeness = read[:cut] + office, alike
    return best


def _cuts(read: str, length: int) -> list[int]:
    """Where the office may begin: right after a place's ending, about its own length before the end."""
    return [cut for cut in range(2, len(read)) if read[cut - 1] in _PLACE_ENDS and abs(len(read) - cut - length) <= 2]
