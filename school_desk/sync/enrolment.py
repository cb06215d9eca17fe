"""How a computer becomes one of the school's desks: with a one-time code it gets a seat and a token, and begins from the Hub's snapshot.

A computer that worked alone brings what it did since the Hub was made of its backup; a new one makes a key of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from school_desk.adapters.hub_client import HubClient
from school_desk.adapters.secrets import keep_key, keep_token, load_token
from school_desk.composition import School, is_founded, load_features, open_school, roles_at
from school_desk.kernel import schema
from school_desk.kernel.backup import Reason, make_backup
from school_desk.kernel.bus import Bus
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.clock import Clock, SystemClock
from school_desk.kernel.database import Database
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.sync_tables import link_of
from school_desk.sync import remote
from school_desk.sync.joining import Begun, Seat, begin_anew
from school_desk.sync.remote import RemoteHub
from school_desk.sync.turn import stock_up
from school_desk.sync.wire import Grant


def join_hub(
    folder: DataFolder, client: HubClient, code: str, name: str, pin: str, clock: Clock | None = None
) -> Begun:
    """Makes the computer with this data folder a desk. Raises RuleViolation (wrong code, another school) or EnvironmentFault; nothing changed.

    The code is used up by the first answer, whatever becomes of the rest: another one is made in a moment.
    """
    clock = clock or SystemClock()
    grant = remote.join(client, code, name)
    client.token = grant.token
    seat = Seat(grant.hub_id, grant.desk_id, grant.desk_no, client.address, pin, 0)
    hub = RemoteHub(client, lambda _token: None)
    join = _join_as_is if is_founded(folder) else _begin
    return join(folder, grant, seat, hub, clock)


def hub_of(school: School) -> tuple[RemoteHub, Callable[[], None]] | None:
    """A joined desk's Hub, and what lets go of the line; None for a computer that works alone. Raises EnvironmentFault `token.missing`."""
    with school.reading() as session:
        link = link_of(session, school.id)
    if link is None:
        return None
    client = HubClient(link.address, load_token(link.hub_id, school.folder.token_file), link.pin)
    return RemoteHub(client, partial(_keep_renewed, link.hub_id, school.folder)), client.close


def _keep_renewed(hub_id: str, folder: DataFolder, token: str) -> None:
    keep_token(hub_id, token, folder.token_file)


def _join_as_is(folder: DataFolder, grant: Grant, seat: Seat, hub: RemoteHub, clock: Clock) -> Begun:
    """The computer has data: they must be this school's. They are backed up first, and what only it has is carried over."""
    school = open_school(folder, clock)
    try:
        if school.id != grant.school_id:
            what = f"另一所学校（{school.name}）" if school.name != grant.school_name else "一所同名但不是同一份的学校"
            message = f"这台电脑上是{what}的数据，没有加入。请用空的数据文件夹加入。"
            raise RuleViolation("join.other_school", message)
        make_backup(folder, school.database.cipher, reason=Reason.UPGRADE, clock=clock)
        return _sit_down(folder, school.bus, grant, seat, hub)
    finally:
        school.close()


def _begin(folder: DataFolder, grant: Grant, seat: Seat, hub: RemoteHub, clock: Clock) -> Begun:
    """The computer is new: only a whole school gets the name that is looked for."""
    folder.prepare()
    load_features()
    key, draft = os.urandom(KEY_BYTES), folder.database.with_suffix(".new")
    draft.unlink(missing_ok=True)
    schema.bring_up_to_date(draft)
    database = Database(draft, Cipher(key), draft=True)
    try:
        begun = _sit_down(folder, Bus(database, grant.school_id, clock), grant, seat, hub)
    finally:
        database.close()
    keep_key(grant.school_id, key, folder.key_file)
    draft.replace(folder.database)
    return begun


def _sit_down(folder: DataFolder, bus: Bus, grant: Grant, seat: Seat, hub: RemoteHub) -> Begun:
    """Begins from the snapshot; the token is kept before that counts. Numbers to give out come at once, or else with the first round."""
    with bus.database.writing() as session:
        begun = begin_anew(session, bus, roles_at(bus.school_id), seat, hub.snapshot())
        keep_token(grant.hub_id, grant.token, folder.token_file)
    with suppress(EnvironmentFault):
        stock_up(bus, hub)
    return begun
