"""A Hub on PostgreSQL as it is run: `hub … --database`, each a process, desks that join it, and a Hub that is killed in between."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import pytest

from school_desk.kernel.paths import DataFolder
from tests.cli.test_hub import PLAN, Computer
from tests.hub.servers import Server
from tests.processes import school_desk, served_hub
from tests.school import founded

__all__ = ["founded"]

pytestmark = pytest.mark.long


def test_a_hub_is_made_served_and_killed_on_a_server(
    server: Server, founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The desks and what is only asked run in this process: a process each would take minutes."""
    there, folder, script = ("--database", server.make("command_line")), tmp_path / "hub", tmp_path / "plan.jsonl"
    script.write_text(json.dumps(PLAN), "utf-8")
    shutil.copytree(founded, tmp_path / "old")
    hub, old, new = (Computer(one, capsys) for one in (folder, tmp_path / "old", tmp_path / "new"))
    assert "已建立" in school_desk(folder, "hub", "init", "--from", old.folder, *there)
    assert not DataFolder(folder).database.exists(), "its rows lie on the server"
    for told in (("init", "--from", str(old.folder), *there), ("serve",)):
        code, said = hub.run("hub", *told)
        assert (code, "已经有一个总台" in said or "请用 --database 写明" in said) == (1, True), said
    with served_hub(folder, options=there) as (address, process):
        for computer, name in ((old, "老电脑"), (new, "新电脑")):
            code_for_it = hub.told("hub", "invite", *there)["code"]
            computer.told("join", address, "--code", code_for_it, "--name", name)
        assert new.run("desk-run", str(script), "--as", "admin")[0] == 0
        assert [one["verdict"] for one in new.told("sync", "--once")["verdicts"].values()] == ["accepted"]
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert "连不上总台" in old.run("sync", "--once")[1]
    with served_hub(folder, int(address.rpartition(":")[2]), options=there):
        assert old.told("sync", "--once")["pulled"] == 1
        again = new.told("sync", "--once")
        assert (again["pushed"], again["begun_anew"]) == (0, False)
    assert old.told("list", "plans") == new.told("list", "plans") != []
    assert [desk["name"] for desk in hub.told("hub", "desks", *there)["desks"]] == ["老电脑", "新电脑"]
