"""The things of the world: enterprises, orders, payers, payments, bank rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

OPEN, PAID, CANCELLED = "待缴费", "已缴费", "已取消"


@dataclass(frozen=True)
class Payer:
    name: str
    account: str
    kind: str


@dataclass(eq=False)
class Enterprise:
    uscc: str
    name: str
    region: str
    brand: str
    industry: str
    legal: str
    contact: str
    account: str
    group: int = -1
    old_name: str = ""
    aliases: list[str] = field(default_factory=list)
    payers: dict[str, Payer] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Accounts the history shows for this enterprise."""


@dataclass(eq=False)
class Order:
    no: str
    code: str
    enterprise: Enterprise
    created: date
    status: str
    course: str
    level: str
    unit_fee: int
    due: int
    """Fen, as every sum here."""
    trainees: list[str]
    paid: int = 0

    @property
    def rest(self) -> int:
        return self.due - self.paid


@dataclass(eq=False)
class Payment:
    """One transfer as planned; who is paid for may still change while nothing on paper says otherwise."""

    orders: list[Order]
    amount: int
    when: datetime
    shape: str
    payer: Payer
    memo_kind: str
    slip: bool
    slip_good: bool
    step: str = ""
    links: list[tuple[Order, int]] = field(default_factory=list)
    memo: str = ""
    note: str = ""


@dataclass(eq=False)
class Row:
    when: datetime
    credit: int
    debit: int
    name: str
    account: str
    memo: str
    summary: str
    shape: str
    payer: str = ""
    memo_kind: str = ""
    note: str = ""
    links: list[tuple[Order, int]] = field(default_factory=list)
    slip: bool = False


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
