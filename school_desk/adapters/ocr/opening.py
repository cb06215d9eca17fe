"""Opens a picture that may mean harm: nothing is unpacked before its header was judged, and whatever is wrong with it ends in one sentence.

What a picture may cost is bounded here by what it announces: pixels, shape, and passes of a JPEG. Pixels themselves are `pictures`'.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PIL import Image

from school_desk.kernel.errors import RuleViolation

READABLE = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
FULL_PIXELS = 40_000_000
"""Above this a JPEG is unpacked at half its size: a page then still has far more pixels than its print needs."""

_MOST_PIXELS_JPEG, _MOST_PIXELS = 120_000_000, 40_000_000
_SMALLEST_SIDE, _LONGEST_TO_SHORTEST = 16, 40
# A progressive JPEG is gone through once a pass: a phone or a program writes about ten, a bomb of 2 MB ten thousand.
_MOST_PASSES = 100
# Any number of FF may fill the room ahead of a marker; among the pixels FF 00 is a byte of theirs, and FF D0 to D7 part them.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_END, _SCAN = b"\xff\xd9", b"\xff\xda"
_ALONE = frozenset(bytes((0xFF, kind)) for kind in (*range(0xC0), 0xD8))
"""No length follows these: the start, and what is no marker of a picture, over which the decoder goes on as if it were not there."""
_MOST_MARKERS = 10_000
"""A photo has some dozens; each costs a step here and in the decoder."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow's decoders are known to raise on bytes that are not what they say; found by the seeded collection of the tests.
BROKEN = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
# What Pillow has to say about a broken file is said in our words; with nobody listening Python would print it on the console.
logging.getLogger("PIL").addHandler(logging.NullHandler())


@contextmanager
def opened(content: bytes, form: str) -> Iterator[Image.Image]:
    """The picture of format `form` by its header, within bounds; pixels are unpacked by whoever loads it. Raises RuleViolation `picture.*`."""
    with warnings.catch_warnings():
        # Sizes are judged below, in words; what Pillow warns of would only reach the console.
        warnings.simplefilter("ignore")
        with _by_header(content, form) as image:
            yield image


def orientation(image: Image.Image) -> int:
    """1 to 8 as EXIF has it; 1 when it says nothing, nonsense, or cannot be read."""
    with suppress(*BROKEN):
        said = image.getexif().get(_ORIENTATION, 1)
        return said if said in _TURNS else 1
    return 1


def has_exif(image: Image.Image) -> bool:
    """Whether it tells anything of phone or place; what cannot be read may."""
    try:
        return bool(image.getexif())
    except BROKEN:
        return True


def upright(image: Image.Image) -> Image.Image:
    """`image` turned as its EXIF says."""
    turn = _TURNS.get(orientation(image))
    return image if turn is None else image.transpose(turn)


def shrink_while_unpacking(image: Image.Image, times: int) -> None:
    """Has a JPEG unpacked at 1/`times` of its size (2, 4, 8), which costs less; other formats come whole."""
    with suppress(*BROKEN):
        image.draft("RGB", (image.width // times or 1, image.height // times or 1))


def _by_header(content: bytes, form: str) -> Image.Image:
    try:
        # Only the decoder that the first bytes ask for: others (EPS) would run programs.
        image = Image.open(io.BytesIO(content), formats=(form,))
    except Image.DecompressionBombError as bomb:
        raise _too_many_pixels(form) from bomb
    except BROKEN as unreadable:
        raise RuleViolation("picture.unreadable", "图片已损坏，无法打开，请重新拍照或重新发送原文件。") from unreadable
    refusal = _refusal(image.width, image.height, form, content)
    if refusal is not None:
        image.close()
        raise refusal
    return image


def _refusal(width: int, height: int, form: str, content: bytes) -> RuleViolation | None:
    if width * height > _most_pixels(form):
        return _too_many_pixels(form)
    short, long = sorted((width, height))
    if short < _SMALLEST_SIDE:
        return RuleViolation("picture.too_small", f"图片太小（{width}×{height} 像素），看不出文字，请重新拍照。")
    if long > _LONGEST_TO_SHORTEST * short:
        return RuleViolation(
            "picture.too_narrow", f"图片是细长的一条（{width}×{height} 像素），不是一页纸，请重新拍照。"
        )
    if form == "JPEG" and _passes(content) > _MOST_PASSES:
        return RuleViolation("picture.passes", "图片的编码不正常（层数过多），无法处理，请用手机重新拍照。")
    return None


def _most_pixels(form: str) -> int:
    """The others' decoders cannot shrink: what they announce is what they take."""
    return _MOST_PIXELS_JPEG if form == "JPEG" else _MOST_PIXELS


def _too_many_pixels(form: str) -> RuleViolation:
    words = f"图片尺寸过大（超过 {_most_pixels(form) // 10_000} 万像素），无法处理，请用手机重新拍照。"
    return RuleViolation("picture.too_large", words)


def _passes(content: bytes) -> int:
    """How many times a JPEG is gone through, as the decoder finds it: what lies within its segments or behind its end does not count.

    Whatever is refused anyhow is counted no further.
    """
    at = passes = 0
    for _ in range(_MOST_MARKERS):
        found = _MARKER.search(content, at)
        if found is None or found[0] == _END or passes > _MOST_PASSES:
            return passes
        passes += found[0] == _SCAN
        at = found.end()
        if found[0] not in _ALONE:
            at += max(2, int.from_bytes(content[at : at + 2], "big"))
    return _MOST_PASSES + 1
