"""Puts every explanation beside its rivals: others of the same line, and other lines that want the same batches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from school_desk.payments.matching.table import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RIVALRY = ("logit", "best_other", "rank", "candidates", "rival", "rival_mass", "partner", "margin")
_BOUND = 9.0
_NOTHING = -_BOUND


def rivalry(table: Table, chances: Floats) -> Floats:
    """One row for each hypothesis, by the first chances; log-odds, but for counts. Columns as in `RIVALRY`."""
    if not len(chances):
        return np.zeros((0, len(RIVALRY)))
    lines = table.line_numbers.astype(np.int64)
    odds = np.clip(np.log(np.maximum(chances, 1e-9)) - np.log(np.maximum(1 - chances, 1e-9)), -_BOUND, _BOUND)
    best_other, rank, count = _within(lines, odds)
    rival, mass = _between(table, lines, chances, odds)
    partner = _partners(table, lines, odds, rival)
    margin = odds - np.maximum(best_other, rival)
    return np.stack([odds, best_other, rank, count, rival, mass, partner, margin], axis=1)


def _within(lines: Ints, odds: Floats) -> tuple[Floats, Floats, Floats]:
    """The best other explanation of the same line, the own place among them, how many there are."""
    order = np.lexsort((-odds, lines))
    start = np.flatnonzero(np.r_[True, np.diff(lines[order]) != 0])
    sizes = np.diff(np.r_[start, len(order)])
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order)) - np.repeat(start, sizes)
    first = np.full(lines.max() + 1, _NOTHING)
    second = np.full(lines.max() + 1, _NOTHING)
    first[lines[order[start]]] = odds[order[start]]
    two = start[sizes > 1] + 1
    second[lines[order[two]]] = odds[order[two]]
    count = np.empty(len(order))
    count[order] = np.repeat(sizes, sizes)
    return np.where(rank == 0, second[lines], first[lines]), np.minimum(rank, 8), np.minimum(count, 20)


def _between(table: Table, lines: Ints, chances: Floats, odds: Floats) -> tuple[Floats, Floats]:
    """The strongest claim of any other line on any of the same batches, and all such claims together."""
    sizes = np.fromiter((len(one.shape.batches) for one in table.hypotheses), np.int64, len(lines))
    owner = np.repeat(np.arange(len(lines)), sizes)
    batch = np.fromiter((n for one in table.hypotheses for n in one.shape.batches), np.int64, int(sizes.sum()))
    order = np.lexsort((-odds[owner], lines[owner], batch))
    keys = batch[order] * (lines.max() + 1) + lines[owner[order]]
    claim = order[np.r_[True, np.diff(keys) != 0]]
    claim = claim[np.lexsort((-odds[owner[claim]], batch[claim]))]
    start = np.flatnonzero(np.r_[True, np.diff(batch[claim]) != 0])
    total = batch.max() + 1
    best, second = np.full(total, _NOTHING), np.full(total, _NOTHING)
    holder = np.full(total, -1)
    best[batch[claim[start]]] = odds[owner[claim[start]]]
    holder[batch[claim[start]]] = lines[owner[claim[start]]]
    two = start[np.diff(np.r_[start, len(claim)]) > 1] + 1
    second[batch[claim[two]]] = odds[owner[claim[two]]]
    mass = np.bincount(batch[claim], weights=chances[owner[claim]], minlength=total)
    rival = np.where(holder[batch] == lines[owner], second[batch], best[batch])
    strongest, heaviest = np.full(len(lines), _NOTHING), np.zeros(len(lines))
    np.maximum.at(strongest, owner, rival)
    np.maximum.at(heaviest, owner, mass[batch] - chances[owner])
    return strongest, np.clip(heaviest, 0, 6)


def _partners(table: Table, lines: Ints, odds: Floats, rival: Floats) -> Floats:
    """Of instalments: the weakest claim among the lines that pay the same batch with it. They are no rivals then."""
    partner = np.zeros(len(lines))
    joint = [place for place, one in enumerate(table.hypotheses) if one.shape.others]
    claims: dict[tuple[int, int], float] = {}
    for place in joint:
        one = table.hypotheses[place]
        key = (one.line, one.shape.batches[0])
        claims[key] = max(claims.get(key, _NOTHING), float(odds[place]))
    for place in joint:
        one = table.hypotheses[place]
        partner[place] = min(claims.get((other, one.shape.batches[0]), _NOTHING) for other in one.shape.others)
        rival[place] = min(rival[place], odds[place])
    return partner
