"""A Hub with a certificate of its own making: it tells its pin, computers join by it, and go on when the certificate is renewed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from school_desk.adapters.hub_client import HubClient
from school_desk.hub.serving import Place
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.paths import DataFolder
from tests.cli.console import Console
from tests.cli.test_hub import PLAN, Computer
from tests.hub.serving import served
from tests.hub.test_pins import certificate, renewed
from tests.processes import free_port, until_it_listens

NOT_SENT = "没有发送任何内容"


@pytest.fixture
def hub(console: Console, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Computer:
    """A Hub made of the console's school."""
    made = Computer(tmp_path / "hub", capsys)
    made.told("hub", "init", "--from", str(console.folder))
    console.office.school.close()
    return made


def asked_into(hub: Computer, place: Place) -> tuple[str, str, str, str]:
    """What the line that `hub invite` prints has a computer told, after the address."""
    code, said = hub.run("hub", "invite", "--certificate", str(place.certificate))
    assert code == 0
    found = re.search(r"join 总台地址 (--code) (\S+) (--pin) (\S+)", said)
    assert found is not None, said
    return found[1], found[2], found[3], found[4]


def test_a_desk_joins_by_the_pin_and_goes_on_after_a_renewal(
    console: Console, hub: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = certificate(tmp_path / "old")
    new, other = renewed(old, tmp_path / "new"), certificate(tmp_path / "other")
    desk, folder, clock = Computer(tmp_path / "desk", capsys), DataFolder(hub.folder), console.office.clock
    plan = tmp_path / "plan.jsonl"
    with served(folder, clock, place=old) as (_, address):
        told = asked_into(hub, old)
        assert told[3] == old.pin
        code, said = desk.run("join", address, *told[:2])
        assert (code, NOT_SENT in said) == (1, True), "nobody vouches for it"
        desk.told("join", address, *told)
    port = int(address.rpartition(":")[2])
    plan.write_text(json.dumps(PLAN), "utf-8")
    with served(folder, clock, port, new):
        assert desk.run("desk-run", str(plan), "--as", "shen")[0] == 0
        assert [one["verdict"] for one in desk.told("sync", "--once")["verdicts"].values()] == ["accepted"]
    assert desk.run("desk-run", str(plan), "--as", "shen")[0] == 0
    with served(folder, clock, port, other):
        code, said = desk.run("sync", "--once")
        assert (code, NOT_SENT in said) == (1, True)
        # Another key is joined anew; what waited goes along.
        desk.told("join", address, *asked_into(hub, other))
        assert [one["verdict"] for one in desk.told("sync", "--once")["verdicts"].values()] == ["accepted"]
        assert desk.told("sync", "--once")["pushed"] == 0
        assert [one["no"] for one in hub.told("hub", "desks")["desks"]] == [1, 2]
    assert "共 2 条" in desk.run("list", "plans")[1]


def test_the_hub_as_it_is_run_tells_its_pin(hub: Computer, tmp_path: Path) -> None:
    """At once, though nobody sits at a console: a service's output is a pipe."""
    place, port = certificate(tmp_path / "certificate"), free_port()
    command = [sys.executable, "-m", "school_desk.cli.main", "--data", str(hub.folder), "hub", "serve"]
    command += ["--port", str(port), "--certificate", str(place.certificate), "--key", str(place.key)]
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=surroundings) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline() + process.stdout.readline()
            assert f"https://127.0.0.1:{port}" in said
            assert f"证书指纹 {place.pin}" in said
            until_it_listens(port)
            client = HubClient(f"https://127.0.0.1:{port}", "no token", place.pin)
            with pytest.raises(EnvironmentFault) as fault:
                client.get("seat")
            client.close()
            assert fault.value.code == "hub.unknown_desk", "it was spoken to"
        finally:
            process.terminate()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("another key", "不是一对"),
        ("no certificate", "读不到证书"),
        ("only a key", "也要写 --certificate"),
    ],
)
def test_what_is_no_pair_is_told_in_words(hub: Computer, tmp_path: Path, wrong: str, sentence: str) -> None:
    one, other = certificate(tmp_path / "one"), certificate(tmp_path / "other")
    told = {
        "another key": ("--certificate", str(one.certificate), "--key", str(other.key)),
        "no certificate": ("--certificate", str(one.key), "--key", str(one.key)),
        "only a key": ("--key", str(one.key)),
    }[wrong]
    code, said = hub.run("hub", "serve", "--port", str(free_port()), *told)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


def test_an_invitation_for_a_certificate_that_is_not_there_is_not_made(hub: Computer) -> None:
    code, said = hub.run("hub", "invite", "--certificate", "nope.pem")
    assert (code, said) == (1, "找不到证书文件“nope.pem”，请核对文件夹和文件名。\n")
