"""Gives every line at most one of its explanations, over the whole statement, so that no receivable gets more than it wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from school_desk.payments.matching.amounts import Parts, fill
from school_desk.payments.matching.books import Books
from school_desk.payments.matching.pairing import best_pairing, hanging_together
from school_desk.payments.matching.table import Hypothesis, Table

Floats = NDArray[np.float64]

_MOST_RIVALS = 120
_LEAST = 0.02
"""Explanations less likely than this take no part."""


class Assignment:
    """Which hypothesis each line got, and what it lays on each receivable."""

    def __init__(self, table: Table, chances: Floats, amounts: Sequence[int], books: Books) -> None:
        """`chances`: of each hypothesis; `amounts`: fen of each line, by place."""
        self.chosen: dict[int, int] = {}
        """Line → hypothesis, by places."""
        self.parts: dict[int, Parts] = {}
        """Line → what it pays."""
        self.holders: dict[int, list[int]] = {}
        """Receivable → the lines that hold it."""
        self._table, self._amounts, self._books = table, amounts, books
        rounded = np.round(chances, 2)  # what differs by less is settled by time: the earlier line comes first
        self._chances: list[float] = rounded.tolist()
        self._taken: defaultdict[int, int] = defaultdict(int)
        likely = np.flatnonzero(rounded >= _LEAST)
        order = likely[np.lexsort((likely, -rounded[likely]))].tolist()
        self._take_all(order)
        self._improve(order)
        self._take_all(order)
        self._lay_in_time()

    def free(self, one: Hypothesis) -> Parts:
        """What `one` could pay of what the others leave; empty when that is not what it says."""
        shape, fen = one.shape, self._amounts[one.line]
        parts = shape.parts or self._fill(one)
        if not parts or any(part > self._left(bill) for bill, part in parts):
            return ()
        paid = sum(part for _, part in parts)
        if shape.kind == "over":
            whole = sum(self._books.batches[number].open_fen for number in shape.batches)
            return parts if paid == whole else ()
        return parts if paid == fen else ()

    def wanted(self, one: Hypothesis) -> Parts:
        """What `one` would pay if no other line had anything."""
        bills = [bill for number in one.shape.batches for bill in self._books.batches[number].bills]
        return one.shape.parts or fill(bills, self._amounts[one.line], self._books)

    def in_the_way(self, one: Hypothesis) -> list[int]:
        """The other lines that hold receivables which `one` wants."""
        held = [line for bill, _ in self.wanted(one) for line in self.holders.get(bill, ())]
        return [line for line in dict.fromkeys(held) if line != one.line]

    def _left(self, bill: int) -> int:
        return self._books.bills[bill].open_fen - self._taken.get(bill, 0)

    def _fill(self, one: Hypothesis) -> Parts:
        fen, parts = self._amounts[one.line], []
        for number in one.shape.batches:
            for bill in self._books.batches[number].bills:
                part = min(fen, self._left(bill))
                if part > 0:
                    parts.append((bill, part))
                    fen -= part
        return tuple(parts)

    def _take_all(self, order: Sequence[int]) -> None:
        for place in order:
            one = self._table.hypotheses[place]
            if one.line not in self.chosen and (parts := self.free(one)):
                self._take(place, parts)

    def _take(self, place: int, parts: Parts) -> None:
        line = self._table.hypotheses[place].line
        self.chosen[line], self.parts[line] = place, parts
        for bill, part in parts:
            self._taken[bill] += part
            self.holders.setdefault(bill, []).append(line)

    def _release(self, line: int) -> None:
        del self.chosen[line]
        for bill, part in self.parts.pop(line):
            self._taken[bill] -= part
            self.holders[bill].remove(line)

    def _lay_in_time(self) -> None:
        """Lines that share a batch pay its receivables in their order in time, whichever was the likeliest."""
        sharing: defaultdict[int, list[int]] = defaultdict(list)
        for line, place in self.chosen.items():
            shape = self._table.hypotheses[place].shape
            if len(shape.batches) == 1 and not shape.parts:
                sharing[shape.batches[0]].append(line)
        for lines in sharing.values():
            places = [self.chosen[line] for line in sorted(lines)] if len(lines) > 1 else []
            for place in places:
                self._release(self._table.hypotheses[place].line)
            for place in places:
                if parts := self.free(self._table.hypotheses[place]):
                    self._take(place, parts)

    def _improve(self, likely: Sequence[int]) -> None:
        """Where lines compete for whole batches, the best choice for all of them together."""
        edges = self._edges(likely)
        for group in hanging_together(self._ends(place) for place in edges):
            places = [edges[number] for number in group]
            lines = sorted({self._ends(place)[0] for place in places})
            if 1 < len(lines) <= _MOST_RIVALS:
                self._settle(lines, sorted({self._ends(place)[1] for place in places}), places)

    def _ends(self, place: int) -> tuple[int, int]:
        one = self._table.hypotheses[place]
        return one.line, one.shape.batches[0]

    def _edges(self, likely: Sequence[int]) -> list[int]:
        """Hypotheses of one whole batch each, of lines and batches that nothing else holds."""
        hypotheses = self._table.hypotheses
        busy_lines = {line for line, place in self.chosen.items() if not _is_single(hypotheses[place])}
        busy_bills = {bill for line in busy_lines for bill, _ in self.parts[line]}
        found = []
        for place in sorted(likely):
            one = hypotheses[place]
            if _is_single(one) and one.line not in busy_lines:
                bills = self._books.batches[one.shape.batches[0]].bills
                if busy_bills.isdisjoint(bills):
                    found.append(place)
        return found

    def _settle(self, lines: list[int], batches: list[int], places: list[int]) -> None:
        row = {line: number for number, line in enumerate(lines)}
        column = {batch: number for number, batch in enumerate(batches)}
        gains = [[0.0] * len(batches) for _ in lines]
        chosen: dict[tuple[int, int], int] = {}
        for place in places:
            line, batch = self._ends(place)
            at = (row[line], column[batch])
            if self._chances[place] > gains[at[0]][at[1]]:
                gains[at[0]][at[1]], chosen[at] = self._chances[place], place
        before = sum(self._chances[self.chosen[line]] for line in lines if line in self.chosen)
        picked = [chosen[at] for at in best_pairing(gains) if at in chosen]
        if sum(self._chances[place] for place in picked) <= before + 1e-9:
            return
        for line in lines:
            if line in self.chosen:
                self._release(line)
        for place in sorted(picked):
            if parts := self.free(self._table.hypotheses[place]):
                self._take(place, parts)


def _is_single(one: Hypothesis) -> bool:
    shape = one.shape
    return len(shape.batches) == 1 and shape.kind in ("exact", "split") and not shape.parts
