"""All explanations of a statement with their figures, kept apart by what they belong to: a line, a payer of it, the explanation itself."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from school_desk.payments.matching.amounts import Shape

Singles = NDArray[np.float32]

OF_LINE = (
    *("closed_codes", "strange_numbers", "person", "blank_payer", "other_purpose", "training", "memo_blank"),
    *("earlier", "later", "refunded", "amount_common", "payers", "alone", "everyday"),
)
OF_PAYER = (
    *("account", "account_times", "account_other", "learnt", "learnt_times", "learnt_other", "owner", "owner_other"),
    *("name", "name_kind", "name_other", "name_exact_other", "legal", "contact", "named", "named_other"),
    *("open_batches", "kin"),
)
OF_SHAPE = (
    *("exact", "inner", "several", "group", "fee", "part", "instalment", "over"),
    *("batches", "solutions", "gap", "gap_yuan", "coded", "damaged", "missed_codes"),
    *("people", "people_share", "unexplained", "heads", "heads_unsaid"),
    *("slip", "slip_rival_line", "slip_part", "slip_other", "days", "before"),
    *("free_bills", "free_lines", "surplus_lines", "rank_gap", "claimed", "claimed_earlier"),
    *("instalment_lines", "instalment_ways", "instalment_coded", "heads_paid"),
)
FEATURES = (*OF_SHAPE, *OF_PAYER, *OF_LINE)


class Hypothesis(NamedTuple):
    line: int
    """Place of the line in the context."""
    shape: Shape
    enterprises: tuple[int, ...]


@dataclass(slots=True)
class Table:
    """The hypotheses, those of one line side by side. What they share is kept once: of 68 figures a row half are its own."""

    hypotheses: list[Hypothesis] = field(default_factory=list)
    lines: array[int] = field(default_factory=lambda: array("i"))
    """Of each hypothesis: its line."""
    payers: array[int] = field(default_factory=lambda: array("i"))
    """Of each hypothesis: its row among the payers."""
    on_amount: array[int] = field(default_factory=lambda: array("b"))
    """Of each payer: 1 where nothing points to it but what it owes."""
    of_line: array[float] = field(default_factory=lambda: array("f"))
    of_payer: array[float] = field(default_factory=lambda: array("f"))
    of_shape: array[float] = field(default_factory=lambda: array("f"))

    def __len__(self) -> int:
        return len(self.hypotheses)

    def rows(self, start: int = 0, stop: int | None = None) -> Singles:
        """The figures of a run of hypotheses, one row each, columns as in `FEATURES`."""
        lines, payers = self.line_numbers[start:stop], np.frombuffer(self.payers, np.int32)[start:stop]
        return np.concatenate(
            [
                _block(self.of_shape, len(OF_SHAPE))[start:stop],
                _block(self.of_payer, len(OF_PAYER))[payers],
                _block(self.of_line, len(OF_LINE))[lines],
            ],
            axis=1,
        )

    @property
    def line_numbers(self) -> NDArray[np.int32]:
        """`lines` for arithmetic; rising."""
        return np.frombuffer(self.lines, np.int32)

    @property
    def rests_on_amount(self) -> NDArray[np.bool_]:
        """Of each hypothesis: whether nothing points to its enterprises but what they owe."""
        return np.frombuffer(self.on_amount, np.int8)[np.frombuffer(self.payers, np.int32)] > 0


def _block(numbers: array[float], width: int) -> Singles:
    return np.frombuffer(numbers, np.float32).reshape(-1, width)
