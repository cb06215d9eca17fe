"""Reads many files by worker processes, each page once: what was read before is taken from there, what is read now is kept at once.

Whoever breaks a batch off loses the pages at work and no other; the same batch begun again goes on.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from school_desk.intake.inbox import FoundFile
from school_desk.intake.kept import KeptReadings, sha256_of
from school_desk.intake.paper_files import ReadFile, ReadPage, asked_for, failure, read_page, refusal
from school_desk.kernel.errors import Cancelled, EnvironmentFault

if TYPE_CHECKING:
    from school_desk.kernel.jobs import Job, JobPool

READ = "school_desk.intake.paper_files:read_page"
ENGINE = "school_desk.adapters.ocr:engine_name"
# Ctrl+C is heard between two looks, on Windows too, where a wait without end would not be broken off.
_LOOK_S = 0.1
# Far beyond the hardest photo on a computer that has much else to do: whoever takes longer hangs.
_LONGEST_S = 900.0
# Between two looks no more than this counts: the program may have been stopped (Ctrl+Z) or the computer asleep, and its workers with it.
_MOST_BETWEEN_LOOKS_S = 5.0
_TRIES = 2


@dataclass
class _File:
    """A file under way: its pages as they are answered. `pages` is known from the first answer."""

    found: FoundFile
    asked: str
    sha256: str = ""
    pages: int = 1
    answers: dict[int, ReadPage] = field(default_factory=dict)

    @property
    def question(self) -> str:
        return question_of(self.found, self.asked)

    @property
    def is_done(self) -> bool:
        return bool(self.found.skipped) or len(self.answers) == self.pages

    @property
    def papers(self) -> tuple[ReadFile, ...]:
        return tuple(paper for page in sorted(self.answers) for paper in self.answers[page].papers)


@dataclass
class _Work:
    """A page that a worker has, and how long it has been seen at it."""

    file: _File
    page: int
    tries: int
    spent_s: float = 0.0


class Batch:
    """The files of one run. `done` counts those finished, `read_now` the pages read in this run, `kept` those known from before."""

    def __init__(
        self, files: Sequence[FoundFile], kind: str, pool: JobPool, kept: KeptReadings | None, *, fast: bool = False
    ) -> None:
        self._files = [_File(found, asked_for(kind, found.slot, fast=fast)) for found in files]
        self._pool, self._kept = pool, kept
        self._waiting = deque((file, 0) for file in self._files if not file.found.skipped)
        self._at_work: dict[Job, _Work] = {}
        self._looked_at = time.monotonic()
        self.done = self.read_now = self.kept = 0

    def run(self, told: Callable[[], None] = lambda: None) -> Iterator[tuple[FoundFile, tuple[ReadFile, ...]]]:
        """Each file with its papers, in the order of the files; `told` is called whenever another is finished.

        KeyboardInterrupt comes through: then the pool is the caller's to close.
        """
        for file in self._files:
            while not file.is_done:
                self._go_on()
                self._hear()
                told()
            self.done += 1
            yield file.found, file.papers

    def _go_on(self) -> None:
        """No more is given out than is worked on: what waits here can be dropped, and a job's time counts from here."""
        while self._waiting and len(self._at_work) < self._pool.size:
            file, page = self._waiting.popleft()
            known = self._known(file, page)
            if known is None:
                self._give_out(file, page)
            else:
                self.kept += 1
                self._settle(file, page, known)

    def _give_out(self, file: _File, page: int, tries: int = 1) -> None:
        job = self._pool.submit(READ, file.found.path, file.asked, page)
        self._at_work[job] = _Work(file, page, tries)

    def _hear(self) -> None:
        if not self._at_work:
            return
        wait([job.future for job in self._at_work], timeout=_LOOK_S, return_when=FIRST_COMPLETED)
        now = time.monotonic()
        passed, self._looked_at = min(now - self._looked_at, _MOST_BETWEEN_LOOKS_S), now
        for job, work in list(self._at_work.items()):
            work.spent_s += passed
            if job.future.done():
                del self._at_work[job]
                self._take(job, work)
            elif work.spent_s > _LONGEST_S:
                job.cancel()

    def _take(self, job: Job, work: _Work) -> None:
        fault = job.future.exception()
        if fault is None:
            page: ReadPage = job.future.result()
            self.read_now += 1
            self._keep(work, page)
            self._settle(work.file, work.page, page)
        elif isinstance(fault, EnvironmentFault) and work.tries < _TRIES:
            # A worker may have died of its neighbours' hunger for memory, not of this file.
            self._give_out(work.file, work.page, work.tries + 1)
        else:
            lost = failure(work.file.asked, _lost(fault))
            self._settle(
                work.file, work.page, ReadPage("", max(work.file.pages, work.page + 1), (lost,), lasting=False)
            )

    def _settle(self, file: _File, number: int, page: ReadPage) -> None:
        file.answers[number] = page
        if number == 0:
            file.pages = page.pages
            self._waiting.extendleft((file, further) for further in range(page.pages - 1, 0, -1))

    def _known(self, file: _File, page: int) -> ReadPage | None:
        if self._kept is None:
            return None
        file.sha256 = file.sha256 or sha256_of(file.found.path)
        return kept_page(self._kept, file.sha256, file.question, page)

    def _keep(self, work: _Work, page: ReadPage) -> None:
        if self._kept is not None:
            keep_page(self._kept, work.file.question, work.page, page)


