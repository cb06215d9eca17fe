"""The enterprise that commits, as the paragraphs of a letter name it: where a label or the credit code points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from school_desk.documents.reading.evidence import Draft, repaired
from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.names import HAN, whole_company, with_known_form
from school_desk.documents.reading.naming import Naming, parted, plain, skipped
from school_desk.documents.reading.shapes import is_usual
from school_desk.terms.names import normalise_company_name
from school_desk.terms.surnames import begins_with_surname

# Whose part in a letter only the one who commits has: what the place for its name or its seal is called after.
_PARTS = "承诺|保证|声明|申请|申报|填报|填表|报送|报名|参训|参培|送训|选送|派员|出具|提供|具名|自查|(?:专业|劳务)?分包"
_UNIT_LABEL = re.compile(
    rf"(?:(?<![原旧前])(?:企业|单位|公司)(?:名称|全称|盖章|公章|签章)|(?:{_PARTS}|(?<![受被])(?:委托|授权))(?:单位|企业|公司|主体|方|人)(?:名称|全称)?|(?<![{HAN}])(?:单位|企业|公司)(?=（)|^(?=（))"
    r"(?P<mark>（?(?:单位|企业)?(?:加?盖?公章|盖章|签章|印章|章)）?|（(?:全称|名称)）|（全(?!称))?(?P<sign>[：；:.·】]?)"
)
# 本公司 and 我单位 stand all over a promise: only a bracket or a colon behind them brings the name.
_PRONOUN = rf"(?:我|本)(?:单位|公司|企业|司)(?![{HAN}])"
_PRONOUN_LABEL = re.compile(_PRONOUN + r"[（：]")
_BEFORE_CODE = re.compile(
    r"(?:^|(?<=[，,。；;：！？、]))(?P<name>[^，,。；;：！？、]{4,60}?)[（，,、。]?(?:统.社会信用代.|统一社会信.{0,2}代码|(?:社会)?信用代码)"
)
# 承诺单位某公司（9133…）: label and value in one line without a sign, the code alone in brackets and nothing behind it.
_GLUED = re.compile(
    r"^(?:承诺|保证|声明|申请|申报|填报|报名|参训|参培)(?:单位|企业|公司|主体)(?:名称|全称)?"
    r"(?P<name>[^，,。；;：！？、（]{4,40}(?:（[^（）0-9]{2,12}）[^，,。；;：！？、（]{0,24})?)（(?=9[0-9A-Z]{14,17}）?$)"
)
_CODE_ROW = re.compile(r"（?(?:统.社会信用代.|(?:社会)?信用代码)")
_LEGAL_FORM = re.compile(
    rf"(?!致|关于|原|代表|企业名)[{HAN}（）]{{4,}}(?:有限责任公司|有限公司)(?:[{HAN}]{{2,8}}分公司)?"
)
# A form that was filled in: 某公司（企业名称）系经登记机关核准设立的企业.
_BEFORE_ITS_LABEL = re.compile(
    r"(?:^|(?<=[，,。；;]))(?P<name>[^，,。；;：（]{4,60}?(?:（[^（）]{2,12}）[^，,。；;：（]{0,24})?)（(?:企业|单位|公司)(?:名称|全称)）(?=[系是为])"
)
# Words that end like a name and are none: 我公司, 经登记机关核准设立的企业.
_NO_COMPANY = re.compile(r"^（?(?:我|本|贵|该|各|其他)(?:单位|公司|企业|司)$|登记机关|设立的企业")
# Who somebody is in a letter, before the name: 承诺单位, 用工企业, 参训单位, 申请人 …
_ROLE = (
    r"(?:(?:承诺|保证|申请|申报|填报|报名|参训|参培|培训|送训|送培|派员|用工|用人|施工|劳务|承包|分包|建设|授权|委托|责任|使用|签署|所属|注册|派出|派遣|选派|推荐|会员|参加)"
    r"(?:单位|企业|公司|主体|方|人)|(?:我|本|该|贵)(?:单位|公司|企业|司)|我们[是系]|系(?![统列])|兹有|兹证明|今有|现任|现为|现系|担任"
    r"|(?:现|已|于|经[^，。]{1,12})*(?:更名|变更|改名|改制)(?:登记)?为)"
)
# 本人张三系某公司的法定代表人: the company is what behind 系.
_SELF = re.compile(rf"^本人(?P<name>[{HAN}]{{2,4}}?)[，,]?(?:现?系|现?是|现为|现?任|担任|身为|作为)(?=[{HAN}（]{{4}})")
_SELF_APART = re.compile(rf"本人[{HAN}]{{2,4}}[，,]$")
_OPENING_ROLE = re.compile(rf"^{_ROLE}(?:名称|全称)?[：（_]?(?=[{HAN}（]{{4}})")
# What may stand glued before a name and is never part of one: the sheet's title, a label, a pronoun.
_OPENING_PRONOUN = re.compile(
    r"^(?:.*(?:承诺书|承诺函|承诺主体|承诺方|全称|名称)[：:]?|(?:我|本)(?:单位|公司|企业)（?)"
)
_GLUED_BEFORE = re.compile(r".*(?:承诺[书函](?:（[^（）]{1,6}）)?|承诺(?:单位|企业)|(?:企业|单位|公司)(?:全称|名称))")
# What the one who commits does in the letter's own words, right behind the name: 某公司现声明, 某公司郑重承诺.
_SAYS = r"(?:现|特|兹|谨|在此|特此|自愿|郑重|已|就此)*(?:声明|承诺|保证)(?=[：:，,。]|如下|以下|$)"
_NAME_ENDS = re.compile(
    r"[，,。；;：！？、_]|（(?=[0-9A-Z]{15,18}(?:）|$))|(?:分包|承包|用工|参训|本|我)(?:企业|单位|公司)统一社会信用|(?<!合伙|独资)(?:企业|单位)(?:统一)?(?:社会)?信用代码|（?统一社会信用|（?(?:社会)?信用代码?|（?法定代表|（(?:(?:企业|单位|公司)[名全]称|以下|下称|简称|公章|盖章|印章|签章|原|曾用|更名|住所|地址)|（$"
    r"|现?已?(?:经[^，。]{1,12})?(?:更名|变更|改名|改制)(?:登记)?为"
    rf"|{_SAYS}"
)
# What the enterprise was called before: its name no longer.
_FORMER_BEFORE = re.compile(
    r"(?:（原|原(?:企业|单位|公司)?(?:名称?|全称)|原为|原系|曾用名称?|旧称|(?:更名|变更|改名|改制)前(?:的?(?:企业|单位|公司)?名称)?)"
    r"(?:为|是|系|叫)?[：“]?$"
)
_FORMER_BEHIND = re.compile(
    r"[”）]?(?:，?(?:现|已|于[^，。]{1,12}|经[^，。]{1,12}))*(?:更名|变更|改名|改制)(?:登记)?为"
)
# Whom the letter is written to or whose work it is about: no letter is signed by them.
_ANOTHERS = re.compile(
    r"(?:^致|[，。]致|总包|总承包|建设单位|监理|发包[^，。]{0,2}|甲方|抄送|抄报|贵(?:公司|单位)|承接|承建|参建|与|和)(?:单位|企业|公司|方)?(?:（[^（）]{0,6}）)?[：]?$"
)
_SIGNATURE = re.compile(
    r"[^，。]{0,8}(?:（?(?:公章|盖章|签章|印章|签字|签名)(?:[）：]|$)|（(?:[单企][位业])?(?:公章|盖章|印章|章|亲笔签|签))"
)
_LOOSE = re.compile(
    rf"(?:^|(?<=[，,。；;：！？、（的于与和由为是]))(?P<name>(?:(?!的)[{HAN}（）]){{2,40}}?(?:有限责任公司|股份有限公司|有限公司)"
    rf"(?:[{HAN}（）]{{2,12}}?(?:分公司|办事处))?)(?![：:])"
)
# Who is named so speaks in this letter: 某公司（以下简称“本企业”）, 某公司现声明.
_SPEAKS = re.compile(rf"（以下(?:简称|称)(?:为)?[“”\"'「]?[我本](?:企业|公司|单位|司|方)|{_SAYS}")
_CODE_CELL = re.compile(r"(?:统一)?(?:社会)?信用代码：?[0-9A-Z]{18}")
_LOOSELY = "名称不在标签旁边，请对照照片"
_TORN = "名称可能没有读全，请对照照片"


def is_signature(paragraph: Span) -> bool:
    """Whether the place for the seal or the signature is named: what follows below is stamped and written by hand."""
    return bool(_SIGNATURE.match(plain(paragraph)))


def companies_in(paragraph: Span) -> Iterator[Naming]:
    """The names that the paragraph gives the one who commits."""
    text = plain(paragraph)
    for match in _UNIT_LABEL.finditer(text):
        if match["mark"] or match["sign"] or (match.start() == 0 and parted(paragraph, match.end())):
            yield from _company(paragraph, match.end(), signed=_is_signed(match))
    for match in _PRONOUN_LABEL.finditer(text):
        yield from _company(paragraph, match.end(), signed=False)
    for match in _LOOSE.finditer(text):
        opening = _SELF_APART.search(text[: match.start("name")])
        pointed = _SPEAKS.match(text, match.end()) or _as_self((opening.group() if opening else "") + match["name"])
        yield from _company(paragraph, match.start("name"), signed=False, loose=not pointed)
    for match in _BEFORE_ITS_LABEL.finditer(text):
        yield from _company(paragraph, match.start("name"), signed=False)
    for match in _BEFORE_CODE.finditer(text):
        pronoun = _OPENING_PRONOUN.match(match["name"])
        yield from _company(paragraph, match.start("name") + (pronoun.end() if pronoun else 0), signed=False)


def companies_by_place(rows: Sequence[Span]) -> Iterator[Naming]:
    """Where nothing points at the enterprise: a name alone in the first row, over its code; or glued to its label, the code in brackets."""
    for upper, lower in pairwise(rows[:2]):
        alone = all(cell.box is upper.cells[0].box for cell in upper.cells)
        if alone and _LEGAL_FORM.fullmatch(plain(upper)) and _CODE_ROW.match(plain(lower)):
            yield from _company(upper, 0, signed=False)
    for row in rows:
        if match := _GLUED.match(plain(row)):
            yield from _company(row, match.start("name"), signed=False)


def _company(paragraph: Span, start: int, *, signed: bool, loose: bool = False) -> Iterator[Naming]:
    everything = plain(paragraph)
    start = _without_role(everything, skipped(everything, start))
    if _FORMER_BEFORE.search(everything[:start]) or (loose and _ANOTHERS.search(everything[:start])):
        return
    end = _NAME_ENDS.search(everything, start)
    text = everything[start : end.start() if end else None]
    glued = _glued_before(text)
    start, text = start + glued, text[glued:]
    length = whole_company(text)
    if not length and (around := _around_code(paragraph, start, end.start() if end else start)):
        yield Naming(around, signed, loose)
    none = _FORMER_BEHIND.match(everything, start + length) or _NO_COMPANY.search(text[:length])
    if length and not none:
        span = paragraph.part(start, start + length)
        name = normalise_company_name(span.text)
        torn = (
            re.match(rf"(?!的)[{HAN}（]", text[length:]) or _interleaved(span) or name.count("（") != name.count("）")
        )
        doubt = _TORN if torn or glued else _LOOSELY if loose else ""
        draft = repaired(Draft(name, span), with_known_form(name))
        yield Naming(draft.doubted(doubt) if doubt else draft, signed, loose)


def _glued_before(text: str) -> int:
    """How much of `text` is a title or a label glued before the name: only where that is no name, and what is left is one."""
    glued = _GLUED_BEFORE.match(text)
    if glued is None or "有限" in glued.group():
        return 0
    rest = text[glued.end() :]
    return glued.end() if is_usual("name", rest[: whole_company(rest)]) else 0


def _around_code(paragraph: Span, start: int, end: int) -> Draft | None:
    """A name of two lines in its cell, with the code in the cell beside the first: only proposed, for the cells are told by their text alone."""
    code = _CODE_CELL.match(plain(paragraph), end)
    if code is None or start == end:
        return None
    span = paragraph.part(start, end) + paragraph.part(code.end(), len(paragraph.cells))
    length = whole_company(plain(span))
    name = span.part(0, length)
    goes_on = length > end - start
    return Draft(normalise_company_name(name.text), name).doubted(_TORN) if goes_on else None


def _interleaved(span: Span) -> bool:
    """Whether a line goes on behind characters of another one: a piece of the seal that lies over the name."""
    boxes = [id(cell.box) for cell in span.cells]
    runs = 1 + sum(one != other for one, other in pairwise(boxes))
    return runs > len(set(boxes))


def _without_role(text: str, start: int) -> int:
    """Behind the words that say who the enterprise is in this letter: 本企业, 用工单位."""
    role = _OPENING_ROLE.match(text[start:]) or _as_self(text[start:])
    return _without_role(text, start + role.end()) if role else start


def _as_self(text: str) -> re.Match[str] | None:
    """本人晏波系 at the beginning of `text`: who signs says of which enterprise."""
    match = _SELF.match(text)
    return match if match and begins_with_surname(match["name"]) else None


def _is_signed(match: re.Match[str]) -> bool:
    return bool(match["mark"]) and "章" in match["mark"]
