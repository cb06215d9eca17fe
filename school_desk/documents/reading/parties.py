"""Who commits, as the paragraphs of a letter name it: the enterprise and its legal person, where a label or the credit code points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.names import HAN, whole_company
from school_desk.documents.reading.rows import Cell
from school_desk.terms.names import normalise_company_name, normalise_person_name
from school_desk.terms.surnames import begins_with_surname, has_double_surname

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
# Who approved it: 经负责人张三批准. Where nobody else is named, it is whoever is in charge.
_APPROVED = re.compile(rf"经(?:(?:本|我)?(?:企业|单位|公司))?(?:主要)?负责人(?P<name>[{HAN}]{{2,3}})(?:批准|审批|同意)")
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
# What the one who commits does in the letter's own words, right behind the name: 某公司现声明, 某公司郑重承诺.
_SAYS = r"(?:现|特|兹|谨|在此|特此|自愿|郑重|已|就此)*(?:声明|承诺|保证)(?=[：:，,。]|如下|以下|$)"
_NAME_ENDS = re.compile(
    r"[，,。；;：！？、_]|（(?=[0-9A-Z]{15,18}(?:）|$))|(?:分包|承包|用工|参训|本|我)(?:企业|单位|公司)统一社会信用|（?统一社会信用|（?(?:社会)?信用代码?|（?法定代表|（(?:(?:企业|单位|公司)[名全]称|以下|下称|简称|公章|盖章|印章|签章|原|曾用|更名|住所|地址)|（$"
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
# 项目负责人, 现场负责人 and the like are others.
_HEAD = rf"(?:(?<=企业)|(?<=单位)|(?<=公司)|(?<=[我本]司)|(?<=[，：。；]现由)|(?<=机构)|(?<=乙方)|(?<![{HAN}]))(?:主要)?负责人"
_SIGNED_AS = r"(?:亲笔|手写|手工)?(?:签字|签名|签章|盖章|手签|签)"
_PERSON_LABEL = re.compile(
    # A seal may hide the first characters.
    rf"(?<!原)(?<!前任)(?:法定(?:责任|负责)人|法定代表.?|法.代表人|.定代表人|(?<![{HAN}])定?代表人|法人代表|(?P<head>{_HEAD})"
    rf"|(?<![{HAN}])(?:执行事务合伙人|经营者|投资人)(?=[：:（])|(?:(?<![{HAN}])|(?<=企业)|(?<=单位)|(?<=公司))法人(?=[：:]|{_SIGNED_AS}|（[签盖]|姓名))(?:姓名)?"
    r"(?P<mark>(?:（?(?:或?(?:主要|单位)?负责人|执行事务合伙人|经营者|投资人)）?)?"
    rf"(?:（(?![^（）]*(?:授权|委托|代理))[^（）]{{0,6}}[签章印][^（）]{{0,6}}）|（?{_SIGNED_AS}[^：（）]?）?)"
    r"|（(?:姓名|或?(?:主要|单位)?负责人|执行事务合伙人|经营者|投资人)）"
    r"|(?:审批|审核|审阅|审定|签发|批准|确认)(?:人|意见)?(?=[：:]))?(?P<sign>(?:）(?=[：:]))?[：；:.·】为是系]?)"
)
# 法定代表人兼总经理张三
_OFFICES = re.compile(
    r"(?:[兼、暨及和]?(?:执行董事|董事长|总经理|经理|董事|厂长|院长|站长|(?:安全生产|培训)?第一责任人|实际控制人|主要负责人))+"
)
_SIGNATURE = re.compile(
    r"[^，。]{0,8}(?:（?(?:公章|盖章|签章|印章|签字|签名)(?:[）：]|$)|（(?:[单企][位业])?(?:公章|盖章|印章|章|亲笔签|签))"
)
_PERSON_ENDS = re.compile(
    r"[^\u3400-\u9fff·\U00020000-\U0003ffff]|代表|日期|身份证|证件|联系|电话|手机|统一社会|签字|签名|签章|盖章|公章|（"
    r"|项目|现场|序号|事项|职务|负责|经办|委托|授权|承诺|地址|住所|性别|邮箱|传真|单位|企业|公司"
)
_PERSON = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*")
# What a sentence goes on with behind 法定代表人 instead of a name, though most of it begins like one: 郑重承诺, 单位, 应当.
_NO_NAME = (
    r"应[当承负对保该]|[和与及或向对并将均不在因如若已未需其后以]|须|必须|于[本此上下签变]|郑重|单位|全[面权体部程]|方[可能]|时[间任]"
    r"|成员|明[确知]|安[全排]|有[权关限]|权|严[格禁重肃]|任[何职期]|经[理办过营本]|管理|充分|从[事业未]|通[过知]|连带|相关|能[够否]|关于"
    r"|公[章司开示告]|计划|解[除聘]|支付|都[是已应]|印章|查[验看]|施工|商[定议]|信[息用]|承[诺担]|保证|代[表理为]|授权|委托|姓名|联系|电话"
    r"|身份|签[字章名署]|盖章|职务|亲[自笔]|同意|自愿|变更|履行|负[责有]|法[定人律]|花名|国家|平台|终身|容忍|广[大泛]|归[还口]|养护|居住|单[独方]"
)
# Names end where the sentence goes on. The single characters may as well belong to the name.
_LINKS = "为系是和与及等率向对将于在已任"
_DOES = (
    "同志|先生|女士|授权|委托|代表|郑重|承诺|保证|声明|承担|负责|签[字章名署]"
    r"|身份证|联系|电话|现[就承申向特将]|特[此向作]|作出|做出|出具|同意|自愿|愿意|亲自|带领|担任|对[本我上所以]|在此|就[本此上]|谨[此向以]|主持|召集|出席|参加|到会|传达|宣读|讲话|强调|提[出议]"
    r"|指定|任[命组]|决定|批准|审[批核阅定查]|确认|牵头|带队|督促|检查|组织|安排|部署|领导|统筹|汇报|介绍|通报|总结|发言|签发|宣布|现场|及时|全[面权程]"
)
_GOES_ON = rf"(?:$|[，,。；;、（）_：的]|[{_LINKS}](?![，,。；;、）_：]|$)|{_DOES})"
_IN_SENTENCE = tuple(re.compile(rf"(?!{_NO_NAME})(?P<name>[{HAN}]{{{length}}}){_GOES_ON}") for length in (2, 3, 4))
# Who says or is said to be the legal person: 本人张三，系某公司（…）的负责人; 我叫张三，现任某公司法定代表人; 由张三担任法定代表人.
_TOLD = re.compile(
    rf"(?:^|(?<=[，,。；;：（、]))(?P<self>本人|我叫|我是|我名叫|我)?(?:兹有|兹证明|现?由|承诺人|声明人)?[，（：_]?(?P<name>[{HAN}]{{2,4}}?)"
    r"(?:同志|先生|女士)?[，,（）_]{0,2}(?:性别|[男女]|身份证号?码?|[：，,]|[0-9Xx]{18}|[（）])*"
    r"(?:(?P<verb>(?:现|是|系|为|担任|任|身为|作为)+)|(?<=[，,）_]))"
    r"(?:(?:[我本](?:单位|公司|企业|司))?|[^。；;！？]{3,90}?(?:公司|企业|单位|厂|站|部|店|社|所|院|队|行|中心|合伙）|[0-9A-Z]）))的?"
    rf"(?:法定代表人|法人代表|(?:主要)?负责人)(?=$|[，,。；;]|对|现[就承申向特将]|郑重|特此|在此|就|自愿|承诺|保证|声明|全面|（(?:身份证|以下|签))"
)
# 姚锡庆（法定代表人）, 姚锡庆（董事长、法定代表人）
_NAMED_FIRST = re.compile(
    rf"(?:^|(?<=[，,。；;：、）由经长理人]))(?P<name>[{HAN}]{{2,4}})(?:（(?:职务：)?(?:(?!委托|授权|受|原|前)[^（）]){{0,8}}"
    rf"(?:法定代表人|法人代表)(?:[、，兼][^（）]{{1,10}}|{_SIGNED_AS})?）|[，,；;]?职务[：:]法定代表人)"
)
_AGENT = re.compile(r"受|委托|授权|代理|代表(?!人|$)|(?:法定代表人|负责人).")
_LOOSE = re.compile(
    rf"(?:^|(?<=[，,。；;：！？、（的于与和由为是]))(?P<name>(?:(?!的)[{HAN}（）]){{2,40}}?(?:有限责任公司|股份有限公司|有限公司)"
    rf"(?:[{HAN}（）]{{2,12}}?(?:分公司|办事处))?)(?![：:])"
)
# Who is named so speaks in this letter: 某公司（以下简称“本企业”）, 某公司现声明.
_SPEAKS = re.compile(rf"（以下(?:简称|称)(?:为)?[“”\"'「]?[我本](?:企业|公司|单位|司|方)|{_SAYS}")
_CODE_CELL = re.compile(r"(?:统一)?(?:社会)?信用代码：?[0-9A-Z]{18}")
_UNSURE_END = "姓名在句子里，到哪个字为止看不准，请对照照片"
_APPROVER = "批准人可能不是法定代表人，请对照照片"
_LOOSELY = "名称不在标签旁边，请对照照片"
_TORN = "名称可能没有读全，请对照照片"
_BRACKETS = str.maketrans("《〈》〉", "（（））")
_SENTENCE = re.compile(r"[为现特自兹在就本我并向愿以]")
_LONG_PART = 8
_WHOLE_NAME = 3
_SEAL_GAP = 1.0
_ONE_ROW = 0.8


@dataclass(frozen=True, slots=True)
class Naming:
    """A name found in one place. `signed`: at the signature, where seal and handwriting lie over the print.

    `loose`: no label points at it, so that it may be another's. `head`: it is only said to be whoever is in charge (负责人).
    """

    draft: Draft
    signed: bool
    loose: bool = False
    head: bool = False

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
        if alone and _LEGAL_FORM.fullmatch(_plain(upper)) and _CODE_ROW.match(_plain(lower)):
            yield from _company(upper, 0, signed=False)
    for row in rows:
        if match := _GLUED.match(_plain(row)):
            yield from _company(row, match.start("name"), signed=False)


def approvers(paragraph: Span) -> Iterator[Naming]:
    """Who is said to have approved the letter as the one in charge; only proposed."""
    for match in _APPROVED.finditer(_plain(paragraph)):
        if begins_with_surname(match["name"]) and not re.match(_NO_NAME, match["name"]):
            found = _naming(paragraph, match.start("name"), match.end("name"), signed=False)
            yield replace(found, draft=found.draft.doubted(_APPROVER), head=True)


def people_in(paragraph: Span, *, signed: bool = False) -> Iterator[Naming]:
    """The legal person's names that the paragraph gives; all are `signed` where the paragraph stands at the signature."""
    text = _plain(paragraph)
    for match in _TOLD.finditer(text):
        told = text[match.end("name") : match.end()]
        if not match["verb"] and not match["self"]:
            continue
        if begins_with_surname(match["name"]) and not re.match(_NO_NAME, match["name"]) and not _AGENT.search(told):
            yield _naming(paragraph, match.start("name"), match.end("name"), signed=signed)
    for match in _NAMED_FIRST.finditer(text):
        if begins_with_surname(match["name"]) and not re.match(_NO_NAME, match["name"]):
            yield _naming(paragraph, match.start("name"), match.end("name"), signed=signed)
    for match in _PERSON_LABEL.finditer(text):
        marked = bool(match["mark"]) and any(sign in match["mark"] for sign in "签章印")
        head = bool(match["head"])
        if match["mark"] or match["sign"] or _parted(paragraph, match.end()):
            found = _person(paragraph, match.end(), signed=signed or marked)
        else:
            found = _person_in_sentence(paragraph, match.end(), signed=signed)
        says = bool(match["sign"]) and match["sign"] in "为是系"
        yield from (replace(n, head=head) for n in found if not (says and re.match(_NO_NAME, n.value)))


