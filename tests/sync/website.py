"""The Hub's website in the simulator: enterprises register and change what is theirs, an authority decides, the school reviews in between.

Its draws are its own, so that what the desks do in a schedule does not depend on whether there is a website.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from school_desk.accounts.commands import OpenAccount
from school_desk.accounts.tables import AccountRow
from school_desk.documents.commands import StoredFile
from school_desk.enterprises.commands import (
    EditEnterprise,
    Original,
    Paper,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RegisterEnterprise,
)
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.hub.own_commands import own_command
from school_desk.kernel import journal
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.ids import derived_id
from school_desk.terms.roles import Role, WebRole
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS
from tests.sync.deeds import CREDIT_CODES
from tests.sync.net import HASH, HubPlace

KEEPER = Actor("hub", "总台管理员", frozenset({Role.ADMIN}))
_HUZHOU = "330500"


class Website:
    """Commands given on the Hub, each with its proof. `actors`: who gave which, by the command's id; `stored`: the file of a name."""

    def __init__(self, hub: HubPlace, random: Random, stored: Callable[[str], StoredFile] | None = None) -> None:
        self.hub = hub
        self.random = random
        self.stored = stored or _unsent
        self.actors: dict[str, Actor] = {}

    def act(self, before_commit: Callable[[], None]) -> Iterator[tuple[str, journal.Payload]]:
        """Somebody does something; yields what was saved, by the command's id. Raises RuleViolation."""
        act = self.random.choice((self._register, self._change, self._decide, self._decide))
        for command, actor, command_id in act():
            now = self.hub.clock.now()
            with self.hub.database.writing() as session:
                given = own_command(self.hub.database.cipher, command, actor, command_id, now)
                self.hub.service.bus.carry_out(session, given)
                before_commit()
            self.actors[command_id] = actor
            with self.hub.database.reading() as session:
                row = journal.find(session, self.hub.school_id, command_id)
                assert row is not None
                yield command_id, journal.open_payload(self.hub.database.cipher, row)

    def review(self) -> Command | None:
        """What the school does for an enterprise that waits for it."""
        waiting = (EnterpriseStatus.SUBMITTED, EnterpriseStatus.PRE_APPROVED)
        rows = [row for row in self.hub.rows(EnterpriseRow) if row.status in waiting]
        if not rows:
            return None
        row = self.random.choice(rows)
        if row.status is EnterpriseStatus.SUBMITTED:
            return PreApproveEnterprise(row.id)
        originals: dict[str, Original] = {kind.value: "seen" for kind in ENTERPRISE_KINDS}
        return RecordOnSiteReview(row.id, local_date(self.hub.clock.now()), "办公室", "沈文员", originals, "DA-1")

    def _register(self) -> Iterator[tuple[Command, Actor, str]]:
        """An enterprise registers, in the name of the account that is opened for it right after."""
        open_id = self._id()
        code = self.random.choice(CREDIT_CODES)
        actor = Actor(derived_id(open_id, "account"), "湖州丁建设有限公司", frozenset({WebRole.ENTERPRISE}))
        papers = tuple(Paper(kind, self.stored(f"{kind.value}.jpg")) for kind in ENTERPRISE_KINDS)
        register = RegisterEnterprise(code, actor.name, "吴兴区", "330502", False, "13800005893", papers=papers)
        yield register, actor, self._id()
        (row,) = (row for row in self.hub.rows(EnterpriseRow) if row.credit_code == code)
        yield OpenAccount(WebRole.ENTERPRISE, code, HASH, row.id), actor, open_id

    def _change(self) -> Iterator[tuple[Command, Actor, str]]:
        accounts = self._accounts(WebRole.ENTERPRISE)
        if accounts:
            account = self.random.choice(accounts)
            (row,) = (row for row in self.hub.rows(EnterpriseRow) if row.id == account.enterprise_id)
            address = f"南浔区{self.random.randint(1, 5)}号"
            edit = EditEnterprise(
                row.id, row.contact_name, row.contact_mobile, address, row.region_code, row.principal_mobile
            )
            yield edit, Actor(account.id, row.name, frozenset({WebRole.ENTERPRISE})), self._id()

    def _decide(self) -> Iterator[tuple[Command, Actor, str]]:
        reviewers = self._accounts(WebRole.AUTHORITY)
        if not reviewers:
            yield OpenAccount(WebRole.AUTHORITY, "huzhou", HASH, authority_code=_HUZHOU), KEEPER, self._id()
            return
        rows = [row for row in self.hub.rows(EnterpriseRow) if row.status is EnterpriseStatus.AT_AUTHORITY]
        if rows:
            today, approved = local_date(self.hub.clock.now()), self.random.random() < 0.7
            decision = RecordAuthorityDecision(
                self.random.choice(rows).id, approved, today, "网上审核", reason=None if approved else "资质过期"
            )
            yield decision, Actor(reviewers[0].id, "湖州市住房和城乡建设局", frozenset({WebRole.AUTHORITY})), self._id()

    def _accounts(self, kind: WebRole) -> list[Any]:
        return [row for row in self.hub.rows(AccountRow) if row.kind is kind]

    def _id(self) -> str:
        time_bits = int(self.hub.clock.now().timestamp() * 1000)
        return f"{time_bits << 80 | 7 << 76 | self.random.getrandbits(76):032x}"


def _unsent(name: str) -> StoredFile:
    """A file that nobody has: where days are about rows alone."""
    return StoredFile(name, "0" * 64, 9, "image/jpeg", name, "0" * 64)
