"""The program's log: a few small files in the data folder that tell what it did and what failed, without personal data."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from school_desk.kernel.masking import fault_text, hidden

NAME = "desk.log"
_LOGGER = "school_desk"
_FILE_BYTES, _OLD_FILES = 512 * 1024, 4


class _Hiding(logging.Formatter):
    """Whoever logs need not think of it: the finished line is what is hidden."""

    def format(self, record: logging.LogRecord) -> str:
        line = hidden(f"{self.formatTime(record)} {record.levelname} {record.name}: {record.getMessage()}")
        fault = record.exc_info[1] if record.exc_info else None
        return line if fault is None else f"{line}\n{fault_text(fault)}"


class _Quiet(RotatingFileHandler):
    """A full disk costs log lines, never the work that was to be logged."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """While this is open, what `school_desk.…` loggers say is kept in `folder`; without it nothing is written anywhere."""
    logger = logging.getLogger(_LOGGER)
    before = logger.level, logger.propagate
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(folder / NAME, maxBytes=_FILE_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True)
    except OSError:
        yield
        return
    handler.setFormatter(_Hiding())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()
        logger.level, logger.propagate = before


def last_lines(folder: Path, most: int = 200) -> str:
    """The end of the log, for a fault report."""
    try:
        return "".join((folder / NAME).read_text("utf-8").splitlines(keepends=True)[-most:])
    except OSError:
        return ""
