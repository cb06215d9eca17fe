"""Whatever arrives, a person gets a sentence: random damage to every part of a workbook raises the two named failures or nothing."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from school_desk.adapters.sheets.annotate import annotate
from school_desk.adapters.sheets.rosters import read_roster
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from tests.unit.banks.hostile import REFUSED
from tests.unit.banks.test_hostile import HEAVY
from tests.unit.sheets.books import (
    HEADER,
    PHOTO_COLUMN,
    pack,
    parts_of,
    person,
    picture,
    write_book,
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


_LIMIT_MB = 1500
_SCRIPT = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (%d * 1024 * 1024,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from school_desk.adapters.sheets.workbook import read_cells
from school_desk.kernel.errors import RuleViolation
try:
    read_cells(Path(sys.argv[1]))
except RuleViolation as refusal:
    print(refusal.code)
"""


def merged_often(path: Path) -> None:
    """A thousand lists of a hundred thousand rows to be filled in, in one file."""
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="A100000"><v>1</v></c></row>'
    merges = b'<mergeCells count="1000">' + b'<mergeCell ref="A1:A100000"/>' * 1000 + b"</mergeCells>"
    parts = parts_of(write_book(path, [["姓名"]]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    begin, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = (
        sheet[:begin] + b"<sheetData>" + rows + b"</sheetData>" + merges + sheet[end + 12 :]
    )
    pack(path, parts)


def merged_backwards(path: Path) -> None:
    """The same, with as much taken off again by merges that end before they begin."""
    merged_often(path)
    parts = parts_of(path)
    sheet = parts["xl/worksheets/sheet1.xml"]
    back = b'<mergeCell ref="B100000:B1"/>' * 1000 + b"</mergeCells>"
    pack(path, {**parts, "xl/worksheets/sheet1.xml": sheet.replace(b"</mergeCells>", back)})


def commas(path: Path) -> None:
    path.write_bytes("姓名,工种\n".encode() + b"," * 200_000_000)


def one_column_of_each(path: Path) -> None:
    """Thirty sheets, each as large as one may be."""
    parts = parts_of(write_book(path, *([["姓名"]] for _ in range(30))))
    far = b'<row r="180000"><c r="Z180000"><v>1</v></c></row></sheetData>'
    pack(path, {name: part.replace(b"</sheetData>", far) for name, part in parts.items()})


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are set by the resource module")
@pytest.mark.parametrize("name", [*HEAVY, "an ods", "an xlsb", "merges", "merges backwards", "commas", "many sheets"])
def test_refused_within_memory_and_time(tmp_path: Path, name: str) -> None:
    """What ends a bank's reader must not end the one of lists either, which the website feeds."""
    make = {
        "merges": merged_often,
        "merges backwards": merged_backwards,
        "commas": commas,
        "many sheets": one_column_of_each,
    } | REFUSED
    path = tmp_path / "名单.xls"
    make[name](path)
    command = [sys.executable, "-c", _SCRIPT % _LIMIT_MB, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert said.returncode == 0, said.stderr[-500:]
    assert said.stdout.startswith("sheet."), said.stdout
