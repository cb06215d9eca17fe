"""证书: a number comes from the authorities' list, only for who has passed, once and for ever; 已推送 needs evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from school_desk.certificates import queries
from school_desk.certificates.commands import (
    ImportCertificateNumbers,
    RecordPrinted,
    ReissueCertificate,
    RevokeCertificate,
)
from school_desk.certificates.papers import certificate_facts
from school_desk.certificates.queries import CertificateListRow
from school_desk.certificates.settings import ISSUER
from school_desk.enrollments.commands import WithdrawEnrollment
from school_desk.enrollments.queries import EnrolledRow
from school_desk.kernel.errors import RuleViolation
from school_desk.output.certificates import certificates
from school_desk.scores.commands import RecordSubmissionDecision
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.labels import certificate_status
from school_desk.terms.statuses import CertificateStatus
from tests.papers import CODES
from tests.results import (
    approved_scores,
    decide,
    entry,
    examined,
    import_numbers,
    import_scores,
    number_entry,
    submit,
)
from tests.school import Office

NUMBER = "339763892600000"


def held(office: Office, **narrowed: object) -> tuple[CertificateListRow, ...]:
    with office.school.reading() as session:
        return queries.certificates(session, office.school.id, **narrowed)  # type: ignore[arg-type]


def awaiting(office: Office) -> list[str]:
    with office.school.reading() as session:
        return [row.person.name for row in queries.awaiting_number(session, office.school.id)]


def certified(office: Office) -> tuple[CertificateListRow, EnrolledRow]:
    """One certificate, with its holder."""
    _, (person,) = approved_scores(office, 1)
    import_numbers(office, number_entry(person, NUMBER))
    (row,) = held(office)
    return row, person


def why(office: Office, row: object) -> str:
    """The reason with which this single row fails."""
    (ledger,) = import_numbers(office, row)  # type: ignore[arg-type]
    assert ledger.state == "failed"
    return "".join(ledger.reasons)


def test_a_number_makes_the_certificate_of_who_has_passed(office: Office) -> None:
    _, (failed, passed) = approved_scores(office, 2, (880, 595, 760))
    assert awaiting(office) == [passed.name]
    ledger = import_numbers(office, number_entry(failed, "1"), number_entry(passed, f" {NUMBER[:5]} {NUMBER[5:]} ", 3))
    assert [row.state for row in ledger] == ["failed", "imported"]
    assert ledger[0].reasons == ("还不能发证：不合格（安全 59.5）。",)
    (row,) = held(office)
    assert (row.number, row.person.id, row.status) == (NUMBER, passed.id, CertificateStatus.GENERATED)
    assert certificate_status(row.status) == "证书已生成未推送"
    assert awaiting(office) == []


def test_nothing_without_an_approved_score(office: Office) -> None:
    plan_id, (person,) = examined(office, 1)
    assert "没有审核通过的成绩" in why(office, number_entry(person, NUMBER))
    import_scores(office, plan_id, entry(office, plan_id, person))
    submission_id = submit(office, plan_id)
    assert "没有审核通过的成绩" in why(office, number_entry(person, NUMBER))
    decide(office, submission_id)
    assert import_numbers(office, number_entry(person, NUMBER))[0].state == "imported"


def test_the_same_list_twice_changes_nothing(office: Office) -> None:
    _, people = approved_scores(office, 2)
    rows = tuple(number_entry(person, f"{NUMBER}{n}", n) for n, person in enumerate(people))
    import_numbers(office, *rows)
    before = office.dump()
    assert [row.state for row in import_numbers(office, *rows)] == ["skipped", "skipped"]
    assert office.dump() == before


def test_a_number_is_used_once(office: Office) -> None:
    _, (one, other) = approved_scores(office, 2)
    ledger = import_numbers(office, number_entry(one, NUMBER, 2), number_entry(other, NUMBER, 3))
    assert [row.state for row in ledger] == ["imported", "failed"]
    assert "第 2 行" in ledger[1].reasons[0]
    assert "发给别人" in why(office, number_entry(other, NUMBER))
    assert "已有证书" in why(office, number_entry(one, "2"))
    assert "发证日期" in why(office, number_entry(one, NUMBER, issued_on=date(2026, 10, 20)))


def test_one_person_twice_in_a_list(office: Office) -> None:
    _, (person,) = approved_scores(office, 1)
    ledger = import_numbers(office, number_entry(person, "1", 2), number_entry(person, "2", 3))
    assert [row.state for row in ledger] == ["imported", "failed"]


def test_whose_row_it_is_must_be_sure(office: Office) -> None:
    _, (person, other) = approved_scores(office, 2)
    good = number_entry(person, NUMBER)
    assert "只有姓名" in why(office, replace(good, id_number=""))
    assert "没有有效的报名" in why(office, replace(good, id_number="330502198503121236"))
    assert person.name in why(office, replace(good, name=other.name))
    assert "报名的是钢筋工中级工" in why(office, replace(good, trade="架子工"))
    assert "报名的是钢筋工中级工" in why(office, replace(good, level="高级工"))
    assert "认不出来" in why(office, replace(good, trade="飞行员"))
    assert "没有证书编号" in why(office, replace(good, number=" "))
    assert "最多 40 位" in why(office, replace(good, number="1" * 41))
    assert "没有发证日期" in why(office, replace(good, issued_on=None))
    assert "晚于今天" in why(office, replace(good, issued_on=date(2026, 10, 22)))
    assert "丢了" in why(office, replace(good, problems=("证书编号丢了末几位。",)))


def test_an_early_date_of_issue_is_told(office: Office) -> None:
    _, (person,) = approved_scores(office, 1)
    (row,) = import_numbers(office, number_entry(person, NUMBER, issued_on=date(2026, 10, 19), trade="", level=""))
    assert (row.state, row.reasons) == ("imported", ("发证日期早于考试日期 2026-10-20，请核对。",))


def test_what_a_certificate_stands_on_stays(office: Office) -> None:
    plan_id, (person,) = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, person))
    decision = RecordSubmissionDecision(submit(office, plan_id), True, date(2026, 10, 21), "湖建成8号")
    decided = office.school.execute(decision, office.examiner)
    import_numbers(office, number_entry(person, NUMBER))
    with pytest.raises(RuleViolation, match=NUMBER):
        office.undo(decided.command_id)
    assert office.refused(WithdrawEnrollment(person.id, "离职")).code


def test_revoked_numbers_stay_taken(office: Office) -> None:
    row, person = certified(office)
    assert office.refused(RevokeCertificate(row.id, " "), office.examiner).field == "reason"
    office.do(RevokeCertificate(row.id, "姓名错误"), office.examiner)
    assert awaiting(office) == [person.name]
    assert "已经注销" in why(office, number_entry(person, NUMBER))
    assert import_numbers(office, number_entry(person, "2"))[0].state == "imported"
    assert [(c.number, c.replaces) for c in held(office)] == [(NUMBER, None), ("2", NUMBER)]
    assert office.refused(RevokeCertificate(row.id, "再来"), office.examiner).code == "certificate.revoked"


def test_reissue_replaces(office: Office) -> None:
    row, _ = certified(office)
    day = date(2026, 10, 21)
    for command, field in (
        (ReissueCertificate(row.id, NUMBER, day, "更名"), "number"),
        (ReissueCertificate(row.id, " ", day, "更名"), "number"),
        (ReissueCertificate(row.id, "2", date(2026, 10, 22), "更名"), "issued_on"),
        (ReissueCertificate(row.id, "2", day, ""), "reason"),
        (ReissueCertificate("0" * 32, "2", day, "更名"), None),
    ):
        assert office.refused(command, office.examiner).field == field
    office.do(ReissueCertificate(row.id, "2", day, "更名"), office.examiner)
    old, new = held(office)
    assert (old.status, old.status_reason) == (CertificateStatus.REVOKED, "换发为 2：更名")
    assert (new.status, new.replaces, new.person.id) == (CertificateStatus.GENERATED, NUMBER, row.person.id)
    with office.school.reading() as session:
        assert queries.find_by_number(session, office.school.id, "2") == new
        assert queries.find_by_number(session, office.school.id, "3") is None


def test_prints_are_counted_and_never_of_a_revoked_one(office: Office) -> None:
    row, _ = certified(office)
    for number in (1, 2):
        assert office.do(RecordPrinted((row.id,)), office.examiner) == {row.id: number}
    assert held(office)[0].print_count == 2
    office.do(RevokeCertificate(row.id, "姓名错误"), office.examiner)
    assert office.refused(RecordPrinted((row.id,)), office.examiner).code == "certificate.revoked"


def test_the_facts_that_papers_and_packages_say(office: Office) -> None:
    _, people = approved_scores(office, 2)
    import_numbers(office, *(number_entry(person, f"N{n}", n) for n, person in enumerate(people)))
    one, other = held(office)
    office.do(RevokeCertificate(other.id, "姓名错误"), office.examiner)
    with office.school.reading() as session:
        (facts,) = certificate_facts(session, office.school.id, [one.id, other.id])
    assert (facts.number, facts.name, facts.id_number) == ("N0", people[0].name, people[0].id_number)
    assert (facts.id_type, facts.trade, facts.level, facts.valid_until) == ("居民身份证", "钢筋工", "中级工", None)
    assert (facts.credit_code, facts.photo_document_id) == (CODES[0], people[0].photo_document_id)


def test_each_paper_names_the_authority_of_its_own_day(office: Office) -> None:
    _, (one, other) = approved_scores(office, 2)
    office.do(ChangeSetting(ISSUER.key, "湖州市建设局", date(2026, 10, 1)), office.admin)
    import_numbers(office, number_entry(one, "N0"))
    office.move_to(2026, 11, 5, 9)
    office.do(ChangeSetting(ISSUER.key, "湖州市住建局", date(2026, 11, 1), "湖州市建设局"), office.admin)
    import_numbers(office, number_entry(other, "N1", issued_on=date(2026, 11, 5)))
    _, made, _ = certificates(office.school, [row.id for row in held(office)])
    assert [(paper.number, paper.authority) for paper in made] == [("N0", "湖州市建设局"), ("N1", "湖州市住建局")]


def test_a_clerk_does_not_import_numbers(office: Office) -> None:
    assert office.refused(ImportCertificateNumbers("编号.xlsx", ())).code == "command.not_allowed"
