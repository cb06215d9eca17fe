"""One file of papers, page by page: judged as a file, cut into papers where a page has several, and each of them read. For worker processes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from school_desk.documents.reading.paper import OTHER, PaperReading
from school_desk.intake.files import read_file
from school_desk.intake.papers import file_problems
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

AUTO = "auto"
BY_NAME = "name:"
"""Before a kind that only the file's name asks for: content that is clearly another paper is then read as that one."""


FAST = "fast:"
"""Before all else: a small reader is to read first, and the others only what it could not."""


@dataclass(frozen=True)
class ReadFile:
    """A paper as read: the JSON form of its reading, and whether it is of no use as it is (then `problems` in it say why)."""

    reading: dict[str, Any]
    failed: bool


@dataclass(frozen=True)
class ReadPage:
    """One page (a picture is one): the papers on it, how many pages the file has, and the SHA-256 of what was read.

    `lasting` is False when another try may give another answer: a file in use, a picture that could not be opened.
    """

    sha256: str
    pages: int
    papers: tuple[ReadFile, ...]
    lasting: bool = True


def asked_for(kind: str, slot: str, *, fast: bool = False) -> str:
    """What a file is read as: `kind`, or with "auto" what its name says it is; and how."""
    asked = f"{BY_NAME}{slot}" if kind == AUTO and slot else kind
    return f"{FAST}{asked}" if fast else asked


def _kind_of(asked: str) -> str:
    return asked.removeprefix(FAST).removeprefix(BY_NAME)


def read_page(path: str, asked: str, page: int = 0) -> ReadPage:
    """Page `page` (from 0) of the file, read as `asked` (see `asked_for`); never raises for what is in it. Takes seconds."""
    try:
        content = read_file(Path(path))
    except (EnvironmentFault, ValueError) as fault:
        return _unread(asked, getattr(fault, "message", "文件名里有不能用的字符，打不开；请改名后重试。"))
    refused = refusal(content, asked)
    if refused is not None:
        return refused
    pages = _page_count(content)
    try:
        papers = _papers(content, asked, page)
    except RuleViolation as refused_page:
        return _unread(asked, refused_page.message, pages=pages)
    read = tuple(_read(paper, Path(path).name, content, asked) for paper in papers)
    return ReadPage(sha256(content).hexdigest(), pages, read)


def refusal(content: bytes, asked: str) -> ReadPage | None:
    """The answer to a file that cannot be opened at all: no engine is asked."""
    from school_desk.adapters.ocr.pictures import inspect_picture, real_format

    if real_format(content) == "PDF":
        try:
            _page_count(content)
        except RuleViolation as refused:
            return _unread(asked, refused.message)
        return None
    facts = inspect_picture(content)
    return _unread(asked, *facts.problems) if facts.width is None or facts.truncated else None


def _page_count(content: bytes) -> int:
    from school_desk.adapters.ocr.pdf import page_count
    from school_desk.adapters.ocr.pictures import real_format

    return page_count(content) if real_format(content) == "PDF" else 1


def _papers(content: bytes, asked: str, page: int) -> list[bytes]:
    from school_desk.adapters.ocr.pdf_slips import papers_on_page
    from school_desk.adapters.ocr.pictures import real_format

    if real_format(content) != "PDF":
        return [content]
    return papers_on_page(content, page, may_be_slips=_kind_of(asked) in (AUTO, DocumentKind.SLIP))


def _read(paper: bytes, name: str, content: bytes, asked: str) -> ReadFile:
    found = _read_as(paper, asked)
    told = file_problems(name, content, found.kind)
    reading = found.to_json() | {"problems": [*told, *found.problems]}
    return ReadFile(reading, failed=bool(told) or not found.fields)


def _read_as(paper: bytes, asked: str) -> PaperReading:
    from school_desk.adapters.ocr import read_paper

    kind, fast = _kind_of(asked), asked.startswith(FAST)
    found = read_paper(paper, kind, fast=fast)
    if BY_NAME not in asked or found.seen in ("", OTHER, kind):
        return found
    # The name is wrong, not the paper: what it really is gets read, and the place it was put in is told.
    again = read_paper(paper, AUTO, fast=fast)
    misplaced = [problem for problem in found.problems if problem not in again.problems]
    return replace(again, problems=(*misplaced, *again.problems))


def _unread(asked: str, *problems: str, pages: int = 1) -> ReadPage:
    return ReadPage("", pages, (failure(asked, *problems),), lasting=False)


def failure(asked: str, *problems: str) -> ReadFile:
    """A paper of which nothing was read."""
    kind = _kind_of(asked)
    known = {*ENTERPRISE_KINDS, DocumentKind.SLIP}
    return ReadFile(PaperReading(kind if kind in known else OTHER, {}, problems).to_json(), failed=True)
