"""Reads photos of papers: the picture, the engine, the seal; what the text means is decided in `documents.reading`.

Importing this package is cheap: the engine and its libraries are loaded by the first paper that is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from school_desk.documents.reading.paper import PaperReading


def read_paper(source: Path | str | bytes, kind: str = "auto", *, fast: bool = False) -> PaperReading:
    """The paper in `source` read as `kind` ("yyzz", "zzzs", "cns", "slip") or, with "auto", as what its content says.

    `fast` has a small reader read it first and the others only what that one could not. Takes seconds and holds the interpreter:
    desks call it through `intake.papers` in a worker process.
    """
    from school_desk.adapters.ocr.reader import is_whole, read_with
    from school_desk.adapters.ocr.readers import default_readers, fast_readers

    if fast:
        reading = read_with(fast_readers(), source, kind)
        if is_whole(reading):
            return reading
    return read_with(default_readers(), source, kind)


def engine_name(*, fast: bool = False) -> str:
    """The readers of this program as kept beside every value they read; opens their weights."""
    from school_desk.adapters.ocr.readers import default_readers, fast_readers

    return f"{fast_readers().name}, {default_readers().first.mind}" if fast else default_readers().name