def _company(paragraph: Span, start: int, *, signed: bool, loose: bool = False) -> Iterator[Naming]:
    plain = _plain(paragraph)
    start = _without_role(plain, _skipped(plain, start))
    if _FORMER_BEFORE.search(plain[:start]) or (loose and _ANOTHERS.search(plain[:start])):
        return
    end = _NAME_ENDS.search(plain, start)
    text = plain[start : end.start() if end else None]
    length = whole_company(text)
    if not length and (around := _around_code(paragraph, start, end.start() if end else start)):
        yield Naming(around, signed, loose)
    none = _FORMER_BEHIND.match(plain, start + length) or _NO_COMPANY.search(text[:length])
    if length and not none:
        span = paragraph.part(start, start + length)
        name = normalise_company_name(span.text)
        torn = (
            re.match(rf"(?!的)[{HAN}（]", text[length:]) or _interleaved(span) or name.count("（") != name.count("）")
        )
        doubt = _TORN if torn else _LOOSELY if loose else ""
        yield Naming(Draft(name, span).doubted(doubt) if doubt else Draft(name, span), signed, loose)


def _around_code(paragraph: Span, start: int, end: int) -> Draft | None:
    """A name of two lines in its cell, with the code in the cell beside the first: only proposed, for the cells are told by their text alone."""
    code = _CODE_CELL.match(_plain(paragraph), end)
    if code is None or start == end:
        return None
    span = paragraph.part(start, end) + paragraph.part(code.end(), len(paragraph.cells))
    length = whole_company(_plain(span))
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


