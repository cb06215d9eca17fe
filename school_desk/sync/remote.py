"""The Hub over the wire, as a round asks it (see turn.Hub)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from school_desk.adapters.hub_client import HubClient
from school_desk.kernel.errors import EnvironmentFault
from school_desk.sync import wire

M = TypeVar("M")


class RemoteHub:
    """One desk's Hub. `keep_token` keeps a renewed token before anything is said under it."""

    def __init__(self, client: HubClient, keep_token: Callable[[str], None]) -> None:
        self._client = client
        self._keep_token = keep_token

    def push(self, push: wire.Push) -> wire.PushAnswer:
        """Tells commands."""
        return _read(self._client.post("push", wire.encode(push)), wire.PushAnswer)

    def pull(self, cursor: int, mark: str) -> wire.Page:
        """A page of the journal."""
        return _read(self._client.get("pull", after=cursor, mark=mark, schema=wire.SCHEMA), wire.Page)

    def snapshot(self) -> Iterator[bytes]:
        """The chunks of a snapshot."""
        return self._client.frames("snapshot")

    def seat(self, *, renew: bool = False) -> wire.SeatAnswer:
        """The seat, another one when asked for."""
        answer = _read(self._client.post("seat") if renew else self._client.get("seat"), wire.SeatAnswer)
        if answer.token:
            self._keep_token(answer.token)
            self._client.token = answer.token
        return answer

    def reserve(self, series: Sequence[str]) -> Sequence[wire.Block]:
        """Blocks of numbers."""
        return _read(self._client.post("blocks", wire.encode(wire.Names(tuple(series)))), wire.Blocks).blocks

    def missing(self, names: Sequence[str]) -> Sequence[wire.FileState]:
        """Those of these files that the Hub has not, or only a part of."""
        return _read(self._client.post("files/missing", wire.encode(wire.Names(tuple(names)))), wire.FileStates).files

    def send(self, sha256: str, offset: int, size: int, part: bytes) -> wire.FileState:
        """Sends a part of a file."""
        return _read(self._client.put(f"files/{sha256}", part, offset=offset, size=size), wire.FileState)

    def fetch(self, sha256: str) -> bytes:
        """A whole file."""
        return self._client.get(f"files/{sha256}")


def join(client: HubClient, code: str, name: str) -> wire.Grant:
    """A seat for a one-time code. Raises RuleViolation or EnvironmentFault."""
    return _read(client.post("join", wire.encode(wire.Join(code, name))), wire.Grant)


def _read(answer: bytes, kind: type[M]) -> M:
    try:
        return wire.decode(answer, kind)
    except ValueError as fault:
        raise EnvironmentFault("hub.away", "总台的回答看不懂。本机可以照常办理，稍后会自动同步。") from fault
