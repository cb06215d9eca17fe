"""Desks and a Hub over HTTP: joining, rounds, files in parts, waiting, and everything that is no answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests

from school_desk.adapters.hub_client import HubClient
from school_desk.adapters.secrets import load_key
from school_desk.composition import found_school, open_school, roles_at
from school_desk.documents.commands import StoredFile
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.hub.founding import found_hub
from school_desk.hub.invitations import invite
from school_desk.hub.opening import HubSchool
from school_desk.hub.service import renewed_from
from school_desk.kernel.backup import Reason, make_backup
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.restore import restore
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan
from school_desk.staff.commands import ChangeSetting
from school_desk.sync import enrolment, wire
from school_desk.sync.enrolment import join_hub
from school_desk.sync.files import exchange
from school_desk.sync.turn import take_turn
from school_desk.sync.wire import PART_BYTES, VerdictKind
from school_desk.terms.levels import SkillLevel
from school_desk.terms.uploads import DocumentKind
from tests.hub.serving import RemoteDesk, served
from tests.school import NAME, START


@dataclass
class Scene:
    """A served Hub with two desks: the one that worked alone before, and a new one."""

    hub: HubSchool
    address: str
    clock: ScriptedClock
    root: Path
    old: RemoteDesk
    new: RemoteDesk


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    clock = ScriptedClock(START)
    lone = DataFolder(tmp_path / "old")
    school = found_school(
        lone, name=NAME, admin_login="admin", admin_name="管理员", password="Huzhou-2026", clock=clock
    )
    found_hub(DataFolder(tmp_path / "hub"), school)
    school.close()
    with served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        old = RemoteDesk(tmp_path / "old", hub, address, clock)
        new = RemoteDesk(tmp_path / "new", hub, address, clock)
        yield Scene(hub, address, clock, tmp_path, old, new)
        old.school.close()
        new.school.close()


PLAN = CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 1), 60_000, 16)


def days(value: int) -> ChangeSetting:
    return ChangeSetting(DAYS_TO_PAY.key, value, date(2026, 9, 1))


def test_a_decision_goes_through_the_hub_to_the_other_desk(scene: Scene) -> None:
    given = scene.new.school.execute(days(9), scene.new.who("admin"))
    done, _ = scene.new.sync()
    assert done.verdicts[given.command_id].kind is VerdictKind.ACCEPTED
    assert scene.old.sync()[0].pulled == 1
    assert scene.old.school.row_counts() == scene.new.school.row_counts()


def test_each_side_has_a_key_of_its_own(scene: Scene) -> None:
    keys = {(scene.root / place / "school.key").read_bytes() for place in ("old", "new", "hub")}
    assert len(keys) == 3


def test_a_code_is_good_once_and_for_ten_minutes(scene: Scene) -> None:
    code = invite(scene.hub)
    other = DataFolder(scene.root / "third")
    scene.clock.move_to(scene.clock.now() + timedelta(minutes=11))
    for used in (code, "AAAA-AAAA"):
        with pytest.raises(RuleViolation, match="邀请码") as refusal:
            join_hub(other, HubClient(scene.address, ""), used, "三号", "", scene.clock)
        assert refusal.value.code == "invitation.wrong"
    assert not other.database.exists()
    fresh = invite(scene.hub)
    join_hub(other, HubClient(scene.address, ""), fresh.lower(), "三号", "", scene.clock)
    with pytest.raises(RuleViolation):
        join_hub(DataFolder(scene.root / "fourth"), HubClient(scene.address, ""), fresh, "四号", "", scene.clock)
    assert [desk.name for desk in scene.hub.desks()] == ["old", "new", "三号"]


def test_a_line_that_breaks_after_the_snapshot_leaves_a_whole_desk(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise EnvironmentFault("hub.away", "连不上总台。")

    with monkeypatch.context() as patched:
        patched.setattr(enrolment, "stock_up", broken)
        third = RemoteDesk(scene.root / "third", scene.hub, scene.address, scene.clock)
    third.sync()
    third.school.execute(PLAN, third.who("admin"))
    assert third.sync()[0].pushed == 1
    third.school.close()


def test_codes_are_not_guessed(scene: Scene) -> None:
    good, folder = invite(scene.hub), DataFolder(scene.root / "third")

    def tried(code: str) -> str:
        with pytest.raises(RuleViolation) as refusal:
            join_hub(folder, HubClient(scene.address, ""), code, "三号", "", scene.clock)
        return refusal.value.code

    assert [tried(f"AAAA-AA{n:02d}") for n in range(10, 20)] == ["invitation.wrong"] * 10
    assert tried(good) == "web.too_often"
    scene.clock.move_to(scene.clock.now() + timedelta(minutes=31))
    join_hub(folder, HubClient(scene.address, ""), invite(scene.hub), "三号", "", scene.clock)


def test_a_revoked_desk_keeps_its_work_and_is_told(scene: Scene) -> None:
    scene.new.school.execute(days(9), scene.new.who("admin"))
    scene.hub.revoke(2)
    with pytest.raises(EnvironmentFault) as fault:
        scene.new.sync()
    assert fault.value.code == "hub.unknown_desk"
    assert scene.new.school.row_counts()["setting_value"] == 1


def test_no_seat_outlives_the_one_it_was_renewed_from(scene: Scene) -> None:
    """Whoever stole a token may have made more of it; a desk that was copied goes on with its own meanwhile."""
    for place in (scene.old, scene.new, scene.new):
        with place.hub() as hub:
            hub.seat(renew=True)  # from now on it has this one
    scene.new.sync()
    assert {one: first.no for one, first in renewed_from(scene.hub.desks()).items()} == {
        desk.id: no for desk, no in zip(scene.hub.desks()[2:], (1, 2, 4), strict=True)
    }
    assert [desk.no for desk in scene.hub.revoke(2)] == [2, 4, 5]
    with pytest.raises(EnvironmentFault) as fault:
        scene.new.sync()
    assert fault.value.code == "hub.unknown_desk"
    scene.old.sync()
    assert [desk.joined for desk in scene.hub.desks()] == [True, False, True, False, False]


def test_files_follow_their_rows_in_parts(scene: Scene) -> None:
    content = bytes(range(256)) * 2_500  # two whole parts and a half
    blobs = scene.new.school.blobs
    sha256 = blobs.put(content)
    stored = StoredFile("yyzz.jpg", sha256, len(content), "image/jpeg", "yyzz.jpg", sha256)
    paper = Paper(DocumentKind.YYZZ, stored)
    enterprise = RegisterEnterprise(
        "91330502MA2B40G40L", "湖州甲建设有限公司", "吴兴区", "330502", False, "13800005893", papers=(paper,)
    )
    scene.new.school.execute(enterprise, scene.new.who("admin"))
    with scene.new.hub() as hub:  # the line broke after the first part
        assert hub.send(sha256, 0, len(content), content[:PART_BYTES]).had == PART_BYTES
    sealed = (scene.root / "hub" / "incoming" / f"{sha256}.0").read_bytes()
    assert content[:64] not in sealed
    _, moved = scene.new.sync()
    assert (moved.sent, moved.fetched, moved.awaited) == (1, 0, 0)
    assert scene.hub.blobs.get(sha256) == content
    _, moved = scene.old.sync()
    assert (moved.sent, moved.fetched, moved.awaited) == (0, 1, 0)
    assert scene.old.school.blobs.get(sha256) == content
    assert not any((scene.root / "hub" / "incoming").iterdir())


def test_a_part_that_does_not_fit_is_refused(scene: Scene) -> None:
    content = b"x" * (PART_BYTES + 10)
    with scene.new.hub() as hub:
        for offset, size, part in ((5, 20, b"y" * 15), (0, 10**9, content[:PART_BYTES]), (0, 20, b"y")):
            with pytest.raises(RuleViolation, match="分段"):
                hub.send("a" * 64, offset, size, part)
        with pytest.raises(RuleViolation, match="不一致"):
            hub.send("a" * 64, 0, 3, b"abc")
        with pytest.raises(RuleViolation):
            hub.send("A" * 64, 0, 3, b"abc")


STRANGE: tuple[tuple[str, str, bytes, int], ...] = (
    ("GET", "pull", b"", 401),
    ("POST", "push", wire.encode(wire.Push("", ())), 401),
    ("POST", "push", b"nonsense", 401),
    ("POST", "join", b"nonsense", 400),
    ("GET", "pull?after=-1", b"", 401),
    ("GET", "files/" + "a" * 64, b"", 401),
    ("DELETE", "pull", b"", 405),
    ("GET", "nowhere", b"", 404),
)


def test_what_is_no_request_of_a_desk(scene: Scene) -> None:
    for method, path, body, status in STRANGE:
        answer = requests.request(method, f"{scene.address}/v1/{path}", data=body, timeout=10)
        assert answer.status_code == status, (method, path)


def test_a_file_that_the_hub_has_not_yet_is_awaited(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = scene.new.school.blobs
    sha256 = blobs.put(b"picture")
    stored = StoredFile("yyzz.jpg", sha256, 7, "image/jpeg", "yyzz.jpg", sha256)
    enterprise = RegisterEnterprise(
        "91330502MA2B40G40L", "湖州甲建设有限公司", "吴兴区", "330502", False, "13800005893",
        papers=(Paper(DocumentKind.YYZZ, stored),),
    )  # fmt: skip
    scene.new.school.execute(enterprise, scene.new.who("admin"))
    with scene.new.hub() as hub:
        take_turn(scene.new.school.bus, roles_at(scene.new.school.id), hub)
    assert scene.old.sync()[1].awaited == 1
    scene.new.sync()
    with scene.old.hub() as hub:
        monkeypatch.setattr(hub, "fetch", lambda _sha256: b"another")
        with pytest.raises(EnvironmentFault) as fault:
            exchange(scene.old.school, hub)
        assert fault.value.code == "sync.damaged_file"
    assert scene.old.sync()[1].fetched == 1
    assert scene.old.school.blobs.get(sha256) == b"picture"


def test_a_page_of_a_proxy_is_no_answer(scene: Scene) -> None:
    """Whatever is not a Hub's own answer leaves every waiting command where it is."""
    scene.new.school.execute(days(9), scene.new.who("admin"))
    scene.hub.service.hub_id = "another"
    with pytest.raises(EnvironmentFault) as fault:
        scene.new.sync()
    assert fault.value.code == "sync.other_hub"


