"""Text boxes as an engine read them from this project's own drawn papers, and boxes made up in a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from school_desk.documents.reading.boxes import Quad, TextBox, box_from_text
from school_desk.documents.reading.layout import Sheet

_FOLDER = Path(__file__).parent / "recorded"
RECORDED = tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def recorded(name: str) -> tuple[str, list[TextBox], dict[str, Any]]:
    """Kind, boxes and what really stands on the recorded paper `name`."""
    data = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    boxes = [box_from_text(_quad(numbers), text, score) for text, score, *numbers in data["boxes"]]
    return data["kind"], boxes, data["fields"]


def line(text: str, x: float, y: float, *, height: float = 30, slope: float = 0.0, score: float = 0.99) -> TextBox:
    """One level (or by `slope` slanted) line beginning at x, y; wide characters are as wide as high."""
    width = sum(height if char > "\u2e80" else height * 0.55 for char in text)
    drop = slope * width
    quad: Quad = ((x, y), (x + width, y + drop), (x + width, y + drop + height), (x, y + height))
    return box_from_text(quad, text, score)


def sheet(*rows: str, score: float = 0.99) -> Sheet:
    """A paper of these rows; a double space parts two boxes of one row."""
    boxes = []
    for number, row in enumerate(rows):
        x = 100.0
        for piece in row.split("  "):
            box = line(piece, x, 100 + 50 * number, score=score)
            boxes.append(box)
            x += box.width + 40
    return Sheet(boxes)


def _quad(numbers: list[float]) -> Quad:
    a, b, c, d = ((numbers[i], numbers[i + 1]) for i in range(0, 8, 2))
    return a, b, c, d
