"""A Hub that is backed up, and one that is put back from a backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from school_desk.documents.commands import StoredFile
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.hub.keeping import back_up, put_back
from school_desk.hub.opening import open_hub
from school_desk.kernel.paths import DataFolder
from school_desk.terms.uploads import DocumentKind
from tests.papers import CODES
from tests.sync.net import Net, lay_out
from tests.sync.wires import blobs_of

SERIES = ("enrollment_batch", "training_plan/2026", "training_plan/2027")


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    lay_out(tmp_path / "net", 2)
    made = Net(tmp_path / "net", 2)
    yield made
    made.close()


def test_a_backup_tells_of_files_that_no_desk_has_sent_yet(net: Net, tmp_path: Path) -> None:
    """Rows go first, so a Hub may well name what it has not got."""
    desk, licence = net.desks[0], b"licence"
    sha256 = blobs_of(desk).put(licence)
    paper = Paper(DocumentKind.YYZZ, StoredFile("yyzz.jpg", sha256, len(licence), "image/jpeg", "yyzz.jpg", sha256))
    desk.do(
        RegisterEnterprise(CODES[0], "湖州甲建设有限公司", "吴兴区", "330502", False, "13800005893", papers=(paper,))
    )
    desk.sync()
    hub = open_hub(DataFolder(net.hub.folder), net.clock)
    before = back_up(hub, tmp_path / "before.zip")
    hub.blobs.put(licence)
    after = back_up(hub, tmp_path / "after.zip")
    hub.close()
    assert [(made.facts.files, made.awaited) for made in (before, after)] == [(0, 1), (1, 0)]


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
