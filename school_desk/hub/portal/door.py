"""The one door of the website: who comes, whether the form is ours, what every answer says to the browser. Pages run in threads."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from school_desk.accounts import attempts, noted, sessions
from school_desk.accounts.attempts import Limit
from school_desk.accounts.queries import Account
from school_desk.enterprises.queries import EnterpriseDetail, enterprise
from school_desk.hub.callers import address_of
from school_desk.hub.portal.bodies import ACCOUNTS, SMALL, STRANGERS, BadBody, Body, read_body
from school_desk.hub.portal.site import Site
from school_desk.hub.portal.way_back import is_page, page_near
from school_desk.kernel.commands import Actor
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.terms.regions import find_region
from school_desk.terms.roles import WebRole
from school_desk.terms.sign_ins import SignInStep

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
_log = logging.getLogger(__name__)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_BAD_BODIES = {
    400: "没有看懂提交的内容，请刷新页面后重试。",
    408: "网络太慢，提交的内容没有收全。请换一个网络，或缩小照片后重新提交。",
    413: "提交的内容太大。照片每张不能超过 2 MB（2,097,152 字节），报名名单连同照片不能超过 20 MB，请压缩后重新上传。",
    503: "现在上传的人太多，或您前面提交的还没有办完，请过一分钟再提交。",
}
_PASSWORDS = ("password", "again", "old")
_SECRET_FIELDS = (*_PASSWORDS, "form")
_LONGEST = 500
# Faults whose words are meant for visitors; those of others name the Hub's folders and disks.
_FOR_VISITORS = ("draft.", "photos.", "job.")


@dataclass
class Visit:
    """One request of somebody: `account` None while nobody is signed in; `token` is what the browser's cookie holds."""

    site: Site
    method: str
    path: dict[str, str]
    query: dict[str, str]
    body: Body
    address: str
    secure: bool
    piecemeal: bool
    at: str
    own_page: bool
    token: str = field(repr=False)
    account: Account | None = None
    new_token: str | None = field(default=None, repr=False)
    after: Callable[[], None] | None = field(default=None, repr=False)
    closing: bool = False

    @cached_property
    def now(self) -> datetime:
        """When the request came."""
        return self.site.school.clock.now()

    def text(self, name: str) -> str:
        """A posted field, trimmed; "" when it is missing. Secrets are taken as they are."""
        value = self.body.fields.get(name, "")[:_LONGEST]
        return value if name in _PASSWORDS else value.strip()

    @property
    def values(self) -> dict[str, str]:
        """What was posted, to fill the form again: without secrets."""
        return {name: self.text(name) for name in self.body.fields if name not in _SECRET_FIELDS}

    @property
    def me(self) -> Account:
        """Who is signed in, on pages that ask for it."""
        if self.account is None:
            raise AssertionError("this page is for those signed in")
        return self.account

    @cached_property
    def enterprise(self) -> EnterpriseDetail:
        """The signed-in enterprise: always its own, whatever was asked for."""
        school = self.site.school
        with school.database.reading() as session:
            found = enterprise(session, school.id, self.me.enterprise_id or "")
        if found is None:
            raise AssertionError("an enterprise's account has an enterprise")
        return found

    @property
    def actor(self) -> Actor:
        """In whose name commands are given. Asked before a write transaction: an enterprise's name may have to be read first."""
        return Actor(self.me.id, self.who[:50], frozenset({self.me.kind.value}))

    @property
    def who(self) -> str:
        """What the signed-in one is called."""
        if self.me.kind is WebRole.ENTERPRISE:
            return self.enterprise.name
        region = find_region(self.me.authority_code or "")
        return (region.authority or region.name) if region else self.me.login

    @property
    def form_token(self) -> str:
        """What each of our forms carries: it follows from the cookie and the school's key, and no other site knows either."""
        return self.site.school.database.cipher.keyed_hash(f"form/{self.new_token or self.token}")

    def take(self, limit: Limit, who: str = "") -> None:
        """Counts one attempt, of this address unless told. Raises RuleViolation `web.too_often`."""
        school_id, whom, now = self.site.school.id, who or self.address, self.now
        refused = self.write(lambda session: attempts.take(session, school_id, limit, whom, now))
        if refused:
            raise refused

    def write(self, work: Callable[[Session], T]) -> T:
        """`work` in one write transaction; it may be begun again, so it has no effect outside of it."""
        return in_transaction(self.site.school.database, work)

    def sign_in(self, account: Account, step: SignInStep = SignInStep.SIGNED_IN) -> None:
        """From now on under a token nobody has seen before; the list of sign-ins says by what `step`."""
        school_id, now = self.site.school.id, self.now

        def begin(session: Session) -> str:
            sessions.end(session, school_id, self.token)
            noted.happened(session, school_id, step, account, self.address, now)
            return sessions.begin(session, school_id, account, now)

        self.new_token, self.account = self.write(begin), account
        self.site.sweep_drafts()

    def sign_out(self) -> None:
        """Ends the session on this browser."""
        school_id, account, now = self.site.school.id, self.account, self.now

        def end(session: Session) -> None:
            sessions.end(session, school_id, self.token)
            if account is not None:
                noted.happened(session, school_id, SignInStep.SIGNED_OUT, account, self.address, now)

        self.write(end)
        self.account, self.new_token = None, sessions.new_token()

    @property
    def back(self) -> str:
        """The page on which the session ran out; "" when it is none of ours, or not for whoever signed in."""
        asked = self.text("back") or self.query.get("back", "")
        kinds = {self.account.kind.value} if self.account else {kind.value for kind in WebRole}
        return asked if is_page(self.site.routes, asked) and asked.split("/")[1] in kinds else ""

    def page(self, name: str, status: int = 200, /, **facts: Any) -> Response:
        """The page `name`.html."""
        given: dict[str, Any] = {
            "refusal": None,
            "values": {},
            "done": self.query.get("done", ""),
            "account": self.account,
            "back": self.back,
        }
        given |= {"who": self.who if self.account else "", "form_token": self.form_token, "here": name} | facts
        return HTMLResponse(self.site.templates.get_template(f"{name}.html").render(given), status)

    def refused(self, name: str, refusal: RuleViolation, /, **facts: Any) -> Response:
        """The page again, with what is wrong and all that was typed but secrets."""
        status = 429 if refusal.code == "web.too_often" else 422
        return self.page(name, status, refusal=refusal, **({"values": self.values} | facts))

    def fault(self, status: int, title: str, told: str) -> Response:
        """Why it is not done: a page, or only the words where the page stays and puts them in by itself."""
        if self.piecemeal:
            return self.page("code_told", status, refusal=RuleViolation("web.fault", told), told="")
        return self.page("fault", status, title=title, told=told)

    def go(self, path: str) -> Response:
        """The browser asks for `path`: answers a post that was carried out, and sends on who is in the wrong place."""
        if self.piecemeal:
            # A redirect would be followed unseen, and the whole other page put where a few words belong.
            return Response(status_code=204, headers={"HX-Redirect": path})
        return RedirectResponse(path, 303)

    def to_sign_in(self) -> Response:
        """登录, for who is not signed in (any more); from there one comes back to the page one was on."""
        told = {} if self.new_token else {"done": "unsent" if self.method == "POST" else "idle"}
        back = page_near(self.site.routes, self.at)
        if back not in ("", "/home"):
            told["back"] = back
        if back.startswith("/authority"):
            told["as"] = WebRole.AUTHORITY.value
        return self.go("/login" + (f"?{urlencode(told)}" if told else ""))


