"""Makes of any readable picture the file the platform takes: JPEG, upright, at most 2 MiB, nothing told about place or phone."""

from __future__ import annotations

import io

from PIL import Image

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.pictures import inspect_picture, load_upright
from school_desk.terms.uploads import MAX_UPLOAD_BYTES

_LONG_SIDES = (4096, 3200, 2600, 2000, 1600)
_QUALITIES = (92, 85, 78)


def make_conforming_jpg(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2 MiB, turned upright, without EXIF. Raises RuleViolation `picture.*` when unreadable.

    A file that already conforms and carries no EXIF comes back unchanged: every new compression costs legibility.
    """
    facts = inspect_picture(content)
    if not facts.problems and not facts.has_exif:
        return content
    return encode_jpg(load_upright(content))


def encode_jpg(picture: Picture) -> bytes:
    """`picture` in the best quality that fits 2 MiB; resolution is given up only after quality."""
    image = Image.fromarray(picture[:, :, ::-1])
    for side in _LONG_SIDES:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            packed = io.BytesIO()
            image.save(packed, "JPEG", quality=quality, optimize=True)
            if packed.tell() <= MAX_UPLOAD_BYTES:
                return packed.getvalue()
    raise AssertionError("a picture of 1600 pixels at quality 78 is always below 2 MiB")
