"""Names of issuing authorities: place and office. The offices are few and known, so a misread character in one can be put right."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from school_desk.documents.reading.evidence import MISSING, Draft, repaired
from school_desk.documents.reading.layout import Span

_OFFICES = (
    "市场监督管理局",
    "工商行政管理局",
    "行政审批局",
    "行政审批服务局",
    "政务服务管理局",
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
_PLACE_END = "省市区县州盟旗"
_NAME = re.compile(r"[\u4e00-\u9fff]{2,26}?(?:管理局|审批局|服务局|建设厅|建设局|委员会|局|厅)")
_ALIKE = 0.7


def read_authority(span: Span) -> Draft:
    """The authority named in `span`; a name put right keeps what was read."""
    found = authority_in(span.text)
    if not found:
        return MISSING
    read, name = found
    start = span.text.index(read)
    return repaired(Draft(read, span.part(start, start + len(read))), name)


def authority_in(text: str) -> tuple[str, str] | None:
    """The authority named in `text`, as read and as its office is really called; None when there is none.

    Longer offices come first, so that 湖州市住房和城乡建设局 does not end as a mere 建设局 with a misread place.
    """
    match = _NAME.search(text)
    if not match:
        return None
    read = match.group()
    return read, _with_known_office(read)


def _with_known_office(read: str) -> str:
    if any(read.endswith(office) and read[: -len(office)][-1:] in _PLACE_END for office in _OFFICES):
        return read
    best, likeness = read, _ALIKE
    for office in sorted(_OFFICES, key=len, reverse=True):
        for cut in _cuts(read, len(office)):
            alike = SequenceMatcher(None, read[cut:], office, autojunk=False).ratio()
            if alike > likeness and read[-1] == office[-1]:
                best, likeness = read[:cut] + office, alike
    return best


def _cuts(read: str, length: int) -> list[int]:
    """Where the office may begin: right after a place's ending, about its own length before the end."""
    return [cut for cut in range(2, len(read)) if read[cut - 1] in _PLACE_END and abs(len(read) - cut - length) <= 2]
