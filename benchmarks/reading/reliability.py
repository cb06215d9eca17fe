"""Does confidence mean something: of the values read with so much confidence, how many were right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.reading.score import FieldScore, PaperScore

_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99)


def reliability_lines(scores: Iterable[PaperScore]) -> Iterator[str]:
    """A table for each group of fields, and how far confidence and share of right ones lie apart on the whole (ECE)."""
    groups: dict[str, list[FieldScore]] = {}
    for paper in scores:
        for item in paper.fields:
            if item.value not in (None, [], ""):
                groups.setdefault(f"{paper.kind} {item.name}", []).append(item)
                groups.setdefault("all", []).append(item)
    heads = "".join(f"{f'from {low:.2f}':>16}" for low in _BINS)
    yield f"{'':20}{'n':>6}{'ECE':>8}{heads}"
    for name, items in sorted(groups.items()):
        cells = "".join(f"{_cell(found):>16}" for found in map(list, _binned(items)))
        yield f"{name:20}{len(items):6}{calibration_error(items):8.3f}{cells}"


def calibration_error(items: list[FieldScore]) -> float:
    """The mean distance of confidence and share of right values over the bins, by the values in them."""
    apart = 0.0
    for found in _binned(items):
        if found:
            apart += abs(sum(item.confidence for item in found) - sum(item.right for item in found))
    return apart / len(items)


def _binned(items: list[FieldScore]) -> Iterator[list[FieldScore]]:
    for number, low in enumerate(_BINS):
        high = _BINS[number + 1] if number + 1 < len(_BINS) else 1.01
        yield [item for item in items if low <= item.confidence < high]


def _cell(found: list[FieldScore]) -> str:
    return f"{sum(item.right for item in found) / len(found):.1%} of {len(found)}" if found else "-"
