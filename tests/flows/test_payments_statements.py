"""银行流水: taken in whole, known lines once, what the bank took back found and told."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from school_desk.kernel.errors import RuleViolation
from school_desk.payments import queries
from school_desk.payments.commands import (
    BankLine,
    DecideReview,
    ImportStatement,
    Leftover,
    ProposeReview,
    ReverseAllocation,
    StatementOutcome,
)
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import LineStatus, ReceivableStatus
from tests.flows.cashier import COMPANY, OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def stored(cashier: Cashier, *, incoming: bool = True) -> list[queries.LineRow]:
    with cashier.office.school.reading() as session:
        rows = queries.lines(session, cashier.office.school.id, incoming=incoming)
    return sorted(rows, key=lambda row: row.row_no)


def test_every_row_is_a_line_or_explained(cashier: Cashier) -> None:
    lines = (cashier.line(80_000), cashier.line(1_000, incoming=False, counterparty_name=""))
    command = cashier.statement(
        *lines, leftovers=(Leftover(9, "合计", "合计行，不是一笔流水"),), breaks=("余额对不上。",)
    )
    outcome = cashier.do(command)
    assert (outcome.rows, outcome.new_lines, outcome.known_lines, outcome.leftovers) == (3, 2, 0, 1)
    assert outcome.told == ("余额对不上。",)
    assert [row.status for row in stored(cashier)] == [LineStatus.UNCLAIMED]
    assert [row.status for row in stored(cashier, incoming=False)] == [LineStatus.NOT_TUITION]
    with cashier.office.school.reading() as session:
        (file,) = queries.imports(session, cashier.office.school.id)
    assert file.rows == file.new_lines + file.known_lines + len(file.leftovers)


def test_the_same_file_twice_changes_nothing(cashier: Cashier) -> None:
    command = cashier.statement(cashier.line(80_000), cashier.line(60_000))
    cashier.do(command)
    before = cashier.office.dump()
    outcome = cashier.do(command)
    assert (outcome.import_id, outcome.new_lines, outcome.known_lines) == (None, 0, 2)
    assert cashier.office.dump() == before


def test_overlapping_exports_give_the_same_lines_in_either_order(cashier: Cashier) -> None:
    lines = [cashier.line(fen) for fen in (80_000, 60_000, 60_000, 80_000)]
    assert cashier.import_lines(*lines[1:]).new_lines == 3
    outcome = cashier.import_lines(*lines[:3])
    assert (outcome.new_lines, outcome.known_lines, outcome.known_rows) == (1, 2, (2, 3))
    assert len(stored(cashier)) == 4


def test_another_layout_of_the_same_line_is_the_same_line(cashier: Cashier) -> None:
    line = cashier.line(80_000, balance_fen=500_000)
    cashier.import_lines(line)
    by_day = replace(line, booked_at=datetime(2026, 8, 3), identity="other-layout", counterparty_account="")
    assert cashier.import_lines(by_day).new_lines == 0
    twin = cashier.line(80_000, balance_fen=500_000)  # paid again after it was taken back
    assert cashier.import_lines(line, twin).new_lines == 1


def test_only_the_schools_own_accounts_are_imported(cashier: Cashier) -> None:
    line = cashier.line(80_000)
    assert cashier.refused(cashier.statement(line, own_account="19135001040000000")) == "statement.foreign_account"
    cashier.do(cashier.statement(line, own_account="1205****9722"))
    cashier.office.do(
        ChangeSetting("payments.other_accounts", ["19135001040000000"], date(2026, 8, 1)), cashier.office.admin
    )
    second = cashier.line(60_000)
    assert cashier.refused(cashier.statement(second, own_account=None)) == "statement.which_account"
    cashier.do(cashier.statement(second, own_account="19135001040000000"))
    assert {row.own_account for row in stored(cashier)} == {OWN_ACCOUNT, "19135001040000000"}


def test_a_file_that_does_not_say_whose_it_is_is_imported_for_one_account_only(cashier: Cashier) -> None:
    line = cashier.line(80_000)
    cashier.do(cashier.statement(line, own_account=None))
    cashier.office.do(
        ChangeSetting("payments.other_accounts", ["19135001040000000"], date(2026, 8, 1)), cashier.office.admin
    )
    assert cashier.refused(cashier.statement(line, own_account="19135001040000000")) == "statement.file_known"


def test_lines_that_went_with_another_import_come_back_by_the_file_that_had_them_too(cashier: Cashier) -> None:
    lines = [cashier.line(fen) for fen in (80_000, 60_000, 50_000, 40_000)]
    first, second = cashier.statement(*lines[:3]), cashier.statement(*lines[1:])
    imported = cashier.office.school.execute(first, cashier.office.cashier)
    cashier.do(second)
    cashier.office.undo(imported.command_id)
    assert [row.amount_fen for row in stored(cashier)] == [40_000]
    outcome = cashier.do(second)
    assert (outcome.new_lines, outcome.known_lines) == (2, 1)
    assert sorted(row.amount_fen for row in stored(cashier)) == [40_000, 50_000, 60_000]
    with cashier.office.school.reading() as session:
        (file,) = queries.imports(session, cashier.office.school.id)
    assert (file.rows, file.new_lines, file.known_lines) == (3, 3, 0)
    assert cashier.do(second).new_lines == 0


def test_a_file_read_by_other_columns_is_no_second_import(cashier: Cashier) -> None:
    lines = [cashier.line(80_000), cashier.line(60_000)]
    cashier.do(command := cashier.statement(*lines))
    others = tuple(replace(line, amount_fen=line.amount_fen + 1, identity=f"other{line.row_no}") for line in lines)
    assert cashier.refused(replace(command, lines=others)) == "statement.file_known"


def test_only_finance_imports_statements(cashier: Cashier) -> None:
    refusal = cashier.office.refused(cashier.statement(cashier.line(80_000)), cashier.office.clerk)
    assert refusal.code == "command.not_allowed"


def test_a_line_without_amount_refuses_the_file(cashier: Cashier) -> None:
    assert cashier.refused(cashier.statement(cashier.line(0))) == "statement.amount"
    line = cashier.line(1)
    assert cashier.refused(cashier.statement(line, line)) == "statement.identity"


def test_lines_that_a_later_export_lacks_are_told(cashier: Cashier) -> None:
    first, second, third = (cashier.line(fen) for fen in (10, 20, 30))
    cashier.import_lines(first, second, third)
    outcome = cashier.do(cashier.statement(first, third, file_sha256="f" * 64))
    assert ["0.20 元" in sentence for sentence in outcome.told] == [True]


def test_a_payment_taken_back_is_no_payment(cashier: Cashier) -> None:
    paid, back = cashier.line(80_000), cashier.line(80_000, incoming=False, memo="冲正", takes_back=True)
    again = cashier.line(80_000)
    outcome = cashier.import_lines(paid, back, again)
    assert "冲正" in outcome.told[0]
    first, second = stored(cashier)
    assert (first.status, second.status) == (LineStatus.REVERSED, LineStatus.UNCLAIMED)
    assert [row.status for row in stored(cashier, incoming=False)] == [LineStatus.REVERSED]


def claimed(cashier: Cashier) -> tuple[str, str]:
    """A paid 应缴单 and the line that paid it, with 200 yuan too much."""
    enterprise_id = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
    line_id = cashier.paid_in(STEEL_FEE + 20_000)
    cashier.claim(line_id, owed.id, credit_rest_to=enterprise_id)
    return owed.id, line_id


def take_back(cashier: Cashier) -> tuple[str, ...]:
    back = cashier.line(STEEL_FEE + 20_000, incoming=False, takes_back=True)
    told: tuple[str, ...] = cashier.import_lines(back).told
    return told


def test_what_was_claimed_of_a_payment_taken_back_is_owed_again(cashier: Cashier) -> None:
    receivable_id, line_id = claimed(cashier)
    told = take_back(cashier)
    assert ["重新待缴" in told[1], "预收余额" in told[2]] == [True, True]
    owed, line = cashier.receivable(receivable_id), cashier.line_row(line_id)
    assert (owed.status, owed.open_fen) == (ReceivableStatus.OPEN, STEEL_FEE)
    assert (line.status, line.used_fen, line.at_risk) == (LineStatus.REVERSED, 0, False)
    assert cashier.credit(owed.enterprise_id) == 0


def test_a_proposed_review_falls_with_the_money(cashier: Cashier) -> None:
    receivable_id, _ = claimed(cashier)
    review_ids = tuple(cashier.do(ProposeReview((receivable_id,)))["review_ids"])
    take_back(cashier)
    assert cashier.receivable(receivable_id).status is ReceivableStatus.OPEN
    refusal = cashier.office.refused(DecideReview(review_ids, True), cashier.office.second_cashier)
    assert refusal.code == "review.decided"


def test_a_reviewed_fee_stands_until_a_person_reverses_it(cashier: Cashier) -> None:
    receivable_id, line_id = claimed(cashier)
    cashier.review(receivable_id)
    told = take_back(cashier)
    assert "费用已审核通过" in told[1]
    assert cashier.receivable(receivable_id).status is ReceivableStatus.REVIEWED
    assert cashier.line_row(line_id).at_risk
    with cashier.office.school.reading() as session:
        detail = queries.receivable(session, cashier.office.school.id, receivable_id)
    assert detail is not None
    cashier.do(ReverseAllocation(detail.allocations[0].id, STEEL_FEE, "银行冲正"))
    assert cashier.receivable(receivable_id).status is ReceivableStatus.OPEN
    assert (cashier.line_row(line_id).status, cashier.line_row(line_id).at_risk) == (LineStatus.REVERSED, False)


@pytest.mark.parametrize("with_times", [True, False])
def test_what_was_paid_again_after_it_went_back_stays(cashier: Cashier, with_times: bool) -> None:
    """Paid, returned the next morning, paid anew an hour later: the bank took the first one."""
    hours = (16, 9, 10) if with_times else (0, 0, 0)
    paid = cashier.line(80_000, booked_at=datetime(2026, 8, 3, hours[0]), balance_fen=180_000)
    back = cashier.line(
        80_000, incoming=False, takes_back=True, booked_at=datetime(2026, 8, 4, hours[1]), balance_fen=100_000
    )
    again = cashier.line(80_000, booked_at=datetime(2026, 8, 4, hours[2]), balance_fen=180_000)
    cashier.office.move_to(2026, 8, 4, 12)
    cashier.import_lines(again, back, paid)
    status = {line.identity: cashier.line_row(cashier.line_id(line)).status for line in (paid, again)}
    assert status == {paid.identity: LineStatus.REVERSED, again.identity: LineStatus.UNCLAIMED}


def test_of_two_equal_payments_the_bank_takes_the_one_just_before(cashier: Cashier) -> None:
    first, second = (cashier.line(80_000, booked_at=datetime(2026, 8, 3, hour)) for hour in (9, 10))
    back = cashier.line(80_000, incoming=False, takes_back=True, booked_at=datetime(2026, 8, 3, 10, 5))
    cashier.import_lines(first, second, back)
    assert cashier.line_row(cashier.line_id(second)).status is LineStatus.REVERSED
    assert cashier.line_row(cashier.line_id(first)).status is LineStatus.UNCLAIMED


def test_the_other_half_of_a_reversal_may_come_with_a_later_file(cashier: Cashier) -> None:
    paid, back = cashier.line(80_000), cashier.line(80_000, incoming=False, takes_back=True)
    assert "没有找到" in cashier.import_lines(back).told[0]
    other = cashier.line(5)
    assert cashier.import_lines(other).told == ()
    assert "冲正" in cashier.import_lines(paid).told[0]
    assert {row.status for row in (*stored(cashier), *stored(cashier, incoming=False))} == {
        LineStatus.REVERSED,
        LineStatus.UNCLAIMED,
    }


def test_money_back_that_nobody_paid_waits_for_an_answer(cashier: Cashier) -> None:
    cashier.import_lines(cashier.line(80_000, takes_back=True, memo="退汇"))
    assert [row.status for row in stored(cashier)] == [LineStatus.ON_HOLD]


def test_a_line_the_bank_marks_later_is_told_and_paired(cashier: Cashier) -> None:
    paid, back = cashier.line(80_000), cashier.line(80_000, incoming=False)
    cashier.import_lines(paid, back)
    later = cashier.statement(paid, replace(back, takes_back=True), file_sha256="e" * 64)
    outcome = cashier.do(later)
    assert (outcome.new_lines, outcome.known_lines) == (0, 2)
    assert "标为冲正" in outcome.told[0]
    assert [row.status for row in stored(cashier)] == [LineStatus.REVERSED]


def test_a_newest_first_file_is_kept_in_the_order_of_the_account(cashier: Cashier) -> None:
    day = datetime(2026, 8, 3)
    lines = [cashier.line(fen, booked_at=day, balance_fen=balance) for fen, balance in ((30, 60), (20, 30), (10, 10))]
    lines.insert(0, cashier.line(5, booked_at=datetime(2026, 8, 4), balance_fen=65))
    cashier.import_lines(*lines)
    with cashier.office.school.reading() as session:
        month = queries.month_end(session, cashier.office.school.id, OWN_ACCOUNT, date(2026, 8, 1))
    assert (month.opening_fen, month.in_fen, month.closing_fen, month.gap_fen) == (0, 65, 65, 0)


def test_undoing_the_import_takes_every_line_with_it_unless_one_is_claimed(cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    before = cashier.office.dump()
    line = cashier.line(STEEL_FEE)
    imported = cashier.office.school.execute(cashier.statement(line), cashier.office.cashier)
    cashier.office.undo(imported.command_id)
    assert cashier.office.dump() == before
    again: ImportStatement = cashier.statement(line)
    imported = cashier.office.school.execute(again, cashier.office.cashier)
    cashier.claim(cashier.line_id(line), owed.id)
    with pytest.raises(RuleViolation, match="撤销"):
        cashier.office.undo(imported.command_id)


def test_a_payment_of_the_school_that_comes_back_is_no_income(cashier: Cashier) -> None:
    sent, back = cashier.line(12_000, incoming=False, memo="电费"), cashier.line(12_000, takes_back=True, memo="退汇")
    cashier.import_lines(sent, back)
    assert [row.status for row in (*stored(cashier), *stored(cashier, incoming=False))] == [LineStatus.REVERSED] * 2


def test_a_file_without_lines_changes_nothing(cashier: Cashier) -> None:
    before = cashier.office.dump()
    outcome = cashier.do(cashier.statement(leftovers=(Leftover(1, "合计", "合计行"),)))
    assert (outcome.rows, outcome.leftovers, outcome.import_id) == (1, 1, None)
    assert cashier.office.dump() == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("payments.payee_account", "1205 2201"),
        ("payments.payee_name", " "),
        ("payments.other_accounts", ["1205220109200069722", "x"]),
        ("payments.days_to_pay", 0),
    ],
)
def test_settings_of_money_are_checked(cashier: Cashier, key: str, value: object) -> None:
    change = ChangeSetting(key, value, date(2026, 8, 1))
    assert cashier.office.refused(change, cashier.office.admin).code == "setting.invalid"


def restated(cashier: Cashier, *lines: BankLine, **changes: Any) -> StatementOutcome:
    """A later file with these lines."""
    digest = hashlib.sha256(repr((lines, changes)).encode()).hexdigest()
    outcome: StatementOutcome = cashier.do(cashier.statement(*lines, file_sha256=digest, **changes))
    return outcome


def test_another_wording_is_told_and_kept_beside_the_first(cashier: Cashier) -> None:
    line, other = cashier.line(80_000), cashier.line(60_000)
    cashier.import_lines(line, other)
    outcome = restated(cashier, replace(line, memo="培训费 跨行退回重汇"), other)
    assert (outcome.new_lines, outcome.known_lines, len(outcome.changes)) == (0, 2, 1)
    assert outcome.changes[0].kept
    assert "“培训费 跨行退回重汇”，以前是“培训费”" in outcome.told[0]
    assert [row.memo for row in stored(cashier)] == ["培训费；培训费 跨行退回重汇", "培训费"]
    before = cashier.office.dump()
    for memo in ("培训费", "培训费 跨行退回重汇"):  # both files again, in either order
        again = restated(cashier, replace(line, memo=memo), other)
        assert (again.import_id, again.changes) == (None, ())
    assert cashier.office.dump() == before


def test_another_wording_goes_with_its_import(cashier: Cashier) -> None:
    line = cashier.line(80_000)
    cashier.import_lines(line)
    before = cashier.office.dump()
    later = cashier.statement(replace(line, memo="培训费尾款"), file_sha256="d" * 64)
    imported = cashier.office.school.execute(later, cashier.office.cashier)
    cashier.office.undo(imported.command_id)
    assert cashier.office.dump() == before


def test_another_party_is_told_and_not_taken_over(cashier: Cashier) -> None:
    line = cashier.line(80_000, balance_fen=500_000)
    cashier.import_lines(line)
    outcome = restated(cashier, replace(line, counterparty_name="湖州另一家建设有限公司"))
    assert [change.kept for change in outcome.changes] == [False]
    assert "湖州另一家建设有限公司" in outcome.told[0]
    assert "请向银行核实" in outcome.told[0]
    assert [row.counterparty_name for row in stored(cashier)] == [COMPANY]


def test_another_layout_words_a_line_differently_and_nothing_changed(cashier: Cashier) -> None:
    line = cashier.line(80_000, balance_fen=500_000)
    cashier.import_lines(line)
    outcome = restated(cashier, replace(line, memo="转账 培训费", counterparty_name=""), layout="icbc-a")
    assert (outcome.import_id, outcome.changes, outcome.told) == (None, (), ())


def test_receipts_and_the_statement_are_one_money(cashier: Cashier) -> None:
    """工行's receipt text prints no balance, and its stamp is a moment off."""
    lines = [cashier.line(80_000, balance_fen=580_000), cashier.line(80_000, balance_fen=660_000)]
    receipts = [
        replace(line, identity=f"receipt-{n}", balance_fen=None, booked_at=line.booked_at + timedelta(seconds=20))
        for n, line in enumerate(lines)
    ]
    assert restated(cashier, receipts[0], layout="icbc-f").new_lines == 1
    outcome = restated(cashier, *lines)
    assert (outcome.new_lines, outcome.known_lines) == (1, 1)
    assert restated(cashier, *receipts, layout="icbc-f").new_lines == 0
    assert len(stored(cashier)) == 2


