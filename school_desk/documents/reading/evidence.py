"""How much a read value deserves to be believed: proofs accept it, broken rules fail it, everything else is for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.paper import FieldReading, FieldState, Value

CHECK_DIGITS = "校验位正确"
CAPITALS_AGREE = "大写与小写一致"
STANDS_TWICE = "同一张纸上两处一致"
SEAL_AGREES = "与印章文字一致"
TWO_PLACES_DIFFER = "同一张纸上两处读得不同，取较清楚的字"
FAINT = "两次识别一致，但有字不清楚"
LOOKS_ALIKE = "另有长得像的少见的字，几次识别可能一样读错，请对照照片"
CUT_SHORT = "有一次识别在前面还读出了字，可能少读了，请对照照片"
UNUSUAL = "不像通常的写法，请对照照片"
NOT_FOUND = "没有找到，请对照照片填写"

CLEAR = 0.9
"""The least probability of every character of a value that two readers agreed on, for their agreement to be a proof."""
_CLEAR_NAME, _LEGIBLE = 0.95, 0.98
NAMES = frozenset(("name", "legal_person", "payer_name"))

# Share of right values by how clear their characters were: read alike by two readers, and by one alone.
_AGREED = ((0.2, 0.75), (0.6, 0.85), (0.7, 0.93), (0.9, 0.97), (0.95, 0.998))
_ALONE = ((0.4, 0.25), (0.6, 0.4), (0.7, 0.68), (0.8, 0.85), (0.9, 0.95), (1.0, 0.97))
_PROVEN = 0.99
_REPAIRED = 0.6
_BROKEN = 0.2


@dataclass(frozen=True, slots=True)
class Draft:
    """A value on its way to a reading: where it stood, what proves it, what speaks against it, what to know about it.

    `candidates` are other values that a reading of the same place gave, the likeliest first. What is `doubtful` is only proposed:
    no proof accepts it. `agreed`: readers with different weights gave this value. `untold`: nothing is read because the paper cannot
    tell it; no rule is broken.
    """

    value: Value
    span: Span = field(default_factory=lambda: Span(()))
    proofs: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    original: str | None = None
    candidates: tuple[str, ...] = ()
    doubtful: bool = False
    agreed: bool = False
    untold: bool = False

    def proven(self, reason: str) -> Draft:
        """The draft with one proof more."""
        return replace(self, proofs=(*self.proofs, reason))

    def failing(self, reason: str) -> Draft:
        """The draft with a rule that it breaks."""
        return replace(self, failures=(*self.failures, reason))

    def noted(self, reason: str) -> Draft:
        """The draft with something to know that neither proves nor refutes it."""
        return replace(self, notes=(*self.notes, reason))

    def doubted(self, reason: str) -> Draft:
        """The draft as a mere proposal, and why."""
        return replace(self, doubtful=True).noted(reason)


MISSING = Draft(None)


def clear_enough(field: str, legibility: float) -> float:
    """CLEAR for values of `field`; names ask for more where the paper as a whole (mean probability of its characters) is hard to read:

    beside many Chinese characters there are rare ones that look alike (余 and 佘), and those readers take for the usual ones.
    """
    return _CLEAR_NAME if field in NAMES and legibility < _LEGIBLE else CLEAR


def settle(draft: Draft, *, usual: bool = True) -> FieldReading:
    """The reading of a draft: state, confidence 0–1 and the reasons a person sees. What is not `usual` in shape no proof accepts."""
    if not usual and draft.value:
        draft = draft.doubted(UNUSUAL)
    if draft.doubtful:
        draft = replace(draft, proofs=())
    if _empty(draft.value):
        reasons = (*draft.failures, *draft.notes) or (NOT_FOUND,)
        state = FieldState.LOOK if draft.untold else FieldState.FAILED
        return FieldReading(draft.value, 0.0, draft.span.rectangle, state, reasons, draft.original, draft.candidates)
    return FieldReading(
        value=draft.value,
        confidence=_confidence(draft),
        box=draft.span.rectangle,
        state=_state(draft),
        reasons=(*draft.failures, *draft.proofs, *_repair_words(draft), *draft.notes),
        original=draft.original,
        candidates=draft.candidates,
    )


def repaired(draft: Draft, value: str) -> Draft:
    """The draft with `value` in place of what was read; what was read is kept beside it."""
    if value == draft.value:
        return draft
    return replace(draft, value=value, original=draft.original or str(draft.value))


def agree(values: Sequence[str]) -> bool:
    """Whether there are at least two values and all are the same."""
    return len(values) > 1 and len(set(values)) == 1


def _empty(value: Value) -> bool:
    return value is None or value in ("", ())


def _state(draft: Draft) -> FieldState:
    if draft.failures:
        return FieldState.FAILED
    return FieldState.ACCEPTED if draft.proofs else FieldState.LOOK


def _confidence(draft: Draft) -> float:
    """The share of right values among those read like this one, measured on hard photos (docs/reading.md: how it holds on unseen ones)."""
    weakest, score = (draft.span.weakest, draft.span.score) if draft.span.cells else (0.5, 0.5)
    # One wrong character makes all wrong, so the weakest speaks louder than the mean.
    seen = _along(_AGREED, weakest) if draft.agreed else _along(_ALONE, 0.5 * score + 0.5 * weakest)
    if draft.failures:
        return min(seen, _BROKEN)
    if draft.proofs:
        return max(seen, _PROVEN)
    return min(seen, _REPAIRED) if draft.original is not None else seen


def _along(curve: Sequence[tuple[float, float]], at: float) -> float:
    """The curve's height at `at`, straight between its points."""
    for (left, low), (right, high) in pairwise(curve):
        if at <= right:
            return low + (high - low) * max(0.0, at - left) / (right - left)
    return curve[-1][1]


def _repair_words(draft: Draft) -> tuple[str, ...]:
    if draft.original is None or not isinstance(draft.value, str):
        return ()
    if len(draft.original) != len(draft.value):
        return (f"已修正，原读作“{draft.original}”",)
    changes = [f"{a}→{b}" for a, b in zip(draft.original, draft.value, strict=True) if a != b]
    return (f"已修正 {'、'.join(changes)}",) if changes else ()
