"""Keeps the school's key: in the computer's vault, or where there is none in a file that only its user can read."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from school_desk.kernel.cipher import KEY_BYTES
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults

_SERVICE = "School Desk"


def load_key(school_id: str, key_file: Path) -> bytes:
    """The 32-byte key of the school. Raises EnvironmentFault `key.missing`."""
    if key_file.exists():
        with telling_file_faults(key_file):
            return base64.b64decode(key_file.read_text("ascii"))
    kept = _vault_get(school_id)
    if kept is None:
        message = "找不到本校密钥：系统凭据库和数据文件夹里都没有。请用“换电脑”导出的文件或备份恢复。"
        raise EnvironmentFault("key.missing", message)
    return base64.b64decode(kept)


def keep_key(school_id: str, key: bytes, key_file: Path) -> str:
    """Keeps the key and says where: "vault", or "file" (mode 600) when the computer has no vault."""
    if len(key) != KEY_BYTES:
        raise ValueError("a school key has 32 bytes")
    text = base64.b64encode(key).decode("ascii")
    if _vault_set(school_id, text):
        return "vault"
    with telling_file_faults(key_file):
        handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    return "file"


def vault_name() -> str | None:
    """The name of the vault in use, or None where the computer has none."""
    if os.environ.get("SCHOOL_DESK_KEY_IN_FILE"):
        return None
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return None if isinstance(backend, fail.Keyring | null.Keyring) else str(backend.name)


def _vault_get(school_id: str) -> str | None:
    if vault_name() is None:
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, school_id)
    except KeyringError:
        return None


def _vault_set(school_id: str, text: str) -> bool:
    if vault_name() is None:
        return False
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, school_id, text)
    except KeyringError:
        return False
    return keyring.get_password(_SERVICE, school_id) == text
