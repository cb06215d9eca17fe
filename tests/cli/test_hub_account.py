"""`school-desk hub account`: a 主管部门's account on the website, opened or given a new password at the Hub."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from school_desk.accounts.sign_in import sign_in
from school_desk.cli.main import main
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import HubSchool, open_hub
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import JournalRow
from school_desk.terms.roles import WebRole
from tests.cli.console import Console

FIRST, SECOND = "Anji-Longxi-88", "Deqing-Mogan-77"


@pytest.fixture
def folder(console: Console, tmp_path: Path) -> DataFolder:
    """A Hub's."""
    made = DataFolder(tmp_path / "hub")
    found_hub(made, console.office.school)
    return made


@pytest.fixture
def hub(folder: DataFolder) -> Iterator[HubSchool]:
    """It, opened beside the command line."""
    opened = open_hub(folder)
    yield opened
    opened.close()


def account(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, password: str, code: str = "330500", login: str = "huzhou"
) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    arguments = ["--authority", code, "--login", login, "--password-stdin"]
    return main(["--data", str(folder.root), "hub", "account", *arguments])


def may_sign_in(hub: HubSchool, password: str) -> bool:
    try:
        found = sign_in(hub.database, hub.id, WebRole.AUTHORITY, "huzhou", password, "10.0.0.1", hub.clock.now())
    except RuleViolation:
        return False
    return found.authority_code == "330500"


def test_an_account_is_opened_and_later_given_a_new_password(
    folder: DataFolder, hub: HubSchool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert account(folder, monkeypatch, FIRST, login=" Huzhou ") == 0
    assert "已开通：湖州市住房和城乡建设局 的网站账号 huzhou" in capsys.readouterr().out
    assert may_sign_in(hub, FIRST)
    assert account(folder, monkeypatch, SECOND) == 0
    assert "已重设密码：湖州市住房和城乡建设局 的网站账号 huzhou" in capsys.readouterr().out
    assert (may_sign_in(hub, FIRST), may_sign_in(hub, SECOND)) == (False, True)
    with hub.reading() as session:
        names = [(row.name, row.actor_name) for row in session.query(JournalRow).order_by(JournalRow.seq)]
    assert names[-2:] == [("OpenAccount", "总台管理员"), ("ChangeAccountPassword", "总台管理员")]


@pytest.mark.parametrize(
    ("code", "login", "password", "told"),
    [
        ("330502", "huzhou", FIRST, "请选择所在的市，或浙江省"),
        ("330500", "湖州", FIRST, "4–40 位小写字母"),
        ("330500", "huzhou", "1", "密码"),
        ("330400", "huzhou", SECOND, "已经是另一个主管部门的"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_changes(
    folder: DataFolder,
    hub: HubSchool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: str,
    login: str,
    password: str,
    told: str,
) -> None:
    account(folder, monkeypatch, FIRST)
    capsys.readouterr()
    assert account(folder, monkeypatch, password, code, login) == 1
    assert told in "".join(capsys.readouterr())
    assert may_sign_in(hub, FIRST)
