"""Registration in a real browser: JavaScript's niceties work under the policy that forbids inline script, and the page stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route
from starlette import routing
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse

from school_desk.hub.portal.door import HEADERS
from tests.browser.chromium import DESK, Chromium
from tests.browser.every_page import Who, scene_of, show_unit
from tests.browser.full_house import Opened
from tests.hub.portal.browser import KINDS, MOBILE, NAME, PASSWORD, Website, jpeg
from tests.hub.serving import listening

pytestmark = pytest.mark.long


def test_an_enterprise_registers(site: Website, chromium: Chromium, tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"{kind}.jpg").write_bytes(jpeg(kind))
    with listening(site.app) as address, chromium.window(address) as window:
        window.open("/register")
        window.page.set_input_files("#yyzz", tmp_path / "cns.jpg")
        window.tells("请改名为 yyzz.jpg", "#yyzz-told")
        for kind in KINDS:
            window.page.set_input_files(f"#{kind}", tmp_path / f"{kind}.jpg")
            window.tells("格式和大小合格", f"#{kind}-told")
        window.press("下一步")
        window.tells("单位信息")
        assert window.page.input_value("[name=name]") == NAME
        window.page.select_option("[name=region_code]", "330502")
        window.page.check("[name=province_affiliated][value=no]")
        window.tells("湖州市住房和城乡建设局", "#reviewer")
        window.page.check("[name=confirmed]")
        window.press("下一步")
        window.tells("负责人手机号")
        window.fill(mobile=MOBILE, password=PASSWORD, again=PASSWORD)
        window.press("获取验证码")
        window.tells("验证码已发送", "#mobile-told")
        assert window.page.input_value("[name=password]") == PASSWORD, "the page stayed as it was"
        window.fill(code=site.code)
        window.page.locator("main [name=code]").press("Enter")  # sends the form, not another code
        window.tells("注册成功")


def test_of_two_answers_about_the_reviewer_the_later_one_stands(
    opened: Opened, chromium: Chromium, tmp_path: Path
) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    with scene_of(Who.NOBODY, DESK, chromium, opened, tmp_path) as scene:
        page = scene.window.page
        page.route("**/register/authority", hold_the_first)
        show_unit(scene)
        held[0].fulfill(body="选择所属地区", content_type="text/html")
        page.wait_for_load_state("networkidle")
        scene.window.tells("湖州市住房和城乡建设局", "#reviewer")


@pytest.mark.parametrize(
    "bad",
    [
        "<script>document.title = 'inline'</script>",
        '<img src="https://elsewhere.example/a.png">',
        '<img src="/static/nothing.png">',
        '<p style="color: red">x</p>',
    ],
)
def test_what_breaks_the_policy_or_is_not_there_would_fail_these_tests(chromium: Chromium, bad: str) -> None:
    def page(_request: Request) -> HTMLResponse:
        return HTMLResponse(f"<!doctype html><title>x</title>{bad}", headers=HEADERS)

    with listening(Starlette(routes=[routing.Route("/", page)])) as address, pytest.raises(AssertionError):
        _open(chromium, address)


def _open(chromium: Chromium, address: str) -> None:
    with chromium.window(address) as window:
        window.open("/")
        window.page.wait_for_load_state("networkidle")
