"""Desks and their Hub over real HTTP while the network does everything a network does; when it works again, nothing is lost or doubled."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from school_desk.adapters.hub_client import HubClient
from school_desk.composition import School
from school_desk.documents.commands import StoredFile
from school_desk.documents.tables import DocumentRow
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.hub.app import make_app
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.paths import DataFolder
from school_desk.sync.files import Moved, exchange
from school_desk.sync.remote import RemoteHub
from school_desk.sync.turn import take_turn
from school_desk.sync.wire import PART_BYTES
from school_desk.terms.uploads import DocumentKind
from tests.hub.serving import listening
from tests.school import NAME
from tests.sync.deeds import CREDIT_CODES
from tests.sync.net import DeskPlace, Place
from tests.sync.simulator import Day, Killed, Wrong
from tests.sync.stage import Stage, stage
from tests.sync.wires import FAULTS, Wires, blobs_of, hub_school, name_of, wires

# Enough for every fault of the network to have met something.
MANY = 40


@dataclass(frozen=True)
class Scene:
    """A stage whose Hub is served, and the network in front of it."""

    stage: Stage
    wires: Wires


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with stage() as made, listening(make_app(hub_school(made.net.hub))) as address, wires(address) as network:
        yield Scene(made, network)


class DayOverWires(Day):
    """A day of the simulator's over HTTP, with files."""

    def __init__(self, seed: int, scene: Scene) -> None:
        self.wires = scene.wires
        self.lines: dict[Path, RemoteHub] = {}
        self.clients: list[HubClient] = []
        self.files: dict[str, bytes] = {}
        super().__init__(seed, scene.stage)
        self.calamity = "none"
        self.website.stored = self._on_the_hub
        self.wires.random = random.Random(seed)
        self.wires.bad, self.faults = self.random.choice((0.2, 0.4)), self.random.choice((0.0, 0.1))

    def _wire(self, desk: DeskPlace) -> None:
        client = HubClient(self.wires.address, desk.line.token)
        self.clients.append(client)
        self.lines[desk.folder] = RemoteHub(client, lambda _token: None)
        desk.sync = partial(take_turn, desk.bus, desk.roles, self.lines[desk.folder])  # type: ignore[method-assign]
        self._mortal(desk)

    def _command(self, desk: DeskPlace) -> Command | None:
        return self._with_a_paper(desk) if self.random.random() < 0.1 else super()._command(desk)

    def _on_the_hub(self, name: str) -> StoredFile:
        return self._stored(name, self.net.hub, self.website.random.randbytes(1000))

    def _stored(self, name: str, place: Place, content: bytes) -> StoredFile:
        sha256 = blobs_of(place).put(content)
        self.files[sha256] = content
        return StoredFile(name, sha256, len(content), "image/jpeg", name, sha256)

    def _with_a_paper(self, desk: DeskPlace) -> Command:
        content = self.random.randbytes(self.random.choice((10, PART_BYTES, PART_BYTES * 2 + 5)))
        paper = Paper(DocumentKind.YYZZ, self._stored("yyzz.jpg", desk, content))
        return RegisterEnterprise(
            self.random.choice(CREDIT_CODES),
            "湖州甲建设有限公司",
            "吴兴区",
            "330502",
            False,
            "13800005893",
            papers=(paper,),
        )

    def _sync(self, desk: DeskPlace) -> None:
        super()._sync(desk)
        try:
            self.exchange(desk)
        except (EnvironmentFault, Killed):
            self.counts["files put off"] += 1

    def exchange(self, desk: DeskPlace) -> Moved:
        """What moved."""
        school = School(DataFolder(desk.folder), desk.school_id, NAME, desk.file, blobs_of(desk), desk.bus, desk.clock)
        moved = exchange(school, self.lines[desk.folder])
        self.counts["files sent"] += moved.sent
        self.counts["files fetched"] += moved.fetched
        return moved

    def heal(self) -> None:
        """Files, too, once the rows have come."""
        self.wires.bad = 0.0
        self.wires.settle()
        super().heal()
        for _ in range(2):
            left = sum(self.exchange(desk).awaited for desk in self.net.desks)
        if left:
            raise Wrong(f"{left} files are still awaited")

    def check(self, oracle: bool) -> None:
        """And every file that a row names is whole, everywhere."""
        super().check(oracle)
        for place in (self.net.hub, *self.net.desks):
            for row in place.rows(DocumentRow):
                content = blobs_of(place).get(row.sha256)
                if content != self.files[row.sha256]:
                    raise Wrong(f"file {row.sha256} is another")


