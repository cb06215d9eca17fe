"""The baselines: plain engines with their defaults on the same photos, their text given to the same rules. They are told the kind.

What the program adds (turning, seals, second readers, re-reading, proof) they do not have; EXIF is applied for them.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import cv2

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.pictures import load_upright
from school_desk.documents.reading.boxes import Quad, TextBox, box_from_text
from school_desk.documents.reading.evidence import settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import PaperReading
from school_desk.documents.reading.rules import read_fields

WEIGHTS_VARIABLE = "SCHOOL_DESK_EASYOCR_WEIGHTS"


def read_plainly(engine: str, content: bytes, kind: str) -> dict[str, Any]:
    """The paper's fields as JSON, from the text that `engine` (rapidocr, tesseract, easyocr) finds."""
    picture = load_upright(content)
    drafts = read_fields(kind, Sheet(_ENGINES[engine](picture)))
    fields = {name: settle(draft) for name, draft in drafts.items()}
    return PaperReading(kind, fields, engine=engine, width=picture.shape[1], height=picture.shape[0]).to_json()


def _rapidocr(picture: Picture) -> list[TextBox]:
    found = _plain_rapidocr()(picture)
    if found.boxes is None:
        return []
    return [
        box_from_text(_quad(quad), text, float(score))
        for quad, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if text.strip()
    ]


@cache
def _plain_rapidocr() -> Any:
    import logging

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{part}_op_num_threads": 1 for part in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "error"} | threads)


def _tesseract(picture: Picture) -> list[TextBox]:
    _, packed = cv2.imencode(".png", picture)
    command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "--psm", "3", "tsv"]
    done = subprocess.run(
        command, input=packed.tobytes(), capture_output=True, check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"}
    )
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    lines: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in rows:
        if row["text"] and row["text"].strip():
            lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    return [_tesseract_box(words) for words in lines.values()]


def _tesseract_box(words: list[Mapping[str, str]]) -> TextBox:
    left, top = min(int(word["left"]) for word in words), min(int(word["top"]) for word in words)
    right = max(int(word["left"]) + int(word["width"]) for word in words)
    bottom = max(int(word["top"]) + int(word["height"]) for word in words)
    quad: Quad = ((left, top), (right, top), (right, bottom), (left, bottom))
    score = sum(float(word["conf"]) for word in words) / len(words) / 100
    return box_from_text(quad, "".join(word["text"] for word in words), max(score, 0.01))


def _easyocr(picture: Picture) -> list[TextBox]:
    reader = _plain_easyocr()
    return [box_from_text(_quad(quad), text, float(score)) for quad, text, score in reader.readtext(picture) if text]


@cache
def _plain_easyocr() -> Any:
    import easyocr

    folder = str(Path(os.environ[WEIGHTS_VARIABLE]))
    return easyocr.Reader(["ch_sim", "en"], gpu=False, model_storage_directory=folder, download_enabled=False)


def _quad(corners: Any) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d


_ENGINES: Mapping[str, Callable[[Picture], list[TextBox]]] = {
    "rapidocr": _rapidocr,
    "tesseract": _tesseract,
    "easyocr": _easyocr,
}
