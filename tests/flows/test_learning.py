"""开通学习账号: after 费用审核 and only then, due in working days; an exported list is not an open account."""

from __future__ import annotations

from datetime import date

from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.commands import ImportRoster, ReplaceTrainee, WithdrawEnrollment
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.learning import queries
from school_desk.learning.commands import (
    AccountResultEntry,
    DisableAccount,
    ExportAccounts,
    RecordAccountResults,
    ReopenFailed,
)
from school_desk.learning.notices import opening_notices
from school_desk.learning.queries import AccountRow
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import StudyAccountStatus as Status
from tests.learners import (
    PassFeeReviewInTest,
    ReverseFeeInTest,
    enrol,
    given,
    open_accounts,
    plan,
    review_fee,
    roster_entry,
)
from tests.school import Office


def queue(office: Office, today: date = date(2026, 8, 3)) -> tuple[AccountRow, ...]:
    with office.school.reading() as session:
        return queries.accounts(session, office.school.id, today)


def status_of(office: Office, person: EnrolledRow) -> Status:
    return next(row.status for row in queue(office) if row.person.id == person.id)


def result(office: Office, *entries: AccountResultEntry) -> tuple[LedgerRow, ...]:
    ledger: tuple[LedgerRow, ...] = office.do(RecordAccountResults("结果.xlsx", entries))
    assert len(ledger) == len(entries)
    return ledger


def answer(person: EnrolledRow, succeeded: bool | None, reason: str = "", **changes: str) -> AccountResultEntry:
    return AccountResultEntry(2, changes.get("id_number", person.id_number), person.name, succeeded, reason)


def test_accounts_wait_from_the_fee_review_on_and_are_due_the_third_working_day(office: Office) -> None:
    people = enrol(office, 2)
    assert queue(office) == ()
    first = people[0]
    review = PassFeeReviewInTest(first.batch_id, first.plan_id, first.enterprise_id, date(2026, 9, 30))
    office.do(review, office.cashier)
    rows = queue(office, today=date(2026, 10, 8))
    assert [row.status for row in rows] == [Status.TO_OPEN, Status.TO_OPEN]
    # The day after the holiday and a make-up Saturday are worked: domain.md §3.
    assert {row.due_on for row in rows} == {date(2026, 10, 10)}
    assert rows[0].working_days_left == 2
    assert not rows[0].due_is_estimate


def test_the_days_are_those_of_the_setting_that_made_the_day(office: Office) -> None:
    (first,) = enrol(office, 1)
    later = ImportRoster(first.enterprise_id, "名单2.xlsx", "1" * 64, (roster_entry(1, office),))
    batch_id = given(office, later).batch_id
    with office.school.reading() as session:
        (other,) = enrolled(session, office.school.id, batch_id=batch_id)
    office.do(ChangeSetting("learning.opening_days", 1, date(2026, 8, 1)), office.admin)
    review_fee(office, first)
    office.move_to(2026, 8, 20, 9)
    office.do(ChangeSetting("learning.opening_days", 2, date(2026, 8, 20)), office.admin)
    review_fee(office, other, paid_on=date(2026, 8, 20))
    rows = queue(office, today=date(2026, 8, 20))
    assert [(row.due_on, row.opening_days) for row in rows] == [(date(2026, 8, 4), 1), (date(2026, 8, 24), 2)]


def test_a_second_review_adds_nothing_for_those_who_have_an_account(office: Office) -> None:
    people = enrol(office, 1)
    review_fee(office, people[0])
    before = office.dump()
    review_fee(office, people[0], paid_on=date(2026, 8, 7))
    assert office.dump() == before


def test_an_exported_list_opens_nothing(office: Office) -> None:
    people = enrol(office, 2)
    review_fee(office, people[0])
    ids = tuple(person.id for person in people)
    assert [row.state for row in office.do(ExportAccounts(ids))] == ["imported", "imported"]
    assert {row.status for row in queue(office)} == {Status.EXPORTED}
    assert [row.state for row in office.do(ExportAccounts((*ids, ids[0])))] == ["skipped", "skipped"]
    rows = result(office, answer(people[0], True), answer(people[1], False, "身份证号已被占用"))
    assert [row.state for row in rows] == ["imported", "imported"]
    assert [row.status for row in queue(office)] == [Status.OPENED, Status.FAILED]
    assert queue(office)[0].opened_on == date(2026, 8, 3)
    assert queue(office)[0].working_days_left is None


