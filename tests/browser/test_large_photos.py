"""A photo larger than a form may have is told of in the browser: sent, it would never reach its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.hub.portal.bodies import PHOTOS
from tests.browser.chromium import PHONE, Chromium
from tests.browser.every_page import Who, scene_of
from tests.browser.full_house import Opened
from tests.hub.portal.browser import jpeg

pytestmark = pytest.mark.long


def test_a_photo_that_is_too_large_is_not_sent(chromium: Chromium, opened: Opened, tmp_path: Path) -> None:
    large, small = tmp_path / "large.jpg", tmp_path / "small.jpg"
    large.write_bytes(jpeg() + bytes(PHOTOS))
    small.write_bytes(jpeg("face", (295, 413)))
    with scene_of(Who.ENTERPRISE, PHONE, chromium, opened, tmp_path) as scene:
        window, page = scene.window, scene.window.page
        window.open(f"/enterprise/payments/{scene.house.owed_batch}/slip")
        page.set_input_files("[name=slip]", large)
        window.tells("不能超过 2 MB，请压缩后重新选择", ".field.wrong")
        window.press("读取回单")
        assert window.path.endswith("/slip")
        assert page.input_value("[name=slip]").endswith("large.jpg")
        assert page.evaluate("document.activeElement.name") == "slip"
        page.set_input_files("[name=slip]", small)
        assert page.locator(".field.wrong").count() == 0
        window.press("读取回单")
        window.tells("核对转账回单")
