"""The short code that a payer copies into the remark of a transfer, so that the money finds its enrolment batch. It never decides who paid.

Six characters out of 19 that are hard to mistake for one another: no vowels (so no words), nothing that looks like a digit or like its
neighbour. The first is a letter, so that no account or voucher number is taken for a code; the last checks the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LETTERS = "CFHJKMNPRTVWXY"
_ALPHABET = _LETTERS + "34679"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_BASE = len(_ALPHABET)
_LENGTH = 6
# 19 is prime and the weights are all different: a wrong character shifts the sum by weight × difference, two neighbours exchanged by
# difference × difference of weights, and neither product can be a multiple of 19. So both are always noticed.
_WEIGHTS = (6, 5, 4, 3, 2, 1)
CAPACITY = len(_LETTERS) * _BASE ** (_LENGTH - 2)
# The stride is odd and no multiple of 7 or 19: each number gets its own code, and numbers drawn one after another unlike ones.
_START, _STRIDE = 1_370_149, 1_128_617


@dataclass(frozen=True, slots=True)
class DamagedCode:
    """`read` stands in a remark and is nearly a code; `candidates` are the codes one slip away, for comparison with those handed out."""

    read: str
    candidates: tuple[str, ...]


def make_payment_code(number: int) -> str:
    """The code of the batch that the numbering gave `number`; no two numbers share one. ValueError outside 0 … CAPACITY - 1."""
    if not 0 <= number < CAPACITY:
        raise ValueError(f"no payment code for number {number}")
    rest = (_START + number * _STRIDE) % CAPACITY
    body = ""
    for _ in range(_LENGTH - 2):
        rest, digit = divmod(rest, _BASE)
        body = _ALPHABET[digit] + body
    body = _LETTERS[rest] + body
    return body + _ALPHABET[-_weighted(body) % _BASE]


def payment_code_ok(code: str) -> bool:
    """Whether `code`, in capitals and without spaces, has the shape of a payment code and its check character agrees."""
    shaped = len(code) == _LENGTH and all(character in _VALUE for character in code) and code[0] in _LETTERS
    return shaped and _weighted(code) % _BASE == 0


def find_payment_codes(text: str) -> list[str]:
    """The intact codes in a remark, in their order, each once. Case, width, spaces and dashes inside a code do not matter."""
    return list(dict.fromkeys(word for _, _, word in _intact(text)))


def find_damaged_payment_codes(text: str) -> list[DamagedCode]:
    """What in a remark is one slip away from a code: a character wrong, missing or too many, two exchanged, or something stuck to it.

    A hint only: any five to seven characters of the alphabet have candidates, so one means something only if it was handed out.
    """
    taken = [(start, end) for start, end, _ in _intact(text)]
    damaged: dict[str, DamagedCode] = {}
    for start, end, word in _words(text):
        if word in damaged or any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        candidates = tuple(dict.fromkeys(code for code in _one_slip_away(word) if payment_code_ok(code)))
        if candidates:
            damaged[word] = DamagedCode(word, candidates)
    return list(damaged.values())


def _weighted(body: str) -> int:
    return sum(_VALUE[character] * weight for character, weight in zip(body, _WEIGHTS, strict=False))


def _intact(text: str) -> list[tuple[int, int, str]]:
    return [word for word in _words(text) if payment_code_ok(word[2])]


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and characters of each run of letters and digits, and of neighbours that only spaces or dashes part, in capitals."""
    plain = unicodedata.normalize("NFKC", text).upper()
    runs = list(re.finditer(r"[A-Z0-9]+", plain))
    for first, run in enumerate(runs):
        joined, end = run[0], run.end()
        yield run.start(), end, joined
        for following in runs[first + 1 :]:
            joined += following[0]
            if len(joined) > _LENGTH + 1 or plain[end : following.start()].strip(" -_"):
                break
            end = following.end()
            yield run.start(), end, joined


def _one_slip_away(word: str) -> Iterator[str]:
    if word.isdigit() or len(word) < _LENGTH - 1:
        return
    if len(word) == _LENGTH - 1:
        yield from (word[:place] + missing + word[place:] for place in range(_LENGTH) for missing in _ALPHABET)
    elif len(word) == _LENGTH:
        yield from (word[:place] + meant + word[place + 1 :] for place in range(_LENGTH) for meant in _ALPHABET)
        yield from (word[:p] + word[p + 1] + word[p] + word[p + 2 :] for p in range(_LENGTH - 1))
    elif len(word) == _LENGTH + 1:
        yield from (word[:place] + word[place + 1 :] for place in range(_LENGTH + 1))
    else:
        yield from (word[:_LENGTH], word[-_LENGTH:])
