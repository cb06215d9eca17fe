"""What several readings of one paper agree on, field by field; where they differ, what each of them says."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from school_desk.documents.reading.boxes import Glyph, TextBox
from school_desk.documents.reading.codes import MORE_CODES
from school_desk.documents.reading.evidence import (
    CHECK_DIGITS,
    CUT_SHORT,
    FAINT,
    LOOKS_ALIKE,
    NAMES,
    STANDS_TWICE,
    Draft,
    clear_enough,
)
from school_desk.documents.reading.fusion import fuse
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import KEY_FIELDS, Value
from school_desk.documents.reading.rare_names import clearness, likeliest_person, stands_out
from school_desk.documents.reading.rules import read_fields
from school_desk.documents.reading.shapes import is_usual
from school_desk.documents.reading.slip_roles import told_apart
from school_desk.terms.surnames import begins_with_surname, has_double_surname

TWO_READERS = "两次识别一致"
_DIFFERENT = "几次识别不一致"
_FROM_ONE = "几次识别合起来没有读出，取自其中一次，请对照照片"
_SIGNS = re.compile(r"[\s，,。.、；;：:（）()“”\"'·\-—]")
# So much more must speak for another value before it takes the place of the one that the fused lines give.
_CLEARLY_MORE = 1.5
# What a reader sees beside a clear character that is none other: 0.002 and less; for rare ones that look alike, this much and more.
_A_LITTLE = 0.01
# Surnames no more usual than those that readers take for them: 逄, 冼, 仝. On a bad photo all may see nothing but these.
_AS_RARE = frozenset("逢洗全")
# In given names the same: as many people are called 赟 as 赞, and where 赟 is printed some photos show nothing but 赞.
_AS_RARE_GIVEN = frozenset("赞")

Answers = Mapping[int, tuple[Glyph, ...]]
"""Number of a line → the characters that a reader saw in it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One reader's answers about some lines. Readers of one `mind` share their weights, so they share their errors too."""

    mind: str
    weight: float
    answers: Answers


class Version:
    """The drafts of a paper when the lines of `answers` say what is answered there, and the others what `boxes` say."""

    def __init__(self, kind: str, boxes: Sequence[TextBox], answers: Answers) -> None:
        self.kind = kind
        self.boxes = tuple(replace(box, glyphs=answers.get(at, box.glyphs)) for at, box in enumerate(boxes))
        self.drafts: Mapping[str, Draft] = read_fields(kind, Sheet(self.boxes))
        self._numbers = {id(box): at for at, box in enumerate(self.boxes)}

    def lines_of(self, fields: Collection[str]) -> set[int]:
        """The numbers of the lines that hold the values of `fields`; all lines when one of them was not found."""
        if any(not self.drafts[name].span.cells for name in fields):
            return set(range(len(self.boxes)))
        return {self._numbers[id(cell.box)] for name in fields for cell in self.drafts[name].span.cells}


def _legibility(boxes: Sequence[TextBox]) -> float:
    """Mean probability of all characters of a paper."""
    scores = [glyph.score for box in boxes for glyph in box.glyphs]
    return sum(scores) / len(scores) if scores else 0.0


def lacks_key_field(kind: str, boxes: Sequence[TextBox]) -> bool:
    """Whether the lines found so far do not give every key field of `kind`."""
    return lacks_one_of(KEY_FIELDS.get(kind, ()), kind, boxes)


def lacks_one_of(fields: Collection[str], kind: str, boxes: Sequence[TextBox]) -> bool:
    """Whether the lines found so far do not give all of `fields`."""
    drafts = Version(kind, boxes, {}).drafts
    return any(not drafts[name].value for name in fields)


def unsure_fields(one: Version, other: Version) -> set[str]:
    """The fields that the two do not read alike or not clearly, and key fields that neither reads: others may not be printed at all."""
    legibility = _legibility(one.boxes)
    return {
        name
        for name, draft in one.drafts.items()
        if (not draft.value and name in KEY_FIELDS[one.kind])
        or not same_value(draft.value, other.drafts[name].value)
        or (name in KEY_FIELDS[one.kind] and draft.span.weakest < clear_enough(name, legibility))
    }


def decided(kind: str, boxes: Sequence[TextBox], voices: Sequence[Voice]) -> dict[str, Draft]:
    """The drafts that all voices together give, proven where two minds say the same, else with what each of them said."""
    asked = sorted({at for voice in voices for at in voice.answers})
    fused = Version(kind, boxes, {at: _fused(at, voices) for at in asked})
    versions = [Version(kind, boxes, voice.answers) for voice in voices]
    legibility = _legibility(boxes)
    drafts = {name: _judged(name, fused, versions, voices, legibility) for name in fused.drafts}
    return told_apart(drafts) if kind == "slip" else drafts


def same_value(one: Value, other: Value) -> bool:
    """Whether two readings of a field say the same; signs of punctuation are not what the papers are read for."""
    return _plain(one) == _plain(other)


