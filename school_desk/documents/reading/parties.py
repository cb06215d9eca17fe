"""Who commits, as the paragraphs of a letter name it: the enterprise and its legal person, where a label or the credit code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.names import HAN, whole_company
from school_desk.documents.reading.rows import Cell
from school_desk.terms.names import normalise_company_name, normalise_person_name
from school_desk.terms.surnames import begins_with_surname

_UNIT_LABEL = re.compile(
    rf"(?:(?:企业|单位|公司)(?:名称|全称|盖章|公章)|(?:承诺|申请|申报)(?:单位|企业|主体|方|人)|(?<![{HAN}])(?:单位|企业|公司)(?=（)|^(?=（))"
    r"(?P<mark>（?(?:单位|企业)?(?:公章|盖章|签章|章)）?|（(?:全称|名称)）)?(?P<sign>[：；:.·]?)"
)
# 本公司 and 我单位 stand all over a promise: only a bracket or a colon behind them brings the name.
_PRONOUN = rf"(?:我|本)(?:单位|公司|企业)(?![{HAN}])"
_PRONOUN_LABEL = re.compile(_PRONOUN + r"[（：]")
_BEFORE_CODE = re.compile(
    r"(?:^|(?<=[，,。；;：！？、]))(?P<name>[^，,。；;：！？、]{4,60}?)[（，,、。]?(?:统.社会信用代.|统一社会信.{0,2}代码|社会信用代码)"
)
# Who somebody is in a letter, before the name: 承诺单位, 用工企业, 参训单位, 申请人 …
_ROLE = (
    r"(?:(?:承诺|保证|申请|申报|填报|报名|参训|参培|培训|送训|送培|派员|用工|用人|施工|劳务|承包|分包|建设|授权|委托|责任|使用|签署|所属|注册)"
    r"(?:单位|企业|公司|主体|方|人)|(?:我|本|该|贵)(?:单位|公司|企业|司)|系|兹有)"
)
_OPENING_ROLE = re.compile(rf"^{_ROLE}(?:名称|全称)?[：（_]?(?=[{HAN}（]{{4}})")
# What may stand glued before a name and is never part of one: the sheet's title, a label, a pronoun.
_OPENING_PRONOUN = re.compile(
    r"^(?:.*(?:承诺书|承诺函|承诺主体|承诺方|全称|名称)[：:]?|(?:我|本)(?:单位|公司|企业)（?)"
)
_NAME_ENDS = re.compile(r"[，,。；;：！？、_]|（?(?:统一)?社会信用代|（?法定代表|（(?:以下|下称|简称|公章|盖章)|（$")
# 项目负责人, 现场负责人 and the like are others.
_HEAD = rf"(?:(?<=企业)|(?<=单位)|(?<=公司)|(?<=机构)|(?<=乙方)|(?<![{HAN}]))负责人"
_PERSON_LABEL = re.compile(
    # A seal may hide the first characters.
    rf"(?:法定代表.|法.代表人|.定代表人|(?<![{HAN}])定?代表人|法人代表|{_HEAD}|(?<![{HAN}])法人(?=[：:]))(?:姓名)?"
    r"(?P<mark>（?(?:负责人|或负责人)?）?（?(?:亲笔)?(?:签字|签名|签章|盖章|手签|签)[^：（）]?）?|（(?:姓名|负责人)）)?(?P<sign>[：；:.·为是]?)"
)
_SIGNATURE = re.compile(r"[^，。]{0,8}(?:（?(?:公章|盖章|签章|签字|签名)(?:[）：]|$)|（(?:公章|盖章|签))")
_PERSON_ENDS = re.compile(
    r"[^\u3400-\u9fff·\U00020000-\U0003ffff]|代表|日期|身份证|联系|电话|统一社会|签字|签名|签章|盖章|公章|（"
)
_PERSON = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*")
# A name in the middle of a sentence ends where the sentence goes on; 应当, 和, 向 … go on with it, though surnames are written so, too.
_IN_SENTENCE = re.compile(
    rf"(?!应[当承负对保该]|须|必须|[和与及或向对并将均不]|于[本此上下签])(?P<name>[{HAN}]{{2,4}}?)(?=$|[，,。；;、（）_]|为|系|是|同志|先生|女士|授权|委托|代表|郑重|承诺|保证|承担|负责|签[字章名]|身份证|联系|电话)"
)
# 本人张三，系某公司（…）的负责人
_SELF = re.compile(rf"本人[（：_]?(?P<name>[{HAN}]{{2,4}}?)[，,（）_].{{4,90}}的(?:法定代表人|负责人)")
_LOOSE = re.compile(
    rf"(?:^|(?<=[，,。；;：！？、（的于与和由为是]))(?P<name>(?:(?!的)[{HAN}（）]){{2,40}}?(?:有限责任公司|股份有限公司|有限公司)"
    rf"(?:[{HAN}（）]{{2,12}}?(?:分公司|办事处))?)(?![：:])"
)
_LOOSELY = "名称不在标签旁边，请对照照片"
_TORN = "名称可能没有读全，请对照照片"
_BRACKETS = str.maketrans("《〈》〉", "（（））")
_SENTENCE = re.compile(r"[为现特自兹在就本我并向愿以]")
_LONG_PART = 8
_SEAL_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Naming:
    """A name found in one place. `signed`: at the signature, where seal and handwriting lie over the print.

    `loose`: no label points at it, so that it may be another's.
    """

    draft: Draft
    signed: bool
    loose: bool = False

    @property
    def value(self) -> str:
        return str(self.draft.value)

    @property
    def place(self) -> tuple[int, int]:
        """Tells two places of the paper apart."""
        first = self.draft.span.cells[0]
        return id(first.box), first.index


def is_signature(paragraph: Span) -> bool:
    """Whether the place for the seal or the signature is named: what follows below is stamped and written by hand."""
    return bool(_SIGNATURE.match(_plain(paragraph)))


def companies_in(paragraph: Span) -> Iterator[Naming]:
    """The names that the paragraph gives the one who commits."""
    text = _plain(paragraph)
    for match in _UNIT_LABEL.finditer(text):
        if match["mark"] or match["sign"] or (match.start() == 0 and _parted(paragraph, match.end())):
            yield from _company(paragraph, match.end(), signed=_is_signed(match))
    for match in _PRONOUN_LABEL.finditer(text):
        yield from _company(paragraph, match.end(), signed=False)
    for match in _LOOSE.finditer(text):
        yield from _company(paragraph, match.start("name"), signed=False, loose=True)
    for match in _BEFORE_CODE.finditer(text):
        pronoun = _OPENING_PRONOUN.match(match["name"])
        yield from _company(paragraph, match.start("name") + (pronoun.end() if pronoun else 0), signed=False)


def people_in(paragraph: Span, *, signed: bool = False) -> Iterator[Naming]:
    """The legal person's names that the paragraph gives; all are `signed` where the paragraph stands at the signature."""
    for match in _SELF.finditer(_plain(paragraph)):
        yield from _person_in_sentence(paragraph, match.start("name"), signed=signed)
    for match in _PERSON_LABEL.finditer(_plain(paragraph)):
        marked = bool(match["mark"]) and match["mark"] != "（姓名）"
        if match["mark"] or match["sign"] or _parted(paragraph, match.end()):
            yield from _person(paragraph, match.end(), signed=signed or marked)
        else:
            yield from _person_in_sentence(paragraph, match.end(), signed=signed)


