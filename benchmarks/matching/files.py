"""Writes one drawn world as the files a school has: orders, enterprises, history, slips, a statement, and the truth beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.matching.families import NOISES, Family, family
from benchmarks.matching.payments import Movement, SlipFact, Till
from benchmarks.matching.world import START, Enterprise, Order, enterprises, orders

_HEADERS = {
    "icbc-a": "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,个性化信息",
    "icbc-b": "凭证号,对方账号,交易时间,借贷标志,对方单位,对方行号,用途,摘要,附言,回单个性化信息,转入金额,转出金额,支付凭证种类,余额",
}
_OWN = "1205220109200000001"


def write_world(folder: Path, name: str, noise: str, count: int, seed: int) -> None:
    """`count` orders of family `name` in `folder`; the same arguments always give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(f"{name}-{noise}-{count}-{seed}")
    habits = family(name, seed)
    owners = enterprises(random, habits, max(12, count // 6))
    placed = orders(random, habits, owners, count)
    by_enterprise: dict[str, list[Order]] = {owner.uscc: [] for owner in owners}
    for order in placed:
        by_enterprise[order.enterprise.uscc].append(order)
    till = Till(random, habits, NOISES[noise], by_enterprise, owners)
    till.run(placed)
    _write_orders(folder / "orders.csv", placed, habits)
    _write(folder / "enterprises.csv", "uscc,name,aliases,legal_rep,contact", (_owner_cells(owner) for owner in owners))
    _write(folder / "history.csv", "date,payer_name,payer_account,amount,memo,uscc", _history(random, owners, habits))
    _write_slips(folder / "slips.csv", till.slips)
    _write_statement(folder / "statement.csv", till.movements, habits)
    _write_truth(folder / "truth.csv", till.movements)


def _write(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _write_orders(path: Path, placed: Sequence[Order], habits: Family) -> None:
    header = (
        "order_no,uscc,enterprise_name,aliases,created_at,status,course,level,n_trainees,unit_fee,due_amount,trainees"
    )
    if habits.payment_codes:
        header = header.replace("order_no,", "order_no,payment_code,")
    _write(path, header, (_order_cells(order) for order in placed))


def _order_cells(order: Order) -> list[object]:
    owner = order.enterprise
    code = [order.code] if order.code else []
    return [
        *(order.number, *code, owner.uscc, owner.name, ";".join(owner.aliases), f"{order.created:%Y-%m-%d}"),
        *(order.status, order.course, order.level, len(order.trainees), order.fee, f"{order.due}.00"),
        "、".join(order.trainees),
    ]


def _owner_cells(owner: Enterprise) -> list[object]:
    return [owner.uscc, owner.name, ";".join(owner.aliases), owner.legal_rep, owner.contact]


def _history(random: Random, owners: Sequence[Enterprise], habits: Family) -> list[list[object]]:
    rows: list[list[object]] = []
    for owner in owners:
        for _ in range(random.choice((0, 0, 1, 2, 3, 4))):
            payer = owner.parent if owner.parent and owner.paid_by_parent else owner
            day = START - timedelta(days=random.randrange(16, 420))
            amount = random.choice(list(habits.fees.values())) * random.randrange(1, 30)
            words = random.choice((*habits.training, ""))
            rows.append(
                [f"{day:%Y-%m-%d}", payer.name, random.choice(payer.accounts), f"{amount}.00", words, owner.uscc]
            )
    return rows


def _write_slips(path: Path, slips: Sequence[SlipFact]) -> None:
    header = "slip_id,order_nos,payer_name,payer_account,amount,pay_time,uploaded_at,ocr_confidence"
    ordered = sorted(slips, key=lambda slip: slip.uploaded_at)
    rows = [
        [
            *(f"S{number:07d}", ";".join(slip.numbers), slip.name, slip.account, f"{slip.amount / 100:.2f}"),
            *(f"{slip.paid_at:%Y-%m-%d %H:%M}", f"{slip.uploaded_at:%Y-%m-%d %H:%M}", f"{slip.confidence:.3f}"),
        ]
        for number, slip in enumerate(ordered, start=1)
    ]
    _write(path, header, rows)


def _write_statement(path: Path, movements: Sequence[Movement], habits: Family) -> None:
    balance = 5_000_000_000
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        if habits.statement == "icbc-a":
            writer.writerow(["[HISTORYDETAIL]"])
        writer.writerow(_HEADERS[habits.statement].split(","))
        for number, move in enumerate(movements):
            balance += move.amount if move.incoming else -move.amount
            cells = _cells_a if habits.statement == "icbc-a" else _cells_b
            writer.writerow(cells(move, balance, number))


def _cells_a(move: Movement, balance: int, number: int) -> list[str]:
    money = f"{move.amount / 100:,.2f}"
    return [
        *(str(10_000_000 + number), _OWN + "\t", move.account + "\t", f"{move.at:%Y-%m-%d %H:%M:%S}"),
        *(("贷", "", money) if move.incoming else ("借", money, "")),
        *("102336000012", move.summary, move.memo, move.name, f"{balance / 100:,.2f}", ""),
    ]


def _cells_b(move: Movement, balance: int, number: int) -> list[str]:
    money = f"{move.amount / 100:.2f}"
    return [
        *(str(10_000_000 + number), move.account, f"{move.at:%Y-%m-%d %H:%M:%S}", "贷" if move.incoming else "借"),
        *(move.name, "102336000012", "", move.summary, move.memo, ""),
        *((money, "") if move.incoming else ("", money)),
        *("", f"{balance / 100:.2f}"),
    ]


def _write_truth(path: Path, movements: Sequence[Movement]) -> None:
    rows: list[list[object]] = []
    for number, move in enumerate(movements, start=1):
        for order, fen in move.links or (("", 0),):
            amount = f"{fen / 100:.2f}" if order else ""
            rows.append([number, move.kind, move.payer_kind, move.memo_kind, order, amount])
    _write(path, "row_no,kind,payer_kind,memo_kind,order_no,amount", rows)
