"""上传转账回单 on the website: read, held against the record, confirmed beside the picture, slip by slip; of nobody else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from school_desk.documents.reading.paper import FieldReading, FieldState
from school_desk.hub.portal.drafts import KEPT_FOR
from school_desk.terms.statuses import SlipStatus
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT
from tests.hub.portal.browser import Browser, Website, jpeg
from tests.hub.portal.schools import as_enterprise
from tests.hub.portal.slip_forms import (
    PRINTED,
    TITLE,
    a_slip_is_read,
    all_slips,
    drafts,
    form,
    judged,
    kept,
    one_after_the_other,
    picture_of,
    printed,
    send,
    shown,
    submit,
    tags,
)
from tests.hub.portal.test_paying import browser, made, others, owed, paid, site
from tests.unit.ocr.test_pdf_slips import face, pages

__all__ = ["a_slip_is_read", "browser", "face", "made", "others", "owed", "paid", "site"]

pytestmark = pytest.mark.usefixtures("a_slip_is_read")


def test_a_photo_is_read_confirmed_and_waits_for_its_money(site: Website, browser: Browser, owed: str) -> None:
    page = browser.get(f"{owed}/slip").text
    assert f'data-most="{MAX_UPLOAD_BYTES}"' in page, "the browser stops a larger photo before it is sent"
    page = send(browser, owed)
    assert (page.status_code, browser.path) == (200, f"{owed}/slip/check")
    assert form(browser) == {"paid_on" if name == "date" else name: value for name, value in PRINTED.items()}
    assert set(tags(browser).values()) == {"已识别"}
    assert "第 1/" not in page.text
    assert browser.client.get(picture_of(page)).content == jpeg("slip")
    assert all_slips(site) == (), "nothing before it is confirmed"
    done = submit(browser, owed)
    assert "回单已收到" in done.text
    assert "待到账" in done.text
    assert "待缴费" in done.text, "a slip alone pays nothing"
    (slip,) = all_slips(site)
    assert (slip.amount_fen, slip.status, slip.payer_account) == (220_000, SlipStatus.WAITING, COMPANY_ACCOUNT)
    assert (slip.serial_no, str(slip.paid_on), slip.payee_account) == ("0918311702411100", "2026-08-03", OWN_ACCOUNT)
    assert slip.enterprise == COMPANY
    assert site.school.blobs.get(kept(site, slip).sha256) == jpeg("slip")
    assert drafts(site) == []


@pytest.mark.parametrize(
    ("state", "value", "stands", "tag"),
    [
        (FieldState.LOOK, "1800.00", "1800.00", "请核对"),
        (FieldState.FAILED, "1800.00", "", "请填写"),
        (FieldState.FAILED, None, "", "请填写"),
    ],
)
def test_what_is_not_proven_is_to_be_looked_at_and_what_is_contradicted_stays_empty(
    site: Website, browser: Browser, owed: str, state: FieldState, value: str | None, stands: str, tag: str
) -> None:
    site.reader.says = lambda _kind: judged("amount", state, value)
    send(browser, owed)
    assert (form(browser)["amount"], tags(browser)["amount"]) == (stands, tag)
    assert (form(browser)["paid_on"], tags(browser)["paid_on"]) == ("2026-08-03", "已识别")


@pytest.mark.parametrize(
    ("name", "usual"), [("payer_name", COMPANY), ("payee_account", OWN_ACCOUNT), ("payer_account", "")]
)
def test_the_usual_stands_only_where_nothing_was_read(
    site: Website, browser: Browser, owed: str, name: str, usual: str
) -> None:
    site.reader.says = lambda _kind: judged(name, FieldState.FAILED, None)
    send(browser, owed)
    assert (form(browser)[name], tags(browser)[name]) == (usual, "请核对" if usual else "")
    for state, stands in ((FieldState.FAILED, ""), (FieldState.LOOK, "6222021205000000000")):
        site.reader.says = lambda _kind, state=state: judged(name, state, "6222021205000000000")  # type: ignore[misc]
        send(browser, owed)
        assert form(browser)[name] == stands, state


def test_it_is_held_against_the_schools_accounts_and_ones_own_name_alone(
    site: Website, browser: Browser, owed: str
) -> None:
    almost = OWN_ACCOUNT[:-1] + "9"
    site.reader.says = lambda _kind: printed(payee_account=almost, payer_name=COMPANY.replace("石", "右"))
    page = send(browser, owed)
    assert (tags(browser)["payee_account"], form(browser)["payee_account"]) == ("请核对", almost)
    assert "与学校的账号只差一位" in page.text
    assert tags(browser)["payer_name"] == "请核对"
    assert f"企业档案里是“{COMPANY}”" in page.text
    faint = FieldReading(OWN_ACCOUNT, 0.2, None, FieldState.LOOK)
    site.reader.says = lambda _kind: replace(printed(), fields=dict(printed().fields) | {"payee_account": faint})
    assert "是学校的收款账号" in send(browser, owed).text
    assert tags(browser)["payee_account"] == "已识别", "so many digits do not become the school's by a misreading"


def test_no_other_enterprises_name_is_told(site: Website, browser: Browser, owed: str) -> None:
    """There is one called the same with 二 behind it: the school's own desk would say so."""
    misread = COMPANY.replace("石", "右") + "二"
    site.reader.says = lambda _kind: printed(payer_name=misread)
    page = send(browser, owed)
    assert form(browser)["payer_name"] == misread
    assert "企业档案" not in page.text
    assert COMPANY + "二" not in page.text
    site.reader.says = lambda _kind: judged("payer_name", FieldState.LOOK, COMPANY + "二")
    assert "与企业档案一致" not in send(browser, owed).text
    assert tags(browser)["payer_name"] == "请核对"


