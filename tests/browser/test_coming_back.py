"""Who comes too late, in a real browser: the session ran out, or one signed in again in another tab."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from school_desk.accounts.sessions import IDLE
from tests.browser.chromium import DESK, Chromium, Window
from tests.hub.portal.browser import PASSWORD, Website
from tests.hub.serving import listening
from tests.papers import CODES

pytestmark = pytest.mark.long


@contextmanager
def signed_in(site: Website, chromium: Chromium) -> Iterator[Window]:
    site.browser().register()
    with listening(site.app) as address, chromium.window(address, DESK) as window:
        window.sign_in(CODES[0], PASSWORD)
        yield window


def test_a_code_asked_for_too_late_leads_to_the_entrance_and_back(site: Website, chromium: Chromium) -> None:
    with signed_in(site, chromium) as window:
        window.open("/enterprise/mobile")
        window.fill(mobile="13900001111")
        site.clock.move_to(site.clock.now() + IDLE)
        window.press("获取验证码")
        window.page.wait_for_url("**/login?*")
        window.tells("没有提交")
        window.page.fill(".sign-in [name=login]", CODES[0])
        window.page.fill(".sign-in [name=password]", PASSWORD)
        window.page.locator(".sign-in").get_by_role("button", name="登录", exact=True).click()
        window.page.wait_for_url("**/enterprise/mobile")


def test_what_was_typed_before_another_tab_signed_in_again_is_sent_by_a_click(
    site: Website, chromium: Chromium
) -> None:
    with signed_in(site, chromium) as window:
        window.open("/enterprise/edit")
        window.page.context.clear_cookies()
        other = window.page.context.new_page()
        other.goto(window.address + "/login")
        other.fill(".sign-in [name=login]", CODES[0])
        other.fill(".sign-in [name=password]", PASSWORD)
        other.locator(".sign-in").get_by_role("button", name="登录", exact=True).click()
        other.wait_for_url("**/home")
        window.fill(address="湖州市吴兴区新路9号")
        window.press("保存")
        window.tells("刚才填写的内容已带上")
        window.press("重新提交")
        window.tells("已保存")
        window.tells("新路9号")
