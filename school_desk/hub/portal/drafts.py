"""Registrations, enrolments, better photos: files and answers of one visitor, sealed, until they are handed in or left alone for two hours."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults, write_bytes
from school_desk.terms.uploads import DocumentKind

KEPT_FOR = timedelta(hours=2)
# At most 300 × 6 MiB lie here, whoever comes.
_MOST = 300
_ANSWERS = "answers"


class Drafts:
    """Drafts by the visitor's token, of which only the digest is a name here."""

    def __init__(self, folder: Path, cipher: Cipher, most: int | None = None) -> None:
        self._folder = folder
        self._cipher = cipher
        self._most = most

    def answers(self, token: str) -> dict[str, Any]:
        """What the visitor has answered so far; empty when there is nothing (any more)."""
        found = self._read(token, _ANSWERS)
        return {} if found is None else dict(json.loads(found))

    def keep_answers(self, token: str, answers: dict[str, Any], now: datetime) -> None:
        """Keeps the answers, and the draft for another while. Raises EnvironmentFault `draft.too_many`."""
        self._make_room(token, now)
        self._write(token, _ANSWERS, json.dumps(answers, ensure_ascii=False).encode())
        os.utime(self._place(token), (now.timestamp(), now.timestamp()))

    def photo(self, token: str, kind: DocumentKind) -> bytes | None:
        """A photo of the draft."""
        return self.file(token, kind.value)

    def keep_photo(self, token: str, kind: DocumentKind, content: bytes, now: datetime) -> None:
        """Keeps a photo in its slot. Raises as keep_answers."""
        self.keep_file(token, kind.value, content, now)

    def file(self, token: str, slot: str) -> bytes | None:
        """A file of the draft."""
        return self._read(token, slot)

    def keep_file(self, token: str, slot: str, content: bytes, now: datetime) -> None:
        """Keeps a file in a slot, which is a plain word of ours. Raises as keep_answers."""
        self._make_room(token, now)
        self._write(token, slot, content)

    def drop(self, token: str) -> None:
        """Forgets the draft."""
        shutil.rmtree(self._place(token), ignore_errors=True)

    def _make_room(self, token: str, now: datetime) -> None:
        place = self._place(token)
        if place.exists():
            return
        for other in list(self._folder.glob("*")):
            if other.stat().st_mtime < (now - KEPT_FOR).timestamp():
                shutil.rmtree(other, ignore_errors=True)
        if len(list(self._folder.glob("*"))) >= (self._most or _MOST):
            raise EnvironmentFault("draft.too_many", "现在办理的人太多，请过一会儿再来。")
        with telling_file_faults(place):
            place.mkdir(parents=True, mode=0o700)

    def _read(self, token: str, name: str) -> bytes | None:
        path = self._place(token) / name
        with telling_file_faults(path):
            return self._cipher.open(path.read_bytes()) if path.exists() else None

    def _write(self, token: str, name: str, content: bytes) -> None:
        write_bytes(self._place(token) / name, self._cipher.seal(content))

    def _place(self, token: str) -> Path:
        return self._folder / hashlib.sha256(token.encode()).hexdigest()
