"""Keeps the database of a release as an upgrade test: for the makers, once for every schema that goes out.

    .venv/bin/school-desk tour --out build/tour
    .venv/bin/python -m tests.migrations.keep_release build/tour/data

Writes `tests/data/released/<revision>.zip`: the database (everybody in it is drawn by the sample school), its key and the counts of its rows.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from school_desk.kernel.paths import DataFolder
from school_desk.kernel.schema import stored_revision

RELEASED = Path(__file__).resolve().parents[1] / "data" / "released"


def keep(folder: DataFolder) -> Path:
    """Writes the file of the folder's revision and returns its path. A revision that is kept already is never replaced."""
    target = RELEASED / f"{stored_revision(folder.database)}.zip"
    RELEASED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        copy = Path(scratch) / "school.db"
        with closing(sqlite3.connect(folder.database)) as database:
            database.execute("VACUUM INTO ?", (str(copy),))
        with closing(sqlite3.connect(copy)) as database:
            names = [
                row[0]
                for row in database.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                )
            ]
            counts = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}
        archive.write(copy, "school.db")
        archive.write(folder.key_file, "school.key")
        archive.writestr("counts.json", json.dumps(counts, indent=1))
    return target


if __name__ == "__main__":
    print(keep(DataFolder(Path(sys.argv[1]))))  # noqa: T201
