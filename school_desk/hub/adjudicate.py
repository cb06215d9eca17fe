"""Judges a desk's commands, in their order, by the same handlers: accepted, known already, refused with both sides kept, or held.

Whatever the answer, it stands in the Hub's journal under the command's own id, so a command is judged once; where that id is another
command's already, under one beside it. The caller's transaction covers
the batch; commands have a savepoint together while nothing is amiss, and each its own where something is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from school_desk.hub.own_commands import proven_roles
from school_desk.kernel import journal
from school_desk.kernel.bus import Bus, EffectDiffers, Given, check_gate
from school_desk.kernel.commands import Actor, Command, RolesOf, from_wire, is_newer
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.ids import is_id
from school_desk.kernel.loading import at_hand
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import Key, tables_by_name
from school_desk.kernel.refusals import HUB, RecordRefusal, Standing
from school_desk.kernel.sync_tables import DeskRow, HeldRow
from school_desk.kernel.tables import JournalRow, TouchRow
from school_desk.sync.wire import Push, PushAnswer, SentCommand, Verdict, VerdictKind, id_beside

_log = logging.getLogger(__name__)
_MOST_STANDING = 5
_TOGETHER = 25


class _Remembered:
    """What people may, asked once in a batch and again when the row under somebody's id changed."""

    def __init__(self, roles: RolesOf) -> None:
        self._roles = roles
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, session: Session, actor_id: str) -> frozenset[str]:
        if actor_id not in self._known:
            self._known[actor_id] = self._roles(session, actor_id)
        return self._known[actor_id]

    def forget(self, changed: Iterable[str]) -> None:
        """Rows with these ids changed."""
        for row_id in changed:
            self._known.pop(row_id, None)

    def forget_all(self) -> None:
        """Something was put back."""
        self._known.clear()


