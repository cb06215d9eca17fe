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
    """The readers of this program as kept beside every value they read. Their weights are opened by the first paper, or `open_readers`."""
    from school_desk.adapters.ocr.readers import default_readers, fast_readers

    return f"{fast_readers().name}, {default_readers().first.mind}" if fast else default_readers().name


def open_readers() -> str:
    """Opens all weights by having every reader look at an empty line, so that the next paper finds them open. Gives their name."""
    import numpy as np

    from school_desk.adapters.ocr.readers import default_readers

    readers, line = default_readers(), np.full((48, 96, 3), 255, np.uint8)
    readers.first.find_lines(line)
    for engine in (readers.first, readers.second, readers.third):
        if engine is not None:
            engine.read_lines([line])
    return readers.name
