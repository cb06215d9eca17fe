"""Enterprises and their orders."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.strangers.family import Family
from benchmarks.strangers.model import CANCELLED, OPEN, PAID, Enterprise, Order
from benchmarks.strangers.noise import Noise

USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORDERS_PER_ENTERPRISE = 5.5
BIGGEST = 18.0
"""No firm sends more than about forty times in the year, large as it may be."""
LEAD_DAYS = 25
"""Orders older than the statement's first day: some of them are paid in it."""


def person(rng: Random, family: Family) -> str:
    return rng.choice(family.surnames) + "".join(
        rng.choice(family.given) for _ in range(1 if rng.random() < 0.22 else 2)
    )


def bank_account(rng: Random, private: bool = False) -> str:
    if private:
        return rng.choice(("621226", "622848", "621700", "621661", "622588")) + "".join(
            rng.choice("0123456789") for _ in range(13)
        )
    return rng.choice("1235789") + "".join(
        rng.choice("0123456789") for _ in range(rng.choice((18, 18, 16, 14, 11, 19)) - 1)
    )


def credit_code(rng: Random, family: Family) -> str:
    """A 统一社会信用代码 with its right check character."""
    body = "91" + rng.choice(family.code_regions) + "MA" + "".join(rng.choice(USCC) for _ in range(7))
    weights = [pow(3, i, 31) for i in range(17)]
    total = sum(USCC.index(char) * weight for char, weight in zip(body, weights, strict=True))
    return body + USCC[(31 - total % 31) % 31]


class World:
    """Names are unique; brands are not: towns are full of firms that share one."""

    def __init__(self, family: Family, noise: Noise, orders: int, seed: int) -> None:
        self.family, self.noise = family, noise
        self.rng = Random(f"{family.key}-{orders}-{seed}")
        self.start = date(*family.start)
        self.names: set[str] = set()
        self.enterprises: list[Enterprise] = []
        self.groups: list[list[Enterprise]] = []
        self._found_enterprises(max(8, round(orders / ORDERS_PER_ENTERPRISE)))
        self.orders = self._take_orders(orders)

    def company_name(self, region: str = "", brand: str = "", industry: str = "") -> tuple[str, str, str, str]:
        rng, family = self.rng, self.family
        while True:
            place = region or rng.choice(family.regions)
            mark = brand or "".join(rng.sample(family.brand_chars, 3 if rng.random() < 0.12 else 2))
            trade = industry or rng.choice(family.industries)
            tail = rng.choice(family.tails)
            draw = rng.random()
            name = f"{mark}（{place}）{trade}{tail}" if draw < 0.02 else f"{place}{mark}{trade}{tail}"
            if draw > 0.975:
                name += rng.choice(family.branches)
            if name not in self.names:
                self.names.add(name)
                return name, place, mark, trade

    def _found_enterprises(self, count: int) -> None:
        rng = self.rng
        while len(self.enterprises) < count:
            draw = rng.random()
            if draw < 0.035:
                self._found_group()
            elif draw < 0.10 and self.enterprises:  # the next town's firm of the same brand: no relation
                like = rng.choice(self.enterprises)
                same_trade = rng.random() < 0.5
                self._found(
                    brand=like.brand,
                    industry=like.industry if same_trade else "",
                    region="" if same_trade else like.region,
                )
            else:
                self._found()

    def _found_group(self) -> None:
        rng = self.rng
        brand = "".join(rng.sample(self.family.brand_chars, 2))
        region = rng.choice(self.family.regions)
        members = [
            self._found(region if rng.random() < 0.6 else "", brand if rng.random() < 0.8 else "")
            for _ in range(rng.choice((2, 2, 3, 3, 4, 5)))
        ]
        for member in members:
            member.group = len(self.groups)
        self.groups.append(members)

    def _found(self, region: str = "", brand: str = "", industry: str = "") -> Enterprise:
        rng, family = self.rng, self.family
        name, place, mark, trade = self.company_name(region, brand, industry)
        made = Enterprise(
            credit_code(rng, family),
            name,
            place,
            mark,
            trade,
            person(rng, family),
            person(rng, family),
            bank_account(rng),
        )
        if rng.random() < 0.09:
            changed = {"brand": mark} if rng.random() < 0.5 else {"region": place, "industry": trade}
            made.old_name = self.company_name(**changed)[0]
            if rng.random() < self.noise.alias_known:
                made.aliases.append(made.old_name)
        if rng.random() < 0.18:
            made.aliases.append(mark + trade)
        self.enterprises.append(made)
        return made

    def _take_orders(self, count: int) -> list[Order]:
        """A few firms send many people, most send a handful; a batch is often cut into classes of one day."""
        rng, family = self.rng, self.family
        shares = [min(BIGGEST, rng.paretovariate(1.4)) for _ in self.enterprises]
        span = LEAD_DAYS + family.days
        drafts: list[tuple[date, Enterprise, Order | None]] = []
        while len(drafts) < count:
            enterprise = rng.choices(self.enterprises, shares)[0]
            day = self.start + timedelta(days=rng.randrange(span) - LEAD_DAYS)
            for _ in range(1 if rng.random() < 0.86 else rng.choice((2, 2, 3))):
                drafts.append((day, enterprise, None))
        drafts = sorted(drafts[:count], key=lambda draft: (draft[0], draft[1].uscc))
        orders = [self._order(number, day, enterprise) for number, (day, enterprise, _) in enumerate(drafts, 1)]
        for order in orders:
            order.enterprise.orders.append(order)
        return orders

    def _order(self, number: int, day: date, enterprise: Enterprise) -> Order:
        rng, family = self.rng, self.family
        heads = max(1, min(45, round(rng.lognormvariate(1.45, 0.8))))
        level = rng.randrange(len(family.levels))
        trainees = [person(rng, family) for _ in range(heads)]
        earlier = enterprise.orders[-1] if enterprise.orders else None
        if earlier and rng.random() < 0.05:  # the same people in another trade
            trainees, heads = list(earlier.trainees), len(earlier.trainees)
        due = family.fees[level] * heads * 100
        if heads >= 10 and rng.random() < 0.06:  # a price for many
            due = due * 95 // 100
        status = rng.choices((OPEN, PAID, CANCELLED), (0.93, 0.04, 0.03))[0]
        no = family.order_format.format(yy=day.strftime("%y"), mm=day.strftime("%m"), dd=day.strftime("%d"), seq=number)
        code = "".join(rng.choice(family.code_alphabet) for _ in range(family.code_length))
        course = rng.choice(family.trades)
        return Order(no, code, enterprise, day, status, course, family.levels[level], family.fees[level], due, trainees)
