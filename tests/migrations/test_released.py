"""Every database that ever went out opens today: upgraded it has today's shape, all its rows, and a journal that still holds."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from school_desk.composition import open_school
from school_desk.kernel import journal, schema
from school_desk.kernel.clock import ScriptedClock, local_date
from school_desk.kernel.paths import DataFolder
from school_desk.overview.progress import all_progress
from school_desk.overview.workbench import workbench
from school_desk.terms.roles import Role
from tests.migrations.keep_release import RELEASED
from tests.migrations.test_chain import differences

NOW = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


def test_every_schema_that_went_out_is_kept() -> None:
    """Today's is kept when it goes out; a chain that grew past a release without keeping it would go unnoticed."""
    assert [file.stem for file in sorted(RELEASED.glob("*.zip"))] == list(schema.known_revisions())


@pytest.mark.parametrize("release", sorted(RELEASED.glob("*.zip")), ids=lambda path: path.stem)
def test_a_released_database_opens_today(release: Path, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with zipfile.ZipFile(release) as archive:
        archive.extractall(folder.root)
    counts = json.loads((folder.root / "counts.json").read_text("utf-8"))
    assert schema.stored_revision(folder.database) == release.stem
    school = open_school(folder, ScriptedClock(NOW))
    try:
        with closing(sqlite3.connect(folder.database)) as database:
            for name, count in counts.items():
                assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] == count, name
        assert differences(folder.database) == []
        with school.reading() as session:
            assert journal.first_broken(session, school.database.cipher, school.id) is None
            people = list(all_progress(session, school.id, local_date(NOW)))
            assert workbench(session, school.id, local_date(NOW), list(Role))
    finally:
        school.close()
    assert len(people) == counts["enrollment"]
    assert all(person.id_number and person.mobile for person in people), "personal values open with the key"
