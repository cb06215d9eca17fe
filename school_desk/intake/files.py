"""Brings files from outside into the blob store; for a dry run it only names them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.files import unreadable
from school_desk.terms.masking import mask_text

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.documents.commands import StoredFile

# A mobile, an identity number old or new, an account; dates and times of day stay, by which people tell their files apart.
_NUMBER_IN_NAME = re.compile(r"(?<![0-9A-Za-z])(1[3-9][0-9]{9}|[0-9]{15,}[Xx]?)(?![0-9A-Za-z])")
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".txt": "text/plain",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


class FileSchool(Protocol):
    """The part of an opened school, at a desk or on the Hub, that keeps files."""

    @property
    def blobs(self) -> BlobStore:
        """Its store."""
        ...


@dataclass(frozen=True)
class FileMark:
    """A file by its name and content, as the record of an import keeps it."""

    name: str
    sha256: str


class _Unkept(BlobStore):
    """Names files by their content and writes none."""

    def put(self, content: bytes) -> str:
        return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Trial:
    """In the place of a school: `…_command` names its files there and keeps none."""

    blobs: BlobStore


def trial(folder: Path, cipher: Cipher) -> Trial:
    """What to make a command with that is tried, not carried out; `folder` is where files would be kept."""
    return Trial(_Unkept(folder, cipher))


def for_dry_run(school: School) -> School:
    """The same school with a store that keeps nothing: what `…_command` makes of it may be tried, not carried out."""
    return replace(school, blobs=_Unkept(school.folder.blobs, school.database.cipher))


def mark_of(path: Path) -> FileMark:
    """Name and SHA-256 of a file. Raises as `read_file`."""
    return mark(path.name, read_file(path))


def mark(name: str, content: bytes) -> FileMark:
    """The same of a file in memory."""
    return FileMark(name_to_keep(name), hashlib.sha256(content).hexdigest())


def name_to_keep(name: str) -> str:
    """A file's name with what may be a person's number in it masked: names of files are not sealed, and people call a photo by the number."""
    return _NUMBER_IN_NAME.sub(lambda found: mask_text(found[0]), name)


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises EnvironmentFault `file.unreadable` or `file.locked` with a sentence."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise unreadable(path, fault) from fault


def store_file(school: FileSchool, content: bytes, name: str, *, original: bytes | None = None) -> StoredFile:
    """Keeps `content` as `name`; `original` is what was handed in when `content` is a conforming copy of it."""
    # Not above: whoever only reads files, such as a paper from the command line, is not to load the database for it.
    from school_desk.documents.commands import StoredFile

    sha256 = school.blobs.put(content)
    original_sha256 = sha256 if original is None else school.blobs.put(original)
    media_type = MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    kept = name_to_keep(name)
    return StoredFile(kept, sha256, len(content), media_type, kept, original_sha256)
