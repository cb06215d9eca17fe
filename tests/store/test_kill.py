"""kill -9 at any moment: what was shown as saved is there, whole, once; nothing else is half there; the school opens."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.composition import School, open_school
from school_desk.kernel import journal
from school_desk.kernel.journal import Payload
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.recording import image_columns, image_of, tables_by_name
from school_desk.kernel.tables import JournalRow, OutboxRow, TouchRow
from tests.school import Office

Rows = dict[tuple[str, str], dict[str, Any]]
ROOT = Path(__file__).resolve().parents[2]
KEY_IN_FILE = {"SCHOOL_DESK_KEY_IN_FILE": "1"}


def killed_at_work(folder: Path, chance: random.Random) -> list[dict[str, Any]]:
    """What a program told as saved before it was killed, at a moment it did not choose."""
    command = [sys.executable, "-m", "tests.store.clerk_at_work", str(folder), str(chance.randrange(10**6))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | KEY_IN_FILE) as program:
        assert program.stdout is not None
        try:
            told = [program.stdout.readline() for _ in range(chance.randrange(1, 40))]
            with suppress(subprocess.TimeoutExpired):
                program.wait(chance.uniform(0, 0.02))
        finally:
            program.kill()
        told += program.stdout.readlines()
        assert program.wait() in (-9, 1), "it was killed, it did not end by itself"
    return [json.loads(line) for line in told if line.endswith(b"\n")]


def stored(school: School) -> Rows:
    """Every recorded row as the journal's images have it."""
    with school.reading() as session:
        return {
            (name, row.id): {column: image_of(getattr(row, column)) for column in image_columns(kind)}
            for name, kind in tables_by_name().items()
            for row in session.scalars(sa.select(kind))
        }


def replayed(school: School) -> Rows:
    """What the journal says the rows must be, from nothing on."""
    rows: Rows = {}
    for payload in payloads(school).values():
        for image in payload.rows:
            key = (image.table, image.row_id)
            if image.after is None:
                rows.pop(key)
            else:
                rows[key] = rows.get(key, {}) | image.after
    return rows


def payloads(school: School) -> dict[str, Payload]:
    with school.reading() as session:
        found = session.scalars(sa.select(JournalRow).order_by(JournalRow.seq)).all()
        return {row.id: journal.open_payload(school.database.cipher, row) for row in found}


def check_whole(school: School) -> None:
    with school.reading() as session:
        assert session.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
        assert session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
        assert journal.first_broken(session, school.database.cipher, school.id) is None
        newest = session.scalar(sa.select(sa.func.max(JournalRow.seq)))
        assert session.scalar(sa.select(sa.func.max(OutboxRow.seq))) == newest
        assert (session.scalar(sa.select(sa.func.max(TouchRow.seq))) or 0) <= (newest or 0)
    assert stored(school) == replayed(school), "rows and journal say the same"


@pytest.mark.parametrize("kills", [1, pytest.param(12, marks=[pytest.mark.long, pytest.mark.timeout(600)])])
def test_what_was_shown_as_saved_outlives_a_kill(office: Office, kills: int) -> None:
    root, chance = office.school.folder.root, random.Random(kills)
    office.school.close()
    shown: dict[str, dict[str, Any]] = {}
    for _ in range(kills):
        shown |= {saved["id"]: saved for saved in killed_at_work(root, chance)}
        school = open_school(DataFolder(root))
        check_whole(school)
        known = payloads(school)
        assert shown.keys() <= known.keys(), "every decision that was shown as saved"
        assert len(known) - len(shown) <= 1 + kills, "and at most the one whose answer was cut off, each time"
        for saved in shown.values():
            touched = {(image.table, image.row_id) for image in known[saved["id"]].rows}
            assert touched == {(table, row_id) for table, ids in saved["changes"].items() for row_id in ids}
            assert len(school.blobs.get(saved["sha256"])) > 0
        school.close()
    assert len(shown) > kills
