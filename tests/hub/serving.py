"""A Hub served on loopback by a thread of the test, with desks that reach it over HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from school_desk.adapters.hub_client import HubClient
from school_desk.composition import School, open_school, roles_at
from school_desk.hub.app import make_app
from school_desk.hub.invitations import invite
from school_desk.hub.opening import HubSchool, open_hub
from school_desk.hub.serving import Place, configured
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor
from school_desk.kernel.paths import DataFolder
from school_desk.staff.queries import actor
from school_desk.sync.enrolment import hub_of, join_hub
from school_desk.sync.files import Moved, exchange
from school_desk.sync.joining import Begun
from school_desk.sync.remote import RemoteHub
from school_desk.sync.turn import Round, take_turn


@contextmanager
def served(
    folder: DataFolder, clock: ScriptedClock, port: int = 0, place: Place | None = None
) -> Iterator[tuple[HubSchool, str]]:
    """The opened Hub and its address; see listening."""
    hub = open_hub(folder, clock)
    with listening(make_app(hub), port, place) as address:
        yield hub, address


@contextmanager
def listening(app: Starlette, port: int = 0, place: Place | None = None) -> Iterator[str]:
    """The address at which a thread serves `app`; with the certificate of `place`, as `hub serve` does, where it is given."""
    taken = socket.create_server(("127.0.0.1", port))
    config = (
        uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1)
        if place is None
        else configured(app, place)
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    try:
        yield f"{'https' if config.is_ssl else 'http'}://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        taken.close()


class RemoteDesk:
    """A desk that joined over HTTP."""

    def __init__(self, folder: Path, hub: HubSchool, address: str, clock: ScriptedClock) -> None:
        self.folder = DataFolder(folder)
        client = HubClient(address, "")
        self.begun: Begun = join_hub(self.folder, client, invite(hub), folder.name, "", clock)
        client.close()
        self.school: School = open_school(self.folder, clock)

    def who(self, login: str) -> Actor:
        """Somebody of the staff."""
        with self.school.reading() as session:
            found = actor(session, self.school.id, login)
        assert found is not None
        return found

    @contextmanager
    def hub(self) -> Iterator[RemoteHub]:
        """The Hub as this desk reaches it."""
        found = hub_of(self.school)
        assert found is not None
        hub, let_go = found
        try:
            yield hub
        finally:
            let_go()

    def sync(self) -> tuple[Round, Moved]:
        """One round, files too."""
        with self.hub() as hub:
            return take_turn(self.school.bus, roles_at(self.school.id), hub), exchange(self.school, hub)
