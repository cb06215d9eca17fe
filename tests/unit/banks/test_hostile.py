"""Whatever arrives, a person gets rows or a sentence: no traceback, no half of a file, no end of memory or patience."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from school_desk.adapters.banks import Statement, read_statement
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from tests.unit.banks.hostile import READ, REFUSED, WHATEVER, Make

_LIMIT_MB = 1500
_SCRIPT = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (%d * 1024 * 1024,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from school_desk.adapters.banks import read_statement
from school_desk.kernel.errors import RuleViolation
try:
    read_statement(Path(sys.argv[1]))
except RuleViolation as refusal:
    print(refusal.code)
"""
HEAVY = [
    "a bomb",
    "a part that lies",
    "one far cell",
    "one far cell, oddly spelt",
    "one far row",
    "one far cell of an xls",
    "a million rows and one wide",
    "one text read a million times",
    "one text read a million times, oddly spelt",
    "a far cell in a part of another name",
    "one wide row and one far row, without places",
    "far cells with a prefix",
    "a part that lies well",
    "one text read a million times, by numbers oddly spelt",
    "two places of one cell",
    "one text read a million times, by numbers with blanks",
    "one text read a million times, behind a text that is none",
    "a text within a text",
    "a hundred billion texts announced",
    "ten million empty cells",
    "laughing entities",
    "stray quotation marks, 5 MB of them",
    "six million commas",
]


def made(folder: Path, make: Make) -> Path:
    path = folder / "流水.xls"
    make(path)
    return path


def whole(statement: Statement) -> bool:
    rows = [line.row for line in statement.lines] + [left.row for left in statement.leftovers]
    return statement.row_count == len(rows) == len(set(rows)) and all(left.reason for left in statement.leftovers)


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in HEAVY])
def test_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, REFUSED[name])
    with pytest.raises((RuleViolation, EnvironmentFault)) as refused:
        read_statement(path)
    said = str(refused.value)
    assert said.endswith("。")
    assert "\n" not in said
    assert len(said) < 300 + len(str(path))


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are set by the resource module")
@pytest.mark.parametrize("name", HEAVY)
def test_refused_within_memory_and_time(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", _SCRIPT % _LIMIT_MB, str(made(tmp_path, REFUSED[name]))]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert said.returncode == 0, said.stderr[-500:]
    assert said.stdout.startswith("statement."), said.stdout


@pytest.mark.parametrize("name", READ)
def test_read_with_every_row_explained(tmp_path: Path, name: str) -> None:
    make, lines = READ[name]
    statement = read_statement(made(tmp_path, make))
    assert whole(statement)
    assert len(statement.lines) == lines, statement.leftovers
    assert all(len(line.memo) <= 1000 and len(line.counterparty_name) <= 200 for line in statement.lines)
    assert all(len(left.text) <= 201 for left in statement.leftovers)


def test_damage_is_never_a_traceback(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read, refusals = 0, []
    for name, make in WHATEVER.items():
        try:
            assert whole(read_statement(made(tmp_path, make))), name
            read += 1
        except (RuleViolation, EnvironmentFault) as refusal:
            refusals.append(refusal.message)
    assert read > 20
    assert len(refusals) > 20
    assert all(message.endswith("。") for message in refusals)
    capfd.readouterr()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("numbers for dates", "设成日期格式"),
        ("an amount of nothing", "金额是零或空白"),
        ("three decimals", "不能读成精确到分的数"),
        ("a quadrillion", "大得不合常理"),
        ("1e15", "不能读成精确到分的数"),
        ("dollars in a cell", "不能读成精确到分的数"),
        ("a flag against its column", "与金额所在的收入栏不一致"),
        ("merged cells", "没有交易时间"),
    ],
)
def test_why_a_row_is_none(tmp_path: Path, name: str, words: str) -> None:
    statement = read_statement(made(tmp_path, READ[name][0]))
    assert words in statement.leftovers[0].reason


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("two encodings", "两种文字编码"),
        ("half a character", "有 1 行里有认不出的字"),
        ("zeros inside", "1 个空字符"),
        ("only a header", "表头下面没有流水"),
    ],
)
def test_what_was_lost_is_told(tmp_path: Path, name: str, words: str) -> None:
    assert any(words in note for note in read_statement(made(tmp_path, READ[name][0])).notes)


def test_formula_like_texts_stay_texts(tmp_path: Path) -> None:
    (line,) = read_statement(made(tmp_path, READ["formula-like texts"][0])).lines
    assert (line.counterparty_name, line.memo) == ("=cmd|' /C calc'!A0", "+1+1")