def _person_in_sentence(paragraph: Span, start: int, *, signed: bool) -> Iterator[Naming]:
    """A name right behind its label without any sign between: only one that begins like a name and ends where the sentence goes on."""
    text = _plain(paragraph)
    start = _skipped(text, _in_bracket(text, start))
    office = _OFFICES.match(text, start)
    start = office.end() if office else start
    ends = [match.end("name") for pattern in _IN_SENTENCE if (match := pattern.match(text, start))]
    # 苟芳牵头，: what is left of the longer one is a word that the sentence goes on with.
    ends = [end for end in ends if end == ends[0] or not re.fullmatch(_DOES, text[ends[0] : end])]
    if ends and begins_with_surname(text[start : ends[0]]):
        naming = _naming(paragraph, start, ends[0], signed=signed)
        # 张有为签署: 张有, whom the sentence says to be something, or 张有为.
        alone = len(ends) == 1 and not (ends[0] - start < _WHOLE_NAME and text[ends[0] : ends[0] + 1] in _LINKS)
        yield naming if alone else replace(naming, draft=naming.draft.doubted(_UNSURE_END))


def _in_bracket(text: str, start: int) -> int:
    """Where a name in brackets begins: 法定代表人（姚锡庆）, 法定代表人（姓名：姚锡庆）."""
    opened = re.compile(r"（(?:姓名)?[：:]?").match(text, start)
    return opened.end() if opened else start