@pytest.mark.parametrize(
    ("changes", "told", "field"),
    [
        ({"amount": "很多"}, "金额", "amount"),
        ({"amount": "0"}, "请填写回单金额", "amount"),
        ({"paid_on": ""}, "请填写转账日期", "paid_on"),
        ({"paid_on": "2026-08-09"}, "还没有到", "paid_on"),
        ({"payer_name": " "}, "付款人", "payer_name"),
        ({"payee_account": ""}, "收款账号", "payee_account"),
    ],
)
def test_what_is_filled_in_wrongly_is_told_and_stays_as_it_was_typed(
    site: Website, browser: Browser, owed: str, changes: dict[str, str], told: str, field: str
) -> None:
    send(browser, owed)
    answer = submit(browser, owed, **({"serial_no": "手写 77"} | changes))
    assert answer.status_code == 422
    assert told in next(shown(browser).root.all("p", id=f"{field}-told")).words()
    assert form(browser)["serial_no"] == "手写 77"
    assert (tags(browser)["serial_no"], tags(browser)["payer_account"]) == ("", "已识别"), "only what was read"
    assert all_slips(site) == ()
    browser.get(f"{owed}/slip/check")
    assert form(browser)["serial_no"] == PRINTED["serial_no"], "opened anew it is as it was read"
    assert "回单已收到" in submit(browser, owed).text


def test_each_slip_of_a_pdf_comes_after_the_other(site: Website, browser: Browser, owed: str) -> None:
    content = pages((TITLE, TITLE), (TITLE,))
    serials = ("1001", "1002", "1003")
    site.reader.says = one_after_the_other(*(printed(serial_no=one) for one in serials))
    page, looked_at = send(browser, owed, content, "三张回单.pdf"), []
    for place, press in enumerate(({}, {"skip": "yes", "amount": "不要"}, {}), 1):
        assert f"第 {place}/3 张" in page.text
        assert form(browser)["serial_no"] == serials[place - 1]
        looked_at.append(browser.client.get(picture_of(page)).content)
        page = submit(browser, owed, **press)
        assert ("上一张回单已提交" in page.text, "上一张回单已跳过" in page.text) == (place == 1, place == 2)
    assert "回单已收到" in page.text
    first, third = sorted(all_slips(site), key=lambda slip: slip.serial_no)
    assert (first.serial_no, third.serial_no) == ("1001", "1003")
    assert len(set(looked_at)) == 3
    for slip, picture in ((first, looked_at[0]), (third, looked_at[2])):
        stored = kept(site, slip)
        assert site.school.blobs.get(stored.sha256) == picture
        assert site.school.blobs.get(stored.original_sha256) == content
        assert stored.original_name == "三张回单.pdf"
    assert drafts(site) == []


