"""The school's key: seals personal values and files, and makes the keyed hashes that find a sealed value again."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence

from school_desk.kernel.errors import EnvironmentFault

KEY_BYTES = 32
_NONCE_BYTES = 12


class Cipher:
    """AES-256-GCM and HMAC-SHA-256 under keys derived from one 32-byte key. Sealing adds `overhead` bytes."""

    overhead = _NONCE_BYTES + 16

    def __init__(self, key: bytes) -> None:
        # Imported late: the desk paints its first window before it needs a key.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._seal = AESGCM(hmac.digest(key, b"seal", "sha256"))
        self._hash_key = hmac.digest(key, b"hash", "sha256")
        padded = self._hash_key.ljust(64, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def seal(self, plain: bytes) -> bytes:
        """`plain` sealed: another nonce, so another result, each time."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._seal.encrypt(nonce, plain, None)

    def seal_all(self, plain: Sequence[bytes | None]) -> list[bytes | None]:
        """As `seal`, for many: a third of the time. None stays None."""
        noise, encrypt = os.urandom(_NONCE_BYTES * len(plain)), self._seal.encrypt
        nonces = (noise[start : start + _NONCE_BYTES] for start in range(0, len(noise), _NONCE_BYTES))
        return [
            None if one is None else nonce + encrypt(nonce, one, None) for nonce, one in zip(nonces, plain, strict=True)
        ]

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises EnvironmentFault `key.wrong` when the key is another or the bytes were changed."""
        (plain,) = self.open_all((sealed,))
        return plain or b""

    def open_all(self, sealed: Sequence[bytes | None]) -> list[bytes | None]:
        """As `open`, for many: two thirds of the time. None stays None."""
        from cryptography.exceptions import InvalidTag

        decrypt = self._seal.decrypt
        try:
            return [None if one is None else decrypt(one[:_NONCE_BYTES], one[_NONCE_BYTES:], None) for one in sealed]
        except (InvalidTag, ValueError) as fault:  # ValueError: too short to hold even the nonce
            message = "资料无法解密：密钥与数据不符，或文件已损坏。请用备份恢复，或导入本校密钥。"
            raise EnvironmentFault("key.wrong", message) from fault

    def keyed_hash(self, text: str) -> str:
        """32 hex characters that stand for `text`: equal texts, equal hashes; not to be undone without the key."""
        # HMAC-SHA-256 spelled out (RFC 2104): hmac.digest takes twice the time a call, and a first sync makes hundreds of thousands.
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text.encode())
        outer.update(inner.digest())
        return outer.hexdigest()[:32]

    def keyed_hashes(self, texts: Sequence[str | None], known: dict[str, str] | None = None) -> list[str | None]:
        """As `keyed_hash`, for many. None stays None. With `known`, what comes again and again is hashed once and kept there."""
        if known is None:
            return [None if text is None else self.keyed_hash(text) for text in texts]
        for text in {text for text in texts if text is not None} - known.keys():
            known[text] = self.keyed_hash(text)
        return [None if text is None else known[text] for text in texts]

    def digest(self, payload: bytes) -> str:
        """A keyed digest of a journal payload; it stays when the payload is erased."""
        return hmac.new(self._hash_key, payload, hashlib.sha256).hexdigest()
