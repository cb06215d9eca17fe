"""`school-desk hub`, `join` and `sync`: a Hub is made of a school's data, computers join it, and what one decides the others see."""

from __future__ import annotations

import io
import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from school_desk.cli.main import main
from school_desk.kernel import moving
from school_desk.kernel.paths import DataFolder
from tests.cli.console import Console
from tests.hub.serving import RemoteDesk, served
from tests.processes import school_desk, served_hub

PLAN = {
    "command": "CreatePlan",
    "args": {
        "trade_code": "010",
        "level": 5,
        "sign_up_from": "2026-08-01",
        "sign_up_to": "2026-09-01",
        "fee_fen": 60000,
        "hours_required": 16,
    },
}


class Computer:
    """A data folder and the command line on it, in this process."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code, and what was said."""
        self._capsys.readouterr()
        code = main(["--data", str(self.folder), *arguments])
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def told(self, *arguments: str) -> Any:
        """The document of a run that went well."""
        code, said = self.run(*arguments, "--json")
        assert code == 0, said
        return json.loads(said)


@pytest.fixture
def hub(console: Console, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Computer:
    """A Hub made of the console's school."""
    made = Computer(tmp_path / "hub", capsys)
    told = made.told("hub", "init", "--from", str(console.folder))
    assert (told["school"], told["files"]) == (console.office.school.name, 0)
    return made


def test_computers_join_and_agree(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console.office.school.close()
    old, new = Computer(console.folder, capsys), Computer(tmp_path / "new", capsys)
    script = tmp_path / "plan.jsonl"
    script.write_text(json.dumps(PLAN), "utf-8")
    with served(DataFolder(hub.folder), console.office.clock) as (_, address):
        for computer, name in ((old, "老电脑"), (new, "新电脑")):
            code = hub.told("hub", "invite")["code"]
            computer.told("join", address, "--code", code, "--name", name)
        assert new.run("desk-run", str(script), "--as", "shen")[0] == 0
        sent = new.told("sync", "--once")
        assert (sent["pushed"], [one["verdict"] for one in sent["verdicts"].values()]) == (1, ["accepted"])
        assert old.told("sync", "--once")["pulled"] == 1
        assert "共 1 条" in old.run("list", "plans")[1]
        code, said = old.run("sync", "--once")
        assert (code, "已同步：发送 0 步，取回 0 步" in said) == (0, True)
        desks = hub.told("hub", "desks")["desks"]
        assert [(desk["no"], desk["name"]) for desk in desks] == [(1, "老电脑"), (2, "新电脑")]
        assert all(desk["seen_at"].startswith("2026-08-03T01:00") for desk in desks), "the same minute"
        assert [desk["renewed_from"] for desk in desks] == [None, None]
        assert hub.told("hub", "revoke", "2")["state"] == "revoked"
        assert "新电脑（已停用）" in hub.run("hub", "desks")[1]
        assert new.run("sync", "--once") == (1, "总台不认识这台电脑：凭证无效或已被停用。请管理员重新邀请。\n")
    assert old.run("sync", "--once") == (1, "连不上总台。本机可以照常办理，连上后会自动同步。\n")


def test_what_the_hub_refused_is_told(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console.office.school.close()
    one, other = Computer(console.folder, capsys), Computer(tmp_path / "new", capsys)
    with served(DataFolder(hub.folder), console.office.clock) as (_, address):
        for computer in (one, other):
            computer.told("join", address, "--code", hub.told("hub", "invite")["code"])
        for computer, days in ((one, "9"), (other, "5")):
            assert computer.run("settings", "set", "payments.days_to_pay", days, "--as", "admin")[0] == 0
        one.told("sync", "--once")
        code, said = other.run("sync", "--once")
        assert code == 0
        assert "有 1 步总台没有接受" in said


def test_a_hub_is_made_of_a_file_of_moving_out(
    console: Console, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_PASSES", 1)
    monkeypatch.setattr(moving, "_MEMORY_KIB", 64)
    file, passphrase = tmp_path / "换电脑.zip", "太湖之滨 2026 年\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(passphrase))
    assert console.run("move", "out", file, "--password-stdin").code == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(passphrase))
    hub = Computer(tmp_path / "hub", capsys)
    code, said = hub.run("hub", "init", "--from", str(file), "--password-stdin")
    assert (code, "已建立" in said) == (0, True)
    again = hub.run("hub", "init", "--from", str(file), "--password-stdin")
    assert again[0] == 1


def test_a_hub_is_made_of_a_plain_backup_with_the_key_that_the_school_has(
    console: Console, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    console.office.store()
    file = tmp_path / "school.zip"
    assert console.run("backup", file).code == 0
    console.office.school.close()
    monkeypatch.setenv("SCHOOL_DESK_DATA", str(tmp_path / "home"))
    code, said = Computer(tmp_path / "first", capsys).run("hub", "init", "--from", str(file))
    assert (code, "找不到本校密钥" in said) == (1, True)
    assert not (tmp_path / "first" / "school.db").exists()
    made = Computer(tmp_path / "hub", capsys)
    told = made.told("hub", "init", "--from", str(file), "--key-from", str(console.folder))
    assert told["school"] == console.office.school.name
    assert made.told("hub", "desks") == {"desks": []}


def test_a_hub_is_backed_up_proven_and_restored_and_the_desks_bring_the_rest(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console.office.store()
    console.office.school.close()
    desk, file = Computer(console.folder, capsys), tmp_path / "hub.zip"
    script = tmp_path / "plan.jsonl"
    script.write_text(json.dumps(PLAN), "utf-8")
    with served(DataFolder(hub.folder), console.office.clock) as (_, address):
        desk.told("join", address, "--code", hub.told("hub", "invite")["code"])
        told = hub.told("hub", "backup", str(file))
        assert told["proven"]
        assert desk.run("desk-run", str(script), "--as", "shen")[0] == 0
        desk.told("sync", "--once")
    code, said = hub.run("hub", "restore", str(file))
    assert (code, "会把备份之后的操作送回来" in said, "hub revoke" in said) == (0, True, False)
    with served(DataFolder(hub.folder), console.office.clock, int(address.rpartition(":")[2])):
        done = desk.told("sync", "--once")
    assert done["begun_anew"]
    assert [one["verdict"] for one in done["verdicts"].values()] == ["accepted"]
    assert [path.name for path in tmp_path.glob("tmp*")] == []


def test_who_revokes_a_desk_is_told_of_what_was_renewed_from_it(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = console.office.clock
    console.office.school.close()
    with served(DataFolder(hub.folder), clock) as (school, address):
        desk = RemoteDesk(tmp_path / "前台", school, address, clock)
        with desk.hub() as line:
            line.seat(renew=True)
        desk.school.close()
    assert "2 号机  前台（由 1 号机换来）" in hub.run("hub", "desks")[1]
    assert "由它换来的 2 号机也已停用" in hub.run("hub", "revoke", "1")[1]


def test_where_nobody_can_tell_who_was_revoked_a_restore_says_so(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console.office.school.close()
    file = tmp_path / "hub.zip"
    with served(DataFolder(hub.folder), console.office.clock) as (_, address):
        for name in ("前台", "财务室"):
            Computer(tmp_path / name, capsys).told(
                "join", address, "--code", hub.told("hub", "invite")["code"], "--name", name
            )
    hub.told("hub", "revoke", "1")
    hub.told("hub", "backup", str(file))
    hub.told("hub", "revoke", "2")
    assert hub.told("hub", "restore", str(file))["revoke_again"] == []
    assert [desk["state"] for desk in hub.told("hub", "desks")["desks"]] == ["revoked", "revoked"]
    (hub.folder / "school.db").write_bytes(b"spoiled")
    code, said = hub.run("hub", "restore", str(file))
    assert (code, "再停用" in said, "2 号机  财务室" in said, "1 号机" in said) == (0, True, True, False)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("hub", "invite"), "没有总台的数据"),
        (("hub", "serve"), "没有总台的数据"),
        (("sync", "--once"), "还没有加入总台"),
        (("join", "hub.example.cn", "--code", "AAAA-AAAA"), "应以 https:// 开头"),
        (("hub", "serve", "--host", "203.0.113.9"), "不是这台机器的网络地址"),
        (("hub", "serve", "--certificate", "nope.pem", "--key", "nope.key"), "找不到证书文件“nope.pem”"),
        (("join", "http://127.0.0.1:9", "--code", "AAAA-AAAA"), "没有加入：在“http://127.0.0.1:9”没有找到总台"),
        (("hub", "init", "--from", "没有.zip"), "没有.zip"),
    ],
)
def test_what_cannot_be_is_told_in_words(
    console: Console, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    empty = Computer(tmp_path / "empty" if arguments[0] == "hub" else console.folder, capsys)
    code, said = empty.run(*arguments)
    assert code == 1
    assert sentence in said


def test_a_hub_without_a_certificate_is_said_to_be_one(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(DataFolder(hub.folder), console.office.clock) as (_, address):
        code, said = Computer(tmp_path / "desk", capsys).run(
            "join", address.replace("http://", "https://"), "--code", hub.told("hub", "invite")["code"]
        )
    assert (code, "地址应以 http:// 开头" in said) == (1, True)


def test_a_school_does_not_join_another_schools_hub(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Computer(tmp_path / "other", capsys)
    monkeypatch.setattr(sys, "stdin", io.StringIO("Huzhou-2026\n"))
    names = ("--name", "另一所学校", "--login", "admin", "--person", "管理员")
    assert other.run("found", *names, "--password-stdin")[0] == 0
    with served(DataFolder(hub.folder), console.office.clock) as (_, address):
        code, said = other.run("join", address, "--code", hub.told("hub", "invite")["code"])
    assert (code, "另一所学校" in said) == (1, True)


@pytest.mark.long
def test_three_processes_and_a_hub_that_is_killed(tmp_path: Path) -> None:
    """Hub and desks as they are run; the Hub dies in between, and nothing is lost or doubled."""
    root = tmp_path
    found = ("found", "--name", "测试学校", "--login", "admin", "--person", "管理员", "--password-stdin")
    school_desk(root / "old", *found, typed="Huzhou-2026\n")
    school_desk(root / "hub", "hub", "init", "--from", str(root / "old"))
    script = root / "plan.jsonl"
    script.write_text(json.dumps(PLAN), "utf-8")
    with served_hub(root / "hub") as (address, process):
        for name in ("old", "new"):
            code = json.loads(school_desk(root / "hub", "hub", "invite", "--json"))["code"]
            school_desk(root / name, "join", address, "--code", code, "--name", name)
        school_desk(root / "new", "desk-run", str(script), "--as", "admin")
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert "连不上总台" in school_desk(root / "new", "sync", "--once", goes_well=False)
    with served_hub(root / "hub", int(address.rpartition(":")[2])):
        done = json.loads(school_desk(root / "new", "sync", "--once", "--json"))
        assert [one["verdict"] for one in done["verdicts"].values()] == ["accepted"]
        assert json.loads(school_desk(root / "old", "sync", "--once", "--json"))["pulled"] == 1
    plans = [json.loads(school_desk(root / name, "list", "plans", "--json")) for name in ("old", "new")]
    assert plans[0] == plans[1]
