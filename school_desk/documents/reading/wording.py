"""What licences print word for word: entity types, the closing sentences of a scope, amounts of capital. Misread, it can be put right."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from school_desk.documents.reading.evidence import Draft, repaired
from school_desk.documents.reading.layout import Span

_HELD = "（自然人投资或控股）|（自然人独资）|（法人独资）|（国有独资）|（国有控股）|（自然人投资或控股的法人独资）"
_HELD += (
    "|（非自然人投资或控股的法人独资）|（外商投资企业法人独资）|（外商投资、非独资）|（中外合资）|（台港澳与境内合资）"
)
_LISTED = "（上市）|（非上市）|（上市、自然人投资或控股）|（非上市、自然人投资或控股）|（上市、国有控股）|（非上市、国有控股）"
_SIMPLE = (
    "其他有限责任公司|一人有限责任公司|其他有限责任公司分公司|其他股份有限公司（非上市）|其他股份有限公司（上市）|个人独资企业"
    "|个人独资企业分支机构|普通合伙企业|有限合伙企业|特殊普通合伙企业|合伙企业分支机构|个体工商户|全民所有制|集体所有制"
    "|集体所有制（股份合作）|股份合作制|农民专业合作社|全民所有制分支机构（非法人）|集体分支机构（非法人）|事业单位"
)


def _types() -> tuple[str, ...]:
    held, listed = ("", *_HELD.split("|")), ("", *_LISTED.split("|"))
    firms = [f"有限责任公司{part}{more}" for part in ("", "分公司") for more in held]
    shares = [f"股份有限公司{part}{more}" for part in ("", "分公司") for more in listed]
    return tuple(sorted((*firms, *shares, *_SIMPLE.split("|")), key=len, reverse=True))


_TYPES = _types()
_ALIKE = 0.8
_TOO_MUCH = 60
_SENTENCES = (
    "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",
    "（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）",
    "（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
)
_CLOSE = re.compile(r"(?:依法自主开展经营活动|以审批结果为准|后方可开展经营活动(?!，?具体))[）)】\]]?[。.]?")
# Whatever stands behind a closing sentence, with these words it is more of the scope.
_MORE = re.compile(r"许可项目|一般项目|依法须经")
# A note whose bracket does not close: a seal or a stamp lies over its end.
_UNCLOSED = re.compile(r"（((?:除依法|依法须)[^（）]*)$")
_TORN = 0.7
# With a piece of the line lost between the words that it always begins and ends with.
_TORN_SENTENCE = re.compile(
    r"([（【])依法须经批准的项目(?!，经相关部门批准后方可开展经营活动)[^（）【】]{0,16}开展经营活动([）】])"
)
_UNITS = "元整圆币"
_CAPITAL = frozenset("人民币美港欧日英元圆万亿千仟百佰拾整零壹贰叁肆伍陆柒捌玖一二三四五六七八九十0123456789.,（）")


def known_type(draft: Draft) -> Draft:
    """The entity type with misread characters put right and what a seal or the next line added behind it cut off."""
    text = str(draft.value or "")
    plain = re.sub(r"^[^\u4e00-\u9fff]+", "", _brackets(text))
    if not text or plain in _TYPES:
        return repaired(draft, plain) if plain and plain != _brackets(text) else draft
    best = max(_TYPES, key=lambda known: _likeness(known, plain))
    return repaired(draft, best) if _likeness(best, plain) >= _ALIKE and _is_misread(plain, best) else draft


def _is_misread(text: str, known: str) -> bool:
    """Whether `text` can be `known` with characters misread: with a character more or fewer it is another type, not listed here."""
    parts = SequenceMatcher(None, known, text, autojunk=False).get_opcodes()
    inside = parts[:-1] if parts[-1][0] == "insert" else parts
    return all(b - a == d - c for _, a, b, c, d in inside)


def known_capital(draft: Draft) -> Draft:
    """The capital with every character that no amount has replaced by the likeliest one that amounts have."""
    draft = _without_stamp(draft)
    value = "".join(_allowed(cell.glyph.char, cell.glyph.others) for cell in draft.span.cells)
    return repaired(draft, value) if draft.value == draft.span.text and value else draft


def _without_stamp(capital: Draft) -> Draft:
    """The capital up to its unit, where words that no amount has follow: 5000万元整仅供报名使用."""
    text = str(capital.value or "")
    ends = (at for at in range(1, len(text)) if text[at - 1] in _UNITS and text[at] not in _CAPITAL)
    end = next(ends, len(text))
    if end == len(text) or capital.span.text != text:
        return capital
    return replace(capital, value=text[:end], span=capital.span.part(0, end)).doubted("后面还有别的字，请对照照片")


def whole_scope(span: Span) -> Span:
    """The scope up to its last closing sentence; what a seal or the next column added behind it is cut off."""
    text = span.text
    end = max((match.end() for match in _CLOSE.finditer(text)), default=len(text))
    # So much text behind it is no seal and no other column: the sentence that ends the scope was not legible.
    return span.part(0, end) if len(text) - end < _TOO_MUCH and not _MORE.search(text, end) else span


def known_scope(draft: Draft) -> Draft:
    """The scope with the signs between its items, and its closing sentences, as licences print them."""
    text = str(draft.value or "")
    for sentence in _SENTENCES:
        text = _with_sentence(text, sentence)
    filled = re.sub(_TORN_SENTENCE, lambda torn: f"{torn.group(1)}{_SENTENCES[-1][1:-1]}{torn.group(2)}", text)
    filled = re.sub(_UNCLOSED, lambda torn: _closed(torn, filled), filled)
    known = repaired(draft, _with_signs(filled)) if filled else draft
    note = "经营范围末尾的说明没有读全，按通用的说法补上，请对照照片"
    return known.doubted(note) if filled != text else known


def _with_signs(text: str) -> str:
    # A slim 一 at the end of a line is easily lost.
    text = re.sub(r"(?:^|(?<=[。；）]))般项目：", "一般项目：", text)
    text = re.sub(r"(?<!项目)：", "；", text.replace("·", "、").replace("》", "）"))
    text = re.sub(r"(?<=[）\u4e00-\u9fff])[.．，、]$|[、，](?=（依法须经)", "。", text)
    # A thin last stop is easily lost; whether there is one, the sentence before tells: both are printed alike.
    if re.search(r"(?:依法自主开展经营活动|以审批结果为准)）。.*(?:依法自主开展经营活动|以审批结果为准)）$", text):
        text += "。"
    return text


def _closed(torn: re.Match[str], scope: str) -> str:
    """The note that `torn` begins, whole: the one it is most like as far as it goes. Lists in two parts have the long one."""
    read = torn.group(1)
    usual = _SENTENCES[:2] if "许可项目" in scope else (_SENTENCES[0], _SENTENCES[2])
    best = max(usual, key=lambda sentence: _shared(read, sentence[1:-1]))
    if _shared(read, best[1:-1]) < _TORN:
        return torn.group()
    return f"{best}。" if "许可项目" in scope else best


def _shared(read: str, sentence: str) -> float:
    """How much of the beginning of `sentence`, as long as what was read, was read; the whole of it when its end was."""
    beginning = SequenceMatcher(None, read, sentence[: len(read)], autojunk=False).ratio()
    return max(beginning, SequenceMatcher(None, read, sentence, autojunk=False).ratio())


def _with_sentence(text: str, sentence: str) -> str:
    """`text` with every bracket that holds nearly `sentence` made it."""
    words = sentence[1:-1]
    text = re.sub(r"（[^（）]*）", lambda held: _as_printed(held.group(), f"（{words}）"), _brackets(text))
    return re.sub(r"【[^【】]*】", lambda held: _as_printed(held.group(), f"【{words}】"), text)


def _as_printed(held: str, sentence: str) -> str:
    return sentence if _nearly(held, sentence) else held


def _nearly(held: str, sentence: str) -> bool:
    return (
        abs(len(held) - len(sentence)) <= 2 and SequenceMatcher(None, held, sentence, autojunk=False).ratio() >= _ALIKE
    )


def _likeness(known: str, text: str) -> float:
    """How like `known` the beginning of `text` is. What follows counts a little against it, an open bracket much: it belongs to the type."""
    rest = text[len(known) :]
    against = 0.3 if rest.startswith("（") else min(0.1, 0.01 * len(rest))
    return SequenceMatcher(None, known, text[: len(known)], autojunk=False).ratio() - against


def _allowed(char: str, others: tuple[tuple[str, float], ...]) -> str:
    return char if char in _CAPITAL else next((other for other, _ in others if other in _CAPITAL), char)


def _brackets(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")
