"""Keeps the school's key and the desk's token: in the computer's vault, or where there is none in a file that only its user can read."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from secrets import token_hex

from school_desk.kernel.cipher import KEY_BYTES
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults

_SERVICE = "School Desk"
# Before the name under which a token lies in the vault: no token has a colon in it.
_IN_VAULT = "vault:"


def load_key(school_id: str, key_file: Path) -> bytes:
    """The 32-byte key of the school. Raises EnvironmentFault `key.missing`."""
    kept = _load(school_id, key_file)
    if kept is None:
        message = "找不到本校密钥：系统凭据库和数据文件夹里都没有。请用“换电脑”导出的文件恢复，或找到原来电脑上的密钥。"
        raise EnvironmentFault("key.missing", message)
    return base64.b64decode(kept)


def keep_key(school_id: str, key: bytes, key_file: Path) -> str:
    """Keeps the key and says where: "vault", or "file" (mode 600) when the computer has no vault.

    A vault that holds another key under this name is left alone: another data folder of the same school on this computer needs it.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a school key has 32 bytes")
    return _keep(school_id, _text(key), key_file)


def keep_key_in_file(key: bytes, key_file: Path) -> None:
    """Keeps the key in the file only: for a folder that goes again in a moment."""
    _write(_text(key), key_file)


def load_token(hub_id: str, token_file: Path) -> str:
    """What this desk shows the Hub. Raises EnvironmentFault `token.missing`."""
    kept = _load(f"token/{hub_id}", token_file)
    if kept is not None and kept.startswith(_IN_VAULT):
        kept = _vault_get(kept.removeprefix(_IN_VAULT))
    if kept is None:
        raise EnvironmentFault("token.missing", "找不到这台电脑在总台的凭证。请管理员在总台重新邀请这台电脑。")
    return kept


def keep_token(hub_id: str, token: str, token_file: Path) -> str:
    """Keeps the token and says where: "vault", or "file" (mode 600) when the computer has no vault.

    A name in the vault that holds another token is left alone: another data folder, or the one that this is a copy of, may go by it.
    A later token gets a name of its own, and the file, which goes wherever the folder goes, says that name instead of the token.
    """
    name = f"token/{hub_id}"
    if not token_file.exists() and _vault_get(name) in (None, token) and _vault_set(name, token):
        return "vault"
    own = f"{name}/{token_hex(8)}"
    kept = _vault_set(own, token)
    _write(f"{_IN_VAULT}{own}" if kept else token, token_file)
    return "vault" if kept else "file"


def _load(name: str, file: Path) -> str | None:
    if file.exists():
        with telling_file_faults(file):
            return file.read_text("ascii")
    return _vault_get(name)


def _keep(name: str, text: str, file: Path) -> str:
    if not file.exists() and _vault_get(name) in (None, text) and _vault_set(name, text):
        return "vault"
    _write(text, file)
    return "file"


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _write(text: str, file: Path) -> None:
    with telling_file_faults(file):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())


def vault_name() -> str | None:
    """The name of the vault in use, or None where the computer has none."""
    if os.environ.get("SCHOOL_DESK_KEY_IN_FILE"):
        return None
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return None if isinstance(backend, fail.Keyring | null.Keyring) else str(backend.name)


def _vault_get(name: str) -> str | None:
    if vault_name() is None:
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None


def _vault_set(name: str, text: str) -> bool:
    if vault_name() is None:
        return False
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, name, text)
        return keyring.get_password(_SERVICE, name) == text
    except KeyringError:
        return False
