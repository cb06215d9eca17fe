"""推送: an exported package is not a push; the register's receipt or a look-up there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from school_desk.certificates import queries
from school_desk.certificates.commands import (
    ExportPush,
    PushOutcome,
    PushResultEntry,
    RecordPushResults,
    RecordRegistryLookUp,
    RevokeCertificate,
)
from school_desk.certificates.queries import CertificateListRow
from school_desk.documents.ledger import LedgerRow
from school_desk.terms.labels import certificate_status
from school_desk.terms.statuses import CertificateStatus
from school_desk.terms.statuses import PushOutcome as Outcome
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office


def certified(office: Office, count: int = 1) -> tuple[CertificateListRow, ...]:
    _, people = approved_scores(office, count)
    import_numbers(office, *(number_entry(person, f"N{n}", n) for n, person in enumerate(people)))
    return held(office)


def held(office: Office) -> tuple[CertificateListRow, ...]:
    with office.school.reading() as session:
        return queries.certificates(session, office.school.id)


def export(office: Office, *rows: CertificateListRow) -> PushOutcome:
    outcome: PushOutcome = office.do(ExportPush(tuple(row.id for row in rows)), office.examiner)
    assert len(outcome.rows) == len(rows)
    return outcome


def answer(number: str, succeeded: bool | None = True, row_no: int = 2, **changes: Any) -> PushResultEntry:
    return PushResultEntry(row_no, number, succeeded, **({"receipt_no": "HZ1"} if succeeded else {}) | changes)


def results(office: Office, *entries: PushResultEntry) -> tuple[LedgerRow, ...]:
    ledger: tuple[LedgerRow, ...] = office.do(RecordPushResults("推送结果.xlsx", entries), office.examiner)
    assert len(ledger) == len(entries)
    return ledger


def why(office: Office, entry: PushResultEntry) -> str:
    (row,) = results(office, entry)
    assert row.state == "failed"
    return "".join(row.reasons)


def test_exported_is_not_pushed_but_a_receipt_is(office: Office) -> None:
    (row,) = certified(office)
    outcome = export(office, row)
    assert (outcome.number, outcome.rows[0].state) == ("TS2026001", "imported")
    assert certificate_status(held(office)[0].status) == "证书已生成未推送"
    assert "没有回执号" in why(office, answer("N0", receipt_no=" "))
    assert held(office)[0].status is CertificateStatus.GENERATED
    assert results(office, answer(" Ｎ0"))[0].state == "imported"
    (pushed,) = held(office)
    assert certificate_status(pushed.status) == "证书已推送"
    assert pushed.push is not None
    assert (pushed.push.outcome, pushed.push.receipt_no) == (Outcome.ACCEPTED, "HZ1")
    assert results(office, answer("N0"))[0].state == "skipped"
    assert "已推送成功" in why(office, answer("N0", False))


def test_failures_are_grouped_retried_and_counted(office: Office) -> None:
    rows = certified(office, 3)
    export(office, *rows)
    told = results(
        office,
        answer("N0", False, 2, message="照片尺寸不符"),
        answer("N1", False, 3, message="照片尺寸不符"),
        answer("N2", False, 4),
    )
    assert [row.state for row in told] == ["imported"] * 3
    assert results(office, answer("N2", False))[0].state == "skipped"
    assert results(office, answer("N2", False, message="身份证不符"))[0].state == "updated"
    with office.school.reading() as session:
        failures = queries.push_failures(session, office.school.id)
    assert [(group.message, len(group.certificate_ids)) for group in failures] == [
        ("照片尺寸不符", 2),
        ("身份证不符", 1),
    ]
    outcome = export(office, *held(office))
    assert outcome.number == "TS2026002"
    results(office, answer("N0"))
    with office.school.reading() as session:
        second, first = queries.push_batches(session, office.school.id)
    assert (first.certificates, first.failed, first.pending, first.accepted) == (3, 3, 0, 0)
    assert (second.certificates, second.failed, second.pending, second.accepted) == (3, 0, 2, 1)


def test_what_goes_into_no_package(office: Office) -> None:
    waiting, pushed, revoked = certified(office, 3)
    export(office, waiting, pushed)
    results(office, answer("N1"))
    office.do(RevokeCertificate(revoked.id, "姓名错误"), office.examiner)
    outcome = export(office, waiting, pushed, revoked)
    assert (outcome.batch_id, [row.state for row in outcome.rows]) == (None, ["skipped", "skipped", "failed"])
    assert "TS2026001" in outcome.rows[0].reasons[0]
    unknown = office.do(ExportPush(("0" * 32,)), office.examiner)
    assert unknown.rows[0].reasons == ("找不到这张证书。",)


def test_answers_that_cannot_be(office: Office) -> None:
    one, _ = certified(office, 2)
    export(office, one)
    assert "没有这个证书编号" in why(office, answer("N9"))
    assert "认不出是哪一张" in why(office, answer(""))
    assert "没有导出推送过" in why(office, answer("N1"))
    assert "持证人" in why(office, answer("N0", id_number="330502198503121236"))
    assert one.person.name in why(office, answer("N0", name="别人"))
    assert "成功还是失败" in why(office, answer("N0", None))
    assert "晚于今天" in why(office, answer("N0", answered_on=date(2026, 10, 22)))
    assert "不是日期" in why(office, answer("N0", problems=("“x”不是日期。",)))
    office.do(RevokeCertificate(one.id, "姓名错误"), office.examiner)
    assert "已经注销" in why(office, answer("N0"))


def failed_then_sent_again(office: Office, **changes: Any) -> PushResultEntry:
    """The failure that the first package came back with; the certificate went out again on the 25th."""
    (row,) = certified(office)
    export(office, row)
    failure = answer("N0", False, message="照片尺寸不符", **changes)
    results(office, failure)
    office.move_to(2026, 10, 25, 9)
    assert export(office, *held(office)).number == "TS2026002"
    return failure


def newest(office: Office) -> tuple[str, Outcome]:
    push = held(office)[0].push
    assert push is not None
    return push.batch_number, push.outcome


@pytest.mark.parametrize("day", [date(2026, 10, 21), None])
def test_an_old_failure_does_not_fail_the_newer_package(office: Office, day: date | None) -> None:
    failure = failed_then_sent_again(office, answered_on=day)
    before = office.dump()
    (row,) = results(office, failure)
    assert (row.state, "没有变化" in row.reasons[0]) == ("skipped", True)
    assert office.dump() == before
    assert newest(office) == ("TS2026002", Outcome.PENDING)


def test_the_same_failure_of_the_newer_package_is_recorded_once_it_is_told_from_the_old(office: Office) -> None:
    failure = failed_then_sent_again(office)
    (row,) = results(office, failure)
    assert "TS2026001" in row.reasons[0]
    assert "若是批次 TS2026002 的结果，请在原因里写上批次号再导入。" in row.reasons[0]
    assert results(office, replace(failure, message="照片尺寸不符（TS2026002）"))[0].state == "imported"
    assert newest(office) == ("TS2026002", Outcome.FAILED)
    dated = replace(failure, answered_on=date(2026, 10, 25), message="照片太暗")
    assert results(office, dated)[0].state == "updated"


def test_a_late_answer_stands_with_the_package_it_answers(office: Office) -> None:
    failed_then_sent_again(office)
    day = date(2026, 10, 23)
    (row,) = results(office, answer("N0", False, message="姓名不符", answered_on=day))
    assert (row.state, row.reasons) == ("updated", ("在较早的批次 TS2026001 登记为推送失败：姓名不符",))
    assert newest(office) == ("TS2026002", Outcome.PENDING)
    assert results(office, answer("N0", answered_on=day))[0].state == "updated"
    assert held(office)[0].status is CertificateStatus.PUSHED, "a receipt counts, whichever package it is for"
    assert results(office, answer("N0"))[0].state == "skipped"
    assert "已推送成功（回执 HZ1）" in why(office, answer("N0", receipt_no="HZ2"))
    assert "早于导出推送的日期 2026-10-21" in why(office, answer("N0", answered_on=date(2026, 10, 20)))


def test_a_look_up_is_evidence_too(office: Office) -> None:
    (row,) = certified(office)
    day = date(2026, 10, 21)
    for wrong in (date(2026, 10, 20), date(2026, 10, 22)):
        assert office.refused(RecordRegistryLookUp(row.id, wrong, True), office.examiner).field == "looked_up_on"
    office.do(RecordRegistryLookUp(row.id, day, False, "未查到"), office.examiner)
    assert held(office)[0].status is CertificateStatus.GENERATED
    export(office, row)
    office.do(RecordRegistryLookUp(row.id, day, True), office.examiner)
    assert held(office)[0].status is CertificateStatus.PUSHED
    assert "联网查询已经查到" in why(office, answer("N0", False))
    with office.school.reading() as session:
        found = queries.look_ups(session, office.school.id, row.id)
    assert [(look_up.found, look_up.note) for look_up in found] == [(False, "未查到"), (True, None)]


def test_a_push_that_is_never_answered_may_go_out_again_once_it_was_missed_in_the_register(office: Office) -> None:
    answered, waiting = certified(office, 2)
    office.do(RecordRegistryLookUp(waiting.id, date(2026, 10, 21), False), office.examiner)
    export(office, answered, waiting)
    results(office, answer("N0"))
    look_up = RecordRegistryLookUp(waiting.id, date(2026, 10, 21), False)
    office.do(look_up, office.examiner)
    office.move_to(2026, 10, 26, 9)
    outcome = export(office, waiting)
    assert (outcome.batch_id, outcome.rows[0].state) == (None, "skipped"), (
        "the register may not have got to it that day"
    )
    assert "登记“没有查到”后可以重新导出" in outcome.rows[0].reasons[0]
    office.do(replace(look_up, looked_up_on=date(2026, 10, 25)), office.examiner)
    assert queries.push_stage(held(office)[1].push) is None
    outcome = export(office, waiting)
    assert (outcome.number, outcome.rows[0].state) == ("TS2026002", "imported")
    assert outcome.rows[0].reasons[0].startswith("推送批次 TS2026001 没有返回结果，2026-10-25 联网没有查到，重新推送。")
    assert queries.push_stage(held(office)[1].push) is Outcome.PENDING, "the look-up was about the earlier package"
