"""Reads photos of papers: the picture, the engine, the seal; what the text means is decided in `documents.reading`.

Importing this package is cheap: the engine and its libraries are loaded by the first paper that is read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from school_desk.adapters.ocr.engine import TextEngine
    from school_desk.documents.reading.paper import PaperReading


def read_paper(source: Path | str | bytes, kind: str = "auto") -> PaperReading:
    """The paper in `source` read as `kind` ("yyzz", "zzzs", "cns", "slip") or, with "auto", as what its content says.

    Takes seconds and holds the interpreter: desks call it through `intake.papers` in a worker process.
    """
    from school_desk.adapters.ocr.reader import read_with

    return read_with(default_engine(), source, kind)


@cache
def default_engine() -> TextEngine:
    """The engine of this process, loaded once (about a second) and kept warm."""
    from school_desk.adapters.ocr.rapid import RapidEngine

    return RapidEngine()
