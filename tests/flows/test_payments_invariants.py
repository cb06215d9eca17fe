"""Whatever people and the bank do, in whatever order, undone or not: no fen is lost, doubled or spent twice."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from school_desk.composition import open_school
from school_desk.enrollments import queries as enrolment
from school_desk.enrollments.commands import WithdrawEnrollment
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.payments import commands as c
from school_desk.payments import queries
from school_desk.payments.domain import FLUID, claimed_status, paid_status
from school_desk.payments.handlers.entries import PENDING_REFUND
from school_desk.payments.tables import AllocationRow, CreditEntryRow, ReceivableRow, RefundRow, StatementLineRow
from school_desk.terms.statuses import LineStatus, ReceivableStatus, RefundStatus
from tests.flows.cashier import OWN_ACCOUNT, Cashier
from tests.school import START, Office

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
AMOUNTS = (20_000, 80_000, 250_000)


@pytest.fixture(scope="module")
def stocked(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cashier]:
    """A school with two enterprises and three batches, and the one who made them (for numbers of lines and people)."""
    root = tmp_path_factory.mktemp("stocked") / "data"
    shutil.copytree(founded, root)
    clock = ScriptedClock(START)
    school = open_school(DataFolder(root), clock)
    cashier = Cashier(Office(school, clock))
    first, second = cashier.enterprise(), cashier.enterprise(1)
    for owner, steel, brick in ((first, 5, 1), (first, 0, 4), (second, 4, 0)):
        cashier.batch(owner, steel, brick)
    school.close()
    return root, cashier


class Life:
    """One course of events on a copy of the stocked school."""

    def __init__(self, root: Path, cashier: Cashier, data: st.DataObject) -> None:
        self.clock = ScriptedClock(START + timedelta(hours=2))
        self.school = open_school(DataFolder(root), self.clock)
        self.cashier = cashier
        self.data = data
        self.done: list[str] = []
        self.given: list[tuple[Command, Actor, str]] = []
        cashier.office = Office(self.school, self.clock)

    def read(self, question: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        with self.school.reading() as session:
            return question(session, self.school.id, *arguments, **named)

    def pick(self, rows: Any) -> Any:
        """One of `rows`; nothing to pick from ends the step."""
        if not rows:
            raise _NothingToDo
        return self.data.draw(st.sampled_from(list(rows)))

    def give(self, command: Command, *, second: bool = False) -> None:
        office = self.cashier.office
        actor = office.admin_of_all() if isinstance(command, WithdrawEnrollment) else office.cashier
        actor = office.second_cashier if second else actor
        outcome = self.school.execute(command, actor)
        self.done.append(outcome.command_id)
        self.given.append((command, actor, outcome.command_id))

    def step(self) -> None:
        act = self.pick(ACTS)
        try:
            act(self)
        except (RuleViolation, _NothingToDo):
            return

    def line_comes(self) -> None:
        incoming = self.pick((True, True, True, False))
        owed = [row.open_fen for row in self.read(queries.receivables) if row.open_fen]
        line = self.cashier.line(self.pick((*AMOUNTS, *owed)), incoming=incoming)
        self.give(self.cashier.statement(line))

    def bank_takes_back(self) -> None:
        paid = self.pick(self.read(queries.lines, incoming=self.pick((True, True, False))))
        back = self.cashier.line(paid.amount_fen, incoming=not paid.incoming, takes_back=True)
        self.give(self.cashier.statement(back))

    def claim(self) -> None:
        line = self.pick(self.read(queries.lines, statuses=(LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED)))
        owed = self.pick([row for row in self.read(queries.receivables) if row.open_fen])
        fen = min(line.rest_fen, owed.open_fen) - self.pick((0, 0, 0, 10_000))
        rest_to = self.pick((None, owed.enterprise_id))
        self.give(c.AllocateTransfer(line.id, line.rest_fen, (c.Part(owed.id, fen, owed.open_fen),), rest_to))

    def credit(self) -> None:
        line = self.pick(self.read(queries.lines, statuses=(LineStatus.UNCLAIMED,)))
        owner = self.pick(self.read(queries.receivables)).enterprise_id
        self.give(c.AllocateTransfer(line.id, line.rest_fen, credit_rest_to=owner))

    def use_credit(self) -> None:
        balance = self.pick(self.read(queries.credit_balances))
        owed = self.pick(self.read(queries.receivables, enterprise_id=balance.enterprise_id))
        fen = min(balance.balance_fen, owed.open_fen)
        self.give(c.UseCredit(owed.id, fen, owed.open_fen, balance.balance_fen))

    def remove_credit(self) -> None:
        self.give(c.RemoveCredit(self.pick(self.read(queries.credit_entries)).id))

    def remove(self) -> None:
        self.give(c.RemoveAllocation(self.pick(self.read(queries.allocations)).id))

    def reverse(self) -> None:
        claim = self.pick(self.read(queries.allocations))
        self.give(c.ReverseAllocation(claim.id, claim.standing_fen, "认错"))

    def propose(self) -> None:
        self.give(c.ProposeReview((self.pick(self.read(queries.receivables, statuses=(ReceivableStatus.PAID,))).id,)))

    def decide(self) -> None:
        review, _ = self.pick(self.read(queries.review_queue))
        self.give(c.DecideReview((review.id,), self.pick((True, True, False)), "看过"), second=True)

    def withdraw(self) -> None:
        people = self.read(enrolment.enrolled, active_only=True) if self.pick((True, False)) else ()
        self.give(WithdrawEnrollment(self.pick(people).id, "离职"))

    def set_aside(self) -> None:
        line = self.pick(self.read(queries.lines))
        kind = self.pick((c.MarkNotTuition, c.PutOnHold, c.ReleaseLine))
        self.give(kind(line.id))

    def ask_refund(self) -> None:
        if self.pick((True, False)):
            entry = self.pick(self.read(queries.credit_entries))
            fen = self.pick((entry.left_fen, 10_000))
            self.give(c.RequestRefund(entry.enterprise_id, entry.line_id, fen, "多付"))
            return
        owed = self.pick(self.read(queries.receivables, statuses=(ReceivableStatus.REVIEWED,)))
        claim = self.pick(self.read(queries.allocations, receivable_id=owed.id))
        person = self.pick(
            [one for one in self.read(enrolment.enrolled, batch_id=owed.batch_id) if one.plan_id == owed.plan_id]
        )
        fen = self.pick((owed.unit_fee_fen, 10_000))
        self.give(c.RequestRefund(owed.enterprise_id, claim.line_id, fen, "离职", owed.id, (person.id,)))

    def decide_refund(self) -> None:
        refund = self.pick(self.read(queries.refunds))
        self.give(c.DecideRefund(refund.id, self.pick((True, True, False)), "看过"), second=True)

    def pay_refund(self) -> None:
        refund = self.pick(self.read(queries.refunds, (RefundStatus.APPROVED,)))
        out = self.cashier.line(refund.amount_fen, incoming=False)
        self.give(self.cashier.statement(out))
        line_id = next(row.id for row in self.read(queries.lines, incoming=False) if row.row_no == out.row_no)
        self.give(c.RecordRefundPaid(refund.id, line_id))

    def the_same_again(self) -> None:
        """A file that is imported once more, or a command that arrives once more, changes nothing."""
        command, actor, command_id = self.pick(self.given)
        before = self.cashier.office.dump()
        if isinstance(command, c.ImportStatement) and self.pick((True, False)):
            rows = [*self.read(queries.lines), *self.read(queries.lines, incoming=False)]
            if not {line.row_no for line in command.lines} <= {row.row_no for row in rows}:
                raise _NothingToDo  # its import was taken back
            assert self.school.execute(command, actor).result.new_lines == 0
        else:
            assert self.school.execute(command, actor, command_id=command_id).duplicate
        assert self.cashier.office.dump() == before

    def undo(self) -> None:
        self.done.append(self.cashier.office.undo(self.pick(self.done[-6:])).command_id)


class _NothingToDo(Exception):
    """There is nothing of the kind that the step wants."""


ACTS: tuple[Callable[[Life], None], ...] = (
    Life.line_comes,
    Life.line_comes,
    Life.claim,
    Life.claim,
    Life.claim,
    Life.credit,
    Life.use_credit,
    Life.use_credit,
    Life.remove_credit,
    Life.remove,
    Life.reverse,
    Life.propose,
    Life.propose,
    Life.decide,
    Life.decide,
    Life.propose,
    Life.decide,
    Life.withdraw,
    Life.set_aside,
    Life.bank_takes_back,
    Life.decide_refund,
    Life.pay_refund,
    Life.ask_refund,
    Life.ask_refund,
    Life.decide_refund,
    Life.pay_refund,
    Life.undo,
    Life.undo,
    Life.the_same_again,
    Life.the_same_again,
)


def sums(session: Session, column: Any, amount: Any) -> Counter[str]:
    return Counter(dict(session.execute(sa.select(column, sa.func.sum(amount)).group_by(column)).all()))


def check_books(session: Session, school_id: str) -> None:
    """Every sum that is kept is the sum of its entries, and none is beyond what there is."""
    claims = sums(session, AllocationRow.receivable_id, AllocationRow.amount_fen)
    for owed in session.scalars(sa.select(ReceivableRow)):
        assert owed.allocated_fen == claims[owed.id]
        places = enrolment.active_places(session, school_id, owed.batch_id).get(owed.plan_id, 0)
        assert owed.head_count == places
        assert owed.due_fen >= places * owed.unit_fee_fen
        if owed.status in FLUID:
            assert owed.status is paid_status(owed.due_fen, owed.allocated_fen)
        else:
            assert owed.allocated_fen == owed.due_fen > 0
        assert (owed.paid_on is None) is (owed.allocated_fen < owed.due_fen or owed.due_fen == 0)
    by_line = sums(session, AllocationRow.line_id, AllocationRow.amount_fen)
    credit = sums(session, CreditEntryRow.line_id, CreditEntryRow.amount_fen)
    refunded = Counter(
        dict(
            session.execute(
                sa.select(CreditEntryRow.line_id, -sa.func.sum(CreditEntryRow.amount_fen))
                .where(CreditEntryRow.refund_id.is_not(None))
                .group_by(CreditEntryRow.line_id)
            ).all()
        )
    )
    for line in session.scalars(sa.select(StatementLineRow).where(StatementLineRow.incoming)):
        assert line.used_fen == by_line[line.id] + credit[line.id] + refunded[line.id]
        assert credit[line.id] >= 0
        if line.status in (LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED, LineStatus.CLAIMED):
            assert line.status is claimed_status(line.amount_fen, line.used_fen)
        if line.status is LineStatus.NOT_TUITION:
            assert line.used_fen == 0
        if line.status is LineStatus.REVERSED:
            assert credit[line.id] == 0
    for table, origin in ((AllocationRow, AllocationRow.reverses_id), (CreditEntryRow, CreditEntryRow.draws_on_id)):
        left = sums(session, sa.func.coalesce(origin, table.id), table.amount_fen)
        assert all(fen >= 0 for fen in left.values())
        if table is CreditEntryRow:
            kept = session.execute(sa.select(CreditEntryRow.id, CreditEntryRow.left_fen)).all()
            assert {entry_id: fen for entry_id, fen in kept if fen} == +left


def check_refunds(session: Session) -> None:
    """What is refunded leaves the books once: 预收余额 when it is asked for, a reviewed fee when it is paid."""
    for refund in session.scalars(sa.select(RefundRow)):
        gone = {RefundStatus.PAID} if refund.receivable_id else {RefundStatus.PAID, *PENDING_REFUND}
        moved = session.scalar(
            sa.select(sa.func.sum(CreditEntryRow.amount_fen)).where(
                CreditEntryRow.refund_id == refund.id, CreditEntryRow.amount_fen < 0
            )
        )
        assert (moved or 0) == (-refund.amount_fen if refund.status in gone else 0)


def check_month(session: Session, school_id: str) -> None:
    """Everything that came in is somewhere."""
    month = queries.month_end(session, school_id, OWN_ACCOUNT, date(2026, 8, 1))
    assert month.untold_fen == 0
    assert min(month.allocated_fen, month.credit_fen, month.refunded_fen, month.unclaimed_fen) >= 0
    lines = queries.month_lines(session, school_id, OWN_ACCOUNT, date(2026, 8, 1))
    for line in lines:
        uses = (line.allocated_fen, line.credit_fen, line.unclaimed_fen, line.not_tuition_fen, line.returned_fen)
        assert sum(uses) == line.in_fen
        assert min(uses) >= 0
    assert sum(line.returned_fen for line in lines) == month.returned_fen
    assert sum(line.in_fen for line in lines) == month.in_fen


@pytest.fixture
def folders() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_no_fen_is_lost_doubled_or_spent_twice(
    stocked: tuple[Path, Cashier], folders: Path, data: st.DataObject
) -> None:
    root, cashier = stocked
    copy = Path(tempfile.mkdtemp(dir=folders)) / "data"
    shutil.copytree(root, copy)
    life = Life(copy, cashier, data)
    for _ in range(data.draw(st.integers(10, 40))):
        life.step()
        with life.school.reading() as session:
            check_books(session, life.school.id)
            check_refunds(session)
            check_month(session, life.school.id)
    life.school.close()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_overlapping_exports_in_any_order_give_the_same_lines(
    stocked: tuple[Path, Cashier], folders: Path, data: st.DataObject
) -> None:
    root, cashier = stocked
    copy = Path(tempfile.mkdtemp(dir=folders)) / "data"
    shutil.copytree(root, copy)
    life, balance, lines = Life(copy, cashier, data), 0, []
    for fen, incoming in data.draw(st.lists(st.tuples(st.sampled_from((100, 200)), st.booleans()), min_size=2)):
        balance += fen if incoming else -fen
        lines.append(cashier.line(fen, incoming=incoming, balance_fen=balance))
    ends = st.tuples(st.integers(0, len(lines) - 1), st.integers(1, len(lines)))
    windows = data.draw(st.lists(ends.filter(lambda window: window[0] < window[1]), min_size=1, max_size=4))
    for place, (first, last) in enumerate((*windows, *windows)):
        part = lines[first:last] if place % 2 else lines[first:last][::-1]
        outcome = life.school.execute(cashier.statement(*part), cashier.office.cashier).result
        assert outcome.new_lines + outcome.known_lines == len(part)
        assert outcome.new_lines == 0 or place < len(windows)
    wanted = {line.row_no for first, last in windows for line in lines[first:last]}
    kept = [*life.read(queries.lines), *life.read(queries.lines, incoming=False)]
    assert sorted(row.row_no for row in kept) == sorted(wanted)
    life.school.close()
