"""成绩报审与培训证书 (操作说明 个人进度状态说明)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2

from school_desk.adapters.printing.certificates import certificates as draw
from school_desk.certificates import queries
from school_desk.certificates.commands import ExportPush, RecordRegistryLookUp
from school_desk.certificates.settings import REGISTRY_ADDRESS
from school_desk.output.certificates import certificates
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision
from school_desk.scores.queries import submissions
from school_desk.terms.labels import certificate_status, score_submission_status
from tests.manual.requirements import requirement
from tests.results import approved_scores, entry, examined, import_numbers, import_scores, number_entry, submit
from tests.school import Office


@requirement("R34")
def test_the_labels_of_a_score_submission(office: Office) -> None:
    plan_id, people = examined(office, 1)
    assert score_submission_status(None) == "未上报"
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    first = submit(office, plan_id)

    def label() -> str:
        with office.school.reading() as session:
            return score_submission_status(submissions(session, office.school.id, plan_id)[-1].status)

    assert label() == "未上报", "submitted, but nobody has accepted it"
    office.do(RecordSubmissionAccepted(first, date(2026, 10, 21)), office.examiner)
    assert label() == "已受理"
    refusal = RecordSubmissionDecision(first, False, date(2026, 10, 21), "退回1号", None, "照片不清")
    office.do(refusal, office.examiner)
    assert label() == "未通过"
    again = submit(office, plan_id)
    office.do(RecordSubmissionAccepted(again, date(2026, 10, 21)), office.examiner)
    office.do(RecordSubmissionDecision(again, True, date(2026, 10, 21), "湖建成1号"), office.examiner)
    assert label() == "已审核"


@requirement("R35", "R37")
def test_the_labels_of_a_certificate(office: Office) -> None:
    _, people = approved_scores(office, 1)
    with office.school.reading() as session:
        assert len(queries.awaiting_number(session, office.school.id)) == 1
    assert certificate_status(None) == "证书未生成"
    import_numbers(office, number_entry(people[0], "332400242600012"))
    row = certificate(office)
    assert certificate_status(row.status) == "证书已生成未推送"
    office.do(ExportPush((row.id,)), office.examiner)
    assert certificate_status(certificate(office).status) == "证书已生成未推送", "sent is not pushed"
    office.do(RecordRegistryLookUp(row.id, date(2026, 10, 21), True), office.examiner)
    assert certificate_status(certificate(office).status) == "证书已推送"
    assert REGISTRY_ADDRESS.default == "https://rcgz.mohurd.gov.cn/"


@requirement("R40")
def test_the_certificate_can_be_printed(office: Office) -> None:
    _, people = approved_scores(office, 1)
    import_numbers(office, number_entry(people[0], "332400242600012"))
    issuer, made, day = certificates(office.school, [certificate(office).id])
    without_photos = [replace(one, photo=None) for one in made]
    text = pypdfium2.PdfDocument(draw(issuer, without_photos, day))[0].get_textpage().get_text_range()
    assert "332400242600012" in text
    assert people[0].name in text


def certificate(office: Office) -> queries.CertificateListRow:
    with office.school.reading() as session:
        return queries.certificates(session, office.school.id)[0]
