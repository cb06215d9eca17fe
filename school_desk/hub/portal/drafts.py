"""Registrations, enrolments, better photos, slips: what one visitor sent, sealed, until it is handed in or left alone for two hours."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import Clock
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults, write_bytes
from school_desk.terms.uploads import DocumentKind

KEPT_FOR = timedelta(hours=2)
# At most 300 × 6 MiB lie here, whoever comes.
_MOST = 300
_ANSWERS = "answers"


class Drafts:
    """Drafts by the visitor's token, of which only the digest is a name here."""

    def __init__(self, folder: Path, cipher: Cipher, clock: Clock, most: int | None = None) -> None:
        self._folder = folder
        self._cipher = cipher
        self._clock = clock
        self._most = most

    def answers(self, token: str) -> dict[str, Any]:
        """What the visitor has answered so far; empty when there is nothing (any more)."""
        found = self._read(token, _ANSWERS)
        return {} if found is None else dict(json.loads(found))

    def keep_answers(self, token: str, answers: dict[str, Any]) -> None:
        """Keeps the answers, and the draft for another while. Raises EnvironmentFault `draft.too_many`."""
        self.keep_file(token, _ANSWERS, json.dumps(answers, ensure_ascii=False).encode())

    def photo(self, token: str, kind: DocumentKind) -> bytes | None:
        """A photo of the draft."""
        return self.file(token, kind.value)

    def keep_photo(self, token: str, kind: DocumentKind, content: bytes) -> None:
        """Keeps a photo in its slot. Raises as keep_answers."""
        self.keep_file(token, kind.value, content)

    def file(self, token: str, slot: str) -> bytes | None:
        """A file of the draft."""
        return self._read(token, slot)

    def keep_file(self, token: str, slot: str, content: bytes) -> None:
        """Keeps a file in a slot, which is a plain word of ours. Raises as keep_answers."""
        self._make_room(token)
        place, now = self._place(token), self._clock.now().timestamp()
        write_bytes(place / slot, self._cipher.seal(content))
        with telling_file_faults(place):
            os.utime(place, (now, now))

    def drop(self, token: str) -> None:
        """Forgets the draft."""
        shutil.rmtree(self._place(token), ignore_errors=True)

    def sweep(self) -> None:
        """Takes away what was left alone, which nobody is shown any more. What the disk holds on to stays for the next time."""
        for place in list(self._folder.glob("*")):
            with suppress(EnvironmentFault):
                if self._is_over(place):
                    shutil.rmtree(place, ignore_errors=True)

    def _make_room(self, token: str) -> None:
        self.sweep()
        place = self._place(token)
        if place.exists():
            return
        if len(list(self._folder.glob("*"))) >= (self._most or _MOST):
            raise EnvironmentFault("draft.too_many", "现在办理的人太多，请过一会儿再来。")
        with telling_file_faults(place):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _read(self, token: str, name: str) -> bytes | None:
        place = self._place(token)
        if self._is_over(place):
            return None
        with telling_file_faults(place), suppress(FileNotFoundError):
            return self._cipher.open((place / name).read_bytes())
        return None

    def _is_over(self, place: Path) -> bool:
        """Whether it was left alone too long; one that somebody dropped meanwhile is over, too."""
        with telling_file_faults(place), suppress(FileNotFoundError):
            return place.stat().st_mtime < (self._clock.now() - KEPT_FOR).timestamp()
        return True

    def _place(self, token: str) -> Path:
        return self._folder / hashlib.sha256(token.encode()).hexdigest()
