"""A desk of the first contract and today's Hub. Its bytes were written by a desk of that time; its Hub is brought up to date as any other.

`hub.zip` is the folder of a Hub of that time with one desk, `push.bin` what the desk sent: a setting, a training plan and its extension, an
enterprise, a member of staff, and the undo of that one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from school_desk.composition import load_features
from school_desk.kernel import schema
from school_desk.kernel.clock import ScriptedClock
from school_desk.sync import wire
from tests.school import START
from tests.sync.net import HubPlace

RECORDED = Path(__file__).parents[1] / "data" / "contract1"


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """As that desk reads it."""

    seq: int
    id: str
    name: str
    version: int
    actor_id: str
    actor_name: str
    made_at: str
    subject: str
    takes_back: str | None
    origin: str
    mark: str
    content: bytes


class Page(msgspec.Struct, frozen=True):
    """As that desk reads it."""

    hub_id: str
    known: bool
    entries: tuple[Entry, ...]
    more: bool
    last_n: int


class Verdict(msgspec.Struct, array_like=True, frozen=True):
    """As that desk reads it."""

    id: str
    kind: str
    seq: int
    code: str = ""
    message: str = ""


class PushAnswer(msgspec.Struct, frozen=True):
    """As that desk reads it."""

    hub_id: str
    last_n: int
    verdicts: tuple[Verdict, ...]
    cloned: bool = False


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubPlace]:
    load_features()
    with zipfile.ZipFile(RECORDED / "hub.zip") as archive:
        archive.extractall(tmp_path)
    schema.bring_up_to_date(tmp_path / "school.db")
    key, school_id = (tmp_path / "key").read_bytes(), (tmp_path / "school_id").read_text()
    place = HubPlace(tmp_path, key, school_id, ScriptedClock(START))
    yield place
    place.database.close()


def test_two_contracts_before_this_one_are_served() -> None:
    """The oldest is raised with the newest, never before: whoever raises it records what the oldest says, as here."""
    assert max(1, wire.SCHEMA - 2) == wire.OLDEST_SCHEMA


def test_what_a_desk_of_the_first_contract_sent_is_carried_out_and_the_answers_are_read_there(hub: HubPlace) -> None:
    push = wire.decode((RECORDED / "push.bin").read_bytes(), wire.Push)
    assert push.schema == 1
    with hub.database.writing() as session:
        answer = hub.service.push(session, hub.desk(session, "token 1"), push)
    read = as_read_there(answer, PushAnswer)
    assert [(one.id, one.kind) for one in read.verdicts] == [(sent.id, "accepted") for sent in push.commands]
    with hub.database.reading() as session:
        page = as_read_there(hub.service.pull(session, hub.desk(session, "token 1"), 0, ""), Page)
    assert [entry.id for entry in page.entries][-len(push.commands) :] == [sent.id for sent in push.commands]


def as_read_there(answer: Any, kind: type[Any]) -> Any:
    """The answer's bytes as that desk takes them."""
    return wire.decode(wire.encode(answer), kind)
