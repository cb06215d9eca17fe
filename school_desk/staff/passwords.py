"""Argon2id hashes of passwords. The hash is made before the command, so that handlers stay repeatable."""

from __future__ import annotations


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
