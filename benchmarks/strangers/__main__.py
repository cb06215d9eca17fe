"""Writes a world, or scores a prediction for one."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.strangers.family import Family
from benchmarks.strangers.layouts import LAYOUTS, in_order, write_statement
from benchmarks.strangers.noise import LEVELS
from benchmarks.strangers.others import Others
from benchmarks.strangers.papers import Slips, write_enterprises, write_history, write_orders, write_truth
from benchmarks.strangers.payers import PayerBook
from benchmarks.strangers.payments import Till
from benchmarks.strangers.score import Result
from benchmarks.strangers.words_h import HUZHOU
from benchmarks.strangers.words_n import SICHUAN
from benchmarks.strangers.world import World

FAMILIES: dict[str, Family] = {family.key: family for family in (HUZHOU, SICHUAN)}


def write_world(out: Path, family: Family, level: str, orders: int, seed: int, layout: str) -> None:
    noise = LEVELS[level]
    out.mkdir(parents=True, exist_ok=True)
    world = World(family, noise, orders, seed)
    book = PayerBook(world)
    knows = write_history(out / "history.csv", world, book)
    till = Till(world, book, knows)
    till.run()
    linked = sum(bool(row.links) for row in till.rows)
    missing = round(linked / (1 - noise.unlinked)) - sum(row.credit > 0 for row in till.rows)
    rows = in_order([*till.rows, *Others(world).fill(missing, len(till.rows) // 30)], world.rng)
    write_orders(out / "orders.csv", world.orders)
    write_enterprises(out / "enterprises.csv", world.enterprises)
    Slips(world).write(out / "slips.csv", till.settled)
    write_statement(out, layout, rows, family)
    write_truth(out, rows)
    print(
        f"{out}: {len(world.orders)} orders, {len(world.enterprises)} enterprises, {len(rows)} rows, {linked} credits with an order"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.strangers", description=__doc__)
    parser.add_argument("--family", choices=sorted(FAMILIES), default="H")
    parser.add_argument("--noise", choices=list(LEVELS), default="mid")
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=list(LAYOUTS), default="icbc")
    parser.add_argument(
        "--compact-numbers",
        action="store_true",
        help="order numbers without hyphens, whatever the family's own form is",
    )
    parser.add_argument("--plain-summaries", action="store_true", help="the bank's own word is 转账 on every row")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--score", type=Path, help="a PRED.csv for the world in --out")
    given = parser.parse_args()
    if given.score:
        print(Result(given.out, given.score).report())
    else:
        family = FAMILIES[given.family]
        if given.compact_numbers:
            family = replace(family, order_format=family.order_format.replace("-", ""))
        if given.plain_summaries:
            family = replace(family, summaries=("转账",))
        write_world(given.out, family, given.noise, given.orders, given.seed, given.layout)


if __name__ == "__main__":
    main()
