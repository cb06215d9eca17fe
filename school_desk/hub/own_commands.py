"""The Hub's own commands: those of the website, and of whoever keeps the Hub.

Each carries a proof as its `origin`. A Hub that was restored from a backup has lost some; a desk that has followed it brings them back, and
the proof, which nobody can make without the Hub's key, tells in whose name they may be carried out again: no desk speaks for an authority.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from school_desk.kernel.bus import Given
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.commands import Actor, Command, to_wire
from school_desk.sync.wire import SentCommand
from school_desk.terms.roles import Role, WebRole

_ROLES = (frozenset({WebRole.ENTERPRISE}), frozenset({WebRole.AUTHORITY}), frozenset({Role.ADMIN}))


def own_command(cipher: Cipher, command: Command, actor: Actor, command_id: str, made_at: datetime) -> Given:
    """`command` as the Hub carries it out for `actor`, with its proof."""
    facts = (command_id, type(command).__name__, command.version, actor.id, actor.name)
    proof = _proof(cipher, facts, to_wire(command), made_at, actor.roles)
    return Given(command, actor, command_id, made_at, origin=proof)


def proven_roles(cipher: Cipher, sent: SentCommand) -> frozenset[str]:
    """In which roles this Hub carried out once what a desk brings back; none when it never did."""
    facts = (sent.id, sent.name, sent.version, sent.actor_id, sent.actor_name)
    made_at = datetime.fromisoformat(sent.made_at)
    for roles in _ROLES:
        if hmac.compare_digest(sent.proof.encode(), _proof(cipher, facts, sent.arguments, made_at, roles).encode()):
            return frozenset(roles)
    return frozenset()


def _proof(
    cipher: Cipher,
    facts: tuple[Any, ...],
    arguments: Mapping[str, Any],
    made_at: datetime,
    roles: Collection[str],
) -> str:
    told = (*facts, made_at.astimezone(UTC).isoformat(), sorted(str(role) for role in roles), arguments)
    return cipher.keyed_hash("own command " + msgspec.json.encode(told, order="deterministic").decode())
