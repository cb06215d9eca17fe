"""Lines of the website's own list of sign-ins (staff/sign_in_log.py), each in the transaction of what happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from school_desk.accounts import attempts, queries
from school_desk.accounts.attempts import Limit
from school_desk.accounts.queries import Account
from school_desk.staff.sign_in_log import Whose, note
from school_desk.terms.identifiers import credit_code_problems
from school_desk.terms.roles import WebRole
from school_desk.terms.sign_ins import Door, SignInStep

_HOUR = timedelta(hours=1)
# Beyond this strangers only fill the disk; how many they are the attempts count anyway.
MOST_FAILURES = Limit("sign_in/noted", 1000, _HOUR, _HOUR, "")


def happened(session: Session, school_id: str, step: SignInStep, account: Account, address: str, now: datetime) -> None:
    """Somebody did this with the account."""
    note(session, school_id, step, Whose(Door(account.kind.value), account.id, account.login, address), now)


def failed(
    session: Session, school_id: str, step: SignInStep, kind: WebRole, login: str, address: str, now: datetime
) -> None:
    """Somebody was refused at this plain login, which need not be one: it is kept when an account has it or it is a 统一社会信用代码."""
    if attempts.take(session, school_id, MOST_FAILURES, "", now):
        return
    if attempts.locked(session, school_id, MOST_FAILURES, "", now):
        step = SignInStep.CROWDED
    found = queries.find_account(session, school_id, kind, login)
    told = login if found is not None or not credit_code_problems(login) else ""
    note(session, school_id, step, Whose(Door(kind.value), found.id if found else "", told, address), now)
