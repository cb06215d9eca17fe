"""Keeps what was read of files, by their content, so that a run that was broken off goes on where it was: sealed, and gone after a month.

This is no part of the school's data: it is there for whoever reads folders of photos, also where no school was founded.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from school_desk.adapters.secrets import keep_key, load_key
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults, write_bytes
from school_desk.kernel.paths import DataFolder

_NAME = "readings"
_KEPT_S = 30 * 24 * 3600


class KeptReadings:
    """Answers of one engine, each under the SHA-256 of its file, what was asked, and the page.

    With `anew` set nothing is given back, so that all is read once more, and each answer takes the place of the older one.
    """

    def __init__(self, place: Path, cipher: Cipher) -> None:
        self._place, self._cipher = place, cipher
        self.engine = ""
        self.anew = False
        self.trouble = ""

    def get(self, content_sha256: str, asked: str, page: int) -> Any | None:
        """What was put; None when nothing was, when all is to be read anew, or it cannot be opened any more."""
        if self.anew:
            return None
        try:
            sealed = self._path(content_sha256, asked, page).read_bytes()
            return json.loads(self._cipher.open(sealed))
        except (OSError, EnvironmentFault, ValueError):
            return None

    def put(self, content_sha256: str, asked: str, page: int, answer: Any) -> None:
        """Keeps `answer` (JSON). A disk that takes no more is told in `trouble` and stops nothing."""
        sealed = self._cipher.seal(json.dumps(answer, ensure_ascii=False).encode())
        try:
            write_bytes(self._path(content_sha256, asked, page), sealed)
        except EnvironmentFault as fault:
            self.trouble = fault.message

    def drop_old(self) -> None:
        """Removes what is older than a month."""
        oldest = time.time() - _KEPT_S
        for file in self._place.iterdir():
            with suppress(OSError):
                if file.stat().st_mtime < oldest:
                    file.unlink()

    def _path(self, content_sha256: str, asked: str, page: int) -> Path:
        # The name tells nobody which file it was: whoever has the photo could otherwise see that the school has it too.
        return self._place / self._cipher.keyed_hash(f"{self.engine}/{asked}/{page}/{content_sha256}")


def open_kept(folder: DataFolder) -> KeptReadings:
    """The readings kept in the data folder, which is made when it is not there. Raises EnvironmentFault when nothing can be kept there."""
    place, key_file = folder.root / _NAME, folder.root / f"{_NAME}.key"
    with telling_file_faults(place):
        place.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            place.chmod(0o700)
    try:
        key = load_key(_NAME, key_file)
    except EnvironmentFault as fault:
        if fault.code != "key.missing":
            raise
        key = os.urandom(KEY_BYTES)
        keep_key(_NAME, key, key_file)
    kept = KeptReadings(place, Cipher(key))
    kept.drop_old()
    return kept


def sha256_of(path: str) -> str:
    """Of a file's content; "" when it cannot be read, which is told when it is."""
    with suppress(OSError, ValueError), open(path, "rb") as file:
        digest = sha256()
        while part := file.read(1 << 20):
            digest.update(part)
        return digest.hexdigest()
    return ""
