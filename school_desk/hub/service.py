"""What the Hub does for one school's desks, without a word of HTTP: seats, verdicts, pages, snapshots, blocks of numbers."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.hub.adjudicate import Judge
from school_desk.kernel import numbers
from school_desk.kernel.bus import Bus
from school_desk.kernel.commands import RolesOf
from school_desk.kernel.ids import derived_id, new_id, place_in
from school_desk.kernel.sync_tables import DeskRow, DeskState
from school_desk.kernel.tables import table_of
from school_desk.sync import feed, snapshot
from school_desk.sync.wire import Block, Page, Push, PushAnswer, SeatAnswer

_SEEN_EVERY = timedelta(minutes=1)


def token_digest(token: str) -> str:
    """What the Hub keeps of a desk's token (32 random bytes: a plain digest cannot be guessed)."""
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _by_token() -> sa.Select[DeskRow]:
    ours = DeskRow.school_id == sa.bindparam("school_id")
    return sa.select(DeskRow).where(
        ours, DeskRow.token_digest == sa.bindparam("digest"), DeskRow.state == DeskState.JOINED
    )


def renewed_from(desks: Sequence[DeskRow]) -> dict[str, DeskRow]:
    """By a desk's id the one whose token it was renewed with: the id of such a seat follows from that one's, and says its number."""
    by_no = {desk.no: desk for desk in desks}
    asked = ((desk, by_no.get(place_in(desk.id))) for desk in desks)
    return {
        desk.id: first for desk, first in asked if first is not None and desk.id == _renewed(first, desk.token_digest)
    }


def _renewed(desk: DeskRow, digest: str) -> str:
    return derived_id(desk.id, f"renewed/{digest}", desk.no)


class HubService:
    """One school's Hub. Sessions are the caller's: a writing one wherever something is kept."""

    def __init__(self, bus: Bus, roles: RolesOf, hub_id: str) -> None:
        self.bus = bus
        self.hub_id = hub_id
        self._judge = Judge(bus, roles, hub_id)

    def find(self, session: Session, token: str) -> DeskRow | None:
        """The desk with this token; None when there is none, or it was revoked."""
        return session.scalar(_by_token(), {"school_id": self.bus.school_id, "digest": token_digest(token)})

    def is_new_here(self, desk: DeskRow) -> bool:
        """Whether it was not heard of for a minute: `seen_at` is right to the minute, for a write each few seconds would be for nothing."""
        return desk.seen_at is None or self.bus.clock.now() - desk.seen_at >= _SEEN_EVERY

    def note_seen(self, session: Session, desk_id: str) -> None:
        """The desk was heard of now."""
        seen = sa.update(table_of(DeskRow)).where(DeskRow.school_id == self.bus.school_id, DeskRow.id == desk_id)
        session.connection().execute(seen.values(seen_at=self.bus.clock.now()))

    def enrol(self, session: Session, name: str, token: str, first: DeskRow | None = None) -> DeskRow:
        """A seat for a new desk, or for a copy of `first`."""
        digest = token_digest(token)
        taken = sa.select(sa.func.max(DeskRow.no)).where(DeskRow.school_id == self.bus.school_id)
        now = self.bus.clock.now()
        row = DeskRow(
            school_id=self.bus.school_id,
            id=new_id(now) if first is None else _renewed(first, digest),
            no=(session.scalar(taken) or 0) + 1,
            name=name,
            token_digest=digest,
            state=DeskState.JOINED,
            last_n=0,
            joined_at=now,
            seen_at=None,
        )
        session.add(row)
        session.flush()
        return row

    def renew(self, session: Session, desk: DeskRow) -> SeatAnswer:
        """A seat and a token of its own for a copy of `desk`, whose own stay the original's: a copy must not speak under another's numbers.

        Whoever revokes `desk` revokes it, too (see opening.py): a token that is stolen makes no other that outlives it.
        """
        token = secrets.token_urlsafe(32)
        return msgspec.structs.replace(self.seat(self.enrol(session, desk.name, token, desk)), token=token)

    def seat(self, desk: DeskRow) -> SeatAnswer:
        """Whose seat it is."""
        return SeatAnswer(self.hub_id, desk.id, desk.no, desk.last_n)

    def push(self, session: Session, desk: DeskRow, push: Push) -> PushAnswer:
        """Verdicts of a desk's commands."""
        return self._judge.judge(session, desk, push)

    def take_up_held(self, session: Session) -> None:
        """Tries again what is held for any desk: this Hub may have been updated since."""
        for desk in session.scalars(sa.select(DeskRow).where(DeskRow.school_id == self.bus.school_id)).all():
            self._judge.take_up_held(session, desk)

    def pull(self, session: Session, desk: DeskRow, cursor: int, mark: str) -> Page:
        """The page after `cursor`, when the desk has followed this Hub's history so far."""
        school_id = self.bus.school_id
        if not feed.holds(session, school_id, cursor, mark):
            return Page(self.hub_id, False, (), False, desk.last_n)
        entries, more = feed.entries_after(session, self.bus.database.cipher, school_id, cursor)
        return Page(self.hub_id, True, tuple(entries), more, desk.last_n)

    def snapshot(self, session: Session) -> Iterator[bytes]:
        """Everything, for a desk that begins."""
        return snapshot.chunks(session, self.bus.database.cipher, self.bus.school_id, self.hub_id)

    def reserve(self, session: Session, desk: DeskRow, series: Sequence[str]) -> Sequence[Block]:
        """A block of each series for this desk, but for those that a newer desk knows and this Hub does not.

        Raises RuleViolation `number.series`.
        """
        known = [name for name in series if numbers.series_of(name)]
        return [Block(name, *numbers.reserve(session, self.bus.school_id, name, desk.id)) for name in known]
