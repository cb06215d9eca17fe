"""How often each disturbance occurs: what we believe of a tidy school, an ordinary one and a mess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Noise:
    memo: Mapping[str, float]
    payer: Mapping[str, float]
    shape: Mapping[str, float]
    slip: float
    slip_flaw: float
    """A figure misread, an account missing, the wrong order ticked, an upload of a slip used before."""
    history: float
    history_wrong: float
    alias_known: float
    name_damage: float
    memo_extra: float
    """A date, a system's number or a name beside what was meant."""
    stale_number: float
    """The accountant copies last time's order number."""
    group_pay: float
    twice: float
    reversed: float
    cancelled: float
    unlinked: float
    """Share of the credits that belongs to no order."""
    exact_by_chance: float
    """Share of the other income that is exactly what some open order asks."""
    early: float
    unpaid: float


MEMO = ("number", "code", "damaged", "tail", "names", "heads", "enterprise", "generic", "vague", "opaque", "empty")
PAYER = (
    "own",
    "second",
    "old",
    "branch",
    "project",
    "wage",
    "parent",
    "subsidiary",
    "third",
    "legal",
    "accountant",
    "trainee",
    "person",
)
SHAPE = ("one", "many", "split", "part", "over", "fee", "self")


def _weights(keys: tuple[str, ...], values: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(keys, values, strict=True))


LEVELS: dict[str, Noise] = {
    "low": Noise(
        memo=_weights(MEMO, (0.38, 0.10, 0.015, 0.02, 0.13, 0.10, 0.06, 0.16, 0.015, 0.01, 0.01)),
        payer=_weights(PAYER, (0.90, 0.01, 0.01, 0.012, 0.008, 0.006, 0.015, 0.006, 0.006, 0.012, 0.006, 0.004, 0.002)),
        shape=_weights(SHAPE, (0.88, 0.06, 0.02, 0.008, 0.008, 0.012, 0.003)),
        slip=0.62,
        slip_flaw=0.02,
        history=0.75,
        history_wrong=0.0,
        alias_known=0.85,
        name_damage=0.04,
        memo_extra=0.08,
        stale_number=0.001,
        group_pay=0.15,
        twice=0.006,
        reversed=0.005,
        cancelled=0.002,
        unlinked=0.16,
        exact_by_chance=0.05,
        early=0.01,
        unpaid=0.2,
    ),
    "mid": Noise(
        memo=_weights(MEMO, (0.23, 0.06, 0.045, 0.035, 0.12, 0.11, 0.08, 0.21, 0.05, 0.03, 0.03)),
        payer=_weights(PAYER, (0.80, 0.02, 0.02, 0.025, 0.02, 0.012, 0.035, 0.012, 0.015, 0.022, 0.012, 0.01, 0.004)),
        shape=_weights(SHAPE, (0.78, 0.10, 0.045, 0.015, 0.015, 0.03, 0.006)),
        slip=0.48,
        slip_flaw=0.05,
        history=0.62,
        history_wrong=0.003,
        alias_known=0.65,
        name_damage=0.11,
        memo_extra=0.16,
        stale_number=0.004,
        group_pay=0.3,
        twice=0.012,
        reversed=0.01,
        cancelled=0.005,
        unlinked=0.20,
        exact_by_chance=0.10,
        early=0.02,
        unpaid=0.2,
    ),
    "high": Noise(
        memo=_weights(MEMO, (0.13, 0.03, 0.07, 0.05, 0.10, 0.10, 0.09, 0.23, 0.09, 0.05, 0.06)),
        payer=_weights(PAYER, (0.65, 0.035, 0.03, 0.04, 0.035, 0.02, 0.06, 0.022, 0.03, 0.035, 0.02, 0.018, 0.005)),
        shape=_weights(SHAPE, (0.68, 0.14, 0.07, 0.025, 0.025, 0.05, 0.01)),
        slip=0.33,
        slip_flaw=0.10,
        history=0.48,
        history_wrong=0.01,
        alias_known=0.45,
        name_damage=0.22,
        memo_extra=0.26,
        stale_number=0.01,
        group_pay=0.5,
        twice=0.02,
        reversed=0.016,
        cancelled=0.01,
        unlinked=0.245,
        exact_by_chance=0.18,
        early=0.04,
        unpaid=0.2,
    ),
}
