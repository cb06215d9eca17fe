"""Makes photos fit for paper, and texts into QR codes. Draws nothing itself."""

from __future__ import annotations

import io

from school_desk.kernel.errors import RuleViolation

_PRINT_PIXELS = (413, 579)  # 35 × 49 mm at 300 dots an inch: more would only make a batch of tickets heavy
_QUALITY = 88


def print_photo(data: bytes, who: str) -> bytes:
    """The picture in `data` upright, at print size, as a JPEG on white.

    Raises RuleViolation `print.photo_unreadable`, naming `who`, when `data` is no picture or is cut off.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise RuleViolation(
            "print.photo_unreadable", f"{who}：照片打不开或不完整，无法打印。请换一张 JPG 照片后再打印。"
        ) from fault
    upright.thumbnail(_PRINT_PIXELS, Image.Resampling.LANCZOS)
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright)
    jpeg = io.BytesIO()
    paper.convert("RGB").save(jpeg, "JPEG", quality=_QUALITY)
    return jpeg.getvalue()


def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The squares of a QR code for `text` (UTF-8, 15 % error correction), row by row, without the white border."""
    import segno

    code = segno.make(text, error="m", encoding="utf-8", micro=False, boost_error=False)
    return tuple(tuple(bool(square) for square in row) for row in code.matrix)
