"""企业注册账号 → 现场审核 → 主管部门审核."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from school_desk.documents.reading.paper import PaperReading
from school_desk.enterprises.commands import (
    DecideFields,
    EditEnterprise,
    FieldDecision,
    Paper,
    PaperReturn,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RenameEnterprise,
    ReplacePaper,
    ResubmitEnterprise,
    ReturnEnterprise,
)
from school_desk.enterprises.review_queries import review_queue
from school_desk.enterprises.tables import EnterpriseRow, FieldDecisionRow, FormerNameRow
from school_desk.intake.papers import keep_paper_reading
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import DocumentKind
from tests.papers import approved_enterprise, registration, reviewed_enterprise
from tests.school import Office

YYZZ = DocumentKind.YYZZ


def row_of(office: Office, enterprise_id: str) -> EnterpriseRow:
    with office.school.reading() as session:
        row = session.get(EnterpriseRow, (office.school.id, enterprise_id))
        assert row is not None
        return row


def test_an_enterprise_goes_through_school_and_authority(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    row = row_of(office, enterprise_id)
    assert row.status is EnterpriseStatus.APPROVED
    assert (row.authority_code, row.principal_mobile) == ("330500", "13800005893")


def test_a_code_registers_once_however_it_is_written(office: Office) -> None:
    office.do(registration(office))
    refusal = office.refused(registration(office, credit_code=" 91330500mahtn4eg0l "))
    assert refusal.code == "enterprise.registered"
    assert refusal.field == "credit_code"


def test_the_principal_mobile_is_required(office: Office) -> None:
    assert office.refused(registration(office, principal_mobile=" ")).field == "principal_mobile"


def test_province_affiliated_goes_to_the_province(office: Office) -> None:
    result = office.do(registration(office, province_affiliated=True))
    assert row_of(office, result["enterprise_id"]).authority_code == "330000"


def test_one_returned_paper_must_be_replaced_before_it_comes_again(office: Office) -> None:
    enterprise_id = office.do(registration(office))["enterprise_id"]
    office.do(ReturnEnterprise(enterprise_id, (PaperReturn(DocumentKind.CNS, "公章不清晰"),)))
    assert office.refused(ResubmitEnterprise(enterprise_id)).code == "enterprise.still_returned"
    office.do(ReplacePaper(enterprise_id, Paper(DocumentKind.CNS, office.store(b"better", "cns.jpg"))))
    office.do(ResubmitEnterprise(enterprise_id))
    office.do(PreApproveEnterprise(enterprise_id))


def test_missing_papers_are_named(office: Office) -> None:
    papers = registration(office).papers[:1]
    enterprise_id = office.do(registration(office, papers=papers))["enterprise_id"]
    refusal = office.refused(PreApproveEnterprise(enterprise_id))
    assert "cns.jpg" in refusal.message
    assert "zzzs.jpg" in refusal.message


def test_the_school_cannot_decide_for_the_authority(office: Office) -> None:
    enterprise_id = reviewed_enterprise(office)
    decision = RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "文号1")
    assert office.refused(decision, office.clerk).code == "command.not_allowed"
    no_evidence = RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), " ")
    assert office.refused(no_evidence, office.examiner).code == "enterprise.evidence"


def test_a_person_keeps_the_last_word_on_a_field(office: Office) -> None:
    enterprise_id = office.do(registration(office))["enterprise_id"]
    office.do(DecideFields(enterprise_id, (FieldDecision(YYZZ, "name", "甲公司", "申公司", "rapidocr 3"),)))
    assert decided(office) == [("yyzz", "name", "甲公司", "申公司", "rapidocr 3", "沈文员")]
    later = FieldDecision(YYZZ, "name", "乙公司", "由公司", "rapidocr 4"), FieldDecision(YYZZ, "type", "有限责任公司")
    office.do(DecideFields(enterprise_id, later), office.admin_of_all())
    assert decided(office) == [
        ("yyzz", "name", "乙公司", "由公司", "rapidocr 4", "全能"),
        ("yyzz", "type", "有限责任公司", None, None, "全能"),
    ]


@pytest.mark.parametrize(
    ("written", "code"), [("2029年9月24日", "valid_until.valid"), ("下个月底", "valid_until.no_day")]
)
def test_however_a_person_writes_a_term_the_queue_is_shown(office: Office, written: str, code: str) -> None:
    """One decision that was no ISO day took the whole queue away."""
    command = registration(office)
    enterprise_id = office.do(command)["enterprise_id"]
    certificate = next(paper for paper in command.papers if paper.kind is DocumentKind.ZZZS)
    read = PaperReading("zzzs", {}, engine="one 1", seen="zzzs")
    keep_paper_reading(office.school, certificate.file.sha256, "zzzs", read)
    office.do(DecideFields(enterprise_id, (FieldDecision(DocumentKind.ZZZS, "valid_until", written),)))
    with office.school.reading() as session:
        today = office.clock.now().date()
        (row,) = review_queue(session, office.school.id, frozenset({EnterpriseStatus.SUBMITTED}), today)
    assert code in {finding.code for finding in row.assessment.findings}


def decided(office: Office) -> list[tuple[str | None, ...]]:
    """(paper, field, decided, read, engine, by whom) of every field that somebody decided."""
    with office.school.reading() as session:
        rows = session.query(FieldDecisionRow).order_by(FieldDecisionRow.field)
        return [(r.paper, r.field, r.decided_value, r.read_value, r.engine, r.decided_by) for r in rows]


def test_another_region_after_approval_is_checked_again(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    edit: dict[str, Any] = {"contact_name": "陈静", "contact_mobile": None, "principal_mobile": "13800005893"}
    office.do(EditEnterprise(enterprise_id, address="新址", region_code="330521", **edit))
    assert row_of(office, enterprise_id).recheck is None, "still in the same city"
    office.do(EditEnterprise(enterprise_id, address="新址", region_code="330402", **edit))
    assert "嘉兴" in (row_of(office, enterprise_id).recheck or "")


def test_a_renamed_enterprise_keeps_its_old_name(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    office.do(RenameEnterprise(enterprise_id, "湖州新凤建设有限公司", "91330500MAHTN4EG0L", "变更登记"))
    with office.school.reading() as session:
        former = session.query(FormerNameRow).one()
    assert former.name == "湖州石凤钢结构工程有限公司"
    assert "石凤" in row_of(office, enterprise_id).search_text


def test_two_photos_of_one_kind_are_refused(office: Office) -> None:
    twice = registration(office)
    refused = office.refused(replace(twice, papers=(*twice.papers, twice.papers[0])), office.clerk)
    assert (refused.code, "每种一份" in refused.message) == ("enterprise.paper_kind", True)
