"""docs/security.md is true: whatever module and test it names is there, and no requirement of the checklist's two levels is left out."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "security.md").read_text("utf-8")
# How many requirements each section of ASVS 5.0.0 has on levels 1 and 2, and of which some numbers are level 3's.
LAST = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3,
    "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2,
    "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3,
    "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
VERDICTS = ("做到", "部分", "没有做", "不适用")


def rows() -> list[list[str]]:
    """The rows of the checklist's tables: numbers, what is asked, verdict, how, tests."""
    lines = [line for line in DOC.splitlines() if re.match(r"\| \d+\.\d+\.\d+", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def numbers(cell: str) -> list[str]:
    """ "1.2.1–1.2.3、1.2.9" one by one."""
    found: list[str] = []
    for part in cell.split("、"):
        first, _, last = part.partition("–")
        section, _, number = first.rpartition(".")
        end = last.rpartition(".")[2] or number
        assert not last or last.rpartition(".")[0] == section, part
        found += [f"{section}.{one}" for one in range(int(number), int(end) + 1)]
    return found


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of the functions in a module of tests."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_of_both_levels_stands_once() -> None:
    told = sorted(number for row in rows() for number in numbers(row[0]))
    wanted = sorted(f"{section}.{number}" for section, last in LAST.items() for number in range(1, last + 1))
    assert told == wanted
    assert len(told) == 253


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_row_has_its_verdict_and_what_is_met_has_its_proof(row: list[str]) -> None:
    assert len(row) == 5
    number, _, verdict, how, proof = row
    assert verdict in VERDICTS, number
    assert how, number
    # What is not there (no hints, no expiry) has nothing that a test could show.
    assert proof or verdict in ("没有做", "不适用") or number in ("6.4.2", "6.2.10"), number


def test_every_test_that_is_named_is_there() -> None:
    for row in rows():
        for named in re.findall(r"`([^`]+)`", row[4]):
            path, _, test = named.partition("::")
            assert (ROOT / "tests" / path).is_file(), named
            assert not test or test in names_in(ROOT / "tests" / path), named


def test_every_module_that_is_named_is_there() -> None:
    named = {word for word in re.findall(r"`([a-z_/]+\.py)`", re.sub(r"`[^`]*::[^`]*`", "", DOC)) if "/" in word}
    here = {word for row in rows() for word in re.findall(r"`([^`]+)`", row[4])}
    missing = {
        word for word in named - here if not any((ROOT / place / word).is_file() for place in ("school_desk", "."))
    }
    assert len(named) > 30
    assert missing == set()
