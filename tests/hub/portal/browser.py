"""A browser without JavaScript against the website of a Hub, and what it takes to bring an enterprise there."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx2 as httpx
from PIL import Image, ImageDraw
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from school_desk.adapters.sms import OUTBOX
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.enterprises.commands import (
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    ReturnEnterprise,
)
from school_desk.hub.opening import HubSchool
from school_desk.hub.portal.routes import portal_routes
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.database import SchoolDatabase
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.worker import find_function
from school_desk.terms.roles import Role
from tests.papers import CODES

PASSWORD = "Shigang-2026"
NAME = "湖州石凤钢结构工程有限公司"
MOBILE = "13800005893"
STAFF = Actor("staff", "沈文员", frozenset(Role))
KINDS = ("yyzz", "cns", "zzzs")


def jpeg(text: str = "paper", size: tuple[int, int] = (640, 480)) -> bytes:
    """A small JPEG."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((40, 40), text, fill="black")
    written = io.BytesIO()
    image.save(written, "JPEG")
    return written.getvalue()


def reading(kind: str, *, seen: str | None = None, problems: tuple[str, ...] = (), **values: str) -> PaperReading:
    """What an engine might have read."""
    given = values or {
        "uscc": CODES[0],
        "name": NAME,
        "legal_person": "姚锡庆",
        "address": "浙江省湖州市吴兴区埭溪镇创业路849号",
    }
    fields = {name: FieldReading(value, 0.99, (0, 0, 9, 9), FieldState.ACCEPTED) for name, value in given.items()}
    return PaperReading(kind, fields, problems, width=640, height=480, engine="test", seen=seen or kind)


def gateway_away(*_: object) -> None:
    """Stands in for sending a text."""
    raise EnvironmentFault("sms.failed", "短信没有发出去：短信平台没有回应。请稍后再试，或联系培训学校。")


class Reader:
    """Stands in for the pool of workers: answers at once, for photos with `says`; files are made in this process."""

    def __init__(self) -> None:
        self.says: Callable[[str], PaperReading] = reading
        self.read: list[str] = []
        self.submitted: list[str] = []

    def submit(self, function: str, *arguments: Any) -> Any:
        """A job that is done."""
        done: Future[Any] = Future()
        self.submitted.append(function.partition(":")[2])
        try:
            done.set_result(self._answer(function, arguments))
        except Exception as raised:  # noqa: BLE001 - as the pool does: the job tells it, not who hands it in
            done.set_exception(raised)
        return _Done(done)

    def _answer(self, function: str, arguments: tuple[Any, ...]) -> Any:
        if not function.endswith(":read_paper_content"):
            return find_function(function)(*arguments)
        _content, kind = arguments
        self.read.append(kind)
        return self.says(kind)


class _Done:
    def __init__(self, future: Future[Any]) -> None:
        self.future = future

    def cancel(self) -> None:
        """It is done already."""


def _refuse_reading_while_writing(database: SchoolDatabase) -> None:
    """No page reads over another connection while it holds up every other writer: it may have to wait for one."""
    reading, writing, here = database.reading, database.writing, threading.local()

    @contextmanager
    def writes() -> Iterator[Session]:
        here.writes = True
        try:
            with writing() as session:
                yield session
        finally:
            here.writes = False

    def reads() -> AbstractContextManager[Session]:
        assert not getattr(here, "writes", False), "a page reads within its write transaction"
        return reading()

    database.reading, database.writing = reads, writes  # type: ignore[method-assign]


