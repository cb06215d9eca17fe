"""Money that is for no order, and money that goes out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from benchmarks.strangers.memos import dated
from benchmarks.strangers.model import OPEN, Row, pick
from benchmarks.strangers.payers import printed
from benchmarks.strangers.world import World, bank_account, person

KINDS = {
    "office": 8.0,
    "rent": 7.0,
    "deposit": 9.0,
    "known firm, other sale": 17.0,
    "person, other course": 20.0,
    "person, our words": 4.0,
    "settlement": 9.0,
    "like-named firm": 8.0,
    "like-named firm, our words": 2.0,
    "stranger, vague": 9.0,
    "stranger, our words": 2.0,
    "own transfer": 1.0,
    "sent by mistake": 1.5,
}
SLIPPED = {"like-named firm, our words", "stranger, our words"}


class Others:
    def __init__(self, world: World) -> None:
        self.world, self.rng, self.family, self.noise = world, world.rng, world.family, world.noise
        self.rows: list[Row] = []
        self.firms: dict[str, str] = {}
        self.people = [name for order in world.orders for name in order.trainees]

    def fill(self, count: int, debits: int) -> list[Row]:
        self._interest()
        while sum(row.credit > 0 for row in self.rows) < count:
            self._one(pick(self.rng, KINDS))
        for _ in range(debits):
            name, memo = self.rng.choice(self.family.debits)
            self.rows.append(Row(self._when(), 0, self.rng.randrange(500, 900000), name, "", memo, memo, "debit"))
        return self.rows

    def _when(self) -> datetime:
        day = self.world.start + timedelta(days=self.rng.randrange(self.family.days))
        return datetime.combine(day, time()) + timedelta(seconds=self.rng.randint(8 * 3600, 20 * 3600))

    def _interest(self) -> None:
        for offset in range(self.family.days):
            day = self.world.start + timedelta(days=offset)
            if day.day == 21 and day.month % 3 == 0:
                when = datetime.combine(day, time(2, 11, 5))
                amount = self.rng.randrange(9000, 300000)
                word, name = self.family.interest
                self.rows.append(Row(when, amount, 0, name, "", word, word, "other", note="interest"))

    def _firm(self, name: str) -> str:
        """One firm, one account."""
        return self.firms.setdefault(name, bank_account(self.rng))

    def _amount(self, kind: str) -> int:
        rng = self.rng
        likely = {
            "person, our words": 0.6,
            "like-named firm": 3.0,
            "like-named firm, our words": 3.0,
            "stranger, our words": 3.0,
        }
        if rng.random() < self.noise.exact_by_chance * likely.get(kind, 1.0):
            return rng.choice(self.world.orders).due
        if kind.startswith("person"):
            return rng.choice((*self.family.fees, *self.family.fees, 1500, 2800, 3600)) * 100
        if kind == "settlement":
            return rng.randrange(8000, 900000)
        return rng.choice((rng.randrange(2, 300) * 10000, rng.randrange(20, 900) * 1000, rng.randrange(3000, 4000000)))

    def _add(self, kind: str, name: str, account: str, memo: str, amount: int = 0) -> Row:
        when = self._when()
        if memo and self.rng.random() < self.noise.memo_extra / 2:
            memo = dated(self.rng, self.family, when.month, when.day) + memo
        shown = printed(name, self.rng, self.family, self.noise)
        row = Row(
            when,
            amount or self._amount(kind),
            0,
            shown,
            account,
            memo,
            self.rng.choice(self.family.summaries),
            "other",
            note=kind,
        )
        self.rows.append(row)
        return row

    def _one(self, kind: str) -> None:
        rng, family = self.rng, self.family
        if kind == "known firm, other sale":
            self._known_firm(kind)
        elif kind.startswith("like-named"):
            self._like_named(kind)
        elif kind.startswith("person"):
            name = rng.choice(self.people) if rng.random() < 0.04 else person(rng, family)
            memo = rng.choice(family.generic if kind == "person, our words" else family.other_courses)
            self._add(kind, name, bank_account(rng, private=True), memo)
        elif kind == "office":
            name = rng.choice(family.offices)
            self._add(kind, name, self._firm(name), rng.choice(family.office_memos))
        elif kind == "settlement":
            name, memo = rng.choice(family.settlers)
            self._add(kind, name, self._firm(name), memo)
        elif kind == "own transfer":
            self._add(kind, family.own_name, bank_account(rng), rng.choice(family.vague))
        else:
            self._stranger(kind)

    def _stranger(self, kind: str) -> None:
        rng, family = self.rng, self.family
        name = self.world.company_name(industry=rng.choice(family.strangers))[0]
        if self.firms and rng.random() < 0.3:
            name = rng.choice([firm for firm in self.firms if firm not in family.offices] or [name])
        words = {
            "rent": family.rent_memos,
            "deposit": family.deposit_memos,
            "stranger, our words": family.generic,
        }.get(kind, (*family.vague, ""))
        row = self._add(kind, name, self._firm(name), rng.choice(words))
        if kind == "sent by mistake":
            back = row.when + timedelta(days=rng.randint(1, 9))
            self.rows.append(Row(back, 0, row.credit, row.name, row.account, rng.choice(family.refunds), "", "debit"))

    def _known_firm(self, kind: str) -> None:
        """A customer buys something else, now and then for just what one of its orders costs."""
        rng = self.rng
        enterprise = rng.choice(self.world.enterprises)
        own = [order.due for order in enterprise.orders if order.status == OPEN]
        amount = rng.choice(own) if own and rng.random() < self.noise.exact_by_chance else 0
        words = (*self.family.other_sales, *self.family.rent_memos, *self.family.deposit_memos)
        self._add(kind, enterprise.name, enterprise.account, rng.choice(words), amount)

    def _like_named(self, kind: str) -> None:
        rng, world = self.rng, self.world
        like = rng.choice(world.enterprises)
        if rng.random() < 0.5:
            name = world.company_name(region=like.region, brand=like.brand)[0]
        else:
            name = world.company_name(brand=like.brand, industry=like.industry)[0]
        ours = kind.endswith("our words")
        amount = (
            rng.choice(like.orders).due if ours and like.orders and rng.random() < self.noise.exact_by_chance else 0
        )
        words = self.family.generic if ours else (*self.family.other_sales, *self.family.vague)
        self._add(kind, name, self._firm(name), rng.choice(words), amount)
