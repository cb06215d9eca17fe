"""登录 with 企业 and 主管部门 beside it, sign-out, 忘记密码 by phone code, and a new password of one's own."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.accounts import codes, noted, queries, sessions
from school_desk.accounts.attempts import forgive
from school_desk.accounts.codes import Purpose
from school_desk.accounts.commands import ChangeAccountPassword, OpenAccount
from school_desk.accounts.domain import check_new_password, plain_login
from school_desk.accounts.sign_in import BY_ACCOUNT, check_own_password, hashed, matches, sign_in
from school_desk.certificates.settings import REGISTRY_ADDRESS
from school_desk.enterprises.queries import EnterpriseDetail, enterprise, find_by_code
from school_desk.enterprises.settings import WEBSITE_ADDRESS
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.telling import check_code, code_answer, count, send_afterwards
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.errors import RuleViolation
from school_desk.staff.passwords import is_outdated
from school_desk.terms.identifiers import mobile_problems, normalise_mobile
from school_desk.terms.roles import WebRole
from school_desk.terms.sign_ins import SignInStep

_SENT_IF = "如果账号与负责人手机号一致，验证码已发到这个手机，5 分钟内有效。"


def front(visit: Visit) -> Response:
    """The address of the site itself."""
    return visit.go("/home" if visit.account else "/login")


def login(visit: Visit) -> Response:
    """登录: also before the enterprise is approved (操作说明 第三章)."""
    if visit.method == "GET":
        role = WebRole.AUTHORITY if visit.query.get("as") == WebRole.AUTHORITY else WebRole.ENTERPRISE
        return visit.go("/home") if visit.account else visit.page("login", role=role, **_addresses(visit))
    role = WebRole.AUTHORITY if visit.text("as") == WebRole.AUTHORITY else WebRole.ENTERPRISE
    school = visit.site.school
    try:
        account = sign_in(
            school.database, school.id, role, visit.text("login"), visit.text("password"), visit.address, visit.now
        )
    except RuleViolation as refusal:
        return visit.refused("login", refusal, role=role, **_addresses(visit))
    if is_outdated(account.password_hash):
        account = replace(account, password_hash=hashed(visit.text("password")))
        visit.account, command = account, ChangeAccountPassword(account.id, account.password_hash)
        actor = visit.actor
        visit.write(lambda session: visit.site.carry_out(session, command, actor))
    visit.sign_in(account)
    return visit.go(visit.back or "/home")


def logout(visit: Visit) -> Response:
    """Ends the session here; the browser forgets what it kept, too."""
    visit.sign_out()
    answer = visit.go("/login?done=out")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def forgot_code(visit: Visit) -> Response:
    """Sends a code when account and telephone belong together; the answer is the same when they do not."""
    login, mobile = _claimed(visit)
    visit.closing = True
    try:
        if mobile_problems(mobile):
            raise RuleViolation("mobile", "请填写 11 位的负责人手机号。", field="mobile")
        purpose = Purpose("reset", login, mobile)
        count(visit, purpose)
    except RuleViolation as refusal:
        return code_answer(visit, "forgot", refusal)
    if _principal(visit, login, mobile) is not None:
        send_afterwards(visit, purpose)
    return code_answer(visit, "forgot", None, _SENT_IF)


def forgot(visit: Visit) -> Response:
    """忘记密码: a new password for who holds the 负责人's telephone; an enterprise that a clerk registered gets its first one so."""
    if visit.method == "GET":
        return visit.page("forgot", told="")
    login, mobile = _claimed(visit)
    password = visit.text("password")
    try:
        check_new_password(password, visit.text("again"), login or "-")
        check_code(visit, Purpose("reset", login, mobile))
        owner = _principal(visit, login, mobile)
        if owner is None:
            raise codes.wrong_code()
        _set_password(visit, owner, Purpose("reset", login, mobile), hashed(password))
    except RuleViolation as refusal:
        if refusal.code == codes.wrong_code().code:
            _note_wrong_code(visit, login)
        return visit.refused("forgot", refusal, told="")
    return visit.go("/login?done=reset")


def password(visit: Visit) -> Response:
    """首页右上角 修改: asks for the present password; every other browser is signed out."""
    if visit.method == "GET":
        return visit.page("password")
    new, school, me = visit.text("password"), visit.site.school, visit.me
    try:
        check_new_password(new, visit.text("again"), me.login)
        check_own_password(school.database, school.id, me, visit.text("old"), visit.address, visit.now)
        if matches(me.password_hash, new):
            raise RuleViolation("account.same", "新密码和现在的密码一样，请换一个。", field="password")
    except RuleViolation as refusal:
        return visit.refused("password", refusal)
    command, actor = ChangeAccountPassword(me.id, hashed(new)), visit.actor

    def change(session: Session) -> None:
        visit.site.carry_out(session, command, actor)
        sessions.end_all(session, school.id, me.id)

    visit.write(change)
    visit.sign_in(replace(me, password_hash=command.password_hash), SignInStep.CHANGED)
    return visit.go("/home?done=password")


def _addresses(visit: Visit) -> dict[str, str]:
    """Where the school says that this website is, and the ministry's register."""
    school, wanted = visit.site.school, {"website": WEBSITE_ADDRESS, "registry": REGISTRY_ADDRESS}
    with school.database.reading() as session:
        return {name: settings.read(session, school.id, one, local_date(visit.now)) for name, one in wanted.items()}


def _claimed(visit: Visit) -> tuple[str, str]:
    return plain_login(WebRole.ENTERPRISE, visit.text("login"))[:40], normalise_mobile(visit.text("mobile"))[:20]


def _principal(visit: Visit, login: str, mobile: str) -> EnterpriseDetail | None:
    """The enterprise with this code whose 负责人 has this telephone, unless its account was closed."""
    school = visit.site.school
    with school.database.reading() as session:
        found = enterprise(session, school.id, find_by_code(session, school.id, login) or "")
        known = queries.find_account(session, school.id, WebRole.ENTERPRISE, login)
    closed = known is not None and not known.active
    return found if found is not None and found.principal_mobile == mobile and not closed else None


def _note_wrong_code(visit: Visit, login: str) -> None:
    school_id, now = visit.site.school.id, visit.now

    def keep(session: Session) -> None:
        noted.failed(session, school_id, SignInStep.WRONG_CODE, WebRole.ENTERPRISE, login, visit.address, now)

    visit.write(keep)


def _set_password(visit: Visit, owner: EnterpriseDetail, purpose: Purpose, password_hash: str) -> None:
    school_id, site, now = visit.site.school.id, visit.site, visit.now

    def change(session: Session) -> None:
        codes.spend(session, school_id, purpose)
        known = queries.find_account(session, school_id, WebRole.ENTERPRISE, owner.credit_code)
        actor = Actor(known.id if known else owner.id, owner.name[:50], frozenset({WebRole.ENTERPRISE}))
        command: Command = OpenAccount(WebRole.ENTERPRISE, owner.credit_code, password_hash, owner.id)
        if known is not None:
            command = ChangeAccountPassword(known.id, password_hash)
            sessions.end_all(session, school_id, known.id)
            forgive(session, school_id, BY_ACCOUNT, f"{known.kind}/{known.login}")
        site.carry_out(session, command, actor)
        reset = queries.find_account(session, school_id, WebRole.ENTERPRISE, owner.credit_code)
        if reset is None:
            raise AssertionError("the account was opened just now")
        noted.happened(session, school_id, SignInStep.RESET, reset, visit.address, now)

    visit.write(change)