@dataclass(frozen=True)
class Judge:
    """Judges for one school: `bus` carries out, `roles` says what a person may at this moment."""

    bus: Bus
    roles: RolesOf
    hub_id: str

    def judge(self, session: Session, desk: DeskRow, push: Push) -> PushAnswer:
        """The verdicts of a batch; `desk.last_n` moves on. A gap or a number used twice ends the batch."""
        verdicts: list[Verdict] = []
        last_n, cloned, unheard = desk.last_n, False, self._unheard(session, push)
        may, left = _Remembered(self.roles), list(reversed(push.commands))
        while left:
            if run := _run(left, unheard, last_n):
                verdicts += self._decide_together(session, desk, may, run)
                last_n += len(run)
                continue
            sent = left.pop()
            known = self._known(session, desk, sent)
            cloned = known is None and sent.n <= last_n
            if cloned or sent.n > last_n + 1:
                break
            verdicts.append(known or self._decide(session, desk, may, sent))
            last_n = max(last_n, sent.n)
        desk.last_n = last_n
        session.flush()
        return PushAnswer(self.hub_id, last_n, tuple(verdicts), cloned)

    def take_up_held(self, session: Session, desk: DeskRow) -> None:
        """Tries a desk's held commands again in their order, as after an update of the Hub; stops at the first that stays held."""
        waiting = sa.select(HeldRow).where(HeldRow.school_id == desk.school_id, HeldRow.desk_id == desk.id)
        for row in session.scalars(waiting.order_by(HeldRow.n)).all():
            sent = msgspec.json.decode(self.bus.database.cipher.open(row.sealed), type=SentCommand)
            session.delete(row)
            session.flush()
            if self._decide(session, desk, _Remembered(self.roles), sent).kind is VerdictKind.HELD:
                return

    def _unheard(self, session: Session, push: Push) -> set[str]:
        """The ids of a batch that were never answered: asked at once, most are new."""
        ids = {sent.id for sent in push.commands}
        answered: set[str] = set()
        for column, owner in ((JournalRow.id, JournalRow.school_id), (HeldRow.command_id, HeldRow.school_id)):
            for part in parts(sorted(ids)):
                answered.update(session.scalars(sa.select(column).where(owner == self.bus.school_id, column.in_(part))))
        return ids - answered

    def _known(self, session: Session, desk: DeskRow, sent: SentCommand) -> Verdict | None:
        row = journal.find(session, self.bus.school_id, sent.id)
        if row is not None:
            return self._told_before(session, desk, row, sent)
        held = sa.select(HeldRow.n).where(HeldRow.school_id == self.bus.school_id, HeldRow.command_id == sent.id)
        return Verdict(sent.id, VerdictKind.HELD, 0) if session.scalar(held) is not None else None

    def _told_before(self, session: Session, desk: DeskRow, row: JournalRow, sent: SentCommand) -> Verdict:
        payload = journal.open_payload(self.bus.database.cipher, row)
        told: tuple[str, int, dict[str, Any]] = (row.name, row.version, payload.arguments)
        if row.name == RecordRefusal.__name__:
            refused = msgspec.json.decode(payload.arguments["command"], type=SentCommand)
            told = (refused.name, refused.version, refused.arguments)
        if not _are_one(told, sent):
            return self._refuse_reused(session, desk, row, sent)
        return Verdict(sent.id, VerdictKind.DUPLICATE, row.seq)

    def _refuse_reused(self, session: Session, desk: DeskRow, row: JournalRow, sent: SentCommand) -> Verdict:
        """Its clerk was shown it as saved, and the desk will lose it to `row`: a person is to deal with it."""
        _log.error("command %s came again with another content", sent.id)
        refusal = RuleViolation("command.reused", "同一编号的操作内容不同，没有办理。请看过内容，再重新办理。")
        standing = (Standing("", "", row.id, row.name, row.actor_name, row.made_at),)
        try:
            with session.begin_nested():
                self._record(session, desk, sent, refusal, standing, id_beside(sent))
        except Exception as fault:
            # As in _decide, but for holding it: the id is taken.
            if isinstance(fault, EnvironmentFault) or self.bus.database.told(fault) is not None:
                raise
            _log.exception("command %s (%s) cannot be kept", sent.id, sent.name)
        return Verdict(sent.id, VerdictKind.ALARM, row.seq, refusal.code, refusal.message)

    def _decide_together(
        self, session: Session, desk: DeskRow, may: _Remembered, run: Sequence[SentCommand]
    ) -> list[Verdict]:
        """Mostly all is well: one savepoint for a few commands, and one each where it was not."""
        try:
            if any(is_newer(sent.name, sent.version) for sent in run):
                raise RuleViolation("sync.held", "")
            with (
                session.begin_nested(),
                self.bus.database.ahead(session),
                journal.together(session),
                at_hand(session, self.bus.school_id, _stood(run)),
            ):
                return [self._accept(session, desk, may, sent) for sent in run]
        except Exception as fault:
            if isinstance(fault, EnvironmentFault) or self.bus.database.told(fault) is not None:
                raise
            may.forget_all()
            return [self._decide(session, desk, may, sent) for sent in run]

    def _accept(self, session: Session, desk: DeskRow, may: _Remembered, sent: SentCommand) -> Verdict:
        given = self._given(session, desk, may, sent)
        check_gate(given)
        done = self.bus.carry_out(session, given)
        may.forget(row_id for ids in done.changes.values() for row_id in ids)
        return Verdict(sent.id, VerdictKind.ACCEPTED, done.seq)

    def _decide(self, session: Session, desk: DeskRow, may: _Remembered, sent: SentCommand) -> Verdict:
        if is_newer(sent.name, sent.version):
            return self._hold(session, desk, sent, "总台的版本较旧，升级后再办理。")
        try:
            with session.begin_nested():
                return self._accept_or_refuse(session, desk, may, sent)
        except EnvironmentFault:
            raise
        except Exception as fault:
            # Our bug in one handler, or what no desk of ours sends, must not stop this desk for ever.
            if self.bus.database.told(fault) is not None:
                raise  # the disk, the server or another writer: the batch says nothing about this command
            _log.exception("command %s (%s) failed", sent.id, sent.name)
            return self._hold(session, desk, sent, "总台程序出错，已记入日志，修复后再办理。")

    def _accept_or_refuse(self, session: Session, desk: DeskRow, may: _Remembered, sent: SentCommand) -> Verdict:
        try:
            with session.begin_nested():
                return self._accept(session, desk, may, sent)
        except RuleViolation as refusal:
            keys = refusal.changes if isinstance(refusal, EffectDiffers) else ()
            return self._refuse(session, desk, sent, refusal, {*keys, *_keys(sent)})
        except IntegrityError:
            taken = RuleViolation("sync.taken", "同样的编号或唯一的内容已经有了，没有办理。")
            return self._refuse(session, desk, sent, taken, _keys(sent))
        except DataError:
            unfit = RuleViolation("sync.unfit", "内容里有总台不能保存的字符或数值，没有办理。请改过再重新办理。")
            return self._refuse(session, desk, sent, unfit, _keys(sent))

    def _given(self, session: Session, desk: DeskRow, may: _Remembered, sent: SentCommand) -> Given:
        if not is_id(sent.id):
            raise AssertionError(f"{sent.id!r} is no id")
        command, made_at = _command(sent), datetime.fromisoformat(sent.made_at)
        own = proven_roles(self.bus.database.cipher, sent) if sent.proof else frozenset[str]()
        actor = Actor(sent.actor_id, sent.actor_name, own or may(session, sent.actor_id))
        origin = sent.proof if own else desk.id
        return Given(command, actor, sent.id, made_at, sent.numbers, sent.effect, origin, new=True)

    def _hold(self, session: Session, desk: DeskRow, sent: SentCommand, message: str) -> Verdict:
        sealed = self.bus.database.cipher.seal(msgspec.json.encode(sent))
        session.add(HeldRow(school_id=desk.school_id, desk_id=desk.id, n=sent.n, command_id=sent.id, sealed=sealed))
        session.flush()
        return Verdict(sent.id, VerdictKind.HELD, 0, "sync.held", message)

    def _refuse(
        self, session: Session, desk: DeskRow, sent: SentCommand, refusal: RuleViolation, keys: set[Key]
    ) -> Verdict:
        if self._waits_behind(session, desk, sent.n):
            return self._hold(session, desk, sent, "等前面的操作办理后再办理。")
        seq = self._record(session, desk, sent, refusal, self._standing(session, desk, keys), sent.id)
        return Verdict(sent.id, VerdictKind.REFUSED, seq, refusal.code, refusal.message)

    def _record(
        self,
        session: Session,
        desk: DeskRow,
        sent: SentCommand,
        refusal: RuleViolation,
        standing: tuple[Standing, ...],
        under: str,
    ) -> int:
        record = RecordRefusal(
            sent.name,
            sent.subject.replace("\0", ""),
            datetime.fromisoformat(sent.made_at),
            desk.id,
            refusal.code,
            refusal.message,
            msgspec.json.encode(sent).decode(),
            standing,
        )
        actor = Actor(sent.actor_id, sent.actor_name, frozenset({HUB}))
        new = under == sent.id  # under another it may have come before
        given = Given(record, actor, under, self.bus.clock.now(), origin=desk.id, new=new)
        return self.bus.carry_out(session, given).seq

    def _waits_behind(self, session: Session, desk: DeskRow, n: int) -> bool:
        """Whether a command of the desk before its `n`th is held: what fails after it may fail for want of it."""
        earlier = sa.select(HeldRow.n).where(
            HeldRow.school_id == desk.school_id, HeldRow.desk_id == desk.id, HeldRow.n < n
        )
        return session.scalar(earlier.limit(1)) is not None

    def _standing(self, session: Session, desk: DeskRow, keys: Iterable[Key]) -> tuple[Standing, ...]:
        """Who touched the same rows last, other than from this desk: newest first, by the journal, for clocks differ."""
        found: dict[int, Standing] = {}
        for table, row_id in sorted(keys)[:200]:
            newest = (
                sa.select(JournalRow)
                .join(TouchRow, sa.and_(TouchRow.school_id == JournalRow.school_id, TouchRow.seq == JournalRow.seq))
                .where(TouchRow.school_id == desk.school_id, TouchRow.table_name == table, TouchRow.row_id == row_id)
                .where(JournalRow.origin != desk.id)
                .order_by(JournalRow.seq.desc())
                .limit(1)
            )
            row = session.scalar(newest)
            if row is not None:
                found[row.seq] = Standing(table, row_id, row.id, row.name, row.actor_name, row.made_at)
        return tuple(found[seq] for seq in sorted(found, reverse=True)[:_MOST_STANDING])


