"""What becomes of matching's proposals is kept with the decisions about their lines, and is what trust in matching is learnt from."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest

from school_desk.kernel.commands import from_wire, to_wire
from school_desk.payments import queries
from school_desk.payments.commands import (
    AllocateTogether,
    AllocateTransfer,
    DismissProposal,
    JudgedProposal,
    MarkNotTuition,
    Part,
    ReleaseLine,
    RemoveAllocation,
    ReverseAllocation,
)
from school_desk.payments.queries import trusted
from tests.flows.cashier import COMPANY_ACCOUNT, STEEL_FEE, Cashier
from tests.school import Office

SCORE = 999_100
PROPOSED = JudgedProposal(SCORE, certain=True, taken_rank=1)
OTHERWISE = replace(PROPOSED, taken_rank=0)
RIGHT, WRONG = (SCORE, True), (SCORE, False)


class Payments(Cashier):
    """One enterprise, which owes as often as a test needs it."""

    @cached_property
    def owner(self) -> str:
        return self.enterprise()

    def owed(self) -> str:
        """A new 应缴单."""
        (row,) = self.receivables(self.batch(self.owner, steel=1))
        return row.id


@pytest.fixture
def cashier(office: Office) -> Payments:
    return Payments(office)


def results(cashier: Payments) -> list[tuple[int, bool]]:
    """The past results, oldest first."""
    with cashier.office.school.reading() as session:
        return list(reversed(queries.past_results(session, cashier.office.school.id)))


def transfer(cashier: Payments, judged: JudgedProposal | None) -> AllocateTransfer:
    """A claim of a new line for a new 应缴单 of the same amount."""
    part = Part(cashier.owed(), STEEL_FEE, STEEL_FEE)
    return AllocateTransfer(cashier.paid_in(STEEL_FEE), STEEL_FEE, (part,), judged=judged)


def claimed(cashier: Payments, judged: JudgedProposal | None = PROPOSED) -> tuple[AllocateTransfer, str]:
    """The claim and its allocation."""
    command = transfer(cashier, judged)
    (allocation_id,) = cashier.do(command)["allocation_ids"]
    return command, allocation_id


def test_a_claim_as_proposed_is_right_and_cancelled_it_is_wrong(cashier: Payments) -> None:
    _, allocation_id = claimed(cashier)
    assert results(cashier) == [RIGHT]
    cashier.do(RemoveAllocation(allocation_id))
    assert results(cashier) == [WRONG]


def test_an_undone_claim_says_nothing_and_the_next_decision_does(cashier: Payments) -> None:
    command = transfer(cashier, PROPOSED)
    given = cashier.office.school.execute(command, cashier.office.cashier)
    cashier.office.undo(given.command_id)
    assert results(cashier) == []
    cashier.do(replace(command, judged=OTHERWISE))
    assert results(cashier) == [WRONG]


def test_a_claim_cancelled_and_the_cancelling_undone_is_right_again(cashier: Payments) -> None:
    _, allocation_id = claimed(cashier)
    cancelled = cashier.office.school.execute(RemoveAllocation(allocation_id), cashier.office.cashier)
    cashier.office.undo(cancelled.command_id)
    assert results(cashier) == [RIGHT]


@pytest.mark.parametrize("rank", [0, 2, 3])
def test_a_line_claimed_otherwise_makes_its_proposal_wrong_unless_that_is_cancelled(
    cashier: Payments, rank: int
) -> None:
    _, allocation_id = claimed(cashier, replace(PROPOSED, taken_rank=rank))
    assert results(cashier) == [WRONG]
    cashier.do(RemoveAllocation(allocation_id))
    assert results(cashier) == []


def test_money_kept_for_the_enterprise_instead_makes_it_wrong(cashier: Payments) -> None:
    cashier.do(AllocateTransfer(cashier.paid_in(500), 500, credit_rest_to=cashier.owner, judged=OTHERWISE))
    assert results(cashier) == [WRONG]


def test_a_reversal_by_a_person_makes_it_wrong(cashier: Payments) -> None:
    command, allocation_id = claimed(cashier)
    cashier.review(command.parts[0].receivable_id)
    assert results(cashier) == [RIGHT]
    cashier.do(ReverseAllocation(allocation_id, STEEL_FEE, "认错企业"))
    assert results(cashier) == [WRONG]


@pytest.mark.parametrize("reviewed", [False, True])
def test_what_the_bank_took_back_was_matched_rightly(cashier: Payments, *, reviewed: bool) -> None:
    command, allocation_id = claimed(cashier)
    if reviewed:
        cashier.review(command.parts[0].receivable_id)
    back = cashier.line(STEEL_FEE, incoming=False, takes_back=True, counterparty_account=COMPANY_ACCOUNT)
    assert cashier.import_lines(back).told
    if reviewed:
        cashier.do(ReverseAllocation(allocation_id, STEEL_FEE, "银行冲正"))
    assert cashier.receivable(command.parts[0].receivable_id).open_fen == STEEL_FEE
    assert results(cashier) == [RIGHT]


def test_a_dismissed_proposal_is_wrong(cashier: Payments) -> None:
    owed = cashier.owed()
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.do(DismissProposal(line_id, (owed,), OTHERWISE))
    cashier.do(DismissProposal(cashier.paid_in(STEEL_FEE), (owed,)))
    assert results(cashier) == [WRONG]
    cashier.do(MarkNotTuition(line_id, "货款"))
    cashier.do(ReleaseLine(line_id))
    assert results(cashier) == [WRONG], "only what was said of the money is taken back, not the dismissal"


def test_money_that_is_no_fee_makes_its_proposal_wrong_until_it_is_one_again(cashier: Payments) -> None:
    line_id = cashier.paid_in(STEEL_FEE)
    cashier.do(MarkNotTuition(line_id, "货款", OTHERWISE))
    assert results(cashier) == [WRONG]
    cashier.do(ReleaseLine(line_id))
    assert results(cashier) == []


def test_only_what_matching_would_have_taken_by_itself_counts(cashier: Payments) -> None:
    claimed(cashier, None)
    claimed(cashier, replace(PROPOSED, certain=False))
    claimed(cashier, replace(OTHERWISE, certain=False))
    assert results(cashier) == []


def test_claims_nobody_looked_at_count_after_a_month_but_as_wrong_at_once(cashier: Payments) -> None:
    unseen = replace(PROPOSED, seen=False)
    transfers = (transfer(cashier, unseen), transfer(cashier, unseen))
    first, _ = cashier.do(AllocateTogether(transfers))["allocation_ids"]
    assert results(cashier) == []
    cashier.do(RemoveAllocation(first))
    assert results(cashier) == [WRONG]
    cashier.office.move_to(2026, 9, 1, 9)
    claimed(cashier)
    assert results(cashier) == [WRONG, RIGHT]
    cashier.office.move_to(2026, 9, 2, 10)
    claimed(cashier)
    assert sorted(results(cashier)) == [WRONG, RIGHT, RIGHT, RIGHT]


def test_the_newest_count(cashier: Payments, monkeypatch: pytest.MonkeyPatch) -> None:
    claimed(cashier, OTHERWISE)
    cashier.office.move_to(2026, 8, 4, 9)
    claimed(cashier)
    monkeypatch.setattr(trusted, "_NEWEST", 1)
    assert results(cashier) == [RIGHT]


@pytest.mark.parametrize(
    "bad",
    [
        replace(PROPOSED, score_ppm=-1),
        replace(PROPOSED, score_ppm=1_000_001),
        replace(PROPOSED, taken_rank=4),
        replace(PROPOSED, taken_rank=-1),
    ],
)
def test_what_no_desk_could_have_shown_is_refused(cashier: Payments, bad: JudgedProposal) -> None:
    assert cashier.refused(transfer(cashier, bad)) == "proposal.judged"


def test_a_judged_proposal_hinders_nobody_from_taking_its_import_back(cashier: Payments) -> None:
    owed = cashier.owed()
    imported = cashier.office.school.execute(cashier.statement(cashier.line(STEEL_FEE)), cashier.office.cashier)
    line_id = cashier.line_id_of(0)
    part = Part(owed, STEEL_FEE, STEEL_FEE)
    (claim,) = cashier.do(AllocateTransfer(line_id, STEEL_FEE, (part,), judged=PROPOSED))["allocation_ids"]
    cashier.do(RemoveAllocation(claim))
    cashier.office.undo(imported.command_id)
    assert results(cashier) == [WRONG]


@pytest.mark.parametrize("version", [1, 2])
def test_commands_of_a_program_that_knew_no_results_are_carried_out(cashier: Payments, version: int) -> None:
    def older(command: Any) -> Any:
        arguments = to_wire(command)
        for one in (arguments, *arguments.get("transfers", ())):
            one.pop("judged", None)
        return from_wire(type(command).__name__, arguments, version)

    command = transfer(cashier, None)
    assert older(command) == command
    cashier.do(older(command))
    cashier.do(older(AllocateTogether((transfer(cashier, None),))))
    line_id = cashier.paid_in(1)
    cashier.do(older(DismissProposal(line_id, (command.parts[0].receivable_id,))))
    cashier.do(older(MarkNotTuition(line_id, "结息")))
    assert results(cashier) == []


def test_a_school_that_begins_only_gets_suggestions(cashier: Payments) -> None:
    claimed(cashier)
    with cashier.office.school.reading() as session:
        trust = queries.matching_trust(session, cashier.office.school.id)
    assert (trust.threshold_ppm, trust.decisions, trust.wrong, trust.missing) == (None, 1, 0, 713)
