"""企业注册 (操作说明 第三章), as far as it happens at the school's desk."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from school_desk.adapters.ocr import read_paper
from school_desk.adapters.ocr.pictures import inspect_picture
from school_desk.adapters.printing.commitment_letter import CommitmentLetter, commitment_letter
from school_desk.enterprises.commands import PreApproveEnterprise, RecordAuthorityDecision
from school_desk.enterprises.queries import enrol_gate, enterprise
from school_desk.terms.regions import authority_for
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import MAX_UPLOAD_BYTES, DocumentKind, kind_for_file_name
from tests.manual.requirements import requirement
from tests.papers import approved_enterprise, registration, reviewed_enterprise
from tests.school import Office


def picture(form: str, padded_to: int = 0) -> bytes:
    """A small picture file, padded behind its end to `padded_to` bytes."""
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(file, form)
    return file.getvalue().ljust(padded_to, b"\0")


@requirement("R3")
def test_three_photos_are_needed(office: Office) -> None:
    two = registration(office).papers[:2]
    enterprise_id = office.do(registration(office, papers=two))["enterprise_id"]
    assert "zzzs.jpg" in office.refused(PreApproveEnterprise(enterprise_id)).message


@requirement("R4")
def test_a_photo_is_a_jpg_of_at_most_2m() -> None:
    assert inspect_picture(picture("JPEG", MAX_UPLOAD_BYTES)).problems == ()
    assert "2" in inspect_picture(picture("JPEG", MAX_UPLOAD_BYTES + 1)).problems[0]
    assert any("PNG" in problem for problem in inspect_picture(picture("PNG")).problems)


@requirement("R5")
def test_the_file_names_say_which_paper_it_is() -> None:
    """The manual lists the papers in one order and the names in another: cns is the letter, zzzs the certificate."""
    assert kind_for_file_name("yyzz.jpg") is DocumentKind.YYZZ
    assert kind_for_file_name("CNS.JPG") is DocumentKind.CNS
    assert kind_for_file_name("zzzs.jpg") is DocumentKind.ZZZS
    assert (DocumentKind.CNS.label, DocumentKind.ZZZS.label) == ("企业承诺书", "资质证书")


@requirement("R6")
def test_the_letter_can_be_printed_with_a_place_for_the_seal() -> None:
    import pypdfium2

    pdf = commitment_letter(CommitmentLetter("湖州市吴兴区城建职业技能培训学校", date(2026, 8, 3)))
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "承诺书" in text
    assert "公章" in text


@pytest.mark.long
@requirement("R7")
def test_the_licence_is_read_for_the_person_to_check(tmp_path: Path) -> None:
    from school_desk.adapters.sample_school.school import draw_school

    truth = draw_school(tmp_path / "papers", enterprises=1, quality="flat").enterprises[0]
    folder = next((tmp_path / "papers" / "enterprises").iterdir())
    read = read_paper(folder / "yyzz.jpg").to_json()
    assert read["kind"] == "yyzz"
    assert read["fields"]["uscc"]["value"] == truth.company.credit_code


@requirement("R8")
def test_the_principal_mobile_may_not_be_empty(office: Office) -> None:
    assert office.refused(registration(office, principal_mobile="")).message == "请填写负责人手机号。"


@requirement("R10", "R12")
def test_region_and_affiliation_decide_the_authority(office: Office) -> None:
    assert authority_for("330502", False).name.startswith("湖州市")
    assert authority_for("330502", True).name.startswith("浙江省")
    enterprise_id = office.do(registration(office, province_affiliated=True))["enterprise_id"]
    with office.school.reading() as session:
        found = enterprise(session, office.school.id, enterprise_id)
    assert found is not None
    assert found.authority.startswith("浙江省")


@requirement("R11")
def test_only_after_the_authority_approves_may_it_enrol(office: Office) -> None:
    enterprise_id = reviewed_enterprise(office)
    with office.school.reading() as session:
        assert "审核通过之后" in (enrol_gate(session, office.school.id, enterprise_id) or "")
    office.do(RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "湖建人1号"), office.examiner)
    with office.school.reading() as session:
        assert enrol_gate(session, office.school.id, enterprise_id) is None


@requirement("R14")
def test_an_enterprise_registers_once(office: Office) -> None:
    office.do(registration(office))
    assert "企业不能重复注册" in office.refused(registration(office)).message


@requirement("R16")
def test_the_registered_data_can_be_looked_at(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    with office.school.reading() as session:
        found = enterprise(session, office.school.id, enterprise_id)
    assert found is not None
    assert (found.status, found.region, found.contact_name) == (EnterpriseStatus.APPROVED, "湖州市吴兴区", "陈静")
