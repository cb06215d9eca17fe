"""Decoded photos, a few of them: read and turned upright in a reader's thread, kept so that the next record shows at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QTransform

from school_desk.desk.services import Desk

# Enough to read the small print of an A4 page; a photo of 12 megapixels takes half the time and a quarter of the memory.
_LONGEST = 2400
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright picture; `ratio`: its pixels per pixel of the file. Null when the file cannot be shown."""

    image: QImage
    ratio: float = 1.0


class PhotoShelf(QObject):
    """Gives photos by their content's name; the last few stay decoded."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: OrderedDict[tuple[str, int], Picture] = OrderedDict()

    def show(self, sha256: str, load: Callable[[], bytes], turn: int, then: Callable[[Picture], None]) -> None:
        """Gives the photo to `then`, at once when it is here; a later call makes an earlier one's photo stale."""
        kept = self._kept.get((sha256, turn))
        if kept is not None:
            self._keep(sha256, turn, kept)
            then(kept)
            return
        self._fetch(sha256, load, turn, then, key="shown")

    def prefetch(self, sha256: str, load: Callable[[], bytes], turn: int) -> None:
        """Has the photo ready before anybody asks."""
        if (sha256, turn) not in self._kept:
            self._fetch(sha256, load, turn, lambda _: None, key=f"next/{sha256}")

    def _fetch(
        self, sha256: str, load: Callable[[], bytes], turn: int, then: Callable[[Picture], None], *, key: str
    ) -> None:
        def arrived(picture: Picture) -> None:
            self._keep(sha256, turn, picture)
            then(picture)

        self._desk.look_up(self, lambda: decode(load(), turn), arrived, key=key)

    def _keep(self, sha256: str, turn: int, picture: Picture) -> None:
        self._kept[(sha256, turn)] = picture
        self._kept.move_to_end((sha256, turn))
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def decode(content: bytes, turn: int = 0) -> Picture:
    """The picture, EXIF applied, then turned by `turn` degrees clockwise to stand upright; at most 2400 pixels long."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    stored = reader.size()
    ratio = min(1.0, _LONGEST / max(stored.width(), stored.height(), 1))
    if ratio < 1:
        reader.setScaledSize(QSize(round(stored.width() * ratio), round(stored.height() * ratio)))
    image = reader.read()
    if image.isNull():
        return Picture(image)
    if turn % 360:
        image = image.transformed(QTransform().rotate(turn), Qt.TransformationMode.FastTransformation)
    return Picture(image, ratio)
