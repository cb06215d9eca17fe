"""What every text engine must be able to do here, whatever library stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.weighing import Weighed

Picture = NDArray[np.uint8]
"""Height × width × 3, channels blue, green, red."""


class TextEngine(Protocol):
    """Finds lines and reads them. Both are slow and hold the interpreter: call them in a worker process."""

    @property
    def name(self) -> str:
        """Engine and version as kept beside every value read, such as "onnxruntime 1.32.0 PP-OCRv6 small"."""

    @property
    def mind(self) -> str:
        """Whose weights these are: engines of one mind make the same errors."""

    def find_lines(self, picture: Picture) -> list[Quad]:
        """The quads of text lines; corners in reading order when the picture is upright."""

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        """The characters of each crop (one line, upright); with `alphabet`, no other characters are considered."""


@runtime_checkable
class OpeningEngine(TextEngine, Protocol):
    """An engine whose weights can be opened while something else is done, such as unpacking the picture."""

    def open_ahead(self, *, finds: bool) -> None:
        """Begins to open what reads lines, and what finds them if this engine will be asked for that. Returns at once."""


@runtime_checkable
class WeighingEngine(TextEngine, Protocol):
    """An engine that can also tell how well given texts fit a line; one that hides its probabilities cannot."""

    def weigh_lines(self, crops: Sequence[Picture], texts: Sequence[str]) -> list[Weighed]:
        """The characters of each crop and the log-likelihoods of `texts` there; `weighing.ANY` in a text is any Chinese character."""