Act = Callable[[Visit], Response]


def guarded(site: Site, act: Act, *, role: WebRole | None = None, signed_in: bool = False, most: int = SMALL) -> Any:
    """`act` as an endpoint. `role`: only for those signed in as such; `most`: bytes that may be posted."""

    known_only = signed_in or role is not None

    async def endpoint(request: Request) -> Response:
        visit, what = visit_of(site, request, Body()), act.__name__
        try:
            place: AbstractContextManager[None] = nullcontext()
            if most > SMALL and request.method == "POST":
                place = STRANGERS.one(visit.address)
                if known_only:
                    # So much is taken into memory only from those we know.
                    turned_away = await run_in_threadpool(_answer, visit, what, _ask_who, visit)
                    if turned_away is not None:
                        return finished(visit, turned_away)
                    place = ACCOUNTS.one(visit.me.id)
            with place:
                body = await read_body(request, most) if request.method == "POST" else Body()
                visit = visit_of(site, request, body)
                response = await run_in_threadpool(_answer, visit, what, _serve, visit, act, role, known_only)
        except BadBody as bad:
            visit = visit_of(site, request, Body())
            response = await run_in_threadpool(_answer, visit, what, _refuse_body, visit, bad.status)
        return finished(visit, response)

    endpoint_: Callable[[Request], Awaitable[Response]] = endpoint
    return endpoint_


def cookie_name(secure: bool) -> str:
    """Under TLS the browser itself sees to it that no other host wrote it."""
    return "__Host-desk" if secure else "desk"


def visit_of(site: Site, request: Request, body: Body) -> Visit:
    """The request as pages know it; nobody is recognised yet."""
    secure = request.url.scheme == "https"
    token = request.cookies.get(cookie_name(secure), "")
    visit = Visit(
        site=site,
        method="POST" if request.method == "POST" else "GET",  # HEAD asks what GET asks
        path=dict(request.path_params),
        query=dict(request.query_params),
        body=body,
        address=address_of(request),
        secure=secure,
        piecemeal=request.headers.get("hx-request") == "true",
        at=request.scope["path"],
        own_page=request.headers.get("sec-fetch-site") == "same-origin",
        token=token if 20 <= len(token) <= 64 else "",
    )
    if not visit.token:
        visit.token = visit.new_token = sessions.new_token()
    return visit


