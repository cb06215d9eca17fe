"""Argon2id hashes of passwords, and a fresh one to hand to somebody. The hash is made before the command: handlers stay repeatable."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# Digits only: read out across a desk, written down by hand, typed on any keyboard. 0 and 1 are taken for letters.
_DIGITS = "23456789"


def fresh_password() -> str:
    """One nobody knows yet, in three groups of four; the person changes it at the first sign-in."""
    return "-".join("".join(secrets.choice(_DIGITS) for _ in range(4)) for _ in range(3))


def hash_password(password: str) -> str:
    """The Argon2id hash of `password`, with its own salt and parameters in it."""
    return _hasher().hash(password)


def password_matches(password_hash: str, password: str) -> bool:
    """Whether `password` is the one that was hashed."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(password_hash, password)
    except VerificationError:
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's: whoever signs in with it gets a new one."""
    return _hasher().check_needs_rehash(password_hash)


def _hasher() -> PasswordHasher:
    """RFC 9106's second choice: 64 MiB, three passes, four lanes. Written here, so that another version of the library changes nothing."""
    from argon2 import PasswordHasher, Type

    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, salt_len=16, type=Type.ID)
