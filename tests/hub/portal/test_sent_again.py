"""A form of an earlier session: offered again to whoever may send it, when one of our own pages sent it, and to nobody else."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx2 as httpx
import pytest

from tests.hub.portal.browser import Browser, Website


def stale(browser: Browser, path: str, sender: str = "same-origin", files: Any = None, **fields: str) -> httpx.Response:
    """A form of a page that was opened before one signed in again, as a browser sends it."""
    headers = {"Sec-Fetch-Site": sender} if sender else {}
    browser.page = browser.client.post(path, data={"form": "earlier"} | fields, files=files, headers=headers)
    return browser.page


def test_a_form_of_an_earlier_session_is_sent_again_by_a_click(browser: Browser) -> None:
    browser.register()
    typed = {"contact_name": '王"芳<b>', "contact_mobile": "15000007357", "address": "新路1号", "region_code": "330502"}
    page = stale(browser, "/enterprise/edit", **typed)
    assert page.status_code == 403
    assert "没有提交" in page.text
    assert "将以这个账号提交" in page.text
    assert "<b>王" not in page.text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    assert {name: unescape(hidden[name]) for name in typed} == typed
    assert 'action="/enterprise/edit"' in page.text
    assert "新路1号" not in browser.client.get("/enterprise").text, "nothing is done before the click"
    assert "已保存" in browser.post("/enterprise/edit", **typed).text


def test_files_of_such_a_form_are_chosen_again(browser: Browser) -> None:
    page = stale(browser, "/register", files={"yyzz": ("yyzz.jpg", b"JPG", "image/jpeg")}, sure="yes")
    assert page.status_code == 403
    assert "文件不能带上，请重新选择" in page.text
    assert 'name="yyzz" type="file"' in page.text
    assert 'enctype="multipart/form-data"' in page.text
    assert 'name="sure" value="yes"' in page.text


@pytest.mark.parametrize("sender", ["", "none", "same-site", "cross-site"])
def test_what_no_page_of_ours_sent_is_not_offered_for_confirming(browser: Browser, sender: str) -> None:
    browser.register()
    for path in ("/enterprise/edit", "/certificates"):
        page = stale(browser, path, sender, name="planted", address="planted")
        assert (page.status_code, "planted" in page.text) == (403, False), path
        assert "重新提交</button>" not in page.text


def test_nor_is_a_form_with_a_password_or_of_pages_that_are_not_for_one(site: Website, browser: Browser) -> None:
    browser.register()
    secret = {"password": "Geheim-4711", "again": "Geheim-4711"}
    tries: tuple[tuple[str, dict[str, str]], ...] = (
        ("/login", {"login": "planted"} | secret),
        ("/enterprise/mobile", {"mobile": "planted", "old": "Geheim-4711"}),
        ("/authority/plans/1", {"verdict": "planted"}),
    )
    for path, fields in tries:
        page = stale(browser, path, **fields)
        assert page.status_code == 403, path
        assert not re.search("planted|Geheim", page.text), path
    stranger = site.browser("10.0.0.2")
    stranger.get("/login")
    assert "planted" not in stale(stranger, "/enterprise/edit", address="planted").text
    piece = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    told = browser.client.post("/register/code", data={"mobile": "planted"}, headers=piece)
    assert told.text.startswith('<p class="why">')
