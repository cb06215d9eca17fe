"""Moving to another computer: one file out, one file in, with the school's key in it under a passphrase that the person chose.

The file is a whole backup with one entry more. Who has the passphrase has the school: it is never written down anywhere.
"""

from __future__ import annotations

import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from school_desk.kernel import backup
from school_desk.kernel.backup import BackupFacts, Reason, damaged, make_backup
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.clock import Clock
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.restore import Restored, put_in_place

KEY_ENTRY = "key.json"
LEAST_PASSPHRASE = 10
_LEAST_DIFFERENT = 5


class SealedKey(msgspec.Struct, frozen=True):
    """The school's key, sealed, and how the key that opens it is derived: Argon2id, these numbers, this salt."""

    salt: bytes
    sealed: bytes
    passes: int
    memory_kib: int
    lanes: int


# A quarter of a second on an office computer, for whoever knows the passphrase; years for whoever tries them all.
_PASSES, _MEMORY_KIB, _LANES = 4, 128 * 1024, 4
# What a file may ask of this computer, so that a strange one cannot take all of its memory.
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 20, 1024 * 1024, 16


def check_passphrase(passphrase: str) -> None:
    """Raises RuleViolation `moving.weak` for one that could be guessed by trying."""
    if len(passphrase) < LEAST_PASSPHRASE or len(set(passphrase)) < _LEAST_DIFFERENT:
        message = f"口令至少 {LEAST_PASSPHRASE} 个字符，并且不能总是同几个字。可以用一句自己记得住的话。"
        raise RuleViolation("moving.weak", message, field="passphrase")


def move_out(folder: DataFolder, key: bytes, passphrase: str, clock: Clock, target: Path) -> BackupFacts:
    """Writes everything that another computer needs as `target`. Raises RuleViolation or as `make_backup`."""
    check_passphrase(passphrase)
    sealed = sealed_key(key, passphrase)
    return make_backup(
        folder, Cipher(key), reason=Reason.MOVE, clock=clock, target=target,
        entries={KEY_ENTRY: msgspec.json.encode(sealed)},
    )  # fmt: skip


def sealed_key(key: bytes, passphrase: str) -> SealedKey:
    """The key as only the passphrase opens it."""
    how = SealedKey(os.urandom(16), b"", _PASSES, _MEMORY_KIB, _LANES)
    return msgspec.structs.replace(how, sealed=_cipher_of(passphrase, how).seal(key))


def move_in(
    path: Path, folder: DataFolder, passphrase: str, clock: Clock, keep_key: Callable[[str, bytes], object]
) -> Restored:
    """Puts what `move_out` wrote into `folder` and hands the key to `keep_key` (school id, key), once all is proven.

    Raises RuleViolation `moving.no_key`, `moving.passphrase`, or as `restore`; then the folder is as it was.
    """
    facts = backup.read_facts(path)
    key = _opened_key(path, passphrase)
    return put_in_place(path, folder, Cipher(key), clock, lambda: keep_key(facts.school_id, key))


def holds_a_key(path: Path) -> bool:
    """Whether the file is one that `move_out` wrote, not a plain backup. Raises as `restore`."""
    with backup.reading(path) as archive:
        return KEY_ENTRY in archive.namelist()


def _opened_key(path: Path, passphrase: str) -> bytes:
    with backup.reading(path) as archive:
        sealed = _read_sealed(path, archive)
    try:
        key = _cipher_of(passphrase, sealed).open(sealed.sealed)
    except EnvironmentFault as fault:
        message = "口令不对，请再输一次（注意大小写和中英文输入）。"
        raise RuleViolation("moving.passphrase", message, field="passphrase") from fault
    if len(key) != KEY_BYTES:
        raise damaged(path)
    return key


def _read_sealed(path: Path, archive: zipfile.ZipFile) -> SealedKey:
    if KEY_ENTRY not in archive.namelist():
        message = f"“{path.name}”是普通备份，里面没有密钥。请在旧电脑上用“换电脑”做一个文件，或在本机用“从备份恢复”。"
        raise RuleViolation("moving.no_key", message)
    try:
        sealed = msgspec.json.decode(archive.read(KEY_ENTRY), type=SealedKey)
    except msgspec.DecodeError as fault:
        raise damaged(path) from fault
    asked = ((sealed.passes, _MOST_PASSES), (sealed.memory_kib, _MOST_MEMORY_KIB), (sealed.lanes, _MOST_LANES))
    too_little = len(sealed.salt) < 8 or sealed.memory_kib < 8 * sealed.lanes
    if too_little or not all(0 < number <= most for number, most in asked):
        raise damaged(path)
    return sealed


def _cipher_of(passphrase: str, how: SealedKey) -> Cipher:
    """An input method may give full-width letters: the same passphrase all the same."""
    from argon2.low_level import Type, hash_secret_raw

    secret = unicodedata.normalize("NFKC", passphrase).encode()
    return Cipher(
        hash_secret_raw(secret, how.salt, how.passes, how.memory_kib, how.lanes, hash_len=KEY_BYTES, type=Type.ID)
    )
