"""One-time codes that enrol a desk: eight letters that nobody confuses, good for ten minutes, kept as a digest only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from school_desk.accounts import attempts
from school_desk.accounts.attempts import Limit
from school_desk.hub.opening import HubSchool
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.sync_tables import InvitationRow
from school_desk.sync.wire import Grant, Join, SeatAnswer

# Without 0/O, 1/I/L: it is read out or copied by hand. 31⁸ codes, ten minutes, one use.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8
_GOOD_FOR = timedelta(minutes=10)
_BY_ADDRESS = Limit("join", 10, timedelta(minutes=10), timedelta(minutes=30), "试的邀请码太多，请在 {until} 之后再试。")


def invite(school: HubSchool) -> str:
    """A fresh code."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))

    def keep(session: Session) -> None:
        row = InvitationRow(school_id=school.id, code_digest=_digest(school, code), used_by=None)
        row.expires_at = school.clock.now() + _GOOD_FOR
        session.add(row)

    in_transaction(school.database, keep)
    return f"{code[:4]}-{code[4:]}"


def join(school: HubSchool, asked: Join, address: str) -> Grant:
    """A seat for whoever has a code. Raises RuleViolation `invitation.wrong`: unknown, used and expired are told alike; or `web.too_often`."""
    code = asked.code.upper().replace("-", "").replace(" ", "")
    token = secrets.token_urlsafe(32)
    now = school.clock.now()

    def seat(session: Session) -> SeatAnswer:
        row = session.get(InvitationRow, (school.id, _digest(school, code)))
        if row is None or row.used_by is not None or row.expires_at < now:
            raise RuleViolation("invitation.wrong", "邀请码不对或已过期，请管理员重新生成一个。", field="code")
        desk = school.service.enrol(session, asked.name.strip()[:50] or "未命名", token)
        row.used_by = desk.id
        attempts.give_back(session, school.id, _BY_ADDRESS, address)
        return school.service.seat(desk)

    too_often = in_transaction(
        school.database, partial(attempts.take, school_id=school.id, limit=_BY_ADDRESS, who=address, now=now)
    )
    if too_often is not None:
        raise too_often
    given = in_transaction(school.database, seat)
    return Grant(given.hub_id, school.id, school.name, given.desk_id, given.desk_no, token)


def _digest(school: HubSchool, code: str) -> str:
    return hashlib.sha256(f"{school.id}/{code}".encode()).hexdigest()