def _fused(at: int, voices: Sequence[Voice]) -> tuple[Glyph, ...]:
    return fuse([(voice.answers[at], voice.weight) for voice in voices if at in voice.answers])


def _judged(
    name: str, fused: Version, versions: Sequence[Version], voices: Sequence[Voice], legibility: float
) -> Draft:
    draft = fused.drafts[name]
    lines = fused.lines_of((name,))
    heard = [
        (version.drafts[name], voice)
        for version, voice in zip(versions, voices, strict=True)
        if lines <= voice.answers.keys()
    ]
    support = _support(heard)
    if CHECK_DIGITS not in draft.proofs:
        draft = next((other for other, _ in support if CHECK_DIGITS in other.proofs), draft)
    for other, weight in support:
        if other.value and CHECK_DIGITS not in draft.proofs and weight > _CLEARLY_MORE + _weight_of(draft, support):
            draft = other
    if not draft.doubtful and any(_has_another_code(other, draft) for other, _ in heard):
        draft = draft.doubted(MORE_CODES)
    if not draft.value and name in KEY_FIELDS[fused.kind]:
        # Key fields are always printed: what one reader alone made of it is better than nothing to begin with.
        found = sorted(
            (other for other, _ in support if other.value), key=lambda other: not is_usual(name, other.value)
        )
        draft = found[0].doubted(_FROM_ONE) if found else draft
    minds = {voice.mind for other, voice in heard if same_value(other.value, draft.value)}
    others = [_text(other.value) for other, _ in support if other.value and not same_value(other.value, draft.value)]
    doubtful = name == "legal_person" and _may_be_another(draft, versions[0].drafts[name])
    weakest = _weakest(draft) if name in NAMES else draft.span.weakest
    # A reader that does not know a character may leave it out, and so may another.
    cut_short = name in NAMES and any(other.endswith(_text(draft.value)) for other in others)
    clear = weakest >= clear_enough(name, legibility) and not doubtful and not cut_short
    if doubtful or (others and not clear):
        # A reader that takes one character for another does so in both places.
        draft = replace(draft, proofs=tuple(proof for proof in draft.proofs if proof != STANDS_TWICE))
    draft = replace(draft, candidates=tuple(dict.fromkeys((*others, *draft.candidates))))
    if draft.value and len(minds) > 1:
        draft = replace(draft, agreed=True)
        if clear:
            return draft.proven(TWO_READERS)
        return draft.noted(LOOKS_ALIKE if doubtful else CUT_SHORT if cut_short else FAINT)
    return draft.noted(_DIFFERENT) if others else draft


def _has_another_code(heard: Draft, draft: Draft) -> bool:
    """Whether a reader saw a code that proves itself and is not `draft`, or saw one beside it: no misreading passes both checks."""
    return CHECK_DIGITS in heard.proofs and (heard.doubtful or not same_value(heard.value, draft.value))


def _may_be_another(draft: Draft, first: Draft) -> bool:
    """Whether the person's name is likelier another, or the best reader saw another surname that looks alike: 全 and 仝, 余 and 佘.

    `first`: the best reader's; the others see what is usual beside many a rare one.
    """
    glyphs = [cell.glyph for cell in draft.span.cells]
    read = "".join(glyph.char for glyph in glyphs)
    if read[:1] in _AS_RARE or _AS_RARE_GIVEN.intersection(read[1:]):
        return True
    return likeliest_person(glyphs) != read or _has_another_surname(first)


def _weakest(draft: Draft) -> float:
    """How sure the least sure character of a name is."""
    return min((clearness(cell.glyph) for cell in draft.span.cells), default=0.0)


def _has_another_surname(draft: Draft) -> bool:
    value = str(draft.value or "")
    if len(draft.span.cells) != len(value) or not value or has_double_surname(value):
        return False
    others = draft.span.cells[0].glyph.others
    return any(
        score > _A_LITTLE and begins_with_surname(char + value[1:])
        for char, score in others
        if char != value[0] and (stands_out(char) or not stands_out(value[0]))
    )


def _support(heard: Sequence[tuple[Draft, Voice]]) -> list[tuple[Draft, float]]:
    """Each different value with the weight of those who say it, most first."""
    tally: list[tuple[Draft, float]] = []
    for draft, voice in heard:
        place = next((at for at, (other, _) in enumerate(tally) if same_value(other.value, draft.value)), None)
        if place is None:
            tally.append((draft, voice.weight))
        else:
            tally[place] = tally[place][0], tally[place][1] + voice.weight
    return sorted(tally, key=lambda item: -item[1])


def _weight_of(draft: Draft, support: Sequence[tuple[Draft, float]]) -> float:
    return next((weight for other, weight in support if same_value(other.value, draft.value)), 0.0)


def _text(value: Value) -> str:
    """As a person reads and edits it on the screens: a list's parts between wide semicolons."""
    return "；".join(value) if isinstance(value, tuple) else str(value)


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return tuple(sorted(map(_bare, value)))
    return _bare(value) if isinstance(value, str) else value


def _bare(text: str) -> str:
    return _SIGNS.sub("", text)
