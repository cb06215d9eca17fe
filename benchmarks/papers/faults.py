"""What is wrong with the bad photos: one fault each, as ranges from which every photo draws its own strength; and the careful ones' care."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

Range = tuple[float, float]


@dataclass(frozen=True)
class Fault:
    """How a photo is taken. Lengths are pixels of the full-size photo before it shrinks; shares 0–1 unless said.

    `tilt`: how far corners move; `curl`: share of the sheet's height by which rows bend; `shrink`: final size; `quality`: JPEG;
    `gauss`, `disc` and `streak`: blur of lens, focus and hand; `glare` and `shadow` come with their chance.
    """

    tilt: Range = (0.03, 0.09)
    curl: Range = (0.0, 0.01)
    shrink: Range = (0.57, 0.78)
    quality: Range = (40, 64)
    noise: Range = (4.0, 9.0)
    gauss: Range = (0.8, 1.5)
    disc: Range = (0.0, 0.0)
    streak: Range = (0.0, 0.0)
    uneven: Range = (0.15, 0.4)
    shadow: Range = (0.1, 0.4)
    shadow_chance: float = 1.0
    glare: Range = (0.3, 0.5)
    glare_chance: float = 0.4
    gain: Range = (0.75, 1.0)
    tint: float = 0.1
    panel: Range = (0.0, 0.0)
    folds: tuple[int, ...] = (0, 0, 0, 1, 2, 2)
    depth: Range = (0.15, 0.3)
    copied: bool = False


CAREFUL = Fault(
    tilt=(0.01, 0.06), curl=(0.0, 0.004), shrink=(1.0, 1.0), quality=(74, 87), noise=(1.5, 4.0), gauss=(0.45, 0.95), uneven=(0.05, 0.3),
    shadow=(0.1, 0.3), shadow_chance=0.4, glare=(0.15, 0.4), glare_chance=0.25, gain=(0.88, 1.05), tint=0.07,
    folds=(0, 0, 0, 1, 2), depth=(0.1, 0.2),
)  # fmt: skip

_PLAIN = Fault()
_DEVELOP: dict[str, Fault] = {
    "defocus": replace(_PLAIN, gauss=(0.5, 0.8), disc=(2.9, 3.9)),
    "motion": replace(_PLAIN, gauss=(0.5, 0.8), streak=(6.0, 10.0)),
    "far": replace(_PLAIN, shrink=(0.44, 0.52)),
    "dark": replace(_PLAIN, gain=(0.34, 0.48), noise=(13.0, 19.0), glare_chance=0.0, tint=0.14),
    "shade": replace(_PLAIN, shadow=(0.5, 0.65), uneven=(0.3, 0.5), glare=(0.5, 0.7), glare_chance=0.5),
    "tilt": replace(_PLAIN, tilt=(0.1, 0.16), curl=(0.012, 0.022)),
    "jpeg": replace(_PLAIN, shrink=(0.46, 0.56), quality=(20, 30)),
    "copy": replace(_PLAIN, copied=True, glare_chance=0.1, folds=(0, 0, 1)),
    "screen": replace(_PLAIN, panel=(0.14, 0.26), folds=(0,), glare_chance=0.6),
}
_REPORT: dict[str, Fault] = {
    "defocus": replace(_PLAIN, gauss=(0.9, 1.3), disc=(2.6, 3.5), tint=0.05),
    "motion": replace(_PLAIN, gauss=(0.4, 0.7), streak=(6.5, 9.5), noise=(4.0, 9.0)),
    "far": replace(_PLAIN, shrink=(0.42, 0.5), quality=(60, 80)),
    "dark": replace(_PLAIN, gain=(0.28, 0.42), noise=(11.0, 17.0), glare_chance=0.0, tint=0.18),
    "shade": replace(_PLAIN, shadow=(0.45, 0.7), shadow_chance=0.8, glare=(0.55, 0.75), glare_chance=0.6),
    "tilt": replace(_PLAIN, tilt=(0.09, 0.15), curl=(0.014, 0.026), quality=(60, 80)),
    "jpeg": replace(_PLAIN, shrink=(0.5, 0.6), quality=(16, 26)),
    "copy": replace(_PLAIN, copied=True, gain=(0.85, 1.05), glare_chance=0.0, shrink=(0.55, 0.75)),
    "screen": replace(_PLAIN, panel=(0.14, 0.24), folds=(0,), tint=0.05),
}
# Half way between the other two in every range, so that bad photos of `fresh` and all later families are neither worse nor better.
_BETWEEN: dict[str, Fault] = {
    "defocus": replace(_PLAIN, gauss=(0.7, 1.05), disc=(2.75, 3.7), tint=0.075),
    "motion": replace(_PLAIN, gauss=(0.45, 0.75), streak=(6.25, 9.75)),
    "far": replace(_PLAIN, shrink=(0.43, 0.51), quality=(50, 72)),
    "dark": replace(_PLAIN, gain=(0.31, 0.45), noise=(12.0, 18.0), glare_chance=0.0, tint=0.16),
    "shade": replace(
        _PLAIN, shadow=(0.475, 0.675), shadow_chance=0.9, uneven=(0.22, 0.45), glare=(0.52, 0.72), glare_chance=0.55
    ),
    "tilt": replace(_PLAIN, tilt=(0.095, 0.155), curl=(0.013, 0.024), quality=(50, 72)),
    "jpeg": replace(_PLAIN, shrink=(0.48, 0.58), quality=(18, 28)),
    "copy": replace(_PLAIN, copied=True, gain=(0.8, 1.02), glare_chance=0.05, folds=(0, 0, 1, 2), shrink=(0.56, 0.765)),
    "screen": replace(_PLAIN, panel=(0.14, 0.25), folds=(0,), glare_chance=0.5, tint=0.075),
}
FAULTS = {
    "develop": _DEVELOP,
    "report": _REPORT,
    "fresh": _BETWEEN,
    "later": _BETWEEN,
    "outside": _BETWEEN,
    "beyond": _BETWEEN,
}


def drawn(rng: Random, limits: Range) -> float:
    """A number within `limits`."""
    return rng.uniform(*limits)
