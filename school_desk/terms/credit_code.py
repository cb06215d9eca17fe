"""The 统一社会信用代码 of an enterprise: normalised, checked, and repaired into candidates when a reader garbled it. A person decides.

Source: GB 32100-2015 (outer check character), GB 11714 (check character of the organisation code embedded at places 9 to 17).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_LENGTH = 18
# Who registers, by the first character (GB 32100-2015 with its later letters): 9 for enterprises, 5 for 民政, Y for others.
_REGISTRARS, _ENTERPRISES = "123456789ANY", "9"
_OUTER_WEIGHTS = tuple(pow(3, place, 31) for place in range(_LENGTH - 1))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# Letters that cannot stand in a code, so what was printed is known.
_FORCED = str.maketrans("OIZS", "0125")
# Characters that cameras and readers mix up. Any may be the truth: only the check characters tell, and a person decides.
_LOOKALIKE_GROUPS = ("0CDGQU", "56CG", "38BER", "17JLT", "27", "4A", "EFL", "FPR", "39P", "HMNW", "KXY", "UVWY")


def _lookalikes(character: str) -> list[str]:
    # V is read at times, but never printed.
    return sorted({other for group in _LOOKALIKE_GROUPS if character in group for other in group} - {character, "V"})


@dataclass(frozen=True, slots=True)
class CharacterChange:
    """At `place` (1 to 18) stood `read`; the candidate has `proposed`."""

    place: int
    read: str
    proposed: str


@dataclass(frozen=True, slots=True)
class CreditCodeCandidate:
    """A code that passes both check characters, and what was changed to get it (empty: it stood so)."""

    code: str
    changes: tuple[CharacterChange, ...]


def normalise_credit_code(text: str) -> str:
    """`text` as codes are compared and stored: half-width, upper case, without spaces. Nothing is repaired."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if not _invisible(character))


def credit_code_problems(code: str) -> tuple[str, ...]:
    """What makes a normalised `code` impossible, as sentences; empty when it stands. The embedded check is `credit_code_inner_ok`."""
    if not code:
        return ("请填写统一社会信用代码。",)
    if len(code) != _LENGTH:
        return (f"统一社会信用代码应为 18 位，现在是 {len(code)} 位，请对照营业执照核对。",)
    strange = "、".join(dict.fromkeys(character for character in code if character not in _VALUE))
    if strange:
        return (
            f"统一社会信用代码里不会出现“{strange}”，只用数字和除 I、O、S、V、Z 以外的大写字母，请对照营业执照核对。",
        )
    if code[0] not in _REGISTRARS:
        return (f"统一社会信用代码的第 1 位是登记机关，不会是“{code[0]}”（企业是 9），请对照营业执照核对。",)
    if not code[2:8].isdigit():
        return ("统一社会信用代码的第 3 至 8 位是登记地区，应全是数字，请对照营业执照核对。",)
    if code[-1] != _outer_check(code):
        return ("统一社会信用代码的最后一位校验不符，至少有一位抄错或读错了，请对照营业执照逐位核对。",)
    return ()


def credit_code_inner_ok(code: str) -> bool:
    """Whether the organisation code inside a normalised `code` agrees with its own check character (place 17). A mismatch is only a warning."""
    body = code[8:16]
    if len(code) != _LENGTH or not all(character in _VALUE for character in body):
        return False
    return code[16] == _inner_check(body)


def credit_code_candidates(text: str) -> tuple[CreditCodeCandidate, ...]:
    """The codes that `text`, as a reader saw it, may stand for; each passes both check characters. Empty: none, ask for the paper.

    O, I, Z and S are put right first because they cannot stand in a code. If that is not enough, one further character is replaced by
    each of those it is commonly taken for, and a first one that no registrar has by an enterprise's 9. More than one candidate, or any
    change, is for a person to look at.
    """
    seen = normalise_credit_code(text)
    forced = seen.translate(_FORCED)
    if _passes(forced):
        return (_candidate(seen, forced),)
    return tuple(_candidate(seen, code) for code in _single_substitutions(forced) if _passes(code))


def credit_code_completed(code: str) -> str | None:
    """The code whose first 17 characters are `code`, as they were read; None when its inner check contradicts, or one cannot stand there."""
    seen = normalise_credit_code(code).translate(_FORCED)
    if len(seen) != _LENGTH - 1 or not all(character in _VALUE for character in seen):
        return None
    whole = seen + _outer_check(seen)
    return whole if _passes(whole) else None


def _invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


def _outer_check(code: str) -> str:
    total = sum(_VALUE[character] * weight for character, weight in zip(code, _OUTER_WEIGHTS, strict=False))
    return _ALPHABET[-total % 31]


def _inner_check(body: str) -> str:
    # GB 11714 counts A as 10 up to Z as 35, leaving no letter out.
    total = sum(int(character, 36) * weight for character, weight in zip(body, _INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _passes(code: str) -> bool:
    return not credit_code_problems(code) and credit_code_inner_ok(code)


def _single_substitutions(code: str) -> Iterator[str]:
    if code[:1] not in _REGISTRARS:  # it cannot stand there: nearly every code begins with a 9, whatever it looks like
        yield _ENTERPRISES + code[1:]
    for place, character in enumerate(code):
        for proposed in _lookalikes(character):
            yield code[:place] + proposed + code[place + 1 :]


def _candidate(seen: str, code: str) -> CreditCodeCandidate:
    pairs = enumerate(zip(seen, code, strict=True), start=1)
    return CreditCodeCandidate(
        code, tuple(CharacterChange(place, was, now) for place, (was, now) in pairs if was != now)
    )
