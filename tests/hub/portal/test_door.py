"""The one door: headers, cookies, form tokens, bodies, sessions, and no page for whom it is not meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.routing import Route

from school_desk.accounts.commands import CloseAccount, OpenAccount
from school_desk.accounts.queries import accounts
from school_desk.accounts.sessions import AT_MOST, IDLE
from school_desk.accounts.tables import WebSessionRow
from school_desk.adapters.sms import FileOutbox
from school_desk.hub.portal import door, own
from school_desk.hub.portal.bodies import PHOTOS, SMALL
from school_desk.kernel.errors import EnvironmentFault
from school_desk.staff.passwords import hash_password
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import PASSWORD, Browser, Website, gateway_away
from tests.papers import CODES

OPEN_TO_ALL = {"/", "/login", "/logout", "/forgot", "/forgot/code", "/certificates", "/static/{name}", "/*"}


class _Any(dict[str, str]):
    """Some value for every part of an address."""

    def __missing__(self, key: str) -> str:
        return "0" * 32


def paths(site: Website, method: str) -> list[str]:
    routes = [route for route in site.app.routes if isinstance(route, Route)]
    return [
        route.path.format_map(_Any(name="portal.css", kind="yyzz"))
        for route in routes
        if method in (route.methods or ())
    ]


def authority(site: Website) -> Browser:
    """The browser of a signed-in 主管部门."""
    site.do(OpenAccount(WebRole.AUTHORITY, "huzhou", hash_password(PASSWORD), authority_code="330500"))
    browser = site.browser("10.0.0.9")
    browser.sign_in("huzhou", **{"as": "authority"})
    return browser


def test_every_answer_keeps_the_browser_in_bounds(site: Website, browser: Browser) -> None:
    for path in paths(site, "GET"):
        answer = browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in answer.headers
        if "/static/" not in path:
            assert answer.headers["cache-control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own(site: Website, browser: Browser) -> None:
    browser.register()
    for path in paths(site, "GET"):
        page = browser.get(path)
        if page.headers.get("content-type", "").startswith("text/html"):
            assert "style=" not in page.text, path
            assert page.text.count("<script") == page.text.count("<script src="), path
            assert not re.search(r"\son[a-z]+=", page.text), path


def test_the_cookie_is_the_browsers_alone(site: Website) -> None:
    plain = site.browser().get("/login").headers["set-cookie"]
    assert "httponly" in plain.lower()
    assert "samesite=lax" in plain.lower()
    assert "secure" not in plain.lower()
    under_tls = site.browser(secure=True).get("/login")
    assert under_tls.headers["set-cookie"].startswith("__Host-desk=")
    assert "secure" in under_tls.headers["set-cookie"].lower()
    assert "max-age" in under_tls.headers["strict-transport-security"]


def test_a_form_that_is_not_ours_is_refused_everywhere(site: Website, browser: Browser) -> None:
    browser.register()
    stranger = site.browser("10.0.0.2")
    stranger.get("/login")
    for path in paths(site, "POST"):
        for token in ("", "x" * 32, stranger.token):
            assert browser.client.post(path, data={"form": token}).status_code == 403, path
    assert browser.get("/home").url.path == "/home", "still signed in: signing out is a form too"


def test_who_is_not_signed_in_is_sent_to_the_entrance(site: Website, browser: Browser) -> None:
    for path in ("/home", "/password", "/enterprise", "/enterprise/edit", "/enterprise/papers/yyzz"):
        assert browser.get(path).url.path == "/login", path
    browser.get("/login")
    for path in ("/password", "/enterprise/edit", "/enterprise/mobile", "/enterprise/papers"):
        assert browser.client.post(path, data={"form": browser.token}, follow_redirects=False).status_code == 303


def test_an_authority_sees_no_enterprises_pages(site: Website) -> None:
    browser = authority(site)
    assert browser.path == "/home"
    assert "湖州市住房和城乡建设局" in browser.get("/home").text
    for path in paths(site, "GET"):
        if path.startswith("/enterprise"):
            assert browser.get(path).status_code == 403, path


def test_an_enterprise_sees_no_authoritys_pages(site: Website, browser: Browser) -> None:
    browser.register()
    for path in paths(site, "GET"):
        if path.startswith("/authority"):
            assert browser.get(path).status_code == 403, path


def test_every_address_is_known_to_be_open_or_guarded(site: Website) -> None:
    """A new page must be put on one side or the other, here too."""
    routes = {route.path for route in site.app.routes if isinstance(route, Route)}
    guarded = {path for path in routes if path.startswith(("/enterprise", "/authority", "/home", "/password"))}
    registering = {path for path in routes if path.startswith("/register")}
    assert routes == OPEN_TO_ALL | guarded | registering


def test_sign_in_begins_a_session_nobody_has_seen(site: Website, browser: Browser) -> None:
    browser.register()
    browser.get("/home")
    first = dict(browser.client.cookies)
    browser.post("/logout")
    browser.get("/login")
    planted = dict(browser.client.cookies)
    browser.sign_in()
    assert browser.path == "/home"
    assert len({first["desk"], planted["desk"], browser.client.cookies["desk"]}) == 3
    thief = site.browser()
    thief.client.cookies.set("desk", first["desk"])
    assert thief.get("/home").url.path == "/login", "signed out is signed out"


def test_only_the_digest_of_a_session_is_kept(site: Website, browser: Browser) -> None:
    browser.register()
    with site.school.database.reading() as session:
        (row,) = session.scalars(sa.select(WebSessionRow))
    assert browser.client.cookies["desk"] != row.token_digest


@pytest.mark.parametrize(("step", "steps", "kept"), [(IDLE / 2, 3, True), (IDLE, 1, False), (IDLE * 0.9, 27, False)])
def test_a_session_ends_when_nothing_happens_and_in_the_end(
    site: Website, browser: Browser, step: timedelta, steps: int, kept: bool
) -> None:
    browser.register()
    assert IDLE * 0.9 * 27 > AT_MOST
    for _ in range(steps):
        site.clock.move_to(site.clock.now() + step)
        browser.get("/home")
    assert (browser.path == "/home") is kept


def sign_in_again(browser: Browser, **fields: str) -> str:
    """Fills 登录 where it stands, as the page has it; where that leads."""
    assert browser.page is not None
    kept = re.search(r'name="back" value="([^"]+)"', browser.page.text)
    browser.post(
        "/login",
        **({"login": CODES[0], "password": PASSWORD, "as": "enterprise"} | fields),
        back=kept[1] if kept else "",
    )
    return browser.path


@pytest.mark.parametrize(
    ("method", "path", "page"),
    [
        ("GET", "/enterprise/edit", "/enterprise/edit"),
        ("GET", "/enterprise/people/x", "/enterprise/people/x"),
        ("GET", "/enterprise/enroll/template.xlsx", "/enterprise/enroll"),
        ("POST", "/enterprise/edit", "/enterprise/edit"),
        ("POST", "/enterprise/mobile/code", "/enterprise/mobile"),
        ("POST", "/enterprise/people/export", "/enterprise/people"),
        ("GET", "/authority/plans", "/home"),
        ("GET", "/password", "/home"),
    ],
)
def test_who_signs_in_again_is_back_where_the_session_ran_out(
    site: Website, browser: Browser, method: str, path: str, page: str
) -> None:
    browser.register()
    browser.get("/enterprise")
    site.clock.move_to(site.clock.now() + IDLE)
    told = browser.get(path) if method == "GET" else browser.post(path)
    assert browser.path == "/login"
    assert ("没有提交" in told.text) is (method == "POST")
    assert sign_in_again(browser, password="wrong") == "/login"
    assert sign_in_again(browser) == page


def test_an_authority_is_back_at_its_own_page(site: Website) -> None:
    browser = authority(site)
    site.clock.move_to(site.clock.now() + IDLE)
    assert 'aria-current="page">主管部门' in browser.get("/authority/scores").text
    assert sign_in_again(browser, login="huzhou", **{"as": "authority"}) == "/authority/scores"


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example/", "https://evil.example/enterprise", "/\\evil.example", "/enterprise/../login", "enterprise",
        "/enterprise//evil.example", "/logout", "/login", "/static/portal.css", "/enterprise\n", "/enterprise/payments/1/notice.pdf",
    ],
)  # fmt: skip
def test_no_way_back_leads_elsewhere(browser: Browser, asked: str) -> None:
    browser.register()
    browser.post("/logout")
    assert "evil" not in browser.client.get("/login", params={"back": asked}).text
    browser.get("/login")
    fields = {"form": browser.token, "login": CODES[0], "password": PASSWORD, "back": asked}
    answer = browser.client.post("/login", data=fields, follow_redirects=False)
    assert answer.headers["location"] in ("/home", "/enterprise"), "a line's end is none of an address"


def test_a_closed_account_is_out_at_once(site: Website, browser: Browser) -> None:
    browser.register()
    with site.school.database.reading() as session:
        (account,) = accounts(session, site.school.id, WebRole.ENTERPRISE)
    site.do(CloseAccount(account.id))
    assert browser.get("/home").url.path == "/login"


@pytest.mark.parametrize(("path", "most"), [("/login", SMALL), ("/register", PHOTOS)])
def test_no_more_is_read_than_a_form_may_have(browser: Browser, path: str, most: int) -> None:
    browser.get(path)
    told = browser.client.post(
        path, content=b"x" * (most + 1), headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert told.status_code == 413

    def untold() -> list[bytes]:
        return [b"x" * 65536] * (most // 65536 + 2)

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.client.post(path, content=iter(untold()), headers=form).status_code == 413


def test_enter_never_asks_for_a_code(site: Website, browser: Browser) -> None:
    """It presses the first button of a form."""
    browser.photos()
    browser.unit()
    pages = [browser.get("/forgot").text, browser.get("/register/finish").text]
    browser.register(1)
    pages.append(browser.get("/enterprise/mobile").text)
    for page in pages:
        (form,) = [form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "获取验证码" in form]
        buttons = re.findall(r"<button[^>]*>", form)
        assert "formaction" not in buttons[0]
        assert 'tabindex="-1"' in buttons[0]


def test_what_is_no_form_is_refused(browser: Browser) -> None:
    for kind, content in (("application/json", b"{}"), ("multipart/form-data", b"x"), ("", b"")):
        assert browser.client.post("/login", content=content, headers={"content-type": kind}).status_code == 400


def test_a_piece_of_a_page_is_never_a_page(site: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.register()
    browser.get("/enterprise/mobile")
    ask = "/enterprise/mobile/code"
    foreign = browser.piece(ask, mobile="13900001111", form="x")
    with monkeypatch.context() as patch:
        patch.setattr(FileOutbox, "send", gateway_away)
        away = browser.piece(ask, mobile="13900001111")
    with monkeypatch.context() as patch:
        patch.setattr(own, "send_code", lambda *_: 1 / 0)
        wrong = browser.piece(ask, mobile="13900001111")
    large = browser.piece(ask, mobile="1" * SMALL)
    too_often = browser.piece("/enterprise/mobile/code", mobile="13900001111")
    told = (
        (foreign, "请返回刷新页面"),
        (away, "短信没有发出去"),
        (wrong, "程序出错"),
        (large, "太大"),
        (too_often, "一分钟"),
    )
    for answer, words in told:
        assert words in answer.text
        assert answer.text.startswith('<p class="why">'), "the script puts it beside the button"
        assert "<html" not in answer.text


def test_whose_piece_comes_too_late_is_led_to_another_page_as_a_whole(site: Website, browser: Browser) -> None:
    """htmx follows this header by itself; a redirect it would follow unseen."""
    browser.register()
    browser.get("/enterprise/mobile")
    site.clock.move_to(site.clock.now() + IDLE)
    late = browser.piece("/enterprise/mobile/code", mobile="13900001111")
    assert (late.status_code, late.text) == (204, "")
    assert late.headers["hx-redirect"].startswith("/login?done=unsent")
    stranger = site.browser("10.0.0.2")
    stranger.get("/register")
    assert stranger.piece("/register/code", mobile="13900001111").headers["hx-redirect"] == "/register?done=photos"


def test_head_asks_what_get_asks(browser: Browser) -> None:
    browser.register()
    assert browser.client.head("/enterprise/edit").status_code == 200
    assert browser.client.head("/login").status_code in (200, 303)


def test_our_own_bug_is_told_without_its_insides(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser.register()
    monkeypatch.setattr(own, "_papers", lambda _visit: 1 / 0)
    page = browser.get("/enterprise")
    assert page.status_code == 500
    assert "division" not in page.text
    assert "程序出错" in page.text
    assert "division" in caplog.text


@pytest.mark.parametrize(("code", "shown"), [("disk.full", False), ("draft.too_many", True)])
def test_a_fault_of_the_hubs_is_told_without_its_places(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, code: str, shown: bool
) -> None:
    def fail(_visit: object) -> None:
        raise EnvironmentFault(code, "磁盘 /srv/hub 已满。")

    browser.register()
    monkeypatch.setattr(own, "_papers", fail)
    page = browser.get("/enterprise")
    assert page.status_code == 503
    assert ("/srv/hub" in page.text) is shown


@contextmanager
def busy() -> Iterator[None]:
    """Stands in for reading."""
    raise EnvironmentFault("database.busy", "数据库 /srv/hub 正忙。")
    yield


@pytest.mark.parametrize(
    ("path", "content"),
    [("/enterprise/enroll", b"--x--"), ("/enterprise/edit", b"--x--"), ("/login", b"x" * (SMALL + 1)), ("/login", b"no form")],
    ids=["whose files come", "whose form comes", "a body too large", "no form"],
)  # fmt: skip
def test_a_busy_database_is_told_by_a_page_of_ours(
    site: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch, path: str, content: bytes
) -> None:
    """Whatever is asked of it first: who comes, before what they send is read, or whose page it is that says why nothing was taken."""
    browser.register()
    form = {"content-type": "multipart/form-data; boundary=x"}
    monkeypatch.setattr(site.school.database, "reading", busy)
    answer = browser.client.post(path, content=content, headers=form)
    assert answer.status_code == 503
    assert "暂时不能办理" in answer.text
    assert "/srv/hub" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_database_that_goes_away_meanwhile_is_told_by_a_page_of_ours(
    site: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that says so would have the enterprise's name, which lies there too."""

    def goes_away(_visit: object) -> None:
        monkeypatch.setattr(site.school.database, "reading", busy)
        with site.school.database.reading():
            raise AssertionError

    browser.register()
    monkeypatch.setattr(door, "_is_our_form", goes_away)
    assert browser.post("/enterprise/edit").status_code == 503


def test_unknown_static_files_are_not_there(browser: Browser) -> None:
    assert browser.get("/static/README.md").status_code == 404
    kept = browser.get("/static/portal.css").headers
    assert "immutable" in kept["cache-control"]
    assert "set-cookie" not in kept, "what is kept for all is nobody's own"


def test_a_character_that_no_server_stores_is_refused(browser: Browser) -> None:
    browser.get("/login")
    assert browser.sign_in("9133\x0005").status_code == 400
    assert browser.get("/certificates?name=%00").status_code == 400
