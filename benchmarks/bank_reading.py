"""How much processor time one large export takes to read: `python benchmarks/bank_reading.py [ROWS]` (100,000 by default)."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from school_desk.adapters.banks import read_statement
from tests.unit.banks import exports


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    moves = exports.ledger(seed=1, count=rows)
    with TemporaryDirectory() as folder:
        table = exports.LAYOUTS["icbc-b"].export(moves)
        xlsx = exports.write_xlsx(Path(folder) / "export.xlsx", table)
        text = exports.write_text(Path(folder) / "export.csv", table)
        newest_first = exports.LAYOUTS["icbc-a"].export(moves[::-1])
        files = (xlsx, text, exports.write_text(Path(folder) / "newest-first.csv", newest_first))
        del moves, table, newest_first
        gc.collect()
        for path in files:
            started = process_time()
            statement = read_statement(path)
            seconds = process_time() - started
            print(f"{path.name:18} {len(statement.lines):,} lines, {len(statement.breaks)} breaks, {seconds:.2f} s")


if __name__ == "__main__":
    main()
