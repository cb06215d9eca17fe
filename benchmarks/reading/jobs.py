"""What the worker processes do: draw one paper and have it read, by the program or by a plain engine."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.papers import make
from school_desk.adapters.ocr.readers import Readers, default_readers


def read_drawn(reader: str, kind: str, level: str, family: str, seed: int, memory: str | None = None) -> dict[str, Any]:
    """The truth of a drawn paper, what `reader` read, and the processor seconds that reading took (drawing not counted)."""
    paper = make(kind, level, family, seed)
    started = time.process_time()
    reading = _program(paper.content, memory)
    return {"truth": paper.truth, "reading": reading, "cpu_s": time.process_time() - started}


def _program(content: bytes, memory: str | None) -> dict[str, Any]:
    from school_desk.adapters.ocr.reader import read_with

    return read_with(_remembering(memory) if memory else default_readers(), content).to_json()


@cache
def _remembering(memory: str) -> Readers:
    from benchmarks.reading.remembered import RememberingEngine

    plain = default_readers()
    assert plain.second is not None
    assert plain.third is not None
    return Readers(*(RememberingEngine(engine, Path(memory)) for engine in (plain.first, plain.second, plain.third)))