def _answer(visit: Visit, what: str, work: Callable[P, R], *given: P.args, **more: P.kwargs) -> R | Response:
    """What `work` answers, and when it fails the page that says so: the library's own would have none of our headers."""
    try:
        return work(*given, **more)
    except EnvironmentFault as fault:
        _log.error("%s failed: %s", what, fault.code)
        for_visitors = fault.code.startswith(_FOR_VISITORS)
        if not for_visitors:
            visit.account = None  # the page does not ask the same place for a name
        told = fault.message if for_visitors else "系统暂时不能办理，没有保存。请过几分钟再试。"
        return visit.fault(503, "暂时不能办理", told)
    except Exception:  # noqa: BLE001 - the outer door of the website: our bug is logged and told without its insides
        _log.exception("%s failed", what)
        visit.account = None
        return visit.fault(500, "程序出错", "程序出错，已记入日志，没有办理。请稍后再试，或联系培训学校。")


def _ask_who(visit: Visit) -> Response | None:
    """登录 for who is not signed in; None for who is."""
    _recognise(visit)
    return None if visit.account is not None else visit.to_sign_in()


def _serve(visit: Visit, act: Act, role: WebRole | None, signed_in: bool) -> Response:
    _recognise(visit)
    if any("\0" in text for text in _texts(visit)):  # no database on a server takes it
        return visit.fault(400, "没有办理", "提交的内容里有不能用的字符，请重新填写。")
    if visit.method == "POST" and not _is_our_form(visit):
        _log.warning("%s: a form that is not ours", act.__name__)
        return _not_our_form(visit, role, signed_in)
    if signed_in and visit.account is None:
        return visit.to_sign_in()
    if role is not None and visit.me.kind is not role:
        _log.warning("%s: not for account %s", act.__name__, visit.me.id)
        return visit.fault(403, "没有权限", "您的账号不能打开这个页面。")
    try:
        return act(visit)
    except RuleViolation as refusal:
        status = 429 if refusal.code == "web.too_often" else 422
        return visit.fault(status, "没有办理", refusal.message)


def _texts(visit: Visit) -> tuple[str, ...]:
    """All that the visitor sent as text."""
    names = (upload.name for upload in visit.body.files.values())
    return (*visit.body.fields.values(), *visit.query.values(), *visit.path.values(), *names)


def _recognise(visit: Visit) -> None:
    school = visit.site.school
    with school.database.reading() as session:
        visit.account, tell = sessions.whose(session, school.id, visit.token, visit.now)
    if tell:
        visit.write(lambda session: sessions.seen(session, school.id, visit.token, visit.now))


def _is_our_form(visit: Visit) -> bool:
    return hmac.compare_digest(visit.body.fields.get("form", "").encode(), visit.form_token.encode())


def _not_our_form(visit: Visit, role: WebRole | None, signed_in: bool) -> Response:
    """The refusal; of a form that one of our pages sent under an earlier session, with what was typed, to be sent again by a click.

    Only on the browser's own word that the page was ours, which no page can give or take away (it gives it under TLS and on this machine):
    without it another site could fill in a form of its own and have it confirmed here. Only where whoever is signed in now may send it. Not
    what had a password in it: that is neither shown again nor left out unsaid.
    """
    refused = signed_in and (visit.account is None or role not in (None, visit.account.kind))
    secret = not set(_PASSWORDS).isdisjoint(visit.body.fields)
    if refused or secret or visit.piecemeal or not visit.own_page:
        return visit.fault(403, "请重新提交", "页面放得太久，或不是从本网站打开的。请返回刷新页面后重新提交。")
    typed = {name: value for name, value in visit.body.fields.items() if name != "form"}
    return visit.page("again", 403, at=visit.at, typed=typed, files=visit.body.files)


def _refuse_body(visit: Visit, status: int) -> Response:
    _recognise(visit)
    return visit.fault(status, "没有收下", _BAD_BODIES.get(status, _BAD_BODIES[400]))


def headers_of(secure: bool) -> dict[str, str]:
    """What every answer says to the browser; under TLS also to come so for a year."""
    return HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})


def finished(visit: Visit, response: Response) -> Response:
    """The answer with what every answer says and does."""
    for name, value in headers_of(visit.secure).items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if visit.new_token:
        response.set_cookie(
            cookie_name(visit.secure), visit.new_token, path="/", secure=visit.secure, httponly=True, samesite="lax"
        )
    if visit.closing:
        # What follows on the same connection would wait for what is done afterwards, and tell that something was.
        response.headers["Connection"] = "close"
    if visit.after is not None:
        response.background = BackgroundTask(visit.after)
    return response
