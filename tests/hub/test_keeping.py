"""A Hub that is backed up, and one that is put back from a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from school_desk.cli.main import main
from school_desk.composition import found_school
from school_desk.documents.commands import StoredFile
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.hub.founding import found_hub
from school_desk.hub.keeping import back_up, put_back
from school_desk.hub.opening import open_hub
from school_desk.kernel.backup import read_facts
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.terms.uploads import DocumentKind
from tests.hub.servers import Server
from tests.papers import CODES
from tests.school import NAME, START
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


@pytest.mark.parametrize("earlier", [False, True], ids=["first", "in place of an earlier one"])
@pytest.mark.parametrize("spoilt", ["file", "journal"])
def test_a_backup_that_does_not_hold_is_refused_and_leaves_nothing(
    net: Net, tmp_path: Path, spoilt: str, earlier: bool
) -> None:
    """What was spoiled on the Hub's disk, found only because the backup is restored; a good one of that name is not lost for it."""
    target = tmp_path / "usb" / "hub.zip"
    target.parent.mkdir()
    hub = open_hub(DataFolder(net.hub.folder), net.clock)
    licence = hub.blobs.path(hub.blobs.put(b"licence"))
    before = back_up(hub, target).facts if earlier else None
    if spoilt == "file":
        stored = licence.read_bytes()
        licence.write_bytes(stored[:-1] + bytes((stored[-1] ^ 1,)))
    else:
        with closing(sqlite3.connect(hub.folder.database)) as connection, connection:
            changed = connection.execute(
                "UPDATE journal SET actor_name = '别人' WHERE seq = (SELECT max(seq) FROM journal)"
            )
            assert changed.rowcount == 1
    with pytest.raises(RuleViolation, match=r"没有备份：.*不要删除以前的备份") as refusal:
        back_up(hub, target)
    hub.close()
    assert refusal.value.code == "backup.unproven"
    assert [path.name for path in target.parent.iterdir()] == (["hub.zip"] if earlier else [])
    if earlier:
        assert read_facts(target) == before


def test_a_hub_on_a_server_is_not_backed_up_here(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its rows are not in the folder: the file would hold half of it."""
    lone = found_school(
        DataFolder(tmp_path / "lone"),
        name=NAME,
        admin_login="admin",
        admin_name="管理员",
        password="Huzhou-2026",
        clock=ScriptedClock(START),
    )
    folder, url = DataFolder(tmp_path / "hub"), server.make("keeping")
    found_hub(folder, lone, url)
    lone.close()
    hub = open_hub(folder, ScriptedClock(START), url)
    for act in (lambda: back_up(hub, tmp_path / "hub.zip"), lambda: put_back(tmp_path / "any.zip", folder, hub.clock)):
        with pytest.raises(RuleViolation, match="pg_dump") as refusal:
            act()
        assert refusal.value.code == "backup.on_server"
    hub.close()
    assert main(["--data", str(folder.root), "hub", "backup", str(tmp_path / "hub.zip")]) == 1
    assert "pg_dump" in capsys.readouterr().err
    assert not (tmp_path / "hub.zip").exists()
    assert not folder.database.exists()


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


def heard(net: Net) -> list[bool]:
    """Of each desk whether the Hub listens to its token."""
    with net.hub.database.reading() as session:
        return [net.hub.service.find(session, desk.line.token) is not None for desk in net.desks]


def test_a_desk_that_was_revoked_since_the_backup_stays_so(net: Net, tmp_path: Path) -> None:
    """It may have been stolen; only where the old data cannot be read any more is it not known."""
    folder = DataFolder(net.hub.folder)
    hub = open_hub(folder, net.clock)
    back_up(hub, tmp_path / "kept.zip")
    (revoked,) = hub.revoke(2)
    hub.close()
    for _ in range(2):
        net.close()
        assert put_back(tmp_path / "kept.zip", folder, net.clock).revoked == frozenset({revoked.id})
        assert heard(net) == [True, False]
    net.close()
    folder.database.write_bytes(b"spoiled")
    assert put_back(tmp_path / "kept.zip", folder, net.clock).revoked is None
    assert heard(net) == [True, True]
