"""Writes a world, or scores a prediction for one."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.strangers.layouts import LAYOUTS
from benchmarks.strangers.noise import LEVELS
from benchmarks.strangers.score import Result
from benchmarks.strangers.writing import FAMILIES, write_world


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
        print(write_world(given.out, family, given.noise, given.orders, given.seed, given.layout))


if __name__ == "__main__":
    main()
