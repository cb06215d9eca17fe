"""登录, 忘记密码 and 修改密码: who is known shows nowhere, and whoever guesses is stopped."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from school_desk.accounts import sign_in
from school_desk.accounts.attempts import Limit
from school_desk.accounts.commands import CloseAccount
from school_desk.accounts.queries import accounts
from school_desk.enterprises.commands import RegisterEnterprise
from school_desk.hub.portal.telling import BY_MOBILE
from school_desk.staff.passwords import password_matches
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import MOBILE, NAME, PASSWORD, Browser, Website
from tests.papers import CODES

NEW = "Anji-Longxi-88"


def words(page: Any) -> str:
    """What the page says, without what every page has anew."""
    text: str = page.text
    return text.split("<main", 1)[1].split('name="form"')[0]


def signed_up(site: Website) -> Browser:
    """Somebody whose enterprise is registered, signed out again."""
    browser = site.browser("10.0.0.7")
    browser.register()
    browser.post("/logout")
    return browser


def test_the_entrance_offers_what_the_manual_names(browser: Browser) -> None:
    page = browser.get("/").text
    for word in ("企业", "主管部门", "账号", "统一社会信用代码", "忘记密码", "证书查询", "注册企业账号", "技能人员"):
        assert word in page
    assert "https://rcgz.mohurd.gov.cn/" in page


def test_one_signs_in_before_approval_and_out(site: Website, browser: Browser) -> None:
    signed_up(site)
    page = browser.sign_in(f" {CODES[0].lower()} ")
    assert browser.path == "/home"
    assert "待审核" in page.text
    browser.post("/logout")
    assert (browser.path, browser.get("/home").url.path) == ("/login", "/login")


def test_the_answer_is_the_same_whether_the_account_exists(site: Website, browser: Browser) -> None:
    signed_up(site)
    known, unknown = browser.sign_in(CODES[0], "wrong"), browser.sign_in(CODES[1], "wrong")
    assert known.status_code == unknown.status_code == 422
    assert words(known) == words(unknown)
    assert "账号或密码不对" in known.text


def test_an_unknown_account_costs_a_hash_too(site: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def watched(password_hash: str, password: str) -> bool:
        checked.append(password_hash)
        return password_matches(password_hash, password)

    monkeypatch.setattr(sign_in, password_matches.__name__, watched)
    browser.sign_in(CODES[1], "wrong")
    assert len(checked) == 1
    assert checked[0].startswith("$argon2id$")


def test_an_account_is_locked_after_five_failures_from_anywhere(site: Website) -> None:
    signed_up(site)
    for place in range(5):
        site.browser(f"10.0.1.{place}").sign_in(CODES[0], "wrong")
    elsewhere = site.browser("10.0.2.1")
    locked = elsewhere.sign_in()
    assert locked.status_code == 429
    assert "之后再试" in locked.text
    site.clock.move_to(site.clock.now() + timedelta(minutes=11))
    elsewhere.sign_in()
    assert elsewhere.path == "/home"


def test_an_address_is_stopped_that_tries_many_accounts(
    site: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_up(site)
    few = Limit("sign_in/address", 3, timedelta(minutes=10), timedelta(minutes=10), "请在 {until} 之后再试。")
    monkeypatch.setattr(sign_in, "BY_ADDRESS", few)
    for number in (1, 2, 3):
        assert browser.sign_in(CODES[number], "wrong").status_code == 422
    assert browser.sign_in().status_code == 429
    assert site.browser("10.0.0.2").sign_in().status_code == 200


def test_secrets_are_neither_shown_again_nor_logged(
    site: Website, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="school_desk"):
        browser.register()
        browser.post("/logout")
        page = browser.sign_in(CODES[0], "Geheim-4711")
    assert "Geheim-4711" not in page.text
    for secret in (PASSWORD, "Geheim-4711", site.code, MOBILE):
        assert secret not in caplog.text


def forgot(browser: Browser, login: str = CODES[0], mobile: str = MOBILE) -> Any:
    browser.get("/forgot")
    return browser.post("/forgot/code", login=login, mobile=mobile)


def test_a_forgotten_password_is_set_anew_by_phone_code(site: Website, browser: Browser) -> None:
    old = signed_up(site)
    old.sign_in()
    for _ in range(5):
        browser.sign_in(CODES[0], "wrong")
    forgot(browser)
    browser.post("/forgot", login=CODES[0], mobile=MOBILE, code=site.code, password=NEW, again=NEW)
    assert browser.path == "/login"
    assert "密码已设置" in browser.page.text if browser.page else False
    assert old.get("/home").url.path == "/login", "whoever was signed in with the old one is out"
    browser.sign_in(CODES[0], NEW)
    assert browser.path == "/home", "and the lock is gone"


@pytest.mark.parametrize(("login", "mobile"), [(CODES[1], MOBILE), (CODES[0], "13900001111")])
def test_asking_for_a_code_tells_nothing_and_sends_nothing_to_strangers(
    site: Website, browser: Browser, login: str, mobile: str
) -> None:
    signed_up(site)
    sent = len(site.texts)
    right = forgot(site.browser("10.0.0.3"))
    assert len(site.texts) == sent + 1
    wrong = forgot(browser, login, mobile)
    assert len(site.texts) == sent + 1
    assert wrong.status_code == right.status_code == 200
    assert wrong.headers["connection"] == right.headers["connection"] == "close", "nothing waits behind what is sent"
    assert "验证码已发到这个手机" in wrong.text
    refused = browser.post("/forgot", login=login, mobile=mobile, code="123456", password=NEW, again=NEW)
    known = browser.post("/forgot", login=CODES[0], mobile=MOBILE, code="x", password=NEW, again=NEW)
    assert refused.status_code == known.status_code == 422
    for page in (refused, known):
        assert "验证码不对或已过期" in page.text


def test_a_code_is_not_sent_twice_a_minute(site: Website, browser: Browser) -> None:
    signed_up(site)
    forgot(browser)
    sent = len(site.texts)
    assert "一分钟只能获取一次" in forgot(browser).text
    assert "一分钟只能获取一次" in browser.piece("/forgot/code", login=CODES[0], mobile=MOBILE).text
    assert len(site.texts) == sent
    site.clock.move_to(site.clock.now() + timedelta(seconds=61))
    forgot(browser)
    assert len(site.texts) == sent + 1


def test_strangers_do_not_use_up_the_owners_texts(site: Website, browser: Browser) -> None:
    """Whoever knows the telephone may claim it for any account: nothing is sent, so nothing is counted against its owner."""
    signed_up(site)
    for number in range(BY_MOBILE.most):
        forgot(site.browser(f"10.0.7.{number}"), f"X{number}", MOBILE)
    sent = len(site.texts)
    assert "验证码已发到这个手机" in forgot(browser).text
    assert len(site.texts) == sent + 1


def test_one_pair_is_asked_for_so_often_a_day(site: Website) -> None:
    """The same whether the account and the telephone belong together."""
    signed_up(site)
    for login in (CODES[0], "X1"):
        for number in range(BY_MOBILE.most):
            site.clock.move_to(site.clock.now() + timedelta(seconds=61))
            assert "验证码已发到这个手机" in forgot(site.browser(f"10.0.8.{number}"), login).text
        site.clock.move_to(site.clock.now() + timedelta(seconds=61))
        assert "太频繁" in forgot(site.browser("10.0.8.99"), login).text


def test_the_fragment_for_browsers_with_javascript_says_the_same(site: Website, browser: Browser) -> None:
    signed_up(site)
    browser.get("/forgot")
    piece = browser.piece("/forgot/code", login=CODES[0], mobile=MOBILE)
    assert "<html" not in piece.text
    assert "验证码已发到这个手机" in piece.text
    assert "11 位" in browser.piece("/forgot/code", login=CODES[0], mobile="1").text


def test_an_enterprise_that_a_clerk_registered_gets_its_first_password_so(site: Website, browser: Browser) -> None:
    by_clerk = RegisterEnterprise(CODES[1], NAME, "湖州市", "330502", False, MOBILE)
    site.do(by_clerk)
    forgot(browser, CODES[1])
    browser.post("/forgot", login=CODES[1], mobile=MOBILE, code=site.code, password=NEW, again=NEW)
    browser.sign_in(CODES[1], NEW)
    assert browser.path == "/home"


def test_a_closed_account_stays_closed(site: Website, browser: Browser) -> None:
    signed_up(site)
    with site.school.database.reading() as session:
        (account,) = accounts(session, site.school.id, WebRole.ENTERPRISE)
    site.do(CloseAccount(account.id))
    sent = len(site.texts)
    forgot(browser)
    assert len(site.texts) == sent
    assert browser.sign_in().status_code == 422


def change(browser: Browser, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    browser.get("/password")
    return browser.post("/password", old=old, password=new, again=again)


def test_a_password_is_changed_with_the_old_one(site: Website, browser: Browser) -> None:
    other = signed_up(site)
    other.sign_in()
    browser.sign_in()
    assert "密码已修改" in change(browser).text
    assert browser.get("/home").url.path == "/home"
    assert other.get("/home").url.path == "/login"
    browser.post("/logout")
    browser.sign_in(CODES[0], NEW)
    assert browser.path == "/home"


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", NEW, NEW, "原密码不对"),
        (PASSWORD, PASSWORD, PASSWORD, "和现在的密码一样"),
        (PASSWORD, NEW, NEW + "x", "两次输入的密码不一样"),
        (PASSWORD, "short", "short", "至少 8 位"),
        (PASSWORD, "11111111", "11111111", "太容易被猜到"),
        (PASSWORD, CODES[0], CODES[0], "太容易被猜到"),
        (PASSWORD, "长" * 129, "长" * 129, "最多 128 位"),
    ],
)
def test_a_password_that_will_not_do_is_told(
    site: Website, browser: Browser, old: str, new: str, again: str, told: str
) -> None:
    browser.register()
    page = change(browser, old, new, again)
    assert page.status_code == 422
    assert told in page.text
    browser.post("/logout")
    browser.sign_in()
    assert browser.path == "/home"


def test_nobody_guesses_at_an_unattended_browser(browser: Browser) -> None:
    browser.register()
    for _ in range(5):
        assert "原密码不对" in change(browser, "wrong").text
    assert "次数太多" in change(browser, "wrong").text


def test_who_has_a_network_of_addresses_counts_as_one(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limit("sign_in/address", 3, timedelta(minutes=10), timedelta(minutes=10), "请在 {until} 之后再试。")
    monkeypatch.setattr(sign_in, "BY_ADDRESS", few)

    def tried(address: str, login: str) -> int:
        browser = site.browser(address)
        browser.get("/login")
        return browser.sign_in(login).status_code

    near = [tried(f"2001:db8:1:2::{place}", f"9133050{place}") for place in range(4)]
    assert near == [422, 422, 422, 429]
    assert tried("2001:db8:1:3::1", "91330507") == 422
    for place in range(4):
        assert tried(f"::ffff:10.0.0.{place}", "91330508") == 422
        assert tried(f"64:ff9b::b00:{place}", "91330509") == 422
