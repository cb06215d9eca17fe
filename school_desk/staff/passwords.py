"""Argon2id hashes of passwords, and a fresh one to hand to somebody. The hash is made before the command: handlers stay repeatable."""

from __future__ import annotations

import secrets

# Digits only: read out across a desk, written down by hand, typed on any keyboard. 0 and 1 are taken for letters.
_DIGITS = "23456789"


def fresh_password() -> str:
    """One nobody knows yet, in three groups of four; the person changes it at the first sign-in."""
    return "-".join("".join(secrets.choice(_DIGITS) for _ in range(4)) for _ in range(3))


def hash_password(password: str) -> str:
    """The Argon2id hash of `password`, with its own salt and parameters in it."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def password_matches(password_hash: str, password: str) -> bool:
    """Whether `password` is the one that was hashed."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    try:
        return PasswordHasher().verify(password_hash, password)
    except VerificationError:
        return False
