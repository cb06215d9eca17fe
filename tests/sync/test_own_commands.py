"""A Hub restored from a backup gets back what was done on its website: by the desks that followed it, and by its own proof only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from school_desk.accounts.commands import OpenAccount
from school_desk.accounts.tables import AccountRow
from school_desk.documents.commands import StoredFile
from school_desk.enterprises.commands import (
    Original,
    Paper,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RegisterEnterprise,
)
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.hub.own_commands import own_command
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.ids import derived_id, new_id
from school_desk.kernel.refusals import RefusalRow
from school_desk.kernel.tables import OutboxRow
from school_desk.sync import wire
from school_desk.sync.wire import VerdictKind
from school_desk.terms.roles import Role, WebRole
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS
from tests.papers import CODES
from tests.sync.net import HASH, HubPlace, Net, lay_out

HUZHOU = "330500"
KEEPER = Actor("hub", "总台管理员", frozenset({Role.ADMIN}))


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    """The Hub's rows in its folder: a server's backups are the server's own."""
    lay_out(tmp_path / "net", 2)
    made = Net(tmp_path / "net", 2)
    yield made
    made.close()


def given(hub: HubPlace, command: Command, actor: Actor, command_id: str = "") -> str:
    """As the website carries it out."""
    now = hub.clock.now()
    command_id = command_id or new_id(now)
    with hub.database.writing() as session:
        hub.service.bus.carry_out(session, own_command(hub.database.cipher, command, actor, command_id, now))
    return command_id


def registered(hub: HubPlace) -> str:
    """An enterprise registers, in the name of the account that is opened for it right after; its id."""
    open_id = new_id(hub.clock.now())
    actor = Actor(derived_id(open_id, "account"), "湖州甲建设有限公司", frozenset({WebRole.ENTERPRISE}))
    names = {kind: f"{kind.value}.jpg" for kind in ENTERPRISE_KINDS}
    papers = tuple(Paper(kind, StoredFile(n, "0" * 64, 9, "image/jpeg", n, "0" * 64)) for kind, n in names.items())
    command = RegisterEnterprise(CODES[0], actor.name, "吴兴区", "330502", False, "13800005893", papers=papers)
    given(hub, command, actor)
    (row,) = hub.rows(EnterpriseRow)
    given(hub, OpenAccount(WebRole.ENTERPRISE, CODES[0], HASH, row.id), actor, open_id)
    return str(row.id)


def reviewer(hub: HubPlace) -> Actor:
    opened = given(hub, OpenAccount(WebRole.AUTHORITY, "huzhou", HASH, authority_code=HUZHOU), KEEPER)
    return Actor(derived_id(opened, "account"), "湖州市住房和城乡建设局", frozenset({WebRole.AUTHORITY}))


def test_what_was_done_on_the_website_comes_back(net: Net, tmp_path: Path) -> None:
    hub, (one, other) = net.hub, net.desks
    hub.database.close()
    shutil.copytree(hub.folder, tmp_path / "kept")
    authority, enterprise_id = reviewer(hub), registered(hub)
    one.sync()
    today = local_date(hub.clock.now())
    originals: dict[str, Original] = {kind.value: "seen" for kind in ENTERPRISE_KINDS}
    one.do(PreApproveEnterprise(enterprise_id))
    one.do(RecordOnSiteReview(enterprise_id, today, "办公室", "沈文员", originals, "DA-1"))
    one.sync()
    given(hub, RecordAuthorityDecision(enterprise_id, True, today, "网上审核"), authority)
    one.sync()
    before = hub.dump()
    hub.database.close()
    shutil.rmtree(hub.folder)
    shutil.copytree(tmp_path / "kept", hub.folder)
    assert hub.rows(EnterpriseRow) == []
    for _ in range(2):
        one.sync()
        other.sync()
    assert hub.rows(RefusalRow) == one.rows(OutboxRow) == []
    assert [row.status for row in hub.rows(EnterpriseRow)] == [EnterpriseStatus.APPROVED]
    assert {row.kind for row in hub.rows(AccountRow)} == {WebRole.ENTERPRISE, WebRole.AUTHORITY}
    assert one.dump() == other.dump() == hub.dump()
    assert hub.dump() == before


def test_a_refusal_keeps_whose_command_it_was(net: Net, tmp_path: Path) -> None:
    """A Hub that is restored twice judges it again, and not as that of a stranger."""
    hub, (one, _) = net.hub, net.desks

    def restored() -> None:
        hub.database.close()
        shutil.rmtree(hub.folder)
        shutil.copytree(tmp_path / "kept", hub.folder)

    hub.database.close()
    shutil.copytree(hub.folder, tmp_path / "kept")
    reviewer(hub)
    one.sync()
    restored()
    reviewer(hub)  # meanwhile the keeper opens it anew
    one.sync()
    (taken,) = [row.code for row in hub.rows(RefusalRow)]
    restored()
    for _ in range(2):
        one.sync()
    assert [row.code for row in hub.rows(RefusalRow)] == [taken]
    assert taken != "command.not_allowed"


def test_no_desk_speaks_for_an_authority(net: Net) -> None:
    """Without a proof, with one of another command, with its own: what the website did not do is refused."""
    hub, (one, _) = net.hub, net.desks
    authority, enterprise_id = reviewer(hub), registered(hub)
    one.sync()
    one.do(PreApproveEnterprise(enterprise_id))
    (sent,) = one.to_send()
    arguments = {
        "enterprise_id": enterprise_id,
        "approved": True,
        "decided_on": "2026-08-03",
        "document_no": "网上审核",
    }
    forged = msgspec.structs.replace(
        sent,
        name="RecordAuthorityDecision",
        version=RecordAuthorityDecision.version,
        arguments=arguments,
        actor_id=authority.id,
        actor_name=authority.name,
    )
    for number, proof in enumerate(("", "0" * 32, sent.id)):
        command = msgspec.structs.replace(forged, id=new_id(hub.clock.now()), n=sent.n + number, proof=proof)
        (verdict,) = one.line.push(wire.Push(hub.hub_id, (command,))).verdicts
        assert verdict.kind is VerdictKind.REFUSED
        assert verdict.code == "command.not_allowed"
