"""培训证书 (操作说明 个人进度状态说明): its label, its number looked up by anybody, the certificate itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest

from school_desk.certificates.commands import ExportPush, RecordRegistryLookUp
from school_desk.certificates.queries import find_by_number
from school_desk.enrollments.queries import EnrolledRow
from tests.hub.portal.browser import Website
from tests.manual.requirements import requirement
from tests.manual.website.contact import Contact
from tests.manual.website.seen import Seen
from tests.results import import_numbers, number_entry
from tests.school import Office

NUMBER, REGISTRY = "332400242600012", "https://rcgz.mohurd.gov.cn/"
SYSTEM = "住房和城乡建设行业从业人员培训管理信息系统"


@pytest.fixture
def site(passed_site: Website) -> Website:
    """Where two people have passed."""
    return passed_site


@pytest.fixture
def person(passed: tuple[EnrolledRow, ...]) -> EnrolledRow:
    """One of them."""
    return passed[0]


def certificate_id(office: Office) -> str:
    with office.school.reading() as session:
        found = find_by_number(session, office.school.id, NUMBER)
    assert found is not None
    return found.id


def look_up(visitor: Contact, name: str, number: str) -> Seen:
    """Somebody who is not signed in asks on the login page."""
    visitor.open("/login")
    visitor.fill(姓名=name, 证书编号或身份证号码=number)
    return visitor.press("查询")


@requirement("R35")
def test_a_certificate_is_followed_from_its_number_to_the_ministry(
    office: Office, signed_in: Callable[[], Contact], person: EnrolledRow
) -> None:

    def label() -> str:
        return signed_in().follow("报名人员查询").row(person.name)["培训证书"]

    assert label() == "证书未生成"
    assert signed_in().follow("证书").rows() == []
    import_numbers(office, number_entry(person, NUMBER))
    assert label() == f"证书已生成未推送 {NUMBER}"
    assert signed_in().follow("证书").row(person.name)["培训证书"] == "证书已生成未推送"
    office.do(ExportPush((certificate_id(office),)), office.examiner)
    assert label() == f"证书已生成未推送 {NUMBER}", "sent is not pushed"
    office.do(RecordRegistryLookUp(certificate_id(office), date(2026, 10, 21), True), office.examiner)
    assert label() == f"证书已推送 {NUMBER}"
    assert signed_in().follow("证书").row(person.name)["培训证书"] == "证书已推送"


@requirement("R36")
def test_a_number_is_found_on_the_entrance_as_soon_as_it_exists(
    office: Office, visitor: Contact, person: EnrolledRow
) -> None:
    assert "没有查到" in look_up(visitor, person.name, person.id_number).words
    import_numbers(office, number_entry(person, NUMBER))
    for number in (NUMBER, person.id_number):
        facts = look_up(visitor, person.name, number).facts()
        assert (facts["证书编号"], facts["证书状态"]) == (NUMBER, "证书已生成未推送")


@requirement("R37")
def test_once_pushed_the_ministrys_register_is_named(
    office: Office, visitor: Contact, signed_in: Callable[[], Contact], person: EnrolledRow
) -> None:
    import_numbers(office, number_entry(person, NUMBER))
    office.do(RecordRegistryLookUp(certificate_id(office), date(2026, 10, 21), True), office.examiner)
    asked = look_up(visitor, person.name, NUMBER)
    assert asked.facts()["证书状态"] == "证书已推送"
    own, detail = signed_in().follow("证书"), signed_in().follow("报名人员查询", f"{person.name}的详情")
    for page in (asked, visitor.open("/login"), own, detail):
        assert page.link(SYSTEM) == REGISTRY
        assert "联网证书查询" in page.words
        assert "技能人员" in page.words


@requirement("R40")
def test_the_certificate_is_downloaded_last(
    office: Office, signed_in: Callable[[], Contact], person: EnrolledRow
) -> None:
    assert "还没有已生成的证书" in signed_in().follow("证书").words
    import_numbers(office, number_entry(person, NUMBER))
    contact = signed_in()
    contact.follow("证书")
    contact.press(f"下载{person.name}的证书")
    text = pypdfium2.PdfDocument(contact.file)[0].get_textpage().get_text_range()
    assert NUMBER in text
    assert person.name in text
