"""Names where a character may be another that looks alike: which of those that were seen a person's more likely has, and how sure it is.

Readers learnt from everyday text. Where a name has a character that hardly stands anywhere else (仝, 佘, 赟), they see the everyday
one beside it (全, 余, 赞) and give the right one a small chance, mostly one reader alone; where the everyday one is printed, none of
them gives the rare one more than a trace. What the weights below mend, docs/reading.md tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from school_desk.documents.reading.boxes import Glyph
from school_desk.terms.company_words import LOCAL_WORDS
from school_desk.terms.given_names import is_given_name
from school_desk.terms.surnames import begins_with_surname, has_double_surname

# So much more counts what was seen of a character that hardly stands anywhere but in names.
_SELDOM = 10.0
# Measured apart: 余 looks like 佘 in some prints, and far more people are called so; of these others, none looks like its rare one.
_BESIDE = {("余", "佘"): 4.0, ("于", "於"): 1.0} | dict.fromkeys(
    (("全", "仝"), ("元", "亓"), ("仇", "仉"), ("符", "苻"), ("郑", "郏"), ("邢", "邴")), 50.0
)
# So much less counts a character that no listed surname, no usual given name has; people have both.
_NO_SURNAME, _NO_GIVEN = 1 / 30, 1 / 3
_LEAST = 0.002
# An everyday character of a given name that was read this surely gives way to a seldom one alone.
_LIKELY = 0.6
# Where the characters begin in GB 2312 that its authors found to be seldom.
_SELDOM_ROWS = 0xD8
_MOSTLY = 0.7
_LOCAL = frozenset(char for word in LOCAL_WORDS for char in word)


def likeliest_person(glyphs: Sequence[Glyph]) -> str:
    """The name that most likely stands where `glyphs` were read."""
    read = "".join(glyph.char for glyph in glyphs)
    if "·" in read or not glyphs:
        return read
    start = 2 if has_double_surname(read) else 1
    surname = read[:2] if start == 2 else _surname(glyphs[0], read[1:])
    return surname + "".join(map(_given, glyphs[start:]))


def clearness(glyph: Glyph) -> float:
    """How sure the character is. A seldom one that is seen as such is hardly ever anything else: what is everyday beside it is habit.

    Measured (`benchmarks.rare_characters`): of 700 more that were clear so, where two readers agreed, one was wrong.
    """
    if glyph.score < _MOSTLY or not stands_out(glyph.char):
        return glyph.score
    return glyph.score + sum(score for char, score in glyph.others if _is_han(char) and not stands_out(char))


def stands_out(char: str) -> bool:
    """Whether `char` is seldom, and known in names: not the old form of an everyday one (別)."""
    known = is_given_name(char) or begins_with_surname(char * 2) or char in _LOCAL or char.encode("gb2312", "ignore")
    return _is_seldom(char) and bool(known)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _surname(glyph: Glyph, rest: str) -> str:
    def weight(char: str) -> float:
        return _weight(glyph, char) * (1.0 if begins_with_surname(char + rest) else _NO_SURNAME)

    listed = (char for char in _seen(glyph) if begins_with_surname(char + rest))
    return max((glyph.char, *listed), key=weight)


def _given(glyph: Glyph) -> str:
    def weight(char: str) -> float:
        return _weight(glyph, char) * (1.0 if is_given_name(char) else _NO_GIVEN)

    usual = (char for char in _seen(glyph) if is_given_name(char) and (_is_seldom(char) or glyph.score < _LIKELY))
    return max((glyph.char, *usual), key=weight)


def _seen(glyph: Glyph) -> Iterator[str]:
    return (char for char, most in glyph.most.items() if most >= _LEAST and char != glyph.char)


def _weight(glyph: Glyph, char: str) -> float:
    """All readers together tell everyday characters apart; of a seldom one, the one reader counts that saw it best."""
    if not _is_seldom(char):
        return glyph.chance(char)
    return glyph.most.get(char, 0.0) * _BESIDE.get((glyph.char, char), _SELDOM)


def _is_seldom(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] >= _SELDOM_ROWS
    except UnicodeEncodeError:
        return True