def test_a_hub_that_is_away_is_told_in_words(scene: Scene) -> None:
    with pytest.raises(EnvironmentFault, match="连不上总台"):
        HubClient("http://127.0.0.1:9", "").get("pull")
    with pytest.raises(RuleViolation, match="https://"):
        HubClient("hub.example", "")


def test_a_restored_desk_gives_no_number_twice(scene: Scene) -> None:
    desk = scene.new
    facts = make_backup(desk.folder, desk.school.database.cipher, reason=Reason.PERSON, clock=scene.clock)
    numbers = {desk.school.execute(PLAN, desk.who("admin")).result["number"]}
    desk.sync()
    desk.school.close()
    restore(facts.path, desk.folder, lambda school_id: load_key(school_id, desk.folder.key_file), scene.clock)
    desk.school = open_school(desk.folder, scene.clock)
    with pytest.raises(RuleViolation, match="联网同步"):
        desk.school.execute(PLAN, desk.who("admin"))
    desk.sync()
    numbers |= {desk.school.execute(PLAN, desk.who("admin")).result["number"]}
    desk.sync()
    scene.old.sync()
    assert len(numbers) == 2
    assert scene.old.school.row_counts()["training_plan"] == 2


def test_what_a_lone_desk_did_since_is_carried_over(tmp_path: Path) -> None:
    clock = ScriptedClock(START)
    lone = DataFolder(tmp_path / "old")
    school = found_school(
        lone, name=NAME, admin_login="admin", admin_name="管理员", password="Huzhou-2026", clock=clock
    )
    found_hub(DataFolder(tmp_path / "hub"), school)
    school.close()
    school = open_school(lone, clock)
    with served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        desk = RemoteDesk.__new__(RemoteDesk)
        desk.school = school
        since = school.execute(days(9), desk.who("admin"))
        school.close()
        joined = RemoteDesk(tmp_path / "old", hub, address, clock)
        assert joined.begun.carried == (since.command_id,)
        done, _ = joined.sync()
        assert done.verdicts[since.command_id].kind is VerdictKind.ACCEPTED
        joined.school.close()