def person_beside(rows: Sequence[Span]) -> Iterator[Naming]:
    """The name that stands alone in the row below or above a legal person's label that stands alone: a place to sign."""
    for at, row in enumerate(rows):
        label = _PERSON_LABEL.fullmatch(_plain(row).strip("（）_ "))
        if label is None or label["head"]:
            continue
        for other in (*rows[at + 1 : at + 2], *rows[max(0, at - 1) : at]):
            if _PERSON.fullmatch(other.text) and begins_with_surname(other.text) and not re.match(_NO_NAME, other.text):
                yield Naming(Draft(normalise_person_name(other.text), other), signed=True)
                return


def people_known_in(paragraph: Span, names: Iterable[str]) -> Iterator[Naming]:
    """Where the sentence behind a legal person's label begins with one of `names`, which other places gave.

    However it goes on: a name of three characters is whole, another may be the beginning of a longer one.
    """
    text = _plain(paragraph)
    for match in _PERSON_LABEL.finditer(text):
        if match["mark"] or match["sign"]:
            continue
        start = _skipped(text, match.end())
        office = _OFFICES.match(text, start)
        start = office.end() if office else start
        for name in names:
            if text.startswith(name, start) and begins_with_surname(name):
                found = replace(_naming(paragraph, start, start + len(name), signed=False), head=bool(match["head"]))
                whole = len(name) == _WHOLE_NAME and not has_double_surname(name)
                yield found if whole else replace(found, draft=found.draft.doubted(_UNSURE_END))


def _naming(paragraph: Span, start: int, end: int, *, signed: bool) -> Naming:
    span = paragraph.part(start, end)
    return Naming(Draft(normalise_person_name(span.text), span), signed)


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
    return start + len(rest) - len(rest.lstrip("：；.·）】、_ "))


def _before_dot(text: str) -> str:
    """A full stop is often read as the dot of a name: what follows is then a sentence (张斌水·为维护…), no name (艾力·买买提)."""
    first, _, rest = text.partition("·")
    sentence = _SENTENCE.match(rest) or len(rest) > _LONG_PART or "·" in rest.strip("·")
    return first if sentence and 2 <= len(first) <= 4 else text.strip("·")


def _parted(paragraph: Span, place: int) -> bool:
    """Whether a new box begins at `place` in the same row: the next cell of a table, or what was written behind a printed label."""
    if not 0 < place < len(paragraph.cells):
        return False
    before, after = paragraph.cells[place - 1 : place + 1]
    return after.box is not before.box and abs(after.y - before.y) < _ONE_ROW * before.height


def _nearby(cells: tuple[Cell, ...]) -> int:
    """How many characters a name may have: at least two, then up to a gap, behind which a piece of the seal stands."""
    for number in range(2, min(len(cells), 5)):
        before, after = cells[number - 1], cells[number]
        free = after.x - before.x - (after.advance + before.advance) / 2
        far = free > _SEAL_GAP * max(before.height, after.height)
        if before.box is not after.box and (far or after.box.is_stacked):
            return number
    return len(cells)
