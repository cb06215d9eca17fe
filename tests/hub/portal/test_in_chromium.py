"""The website in a real browser: JavaScript's niceties work under the policy that forbids inline script, and nothing runs out of the page.

Needs Debian's `chromium` and `chromium-driver`, and Selenium's Python client; says so loudly where they are absent.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.hub.portal.browser import MOBILE, NAME, PASSWORD, Website, jpeg

pytestmark = pytest.mark.long
KINDS = ("yyzz", "cns", "zzzs")


class Chromium:
    """A headless window on the website."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self, path: str) -> None:
        """Goes to a page."""
        self.driver.get(self.address + path)

    def find(self, selector: str) -> Any:
        """The first element."""
        return self.driver.find_element("css selector", selector)

    def fill(self, **fields: str) -> None:
        """Types into fields by name."""
        for name, text in fields.items():
            self.find(f"main [name={name}]").send_keys(text)

    def press(self, word: str) -> None:
        """Presses the button or link of that word in the page."""
        self.driver.find_element("xpath", f"//main//*[self::button or self::a][normalize-space()='{word}']").click()

    def until(self, told: str, selector: str = "body") -> None:
        """Waits until the words are there."""
        waiting = importlib.import_module("selenium.webdriver.support.ui").WebDriverWait(self.driver, 30)
        waiting.until(lambda _driver: told in self.find(selector).text, f"“{told}” in {selector}")

    def is_as_wide(self, width: int) -> bool:
        """Whether the page fits a screen of that width."""
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        fits: bool = self.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        return fits


@pytest.fixture
def served(site: Website) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(site.app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def chromium(served: str) -> Iterator[Chromium]:
    programs = [shutil.which("chromium"), shutil.which("chromedriver")]
    if not all(programs) or importlib.util.find_spec("selenium") is None:
        pytest.skip("没有 chromium、chromium-driver 或 selenium，浏览器里的检查没有运行")
    webdriver = importlib.import_module("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = programs[0]
    for switch in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = importlib.import_module("selenium.webdriver.chrome.service").Service(programs[1])
    driver = webdriver.Chrome(options=options, service=service)
    yield Chromium(driver, served)
    driver.quit()


def test_an_enterprise_registers_in_a_browser(site: Website, chromium: Chromium, tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"{kind}.jpg").write_bytes(jpeg(kind))
    chromium.open("/register")
    chromium.find("#yyzz").send_keys(str(tmp_path / "cns.jpg"))
    chromium.until("请改名为 yyzz.jpg", "#yyzz-told")
    for kind in KINDS:
        chromium.find(f"#{kind}").send_keys(str(tmp_path / f"{kind}.jpg"))
        chromium.until("格式和大小合格", f"#{kind}-told")
    chromium.press("下一步")
    chromium.until("单位信息")
    assert chromium.find("[name=name]").get_attribute("value") == NAME
    chromium.find("[name=region_code] option[value='330502']").click()
    chromium.find("[value=no]").click()
    chromium.until("湖州市住房和城乡建设局", "#reviewer")
    chromium.find("[name=confirmed]").click()
    chromium.press("下一步")
    chromium.until("负责人手机号")
    chromium.fill(mobile=MOBILE, password=PASSWORD, again=PASSWORD)
    chromium.press("获取验证码")
    chromium.until("验证码已发送", "#code-told")
    assert chromium.find("[name=password]").get_attribute("value") == PASSWORD, "the page stayed as it was"
    chromium.fill(code=site.code)
    chromium.press("提交注册")
    chromium.until("注册成功")
    for path in ("/enterprise", "/home", "/enterprise/edit", "/enterprise/mobile", "/password"):
        chromium.open(path)
        assert chromium.is_as_wide(1280), path
        assert chromium.is_as_wide(390), path
    assert [entry for entry in chromium.driver.get_log("browser") if entry["level"] in ("WARNING", "SEVERE")] == []


def test_the_public_pages_fit_a_phone_and_break_no_policy(chromium: Chromium) -> None:
    for path in ("/login", "/login?as=authority", "/forgot", "/register", "/certificates"):
        chromium.open(path)
        assert chromium.is_as_wide(1280), path
        assert chromium.is_as_wide(360), path
    assert [entry for entry in chromium.driver.get_log("browser") if entry["level"] in ("WARNING", "SEVERE")] == []
