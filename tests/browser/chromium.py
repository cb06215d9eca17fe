"""A real Chromium on the website. Whatever it warns of, an error in a page's script or a breach of the page's policy fails the test."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Download, Locator, Page, expect
from playwright.sync_api import sync_playwright as playwright

from school_desk.kernel.resources import resource_path
from tests.needs import missing

PROGRAM = "/usr/bin/chromium"
DESK, PHONE = (1280, 800), (390, 844)
# A machine with other work is slow, not wrong.
PATIENCE_MS = 60_000
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--lang=zh-CN",
)
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class Window:
    """One tab with cookies of its own."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def open(self, path: str) -> None:
        """Goes to a page of the website."""
        self.page.goto(self.address + path)

    @property
    def path(self) -> str:
        """Where it stands."""
        return self.page.url.removeprefix(self.address)

    def fill(self, **fields: str) -> None:
        """Writes into fields by name."""
        for name, text in fields.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def press(self, word: str) -> None:
        """Presses the one button or link of that word in the page."""
        self.named(word).click()

    def named(self, word: str) -> Locator:
        """The button or link of that word in the page."""
        main = self.page.locator("main")
        return main.get_by_role("button", name=word, exact=True).or_(main.get_by_role("link", name=word, exact=True))

    def tells(self, words: str, where: str = "body") -> None:
        """Waits until the words can be read there."""
        expect(self.page.locator(where)).to_contain_text(words, timeout=PATIENCE_MS)

    def take(self, word: str, target: Path) -> Path:
        """The file behind a button or link, kept in the folder `target` under the name that the website gives it."""
        with self.page.expect_download() as coming:
            self.press(word)
        return kept(coming.value, target)

    def sign_in(self, login: str, password: str, role: Literal["enterprise", "authority"] = "enterprise") -> None:
        """登录."""
        self.open("/login" if role == "enterprise" else "/login?as=authority")
        form = self.page.locator(".sign-in")
        form.locator("[name=login]").fill(login)
        form.locator("[name=password]").fill(password)
        form.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url("**/home")

    def is_too_wide(self) -> bool:
        """Whether the page can be scrolled sideways."""
        wider: bool = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return wider

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that says no comes with a status of 4xx, which Chromium calls an error of the page itself.
        refusal = message.location["url"] == self.page.url and re.search(r"a status of 4\d\d \(", message.text)
        if message.type in ("warning", "error") and not refusal:
            self.complaints.append(f"{self.page.url}: {message.text}")


class Chromium:
    """A running browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def window(
        self, address: str, size: tuple[int, int] = DESK, *, script: bool = True, **more: Any
    ) -> Iterator[Window]:
        """A window nobody has used; it must have nothing to complain of in the end. `script` False: without JavaScript."""
        viewport = {"width": size[0], "height": size[1]}
        context = self._browser.new_context(
            viewport=viewport,  # type: ignore[arg-type] # playwright's own dictionary type
            java_script_enabled=script,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        window = Window(context, address)
        try:
            yield window
        finally:
            context.close()
        assert not window.complaints, window.complaints


@contextmanager
def running_chromium() -> Iterator[Chromium]:
    """Debian's Chromium without a display, with the program's own type; a skip without it, a failure in CI."""
    if shutil.which(PROGRAM) is None:
        missing("没有 Chromium（Debian：apt-get install chromium），企业网站在浏览器里的测试未运行")
    with TemporaryDirectory(prefix="chromium-") as scratch, playwright() as driver:
        settings = Path(scratch, "fonts.conf")
        settings.write_text(_FONTS.format(fonts=resource_path("fonts"), cache=Path(scratch, "cache")), "utf-8")
        browser = driver.chromium.launch(
            executable_path=PROGRAM,
            args=_SWITCHES,
            env={**os.environ, "FONTCONFIG_FILE": str(settings), "LANGUAGE": "zh_CN"},
        )
        yield Chromium(browser)
        browser.close()


def kept(download: Download, folder: Path) -> Path:
    """The downloaded file, in `folder`."""
    target = folder / download.suggested_filename
    download.save_as(target)
    return target
