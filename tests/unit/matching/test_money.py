"""Whatever arrives and whatever is open: no proposal ever spends more than there is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from school_desk.payments.matching import (
    Books,
    CreditLine,
    DebitLine,
    KnownPayer,
    Matching,
    OpenReceivable,
    Proposal,
    match,
    propose,
)
from school_desk.payments.matching.amounts import subset
from tests.unit.matching.builders import MARCH, code

ENTERPRISES = ("湖州石凤钢结构工程有限公司", "湖州石风钢结构工程有限公司", "嘉兴铭煜市政工程有限公司")
PEOPLE = ("赵一", "钱二三", "孙四", "任炳根")
amounts = st.sampled_from([60_000, 80_000, 100_000]).flatmap(
    lambda fee: st.integers(1, 6).map(lambda heads: fee * heads)
)
accounts = st.sampled_from(["", "6222000011112222", "1205110009529260025"])


@st.composite
def receivables(draw: st.DrawFn) -> list[OpenReceivable]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        batch, due = draw(st.integers(1, 4)), draw(amounts)
        name = ENTERPRISES[batch % len(ENTERPRISES)]
        found.append(
            OpenReceivable(
                id=f"r{number}",
                batch_id=f"b{batch}",
                payment_code=code(batch),
                enterprise_id=name,
                enterprise_name=name,
                aliases=(),
                trainee_names=tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))),
                due_fen=due,
                open_fen=draw(st.integers(0, due)) if draw(st.booleans()) else due,
                created_on=date(2026, 2, 1) + timedelta(days=batch),
                legal_person="任炳根",
                credit_code="",
            )
        )
    return found


@st.composite
def credits_in(draw: st.DrawFn) -> list[CreditLine]:
    words = st.lists(
        st.sampled_from(["培训费", "货款", "等3人", *PEOPLE, *ENTERPRISES, *map(code, range(1, 6))]), max_size=3
    )
    return [
        CreditLine(
            id=f"c{number}",
            amount_fen=draw(st.one_of(amounts, amounts.map(lambda fen: fen - 500), st.integers(1, 2_000_000))),
            payer_name=draw(st.sampled_from(["", *ENTERPRISES, *PEOPLE])),
            payer_account=draw(accounts),
            memo=" ".join(draw(words)),
            booked_on=MARCH + timedelta(days=draw(st.integers(-40, 9))),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


known = st.lists(st.builds(KnownPayer, accounts, st.sampled_from(ENTERPRISES), st.integers(0, 3)), max_size=3)


@settings(max_examples=60, deadline=None)
@given(receivables(), credits_in(), known)
def test_parts_never_exceed_the_line_or_the_receivable(
    open_items: list[OpenReceivable], lines: list[CreditLine], payers: list[KnownPayer]
) -> None:
    wanted = {item.id: item.open_fen for item in open_items}
    arrived = {line.id: line.amount_fen for line in lines}
    for proposal in propose(open_items, lines, known_payers=payers).proposals:
        assert proposal.parts
        assert len(dict(proposal.parts)) == len(proposal.parts)
        assert all(0 < part <= wanted[receivable] for receivable, part in proposal.parts)
        spent = sum(part for _, part in proposal.parts)
        assert spent <= arrived[proposal.line_id]
        assert (spent < arrived[proposal.line_id]) == (proposal.kind == "over")
        assert 0 <= proposal.score <= 1


@settings(max_examples=60, deadline=None)
@given(receivables(), credits_in(), known)
def test_first_proposals_together_never_overpay(
    open_items: list[OpenReceivable], lines: list[CreditLine], payers: list[KnownPayer]
) -> None:
    laid: Counter[str] = Counter()
    seen = set()
    for proposal in propose(open_items, lines, known_payers=payers).proposals:
        first = proposal.line_id not in seen
        seen.add(proposal.line_id)
        if proposal.stands:
            laid.update(dict(proposal.parts))
        assert first or not proposal.stands
        assert proposal.stands or not proposal.certain
        assert (
            proposal.stands or not first or any("已占用" in veto for veto in proposal.vetoes) or proposal.score < 0.05
        )
    assert all(laid[item.id] <= item.open_fen for item in open_items)


@settings(max_examples=40, deadline=None)
@given(receivables(), credits_in(), known)
def test_certain_means_exact_or_coded_and_nothing_against_it(
    open_items: list[OpenReceivable], lines: list[CreditLine], payers: list[KnownPayer]
) -> None:
    by_id, line_of = {item.id: item for item in open_items}, {line.id: line for line in lines}
    for proposal in propose(open_items, lines, known_payers=payers).proposals:
        if proposal.certain:
            assert proposal.stands
            assert proposal.vetoes == ()
            assert proposal.score > 0.9
            paid, line = dict(proposal.parts), line_of[proposal.line_id]
            batches = {by_id[receivable].batch_id for receivable in paid}
            exact = sum(item.open_fen for item in open_items if item.batch_id in batches) == line.amount_fen
            coded = all(by_id[receivable].payment_code in line.memo for receivable in paid)
            assert exact or coded or any("合起来正好付清" in reason for reason in proposal.reasons)


@settings(max_examples=40, deadline=None)
@given(receivables(), credits_in(), known, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(
    open_items: list[OpenReceivable], lines: list[CreditLine], payers: list[KnownPayer], random: Random
) -> None:
    other_items, other_lines, other_payers = open_items[:], lines[:], payers[:]
    for items in (other_items, other_lines, other_payers):
        random.shuffle(items)
    given_order = propose(open_items, lines, known_payers=payers)
    other_order = propose(other_items, other_lines, known_payers=other_payers)
    assert by_line(other_order) == by_line(given_order)
    assert propose(open_items, lines, known_payers=payers) == given_order


def by_line(matching: Matching) -> dict[str, list[Proposal]]:
    found: dict[str, list[Proposal]] = {}
    for proposal in matching.proposals:
        found.setdefault(proposal.line_id, []).append(proposal)
    return found


@settings(max_examples=40, deadline=None)
@given(receivables(), credits_in(), known, st.integers(0, 7))
def test_a_dismissed_pair_is_never_proposed_again(
    open_items: list[OpenReceivable], lines: list[CreditLine], payers: list[KnownPayer], turn: int
) -> None:
    books = Books(open_items, payers)
    before = match(books, lines).proposals
    dismissed = {(one.line_id, receivable) for one in before[turn : turn + 2] for receivable, _ in one.parts}
    after = match(books, lines, dismissed=dismissed).proposals
    assert not any((one.line_id, receivable) in dismissed for one in after for receivable, _ in one.parts)


@given(credits_in(), st.lists(st.integers(0, 7), max_size=4))
def test_each_reversal_undoes_one_line(lines: list[CreditLine], undone: list[int]) -> None:
    debits = [
        DebitLine(
            f"d{number}",
            line.amount_fen,
            line.payer_name,
            line.payer_account,
            "冲正",
            line.booked_on,
            reversal_flag=True,
        )
        for number, place in enumerate(undone)
        if place < len(lines)
        for line in [lines[place]]
    ]
    matching = propose([], lines, debit_lines=debits)
    pairs = [verdict for verdict in matching.verdicts if verdict.kind == "reversed"]
    assert len({verdict.line_id for verdict in pairs}) == len(pairs) <= len(debits)
    fen = {line.id: line.amount_fen for line in lines} | {line.id: line.amount_fen for line in debits}
    assert all(fen[verdict.line_id] == fen[verdict.other_line_id or ""] for verdict in pairs)


@given(st.lists(st.integers(1, 40), max_size=10), st.integers(1, 200))
def test_subset_counts_every_choice(items: list[int], target: int) -> None:
    choices = [
        tuple(place for place in range(len(items)) if mask >> place & 1)
        for mask in range(1, 2 ** len(items))
        if sum(items[place] for place in range(len(items)) if mask >> place & 1) == target
    ]
    count, picked = subset(target, items)
    assert count == len(choices)
    assert (picked in choices) == bool(choices)


def test_most_lines_of_a_school_year_get_a_proposal() -> None:
    """1,000 receivables of 300 enterprises × 800 lines."""
    open_items, lines = [], []
    for number in range(1_000):
        batch = number // 3
        name = f"湖州{chr(0x4E00 + batch)}{chr(0x5E00 + batch * 7 % 900)}建设工程有限公司"
        trainees = tuple(f"{chr(0x674E + number % 90)}{chr(0x5000 + number)}{chr(0x6000 + head)}" for head in range(8))
        due = 60_000 * (1 + number % 19)
        open_items.append(
            OpenReceivable(
                f"r{number}",
                f"b{batch}",
                code(batch),
                f"e{batch}",
                name,
                (),
                trainees,
                due,
                due,
                date(2026, 2, 1),
                "",
                "",
            )
        )
    for number in range(800):
        item = open_items[number % 1_000]
        memo = ("培训费", item.payment_code, "".join(item.trainee_names[:4]) + "等8人培训费", "货款")[number % 4]
        payer = item.enterprise_name if number % 5 else item.enterprise_name.replace("建设", "建筑")
        lines.append(CreditLine(f"c{number}", item.due_fen, payer, f"6222{number % 50}", memo, MARCH))
    matching = match(Books(open_items), lines)
    assert len({proposal.line_id for proposal in matching.proposals}) > 700