def play(seed: int, scene: Scene) -> Counter[str]:
    """One day. Raises Wrong."""
    day = DayOverWires(seed, scene)
    try:
        day.live()
        day.heal()
        day.check(oracle=seed % 5 == 0)
    finally:
        for client in day.clients:
            client.close()
    return day.counts


def test_a_bad_network_loses_and_doubles_nothing(scene: Scene) -> None:
    total: Counter[str] = Counter()
    for seed in range(2):
        total += play(seed, scene)
    assert total["accepted"] >= 10
    assert total["files sent"] >= 1
    assert total["files fetched"] >= 2
    assert sum(scene.wires.counts[name_of(fault)] for fault in FAULTS) >= 5


@pytest.mark.long
@pytest.mark.timeout(600)
def test_many_bad_days(scene: Scene) -> None:
    total: Counter[str] = Counter()
    for seed in range(2, 2 + MANY):
        total += play(seed, scene)
    for happened in ("accepted", "refused", "files sent", "files fetched", "files put off", "oracles"):
        assert total[happened] >= 5, happened
    for fault in FAULTS:
        assert scene.wires.counts[name_of(fault)] >= 10, fault


def test_whatever_comes_is_told_in_words_or_is_right(scene: Scene) -> None:
    """A snapshot, a page, a file: the whole of it, or a fault that says nothing was done."""
    scene.stage.set_up()
    hub, network = scene.stage.net.hub, scene.wires
    sha256 = blobs_of(hub).put(b"paper" * 20_000)
    client = HubClient(network.address, "token 1")
    remote = RemoteHub(client, lambda _token: None)
    questions: tuple[Callable[[], object], ...] = (
        lambda: remote.pull(0, ""),
        lambda: list(remote.snapshot()),
        lambda: remote.fetch(sha256),
        lambda: remote.missing((sha256, "a" * 64)),
        remote.seat,
    )
    network.bad = 0.0
    right = [ask() for ask in questions]
    network.bad, network.random = 0.8, random.Random(1)
    told: Counter[str] = Counter()
    for ask, answer in zip(questions * 30, right * 30, strict=True):
        try:
            assert ask() == answer
            told["right"] += 1
        except EnvironmentFault as fault:
            told[fault.code] += 1
    network.bad = 0.0
    network.settle()
    client.close()
    assert set(told) <= {"right", "hub.away", "hub.broken_off"}
    assert min(told["right"], told["hub.away"]) >= 30


def test_a_hub_that_takes_the_call_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the system takes the call, nobody ever answers
        client = HubClient(address_of(silent), "", patience=(0.1, 0.1))
        for ask in (
            lambda: client.get("pull"),
            lambda: client.post("push", bytes(1_000)),
            lambda: list(client.frames("snapshot")),
        ):
            with pytest.raises(EnvironmentFault) as fault:
                ask()
            assert fault.value.code == "hub.away"
        client.close()


@pytest.mark.parametrize("begun", [b"", b"\0\0", b"\0\0\0\x09", b"\0\0\0\x09half"])
def test_a_hub_that_falls_silent_in_the_middle_is_given_up(begun: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.school-desk.v1.frames\r\nContent-Length: 100\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as listening_:
        client = HubClient(address_of(listening_), "", patience=(5, 0.1))
        hung_up = threading.Event()

        def answer() -> None:
            line, _ = listening_.accept()
            with line:
                line.recv(65_536)
                line.sendall(head + begun)
                hung_up.wait()

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(EnvironmentFault) as fault:
            list(client.frames("snapshot"))
        hung_up.set()
        thread.join()
        client.close()
    assert fault.value.code in ("hub.away", "hub.broken_off")


def address_of(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"
