"""What the worker processes do: draw one paper and have it read, by the program or by a plain engine."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.papers import make
from benchmarks.reading.plain import read_plainly
from benchmarks.reading.remembered import RememberingEngine
from school_desk.adapters.ocr import read_paper
from school_desk.adapters.ocr.reader import read_with
from school_desk.adapters.ocr.readers import Readers, default_readers


def read_drawn(reader: str, kind: str, level: str, family: str, seed: int, memory: str | None = None) -> dict[str, Any]:
    """The truth of a drawn paper, what `reader` read, and the processor seconds that reading took (drawing not counted)."""
    paper = make(kind, level, family, seed)
    started = _spent()
    if reader == "program":
        reading = _program(paper.content, memory)
    elif reader == "fast":
        reading = read_paper(paper.content, fast=True).to_json()
    else:
        reading = read_plainly(reader, paper.content, kind)
    return {"truth": paper.truth, "reading": reading, "cpu_s": _spent() - started}


def _spent() -> float:
    """Processor seconds of this process and of those that it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _program(content: bytes, memory: str | None) -> dict[str, Any]:
    return read_with(_remembering(memory), content).to_json() if memory else read_paper(content).to_json()


@cache
def _remembering(memory: str) -> Readers:
    plain = default_readers()
    assert plain.second is not None
    assert plain.third is not None
    return Readers(*(RememberingEngine(engine, Path(memory)) for engine in (plain.first, plain.second, plain.third)))
