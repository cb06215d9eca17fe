"""Files of 转账回单 that are sent to the website: what will not do is told and changes nothing, what cannot be read is filled in by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from school_desk.documents.reading.paper import OTHER, PaperReading
from school_desk.hub.portal import slip_files, uploads
from school_desk.hub.portal.drafts import Drafts
from school_desk.intake.slips import MOST_PAGES, MOST_SLIPS
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.ids import new_id
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT
from tests.hub.portal.browser import Browser, Website, jpeg, reading
from tests.hub.portal.slip_forms import (
    TITLE,
    a_slip_is_read,
    all_slips,
    drafts,
    form,
    kept,
    one_after_the_other,
    picture_of,
    printed,
    send,
    shown,
    submit,
)
from tests.hub.portal.test_paying import browser, made, owed, site
from tests.unit.ocr import hostile
from tests.unit.ocr.test_pdf_slips import face, pages

__all__ = ["a_slip_is_read", "browser", "face", "made", "owed", "site"]

pytestmark = pytest.mark.usefixtures("a_slip_is_read")


WRONG = {
    "nothing": (b"", "这个文件不是 JPG、PNG 照片，也不是 PDF"),
    "no picture": ("不是图片".encode(), "这个文件不是 JPG、PNG 照片，也不是 PDF"),
    "another format": (hostile.packed(hostile.page(), "GIF"), "这个文件不是 JPG、PNG 照片，也不是 PDF，只改文件名不行"),
    "too large": (jpeg() + bytes(MAX_UPLOAD_BYTES), "不能超过 2 MB"),
    "too large a PDF": (hostile.pdf() + bytes(MAX_UPLOAD_BYTES), "不能超过 2 MB"),
    "a bomb": (hostile.png(hostile.SIDE, hostile.SIDE), "尺寸过大"),
    "a bomb in a PDF": (hostile.pdf_with_picture(hostile.SIDE), "尺寸过大"),
    "cut off": (jpeg(size=(1600, 1200))[:9000], "图片不完整"),
    "a PDF cut off": (hostile.pdf()[:300], "PDF 打不开"),
    "a password": (hostile.pdf(locked=True), "有密码"),
    "too many pages": (hostile.pdf(MOST_PAGES + 1), f"超过 {MOST_PAGES} 页，没有识别；请分成几份"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_will_not_do_is_told_at_the_field_and_changes_nothing(
    site: Website, browser: Browser, owed: str, what: str
) -> None:
    before = send(browser, owed)
    content, told = WRONG[what]
    answer = send(browser, owed, content, "a.jpg")
    assert answer.status_code == 422
    assert told in " ".join(one.words() for one in shown(browser).root.all("p", class_="why"))
    assert browser.path == f"{owed}/slip"
    assert site.reader.read == ["slip"], "only the earlier one"
    assert picture_of(browser.get(f"{owed}/slip/check")) == picture_of(before), "the earlier file still waits"


def test_more_slips_than_anybody_has_are_refused(site: Website, browser: Browser, owed: str) -> None:
    answer = send(browser, owed, pages(*[(TITLE,) * 3] * (MOST_SLIPS // 3 + 1)), "一年.pdf")
    assert answer.status_code == 422
    assert f"超过 {MOST_SLIPS} 张" in answer.text
    assert drafts(site) == []
    assert send(browser, owed, pages((TITLE, TITLE, TITLE), ()), "三张.pdf").status_code == 200


def test_an_empty_pdf_and_no_file_at_all_are_told(site: Website, browser: Browser, owed: str) -> None:
    assert "里面没有回单" in send(browser, owed, pages(()), "空.pdf").text
    browser.get(f"{owed}/slip")
    answer = browser.post(f"{owed}/slip")
    assert (answer.status_code, "请选择回单的照片" in answer.text) == (422, True)
    assert site.reader.read == []


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (reading("slip", seen="yyzz"), "像是营业执照，不是转账回单"),
        (reading("slip", seen="cns", amount="2200.00", payee_account=OWN_ACCOUNT), "像是企业承诺书"),
        (reading("slip", seen=OTHER, date="2026-08-03", amount="2200.00"), "没有认出转账回单"),
        (reading("slip", seen=OTHER, serial_no="1"), "没有认出转账回单"),
    ],
)
def test_another_paper_is_no_slip(site: Website, browser: Browser, owed: str, read: PaperReading, told: str) -> None:
    site.reader.says = lambda _kind: read
    for content, name in ((jpeg(), "a.jpg"), (pages((TITLE,)), "a.pdf")):
        answer = send(browser, owed, content, name)
        assert (answer.status_code, browser.path) == (422, f"{owed}/slip")
        assert told in answer.text
    assert drafts(site) == []


def test_a_slip_of_an_unknown_bank_goes_on(site: Website, browser: Browser, owed: str) -> None:
    site.reader.says = lambda _kind: replace(printed(), seen=OTHER)
    send(browser, owed)
    assert browser.path == f"{owed}/slip/check"
    assert "回单已收到" in submit(browser, owed).text


def fails(_kind: str) -> PaperReading:
    raise EnvironmentFault("job.crashed", "后台处理程序意外退出，这一项没有完成。")


def takes_too_long(_kind: str) -> PaperReading:
    raise TimeoutError


@pytest.mark.parametrize("says", [fails, takes_too_long])
def test_what_could_not_be_read_is_filled_in_by_hand(
    site: Website, browser: Browser, owed: str, says: Callable[[str], PaperReading]
) -> None:
    site.reader.says = says
    page = send(browser, owed)
    assert (page.status_code, browser.path) == (200, f"{owed}/slip/check")
    assert "没有识别出来，请对照图片填写" in page.text
    assert browser.client.get(picture_of(page)).content == jpeg("slip")
    assert form(browser) == dict.fromkeys(form(browser), "") | {"payer_name": COMPANY, "payee_account": OWN_ACCOUNT}
    assert submit(browser, owed).status_code == 422
    browser.get(f"{owed}/slip/check")
    assert "回单已收到" in submit(browser, owed, amount="2,200.00", paid_on="2026-08-03").text
    (slip,) = all_slips(site)
    assert (slip.amount_fen, slip.payer_account, slip.serial_no) == (220_000, None, "")


def test_other_papers_in_a_pdf_are_left_out_and_said(site: Website, browser: Browser, owed: str) -> None:
    site.reader.says = one_after_the_other(reading("slip", seen=OTHER, date="2026-08-03"), printed())
    page = send(browser, owed, pages((TITLE, TITLE)), "有封面.pdf")
    assert "另有 1 张不是转账回单，没有列出" in page.text
    assert "第 1/" not in page.text
    assert form(browser)["amount"] == "2200.00"


def test_what_could_not_be_read_in_a_pdf_spoils_no_other(site: Website, browser: Browser, owed: str) -> None:
    def second_fails(_kind: str) -> PaperReading:
        return fails(_kind) if len(site.reader.read) == 2 else printed(serial_no=str(len(site.reader.read)))

    site.reader.says = second_fails
    send(browser, owed, pages((TITLE,) * 3), "三张.pdf")
    for place, amount in enumerate(("2200.00", "", "2200.00"), 1):
        assert form(browser)["amount"] == amount, place
        submit(browser, owed, skip="yes")


def test_a_slip_on_its_side_is_shown_upright_and_kept_as_it_came(site: Website, browser: Browser, owed: str) -> None:
    site.reader.says = lambda _kind: replace(printed(), rotation=90)
    content = jpeg("slip", (640, 480))
    page = send(browser, owed, content)
    with Image.open(io.BytesIO(browser.client.get(picture_of(page)).content)) as upright:
        assert upright.size == (480, 640)
    submit(browser, owed)
    stored = kept(site, all_slips(site)[0])
    assert (stored.rotation, site.school.blobs.get(stored.sha256)) == (90, content)


def test_a_png_is_kept_beside_the_picture_that_is_read(site: Website, browser: Browser, owed: str) -> None:
    content = hostile.packed(hostile.page(640, 480), "PNG")
    page = send(browser, owed, content, "截图.png")
    assert browser.client.get(picture_of(page)).content.startswith(b"\xff\xd8\xff")
    submit(browser, owed)
    assert site.school.blobs.get(kept(site, all_slips(site)[0]).original_sha256) == content


def test_who_sends_too_many_is_stopped(browser: Browser, owed: str) -> None:
    for _ in range(uploads.BY_ACCOUNT.most):
        browser.get(f"{owed}/slip")
        assert browser.post(f"{owed}/slip").status_code == 422
    browser.get(f"{owed}/slip")
    assert browser.post(f"{owed}/slip").status_code == 429


def test_what_waits_is_sealed(site: Website, browser: Browser, owed: str) -> None:
    send(browser, owed)
    (draft,) = drafts(site)
    lying = {file.name: file.read_bytes() for file in draft.iterdir()}
    assert sorted(name.partition("-")[0] for name in lying) == ["answers", "picture"]
    assert not any(COMPANY_ACCOUNT.encode() in content or content.startswith(b"\xff\xd8") for content in lying.values())


def test_of_two_windows_that_send_at_once_neither_shows_the_others_picture(
    site: Website, browser: Browser, owed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other's file takes the place of this one's pictures before what was read of these is kept."""
    keep_answers = Drafts.keep_answers

    def keep_late(drafts_: Drafts, token: str, answers: dict[str, Any]) -> None:
        (slot,) = [file.name for file in drafts(site)[0].iterdir()]
        drafts_.drop(token)
        drafts_.keep_file(token, slot.partition("-")[0] + "-" + new_id(site.clock.now()), jpeg())
        keep_answers(drafts_, token, answers)

    monkeypatch.setattr(Drafts, "keep_answers", keep_late)
    page = send(browser, owed)
    assert browser.client.get(picture_of(page)).status_code == 404
    assert "没有等待核对的回单" in submit(browser, owed).text
    assert not all_slips(site)


def crashes(_content: bytes, _name: str) -> None:
    """Stands in for opening a file that no library bears."""
    fails("slip")


def test_a_file_that_ends_the_worker_is_told_at_the_field(
    browser: Browser, owed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slip_files, "OPEN", f"{__name__}:{crashes.__name__}")
    answer = send(browser, owed)
    assert (answer.status_code, browser.path) == (422, f"{owed}/slip")
    assert "后台处理程序意外退出" in answer.text