def _run(left: list[SentCommand], unheard: set[str], last_n: int) -> list[SentCommand]:
    """Takes from the end of `left` the next few commands that are new and follow each other without a gap."""
    run: list[SentCommand] = []
    while left and len(run) < _TOGETHER and left[-1].id in unheard and left[-1].n == last_n + len(run) + 1:
        unheard.discard(left[-1].id)
        run.append(left.pop())
    return run


def _keys(sent: SentCommand) -> set[Key]:
    return {(row.table, row.row_id) for row in sent.rows}


def _stood(run: Sequence[SentCommand]) -> Iterator[Key]:
    """The rows that their clerk saw changed, those made on the way aside."""
    made, kinds = set[Key](), tables_by_name()
    for image in (image for sent in run for image in sent.rows):
        key = (image.table, image.row_id)
        if image.before is None:
            made.add(key)
        elif key not in made and image.table in kinds:
            yield key


def _command(sent: SentCommand) -> Command:
    return from_wire(sent.name, sent.arguments, sent.version)


def _are_one(told: tuple[str, int, dict[str, Any]], sent: SentCommand) -> bool:
    """Whether it is the command of this name, version and arguments: an older desk's may lack what came since."""
    name, version, arguments = told
    if name != sent.name:
        return False
    try:
        return from_wire(name, arguments, version) == _command(sent)
    except RuleViolation:
        return arguments == sent.arguments