def read_here(
    file: FoundFile, kind: str, kept: Callable[[], KeptReadings | None], *, fast: bool = False
) -> tuple[ReadFile, ...]:
    """All pages of one file, in this process. `kept` is only asked for a file that can be opened: it may need the engine's name."""
    asked, answers, pages = asked_for(kind, file.slot, fast=fast), list[ReadPage](), 1
    question, store = question_of(file, asked), None if _refused(file, asked) else kept()
    while len(answers) < pages:
        known = kept_page(store, sha256_of(file.path), question, len(answers)) if store else None
        page = known or read_page(file.path, asked, len(answers))
        if store and not known:
            keep_page(store, question, len(answers), page)
        pages = page.pages
        answers.append(page)
    return tuple(paper for page in answers for paper in page.papers)


def question_of(file: FoundFile, asked: str) -> str:
    """Under what an answer is kept: a picture named .jpg that is none is told, so the ending belongs to it."""
    return f"{asked} {os.path.splitext(file.path)[1].lower()}"


def _refused(file: FoundFile, asked: str) -> bool:
    try:
        with open(file.path, "rb") as opened:
            return refusal(opened.read(), asked) is not None
    except (OSError, ValueError):
        return True


def kept_page(kept: KeptReadings, sha256: str, question: str, page: int) -> ReadPage | None:
    """What was read of this very page before, by this engine and for the same question."""
    found: Any = kept.get(sha256, question, page) if sha256 else None
    if found is None:
        return None
    return ReadPage(sha256, found["pages"], tuple(ReadFile(*paper) for paper in found["papers"]))


def keep_page(kept: KeptReadings, question: str, number: int, page: ReadPage) -> None:
    """Keeps what was read; what another try may mend is not."""
    if page.lasting:
        papers = [[paper.reading, paper.failed] for paper in page.papers]
        kept.put(page.sha256, question, number, {"pages": page.pages, "papers": papers})


def _lost(fault: BaseException) -> str:
    if isinstance(fault, Cancelled | CancelledError):
        return f"这个文件识别了 {_LONGEST_S / 60:.0f} 分钟还没有完，已放弃；请截图或重新拍照后再试。"
    if isinstance(fault, EnvironmentFault):
        return fault.message
    return f"程序识别这个文件时出错（{type(fault).__name__}），没有识别；其他文件不受影响。请把这句话告诉支持人员。"