def test_a_slip_that_is_there_already_is_told_and_the_others_go_on(site: Website, browser: Browser, owed: str) -> None:
    send(browser, owed)
    submit(browser, owed)
    site.reader.says = one_after_the_other(printed(), printed(serial_no="1002"))
    send(browser, owed, pages((TITLE, TITLE)), "两张.pdf")
    answer = submit(browser, owed)
    assert answer.status_code == 422
    assert "已经登记过" in answer.text
    assert "第 1/2 张" in answer.text
    page = submit(browser, owed, skip="yes")
    assert "第 2/2 张" in page.text
    assert "回单已收到" in submit(browser, owed).text
    assert {slip.serial_no for slip in all_slips(site)} == {PRINTED["serial_no"], "1002"}


def test_all_skipped_is_nothing_registered(site: Website, browser: Browser, owed: str) -> None:
    send(browser, owed, pages((TITLE, TITLE)), "两张.pdf")
    submit(browser, owed, skip="yes")
    page = submit(browser, owed, skip="yes")
    assert browser.path == owed
    assert "回单已收到" not in page.text
    assert (all_slips(site), drafts(site)) == ((), [])


@pytest.mark.parametrize("count", [1, 2])
def test_a_button_that_is_pressed_twice_registers_it_once(
    site: Website, browser: Browser, owed: str, count: int
) -> None:
    site.reader.says = one_after_the_other(printed(serial_no=""), printed(serial_no="1002"))
    send(browser, owed, pages((TITLE,) * count), "回单.pdf")
    first_page, filled = browser.page, form(browser)
    once = browser.post(f"{owed}/slip/check", **filled)
    browser.page = first_page
    twice = browser.post(f"{owed}/slip/check", **filled)
    assert (twice.status_code, twice.url.path) == (200, once.url.path)
    assert ("回单已收到" if count == 1 else "第 2/2 张") in twice.text
    assert len(all_slips(site)) == 1
    browser.page = first_page
    page = browser.post(f"{owed}/slip/check", **filled, skip="yes")
    if count == 2:
        page = submit(browser, owed, skip="yes")
    assert "回单已收到" in page.text, "what is registered is not skipped any more"


def test_another_file_that_came_meanwhile_is_not_confirmed_unseen(site: Website, browser: Browser, owed: str) -> None:
    site.reader.says = one_after_the_other(printed(amount="800.00"), printed())
    send(browser, owed)
    earlier, filled = browser.page, form(browser)
    send(browser, owed, jpeg("another"))
    browser.page = earlier
    answer = browser.post(f"{owed}/slip/check", **filled)
    assert answer.status_code == 422
    assert "换成后来上传的另一份" in answer.text
    assert form(browser)["amount"] == "2200.00"
    assert all_slips(site) == ()
    assert "回单已收到" in submit(browser, owed).text


def test_two_batches_in_two_windows_do_not_mix(site: Website, browser: Browser, owed: str, paid: str) -> None:
    site.reader.says = one_after_the_other(printed(serial_no="1001"), printed(serial_no="1002"))
    of_owed = picture_of(send(browser, owed, jpeg("of owed")))
    of_paid = picture_of(send(browser, paid, jpeg("of paid")))
    assert browser.client.get(of_owed).content == jpeg("of owed")
    assert browser.client.get(of_paid).content == jpeg("of paid")
    assert browser.client.get(of_paid.replace(paid, owed)).status_code == 404
    for batch, serial in ((owed, "1001"), (paid, "1002")):
        browser.get(f"{batch}/slip/check")
        assert form(browser)["serial_no"] == serial
        submit(browser, batch)
    assert len({slip.batch_id for slip in all_slips(site)}) == 2


