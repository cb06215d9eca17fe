"""Reads photos of papers: the picture, the engine, the seal; what the text means is decided in `documents.reading`.

Importing this package is cheap: the engine and its libraries are loaded by the first paper that is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from school_desk.documents.reading.paper import PaperReading


def read_paper(source: Path | str | bytes, kind: str = "auto") -> PaperReading:
    """The paper in `source` read as `kind` ("yyzz", "zzzs", "cns", "slip") or, with "auto", as what its content says.

    Takes seconds and holds the interpreter: desks call it through `intake.papers` in a worker process.
    """
    from school_desk.adapters.ocr.reader import read_with
    from school_desk.adapters.ocr.readers import default_readers

    return read_with(default_readers(), source, kind)


def engine_name() -> str:
    """The readers of this program as kept beside every value they read; opens their weights."""
    from school_desk.adapters.ocr.readers import default_readers

    return default_readers().name
