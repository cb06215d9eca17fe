"""Files by the SHA-256 of their content, sealed on disk. The same content is kept once; nothing is ever overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults, write_bytes


class BlobStore:
    """The sealed files of one school under one folder."""

    def __init__(self, folder: Path, cipher: Cipher) -> None:
        self._folder = folder
        self._cipher = cipher

    def put(self, content: bytes) -> str:
        """Keeps `content` and returns its SHA-256 as hex. It is on disk when this returns. Raises EnvironmentFault."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            write_bytes(path, self._cipher.seal(content))
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content. Raises EnvironmentFault `blob.missing`, `blob.damaged` or `key.wrong`."""
        path = self.path(sha256)
        if not path.exists():
            raise EnvironmentFault("blob.missing", "材料文件不在本机，请从备份恢复后重试。")
        with telling_file_faults(path):
            content = self._cipher.open(path.read_bytes())
        if hashlib.sha256(content).hexdigest() != sha256:
            raise EnvironmentFault("blob.damaged", "材料文件的内容与登记的不一致，请从备份恢复后重试。")
        return content

    def holds(self, sha256: str) -> bool:
        """Whether the file is here and whole (it is read to know)."""
        try:
            self.get(sha256)
        except EnvironmentFault as fault:
            if fault.code not in ("blob.missing", "blob.damaged", "key.wrong"):
                raise
            return False
        return True

    def path(self, sha256: str) -> Path:
        """Where the sealed file lies."""
        return self._folder / sha256[:2] / sha256

    def all(self) -> Iterator[str]:
        """The SHA-256 of every file kept."""
        return (file.name for file in sorted(self._folder.glob("??/*")) if len(file.name) == 64)
