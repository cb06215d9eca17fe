"""What became of proposals travels with the decisions, and never stands between an older desk and the Hub."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from school_desk.kernel import effects
from school_desk.payments.commands import BankLine, ImportStatement, JudgedProposal, MarkNotTuition, ReleaseLine
from school_desk.payments.tables import ProposalResultRow, StatementLineRow
from school_desk.staff.commands import AddStaff
from school_desk.sync import wire
from school_desk.sync.wire import VerdictKind
from school_desk.terms.roles import Role
from school_desk.terms.statuses import LineStatus
from tests.sync.net import HASH, DeskPlace, Net

JUDGED = JudgedProposal(998_200, certain=True)


def statement() -> ImportStatement:
    line = BankLine(
        2, datetime(2026, 8, 3, 9, 30), incoming=True, amount_fen=80_000, balance_fen=80_000, counterparty_name="某公司",
        counterparty_account="1", memo="货款", voucher_no="", takes_back=False, identity="one",
    )  # fmt: skip
    return ImportStatement("流水.xlsx", "0" * 64, "icbc", "icbc-b", "1205220109200069722", (line,))


def with_a_line(desk: DeskPlace) -> str:
    """The id of a line that has come in."""
    desk.do(AddStaff("money", "钱会计", (Role.FINANCE,), HASH))
    desk.do(statement(), "money")
    (line,) = desk.rows(StatementLineRow)
    return str(line.id)


def pushed(desk: DeskPlace, *sent: wire.SentCommand) -> list[VerdictKind]:
    answer = desk.line.push(wire.Push(desk.line.hub.hub_id, sent))
    return [verdict.kind for verdict in answer.verdicts]


def test_results_are_the_same_on_every_side(net: Net) -> None:
    desk, other = net.desks
    line_id = with_a_line(desk)
    desk.do(MarkNotTuition(line_id, "货款", JUDGED), "money")
    desk.sync()
    other.sync()
    (result,) = net.hub.rows(ProposalResultRow)
    assert (result.line_id, result.score_ppm, result.withdrawn) == (line_id, 998_200, False)
    other.do(ReleaseLine(line_id), "money")
    other.sync()
    desk.sync()
    assert [row.withdrawn for row in net.hub.rows(ProposalResultRow)] == [True]
    assert desk.dump() == other.dump() == net.hub.dump()


def test_a_waiting_command_of_before_is_carried_out_without_a_result(net: Net) -> None:
    desk, _ = net.desks
    line_id = with_a_line(desk)
    desk.do(MarkNotTuition(line_id, "货款"), "money")
    *before, marked = desk.to_send()
    arguments = {name: value for name, value in marked.arguments.items() if name != "judged"}
    older = msgspec.structs.replace(marked, version=1, arguments=arguments)
    assert pushed(desk, *before, older) == [VerdictKind.ACCEPTED] * 3
    desk.sync()
    assert net.hub.rows(ProposalResultRow) == []
    assert desk.dump() == net.hub.dump()


def test_a_desk_that_keeps_no_results_takes_back_what_one_that_does_has_decided(net: Net) -> None:
    """The older desk's effect lacks the table: it saw the line wait again, and nothing else."""
    desk, other = net.desks
    line_id = with_a_line(desk)
    desk.do(MarkNotTuition(line_id, "货款", JUDGED), "money")
    desk.sync()
    other.sync()
    other.do(ReleaseLine(line_id), "money")
    (sent,) = other.to_send()
    known: list[Any] = [row for row in sent.rows if row.table != ProposalResultRow.__tablename__]
    assert len(known) < len(sent.rows)
    older = msgspec.structs.replace(sent, effect=effects.effect_of(known), rows=tuple(known))
    assert pushed(other, older) == [VerdictKind.ACCEPTED]
    (line,) = net.hub.rows(StatementLineRow)
    assert line.status is LineStatus.UNCLAIMED
    assert [row.withdrawn for row in net.hub.rows(ProposalResultRow)] == [True]
