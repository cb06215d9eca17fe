"""The best pairing of a few rows with a few columns, and what hangs together in a larger graph. Plain mathematics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf


def best_pairing(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """(row, column) pairs, each row and column once at most, of the largest possible sum; as many as the shorter side has.

    Successive shortest paths with potentials (Kuhn, Munkres), O(rows² × columns).
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        turned = [[row[column] for row in gains] for column in range(len(gains[0]))]
        return sorted((row, column) for column, row in best_pairing(turned))
    width = len(gains[0])
    rows, columns = [0.0] * (len(gains) + 1), [0.0] * (width + 1)
    partner = [0] * (width + 1)
    for row in range(1, len(gains) + 1):
        _augment(row, gains, rows, columns, partner)
    return sorted((partner[column] - 1, column - 1) for column in range(1, width + 1) if partner[column])


def _augment(
    row: int, gains: Sequence[Sequence[float]], rows: list[float], columns: list[float], partner: list[int]
) -> None:
    """Brings one more row in; numbers from 1, column 0 stands for none."""
    width = len(columns)
    partner[0], at = row, 0
    nearest, before, done = [inf] * width, [0] * width, [False] * width
    while True:
        done[at] = True
        current, step, following = partner[at], inf, 0
        line, offset = gains[current - 1], rows[current]
        for column in range(1, width):
            if not done[column]:
                cost = -line[column - 1] - offset - columns[column]
                if cost < nearest[column]:
                    nearest[column], before[column] = cost, at
                if nearest[column] < step:
                    step, following = nearest[column], column
        for column in range(width):
            if done[column]:
                rows[partner[column]] += step
                columns[column] -= step
            else:
                nearest[column] -= step
        at = following
        if not partner[at]:
            break
    while at:
        partner[at] = partner[before[at]]
        at = before[at]


def hanging_together(edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The places of the edges, grouped by what they connect: two edges with a left or a right end in common are in one group."""
    leader: dict[tuple[bool, int], tuple[bool, int]] = {}

    def find(end: tuple[bool, int]) -> tuple[bool, int]:
        leader.setdefault(end, end)
        while leader[end] != end:
            leader[end] = leader[leader[end]]
            end = leader[end]
        return end

    pairs = list(edges)
    for left, right in pairs:
        one, other = find((False, left)), find((True, right))
        leader[max(one, other)] = min(one, other)
    groups: dict[tuple[bool, int], list[int]] = {}
    for place, (left, _) in enumerate(pairs):
        groups.setdefault(find((False, left)), []).append(place)
    return list(groups.values())
