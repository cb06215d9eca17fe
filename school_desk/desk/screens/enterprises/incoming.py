"""Files on their way into an enterprise's three slots, before they are in the store. No window here: worker processes read them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.documents.commands import StoredFile
from school_desk.intake.enterprise import HandedIn, OtherFile, read_enterprises
from school_desk.intake.files import read_file
from school_desk.intake.papers import PaperFile, file_problems
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.uploads import DocumentKind, kind_for_file_name, required_file_name

if TYPE_CHECKING:
    from school_desk.kernel.blobs import BlobStore

_FOLDERS = (".zip",)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that somebody handed in. `problems`: why it may not be kept as it is; `original`: what it was before it was made conforming."""

    name: str
    content: bytes
    problems: tuple[str, ...] = ()
    original: bytes | None = None

    @property
    def sha256(self) -> str:
        """Names the content."""
        return hashlib.sha256(self.content).hexdigest()

    def conformed(self, content: bytes) -> Incoming:
        """The conforming JPG made from it; what was handed in stays beside it."""
        return replace(self, content=content, problems=(), original=self.content)

    def stored(self, blobs: BlobStore, kind: DocumentKind) -> StoredFile:
        """Puts it (and its original) into the store under the name that the manual asks for."""
        sha256 = blobs.put(self.content)
        original = sha256 if self.original is None else blobs.put(self.original)
        return StoredFile(required_file_name(kind), sha256, len(self.content), "image/jpeg", self.name, original)


def read_dropped(paths: tuple[str, ...]) -> tuple[HandedIn, ...]:
    """What lies in a dropped folder or zip, by enterprise; or loose files, paired by their names. Call it in a worker process."""
    if len(paths) == 1 and (Path(paths[0]).is_dir() or Path(paths[0]).suffix.lower() in _FOLDERS):
        return _enterprises(paths[0])
    files = [(Path(path).name, read_file(Path(path))) for path in paths if Path(path).is_file()]
    return (paired("", files),)


def paired(name: str, files: list[tuple[str, bytes]]) -> HandedIn:
    """Loose files, those named as the manual says in their slots."""
    papers: dict[DocumentKind, PaperFile] = {}
    others = []
    for file_name, content in files:
        kind = kind_for_file_name(file_name)
        if kind is None or kind in papers:
            others.append(OtherFile(file_name, content, "请拖到一个位置上"))
        else:
            papers[kind] = PaperFile(kind, file_name, content, file_problems(file_name, content, kind))
    return HandedIn(name, tuple(papers.values()), tuple(others))


def inspect(name: str, content: bytes) -> Incoming:
    """A single file for a slot, judged. Call it in a worker process."""
    return Incoming(name, content, file_problems(name, content, DocumentKind.YYZZ))


def inspect_file(path: str) -> Incoming:
    """The same of a file on disk. Raises EnvironmentFault `file.unreadable`."""
    return inspect(Path(path).name, read_file(Path(path)))


def conform(incoming: Incoming) -> Incoming:
    """The file made a conforming JPG. Raises RuleViolation `picture.*` when it cannot be read. Call it in a worker process."""
    from school_desk.adapters.ocr.conform import make_conforming_jpg

    return incoming.conformed(make_conforming_jpg(incoming.content))


def _enterprises(path: str) -> tuple[HandedIn, ...]:
    try:
        return read_enterprises(path)
    except RuleViolation as refused:
        # A folder straight from a telephone: no name says what a photo is, but a person can.
        files = _photos(Path(path)) if refused.code == "enterprise.no_papers" and Path(path).is_dir() else []
        if not files:
            raise
        return (paired(Path(path).name, files),)


def _photos(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, read_file(path)) for path in sorted(folder.iterdir()) if path.is_file()]
