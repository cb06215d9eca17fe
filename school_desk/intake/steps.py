"""Carries out an import whose rows are decisions of their own: a refused one comes back with its sentence, the others stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school_desk.documents.ledger import LedgerRow, RowState, SkippedEntry
from school_desk.intake.files import for_dry_run
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from school_desk.adapters.sheets.rows import SkippedRow
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.commands import Actor, Command

Maker = Callable[["School"], "Command"]
"""Makes a command for a school, putting the files it carries into that school's store."""


@dataclass(frozen=True)
class Step:
    """One row: what carries it out (nothing: there is nothing to do), what it then is, and what a person should be told."""

    row_no: int
    name: str
    state: RowState
    reasons: tuple[str, ...] = ()
    makers: tuple[Maker, ...] = ()


def decide(school: School, actor: Actor, make: Maker, *, dry_run: bool = False) -> Outcome:
    """Carries out the command that `make` gives. It is tried before its files are kept, so that a refusal leaves nothing behind."""
    tried = school.execute(make(for_dry_run(school)), actor, dry_run=True)
    return tried if dry_run else school.execute(make(school), actor)


def carry_out(school: School, actor: Actor, steps: Iterable[Step], *, dry_run: bool = False) -> Iterator[LedgerRow]:
    """What became of each row, as it happens. Raises EnvironmentFault: rows before it stand, those after were not tried."""
    for step in steps:
        try:
            for make in step.makers:
                decide(school, actor, make, dry_run=dry_run)
        except RuleViolation as refusal:
            yield LedgerRow(step.row_no, step.name, "failed", (refusal.message, *step.reasons))
        else:
            yield LedgerRow(step.row_no, step.name, step.state, step.reasons)


def skipped_entries(skipped: Iterable[SkippedRow]) -> tuple[SkippedEntry, ...]:
    """A sheet's rows that are no data, as commands carry them."""
    return tuple(SkippedEntry(row.row_no, row.reason) for row in skipped)
