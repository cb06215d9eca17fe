"""What the worker processes do: draw one paper and have it read, by the program or by a plain engine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmarks.papers import Paper, make
from benchmarks.reading.plain import read_plainly
from benchmarks.reading.remembered import RememberingEngine
from school_desk.adapters.ocr import read_paper
from school_desk.adapters.ocr.pdf_slips import papers_on_page
from school_desk.adapters.ocr.reader import read_with
from school_desk.adapters.ocr.readers import Readers, default_readers
from school_desk.documents.reading.paper import OTHER


def read_drawn(reader: str, kind: str, level: str, family: str, seed: int, memory: str | None = None) -> dict[str, Any]:
    """The truth of a drawn paper, what `reader` read, and the processor seconds that reading took (drawing not counted).

    A PDF may hold several slips: the program cuts them apart as `school-desk read` does, and the others follow under "more".
    """
    paper = make(kind, level, family, seed)
    started = _spent()
    if reader in ("program", "fast"):
        reading, *others = [_read(piece, reader == "fast", memory) for piece in _pieces(paper)]
    else:
        reading, others = read_plainly(reader, paper.content, kind), None
    result = {"truth": paper.truth, "reading": reading, "cpu_s": _spent() - started}
    slips = paper.truth.get("slips") or ()
    if others is None or len(slips) < 2:
        return result
    truths = [paper.truth | {"fields": fields} for fields in slips[1:]]
    return result | {"more": list(_told(truths, others))}


def _pieces(paper: Paper) -> list[bytes]:
    if not paper.file_name.endswith(".pdf"):
        return [paper.content]
    return papers_on_page(paper.content, 0, may_be_slips=True)


def _told(truths: Iterable[dict[str, Any]], readings: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A slip that was not cut out was not read."""
    for truth, reading in zip_longest(truths, readings):
        if truth is not None:
            yield {"truth": truth, "reading": reading or {"kind": OTHER, "fields": {}, "rotation": 0}}


def _spent() -> float:
    """Processor seconds of this process and of those that it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _read(content: bytes, fast: bool, memory: str | None) -> dict[str, Any]:
    reading = read_with(_remembering(memory), content) if memory else read_paper(content, fast=fast)
    return reading.to_json()


@cache
def _remembering(memory: str) -> Readers:
    plain = default_readers()
    assert plain.second is not None
    assert plain.third is not None
    return Readers(*(RememberingEngine(engine, Path(memory)) for engine in (plain.first, plain.second, plain.third)))