def test_the_same_answer_twice_changes_nothing(office: Office) -> None:
    people = enrol(office, 2)
    open_accounts(office, people)
    before = office.dump()
    rows = result(office, answer(people[0], True), answer(people[1], True))
    assert [row.state for row in rows] == ["skipped", "skipped"]
    assert office.dump() == before


def test_rows_that_open_nothing_say_why(office: Office) -> None:
    people = enrol(office, 2)
    before = office.dump()
    rows = result(
        office,
        answer(people[0], True),
        answer(people[0], None),
        answer(people[0], True, id_number="110101199003078515"),
        answer(people[0], True, id_number=""),
        answer(people[1], False, "格式不对"),
        AccountResultEntry(6, people[0].id_number, "康下", True),
        AccountResultEntry(7, people[0].id_number, "康霞", True, problems=("身份证号后几位已丢失。",)),
    )
    assert {row.state for row in rows} == {"failed"}
    words = ("费用审核", "看不出", "没有这个身份证号", "认不出", "格式不对", "康霞", "丢失")
    assert all(word in row.reasons[0] for word, row in zip(words, rows, strict=True))
    assert office.dump() == before


def test_a_failed_account_goes_back_into_the_queue_with_its_old_date(office: Office) -> None:
    person = enrol(office, 1)[0]
    review_fee(office, person)
    due_on = queue(office)[0].due_on
    assert "没有登记过导出" not in result(office, answer(person, False, "照片不清"))[0].reasons[0]
    assert result(office, answer(person, False, "照片不清"))[0].state == "skipped"
    assert result(office, answer(person, False, "姓名不符"))[0].state == "updated"
    assert "不能导出" in office.do(ExportAccounts((person.id,)))[0].reasons[0]
    assert office.do(ReopenFailed((person.id,)))[0].state == "imported"
    assert office.do(ReopenFailed((person.id, "nobody")))[1].state == "failed"
    assert (queue(office)[0].status, queue(office)[0].due_on) == (Status.TO_OPEN, due_on)
    opened = result(office, answer(person, True))[0]
    assert (opened.state, "没有登记过导出" in opened.reasons[0]) == ("imported", True)


def test_a_failed_account_that_opens_after_all_is_updated(office: Office) -> None:
    person = enrol(office, 1)[0]
    review_fee(office, person)
    result(office, answer(person, False, ""))
    assert result(office, answer(person, True))[0].state == "updated"
    assert "已登记开通" in result(office, answer(person, False, "重复"))[0].reasons[0]


def test_an_old_answer_opens_no_account_that_was_never_exported(office: Office) -> None:
    person = enrol(office, 1)[0]
    open_accounts(office, (person,))
    plan_id = plan(office, "砌筑工")
    entry = roster_entry(0, office, trade="砌筑工")
    given(office, ImportRoster(person.enterprise_id, "名单2.xlsx", "1" * 64, (entry,)))
    with office.school.reading() as session:
        (second,) = enrolled(session, office.school.id, plan_id=plan_id)
    review_fee(office, second)
    for old in (answer(person, True), answer(person, False, "格式不对")):
        row = result(office, old)[0]
        assert (row.state, "这一个还没有导出" in row.reasons[0]) == ("skipped", True)
    assert status_of(office, second) is Status.TO_OPEN
    given(office, ExportAccounts((second.id,)))
    assert result(office, answer(person, True))[0].state == "imported"
    assert status_of(office, second) is Status.OPENED


def test_an_answer_from_the_future_is_refused(office: Office) -> None:
    person = enrol(office, 1)[0]
    command = RecordAccountResults("结果.xlsx", (answer(person, True),), answered_on=date(2026, 8, 4))
    assert office.refused(command).code == "learning.future"


