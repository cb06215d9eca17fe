"""A Hub whose rows lie on a server: made of a lone desk's data, opened by its folder and the server's address."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from school_desk.composition import School, found_school, open_school
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import noted_school, open_hub
from school_desk.kernel import journal, schema
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import JournalRow
from tests.hub.servers import Server
from tests.school import NAME, START


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    who = {"admin_login": "admin", "admin_name": "管理员", "password": "Huzhou-2026"}
    made = found_school(DataFolder(tmp_path / "lone"), name=NAME, clock=ScriptedClock(START), **who)
    made.blobs.put(b"picture")
    yield made
    made.close()


def test_a_hub_on_a_server(server: Server, school: School, tmp_path: Path) -> None:
    folder, url = DataFolder(tmp_path / "hub"), server.make("opening")
    assert found_hub(folder, school, url) == 1
    assert stat.S_IMODE(folder.key_file.stat().st_mode) == 0o600
    assert not folder.database.exists()
    hub = open_hub(folder, ScriptedClock(START), url)
    with school.reading() as session:
        entries = [(row.seq, row.id) for row in session.scalars(sa.select(JournalRow))]
    with hub.database.reading() as session:
        assert [(row.seq, row.id) for row in session.scalars(sa.select(JournalRow))] == entries
        assert journal.first_broken(session, hub.database.cipher, hub.id) is None
    assert (hub.id, hub.name, list(hub.blobs.all())) == (school.id, NAME, list(school.blobs.all()))
    hub.close()


def test_it_is_made_once(server: Server, school: School, tmp_path: Path) -> None:
    url, first, second = server.make("once"), DataFolder(tmp_path / "hub"), DataFolder(tmp_path / "second")
    found_hub(first, school, url)
    for folder, place in ((first, "文件夹"), (second, "数据库里这所学校")):
        with pytest.raises(RuleViolation, match=place) as refusal:
            found_hub(folder, school, url)
        assert refusal.value.code == "hub.founded"
    assert not noted_school(second).exists()
    open_hub(first, url=url).close()


def test_a_founding_that_breaks_off_leaves_no_hub(
    server: Server, school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = DataFolder(tmp_path / "hub"), server.make("broken_off")

    def full(*_given: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr("school_desk.hub.founding.write_bytes", full)
        with pytest.raises(OSError, match="no space"):
            found_hub(folder, school, url)
    with pytest.raises(EnvironmentFault) as fault:
        open_hub(folder, url=url)
    assert fault.value.code == "hub.absent"
    found_hub(folder, school, url)
    open_hub(folder, url=url).close()


def test_a_wrong_address_is_told(server: Server, school: School, tmp_path: Path) -> None:
    folder, url = DataFolder(tmp_path / "hub"), server.make("right")
    found_hub(folder, school, url)
    with pytest.raises(EnvironmentFault, match="--database") as fault:
        open_hub(folder)
    assert fault.value.code == "hub.elsewhere"
    with pytest.raises(EnvironmentFault, match="请检查数据库地址") as fault:
        open_hub(folder, url=server.make("wrong"))
    assert fault.value.code == "hub.absent"
    with pytest.raises(EnvironmentFault, match="hub init") as fault:
        open_hub(DataFolder(tmp_path / "nothing"), url=url)
    assert fault.value.code == "hub.absent"


def test_a_hub_is_no_desk(school: School, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "hub")
    found_hub(folder, school)
    with pytest.raises(EnvironmentFault, match="总台的数据") as fault:
        open_school(folder)
    assert fault.value.code == "school.is_hub"
    open_hub(folder).close()


def test_a_hub_is_backed_up_before_an_update_of_the_program_changes_it(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DataFolder(tmp_path / "hub")
    found_hub(folder, school)
    open_hub(folder).close()
    assert not list(folder.backups.glob("*")), "none where nothing is to change"
    changed: list[int] = []
    monkeypatch.setattr(schema, "is_behind", lambda _path: True)
    monkeypatch.setattr(schema, "bring_up_to_date", lambda _path: changed.append(len(list(folder.backups.glob("*")))))
    open_hub(folder).close()
    assert changed == [1], "before, not after"
