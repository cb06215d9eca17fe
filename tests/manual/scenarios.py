"""Which scenarios show which sentence, read from their source: nothing has to run for the list to be known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.manual.requirements import Surface

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Shown:
    """One test function and the sentences that it shows."""

    surface: Surface
    module: str
    test: str
    numbers: tuple[str, ...]


@cache
def scenarios() -> tuple[Shown, ...]:
    """Every marked test, surface by surface, in the order in which they are written."""
    return tuple(
        Shown(surface, path.name, node.name, numbers)
        for surface in Surface
        for path in sorted((FOLDER / surface).glob("test_*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and (numbers := tuple(_named_by(node)))
    )


def showing(number: str, surface: Surface) -> list[Shown]:
    """The scenarios of one sentence on one surface."""
    return [one for one in scenarios() if one.surface is surface and number in one.numbers]


def _named_by(test: ast.FunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "requirement":
            yield from (str(argument.value) for argument in mark.args if isinstance(argument, ast.Constant))
