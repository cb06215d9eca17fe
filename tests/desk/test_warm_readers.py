"""After its first paint the program opens the readers of papers in its workers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from school_desk.desk.main import Program
from school_desk.kernel.worker import find_function


@pytest.mark.parametrize(("size", "warmed"), [(1, 0), (2, 1), (4, 1)])
def test_workers_are_warmed_where_the_computer_bears_it(size: int, warmed: int) -> None:
    asked: list[str] = []
    program = SimpleNamespace(tasks=SimpleNamespace(pool=SimpleNamespace(size=size, warm=asked.append)))
    Program.warm_readers(cast("Any", program))
    assert len(asked) == warmed
    assert all(callable(find_function(name)) for name in asked)
