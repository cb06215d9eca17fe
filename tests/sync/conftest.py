"""A Hub with two desks that have joined: its rows in a file of its own, and on a server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.servers import OnServer, server
from tests.sync.net import IN_FOLDER, Net, Storage, lay_out

__all__ = ["server"]


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Where the Hub's rows lie."""
    return IN_FOLDER if request.param == "SQLite" else OnServer(request.getfixturevalue("server"))


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory, storage: Storage) -> Path:
    """Made once for a module."""
    root = tmp_path_factory.mktemp("net")
    lay_out(root, 2, storage)
    return root


@pytest.fixture
def net(laid_out: Path, tmp_path: Path, storage: Storage) -> Iterator[Net]:
    """A fresh copy."""
    shutil.copytree(laid_out, tmp_path / "net")
    storage.copied(laid_out / "hub", tmp_path / "net" / "hub")
    made = Net(tmp_path / "net", 2, storage)
    yield made
    made.close()
