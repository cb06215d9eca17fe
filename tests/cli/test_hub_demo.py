"""`school-desk hub demo`: it makes a Hub of the walked school once, and whoever it prints can sign in on the website that it serves."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from starlette.applications import Starlette

from school_desk.cli import tour
from school_desk.cli.main import main
from school_desk.hub import serving
from school_desk.hub.opening import open_hub
from school_desk.hub.serving import Place
from school_desk.kernel.clock import local_date
from school_desk.kernel.paths import DataFolder
from school_desk.plans.queries import plans
from tests.hub.serving import listening
from tests.papers import CODES, approved_enterprise
from tests.processes import free_port
from tests.school import Office

Visit = Callable[[str, str], None]


@pytest.fixture
def walked(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where the walk was begun; it leaves a small school behind, with one enterprise."""
    approved_enterprise(office)
    begun: list[Path] = []

    def walk(out: Path, papers: Path | None) -> int:
        assert papers is None
        begun.append(out)
        office.school.close()
        shutil.copytree(office.school.folder.root, out / "data")
        return 0

    monkeypatch.setattr(tour, "walk", walk)
    return begun


def demo(
    folder: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """Runs the verb, which serves in earnest until `visit` (what was said, the address) is over; exit code and what was said."""
    said = ""
    faults: list[AssertionError] = []

    def run(app: Starlette, place: Place) -> None:
        nonlocal said
        said = capsys.readouterr().out
        try:
            with listening(app, place.port) as address:
                assert address == place.address
                visit(said, address)
        except AssertionError as fault:  # the program would make a sentence of it
            faults.append(fault)

    monkeypatch.setattr(serving, "_run", run)
    code = main(["hub", "demo", "--dir", str(folder), "--port", str(free_port())])
    for fault in faults:
        raise fault
    return code, said + capsys.readouterr().out


def sign_in(address: str, login: str, password: str, door: str) -> requests.Response:
    """The page on which somebody stands who has filled 登录."""
    with requests.Session() as browser:
        page = browser.get(f"{address}/login", timeout=20)
        token = re.search(r'name="form" value="([^"]+)"', page.text)
        assert token is not None
        filled = {"form": token[1], "login": login, "password": password, "as": door}
        return browser.post(f"{address}/login", data=filled, timeout=20)


def test_whoever_is_printed_can_sign_in(
    walked: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def visit(said: str, address: str) -> None:
        assert f"企业网站：{address}/" in said
        (password,) = re.findall(r"密码都是 (\S+)", said)
        printed = {
            "enterprise": re.findall(r"^  企业 +(\S+)  \S+$", said, re.M),
            "authority": re.findall(r"^  主管部门 +(\S+) +\S+$", said, re.M),
        }
        assert printed == {"enterprise": [CODES[0]], "authority": ["huzhou", "zhejiang"]}
        for door, logins in printed.items():
            for login in logins:
                page = sign_in(address, login, password, door)
                assert (page.status_code, page.url, f"/{door}" in page.text) == (200, f"{address}/home", True)
        assert sign_in(address, CODES[0], "wrong", "enterprise").status_code == 422

    code, said = demo(tmp_path / "demo", visit, monkeypatch, capsys)
    assert code == 0
    assert walked == [tmp_path / "demo" / "tour"]
    assert re.search(r"join http://127\.0\.0\.1:\d+ --code [A-Z2-9]{4}-[A-Z2-9]{4}", said)


def test_it_is_made_once_and_has_plans_of_today(
    walked: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        code, said = demo(tmp_path / "demo", lambda *_: None, monkeypatch, capsys)
        assert (code, CODES[0] in said) == (0, True)
    assert len(walked) == 1
    hub = open_hub(DataFolder(tmp_path / "demo" / "hub"))
    today = local_date(hub.clock.now())
    with hub.reading() as session:
        made = [plan for plan in plans(session, hub.id, today) if plan.sign_up_from <= today <= plan.sign_up_to]
    hub.close()
    assert len(made) == 3


def test_of_a_walk_that_did_not_get_through_no_hub_is_made(
    walked: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = tour.walk
    monkeypatch.setattr(tour, "walk", lambda *told: walk(*told) or 1)
    code, said = demo(tmp_path / "demo", lambda *_: pytest.fail("nothing to serve"), monkeypatch, capsys)
    assert (code, len(walked)) == (1, 1)
    assert "企业网站" not in said
    assert not DataFolder(tmp_path / "demo" / "hub").database.exists()
