"""Photos on their way to the screen."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtGui import QColor

from school_desk.desk.screens.enterprises.photo_shelf import decode

ORIENTATION = 0x0112


def test_a_photo_is_read_smaller_and_upright(tmp_path: Path) -> None:
    """5000 × 2500 stored, turned by EXIF to 2500 × 5000; the stored left half is red, so red stands on top."""
    stored = Image.new("RGB", (5000, 2500), "blue")
    stored.paste((255, 0, 0), (0, 0, 2500, 2500))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    path = tmp_path / "yyzz.jpg"
    stored.save(path, exif=exif)
    picture = decode(path.read_bytes())
    assert (picture.image.width(), picture.image.height(), picture.ratio) == (1200, 2400, 0.48)
    assert QColor(picture.image.pixel(600, 100)).red() > 200
    assert QColor(picture.image.pixel(600, 2300)).blue() > 200
