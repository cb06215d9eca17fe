"""No sentence of the manual is forgotten: the desk's have a scenario in this folder, the portal's are listed as due."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.manual.requirements import REQUIREMENTS


def named_by(scenario: ast.FunctionDef) -> Iterator[str]:
    """The numbers that `@requirement(...)` gives this function."""
    for mark in scenario.decorator_list:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "requirement":
            yield from (argument.value for argument in mark.args if isinstance(argument, ast.Constant))  # type: ignore[misc]


def shown() -> set[str]:
    """The numbers that some test of this folder shows."""
    modules = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.rglob("test_*.py")]
    tests = [
        node
        for module in modules
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return {number for test in tests for number in named_by(test)}


@pytest.mark.parametrize("number", REQUIREMENTS)
def test_a_sentence_has_its_scenario_or_is_due(number: str) -> None:
    sentence = REQUIREMENTS[number]
    if sentence.desk:
        assert number in shown(), f"{number}“{sentence.text}”：tests/manual/ 里没有 @requirement({number!r}) 的场景"
    else:
        assert sentence.due, f"{number}: the desk does not serve it, so say who will"
        assert number not in shown(), f"{number} has a scenario: it is no longer only due"


def test_the_list_is_whole() -> None:
    assert list(REQUIREMENTS) == [f"R{number}" for number in range(1, 41)]
