"""Files that desks send in parts: each part is kept sealed until the whole is there and is what its name says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from school_desk.hub.opening import HubSchool
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import write_bytes
from school_desk.sync.wire import PART_BYTES, FileState, FileStates

MOST_BYTES = 32 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Incoming:
    """The parts that have come so far. A file is whole in the store, or its parts from the start on are here."""

    def __init__(self, school: HubSchool) -> None:
        self._blobs = school.blobs
        self._cipher = school.database.cipher
        self._folder = school.folder.root / "incoming"

    def missing(self, names: Iterable[str]) -> FileStates:
        """Those that are not whole here, with how many bytes from the start on have come."""
        wanted = [_checked(sha256) for sha256 in names]
        return FileStates(
            tuple(FileState(name, self._had(name)) for name in wanted if not self._blobs.path(name).exists())
        )

    def whole(self, sha256: str) -> bytes:
        """A file's content. Raises RuleViolation `file.name`, EnvironmentFault `blob.missing` …"""
        return self._blobs.get(_checked(sha256))

    def put(self, sha256: str, offset: int, size: int, part: bytes) -> FileState:
        """Takes one part; how much is here now (`size` when the file is whole). Raises RuleViolation."""
        _checked(sha256)
        if size > MOST_BYTES or offset % PART_BYTES or offset + len(part) > size or not part:
            raise RuleViolation("file.part", "收到的文件分段不对，请从头再传。")
        if len(part) != min(PART_BYTES, size - offset):
            raise RuleViolation("file.part", "收到的文件分段不完整，请再传这一段。")
        if self._blobs.path(sha256).exists():
            return FileState(sha256, size)
        write_bytes(self._part(sha256, offset), self._cipher.seal(part))
        had = self._had(sha256)
        if had >= size:
            self._finish(sha256)
        return FileState(sha256, had)

    def _finish(self, sha256: str) -> None:
        parts = self._parts(sha256)
        content = b"".join(self._cipher.open(path.read_bytes()) for path in parts)
        if hashlib.sha256(content).hexdigest() == sha256:
            self._blobs.put(content)
        for path in parts:
            path.unlink(missing_ok=True)
        if not self._blobs.path(sha256).exists():
            raise RuleViolation("file.other", "收到的文件与登记的不一致，请从头再传。")

    def _had(self, sha256: str) -> int:
        return sum(path.stat().st_size - self._cipher.overhead for path in self._parts(sha256))

    def _parts(self, sha256: str) -> list[Path]:
        """The parts from the start on without a gap."""
        found: list[Path] = []
        while (path := self._part(sha256, len(found) * PART_BYTES)).exists():
            found.append(path)
        return found

    def _part(self, sha256: str, offset: int) -> Path:
        return self._folder / f"{sha256}.{offset // PART_BYTES}"


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise RuleViolation("file.name", "文件的名字不对。")
    return sha256
