"""Files that desks send in parts: each part is kept sealed until the whole is there and is what its name says."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable
from pathlib import Path

from school_desk.hub.opening import HubSchool
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.files import write_bytes
from school_desk.sync.wire import PART_BYTES, FileState, FileStates

_log = logging.getLogger(__name__)
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
        return FileStates(tuple(FileState(name, self._had(name)) for name in wanted if not self._is_whole(name)))

    def whole(self, sha256: str) -> bytes:
        """A file's content. Raises RuleViolation `file.name`, EnvironmentFault `blob.missing`: one that is spoiled here is none."""
        try:
            return self._blobs.get(_checked(sha256))
        except EnvironmentFault as fault:
            if fault.code not in ("blob.damaged", "key.wrong"):
                raise
            _log.error("the file %s is spoiled: %s", sha256, fault.code)
            raise EnvironmentFault("blob.missing", "材料文件在总台上已损坏，请从备份恢复总台的文件。") from fault

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

    def _is_whole(self, sha256: str) -> bool:
        """Whether the file is in the store. If all its parts came and the Hub did not live to put them together, it does so now."""
        if self._blobs.path(sha256).exists():
            return True
        parts = self._parts(sha256)
        return bool(parts) and self._put_together(sha256, parts)

    def _finish(self, sha256: str) -> None:
        parts = self._parts(sha256)
        if not self._put_together(sha256, parts):
            _remove(parts)
            raise RuleViolation("file.other", "收到的文件与登记的不一致，请从头再传。")

    def _put_together(self, sha256: str, parts: list[Path]) -> bool:
        opened = []
        for place, path in enumerate(parts):
            try:
                opened.append(self._cipher.open(path.read_bytes()))
            except EnvironmentFault:
                # Spoiled: what is said to be here must be good for something, and from there on it comes again.
                _remove(parts[place:])
                return False
        content = b"".join(opened)
        if hashlib.sha256(content).hexdigest() != sha256:
            return False
        self._blobs.put(content)
        _remove(parts)
        return True

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


def _remove(parts: Iterable[Path]) -> None:
    for path in parts:
        path.unlink(missing_ok=True)


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise RuleViolation("file.name", "文件的名字不对。")
    return sha256
