"""Gives each test a bench of its own, copied from one that was laid out once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from school_desk.kernel import commands
from tests.school import founded, office
from tests.unit.kernel.bench import Bench, lay_out

__all__ = ["bench", "founded", "laid_out", "office"]


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all tables and a school, made once."""
    root = tmp_path_factory.mktemp("bench") / "data"
    lay_out(root)
    return root


@pytest.fixture
def bench(laid_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A fresh bench; the commands and reactions a test makes up are forgotten after it."""
    shutil.copytree(laid_out, tmp_path / "data")
    monkeypatch.setattr(commands, "_registered", dict(commands._registered))
    monkeypatch.setattr(commands, "_reactions", {event: list(known) for event, known in commands._reactions.items()})
    made = Bench(tmp_path / "data")
    yield made
    made.database.close()
