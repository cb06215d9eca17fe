"""缴费 on the website: what is owed and how to pay, what has arrived, whose account opens when; of nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from school_desk.enrollments.queries import batch, batches
from school_desk.payments.commands import RecordInvoiceIssued
from school_desk.payments.queries import invoices
from tests.flows.cashier import BRICK_FEE, OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.hub.portal.browser import Browser, Website
from tests.hub.portal.schools import as_enterprise, hub_of, website
from tests.school import Office

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


def test_another_enterprises_batch_is_not_there(browser: Browser, others: str) -> None:
    for address in (others, others.lower(), f"{others}/notice.pdf", "/enterprise/payments/x"):
        answer = browser.get(address)
        assert answer.status_code == 404, address
        assert "二" not in answer.text, address
    assert others.rsplit("/", 1)[1] not in browser.get("/enterprise/payments").text