def _company(paragraph: Span, start: int, *, signed: bool, loose: bool = False) -> Iterator[Naming]:
    plain = _plain(paragraph)
    start = _without_role(plain, _skipped(plain, start))
    end = _NAME_ENDS.search(plain, start)
    text = plain[start : end.start() if end else None]
    length = whole_company(text)
    if length:
        span = paragraph.part(start, start + length)
        name = normalise_company_name(span.text)
        torn = re.match(rf"[{HAN}（]", text[length:]) or name.count("（") != name.count("）")
        doubt = _TORN if torn else _LOOSELY if loose else ""
        yield Naming(Draft(name, span).doubted(doubt) if doubt else Draft(name, span), signed, loose)


def _without_role(text: str, start: int) -> int:
    """Behind the words that say who the enterprise is in this letter: 本企业, 用工单位."""
    role = _OPENING_ROLE.match(text[start:])
    return _without_role(text, start + role.end()) if role else start


def _person_in_sentence(paragraph: Span, start: int, *, signed: bool) -> Iterator[Naming]:
    """A name right behind its label without any sign between: only one that begins like a name and ends where the sentence goes on."""
    start = _skipped(_plain(paragraph), start)
    match = _IN_SENTENCE.match(_plain(paragraph), start)
    if match and begins_with_surname(match["name"]):
        span = paragraph.part(match.start("name"), match.end("name"))
        yield Naming(Draft(normalise_person_name(span.text), span), signed)


def _person(paragraph: Span, start: int, *, signed: bool) -> Iterator[Naming]:
    start = _skipped(_plain(paragraph), start)
    cells = paragraph.cells[start:]
    text = _plain(paragraph)[start:]
    end = _PERSON_ENDS.search(text)
    text = _before_dot(text[: end.start()] if end else text)
    text = text[: _nearby(cells)]
    if not _PERSON.fullmatch(text):
        return
    span = paragraph.part(start, start + len(text))
    yield Naming(Draft(normalise_person_name(text), span), signed)


def _plain(paragraph: Span) -> str:
    """The text with one kind of brackets: readers take the round ones for pointed ones. Places stay."""
    return paragraph.text.translate(_BRACKETS)


def _is_signed(match: re.Match[str]) -> bool:
    return bool(match["mark"]) and "章" in match["mark"]


def _skipped(text: str, start: int) -> int:
    """Behind the signs that a label leaves."""
    rest = text[start:]
    return start + len(rest) - len(rest.lstrip("：；.·）、_ "))


def _before_dot(text: str) -> str:
    """A full stop is often read as the dot of a name: what follows is then a sentence (张斌水·为维护…), no name (艾力·买买提)."""
    first, _, rest = text.partition("·")
    sentence = _SENTENCE.match(rest) or len(rest) > _LONG_PART or "·" in rest.strip("·")
    return first if sentence and 2 <= len(first) <= 4 else text.strip("·")


def _parted(paragraph: Span, place: int) -> bool:
    """Whether a new box begins at `place`: the next cell of a table, or what was written behind a printed label."""
    cells = paragraph.cells
    return 0 < place < len(cells) and cells[place].box is not cells[place - 1].box


def _nearby(cells: tuple[Cell, ...]) -> int:
    """How many characters a name may have: at least two, then up to a gap, behind which a piece of the seal stands."""
    for number in range(2, min(len(cells), 5)):
        before, after = cells[number - 1], cells[number]
        free = after.x - before.x - (after.advance + before.advance) / 2
        far = free > _SEAL_GAP * max(before.height, after.height)
        if before.box is not after.box and (far or after.box.is_stacked):
            return number
    return len(cells)
