"""A bad network between desks and a served Hub: real sockets, HTTP requests one by one, and for each what its seed has in store for it.

A request goes to the Hub over a connection of its own, so that what is cut, lost or said twice is exactly one request or one answer.
"""

from __future__ import annotations

import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from school_desk.hub.opening import HubSchool
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.paths import DataFolder
from tests.school import NAME
from tests.sync.net import HubPlace, Place

# What a network says to everything until somebody signs in to it.
PORTAL = "<html><head><title>上网认证</title></head><body>请先登录校园网。</body></html>".encode()
# So much of what was said is kept to be said again.
_REMEMBERED = 8
_LONGEST_DELAY_S = 0.02


class Wires:
    """One listening address in front of `hub` (host and port). `bad` is how often a request meets a fault, `counts` which it met."""

    def __init__(self, hub: tuple[str, int]) -> None:
        self.hub = hub
        self.bad = 0.0
        self.random = random.Random(0)
        self.counts: Counter[str] = Counter()
        self._said: list[bytes] = []
        self._given_up: list[threading.Thread] = []
        self._closing = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def close(self) -> None:
        """Hangs up."""
        self.settle()
        self._closing.set()
        with socket.create_connection(self._listening.getsockname()):  # wakes who waits for a call
            self._thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            line, _ = self._listening.accept()
            with line:
                if self._closing.is_set():
                    return
                line.settimeout(10)
                with suppress(OSError):
                    self._serve(line)

    def _serve(self, line: socket.socket) -> None:
        request = _request(line)
        if not request:
            return
        fault = self.random.choice(FAULTS) if self.random.random() < self.bad else _fine
        self.counts[name_of(fault)] += 1
        fault(self, line, request)
        self._said = [*self._said, request][-_REMEMBERED:]

    def ask(self, request: bytes) -> bytes:
        """The Hub's whole answer."""
        with socket.create_connection(self.hub, timeout=10) as hub:
            hub.sendall(request)
            return b"".join(iter(lambda: hub.recv(65_536), b""))

    def say(self, part: bytes) -> None:
        """Tells the Hub, and does not wait for what it says."""
        with socket.create_connection(self.hub, timeout=10) as hub:
            hub.sendall(part)
            hub.shutdown(socket.SHUT_WR)
            hub.recv(1)

    def give_up(self, request: bytes) -> None:
        """The Hub is left alone with it."""
        thread = threading.Thread(target=self.ask, args=(request,))
        thread.start()
        self._given_up.append(thread)

    def settle(self) -> None:
        """Waits until the Hub has dealt with everything that was given up."""
        for thread in self._given_up:
            thread.join()
        self._given_up.clear()

    def again(self) -> bytes:
        """Something that was said before."""
        return self.random.choice(self._said) if self._said else b""

    def pause(self) -> None:
        """As long as a slow line takes; over at once when it is hung up."""
        self._closing.wait(self.random.random() * _LONGEST_DELAY_S)


Fault = Callable[[Wires, socket.socket, bytes], None]


def name_of(fault: Fault) -> str:
    """What the counts call it."""
    return fault.__name__.strip("_")


def _fine(wires: Wires, line: socket.socket, request: bytes) -> None:
    line.sendall(wires.ask(request))


def _lost(_wires: Wires, line: socket.socket, _request: bytes) -> None:
    """The line is dead before anything is said."""
    _reset(line)


def _cut_on_the_way_there(wires: Wires, line: socket.socket, request: bytes) -> None:
    with suppress(OSError):
        wires.say(request[: wires.random.randrange(len(request))])
    _reset(line)


def _cut_on_the_way_back(wires: Wires, line: socket.socket, request: bytes) -> None:
    answer = wires.ask(request)
    line.sendall(answer[: wires.random.randrange(len(answer))])
    if wires.random.random() < 0.5:
        _reset(line)


def _answer_lost(wires: Wires, line: socket.socket, request: bytes) -> None:
    wires.ask(request)
    _reset(line)


def _slow(wires: Wires, line: socket.socket, request: bytes) -> None:
    answer = wires.ask(request)
    third = len(answer) // 3 + 1
    for start in range(0, len(answer), third):
        wires.pause()
        line.sendall(answer[start : start + third])


def _doubled(wires: Wires, line: socket.socket, request: bytes) -> None:
    answers = wires.ask(request), wires.ask(request)
    line.sendall(wires.random.choice(answers))


def _an_old_one_again(wires: Wires, line: socket.socket, request: bytes) -> None:
    if said := wires.again():
        wires.ask(said)
    line.sendall(wires.ask(request))


def _captive_portal(wires: Wires, line: socket.socket, _request: bytes) -> None:
    status = wires.random.choice(
        ("200 OK", "511 Network Authentication Required", "302 Found\r\nLocation: http://127.0.0.1:9/")
    )
    _page(line, status)


def _bad_gateway(wires: Wires, line: socket.socket, request: bytes) -> None:
    if wires.random.random() < 0.5:
        wires.ask(request)
    _page(line, wires.random.choice(("502 Bad Gateway", "503 Service Unavailable", "504 Gateway Time-out")))


def _given_up(wires: Wires, line: socket.socket, request: bytes) -> None:
    """The desk hangs up while the Hub is still at it."""
    wires.give_up(request)
    _reset(line)


FAULTS: tuple[Fault, ...] = (
    _lost, _cut_on_the_way_there, _cut_on_the_way_back, _answer_lost, _given_up, _slow, _doubled, _an_old_one_again, _captive_portal,
    _bad_gateway,
)  # fmt: skip


def _page(line: socket.socket, status: str) -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(PORTAL)}\r\nConnection: close\r\n\r\n"
    line.sendall(head.encode() + PORTAL)


def _reset(line: socket.socket) -> None:
    """Hangs up as a line does that is torn, not as one who has finished."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _request(line: socket.socket) -> bytes:
    """One whole request, which asks to be the last on its line; empty when the caller has hung up."""
    told = b""
    while b"\r\n\r\n" not in told:
        part = line.recv(65_536)
        if not part:
            return b""
        told += part
    head, _, body = told.partition(b"\r\n\r\n")
    lines = [one for one in head.split(b"\r\n") if not one.lower().startswith(b"connection:")]
    size = next((int(one.partition(b":")[2]) for one in lines if one.lower().startswith(b"content-length:")), 0)
    while len(body) < size:
        part = line.recv(65_536)
        if not part:
            return b""
        body += part
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


@contextmanager
def wires(address: str) -> Iterator[Wires]:
    """The bad network in front of the Hub at `address`."""
    host, port = address.removeprefix("http://").split(":")
    made = Wires((host, int(port)))
    try:
        yield made
    finally:
        made.close()


def hub_school(hub: HubPlace) -> HubSchool:
    """The Hub as it is served."""
    folder = DataFolder(hub.folder)
    return HubSchool(hub.school_id, NAME, folder, hub.database, blobs_of(hub), hub.bus, hub.service, hub.clock)


def blobs_of(place: Place) -> BlobStore:
    """The files of a place."""
    return BlobStore(DataFolder(place.folder).blobs, place.database.cipher)
