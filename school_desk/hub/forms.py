"""A message's two forms on HTTP: the desks' own (see wire.encode), and JSON for a person with curl and for tests. The structs are the same."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from school_desk.adapters.hub_client import MEDIA_TYPE
from school_desk.sync import wire

JSON = "application/json"
# A snapshot is not one message but many, each after its length (4 bytes, big end first).
FRAMES = f"{MEDIA_TYPE}.frames"
OCTETS = "application/octet-stream"
M = TypeVar("M")


def form_of(content_type: str) -> str:
    """The bare media type; the desks' own when nothing is said."""
    return content_type.partition(";")[0].strip().lower() or MEDIA_TYPE


def read(form: str, body: bytes, kind: type[M], most: int = wire.MOST_BYTES) -> M:
    """The message in `body`. Raises ValueError when it is none, or unpacks to more than `most` bytes."""
    if form != JSON:
        return wire.decode(body, kind, most)
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise ValueError("not a message of this protocol") from fault


def written(message: Any, accept: str) -> tuple[bytes, str]:
    """The message and its media type: JSON for whoever accepts that and not the desks' own form."""
    accepted = {form_of(one) for one in accept.split(",")}
    if JSON in accepted and MEDIA_TYPE not in accepted:
        return msgspec.json.encode(message), JSON
    return wire.encode(message), MEDIA_TYPE
