"""Ways to be wrong, each a small change to the engine: the simulator must find every one of them, or it proves nothing."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.hub import adjudicate
from school_desk.hub.adjudicate import Judge
from school_desk.kernel import bus, journal, numbers, recording
from school_desk.kernel.bus import Bus
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.journal import WAITING
from school_desk.kernel.tables import JournalRow, OutboxRow, TouchRow, table_of
from school_desk.sync import feed, joining, rebase, rows, turn

Mutate = Callable[[pytest.MonkeyPatch], None]


def no_look_up_of_the_id(patch: pytest.MonkeyPatch) -> None:
    """Nobody remembers what was carried out and answered."""

    class Forgetful:
        def __getattr__(self, name: str) -> Any:
            return getattr(journal, name)

        def find(self, *_asked: Any) -> None:
            return None

    patch.setattr(Judge, "_known", lambda *_args: None)
    patch.setattr(bus, "journal", Forgetful())


class _Way:
    """The way to the Hub, with one request done wrong."""

    def __init__(self, hub: Any, on: Bus) -> None:
        self.hub, self.on = hub, on

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hub, name)


def _by(way: type[_Way]) -> Mutate:
    take = turn._take_turn
    return lambda patch: patch.setattr(turn, "_take_turn", lambda on, roles, hub: take(on, roles, way(hub, on)))


def entries_without_their_rows(patch: pytest.MonkeyPatch) -> None:
    """The journal moves on in a transaction of its own, and now and then the program dies before the rows follow."""
    true, count = rows.write, itertools.count()

    def write(session: Any, school_id: str, stands: Any, wanted: Any) -> None:
        if next(count) % 5:
            true(session, school_id, stands, wanted)

    patch.setattr(rows, "write", write)


class _Dropping(_Way):
    of: type[Exception] = EnvironmentFault

    def push(self, push: Any) -> Any:
        try:
            return self.hub.push(push)
        except self.of:
            _forget_all(self.on)
            raise


class _DroppingWhatIsNotTaken(_Dropping):
    of = RuleViolation


def dropped_on_a_failure(patch: pytest.MonkeyPatch) -> None:
    """A push that fails empties the queue."""
    _by(_Dropping)(patch)


def dropped_on_a_4xx(patch: pytest.MonkeyPatch) -> None:
    """So does one that the Hub answers with a 4xx."""
    _by(_DroppingWhatIsNotTaken)(patch)


class _Hasty(_Way):
    def push(self, push: Any) -> Any:
        answer = self.hub.push(push)
        _forget_all(self.on)
        return answer


def done_at_the_verdict(patch: pytest.MonkeyPatch) -> None:
    """A command leaves the queue when the Hub answers, not when its entry arrives."""
    _by(_Hasty)(patch)


def _forget_all(on: Bus) -> None:
    with on.database.writing() as session:
        for kind in (JournalRow, TouchRow, OutboxRow):
            session.connection().execute(sa.delete(table_of(kind)).where(table_of(kind).c.seq > WAITING))


def numbers_drawn_again(patch: pytest.MonkeyPatch) -> None:
    """The Hub gives its own numbers instead of those that were shown."""
    true = numbers.Drawing.__init__

    def forgetful(self: Any, session: Any, school_id: str, source: Any, given: Iterable[Any] = ()) -> None:
        true(self, session, school_id, source, ())

    patch.setattr(numbers.Drawing, "__init__", forgetful)
    patch.setattr(bus, "effect_of", lambda _rows: "")


def ids_made_up(patch: pytest.MonkeyPatch) -> None:
    """Each side makes its own ids for the same command's rows."""
    patch.setattr(bus, "derived_id", lambda *_args: secrets.token_hex(16))
    patch.setattr(bus, "effect_of", lambda _rows: "")


def any_outcome_will_do(patch: pytest.MonkeyPatch) -> None:
    """The Hub accepts a command that does something else than its clerk saw."""
    patch.setattr(bus, "effect_of", lambda _rows: "")


def refused_effects_stay(patch: pytest.MonkeyPatch) -> None:
    """What the Hub refused is not put back."""
    true = rebase._lay

    def lay(state: Any, image: Any, *, back: bool) -> None:
        if not back:
            true(state, image, back=False)

    patch.setattr(rebase, "_lay", lay)
    patch.setattr(rebase, "_fits", lambda _stands, _before: True)


def only_one_page(patch: pytest.MonkeyPatch) -> None:
    """The desk stops at the first page and takes the last one's cursor."""
    patch.setattr(feed, "PAGE_ENTRIES", 2)
    patch.setattr(feed, "entries_after", _skipping(feed.entries_after))


def _skipping(true: Any) -> Any:
    def entries_after(session: Any, cipher: Any, school_id: str, cursor: int) -> Any:
        entries, more = true(session, cipher, school_id, cursor)
        return (entries[-1:], more) if more else (entries, more)

    return entries_after


def a_column_forgotten(patch: pytest.MonkeyPatch) -> None:
    """One column is missing from the images."""
    true = recording.image_columns

    def without(kind: Any) -> Any:
        return {name: column for name, column in true(kind).items() if name != "address"}

    for module in (recording, rows):
        patch.setattr(module, "image_columns", without)
    # Without its memory: what it would remember of this stays when the column is back.
    patch.setattr(rows, "_whole_rows", rows._whole_rows.__wrapped__)


def any_history_will_do(patch: pytest.MonkeyPatch) -> None:
    """The Hub does not look at the mark."""
    patch.setattr(feed, "holds", lambda *_args: True)


def nothing_carried_over(patch: pytest.MonkeyPatch) -> None:
    """A desk that begins anew drops what only it has."""
    patch.setattr(joining, "_own", _nothing)


def _nothing(_session: Any, _bus: Any) -> Iterator[Any]:
    return iter(())


def a_copy_speaks_as_the_original(patch: pytest.MonkeyPatch) -> None:
    """A number used before for another command is passed over."""
    true = Judge.judge

    def judge(self: Judge, session: Any, desk: Any, push: Any) -> Any:
        answer = true(self, session, desk, push)
        return type(answer)(answer.hub_id, answer.last_n, answer.verdicts)

    patch.setattr(Judge, "judge", judge)
    patch.setattr(turn, "Forked", turn.Cloned)
    patch.setattr(turn, "begin", lambda *_args: None)


def its_own_work_unknown(patch: pytest.MonkeyPatch) -> None:
    """A restored Hub does not know its own commands again."""
    patch.setattr(adjudicate, "proven_roles", lambda *_args: frozenset())


MUTANTS: tuple[Mutate, ...] = (
    its_own_work_unknown,
    no_look_up_of_the_id,
    entries_without_their_rows,
    dropped_on_a_failure,
    dropped_on_a_4xx,
    done_at_the_verdict,
    numbers_drawn_again,
    ids_made_up,
    any_outcome_will_do,
    refused_effects_stay,
    only_one_page,
    a_column_forgotten,
    any_history_will_do,
    nothing_carried_over,
    a_copy_speaks_as_the_original,
)
