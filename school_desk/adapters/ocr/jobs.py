"""What worker processes are told to do: top-level functions with plain arguments and results, so that they can be pickled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from school_desk.adapters.ocr import default_engine, read_paper


def read_paper_job(path: str, kind: str = "auto") -> dict[str, Any]:
    """`read_paper` in its JSON form. The first call of a process loads the engine, which then stays warm. Raises OSError."""
    return read_paper(Path(path), kind).to_json()


def warm_up_job() -> str:
    """Loads the engine ahead of the first paper; its name and version."""
    return default_engine().name
