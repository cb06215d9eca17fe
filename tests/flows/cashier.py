"""What payment tests start from: enterprises with enrolled people, and statement lines, all made up."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from school_desk.enrollments.commands import ImportRoster, RosterEntry, RosterOutcome
from school_desk.payments import queries
from school_desk.payments.commands import (
    AllocateTransfer,
    BankLine,
    DecideReview,
    ImportStatement,
    Part,
    ProposeReview,
    StatementOutcome,
)
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from tests.papers import approved_enterprise
from tests.school import Office

OWN_ACCOUNT = "1205220109200069722"
COMPANY, COMPANY_ACCOUNT = "湖州石凤钢结构工程有限公司", "1205220019100023456"
STEEL_FEE, BRICK_FEE = 80_000, 60_000


def person(number: int, row_no: int, trade: str, level: str) -> RosterEntry:
    """The `number`-th made-up person with a valid id number."""
    body = f"330502198{number % 10}0{1 + number // 10 % 9}15{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    name = "赵钱孙李周吴郑王冯陈"[number % 10] + "甲乙丙丁戊己庚辛壬癸"[number // 10 % 10]
    return RosterEntry(row_no, name, "", body + check, f"138{number:08d}", trade, level)


class Cashier:
    """An office with two plans, whose people pay and are paid."""

    def __init__(self, office: Office) -> None:
        self.office = office
        for trade, level, fee in (
            ("钢筋工", SkillLevel.INTERMEDIATE, STEEL_FEE),
            ("砌筑工", SkillLevel.JUNIOR, BRICK_FEE),
        ):
            office.do(CreatePlan(trade, level, date(2026, 8, 1), date(2026, 9, 30), fee))
        self._people = 0
        self._lines = 0

    def enterprise(self, number: int = 0) -> str:
        """An approved enterprise."""
        return approved_enterprise(self.office, number)

    def enrol(self, enterprise_id: str, steel: int, brick: int = 0, *, into: str | None = None) -> RosterOutcome:
        """A roster of new people."""
        trades = [("钢筋工", "中级工")] * steel + [("砌筑工", "初级工")] * brick
        first = self._people
        self._people += len(trades)
        entries = tuple(person(first + place, place + 2, *trade) for place, trade in enumerate(trades))
        digest = hashlib.sha256(str(first).encode()).hexdigest()
        outcome: RosterOutcome = self.office.do(ImportRoster(enterprise_id, "名单.xlsx", digest, entries, (), into))
        assert outcome.count("imported") == len(trades)
        return outcome

    def batch(self, enterprise_id: str, steel: int, brick: int = 0) -> str:
        """The id of a batch of new people."""
        batch_id = self.enrol(enterprise_id, steel, brick).batch_id
        assert batch_id is not None
        return batch_id

    def at(self, *when: int) -> datetime:
        """A time of day as the bank prints it, in Shanghai."""
        return datetime(*when)  # type: ignore[arg-type]

    def line(self, fen: int, **changes: Any) -> BankLine:
        """A line of the statement; later ones are booked later."""
        self._lines += 1
        arguments: dict[str, Any] = {
            "row_no": self._lines,
            "booked_at": datetime(2026, 8, 3, 9, 0) + timedelta(minutes=self._lines),
            "incoming": True,
            "amount_fen": fen,
            "balance_fen": None,
            "counterparty_name": COMPANY,
            "counterparty_account": COMPANY_ACCOUNT,
            "memo": "培训费",
            "voucher_no": "",
            "takes_back": False,
            "identity": f"line-{self._lines}",
        }
        return BankLine(**(arguments | changes))

    def statement(self, *lines: BankLine, **changes: Any) -> ImportStatement:
        """A statement of these lines."""
        digest = hashlib.sha256("".join(line.identity for line in lines).encode()).hexdigest()
        arguments: dict[str, Any] = {
            "file_name": "流水.xlsx",
            "file_sha256": digest,
            "bank": "icbc",
            "layout": "icbc-b",
            "own_account": OWN_ACCOUNT,
            "lines": lines,
        }
        return ImportStatement(**(arguments | changes))

    def do(self, command: Any) -> Any:
        """By the first cashier."""
        return self.office.do(command, self.office.cashier)

    def check(self, command: Any) -> Any:
        """By the second cashier."""
        return self.office.do(command, self.office.second_cashier)

    def refused(self, command: Any) -> str:
        """The code with which the first cashier is refused."""
        return self.office.refused(command, self.office.cashier).code

    def import_lines(self, *lines: BankLine) -> StatementOutcome:
        """Imports the lines as one statement."""
        outcome: StatementOutcome = self.do(self.statement(*lines))
        assert outcome.rows == outcome.new_lines + outcome.known_lines + outcome.leftovers
        return outcome

    def paid_in(self, fen: int, **changes: Any) -> str:
        """The id of an incoming line."""
        return self.line_id(self._imported(fen, **changes))

    def paid_out(self, fen: int, **changes: Any) -> str:
        """The id of an outgoing line."""
        return self.line_id(self._imported(fen, incoming=False, **changes))

    def _imported(self, fen: int, **changes: Any) -> BankLine:
        line = self.line(fen, **changes)
        self.import_lines(line)
        return line

    def line_id(self, line: BankLine) -> str:
        """The id under which a line is kept."""
        with self.office.school.reading() as session:
            rows = queries.lines(session, self.office.school.id, incoming=line.incoming)
        return next(row.id for row in rows if row.row_no == line.row_no)

    def line_id_of(self, place: int) -> str:
        """The id of the `place`-th line that came in."""
        with self.office.school.reading() as session:
            rows = queries.lines(session, self.office.school.id)
        return sorted(rows, key=lambda row: row.row_no)[place].id

    def claim(self, line_id: str, *receivable_ids: str, credit_rest_to: str | None = None) -> list[str]:
        """Gives the line to the 应缴单 in their order, each as much as it wants. Returns the allocations."""
        rest = self.line_row(line_id).rest_fen
        left, parts = rest, []
        for receivable_id in receivable_ids:
            open_fen = self.receivable(receivable_id).open_fen
            parts.append(Part(receivable_id, min(open_fen, left), open_fen))
            left -= parts[-1].amount_fen
        made: list[str] = self.do(AllocateTransfer(line_id, rest, tuple(parts), credit_rest_to))["allocation_ids"]
        return made

    def review(self, *receivable_ids: str) -> None:
        """Has the fees reviewed."""
        self.check(DecideReview(tuple(self.do(ProposeReview(receivable_ids))["review_ids"]), True))

    def receivables(self, batch_id: str) -> list[queries.ReceivableListRow]:
        """The batch's 应缴单 in the order of their numbers."""
        with self.office.school.reading() as session:
            rows = queries.receivables(session, self.office.school.id, batch_id=batch_id)
        return sorted(rows, key=lambda row: row.number)

    def receivable(self, receivable_id: str) -> queries.ReceivableListRow:
        """One 应缴单."""
        with self.office.school.reading() as session:
            found = queries.receivable(session, self.office.school.id, receivable_id)
        assert found is not None
        return found.receivable

    def line_row(self, line_id: str) -> queries.LineRow:
        """One line."""
        with self.office.school.reading() as session:
            found = queries.line_detail(session, self.office.school.id, line_id)
        assert found is not None
        return found.line

    def credit(self, enterprise_id: str) -> int:
        """An enterprise's 预收余额."""
        with self.office.school.reading() as session:
            balances = queries.credit_balances(session, self.office.school.id)
        return sum(row.balance_fen for row in balances if row.enterprise_id == enterprise_id)
