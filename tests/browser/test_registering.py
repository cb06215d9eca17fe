"""Registration in a real browser: JavaScript's niceties work under the policy that forbids inline script, and the page stays as it was."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Route
from starlette import routing
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse

from school_desk.adapters.ocr.look import SMALL
from school_desk.hub.portal.door import HEADERS
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.browser.chromium import DESK, PHONE, Chromium
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


def sheet(size: tuple[int, int], lines: int) -> Image.Image:
    """A page with so many lines of something like writing."""
    page = Image.new("RGB", size, "white")
    draw, high = ImageDraw.Draw(page), size[1] // 50
    for line in range(lines):
        for letter in range(20):
            left, top = size[0] * (letter + 3) // 26, high * (2 * line + 4)
            draw.rectangle((left, top, left + high // 2, top + high), outline="black", width=3)
    return page


def written(picture: Image.Image, form: str = "JPEG") -> bytes:
    content = BytesIO()
    picture.save(content, form)
    return content.getvalue()


def test_a_photo_is_judged_before_it_is_sent(site: Website, chromium: Chromium, tmp_path: Path) -> None:
    """What the Hub would send back is refused at once; what only looks bad is told, and may be sent."""
    number = count()
    with listening(site.app) as address, chromium.window(address) as window:
        window.open("/register")

        def choose(content: bytes, *words: str) -> None:
            photo = tmp_path / str(next(number)) / "yyzz.jpg"  # a browser does not look at a file again that it has
            photo.parent.mkdir()
            photo.write_bytes(content)
            window.page.set_input_files("#yyzz", photo)
            for word in words:
                window.tells(word, "#yyzz-told")

        good = sheet((1200, 1600), 20)
        choose(written(good, "PNG"), "内容不是 JPG 照片，只改文件名不行，请转存为 JPG。")
        window.press("下一步")
        assert window.path == "/register", "it is not sent"
        choose(written(good) + bytes(MAX_UPLOAD_BYTES), "不能超过 2 MB")
        small = written(sheet((450, 600), 20))
        choose(small, "格式和大小合格。", SMALL)
        assert "同色" not in window.page.inner_text("#yyzz-told")
        choose(small[:400], "打不开")
        choose(written(good), "格式和大小合格。")
        window.page.wait_for_timeout(1_000)  # a doubt would come once the picture is unpacked
        assert window.page.inner_text("#yyzz-told") == "格式和大小合格。"
        for tone in ("#3b3b3b", "white"):
            choose(written(Image.new("RGB", (1200, 1600), tone)), "格式和大小合格。", "几乎是一片同色")
            assert SMALL not in window.page.inner_text("#yyzz-told")
        for kind in KINDS[1:]:
            (tmp_path / f"{kind}.jpg").write_bytes(jpeg(kind))
            window.page.set_input_files(f"#{kind}", tmp_path / f"{kind}.jpg")
            window.tells("格式和大小合格", f"#{kind}-told")
        window.press("下一步")
        window.tells("单位信息")


def test_a_password_is_changed_from_the_top_right(opened: Opened, chromium: Chromium, tmp_path: Path) -> None:
    for size in (DESK, PHONE):
        with scene_of(Who.ENTERPRISE, size, chromium, opened, tmp_path) as scene:
            scene.window.open("/home")
            link = scene.window.page.get_by_role("link", name="修改密码", exact=True)
            assert link.count() == 1
            box = link.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] / 2 > size[0] / 2
            assert box["y"] + box["height"] < size[1] / 5
            assert size[0] - box["x"] - box["width"] < size[0] / 4, "nothing but who is signed in stands there"


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