class Website:
    """The website of one Hub, its clock, its reader of photos and its outbox of texts."""

    def __init__(self, school: HubSchool, clock: ScriptedClock) -> None:
        self.school = school
        self.clock = clock
        self.reader = Reader()
        _refuse_reading_while_writing(school.database)
        self.app = Starlette(routes=portal_routes(school, self.reader))  # type: ignore[arg-type]

    def browser(self, address: str = "10.0.0.1", *, secure: bool = False) -> Browser:
        """A browser that nobody has used yet."""
        return Browser(TestClient(self.app, "https://hub" if secure else "http://hub", client=(address, 50000)), self)

    @property
    def texts(self) -> list[dict[str, str]]:
        """Every text sent so far."""
        outbox = self.school.folder.root / OUTBOX
        return [json.loads(line) for line in outbox.read_text("utf-8").splitlines()] if outbox.exists() else []

    @property
    def code(self) -> str:
        """The code in the newest text."""
        found = re.search(r"验证码 (\d{6})", self.texts[-1]["text"])
        assert found
        return found[1]

    def do(self, command: Command) -> Any:
        """What the office decides."""
        return self.school.bus.execute(command, STAFF).result

    def approve(self, enterprise_id: str) -> None:
        """The whole way to 审核通过."""
        today = self.clock.now().date()
        originals: dict[str, Any] = dict.fromkeys(KINDS, "seen")
        self.do(PreApproveEnterprise(enterprise_id))
        self.do(RecordOnSiteReview(enterprise_id, today, "企业办公室", "沈文员", originals, "DA-1"))
        self.do(RecordAuthorityDecision(enterprise_id, True, today, "湖建人〔2026〕1号"))

    def send_back(self, enterprise_id: str, reason: str) -> None:
        """退回补正."""
        self.do(ReturnEnterprise(enterprise_id, (), reason))


class Browser:
    """Keeps cookies, follows redirects and sends the form token of the page it stands on."""

    def __init__(self, client: TestClient, site: Website) -> None:
        self.client = client
        self.site = site
        self.page: httpx.Response | None = None

    def get(self, path: str) -> httpx.Response:
        """Opens a page."""
        self.page = self.client.get(path)
        return self.page

    def post(self, path: str, files: Any = None, **fields: str) -> httpx.Response:
        """Sends a form from the page it stands on, with what is hidden in it."""
        text = self.page.text if self.page is not None else ""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        self.page = self.client.post(path, data={"form": ""} | hidden | fields, files=files)
        return self.page

    def piece(self, path: str, **fields: str) -> httpx.Response:
        """What htmx asks for: the page stays as it is."""
        return self.client.post(
            path, data={"form": self.token} | fields, headers={"HX-Request": "true"}, follow_redirects=False
        )

    @property
    def token(self) -> str:
        """The form token of the page."""
        found = re.search(r'name="form" value="([^"]+)"', self.page.text if self.page is not None else "")
        return found[1] if found else ""

    @property
    def path(self) -> str:
        """Where it stands."""
        assert self.page is not None
        return self.page.url.path

    def photos(self, **contents: bytes) -> httpx.Response:
        """Uploads the three photos, `contents` in place of good ones."""
        self.get("/register")
        given = {kind: contents.get(kind, jpeg(kind)) for kind in KINDS}
        return self.post("/register", files={k: (f"{k}.jpg", c, "image/jpeg") for k, c in given.items()})

    def unit(self, **changes: str) -> httpx.Response:
        """Fills step 2."""
        fields = {
            "credit_code": CODES[0],
            "name": NAME,
            "legal_person": "姚锡庆",
            "address": "浙江省湖州市吴兴区埭溪镇创业路849号",
            "region_code": "330502",
            "province_affiliated": "no",
            "contact_name": "陈静",
            "contact_mobile": "15000007357",
            "confirmed": "yes",
        }
        return self.post("/register/unit", **(fields | changes))

    def finish(self, sent_to: str = MOBILE, **changes: str) -> httpx.Response:
        """Asks for a code and fills step 3."""
        self.post("/register/code", mobile=sent_to)
        fields = {"mobile": sent_to, "code": self.site.code, "password": PASSWORD, "again": PASSWORD}
        return self.post("/register/finish", **(fields | changes))

    def register(self, number: int = 0) -> httpx.Response:
        """The whole registration."""
        self.photos()
        self.unit(credit_code=CODES[number], name=NAME + ("二三四"[number - 1] if number else ""))
        return self.finish(f"1380000589{3 + number}")

    def sign_in(self, login: str = CODES[0], password: str = PASSWORD, **fields: str) -> httpx.Response:
        """Fills 登录."""
        self.get("/login")
        return self.post("/login", login=login, password=password, **({"as": "enterprise"} | fields))
