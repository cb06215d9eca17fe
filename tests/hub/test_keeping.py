"""A Hub that is put back from a backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from school_desk.hub.keeping import back_up, put_back
from school_desk.hub.opening import open_hub
from school_desk.kernel.paths import DataFolder
from tests.sync.net import Net, lay_out

SERIES = ("enrollment_batch", "training_plan/2026", "training_plan/2027")


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    lay_out(tmp_path / "net", 2)
    made = Net(tmp_path / "net", 2)
    yield made
    made.close()


def test_numbers_reserved_since_the_backup_are_not_reserved_again(net: Net, tmp_path: Path) -> None:
    """Both desks may be away from the network by then, and print their numbers."""
    folder, (one, other) = DataFolder(net.hub.folder), net.desks
    hub = open_hub(folder, net.clock)
    back_up(hub, tmp_path / "kept.zip")
    hub.close()
    before = [block for _ in range(5) for block in one.line.reserve(SERIES)]
    net.close()
    put_back(tmp_path / "kept.zip", folder, net.clock)
    after = list(other.line.reserve(SERIES))
    for block in after:
        assert block.first > max(earlier.last for earlier in before if earlier.series == block.series)
    net.close()
    put_back(tmp_path / "kept.zip", folder, net.clock)
    for block in one.line.reserve(SERIES):
        assert block.first > max(earlier.last for earlier in after if earlier.series == block.series), "restored twice"


def test_a_backup_of_last_year_passes_over_last_years_numbers_too(net: Net, tmp_path: Path) -> None:
    folder, (one, other) = DataFolder(net.hub.folder), net.desks
    hub = open_hub(folder, net.clock)
    back_up(hub, tmp_path / "kept.zip")
    hub.close()
    (before,) = one.line.reserve(["training_plan/2026"])
    net.close()
    net.clock.move_to(net.clock.now() + timedelta(days=365))
    folder.database.write_bytes(b"spoiled")
    put_back(tmp_path / "kept.zip", folder, net.clock)
    (block,) = other.line.reserve(["training_plan/2026"])
    assert block.first > before.last
