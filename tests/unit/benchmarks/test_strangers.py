"""The worlds of benchmarks/strangers hold together: the same files each time, and a truth that the statement can bear."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.matching.drawn import draw
from school_desk.adapters.banks import read_statement
from school_desk.kernel.money import parse_yuan


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("family", ["H", "N"])
def test_a_world_holds_together(family: str, tmp_path: Path) -> None:
    draw(tmp_path / "one", family, "high", 150, 3)
    draw(tmp_path / "two", family, "high", 150, 3)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
    due = {row["order_no"]: parse_yuan(row["due_amount"]) for row in _rows(tmp_path / "one" / "orders.csv")}
    credits_ = {line.row: line.amount_fen for line in read_statement(tmp_path / "one" / "statement.csv").lines}
    of_line: defaultdict[int, int] = defaultdict(int)
    of_order: defaultdict[str, int] = defaultdict(int)
    for row in _rows(tmp_path / "one" / "truth.csv"):
        if row["order_no"]:
            fen = parse_yuan(row["amount"])
            of_line[int(row["row_no"])] += fen
            of_order[row["order_no"]] += fen
    assert len(of_line) > 50
    assert all(fen <= credits_[row] for row, fen in of_line.items())
    assert all(fen <= due[number] for number, fen in of_order.items())
