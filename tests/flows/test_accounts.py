"""Website accounts: who opens, changes and closes which, sign-in that tells nothing, codes that are worth one use."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.accounts import attempts, codes, queries, sessions
from school_desk.accounts.attempts import Limit
from school_desk.accounts.codes import MOST_TRIES, Purpose
from school_desk.accounts.commands import ChangeAccountPassword, CloseAccount, OpenAccount
from school_desk.accounts.sign_in import BY_ACCOUNT, BY_ADDRESS, sign_in
from school_desk.accounts.tables import WebAttemptRow
from school_desk.enterprises.commands import RenameEnterprise
from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import RuleViolation
from school_desk.staff.passwords import hash_password
from school_desk.terms.roles import WebRole
from tests.papers import CODES, registration
from tests.school import Office

PASSWORD = "Shigang-2026"
OTHER_CODE = CODES[1]
VISITOR = Actor("visitor", "湖州石凤钢结构工程有限公司", frozenset({WebRole.ENTERPRISE}))


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hash_password(PASSWORD)


def open_for_enterprise(office: Office, password_hash: str = "hash") -> tuple[str, str]:
    """(enterprise, account)."""
    enterprise_id = office.do(registration(office))["enterprise_id"]
    opened = OpenAccount(WebRole.ENTERPRISE, CODES[0].lower(), password_hash, enterprise_id)
    return enterprise_id, office.do(opened, VISITOR)["account_id"]


def account(office: Office, account_id: str) -> queries.Account:
    with office.school.reading() as session:
        found = queries.account(session, office.school.id, account_id)
    assert found is not None
    return found


def try_sign_in(office: Office, login: str, password: str, address: str = "10.0.0.1") -> queries.Account:
    school = office.school
    return sign_in(school.database, school.id, WebRole.ENTERPRISE, login, password, address, office.clock.now())


def refused_sign_in(office: Office, login: str, password: str, address: str = "10.0.0.1") -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        try_sign_in(office, login, password, address)
    return refusal.value


def test_an_enterprise_opens_its_own_account_once(office: Office) -> None:
    enterprise_id, account_id = open_for_enterprise(office)
    found = account(office, account_id)
    assert (found.login, found.enterprise_id, found.active) == (CODES[0], enterprise_id, True)
    again = OpenAccount(WebRole.ENTERPRISE, CODES[0], "hash", enterprise_id)
    assert office.refused(again, VISITOR).code == "account.taken"


def test_an_enterprise_opens_no_account_for_others(office: Office) -> None:
    enterprise_id, _ = open_for_enterprise(office)
    with_other_code = OpenAccount(WebRole.ENTERPRISE, OTHER_CODE, "hash", enterprise_id)
    assert office.refused(with_other_code, VISITOR).code == "account.owner"
    for_authority = OpenAccount(WebRole.AUTHORITY, "huzhou", "hash", authority_code="330500")
    assert office.refused(for_authority, VISITOR).code == "account.not_allowed"
    assert office.refused(for_authority, office.clerk).code == "command.not_allowed"


@pytest.mark.parametrize(("code", "ok"), [("330500", True), ("330000", True), ("330502", False), (None, False)])
def test_an_authority_is_a_citys_or_the_provinces(office: Office, code: str | None, ok: bool) -> None:
    opened = OpenAccount(WebRole.AUTHORITY, "Huzhou-01", "hash", authority_code=code)
    if ok:
        assert account(office, office.do(opened, office.examiner)["account_id"]).login == "huzhou-01"
    else:
        assert office.refused(opened, office.examiner).code == "account.owner"


def test_a_closed_account_is_opened_again_by_the_office_only(office: Office) -> None:
    enterprise_id, account_id = open_for_enterprise(office)
    assert office.refused(CloseAccount(account_id), VISITOR).code == "command.not_allowed"
    office.do(CloseAccount(account_id), office.examiner)
    assert office.refused(CloseAccount(account_id), office.examiner).code == "account.closed"
    again = OpenAccount(WebRole.ENTERPRISE, CODES[0], "other", enterprise_id)
    assert office.refused(again, VISITOR).code == "account.taken"
    assert office.do(again, office.examiner) == {"account_id": account_id}
    assert account(office, account_id).active


def test_a_password_is_ones_own(office: Office) -> None:
    _, account_id = open_for_enterprise(office)
    change = ChangeAccountPassword(account_id, "new")
    assert office.refused(change, VISITOR).code == "account.not_own"
    assert office.refused(change, office.examiner).code == "account.not_own"
    office.do(change, Actor(account_id, "石凤", frozenset({WebRole.ENTERPRISE})))
    assert account(office, account_id).password_hash == "new"


def test_the_office_resets_an_authoritys_password_but_no_closed_one(office: Office) -> None:
    opened = OpenAccount(WebRole.AUTHORITY, "huzhou", "hash", authority_code="330500")
    account_id = office.do(opened, office.examiner)["account_id"]
    office.do(ChangeAccountPassword(account_id, "new"), office.examiner)
    office.do(CloseAccount(account_id), office.examiner)
    assert office.refused(ChangeAccountPassword(account_id, "newer"), office.examiner).code == "account.closed"


def test_another_code_is_another_login(office: Office) -> None:
    enterprise_id, account_id = open_for_enterprise(office)
    office.do(RenameEnterprise(enterprise_id, "湖州石凤建设有限公司", OTHER_CODE, "变更登记"))
    assert account(office, account_id).login == OTHER_CODE


def test_sign_in_tells_nothing_of_who_is_known(office: Office, password_hash: str) -> None:
    _, account_id = open_for_enterprise(office, password_hash)
    assert try_sign_in(office, f" {CODES[0].lower()} ", PASSWORD).id == account_id
    known = refused_sign_in(office, CODES[0], "wrong")
    unknown = refused_sign_in(office, OTHER_CODE, "wrong")
    assert (known.code, known.message) == (unknown.code, unknown.message)
    office.do(CloseAccount(account_id), office.examiner)
    assert refused_sign_in(office, CODES[0], PASSWORD).message == known.message


@pytest.mark.parametrize("login", [CODES[0], OTHER_CODE])
def test_known_and_unknown_accounts_are_locked_alike(office: Office, password_hash: str, login: str) -> None:
    open_for_enterprise(office, password_hash)
    for _ in range(BY_ACCOUNT.most):
        assert refused_sign_in(office, login, "wrong").code == "sign_in.wrong"
    locked = refused_sign_in(office, login, PASSWORD, address="10.0.0.2")
    assert locked.code == "web.too_often"
    assert locked.message.endswith("。")


def rows_of_attempts(office: Office) -> int:
    with office.school.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(WebAttemptRow)) or 0


def test_an_address_that_was_stopped_counts_against_no_account(office: Office, password_hash: str) -> None:
    """It neither locks whom it names nor fills the table with names it made up, and is told the same of all of them."""
    open_for_enterprise(office, password_hash)
    stopped = [refused_sign_in(office, f"9133050{number}", "wrong") for number in range(BY_ADDRESS.most)]
    assert {refusal.code for refusal in stopped} == {"sign_in.wrong"}
    counted = rows_of_attempts(office)
    told = {refused_sign_in(office, CODES[0], "wrong").message for _ in range(BY_ACCOUNT.most)}
    told |= {refused_sign_in(office, f"9144{number}", "wrong").message for number in range(BY_ACCOUNT.most)}
    assert len(told) == 1
    assert rows_of_attempts(office) == counted
    assert try_sign_in(office, CODES[0], PASSWORD, address="10.0.0.2").login == CODES[0]


def test_a_lock_ends_and_success_forgives(office: Office, password_hash: str) -> None:
    open_for_enterprise(office, password_hash)
    for _ in range(BY_ACCOUNT.most):
        refused_sign_in(office, CODES[0], "wrong")
    office.clock.move_to(office.clock.now() + BY_ACCOUNT.pause + timedelta(seconds=1))
    for _ in range(BY_ACCOUNT.most):
        try_sign_in(office, CODES[0], PASSWORD)


def test_attempts_within_a_window_count_and_old_ones_do_not(office: Office) -> None:
    limit = Limit("test", 2, timedelta(minutes=1), timedelta(minutes=1), "请在 {until} 之后再试。")
    school = office.school

    def take(at: int) -> RuleViolation | None:
        now = office.clock.now() + timedelta(seconds=at)
        with school.database.writing() as session:
            return attempts.take(session, school.id, limit, "10.0.0.1", now)

    assert [take(at) is None for at in (0, 61, 62, 63, 200)] == [True, True, True, False, True]


def coded(office: Office, question: Any, *what: Any) -> Any:
    with office.school.database.writing() as session:
        return question(session, office.school.id, *what)


def test_a_code_is_worth_one_use_for_one_purpose(office: Office) -> None:
    ask, now = partial(coded, office), office.clock.now()
    purpose = Purpose("mobile", "account-1", "13800005893")
    code = ask(codes.issue, purpose, now)
    assert not ask(codes.matches, Purpose("mobile", "account-2", "13800005893"), code, now)
    assert not ask(codes.matches, Purpose("mobile", "account-1", "13800005894"), code, now)
    assert ask(codes.matches, purpose, code, now)
    ask(codes.spend, purpose)
    assert not ask(codes.matches, purpose, code, now)
    with pytest.raises(RuleViolation, match="验证码不对"):
        ask(codes.spend, purpose)


def test_a_code_runs_out_by_time_and_by_tries(office: Office) -> None:
    ask, now = partial(coded, office), office.clock.now()
    purpose = Purpose("mobile", "account-1", "13800005893")
    code = ask(codes.issue, purpose, now)
    assert not ask(codes.matches, purpose, code, now + codes.VALID_FOR)
    for _ in range(MOST_TRIES):
        assert not ask(codes.matches, purpose, "x", now)
    assert not ask(codes.matches, purpose, code, now)


def test_a_session_ends_after_half_an_hour_without_a_page(office: Office) -> None:
    _, account_id = open_for_enterprise(office)
    ask, now = partial(coded, office), office.clock.now()
    token = ask(sessions.begin, account(office, account_id), now)
    later = now + sessions.IDLE - timedelta(seconds=1)
    found, tell = ask(sessions.whose, token, later)
    assert (found.id, tell) == (account_id, True)
    ask(sessions.seen, token, later)
    assert ask(sessions.whose, token, now + sessions.IDLE)[0] is not None
    assert ask(sessions.whose, token, later + sessions.IDLE)[0] is None
    assert ask(sessions.whose, token + "x", now)[0] is None


def test_a_closed_account_and_a_new_password_end_every_session(office: Office) -> None:
    _, account_id = open_for_enterprise(office)
    ask, now = partial(coded, office), office.clock.now()
    tokens = [ask(sessions.begin, account(office, account_id), now) for _ in range(2)]
    ask(sessions.end, tokens[0])
    assert [ask(sessions.whose, token, now)[0] is not None for token in tokens] == [False, True]
    office.do(CloseAccount(account_id), office.examiner)
    assert ask(sessions.whose, tokens[1], now)[0] is None
    reopened = OpenAccount(WebRole.ENTERPRISE, CODES[0], "another", account(office, account_id).enterprise_id)
    office.do(reopened, office.examiner)
    assert ask(sessions.whose, tokens[1], now)[0] is None, "it is another password"
    fresh = ask(sessions.begin, account(office, account_id), now)
    assert ask(sessions.whose, fresh, now)[0] is not None
    office.do(ChangeAccountPassword(account_id, "a third"), Actor(account_id, "企业", frozenset({WebRole.ENTERPRISE})))
    assert ask(sessions.whose, fresh, now)[0] is None, "whoever changed it, and wherever"
    ask(sessions.end_all, account_id)
    ask(sessions.sweep, now)
    ask(codes.sweep, now)
    ask(attempts.sweep, now)
