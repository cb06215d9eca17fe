"""Lets the enterprises pay: every way in which money arrives, with the truth of what it was for. Amounts are fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.matching.families import Family, Noise
from benchmarks.matching.wordings import memo, printed_name
from benchmarks.matching.world import DAYS, START, Enterprise, Order, account, person

_END = START + timedelta(days=DAYS)


@dataclass(slots=True)
class Movement:
    at: datetime
    amount: int
    incoming: bool
    name: str
    account: str
    memo: str
    summary: str
    kind: str
    payer_kind: str = ""
    memo_kind: str = ""
    links: tuple[tuple[str, int], ...] = ()
    """(order number, fen): the truth."""


@dataclass(slots=True)
class SlipFact:
    numbers: tuple[str, ...]
    name: str
    account: str
    amount: int
    paid_at: datetime
    uploaded_at: datetime
    confidence: float


@dataclass(slots=True)
class Till:
    """Everything that happens on one account, drawn from one `Random`."""

    random: Random
    family: Family
    noise: Noise
    by_enterprise: dict[str, list[Order]]
    owners: list[Enterprise]
    movements: list[Movement] = field(default_factory=list)
    slips: list[SlipFact] = field(default_factory=list)

    def run(self, orders: Sequence[Order]) -> None:
        """Every order is paid, or not, in one of the ways; then what has nothing to do with orders."""
        for order in orders:
            if not order.paid:
                self._settle(order)
        for _ in range(int(len(self.movements) * self.noise.unrelated)):
            self._unrelated()
        for _ in range(len(self.movements) // 28):
            self._expense()
        self.movements.sort(key=lambda move: (move.at, move.amount))

    def _settle(self, order: Order) -> None:
        noise, draw = self.noise, self.random.random()
        ways = (
            (0.20, self._leave),
            (0.022, self._cancel),
            (noise.merged / 2, self._merge),
            (noise.split, self._split),
            (noise.part, self._part),
            (noise.fee, self._fee_withheld),
            (noise.over, self._over),
            (noise.group * 4 if order.enterprise.parent or order.enterprise.members else 0.0, self._group),
            (noise.second, self._second),
            (noise.twins, self._twins),
        )
        for share, way in ways:
            draw -= share
            if draw < 0:
                return way(order)
        return self._single(order)

    def _leave(self, order: Order) -> None:
        """Not paid; a few were paid before this statement, or a slip was handed in without any money."""
        draw = self.random.random()
        if draw < 0.15:
            order.status = "已缴费"
        elif draw < 0.18:
            payer = order.enterprise
            self._slip([order], payer.name, payer.accounts[0], order.due * 100, self._time(order))

    def _cancel(self, order: Order) -> None:
        order.status = "已取消"
        if self.random.random() < 0.3:
            self._pay([order], [], order.due * 100, kind="cancelled_order")

    def _single(self, order: Order) -> None:
        self._pay([order], [(order, order.due * 100)], order.due * 100)

    def _merge(self, order: Order) -> None:
        near = self._unpaid(order.enterprise, order, 25)
        together = [order, *self.random.sample(near, min(len(near), self.random.choice((1, 1, 2, 3))))]
        if len(together) == 1:
            return self._single(order)
        together.sort(key=lambda one: one.created)
        links = [(one, one.due * 100) for one in together]
        return self._pay(together, links, sum(fen for _, fen in links), kind="1-n")

    def _group(self, order: Order) -> None:
        top = order.enterprise.parent or order.enterprise
        others = [one for member in top.members for one in self._unpaid(member, order, 20)]
        others = [one for one in others if one.enterprise is not order.enterprise]
        if not others:
            return self._single(order)
        together = [order, *self.random.sample(others, min(len(others), self.random.choice((1, 1, 2))))]
        links = [(one, one.due * 100) for one in together]
        return self._pay(together, links, sum(fen for _, fen in links), kind="parent_multi", payer=top)

    def _split(self, order: Order) -> None:
        heads = len(order.trainees)
        if heads < 2:
            return self._single(order)
        first = self.random.randrange(1, heads)
        pieces = [first, heads - first]
        if heads > 4 and self.random.random() < 0.2:
            pieces = [1, first, heads - first - 1] if heads - first > 1 else pieces
        parts = [piece * order.fee * 100 for piece in pieces]
        if self.random.random() < 0.25:
            shift = self.random.randrange(1, 10) * 1000
            parts = [parts[0] + shift, *parts[1:-1], parts[-1] - shift] if parts[-1] > shift else parts
        at = self._time(order)
        for part in parts:
            self._pay([order], [(order, part)], part, kind="n-1", at=at)
            at += timedelta(minutes=self.random.randrange(30, 6 * 1440))
        return None

    def _part(self, order: Order) -> None:
        heads = len(order.trainees)
        if heads < 2:
            return self._single(order)
        part = order.fee * self.random.randrange(max(1, heads // 3), heads) * 100
        if self.random.random() < 0.3:
            part = order.due * 50
        return self._pay([order], [(order, part)], part, kind="partial")

    def _fee_withheld(self, order: Order) -> None:
        less = self.random.choice((50, 100, 200, 500, 550, 1000, 1050, 1500, 2000, 3000, 5000))
        amount = order.due * 100 - less
        if amount <= 0:
            return self._single(order)
        return self._pay([order], [(order, amount)], amount, kind="fee_short")

    def _over(self, order: Order) -> None:
        due = order.due * 100
        more = self.random.choice((order.fee * 100, 10_000 - due % 10_000, 100_000 - due % 100_000, 2000))
        self._pay([order], [(order, due)], due + more, kind="overpay")

    def _second(self, order: Order) -> None:
        """Taken back by the bank, or returned by the school, and paid again; or paid twice by mistake."""
        draw, at = self.random.random(), self._time(order)
        due = order.due * 100
        if draw < 0.3:
            self._pay([order], [(order, due)], due, at=at)
            later = at + timedelta(days=self.random.randrange(1, 12), minutes=self.random.randrange(400))
            return self._pay([order], [], due, kind="double", at=later)
        undone = "reversed" if draw < 0.65 else "refunded"
        self._pay([order], [], due, kind=undone, at=at, slip=False)
        paid = self.movements[-1]
        back = at + timedelta(days=self.random.randrange(1, 4), minutes=self.random.randrange(60))
        words = (
            self.random.choice(("退汇", "冲正", "跨行退回"))
            if undone == "reversed"
            else self.random.choice(("退款", "退培训费", "退费"))
        )
        kind = "reversal" if undone == "reversed" else "refund"
        self.movements.append(Movement(back, due, False, paid.name, paid.account, words, "转账", kind))
        if self.random.random() < 0.8:
            later = back + timedelta(days=self.random.randrange(1, 8), minutes=self.random.randrange(400))
            self._pay([order], [(order, due)], due, at=later)
        return None

    def _twins(self, order: Order) -> None:
        """Two payments alike to the second, each for an order of its own."""
        same = [one for one in self.by_enterprise[order.enterprise.uscc] if one.due == order.due and not one.paid]
        other = next((one for one in same if one is not order and abs((one.created - order.created).days) < 40), None)
        self._single(order)
        if other is None or not self.movements:
            return
        first = self.movements[-1]
        other.paid = True
        links = ((other.number, other.due * 100),)
        at = first.at if self.random.random() < 0.5 else first.at + timedelta(minutes=self.random.randrange(1, 300))
        self.movements.append(
            Movement(
                at,
                first.amount,
                True,
                first.name,
                first.account,
                first.memo,
                first.summary,
                "1-1",
                first.payer_kind,
                first.memo_kind,
                links,
            )
        )

    def _unpaid(self, owner: Enterprise, order: Order, days: int) -> list[Order]:
        mine = self.by_enterprise.get(owner.uscc, [])
        near = [one for one in mine if not one.paid and one.status == "待缴费" and one is not order]
        return [one for one in near if abs((one.created - order.created).days) <= days]

    def _time(self, order: Order) -> datetime:
        random = self.random
        early = random.random() < self.family.early_share
        lag = -random.uniform(0, 8) if early else random.expovariate(1 / self.family.mean_lag_days)
        at = max(order.created + timedelta(days=lag), START + timedelta(hours=8))
        return at.replace(
            hour=random.randrange(8, 18), minute=random.randrange(60), second=random.randrange(60), microsecond=0
        )

    def _pay(
        self,
        paid: Sequence[Order],
        links: Sequence[tuple[Order, int]],
        amount: int,
        *,
        kind: str = "1-1",
        at: datetime | None = None,
        payer: Enterprise | None = None,
        slip: bool = True,
    ) -> None:
        for order in paid:
            order.paid = True
        at = at or self._time(paid[-1])
        if at >= _END:
            return
        random = self.random
        payer_kind, name, number = self._payer(paid[0].enterprise, payer)
        memo_kind = random.choices(list(self.noise.memos), list(self.noise.memos.values()))[0]
        if payer_kind in ("third", "person") and memo_kind in ("blank", "generic") and random.random() < 0.7:
            memo_kind = random.choice(("names", "enterprise", "order_no"))
        text = memo(random, memo_kind, paid, self.family)
        truth = tuple((order.number, fen) for order, fen in links)
        summary = random.choice(self.family.summaries)
        self.movements.append(
            Movement(at, amount, True, name, number, text, summary, kind, payer_kind, memo_kind, truth)
        )
        if slip and random.random() < self.noise.slip:
            self._slip(paid, name, number, amount, at)

    def _payer(self, owner: Enterprise, payer: Enterprise | None) -> tuple[str, str, str]:
        random, noise, draw = self.random, self.noise, self.random.random()
        if payer is not None and payer is not owner:
            return "parent", payer.name, payer.accounts[0]
        if owner.parent and (draw < (0.85 if owner.paid_by_parent else noise.parent * 4)):
            return "parent", owner.parent.name, owner.parent.accounts[0]
        if draw < noise.third:
            other = random.choice(self.owners)
            mine = random.random() < 0.5
            return (
                "third",
                other.name if mine else _company(random, self.family),
                other.accounts[0] if mine else account(random),
            )
        if draw < noise.third + noise.person:
            name = random.choice((owner.legal_rep, owner.contact, person(random)))
            return "person", name, "62" + account(random)[:17]
        noisy = random.random() < noise.own_noisy
        number = random.choice(owner.accounts) if random.random() < 0.94 else account(random)
        return ("own_noisy" if noisy else "own"), printed_name(random, owner, self.family, noisy=noisy), number

    def _slip(self, paid: Sequence[Order], name: str, number: str, amount: int, at: datetime) -> None:
        random, errors = self.random, self.noise.slip_errors
        numbers = tuple(order.number for order in paid)
        if random.random() < 0.01:
            others = self.by_enterprise[paid[0].enterprise.uscc]
            numbers = (random.choice(others).number,)
        if random.random() < errors:
            number = _misread(random, number)
        if random.random() < errors / 2:
            amount = int(_misread(random, str(amount // 100))) * 100
        if random.random() < errors:
            name = random.choice(("", name[:-2], name[1:]))
        told = at if random.random() > errors else at + timedelta(minutes=random.randrange(-600, 600))
        uploaded = at + timedelta(hours=random.randrange(1, 90))
        confidence = round(random.uniform(0.72 if random.random() < errors else 0.85, 0.998), 3)
        self.slips.append(SlipFact(numbers, name, number, amount, told, uploaded, confidence))

    def _unrelated(self) -> None:
        random = self.random
        at = START + timedelta(
            days=random.randrange(DAYS),
            hours=random.randrange(8, 18),
            minutes=random.randrange(60),
            seconds=random.randrange(60),
        )
        amount = random.randrange(5_000, 5_000_000) if random.random() < 0.7 else random.randrange(1, 400) * 10_000
        if random.random() < 0.35:
            owner = random.choice(self.owners)
            if random.random() < 0.25 and (mine := self.by_enterprise.get(owner.uscc)):
                amount = random.choice(mine).due * 100
            name, number, text = owner.name, owner.accounts[0], random.choice(self.family.other_purposes)
            payer_kind = "own"
        else:
            stranger, text = random.choice(self.family.strangers)
            if random.random() < 0.08:
                amount = self._somebodys_due() or amount
            name = stranger.format(company=_company(random, self.family), person=person(random))
            number, payer_kind = account(random) if name else "", ""
        summary = random.choice(self.family.summaries)
        self.movements.append(
            Movement(at, amount, True, name, number, text, summary, "unrelated", payer_kind, "other_purpose")
        )

    def _somebodys_due(self) -> int:
        """What some order costs, by chance; 0 when the enterprise drawn has none."""
        theirs = self.by_enterprise[self.random.choice(self.owners).uscc]
        return self.random.choice(theirs).due * 100 if theirs else 0

    def _expense(self) -> None:
        random = self.random
        at = START + timedelta(days=random.randrange(DAYS), hours=random.randrange(8, 18), minutes=random.randrange(60))
        words = random.choice(("水电费", "房租", "手续费", "社保", "教材采购", "工资"))
        amount = random.randrange(1_000, 4_000_000)
        self.movements.append(
            Movement(at, amount, False, _company(random, self.family), account(random), words, "转账", "debit")
        )


def _company(random: Random, family: Family) -> str:
    brand = "".join(random.choices(family.brands, k=2))
    return (
        f"{random.choice(family.regions)}{brand}{random.choice((*family.industries, '商贸', '科技', '置业'))}有限公司"
    )


def _misread(random: Random, digits: str) -> str:
    place = random.randrange(len(digits))
    wrong = random.choice("123456789")
    return digits[:place] + wrong + digits[place + 1 :]
