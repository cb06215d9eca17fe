"""Somebody at a browser on the website: follows links, fills fields by their labels, presses buttons. What no page offers cannot be done."""

from __future__ import annotations

from typing import Any

from tests.hub.portal.browser import KINDS, NAME, PASSWORD, Browser, jpeg
from tests.manual.website.seen import Seen, choices, filled, seen
from tests.papers import CODES

_LABELS = {"yyzz": "营业执照", "cns": "企业承诺书", "zzzs": "资质证书"}


class Contact:
    """An enterprise's contact, or whoever else opens the site; `page` is what is seen now, `file` what was downloaded last."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.file = b""
        self._typed: dict[str, str] = {}
        self._files: dict[str, tuple[str, bytes, str]] = {}
        self.page: Seen = self.open("/")

    def open(self, address: str) -> Seen:
        """Types an address, or follows one."""
        return self._arrived(self.browser.get(address))

    def follow(self, *links: str) -> Seen:
        """Clicks one link after the other."""
        for words in links:
            self.open(self.page.link(words))
        return self.page

    def fill(self, **fields: str) -> None:
        """Types into the fields with these labels; of a choice, picks the entry that begins so."""
        for label, text in fields.items():
            field = self.page.field(label)
            value = text
            if field.tag == "select":
                value = next(sent for words, sent in choices(field).items() if text in words)
            self._typed[field.attributes["name"]] = value

    def tick(self, *labels: str) -> None:
        """Ticks boxes and picks round ones."""
        for label in labels:
            field = self.page.field(label)
            self._typed[field.attributes["name"]] = field.attributes["value"]

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Chooses a file."""
        self._files[self.page.field(label).attributes["name"]] = (name, content, "application/octet-stream")

    def press(self, words: str) -> Seen:
        """Presses a button, which sends its form as it is filled."""
        button, form = self.page.button(words)
        sent = filled(form)
        own = {one.attributes.get("name") for tag in ("input", "select") for one in form.all(tag)}
        sent |= {name: value for name, value in self._typed.items() if name in own}
        if "name" in button.attributes:
            sent[button.attributes["name"]] = button.attributes.get("value", "")
        files = {name: file for name, file in self._files.items() if name in own} or None
        address = button.attributes.get("formaction") or form.attributes["action"]
        return self._arrived(self.browser.client.post(address, data=sent, files=files))

    def sign_in(self, login: str = CODES[0], password: str = PASSWORD, *, on: str = "企业") -> Seen:
        """登录."""
        self.open("/login")
        self.follow(on)
        self.fill(账号=login, 密码=password)
        return self.press("登录")

    def hand_in_photos(self, **instead: tuple[str, bytes]) -> Seen:
        """Step 1 of 企业注册, with other files `instead`."""
        self.open("/login")
        self.follow("注册企业账号")
        for kind in KINDS:
            self.attach(_LABELS[kind], *instead.get(kind, (f"{kind}.jpg", jpeg(kind))))
        return self.press("下一步")

    def fill_unit(self, **changes: str) -> None:
        """Step 2, not sent yet: what was read stands there already."""
        self.fill(**({"所属地区": "湖州市 吴兴区", "联系人姓名": "陈静", "联系人手机": "15000007357"} | changes))
        self.tick("否", "以上信息与营业执照一致")

    def register(self, number: int = 0, mobile: str = "13800005893") -> Seen:
        """The whole of 企业注册."""
        self.hand_in_photos()
        named = NAME + ("二三四"[number - 1] if number else "")
        self.fill_unit(统一社会信用代码=CODES[number], 企业名称=named)
        self.press("下一步")
        self.get_code(负责人手机号=mobile)
        self.fill(负责人手机号=mobile, 短信验证码=self.code, 密码=PASSWORD, 再输入一次=PASSWORD)
        return self.press("提交注册")

    def get_code(self, **fields: str) -> Seen:
        """获取验证码."""
        self.fill(**fields)
        return self.press("获取验证码")

    @property
    def code(self) -> str:
        """What the telephone shows."""
        return self.browser.site.code

    def _arrived(self, response: Any) -> Seen:
        self.browser.page = response
        self._typed, self._files = {}, {}
        if response.headers["content-type"].startswith("text/html"):
            self.page = seen(response.text)
        else:
            self.file = response.content
        return self.page
