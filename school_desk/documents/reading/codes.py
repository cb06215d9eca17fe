"""The credit code on a paper: found by its shape, proven by its two check characters, repaired only when one repair fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from school_desk.documents.reading.evidence import CHECK_DIGITS, MISSING, STANDS_TWICE, Draft, repaired
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.terms.identifiers import (
    credit_code_candidates,
    credit_code_completed,
    credit_code_inner_ok,
    credit_code_problems,
)
from school_desk.terms.places import name_of_place

_LENGTH = 18
# The first character of an enterprise's code says who registered it.
_ENTERPRISES = "9"
_RUN = re.compile(r"[0-9A-Za-z]{16,24}")
_FORCED = str.maketrans("OIZSoizs", "01250125")
# So alike are two readings of one code, one of them bad; codes of two enterprises of one place have some 11 of 18 characters in common.
_ONE_CODE = 0.7
# In characters: how far behind a name its code may stand, with other labels and their values between them.
_BEHIND = 40
MORE_CODES = "纸上有不止一个统一社会信用代码，请核对是哪一家的"
_INNER_WRONG = "第 17 位（主体标识码）校验不符，请逐位核对"


def read_credit_code(sheet: Sheet, near: Span | None = None) -> Draft:
    """The paper's credit code. `near` is the value beside its label, used when no run of characters anywhere has a code's shape."""
    return credit_code_in(sheet.rows, near)


def credit_code_in(texts: Iterable[Span], near: Span | None = None, names: Sequence[Span] = ()) -> Draft:
    """The credit code in `texts`, each a row or a paragraph. `near` as above; `names`: where the texts name the enterprise itself.

    Check characters prove that it is a code, not whose: where the paper has another one, the likeliest is only proposed.
    """
    texts = tuple(texts)
    windows = list(_windows(texts))
    if near is not None and near.cells:
        windows += [(near.text.upper(), near)]
    sound = [(text, span) for text, span in windows if _sound(text.translate(_FORCED))]
    if sound:
        found = _sound_draft(sound, _distances(texts, near, names))
        others = tuple(dict.fromkeys(_other_codes(str(found.value), sound, windows)))
        return replace(found.doubted(MORE_CODES), candidates=others) if others else found
    for text, span in windows:
        draft = _repaired_draft(text, span)
        if draft:
            return draft
    shaped = [pair for pair in windows if len(pair[0]) == _LENGTH] or windows
    if not shaped:
        return MISSING
    text, span = max(shaped, key=lambda pair: (pair[0].startswith("9"), pair[1].score))
    problems = credit_code_problems(text) or (_INNER_WRONG,)
    return Draft(text, span, failures=problems)


def _sound_draft(sound: Sequence[tuple[str, Span]], distance: Callable[[Span], float]) -> Draft:
    """Of several codes the nearest, of its places the clearest."""
    nearest, _ = min(sound, key=lambda pair: (distance(pair[1]), -pair[1].score))
    code = nearest.translate(_FORCED)
    its = [(text, span) for text, span in sound if text.translate(_FORCED) == code]
    text, span = max(its, key=lambda pair: pair[1].score)
    draft = repaired(Draft(text, span), code).proven(CHECK_DIGITS)
    # The place beside the label is looked at, too: only another place on the paper is a second one.
    places = {(round(other.cells[0].x), round(other.cells[0].y)) for _, other in its}
    return draft.proven(STANDS_TWICE) if len(places) > 1 else draft


def _distances(texts: Sequence[Span], near: Span | None, names: Sequence[Span]) -> Callable[[Span], float]:
    """How far a code stands from where the enterprise's own is expected: beside its label, a little behind its name, else before it."""
    order: dict[int, int] = {}
    for cell in (cell for text in texts for cell in text.cells):
        order.setdefault(id(cell), len(order))
    ends = [(order.get(id(name.cells[0])), order.get(id(name.cells[-1]))) for name in names if name.cells]
    beside = {id(cell) for cell in near.cells} if near is not None else set[int]()

    def distance(code: Span) -> float:
        if id(code.cells[0]) in beside:
            return 0
        start, end = order.get(id(code.cells[0])), order.get(id(code.cells[-1]))
        if start is None or end is None:
            return float("inf")
        behind = [start - last for _, last in ends if last is not None and 0 < start - last <= _BEHIND]
        before = [_BEHIND + first - end for first, _ in ends if first is not None and first > end]
        return min((*behind, *before), default=float("inf"))

    return distance


def _other_codes(code: str, sound: Iterable[tuple[str, Span]], windows: Iterable[tuple[str, Span]]) -> Iterator[str]:
    """The codes on the paper that are not `code`: sound ones, and what is one but for a misread character. `code` misread is none."""
    known = [text.translate(_FORCED) for text, _ in sound]
    yield from (other for other in known if other != code)
    for text, span in windows:
        read = text.translate(_FORCED)
        shaped = len(read) == _LENGTH and read.startswith(_ENTERPRISES) and name_of_place(read[2:8])
        if shaped and not any(_are_one(read, one) for one in known):
            draft = _repaired_draft(text, span)
            yield str(draft.value) if draft else read


def _are_one(read: str, known: str) -> bool:
    return SequenceMatcher(None, read, known, autojunk=False).ratio() >= _ONE_CODE


def _repaired_draft(text: str, span: Span) -> Draft | None:
    """One repair that fits is shown as such and left for a person to look at; several are none."""
    if len(text) == _LENGTH - 1:
        return _completed_draft(text, span)
    if len(text) != _LENGTH:
        return None
    fitting = {candidate.code for candidate in credit_code_candidates(text)}
    if len(fitting) != 1:
        return None
    return repaired(Draft(text, span), fitting.pop()).noted("修正后校验位正确")


def _completed_draft(text: str, span: Span) -> Draft | None:
    """A code that lost its first or its last character; the place it names must be one, for little else speaks for it."""
    if not text.startswith(_ENTERPRISES):
        whole = _ENTERPRISES + text
        return repaired(Draft(text, span), whole).noted("补上首位的 9，校验位正确") if _sound(whole) else None
    completed = credit_code_completed(text)
    if completed is None or not name_of_place(completed[2:8]):
        return None
    return repaired(Draft(text, span), completed).noted("只读到 17 位，末位是算出来的，请逐位核对")


def _sound(code: str) -> bool:
    return not credit_code_problems(code) and credit_code_inner_ok(code)


def _windows(texts: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    """Every stretch that may be a code: a run of its length, or each window of that length inside a longer run."""
    for span in texts:
        for match in _RUN.finditer(span.text):
            run = span.part(match.start(), match.end())
            for start in range(max(1, len(run.cells) - _LENGTH + 1)):
                window = run.part(start, start + _LENGTH)
                yield window.text.upper(), window
