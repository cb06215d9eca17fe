"""Writes one world as the files a school has, the truth beside them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.strangers.family import Family
from benchmarks.strangers.layouts import in_order, write_statement
from benchmarks.strangers.noise import LEVELS
from benchmarks.strangers.others import Others
from benchmarks.strangers.papers import Slips, write_enterprises, write_history, write_orders, write_truth
from benchmarks.strangers.payers import PayerBook
from benchmarks.strangers.payments import Till
from benchmarks.strangers.words_h import HUZHOU
from benchmarks.strangers.words_n import SICHUAN
from benchmarks.strangers.world import World

FAMILIES: dict[str, Family] = {family.key: family for family in (HUZHOU, SICHUAN)}


def write_world(out: Path, family: Family, level: str, orders: int, seed: int, layout: str = "icbc") -> str:
    """Returns what was written, in words; the same arguments always give the same files."""
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
    return f"{len(world.orders)} orders, {len(world.enterprises)} enterprises, {len(rows)} rows, {linked} credits with an order"