def test_two_that_look_alike_within_one_layout_are_two(cashier: Cashier) -> None:
    """浙商 prints neither time nor balance, only a number of its own."""
    first, second = cashier.line(80_000), cashier.line(80_000)
    day = datetime(2026, 8, 3)
    restated(cashier, replace(first, booked_at=day), layout="czbank")
    assert restated(cashier, replace(second, booked_at=day), layout="czbank").new_lines == 1


def on(cashier: Cashier, day: int, fen: int, balance: int) -> BankLine:
    return cashier.line(fen, booked_at=datetime(2026, 8, day, 9), balance_fen=balance)


def test_days_that_nobody_exported_are_named(cashier: Cashier) -> None:
    first, second, third = on(cashier, 3, 100, 1_100), on(cashier, 5, 50, 1_150), on(cashier, 9, 25, 1_175)
    assert cashier.import_lines(first).told == ()
    (told,) = cashier.import_lines(third).told
    assert "2026-08-03 的流水之后与 2026-08-09 的流水之前余额接不上" in told
    assert cashier.import_lines(second).told == (), "joins on both sides"
    assert cashier.import_lines(on(cashier, 10, 5, 1_180)).told == ()


def test_an_older_file_must_join_on_to_the_newer_one(cashier: Cashier) -> None:
    newer = on(cashier, 9, 25, 1_175)
    cashier.import_lines(newer)
    (told,) = cashier.import_lines(on(cashier, 3, 100, 1_100)).told
    assert "2026-08-03 的流水之后与 2026-08-09 的流水之前" in told


def test_files_that_overlap_or_print_no_balance_are_not_asked_to_join(cashier: Cashier) -> None:
    first = on(cashier, 3, 100, 1_100)
    cashier.import_lines(first)
    assert cashier.import_lines(first, on(cashier, 4, 100, 1_200)).told == ()
    assert cashier.import_lines(cashier.line(7, booked_at=datetime(2026, 8, 20))).told == ()
    assert cashier.import_lines(on(cashier, 25, 7, 9_999)).told == ()
