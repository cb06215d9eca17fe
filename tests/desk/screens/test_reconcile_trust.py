"""缴费对账 suggests until the school's own decisions have proven matching right, and keeps what each decision says of its proposal."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments.reconcile import ReconcileScreen
from school_desk.desk.services import Desk
from school_desk.payments import queries
from school_desk.payments.tables import ProposalResultRow
from school_desk.terms.statuses import ProposalDecision, ReceivableStatus
from tests.desk.desk_fixtures import settle, type_in
from tests.desk.screens.hands import CTRL, fill, find_button, form_of, press, text_of
from tests.desk.screens.money_scene import Key, choose, key, opened, proven, send
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.school import Office

CLAIMED, DISMISSED, NOT_TUITION = ProposalDecision.CLAIMED, ProposalDecision.DISMISSED, ProposalDecision.NOT_TUITION


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def sure_lines(cashier: Cashier, count: int) -> list[str]:
    """Lines that quote the code of an 应缴单 of their amount."""
    owed = [cashier.receivables(cashier.batch(cashier.enterprise(number), steel=1))[0] for number in range(count)]
    return [
        cashier.paid_in(STEEL_FEE, counterparty_name=row.enterprise, memo=f"培训费 {row.payment_code}") for row in owed
    ]


def kept(cashier: Cashier) -> list[tuple[ProposalDecision, bool, int, bool]]:
    """(decision, certain, taken rank, seen) of the results, oldest first."""
    with cashier.office.school.reading() as session:
        rows = session.scalars(sa.select(ProposalResultRow).order_by(ProposalResultRow.id))
        return [(row.decision, row.certain, row.taken_rank, row.seen) for row in rows if row.line_id]


def score(screen: ReconcileScreen) -> float:
    assert screen.panel.facts is not None
    return screen.panel.facts.proposals[0].score


def test_a_first_use_only_suggests_and_says_what_is_missing(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    sure_lines(cashier, 3)
    screen = opened(qtbot, desk)
    assert screen.certain.words() == "有把握的 3 笔请逐笔认领：再确认至少 714 笔建议无误，才能一次认领。"
    assert find_button(screen.certain, "一次认领") is None
    shown = score(screen)
    key(qtbot, screen, Key.Key_Space)
    told = "有把握的 2 笔请逐笔认领：已确认 1 笔、有误 0 笔，再确认至少 713 笔建议无误，才能一次认领。"
    assert screen.certain.words() == told
    assert kept(cashier) == [(CLAIMED, True, 1, True)]
    with cashier.office.school.reading() as session:
        assert queries.past_results(session, cashier.office.school.id) == ((round(shown * 1e6), True),)
    key(qtbot, screen, Key.Key_U)
    assert kept(cashier) == []


def test_a_school_that_has_proven_it_claims_at_once_and_that_proves_nothing_yet(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    sure_lines(cashier, 2)
    proven(cashier)
    screen = opened(qtbot, desk)
    press(qtbot, screen.certain, "一次认领 2 笔")
    assert kept(cashier) == [(CLAIMED, True, 1, False)] * 2
    with cashier.office.school.reading() as session:
        assert queries.matching_trust(session, cashier.office.school.id).decisions == 714


def test_lines_below_the_school_s_own_threshold_are_only_suggested(
    qtbot: QtBot, desk: Desk, cashier: Cashier, monkeypatch: pytest.MonkeyPatch
) -> None:
    from school_desk.payments.matching import trust

    sure_lines(cashier, 2)
    above_all = trust.Trust(1_000_001, 800, 2, 0)
    monkeypatch.setattr(queries, "matching_trust", lambda *_: above_all)
    screen = opened(qtbot, desk)
    assert not screen.certain.isVisible()
    hints = [screen.lines._hint(row) for row in screen.table.rows()]
    assert [hint.text for hint in hints if hint] == ["有把握"] * 2
    monkeypatch.setattr(queries, "matching_trust", lambda *_: trust.Trust(0, 800, 0, 0))
    screen.refresh()
    settle(qtbot, desk)
    hints = [screen.lines._hint(row) for row in screen.table.rows()]
    assert [hint.text for hint in hints if hint] == ["可直接认领"] * 2


def test_a_dismissed_first_proposal_is_kept_as_wrong(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    sure_lines(cashier, 1)
    screen = opened(qtbot, desk)
    press(qtbot, screen.panel, "不是这样")
    assert kept(cashier) == [(DISMISSED, True, 0, True)]


def test_a_dismissed_lesser_proposal_says_nothing_of_the_first_and_taken_it_does(
    qtbot: QtBot, desk: Desk, cashier: Cashier
) -> None:
    for number in (0, 1, 2):
        cashier.batch(cashier.enterprise(number), steel=1)
    cashier.paid_in(STEEL_FEE, counterparty_name="浙江某某有限公司", counterparty_account="1", memo="培训费")
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_3)
    press(qtbot, screen.panel, "不是这样")
    assert kept(cashier) == []
    key(qtbot, screen, Key.Key_2, Key.Key_Space)
    assert kept(cashier) == [(CLAIMED, False, 2, True)]


def test_money_that_is_no_fee_is_kept_as_a_wrong_proposal(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    sure_lines(cashier, 1)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_N)
    send(qtbot, screen, fill(form_of(screen.panel), kind="货款或往来款", note="退回"), "note")
    assert kept(cashier) == [(NOT_TUITION, True, 0, True)]


@pytest.mark.parametrize(("typed", "rank"), [("800", 1), ("300", 0)])
def test_a_split_is_as_proposed_only_with_the_amounts_proposed(
    qtbot: QtBot, desk: Desk, cashier: Cashier, typed: str, rank: int
) -> None:
    sure_lines(cashier, 1)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Key.Key_S)
    editor = screen.panel.editor
    assert editor is not None
    (amount,) = editor.amounts()
    amount.selectAll()
    type_in(amount, typed)
    QTest.keyClick(editor.search, Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert kept(cashier) == [(CLAIMED, True, rank, True)]


def test_lines_put_together_are_judged_each_by_its_own_proposal(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), steel=1))
    lines = [cashier.paid_in(fen, memo=f"培训费 {owed.payment_code}") for fen in (30_000, STEEL_FEE - 30_000)]
    screen = opened(qtbot, desk)
    choose(qtbot, screen, lines[0])
    key(qtbot, screen, Key.Key_M)
    editor = screen.panel.editor
    assert editor is not None
    if not editor.draft.parts:
        editor.add(next(one for one in editor.table.rows() if one.id == owed.id))
    QTest.keyClick(editor.search, Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert [(decision, rank) for decision, _, rank, _ in kept(cashier)] == [(CLAIMED, 1)] * 2


def test_without_a_proposal_nothing_is_kept(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    cashier.paid_in(3_742, counterparty_name="", counterparty_account="", memo="结息")
    screen = opened(qtbot, desk)
    assert "没有找到对应的应缴单" in text_of(screen.panel)
    key(qtbot, screen, Key.Key_N)
    send(qtbot, screen, fill(form_of(screen.panel), kind="结息"), "note")
    assert kept(cashier) == []
