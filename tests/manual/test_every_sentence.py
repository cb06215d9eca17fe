"""No sentence of the manual is forgotten: the desk's have a scenario in this folder, the portal's are listed as due."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

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


def test_what_the_desk_serves_has_a_scenario() -> None:
    served = {number: sentence.text for number, sentence in REQUIREMENTS.items() if sentence.desk}
    assert {number: text for number, text in served.items() if number not in shown()} == {}


def test_the_rest_is_due_and_has_none() -> None:
    rest = {number: sentence for number, sentence in REQUIREMENTS.items() if not sentence.desk}
    assert all(sentence.due for sentence in rest.values())
    assert rest.keys() & shown() == set(), "it has a scenario now: it is no longer only due"


def test_the_list_is_whole() -> None:
    assert list(REQUIREMENTS) == [f"R{number}" for number in range(1, 41)]