def test_disabling_needs_a_reason_and_an_account(office: Office) -> None:
    person = enrol(office, 1)[0]
    assert office.refused(DisableAccount(person.id, "代学")).code == "learning.no_account"
    open_accounts(office, (person,))
    assert office.refused(DisableAccount(person.id, " ")).code == "learning.reason"
    office.do(DisableAccount(person.id, "代学"))
    assert office.refused(DisableAccount(person.id, "代学")).code == "learning.disabled"
    assert "已停用" in result(office, answer(person, True))[0].reasons[0]


def test_only_clerks_open_accounts(office: Office) -> None:
    assert office.refused(ExportAccounts(()), office.cashier).code == "command.not_allowed"


def test_a_withdrawn_enrolment_loses_its_account(office: Office) -> None:
    people = enrol(office, 2)
    office.do(WithdrawEnrollment(people[1].id, "企业申请"))
    review_fee(office, people[0])
    assert len(queue(office)) == 1, "nobody opens an account for who left before the fee was reviewed"
    office.do(WithdrawEnrollment(people[0].id, "企业申请"))
    assert status_of(office, people[0]) is Status.DISABLED


def test_who_takes_a_place_gets_an_account_of_their_own(office: Office) -> None:
    people = enrol(office, 2)
    review_fee(office, people[0])
    office.do(ExportAccounts((people[0].id,)))
    office.move_to(2026, 8, 10, 9)
    exported = office.do(ReplaceTrainee(people[0].id, roster_entry(2, office), "离职"))["enrollment_id"]
    waiting = office.do(ReplaceTrainee(people[1].id, roster_entry(3, office), "离职"))["enrollment_id"]
    rows = {row.person.id: row for row in queue(office)}
    assert rows[people[0].id].reason == "已换人"
    assert (rows[exported].status, rows[exported].due_on) == (Status.TO_OPEN, date(2026, 8, 13))
    assert (rows[waiting].status, rows[waiting].due_on) == (Status.TO_OPEN, date(2026, 8, 6))


def test_a_review_stays_once_its_accounts_went_to_the_platform(office: Office) -> None:
    people = enrol(office, 2)
    review_fee(office, people[0])
    office.do(ReverseFeeInTest(people[0].batch_id, people[0].plan_id), office.cashier)
    assert queue(office) == ()
    review_fee(office, people[0])
    office.do(ExportAccounts((people[0].id,)))
    refusal = office.refused(ReverseFeeInTest(people[0].batch_id, people[0].plan_id), office.cashier)
    assert (refusal.code, "1 人" in refusal.message) == ("learning.handed_out", True)


def test_an_account_that_failed_without_an_export_goes_with_the_fee(office: Office) -> None:
    people = enrol(office, 1)
    review_fee(office, people[0])
    refused = AccountResultEntry(2, people[0].id_number, people[0].name, False, "证件号不符")
    office.do(RecordAccountResults("开通结果.xlsx", (refused,)))
    office.do(ReverseFeeInTest(people[0].batch_id, people[0].plan_id), office.cashier)
    with office.school.reading() as session:
        assert queries.account_states(session, office.school.id, [people[0].id]) == {}


def test_the_notice_names_the_site_and_never_a_password(office: Office) -> None:
    people = enrol(office, 2)
    open_accounts(office, people)
    with office.school.reading() as session:
        ids = [person.id for person in people]
        (notice,) = opening_notices(session, office.school.id, date(2026, 8, 4), ids)
        counts = queries.account_counts(session, office.school.id)
    assert "http://jzgr.zhujianpeixun.com/Account/Index" in notice.text
    assert "首次登录请修改密码" in notice.text
    assert "111111" not in notice.text
    assert people[0].id_number not in notice.text
    assert "康霞（尾号 976X）钢筋工 中级工，不少于 24 学时" in notice.text
    assert (notice.recipient, notice.mobile) == ("陈静", "15000007357")
    assert counts == {Status.OPENED: 2}
