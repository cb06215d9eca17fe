"""Has files read for `school-desk read`: one here, several by as many processes as help; what was read stays when it is broken off."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from school_desk.cli.opening import data_folder
from school_desk.cli.words import complain
from school_desk.kernel.errors import EnvironmentFault

if TYPE_CHECKING:
    from school_desk.intake.batch import Batch
    from school_desk.intake.inbox import FoundFile
    from school_desk.intake.kept import KeptReadings
    from school_desk.intake.paper_files import ReadFile
    from school_desk.kernel.jobs import JobPool

Answers = Generator[tuple["FoundFile", tuple["ReadFile", ...]], None, None]


def read_all(options: argparse.Namespace, files: Sequence[FoundFile]) -> Answers:
    """Each file with its papers, in order. Closed before its end (Ctrl+C), it ends all workers at once."""
    if len(files) == 1 and not files[0].skipped:
        yield files[0], _read_here(options, files[0])
        return
    from school_desk.kernel.jobs import JobPool

    pool, whole = JobPool(), False
    try:
        yield from read_by(pool, options, files)
        whole = True
    finally:
        pool.close(at_once=not whole)


def read_by(pool: JobPool, options: argparse.Namespace, files: Sequence[FoundFile]) -> Answers:
    """The same by a pool that is there. Progress is told on standard error."""
    from school_desk.intake.batch import ENGINE, Batch

    kept = open_readings(options)
    if kept is not None and any(not file.skipped for file in files):
        kept.engine = pool.warm(ENGINE)[0].future.result()
    batch = Batch(files, options.kind, pool, kept, fast=options.fast)
    progress = Progress(batch, len(files))
    for answer in batch.run(progress.tell):
        progress.tell()
        yield answer
    progress.end()
    if kept is not None and kept.trouble:
        complain(f"识别结果没有全部留存，下次要重新识别：{kept.trouble}")


def open_readings(options: argparse.Namespace) -> KeptReadings | None:
    """What was read before (with --again nothing of it is used); None, with a word, where nothing can be kept: reading goes on without."""
    from school_desk.intake.kept import open_kept

    try:
        kept = open_kept(data_folder(options))
    except EnvironmentFault as fault:
        complain(f"识别结果不能留存，中断后要从头识别：{fault.message}")
        return None
    kept.anew = options.again
    return kept


def _read_here(options: argparse.Namespace, file: FoundFile) -> tuple[ReadFile, ...]:
    from school_desk.intake.batch import read_here

    return read_here(file, options.kind, partial(_readings_of_this_process, options), fast=options.fast)


def _readings_of_this_process(options: argparse.Namespace) -> KeptReadings | None:
    from school_desk.adapters.ocr import engine_name

    kept = open_readings(options)
    if kept is not None:
        kept.engine = engine_name()
    return kept


class Progress:
    """One line on standard error: rewritten on a screen, elsewhere a line at the end."""

    def __init__(self, batch: Batch, total: int) -> None:
        self._batch, self._total = batch, total
        self._on_screen = sys.stderr.isatty()
        self._begun_at = time.monotonic()
        self._told = ""

    def tell(self) -> None:
        """How far it is."""
        line = f"识别 {self._batch.done}/{self._total}{self._left()}"
        if self._on_screen and line != self._told:
            self._told = line
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()

    def end(self) -> None:
        """What it came to."""
        if self._on_screen:
            sys.stderr.write("\r\x1b[K")
        spent = time.monotonic() - self._begun_at
        known = f"，以前读过 {self._batch.kept} 页" if self._batch.kept else ""
        complain(f"{self._total} 个文件，新读 {self._batch.read_now} 页{known}，用了 {spent:.0f} 秒。")

    def _left(self) -> str:
        read = self._batch.read_now
        if not read:
            return ""
        minutes = (time.monotonic() - self._begun_at) / read * (self._total - self._batch.done) / 60
        return f"，大约还要 {minutes:.0f} 分钟" if minutes >= 1 else "，不到一分钟"
