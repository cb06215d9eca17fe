"""缴费 on the website: what is owed and how to pay, what has arrived, whose account opens when, and slips; of nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from school_desk.enrollments.queries import batch, batches
from school_desk.payments.commands import RecordInvoiceIssued
from school_desk.payments.queries import SlipListRow, invoices, slips
from school_desk.terms.statuses import SlipStatus
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.flows.cashier import BRICK_FEE, COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.hub.portal.browser import Browser, Website, jpeg
from tests.hub.portal.schools import as_enterprise, hub_of, website
from tests.school import Office

SLIP = {
    "payer_name": COMPANY,
    "payer_account": COMPANY_ACCOUNT,
    "payee_account": OWN_ACCOUNT,
    "amount": "2,200.00",
    "paid_on": "2026-08-03",
    "serial_no": "0918-3117-0241-1100",
}


INVOICE = "26332000000012345678"


def _school(office: Office) -> tuple[tuple[str, str], ...]:
    """Two enterprises with a batch each; the first one's first of two has been paid and reviewed."""
    cashier = Cashier(office)
    own, other = cashier.enterprise(0), cashier.enterprise(1)
    paid = cashier.batch(own, 1)
    (owed,) = (row.id for row in cashier.receivables(paid))
    cashier.claim(cashier.paid_in(STEEL_FEE), owed)
    cashier.review(owed)
    with office.school.reading() as session:
        (invoice,) = invoices(session, office.school.id)
    cashier.do(RecordInvoiceIssued(invoice.id, INVOICE, date(2026, 8, 3), invoice.amount_fen))
    ids = (paid, cashier.batch(own, 2, 1), cashier.batch(other, 1))
    with office.school.reading() as session:
        found = [batch(session, office.school.id, one) for one in ids]
    return tuple((row.enterprise_id, row.number) for row in found if row)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    return hub_of(founded, tmp_path_factory.mktemp("paying"), _school)


