"""How long one large export takes to read in the desk's worker process, as it does when a clerk imports it, beside openpyxl and calamine alone.

    python -m benchmarks.bank_reading [ROWS]        (100,000 by default)

One line a file: processor seconds of the worker from asking to having sent the lines back, and the wall clock of who asked. The baselines
read the same .xlsx in this process and do no more than hand out cells: openpyxl read-only is what most Python programs use.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from school_desk.kernel.jobs import JobPool
from tests.unit.banks import exports

READ = "school_desk.intake.statement:read_bank_statement"


def written(folder: Path, rows: int) -> list[Path]:
    """工行's 14 columns as .xlsx and as text, and its 13 columns newest first."""
    moves = exports.ledger(seed=1, count=rows)
    table = exports.LAYOUTS["icbc-b"].export(moves)
    newest_first = exports.LAYOUTS["icbc-a"].export(moves[::-1])
    return [
        exports.write_xlsx(folder / "export.xlsx", table),
        exports.write_text(folder / "export.csv", table),
        exports.write_text(folder / "newest-first.csv", newest_first),
    ]


def in_worker(pool: JobPool, path: Path) -> None:
    """Reads `path` in the pool's one worker, whose own clock tells its processor time."""
    before, started = pool.run("time:process_time"), perf_counter()
    statement = pool.run(READ, str(path)).statement
    wall, seconds = perf_counter() - started, pool.run("time:process_time") - before
    lines, breaks = len(statement.lines), len(statement.breaks)
    print(f"{path.name:18} {lines:,} lines, {breaks} breaks, {seconds:.2f} s of the worker, {wall:.2f} s until here")


def alone(word: str, path: Path, read: Callable[[Path], int]) -> None:
    """A baseline in this process."""
    gc.collect()
    before, started = process_time(), perf_counter()
    rows = read(path)
    print(f"{word:18} {rows:,} rows of cells, {process_time() - before:.2f} s, {perf_counter() - started:.2f} s")


def by_openpyxl(path: Path) -> int:
    """openpyxl read-only: values of every row."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def by_calamine(path: Path) -> int:
    """calamine: the cells as it gives them, nothing understood and nothing checked."""
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else ""
    print(f"{rows:,} lines, {load}")
    with TemporaryDirectory() as folder:
        files = written(Path(folder), rows)
        small = exports.write_text(Path(folder) / "small.csv", exports.LAYOUTS["icbc-b"].export(exports.ledger(1, 10)))
        pool = JobPool(size=1)
        try:
            pool.run(READ, str(small))  # the first job starts the process and imports what it needs
            for path in files:
                in_worker(pool, path)
        finally:
            pool.close()
        alone("openpyxl read-only", files[0], by_openpyxl)
        alone("calamine", files[0], by_calamine)


if __name__ == "__main__":
    main()
