"""The legal person, as the paragraphs of a letter name him: behind a label, in a sentence, as the one who approved or signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.names import HAN
from school_desk.documents.reading.naming import Naming, parted, plain, skipped
from school_desk.documents.reading.rows import Cell
from school_desk.terms.names import normalise_person_name
from school_desk.terms.surnames import begins_with_surname, has_double_surname

# Who approved it: 经负责人张三批准. Where nobody else is named, it is whoever is in charge.
_APPROVED = re.compile(rf"经(?:(?:本|我)?(?:企业|单位|公司))?(?:主要)?负责人(?P<name>[{HAN}]{{2,3}})(?:批准|审批|同意)")
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
_UNSURE_END = "姓名在句子里，到哪个字为止看不准，请对照照片"
_APPROVER = "批准人可能不是法定代表人，请对照照片"
_SENTENCE = re.compile(r"[为现特自兹在就本我并向愿以]")
_LONG_PART = 8
_WHOLE_NAME = 3
_SEAL_GAP = 1.0


def approvers(paragraph: Span) -> Iterator[Naming]:
    """Who is said to have approved the letter as the one in charge; only proposed."""
    for match in _APPROVED.finditer(plain(paragraph)):
        if begins_with_surname(match["name"]) and not re.match(_NO_NAME, match["name"]):
            found = _naming(paragraph, match.start("name"), match.end("name"), signed=False)
            yield replace(found, draft=found.draft.doubted(_APPROVER), head=True)


def people_in(paragraph: Span, *, signed: bool = False) -> Iterator[Naming]:
    """The legal person's names that the paragraph gives; all are `signed` where the paragraph stands at the signature."""
    text = plain(paragraph)
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
        if match["mark"] or match["sign"] or parted(paragraph, match.end()):
            found = _person(paragraph, match.end(), signed=signed or marked)
        else:
            found = _person_in_sentence(paragraph, match.end(), signed=signed)
        says = bool(match["sign"]) and match["sign"] in "为是系"
        yield from (replace(n, head=head) for n in found if not (says and re.match(_NO_NAME, n.value)))


def _person_in_sentence(paragraph: Span, start: int, *, signed: bool) -> Iterator[Naming]:
    """A name right behind its label without any sign between: only one that begins like a name and ends where the sentence goes on."""
    text = plain(paragraph)
    start = skipped(text, _in_bracket(text, start))
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
        label = _PERSON_LABEL.fullmatch(plain(row).strip("（）_ "))
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
    text = plain(paragraph)
    for match in _PERSON_LABEL.finditer(text):
        if match["mark"] or match["sign"]:
            continue
        start = skipped(text, match.end())
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
    start = skipped(plain(paragraph), start)
    cells = paragraph.cells[start:]
    text = plain(paragraph)[start:]
    end = _PERSON_ENDS.search(text)
    text = _before_dot(text[: end.start()] if end else text)
    text = text[: _nearby(cells)]
    if not _PERSON.fullmatch(text):
        return
    span = paragraph.part(start, start + len(text))
    yield Naming(Draft(normalise_person_name(text), span), signed)


def _before_dot(text: str) -> str:
    """A full stop is often read as the dot of a name: what follows is then a sentence (张斌水·为维护…), no name (艾力·买买提)."""
    first, _, rest = text.partition("·")
    sentence = _SENTENCE.match(rest) or len(rest) > _LONG_PART or "·" in rest.strip("·")
    return first if sentence and 2 <= len(first) <= 4 else text.strip("·")


def _nearby(cells: tuple[Cell, ...]) -> int:
    """How many characters a name may have: at least two, then up to a gap, behind which a piece of the seal stands."""
    for number in range(2, min(len(cells), 5)):
        before, after = cells[number - 1], cells[number]
        free = after.x - before.x - (after.advance + before.advance) / 2
        far = free > _SEAL_GAP * max(before.height, after.height)
        if before.box is not after.box and (far or after.box.is_stacked):
            return number
    return len(cells)