@pytest.mark.parametrize("late", [False, True])
def test_without_a_file_that_waits_one_begins_anew(site: Website, browser: Browser, owed: str, late: bool) -> None:
    if late:
        send(browser, owed)
        there, filled = browser.page, form(browser)
        site.clock.move_to(site.clock.now() + KEPT_FOR + timedelta(minutes=1))
        browser.sign_in()
        browser.get(owed)
        assert there is not None
        filled["mark"] = re.findall(r'name="mark" value="(\w+)"', there.text)[0]
        answer = browser.client.post(f"{owed}/slip/check", data={"form": _token(browser)} | filled)
        assert answer.url.path == f"{owed}/slip"
    answer = browser.get(f"{owed}/slip/check")
    assert (browser.path, answer.status_code) == (f"{owed}/slip", 200)
    assert "没有等待核对的回单" in answer.text
    assert all_slips(site) == ()


def _token(browser: Browser) -> str:
    browser.get("/home")
    return browser.token


def test_a_made_up_mark_leads_nowhere(site: Website, browser: Browser, owed: str) -> None:
    browser.get(f"{owed}/slip")
    for mark in ("", "x", "0" * 32, "../picture-0"):
        answer = browser.post(f"{owed}/slip/check", mark=mark, payer_name=COMPANY)
        assert answer.url.path == f"{owed}/slip", mark
        assert browser.client.get(f"{owed}/slip/picture.jpg", params={"slip": mark}).status_code == 404
        browser.get(f"{owed}/slip")


def test_another_enterprises_batch_and_its_slips_are_not_there(
    site: Website, browser: Browser, made: tuple[Path, Any], owed: str, others: str
) -> None:
    page = send(browser, owed)
    picture, mark = picture_of(page), re.findall(r'name="mark" value="(\w+)"', page.text)[0]
    for address in (f"{others}/slip", f"{others}/slip/check", picture.replace(owed, others)):
        answer = browser.client.get(address)
        assert answer.status_code == 404, address
        assert "二" not in answer.text, address
    stranger = as_enterprise(site, made[1][2][0], 1)
    assert stranger.client.get(picture).status_code == 404
    assert stranger.client.get(picture.replace(owed, others)).status_code == 404
    assert stranger.get(f"{owed}/slip/check").status_code == 404
    stranger.get(f"{others}/slip")
    answer = stranger.post(f"{others}/slip/check", mark=mark, **form(browser))
    assert answer.url.path == f"{others}/slip"
    number = others.rsplit("/", 1)[1]
    assert browser.post(f"{others}/slip/check", **form(browser)).status_code == 404
    assert all_slips(site) == ()
    browser.get(f"{owed}/slip/check")
    submit(browser, owed, batch_id=number, enterprise_id=made[1][2][0])
    (slip,) = all_slips(site)
    assert slip.enterprise == COMPANY
    stranger.get(f"{others}/slip")
    answer = stranger.post(f"{others}/slip/check", mark=mark)
    assert answer.url.path == f"{others}/slip", "that it is registered is the owner's to know"


def test_a_slip_of_another_enterprise_is_not_described(
    site: Website, browser: Browser, made: tuple[Path, Any], owed: str, others: str
) -> None:
    send(browser, owed)
    submit(browser, owed)
    stranger = as_enterprise(site, made[1][2][0], 1)
    site.reader.says = lambda _kind: printed(payer_name="别的公司", amount="800.00")
    send(stranger, others)
    answer = submit(stranger, others)
    assert "已经登记过" in answer.text
    assert "2,200.00" not in answer.text
