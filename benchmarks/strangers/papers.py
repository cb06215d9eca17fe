"""The school's own files: orders, enterprises, last year's payments, uploaded slips, and the truth."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.strangers.model import OPEN, Enterprise, Order, Payment, Row, pick
from benchmarks.strangers.payers import PayerBook, printed
from benchmarks.strangers.world import World


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_orders(path: Path, orders: list[Order]) -> None:
    header = "order_no payment_code uscc enterprise_name aliases created_at status course level n_trainees unit_fee due_amount trainees"
    write_csv(
        path,
        header.split(),
        (
            (
                o.no,
                o.code,
                o.enterprise.uscc,
                o.enterprise.name,
                ";".join(o.enterprise.aliases),
                o.created,
                o.status,
                o.course,
                o.level,
                len(o.trainees),
                o.unit_fee,
                yuan(o.due),
                "、".join(o.trainees),
            )
            for o in orders
        ),
    )


def write_enterprises(path: Path, enterprises: list[Enterprise]) -> None:
    rows = ((e.uscc, e.name, ";".join(e.aliases), e.legal, e.contact) for e in enterprises)
    write_csv(path, ("uscc", "name", "aliases", "legal_rep", "contact"), rows)


def write_history(path: Path, world: World, book: PayerBook) -> dict[str, set[Enterprise]]:
    """Last year's payments as the school booked them. Returns what a reader learns of accounts."""
    rng, family, noise = world.rng, world.family, world.noise
    knows: dict[str, set[Enterprise]] = defaultdict(set)
    rows: list[tuple[object, ...]] = []
    for enterprise in world.enterprises:
        if rng.random() > noise.history:
            continue
        for _ in range(rng.randint(1, 6)):
            payer = book.of(enterprise, pick(rng, noise.payer))
            booked = enterprise
            if rng.random() < noise.history_wrong:
                booked = rng.choice(world.enterprises)
            else:
                knows[payer.account].add(enterprise)
            day = world.start - timedelta(days=rng.randint(30, 400))
            amount = rng.choice(family.fees) * rng.randint(1, 20) * 100
            memo = rng.choice((*family.generic, *family.vague, ""))
            rows.append((day, printed(payer.name, rng, family, noise), payer.account, yuan(amount), memo, booked.uscc))
    rows.sort(key=lambda row: str(row[0]))
    write_csv(path, ("date", "payer_name", "payer_account", "amount", "memo", "uscc"), rows)
    return knows


class Slips:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, world.rng
        self.rows: list[tuple[object, ...]] = []

    def write(self, path: Path, settled: list[tuple[Payment, Row]]) -> None:
        for payment, row in settled:
            if payment.slip:
                self._of(payment, row)
        self._without_money({(payment.payer.account, payment.amount) for payment, _ in settled})
        self.rows.sort(key=lambda row: str(row[5]))
        numbered = ((f"HD{number:06d}", *row) for number, row in enumerate(self.rows, 1))
        header = (
            "slip_id",
            "order_nos",
            "payer_name",
            "payer_account",
            "amount",
            "pay_time",
            "uploaded_at",
            "ocr_confidence",
        )
        write_csv(path, header, numbered)

    def _of(self, payment: Payment, row: Row) -> None:
        rng = self.rng
        numbers = [order.no for order in payment.orders]
        account, amount, name = payment.payer.account, payment.amount, payment.payer.name
        sure = rng.uniform(0.86, 0.995)
        if rng.random() < 0.12:  # a screenshot of the phone shows no account
            account = ""
        if not payment.slip_good:
            flaw = rng.choice(("amount", "account", "order", "used again", "name"))
            row.note = (row.note + f" slip flaw: {flaw}").strip()
            sure = rng.uniform(0.6, 0.93)
            if flaw == "amount":
                amount = misread(amount, rng)
            elif flaw == "account":
                account = account[:-3] + "000"
            elif flaw == "name":
                at = rng.randrange(len(name))
                name = name[:at] + name[at + 1 :]
            else:
                others = [
                    o
                    for o in payment.orders[0].enterprise.orders
                    if o.status == OPEN and o.due != payment.amount and o not in payment.orders
                ]
                if others:
                    other = min(others, key=lambda o: abs((o.created - payment.when.date()).days))
                    if flaw == "used again":
                        self._put([other.no], name, account, amount, payment, sure, rng.uniform(60, 600))
                    else:
                        numbers = [other.no]
        self._put(numbers, name, account, amount, payment, sure, rng.uniform(0.1, 40))

    def _put(
        self, numbers: list[str], name: str, account: str, amount: int, payment: Payment, sure: float, hours: float
    ) -> None:
        minute = "%Y-%m-%d %H:%M"
        uploaded = payment.when + timedelta(hours=hours)
        self.rows.append(
            (
                ";".join(numbers),
                name,
                account,
                yuan(amount),
                payment.when.strftime(minute),
                uploaded.strftime(minute),
                f"{sure:.3f}",
            )
        )

    def _without_money(self, arrived: set[tuple[str, int]]) -> None:
        """Slips of transfers that never arrived. Where a like sum did arrive they would look like its slip."""
        rng = self.rng
        unpaid = [
            order
            for order in self.world.orders
            if order.status == OPEN and order.paid == 0 and (order.enterprise.account, order.due) not in arrived
        ]
        for order in rng.sample(unpaid, len(unpaid) // 60):
            day = order.created + timedelta(days=rng.randint(0, 9))
            stamp, enterprise = f"{day} {rng.randint(9, 16):02d}:{rng.randrange(60):02d}", order.enterprise
            self.rows.append(
                (
                    order.no,
                    enterprise.name,
                    enterprise.account,
                    yuan(order.due),
                    stamp,
                    stamp,
                    f"{rng.uniform(0.8, 0.99):.3f}",
                )
            )


def misread(amount: int, rng: Random) -> int:
    digits = list(str(amount))
    at = rng.randrange(len(digits) - 2)
    digits[at] = rng.choice([d for d in "123456789" if d != digits[at]])
    return int("".join(digits))


def write_truth(out: Path, rows: list[Row]) -> None:
    links = ((number, order.no, yuan(share)) for number, row in enumerate(rows, 1) for order, share in row.links)
    write_csv(out / "truth.csv", ("row_no", "order_no", "amount"), links)
    labels = (
        (
            number,
            int(row.credit > 0),
            row.shape,
            row.payer,
            row.memo_kind,
            row.note,
            int(row.slip),
            yuan(row.credit or row.debit),
        )
        for number, row in enumerate(rows, 1)
    )
    write_csv(out / "labels.csv", ("row_no", "credit", "shape", "payer", "memo", "note", "slip", "amount"), labels)