@pytest.fixture
def site(made: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    opened = website(made[0], tmp_path / "hub", 2026, 8, 4, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def browser(site: Website, made: tuple[Path, Any]) -> Browser:
    return as_enterprise(site, made[1][0][0])


@pytest.fixture
def paid(made: tuple[Path, Any]) -> str:
    """The address of the paid batch."""
    return f"/enterprise/payments/{made[1][0][1]}"


@pytest.fixture
def owed(made: tuple[Path, Any]) -> str:
    """The address of the batch that waits for its money."""
    return f"/enterprise/payments/{made[1][1][1]}"


@pytest.fixture
def others(made: tuple[Path, Any]) -> str:
    """The address of another enterprise's batch."""
    return f"/enterprise/payments/{made[1][2][1]}"


def all_slips(site: Website) -> tuple[SlipListRow, ...]:
    with site.school.reading() as session:
        return slips(session, site.school.id)


def test_it_says_what_is_owed_where_to_and_under_which_code(site: Website, browser: Browser, owed: str) -> None:
    page = browser.get(owed).text
    with site.school.reading() as session:
        (code,) = [b.payment_code for b in batches(session, site.school.id) if owed.endswith(b.number)]
    words = ("钢筋工 中级工", "砌筑工 初级工", "1,600.00", "600.00", "2,200.00", code, "待缴费", "缴费通知单")
    for word in (*words, "湖州市吴兴区城建职业技能培训学校", OWN_ACCOUNT, "工行湖州红丰支行"):
        assert word in page, word
    assert 2 * STEEL_FEE + BRICK_FEE == 220_000
    listed = browser.get("/enterprise/payments").text
    for word in ("2,200.00", "待缴费", "费用审核通过", "800.00", code):
        assert word in listed, word


def test_the_notice_is_a_pdf_while_something_is_owed(browser: Browser, owed: str, paid: str) -> None:
    answer = browser.client.get(f"{owed}/notice.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert browser.get(f"{paid}/notice.pdf").status_code == 404


def test_an_issued_invoice_stands_with_its_batch_alone(browser: Browser, owed: str, paid: str) -> None:
    assert INVOICE in browser.get(paid).text
    assert INVOICE not in browser.get(owed).text


def test_each_trainee_sees_when_the_account_opens(browser: Browser, owed: str, paid: str) -> None:
    page = browser.get(paid).text
    assert "预计 2026-08-06 前开通" in page, "the third working day after 2026-08-03"
    assert "http://jzgr.zhujianpeixun.com/Account/Index" in page
    assert "本人身份证号码" in page
    assert "111111" not in page
    assert "缴费成功后 1-3 个工作日内" in browser.get(owed).text


def test_a_slip_is_a_claim_that_waits_for_the_money(site: Website, browser: Browser, owed: str) -> None:
    page = browser.get(f"{owed}/slip").text
    assert f'data-most="{MAX_UPLOAD_BYTES}"' in page, "the browser stops a larger photo before it is sent"
    assert COMPANY in page
    assert 'value="2200.00"' in page
    done = browser.post(f"{owed}/slip", files={"slip": ("回单.jpg", jpeg("slip"), "image/jpeg")}, **SLIP)
    assert "回单已收到" in done.text
    assert "待到账" in done.text
    (slip,) = all_slips(site)
    assert (slip.amount_fen, slip.status, slip.payer_account) == (220_000, SlipStatus.WAITING, COMPANY_ACCOUNT)
    assert "待缴费" in done.text, "a slip alone pays nothing"


@pytest.mark.parametrize(
    ("content", "changes", "told"),
    [
        (b"%PDF-1.4", {}, "不是 JPG 照片"),
        (jpeg() + bytes(2 * 1024 * 1024), {}, "不能超过 2 MB"),
        (jpeg(), {"amount": "很多"}, "金额"),
        (jpeg(), {"amount": "0"}, "请填写回单金额"),
        (jpeg(), {"paid_on": ""}, "请填写转账日期"),
        (jpeg(), {"paid_on": "2026-08-09"}, "还没有到"),
        (jpeg(), {"payer_name": " "}, "付款人"),
    ],
)
def test_what_will_not_do_is_told(
    site: Website, browser: Browser, owed: str, content: bytes, changes: dict[str, str], told: str
) -> None:
    browser.get(f"{owed}/slip")
    answer = browser.post(f"{owed}/slip", files={"slip": ("a.jpg", content, "image/jpeg")}, **(SLIP | changes))
    assert answer.status_code == 422
    assert told in answer.text
    browser.get(f"{owed}/slip")
    assert "请选择回单的照片" in browser.post(f"{owed}/slip", **SLIP).text
    assert all_slips(site) == ()


def test_another_enterprises_batch_is_not_there(site: Website, browser: Browser, owed: str, others: str) -> None:
    for address in (others, others.lower(), f"{others}/notice.pdf", f"{others}/slip", "/enterprise/payments/x"):
        answer = browser.get(address)
        assert answer.status_code == 404, address
        assert "二" not in answer.text, address
    browser.get(f"{owed}/slip")
    files = {"slip": ("a.jpg", jpeg(), "image/jpeg")}
    assert browser.post(f"{others}/slip", files=files, **SLIP).status_code == 404
    assert all_slips(site) == ()
    assert others.rsplit("/", 1)[1] not in browser.get("/enterprise/payments").text
    number = others.rsplit("/", 1)[1]
    browser.get(f"{owed}/slip")
    browser.post(f"{owed}/slip", files=files, batch_id=number, enterprise_id=number, **SLIP)
    (slip,) = all_slips(site)
    assert f"/{slip.batch_id}" != others
    assert slip.enterprise == COMPANY


def test_a_slip_of_another_enterprise_is_not_described(
    site: Website, browser: Browser, made: tuple[Path, Any], owed: str, others: str
) -> None:
    browser.get(f"{owed}/slip")
    browser.post(f"{owed}/slip", files={"slip": ("a.jpg", jpeg(), "image/jpeg")}, **SLIP)
    other = as_enterprise(site, made[1][2][0], 1)
    other.get(f"{others}/slip")
    fields = SLIP | {"payer_name": "别的公司", "amount": "800"}
    answer = other.post(f"{others}/slip", files={"slip": ("a.jpg", jpeg(), "image/jpeg")}, **fields)
    assert "已经登记过" in answer.text
    assert "2,200.00" not in answer.text
