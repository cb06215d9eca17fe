"""The credit code on a paper: found by its shape, proven by its two check characters, repaired only when one repair fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
_INNER_WRONG = "第 17 位（主体标识码）校验不符，请逐位核对"


def read_credit_code(sheet: Sheet, near: Span | None = None) -> Draft:
    """The paper's credit code. `near` is the value beside its label, used when no run of characters anywhere has a code's shape."""
    return credit_code_in(sheet.rows, near)


def credit_code_in(texts: Iterable[Span], near: Span | None = None) -> Draft:
    """The credit code in `texts`, each a row or a paragraph. `near` as above."""
    windows = list(_windows(texts))
    if near is not None and near.cells:
        windows += [(near.text.upper(), near)]
    sound = [(text, span) for text, span in windows if _sound(text.translate(_FORCED))]
    if sound:
        return _sound_draft(sound)
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


def _sound_draft(sound: list[tuple[str, Span]]) -> Draft:
    text, span = max(sound, key=lambda pair: pair[1].score)
    code = text.translate(_FORCED)
    draft = repaired(Draft(text, span), code).proven(CHECK_DIGITS)
    # The place beside the label is looked at, too: only another place on the paper is a second one.
    places = {
        (round(other.cells[0].x), round(other.cells[0].y)) for read, other in sound if read.translate(_FORCED) == code
    }
    return draft.proven(STANDS_TWICE) if len(places) > 1 else draft


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
