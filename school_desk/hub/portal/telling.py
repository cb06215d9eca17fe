"""Codes by SMS on the website: how often one may be asked for, what the text says, and checking what was typed."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from school_desk.accounts import codes
from school_desk.accounts.attempts import Limit
from school_desk.accounts.codes import Purpose
from school_desk.hub.portal.door import Visit
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

_log = logging.getLogger(__name__)
_AGAIN = "验证码发得太频繁，请在 {until} 之后再获取。"
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ONE_A_MINUTE = Limit("sms/minute", 1, _MINUTE, _MINUTE, "验证码一分钟只能获取一次，请稍等再试。")
BY_MOBILE = Limit("sms/mobile", 10, _DAY, _DAY, _AGAIN)
BY_ADDRESS = Limit("sms/address", 30, _HOUR, _HOUR, _AGAIN)
CHECKED_BY_ADDRESS = Limit("sms/checked", 60, _HOUR, _HOUR, "验证码输错的次数太多，请在 {until} 之后再试。")
NOT_SENT = "sms.failed"
SENT = "验证码已发送，5 分钟内有效。"


def send_code(visit: Visit, purpose: Purpose) -> None:
    """Sends a code now. Raises RuleViolation when it is asked for too often, and `sms.failed` when the gateway did not take it.

    The gateway's fault is told like a field's: the form must come again with what was typed, not a page of its own.
    """
    count(visit, purpose)
    try:
        _send(visit, purpose)
    except EnvironmentFault as fault:
        if fault.code != NOT_SENT:
            raise
        _log.error("a code was not sent: %s", fault.code)
        raise RuleViolation(fault.code, fault.message, field="mobile") from fault


def count(visit: Visit, purpose: Purpose) -> None:
    """Counts a request for a code, sent or not. Raises RuleViolation `web.too_often`."""
    visit.take(BY_ADDRESS)
    visit.take(ONE_A_MINUTE, f"{purpose.what}/{purpose.about}/{purpose.mobile}")
    visit.take(BY_MOBILE, _counted_as(purpose))


def _counted_as(purpose: Purpose) -> str:
    """Whose texts of a day these are: a telephone's. Of 忘记密码 an account's and a telephone's together.

    Anybody may claim any pair, and no text goes out unless it is right: what is claimed of a telephone must not use up its owner's.
    """
    return f"{purpose.about}/{purpose.mobile}" if purpose.what == "reset" else purpose.mobile


def send_afterwards(visit: Visit, purpose: Purpose) -> None:
    """Sends a code once the answer is out: it takes no longer than where none is sent."""

    def send() -> None:
        try:
            _send(visit, purpose)
        except EnvironmentFault as fault:
            _log.error("a code was not sent: %s", fault.code)

    visit.after = send


def check_code(visit: Visit, purpose: Purpose) -> None:
    """Raises RuleViolation `code.wrong`, one sentence whatever is wrong. The code is used up only by codes.spend."""
    visit.take(CHECKED_BY_ADDRESS)
    school_id, typed, now = visit.site.school.id, visit.text("code"), visit.now
    if not visit.write(lambda session: codes.matches(session, school_id, purpose, typed, now)):
        raise codes.wrong_code()


def code_answer(visit: Visit, page: str, refusal: RuleViolation | None, told: str = "", **facts: Any) -> Response:
    """The answer to asking for a code: only the words where the page puts them in by itself, else the whole `page`."""
    if visit.piecemeal:
        return visit.page("code_told", refusal=refusal, told=told)
    status = 200 if refusal is None else 503 if refusal.code == NOT_SENT else 422
    facts |= {"refusal": refusal, "told": told, "values": visit.values}
    return visit.page(page, status, **facts)


def _send(visit: Visit, purpose: Purpose) -> None:
    school, now = visit.site.school, visit.now
    code = visit.write(lambda session: codes.issue(session, school.id, purpose, now))
    text = f"【{school.name}】验证码 {code}，5 分钟内有效。请勿告诉他人。"
    visit.site.texts.send(purpose.mobile, text, now)
