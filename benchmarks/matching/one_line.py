"""How long one new bank line takes against warm books: `python -m benchmarks.matching.one_line [ORDERS]` (100,000 by default)."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.matching.files import write_world
from school_desk.adapters.banks import read_statement
from school_desk.cli.match import credit_lines
from school_desk.cli.match_files import parties, read_enterprises, read_history, read_orders, read_slips
from school_desk.payments.matching import Books, match

_LINES = 200


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_world(folder, "A", "mid", count, 511)
        started = process_time()
        owners = read_enterprises(folder / "enterprises.csv")
        orders = read_orders(folder / "orders.csv", owners)
        books = Books(orders, read_history(folder / "history.csv"), read_slips(folder / "slips.csv"), parties(owners))
        warm = process_time() - started
        lines = credit_lines(read_statement(folder / "statement.csv").lines)[:: max(1, count // _LINES)]
    match(books, lines[:1])
    took = []
    for line in lines:
        started = process_time()
        match(books, [line])
        took.append((process_time() - started) * 1000)
    worst = sorted(took)[int(len(took) * 0.95)]
    print(f"{len(books.bills):,} open orders, books built in {warm:.1f} s of processor time")
    print(
        f"{len(took)} lines one by one: median {median(took):.1f} ms, 95 % below {worst:.1f} ms, worst {max(took):.1f} ms"
    )


if __name__ == "__main__":
    main()
