"""Somebody who sends 转账回单 to the website: what the slips say, the two steps, what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from school_desk.documents.queries import PaperRow, paper
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.payments.queries import SlipListRow, slips
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT
from tests.hub.portal.browser import Browser, Website, jpeg, reading
from tests.manual.website.seen import Seen, seen

TITLE = "某某银行网上银行电子回单"
PRINTED = {
    "payer_name": COMPANY,
    "payer_account": COMPANY_ACCOUNT,
    "payee_account": OWN_ACCOUNT,
    "amount": "2200.00",
    "date": "2026-08-03",
    "serial_no": "0918311702411100",
}
LABELS = ("付款人", "付款账号", "收款账号", "金额（元）", "转账日期", "流水号")


@pytest.fixture
def a_slip_is_read(site: Website) -> None:
    """Whatever is sent, unless a test says otherwise."""
    site.reader.says = lambda _kind: printed()


def printed(**changes: str) -> PaperReading:
    """A slip that was read well, but for what stands elsewhere on it."""
    return reading("slip", seen="slip", problems=(), **(PRINTED | changes))


def judged(name: str, state: FieldState, value: str | None) -> PaperReading:
    """The same, with one field as the reader may leave it."""
    whole = printed()
    field = FieldReading(value, 0.4, None, state)
    return replace(whole, fields=dict(whole.fields) | {name: field})


def one_after_the_other(*readings: PaperReading) -> Callable[[str], PaperReading]:
    """A reader that says these in turn."""
    left = iter(readings)
    return lambda _kind: next(left)


def send(browser: Browser, batch: str, content: bytes | None = None, name: str = "回单.jpg") -> Any:
    """Step 1."""
    browser.get(f"{batch}/slip")
    files = {"slip": (name, jpeg("slip") if content is None else content, "application/octet-stream")}
    return browser.post(f"{batch}/slip", files=files)


def shown(browser: Browser) -> Seen:
    """The page it stands on, as somebody reads it."""
    assert browser.page is not None
    return seen(browser.page.text)


def form(browser: Browser) -> dict[str, str]:
    """The form of step 2 as it is filled."""
    page = shown(browser)
    return {field["name"]: field["value"] for label in LABELS for field in [page.field(label).attributes]}


def tags(browser: Browser) -> dict[str, str]:
    """How sure each field is."""
    page = shown(browser)
    labels = {one.attributes["for"]: one for one in page.root.all("label")}
    return {name: "".join(tag.words() for tag in label.all("em")) for name, label in labels.items()}


def submit(browser: Browser, batch: str, **changes: str) -> Any:
    """提交 of the form as it is filled, but for `changes`."""
    return browser.post(f"{batch}/slip/check", **(form(browser) | changes))


def all_slips(site: Website) -> tuple[SlipListRow, ...]:
    with site.school.reading() as session:
        return slips(session, site.school.id)


def kept(site: Website, slip: SlipListRow) -> PaperRow:
    """The picture of a registered slip."""
    with site.school.reading() as session:
        found = paper(session, site.school.id, slip.document_id)
    assert found is not None
    return found


def drafts(site: Website) -> list[Path]:
    folder = site.school.folder.root / "slips"
    return list(folder.iterdir()) if folder.exists() else []


def picture_of(page: Any) -> str:
    """The address of the picture beside the form."""
    found = re.search(r'<img src="([^"]+/slip/picture\.jpg\?slip=[0-9a-f]{32})"', page.text)
    assert found
    return found[1]
