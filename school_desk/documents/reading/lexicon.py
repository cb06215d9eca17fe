"""Values made of known words: where a character is not clear, the word that it most likely belongs to tells which of those seen it is.

What is changed here stays a proposal: words say what is usual, not what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import log

from school_desk.documents.reading.boxes import Glyph
from school_desk.documents.reading.evidence import CLEAR, FAINT, LOOKS_ALIKE, Draft, repaired
from school_desk.documents.reading.rare_names import likeliest_person
from school_desk.terms.company_words import LEGAL_FORMS, LOCAL_WORDS, TRADE_WORDS
from school_desk.terms.places import place_names, short_place_names

_ADDRESS_WORDS = frozenset(
    (
        "街道", "大道", "东路", "西路", "南路", "北路", "中路", "社区", "工业区", "工业园", "工业园区", "工业集聚区", "开发区", "经济开发区",
        "高新区", "科技园", "创业园", "产业园", "创新园", "软件园", "商务楼", "写字楼", "办公楼", "综合楼", "大厦", "大楼", "广场", "中心",
        "花园", "小区", "商铺", "门面", "店面", "厂房", "车间", "仓库", "市场", "号楼", "单元", "幢", "自主申报", "集群登记", "托管", "一楼",
        "二楼", "三楼", "四楼", "五楼", "东侧", "西侧", "南侧", "北侧", "国道", "省道", "路口", "新村", "自然村", "村委会", "行政村",
    )
)  # fmt: skip
# So much likelier every character is as part of a known word, and of a place where one may stand.
_IN_WORD, _IN_PLACE = 3.0, 5.0
_LEAST = 1e-4
_OPENERS = "（"


class Lexicon:
    """Words by their first characters. `bonus`: how much likelier a character is as part of one of them."""

    def __init__(self, words: Collection[str], bonus: float) -> None:
        self._bonus = bonus
        self._first: dict[str, list[str]] = {}
        for word in sorted(word for word in words if len(word) > 1):
            self._first.setdefault(word[0], []).append(word)

    def words_at(self, seen: Sequence[Mapping[str, float]], at: int) -> Iterator[tuple[str, float]]:
        """The words that may stand at `at`, every character of them seen there, each with how likely it is (a logarithm)."""
        for first in seen[at]:
            for word in self._first.get(first, ()):
                places = seen[at : at + len(word)]
                if len(places) == len(word) and all(char in place for char, place in zip(word, places, strict=True)):
                    yield word, sum(self._chance(place[char]) for char, place in zip(word, places, strict=True))

    def _chance(self, score: float) -> float:
        return log(self._bonus * max(score, _LEAST))


def likeliest(seen: Sequence[Mapping[str, float]], anywhere: Lexicon, opening: Lexicon) -> str:
    """The likeliest text: known words, and between them what each place says first.

    `seen`: for every place its characters and how likely each is, the likeliest first. Words of `opening` stand at the beginning,
    behind a bracket or behind another of them.
    """
    # Best text up to each place, apart for those that end in an opening word, where another may follow.
    best: list[dict[bool, tuple[float, str]]] = [{} for _ in range(len(seen) + 1)]
    best[0][True] = (0.0, "")
    for at, place in enumerate(seen):
        for opens, (weight, text) in best[at].items():
            first, chance = next(iter(place.items()))
            _keep(best[at + 1], first in _OPENERS, weight + log(max(chance, _LEAST)), text + first)
            for word, more in anywhere.words_at(seen, at):
                _keep(best[at + len(word)], False, weight + more, text + word)
            if opens:
                for word, more in opening.words_at(seen, at):
                    _keep(best[at + len(word)], True, weight + more, text + word)
    return max(best[-1].values())[1]


def _keep(place: dict[bool, tuple[float, str]], opens: bool, weight: float, text: str) -> None:
    if opens not in place or weight > place[opens][0]:
        place[opens] = (weight, text)


def in_known_words(field: str, draft: Draft) -> Draft:
    """The draft with characters that are not clear replaced by those that make known words; what has a proof or is clear stays."""
    rule = _RULES.get(field)
    value = draft.value
    if rule is None or not isinstance(value, str) or draft.proofs or len(value) != len(draft.span.cells):
        return draft
    text = rule([replace(cell.glyph, char=char) for char, cell in zip(value, draft.span.cells, strict=True)])
    if text == value:
        return draft
    others = (value, *(other for other in draft.candidates if other not in (value, text)))
    notes = tuple(note for note in draft.notes if note not in (FAINT, LOOKS_ALIKE))
    return replace(repaired(draft, text), candidates=others, notes=notes, agreed=False)


def _seen(glyphs: Sequence[Glyph]) -> list[Mapping[str, float]]:
    return [
        {glyph.char: 1.0}
        if glyph.score >= CLEAR
        else {glyph.char: glyph.score, **{char: score for char, score in glyph.others if _is_word(char)}}
        for glyph in glyphs
    ]


def _is_word(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char in "（）"


def likeliest_company(seen: Sequence[Mapping[str, float]]) -> str:
    """The likeliest name of a company where `seen` (see `likeliest`) may stand."""
    return likeliest(seen, _company_words(), _places())


def _company(glyphs: Sequence[Glyph]) -> str:
    return likeliest_company(_seen(glyphs))


def _address(glyphs: Sequence[Glyph]) -> str:
    return likeliest(_seen(glyphs), _address_words(), _places())


@cache
def _company_words() -> Lexicon:
    return Lexicon(TRADE_WORDS | LEGAL_FORMS | LOCAL_WORDS, _IN_WORD)


@cache
def _address_words() -> Lexicon:
    return Lexicon(_ADDRESS_WORDS | LOCAL_WORDS, _IN_WORD)


@cache
def _places() -> Lexicon:
    return Lexicon(place_names() | short_place_names(), _IN_PLACE)


_RULES: Mapping[str, Callable[[Sequence[Glyph]], str]] = {
    "name": _company,
    "payer_name": _company,
    "legal_person": likeliest_person,
    "address": _address,
}
