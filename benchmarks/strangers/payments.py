"""What is paid, by whom and when; and the rule that truth must be tellable from the papers.

Long because one till takes all payments of a world: what is planned, how it arrives, what else happens to it, and what must be told
where nobody could know better.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count

from rapidfuzz.distance import OSA

from benchmarks.strangers.memos import SELF_EVIDENT, TELLING, Writer
from benchmarks.strangers.model import CANCELLED, OPEN, PAID, Enterprise, Order, Payer, Payment, Row, pick
from benchmarks.strangers.noise import MEMO
from benchmarks.strangers.payers import PRIVATE, PayerBook, printed
from benchmarks.strangers.world import World

UNTELLABLE_SHARE = 0.006
"""Credits whose order nobody could tell: two like orders and an empty memo, or an unknown person with no word."""


class Till:
    def __init__(self, world: World, book: PayerBook, knows: dict[str, set[Enterprise]]) -> None:
        self.world, self.book, self.rng, self.noise = world, book, world.rng, world.noise
        self.writer = Writer(world.rng, world.family, world.noise)
        self.knows = knows
        """Account -> the enterprises it is known to pay for, as the history and what was settled since show."""
        self.heap: list[tuple[datetime, int, Payment]] = []
        self.serial = count()
        self.planned: dict[str, list[Payment]] = defaultdict(list)
        self.by_trainee: dict[str, list[Order]] = defaultdict(list)
        self.rows: list[Row] = []
        self.settled: list[tuple[Payment, Row]] = []
        self.end = datetime.combine(world.start + timedelta(days=world.family.days), time())
        self.quota = UNTELLABLE_SHARE * 0.64 * len(world.orders)
        tilt = world.family.memo_tilt
        self.memo_weights = {kind: self.noise.memo[kind] * tilt.get(kind, 1.0) for kind in MEMO}
        for enterprise in world.enterprises:
            self.knows[enterprise.account].add(enterprise)

    def run(self) -> None:
        self._plan()
        while self.heap:
            when, _, payment = heapq.heappop(self.heap)
            if self._opens() <= when < self.end:
                self._happen(payment)

    def _opens(self) -> datetime:
        return datetime.combine(self.world.start, time())

    # --- planning ---------------------------------------------------------------------------------------------------

    def _plan(self) -> None:
        taken = self._plan_groups()
        for enterprise in self.world.enterprises:
            self._plan_enterprise(
                [order for order in enterprise.orders if order.status == OPEN and order.no not in taken]
            )
        wasted = [order for order in self.world.orders if order.status in (CANCELLED, PAID)]
        for order in self.rng.sample(
            wasted, min(len(wasted), round(self.noise.cancelled * 0.8 * len(self.world.orders)))
        ):
            shape = "paid before" if order.status == PAID else "cancelled"
            self._add([order], order.due, self._time(order.created), shape)

    def _plan_groups(self) -> set[str]:
        """The head office pays for several of its firms in one transfer."""
        taken: set[str] = set()
        rng = self.rng
        for members in self.world.groups:
            orders = sorted((o for m in members for o in m.orders if o.status == OPEN), key=lambda order: order.created)
            at = 0
            while at < len(orders):
                first = orders[at]
                near = [o for o in orders[at : at + 5] if (o.created - first.created).days <= 21]
                at += len(near)
                if len({id(o.enterprise) for o in near}) > 1 and rng.random() < self.noise.group_pay:
                    taken.update(order.no for order in near)
                    payer = self.book.of(near[0].enterprise, "parent")
                    self._add(near, sum(o.due for o in near), self._time(near[-1].created), "group", payer)
        return taken

    def _plan_enterprise(self, orders: list[Order]) -> None:
        rng, at = self.rng, 0
        while at < len(orders):
            order = orders[at]
            at += 1
            if rng.random() < self.noise.unpaid:
                continue
            shape = pick(rng, self.noise.shape)
            several = [order]
            if shape == "many":
                while (
                    at < len(orders)
                    and len(several) < 6
                    and (orders[at].created - order.created).days <= 30
                    and rng.random() < 0.8
                ):
                    several.append(orders[at])
                    at += 1
            self._plan_shape(several, "many" if len(several) > 1 else "one" if shape == "many" else shape)

    def _plan_shape(self, orders: list[Order], shape: str) -> None:
        rng, order = self.rng, orders[0]
        when = self._time(orders[-1].created)
        due = sum(o.due for o in orders)
        if shape == "split":
            self._plan_split(order, when)
        elif shape == "self":
            self._plan_self(order, when)
        elif shape == "part":
            fee = order.unit_fee * 100
            amount = (
                fee * rng.randrange(1, len(order.trainees))
                if len(order.trainees) > 1 and rng.random() < 0.6
                else due * 3 // 1000 * 100
            )
            self._add(
                [order],
                min(max(amount, 10000), due - 100),
                when,
                "part",
                step=rng.choice(("", *self.world.family.instalments[:5])),
            )
        elif shape == "over":
            extra = rng.choice((order.unit_fee * 100, 10000, 5000, 100000 - due % 100000 if due % 100000 else 20000))
            self._add([order], due + extra, when, "over")
        elif shape == "fee":
            self._add(
                [order], due - rng.choice((50, 100, 200, 500, 550, 1000, 1050, 1500, 2000, 5000)) // 1, when, "fee"
            )
        else:
            self._add(orders, due, when, shape)

    def _plan_split(self, order: Order, when: datetime) -> None:
        rng, heads = self.rng, len(order.trainees)
        steps = self.world.family.instalments
        if heads > 2 and rng.random() < 0.5:
            cuts = [order.unit_fee * 100 * rng.randrange(1, heads)]
        elif order.due > 400000 and rng.random() < 0.3:
            cuts = [order.due // 300000 * 100000] * 2
        else:
            cuts = [order.due * rng.choice((3, 5, 5, 4)) // 1000 * 100]
        parts = [*cuts, order.due - sum(cuts)]
        if min(parts) <= 0:
            parts = [order.due]
        payer = self._payer(order.enterprise)
        for number, amount in enumerate(parts):
            said = rng.random() < 0.5
            step = (
                (steps[rng.randrange(5)] if number == 0 else rng.choice(steps[5:])) if said and len(parts) > 1 else ""
            )
            self._add([order], amount, when, "split" if len(parts) > 1 else "one", payer, step)
            when = self._clock((when + timedelta(days=rng.choice((0, 1, 3, 10, 20, 30)))).date(), after=when)

    def _plan_self(self, order: Order, when: datetime) -> None:
        """Each trainee pays for himself by phone."""
        if len(order.trainees) > 8 or order.due != order.unit_fee * 100 * len(order.trainees):
            self._add([order], order.due, when, "one")
            return
        for name in order.trainees:
            payer = Payer(name, self.book.of(order.enterprise, "person").account, "trainee")
            day = when.date() + timedelta(days=self.rng.randrange(5))
            shape = "self" if len(order.trainees) > 1 else "one"
            self._add([order], order.unit_fee * 100, self._clock(day, private=True), shape, payer)

    def _payer(self, enterprise: Enterprise) -> Payer:
        kind = pick(self.rng, self.noise.payer)
        if (
            kind == "own" and enterprise.old_name and self.rng.random() < self.noise.payer["old"] * 10
        ):  # the bank was not told yet
            kind = "old"
        return self.book.of(enterprise, kind)

    def _add(
        self, orders: list[Order], amount: int, when: datetime, shape: str, payer: Payer | None = None, step: str = ""
    ) -> None:
        rng = self.rng
        payer = payer or self._payer(orders[0].enterprise)
        if payer.kind == "trainee" and shape != "self":
            payer = Payer(rng.choice(orders[0].trainees), payer.account, payer.kind)
        kind = pick(rng, self.memo_weights)
        slip = rng.random() < self.noise.slip
        payment = Payment(
            orders, amount, when, shape, payer, kind, slip, slip and rng.random() >= self.noise.slip_flaw, step
        )
        for order in orders:
            self.planned[order.no].append(payment)
        self._push(payment)

    def _push(self, payment: Payment) -> None:
        heapq.heappush(self.heap, (payment.when, next(self.serial), payment))

    def _time(self, created: date) -> datetime:
        """Most pay within a week, some wait for the monthly run, some pay before the list is handed in, some forget."""
        rng, family = self.rng, self.world.family
        draw = rng.random()
        if draw < self.noise.early:
            return self._clock(created - timedelta(days=rng.randint(1, 6)))
        if draw < self.noise.early + 0.04:
            return self._clock(created + timedelta(days=rng.randint(30, 75)))
        day = created + timedelta(days=round(rng.lognormvariate(0, 0.9) * family.lag_days))
        if rng.random() < family.month_end:
            day += timedelta(days=(rng.choice((25, 26, 28, 10)) - day.day) % 30)
        return self._clock(day)

    def _clock(self, day: date, after: datetime | None = None, private: bool = False) -> datetime:
        rng = self.rng
        if day.weekday() > 4 and not private and rng.random() < 0.8:
            day += timedelta(days=7 - day.weekday())
        seconds = rng.randint(7 * 3600, 22 * 3600) if private else rng.randint(8 * 3600 + 1800, 17 * 3600 + 1800)
        when = datetime.combine(day, time()) + timedelta(seconds=seconds)
        return when if after is None or when > after else after + timedelta(minutes=rng.randint(2, 90))

    # --- what really happens ----------------------------------------------------------------------------------------

    def _happen(self, payment: Payment) -> None:
        rng = self.rng
        if payment.note == "twice":
            self._second(payment)
            return
        if payment.shape in ("cancelled", "paid before"):
            self._wasted(payment)
            return
        if any(order.rest <= 0 for order in payment.orders):
            return
        self._make_tellable(payment)
        payment.memo = payment.memo or self.writer.memo(payment)
        if payment.note != "again" and payment.shape != "split" and rng.random() < self.noise.reversed:
            self._reverse(payment)
            return
        self._settle(payment)

    def _settle(self, payment: Payment) -> None:
        rng = self.rng
        left = payment.amount
        for order in payment.orders:
            share = min(order.rest, left)
            payment.links.append((order, share))
            order.paid += share
            left -= share
        if payment.shape == "fee":
            payment.orders[0].paid = payment.orders[0].due
        row = self._row(payment, payment.shape, payment.links)
        self.settled.append((payment, row))
        if payment.memo_kind in TELLING or payment.slip_good:
            for order in payment.orders:
                self.knows[payment.payer.account].add(order.enterprise)
        if payment.shape == "over" and rng.random() < 0.4:
            self._debit(row, left, rng.choice(self.world.family.refunds), rng.randint(3, 20))
        if payment.shape in ("one", "many") and rng.random() < self.noise.twice:
            when = self._clock(
                (payment.when + timedelta(days=rng.choice((0, 0, 1, 2, 5, 12, 25)))).date(), after=payment.when
            )
            again = Payment(
                payment.orders, payment.amount, when, "twice", payment.payer, payment.memo_kind, False, False
            )
            again.memo, again.note = payment.memo if rng.random() < 0.7 else "", "twice"
            self._push(again)

    def _row(self, payment: Payment, shape: str, links: Iterable[tuple[Order, int]] = ()) -> Row:
        world = self.world
        name = printed(payment.payer.name, self.rng, world.family, self.noise)
        row = Row(
            payment.when,
            payment.amount,
            0,
            name,
            payment.payer.account,
            payment.memo,
            self.rng.choice(world.family.summaries),
            shape,
            payment.payer.kind,
            payment.memo_kind,
            payment.note,
            list(links),
            payment.slip,
        )
        self.rows.append(row)
        return row

    def _debit(self, row: Row, amount: int, words: str, days: int) -> None:
        when = self._clock((row.when + timedelta(days=days)).date(), after=row.when)
        if when < self.end:
            self.rows.append(Row(when, 0, amount, row.name, row.account, words, words, "debit"))

    def _reverse(self, payment: Payment) -> None:
        """The bank sends it back: wrong name, wrong account, a blocked card. Three in four pay again."""
        rng = self.rng
        row = self._row(payment, "reversed")
        row.slip = False
        word = rng.choice(self.world.family.reversals)
        back = row.when + timedelta(minutes=rng.choice((3, 20, 60, 90, 240, 1440)))
        self.rows.append(Row(back, 0, row.credit, row.name, row.account, word, word, "debit"))
        if rng.random() < 0.75:
            when = self._clock((back + timedelta(days=rng.randrange(4))).date(), after=back)
            again = Payment(
                payment.orders,
                payment.amount,
                when,
                payment.shape,
                payment.payer,
                payment.memo_kind,
                payment.slip,
                payment.slip_good,
            )
            again.memo, again.note = payment.memo, "again"
            self._push(again)

    def _second(self, payment: Payment) -> None:
        """Paid twice. Were a like order open, nobody could tell it from a payment for that one, so then it does not happen."""
        if payment.memo_kind not in ("number", "code") or not payment.memo:
            soon = payment.when + timedelta(days=15)
            if any(o.rest == payment.amount for o in self._open(self._scope(payment), soon)):
                return
        if not payment.memo:
            payment.memo_kind = "generic"
            payment.memo = self.rng.choice(self.world.family.generic)
        row = self._row(payment, "twice")
        if self.rng.random() < 0.55:
            self._debit(row, row.credit, self.rng.choice(self.world.family.refunds), self.rng.randint(2, 30))

    def _wasted(self, payment: Payment) -> None:
        """Money for an order that was cancelled or had been paid before."""
        if payment.memo_kind not in ("number", "code"):
            soon = payment.when + timedelta(days=15)
            if any(o.rest == payment.amount for o in self._open(self._scope(payment), soon)):
                return
        payment.memo = self.writer.memo(payment)
        row = self._row(payment, payment.shape)
        if self.rng.random() < 0.5:
            self._debit(row, row.credit, self.rng.choice(self.world.family.refunds), self.rng.randint(3, 30))

    # --- can it be told? --------------------------------------------------------------------------------------------

    def _scope(self, payment: Payment) -> set[Enterprise]:
        """The enterprises this payer may be paying for, to one who has only name, account and what was seen before."""
        mine = {order.enterprise for order in payment.orders}
        if payment.memo_kind == "enterprise":
            return mine
        if payment.payer.kind in ("parent", "third", "subsidiary", "person"):
            mine |= self.knows[payment.payer.account]
        if payment.payer.kind == "parent":
            for enterprise in list(mine):
                if enterprise.group >= 0:
                    mine.update(self.world.groups[enterprise.group])
        return mine

    def _open(self, scope: set[Enterprise], when: datetime) -> list[Order]:
        found = [o for e in scope for o in e.orders if o.status == OPEN and o.rest > 0 and o.created <= when.date()]
        return sorted(found, key=lambda order: (order.created, order.no))

    def _known(self, payment: Payment) -> bool:
        payer, enterprise = payment.payer, payment.orders[0].enterprise
        if payer.kind in SELF_EVIDENT or payment.memo_kind == "enterprise" or enterprise in self.knows[payer.account]:
            return True
        if payer.kind == "old":
            return payer.name in enterprise.aliases
        if payer.kind == "trainee":
            return any(payer.name in order.trainees for order in payment.orders)
        if payer.kind != "parent":
            return False
        return all(
            o.enterprise.brand in payer.name or o.enterprise in self.knows[payer.account] for o in payment.orders
        )

    def _make_tellable(self, payment: Payment) -> None:
        if payment.memo or payment.slip_good:
            return
        if len(payment.orders) > 4 and payment.memo_kind in ("names", "heads"):
            payment.memo_kind = "number"
        if payment.memo_kind == "damaged" and self._confusable(payment):
            payment.memo_kind = "number"
        if payment.memo_kind in TELLING:
            return
        if payment.payer.kind == "trainee" and len(self._with_trainee(payment)) > 1:
            self._tell(payment)
            return
        if not self._known(payment):
            self._doubtful(payment, "unknown payer")
            return
        latest = max(payment.when.date(), *(o.created for o in payment.orders))
        open_orders = self._open(self._scope(payment), datetime.combine(latest, time()))
        if payment.shape in ("many", "group"):
            if set(open_orders) != set(payment.orders):
                self._tell(payment)
        elif payment.shape == "self":
            pass
        elif payment.shape == "one":
            self._single(payment, open_orders)
        elif len(open_orders) > 1 and not self._close_alone(payment, open_orders):
            self._tell(payment)

    def _confusable(self, payment: Payment) -> bool:
        """A damaged number near that of another order with the same sum would be no clue at all."""
        mine = payment.orders[0]
        like = (o for o in self._open(self._scope(payment), payment.when + timedelta(days=40)) if o.rest == mine.rest)
        return any(o is not mine and OSA.distance(o.no, mine.no) <= 2 for o in like)

    def _with_trainee(self, payment: Payment) -> set[str]:
        """The open orders a reader finds who looks up the payer among the trainees."""
        if not self.by_trainee:
            for order in self.world.orders:
                for name in order.trainees:
                    self.by_trainee[name].append(order)
        found = (
            o for o in self.by_trainee[payment.payer.name] if o.status == OPEN and o.created <= payment.when.date()
        )
        return {o.no for o in found if payment.amount in (o.rest, o.unit_fee * 100)}

    def _close_alone(self, payment: Payment, open_orders: list[Order]) -> bool:
        """A withheld fee is plain where no other order is near; a part or a surplus is plain only where one order is open."""
        near = [o for o in open_orders if payment.amount <= o.rest <= payment.amount + 5000]
        return payment.shape == "fee" and near == payment.orders

    def _single(self, payment: Payment, open_orders: list[Order]) -> None:
        """Nothing tells like orders apart: the oldest is the one paid."""
        mine = payment.orders[0]
        like = [o for o in open_orders if o.rest == payment.amount]
        if payment.memo_kind == "heads":
            like = [o for o in like if o.course == mine.course and len(o.trainees) == len(mine.trainees)]
        if payment.memo_kind not in ("heads",) and self._pairs(open_orders, payment.amount) and not like:
            self._tell(payment)
            return
        if len(like) < 2:
            self._maybe_stale(payment, like)
            return
        if not self._doubtful(payment, "like orders"):
            return
        oldest = like[0]
        if oldest is not mine and oldest.paid == 0:
            self._swap(payment, mine, oldest)

    @staticmethod
    def _pairs(orders: list[Order], amount: int) -> bool:
        rests = [o.rest for o in orders]
        return any(a + b == amount for i, a in enumerate(rests) for b in rests[i + 1 :])

    def _swap(self, payment: Payment, mine: Order, oldest: Order) -> None:
        for other in self.planned[oldest.no]:
            other.orders = [mine if o is oldest else o for o in other.orders]
        self.planned[oldest.no], self.planned[mine.no] = [payment], self.planned[oldest.no]
        payment.orders = [oldest]

    def _doubtful(self, payment: Payment, why: str) -> bool:
        """True where it stays untellable; mostly the payer says more."""
        if self.quota >= 1 and self.rng.random() < 0.25:
            self.quota -= 1
            payment.note = why
            return True
        self._tell(payment)
        return False

    def _tell(self, payment: Payment) -> None:
        ways = {kind: weight for kind, weight in self.memo_weights.items() if kind in TELLING}
        payment.memo_kind = pick(self.rng, ways)

    def _maybe_stale(self, payment: Payment, like: list[Order]) -> None:
        """The number of last time's order, copied; only where amount and payer leave no doubt what is meant."""
        rng, mine = self.rng, payment.orders[0]
        if like != [mine] or payment.payer.kind in PRIVATE or rng.random() > self.noise.stale_number * 6:
            return
        before = [o for o in mine.enterprise.orders if o.paid == o.due != payment.amount]
        if before:
            payment.memo = before[-1].no + rng.choice(self.world.family.fee_words)
            payment.memo_kind = "stale"
