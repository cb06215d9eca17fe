"""What public tools do, written down again as small as it goes: every baseline gets the same cleaned names and amounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.matching.scoring import Guess
from school_desk.adapters.banks import read_statement
from school_desk.cli.match_files import read_csv
from school_desk.kernel.money import parse_yuan
from school_desk.terms.names import normalise_company_name


@dataclass(frozen=True)
class Bill:
    number: str
    owner: str
    name: str
    fen: int
    on: date


@dataclass(frozen=True)
class Payment:
    row: int
    name: str
    account: str
    fen: int
    memo: str
    on: date


@dataclass(frozen=True)
class Case:
    bills: Sequence[Bill]
    payments: Sequence[Payment]
    owner_of_account: dict[str, str]
    owner_of_name: dict[str, str]


def read_case(folder: Path) -> Case:
    bills = [
        Bill(
            row["order_no"],
            row["uscc"],
            normalise_company_name(row["enterprise_name"]),
            parse_yuan(row["due_amount"]),
            date.fromisoformat(row["created_at"][:10]),
        )
        for row in read_csv(folder / "orders.csv")
        if row["status"] == "待缴费"
    ]
    payments = [
        Payment(
            line.row,
            normalise_company_name(line.counterparty_name),
            line.counterparty_account,
            line.amount_fen,
            line.memo,
            line.booked_at.date(),
        )
        for line in read_statement(folder / "statement.csv").lines
        if line.direction == "in"
    ]
    accounts = {row["payer_account"]: row["uscc"] for row in read_csv(folder / "history.csv")}
    names = {normalise_company_name(row["name"]): row["uscc"] for row in read_csv(folder / "enterprises.csv")}
    return Case(bills, payments, accounts, names)


def amount_and_name(case: Case) -> Iterator[Guess]:
    """SELECT … JOIN ON amount AND name: the oldest of several; a pair that is alone on both sides is accepted."""
    bills: defaultdict[tuple[str, int], list[Bill]] = defaultdict(list)
    for bill in sorted(case.bills, key=lambda bill: (bill.on, bill.number)):
        bills[bill.name, bill.fen].append(bill)
    payers: defaultdict[tuple[str, int], int] = defaultdict(int)
    for payment in case.payments:
        payers[payment.name, payment.fen] += 1
    used: set[str] = set()
    for payment in case.payments:
        found = [bill for bill in bills[payment.name, payment.fen] if bill.number not in used]
        if found:
            used.add(found[0].number)
            alone = len(bills[payment.name, payment.fen]) == 1 and payers[payment.name, payment.fen] == 1
            yield Guess(payment.row, 1, frozenset({found[0].number}), 1 / len(found), alone)


def account_rule(case: Case) -> Iterator[Guess]:
    """An account or a name gives the partner; then a number in the memo, one exact bill, or the oldest bills that add up."""
    by_number = {bill.number: bill for bill in case.bills}
    bills: defaultdict[str, list[Bill]] = defaultdict(list)
    for bill in sorted(case.bills, key=lambda bill: (bill.on, bill.number)):
        bills[bill.owner].append(bill)
    used: set[str] = set()
    for payment in sorted(case.payments, key=lambda one: one.on):
        owner = case.owner_of_account.get(payment.account) or case.owner_of_name.get(payment.name)
        cited = [by_number[word] for word in re.findall(r"[A-Z0-9]+", payment.memo) if word in by_number]
        mine = [bill for bill in bills.get(owner or "", ()) if bill.number not in used and bill.on <= payment.on]
        found, sure = _rule(payment, [bill for bill in cited if bill.number not in used], mine)
        if found:
            used |= {bill.number for bill in found}
            yield Guess(payment.row, 1, frozenset(bill.number for bill in found), 0.9, sure)


def _rule(payment: Payment, cited: list[Bill], mine: list[Bill]) -> tuple[list[Bill], bool]:
    if cited:
        return cited, sum(bill.fen for bill in cited) == payment.fen
    exact = [bill for bill in mine if bill.fen == payment.fen]
    if exact:
        return exact[:1], True
    taken: list[Bill] = []
    for bill in mine:
        taken.append(bill)
        total = sum(one.fen for one in taken)
        if total >= payment.fen:
            return (taken, True) if total == payment.fen else ([], False)
    return [], False


def splink(case: Case) -> Iterator[Guess]:
    """Fellegi–Sunter by splink 5 and duckdb: name, amount, number, date, trained by EM. ImportError where it is not installed."""
    from benchmarks.matching.splink_baseline import pairs

    best: dict[int, tuple[float, str]] = {}
    for row, number, probability in pairs(case):
        best[row] = max(best.get(row, (0.0, "")), (probability, number))
    used: set[str] = set()
    for row, (probability, number) in sorted(best.items(), key=lambda item: -item[1][0]):
        if number not in used:
            used.add(number)
            yield Guess(row, 1, frozenset({number}), probability, probability >= 0.995)
