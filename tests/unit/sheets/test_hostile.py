"""Whatever arrives, a person gets a sentence: random damage to every part of a workbook raises the two named failures or nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from school_desk.adapters.sheets.annotate import annotate
from school_desk.adapters.sheets.rosters import read_roster
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from tests.unit.sheets.books import (
    HEADER,
    PHOTO_COLUMN,
    pack,
    parts_of,
    person,
    picture,
    write_floating,
    write_in_cell,
    write_wps,
)

ROWS: list[list[object]] = [list(HEADER), person(1), person(2)]
ROUNDS = 120


def workbook(path: Path, kind: str) -> Path:
    if kind == "wps":
        return write_wps(path, ROWS, {"H2": picture()})
    if kind == "excel":
        return write_in_cell(path, ROWS, {(1, PHOTO_COLUMN): picture()})
    return write_floating(path, ROWS, {"H2": picture()})


def damaged(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        place = chance.randrange(len(spoilt))
        act = chance.randrange(4)
        if act == 0:
            spoilt[place] = chance.randrange(256)
        elif act == 1:
            del spoilt[place : place + chance.randrange(1, 40)]
        elif act == 2:
            spoilt[place:place] = chance.choice((b"<", b">", b'"', b"-1", b"99999999999999999999", b"<row/>", b"\x00"))
        else:
            digits = [index for index, byte in enumerate(spoilt) if 48 <= byte <= 57]
            spoilt[chance.choice(digits or [place])] = chance.choice(b"0123456789-x")
        if not spoilt:
            return b""
    return bytes(spoilt)


@pytest.mark.parametrize("kind", ["wps", "excel", "floating"])
def test_damage_is_never_a_traceback(tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    parts = parts_of(workbook(tmp_path / "a.xlsx", kind))
    chance = random.Random(kind)
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")) and "theme" not in name)
    read, refusals = 0, []
    for _ in range(ROUNDS):
        name = chance.choice(names)
        path = pack(tmp_path / "b.xlsx", {**parts, name: damaged(parts[name], chance)})
        try:
            roster = read_roster(path)
            annotate(path, tmp_path / "c.xlsx", roster.place, {roster.rows[0].row_no: "原因"})
            read_roster(tmp_path / "c.xlsx")
            read += 1
        except (RuleViolation, EnvironmentFault) as fault:
            refusals.append(fault.message)
    assert 0 < read < ROUNDS
    assert all(message.endswith("。") for message in refusals)
    capfd.readouterr()
