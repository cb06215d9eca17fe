"""Photos of papers: read in a worker process, judged as files, and their readings kept beside them for the review."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school_desk.documents.reading.paper import FieldReading, PaperReading, paper_from_json
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

if TYPE_CHECKING:
    from school_desk.composition import School

_JPEG_ENDINGS = (".jpg", ".jpeg")


@dataclass(frozen=True)
class PaperFile:
    """One photo in its slot; `problems` say why it may not be handed in as it is."""

    kind: DocumentKind
    file_name: str
    content: bytes
    problems: tuple[str, ...]


def read_paper_content(content: bytes, kind: str = "auto") -> PaperReading:
    """A photo in memory."""
    from school_desk.adapters.ocr import read_paper

    return read_paper(content, kind)


def read_region(
    content: bytes, kind: str, field: str, area: tuple[int, int, int, int], rotation: int = 0, turned: int = 0
) -> FieldReading:
    """One field of a photo in memory as it stands inside `area` (x, y, width, height in pixels of the upright picture): a proposal.

    `rotation` is that of the paper's reading, `turned` how a person turned the view on top of it. Raises RuleViolation `region.*`,
    `picture.*`. Takes a second: call it in a worker process.
    """
    from school_desk.adapters.ocr.readers import default_readers
    from school_desk.adapters.ocr.region import read_region as read_area

    return read_area(default_readers(), content, kind, field, area, rotation=rotation, turned=turned)


def file_problems(name: str, content: bytes, kind: str) -> tuple[str, ...]:
    """Why the file may not be handed in as it is. The manual asks a JPG of at most 2 MiB of three papers; others only must be what they say."""
    from school_desk.adapters.ocr.pictures import inspect_picture

    if kind in ENTERPRISE_KINDS or name.lower().endswith(_JPEG_ENDINGS):
        return inspect_picture(content).problems
    return ()


def kept_readings(school: School, papers: Iterable[PaperFile]) -> dict[DocumentKind, PaperReading]:
    """What was read of these very files before."""
    # Here and below, not above: a paper read from the command line, or by a worker, is not to load the database.
    from school_desk.documents.queries import reading

    with school.reading() as session:
        kept = {paper.kind: reading(session, school.id, _sha256(paper), paper.kind.value) for paper in papers}
    return {kind: paper_from_json(json.loads(found[1])) for kind, found in kept.items() if found}


def keep_paper_readings(
    school: School, papers: Iterable[PaperFile], readings: Mapping[DocumentKind, PaperReading]
) -> None:
    """Keeps what the engine read of these files, so that the review need not read them again."""
    for paper in papers:
        read = readings.get(paper.kind)
        if read is not None:
            keep_paper_reading(school, _sha256(paper), paper.kind.value, read)


def keep_paper_reading(school: School, sha256: str, kind: str, reading: PaperReading) -> None:
    """Keeps what was read, and by which engine, of the photo of this SHA-256 as `kind` (its slot, or "slip").

    It stands beside what a person decides and changes none of it.
    """
    from school_desk.documents.readings import keep_reading

    keep_reading(
        school.database,
        school.id,
        sha256=sha256,
        kind=kind,
        engine=reading.engine,
        result=json.dumps(reading.to_json(), ensure_ascii=False),
        now=school.clock.now(),
    )


def _sha256(paper: PaperFile) -> str:
    return hashlib.sha256(paper.content).hexdigest()
