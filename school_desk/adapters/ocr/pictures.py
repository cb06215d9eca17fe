"""What a file really is, and its pixels upright: nothing is believed that a name or a header claims."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.opening import (
    BROKEN,
    FULL_PIXELS,
    READABLE,
    has_exif,
    opened,
    orientation,
    shrink_while_unpacking,
    upright,
)
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.uploads import MAX_UPLOAD_BYTES

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (8, b"WEBP", "WEBP"),
    (4, b"ftyphe", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypmsf1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
    (0, b"PK\x03\x04", "ZIP"),
)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """`format` by the first bytes; `width` and `height` in pixels after the EXIF turn, None when the pixels cannot be read.

    `problems` are Chinese sentences, empty when the file may be handed in as it is (JPEG, whole, at most 2 MiB). What cannot be opened at all,
    or only in part, has one.
    """

    format: str
    size_bytes: int
    width: int | None
    height: int | None
    truncated: bool
    has_exif: bool
    problems: tuple[str, ...]


def real_format(content: bytes) -> str:
    """ "JPEG", "PNG", "HEIC", "PDF" … by the first bytes; "空文件" and "未知" are answers too."""
    if not content:
        return "空文件"
    if b"%PDF-" in content[:1024]:
        return "PDF"
    for offset, mark, name in _SIGNATURES:
        if content[offset : offset + len(mark)] == mark:
            return name
    return "SVG" if b"<svg" in content[:1024] else "未知"


def inspect_picture(content: bytes) -> PictureFacts:
    """Looks at a handed-in file without ever failing: what it is, how big, whole or cut off, and what to do about it."""
    form = real_format(content)
    nothing = PictureFacts(form, len(content), None, None, False, False, _format_problems(form, content))
    if form not in READABLE:
        return nothing
    try:
        with opened(content, form) as image:
            return _facts(image, nothing)
    except RuleViolation as refused:
        return PictureFacts(form, len(content), None, None, False, False, (refused.message,))


def _facts(image: Image.Image, seen: PictureFacts) -> PictureFacts:
    turned = orientation(image) > 4
    width, height = (image.height, image.width) if turned else image.size
    told, truncated = has_exif(image), _is_cut_off(image)
    cut = ("图片不完整：文件在传输或保存时被截断，请重新拍照或重新发送原文件。",)
    problems = cut if truncated else seen.problems
    return PictureFacts(seen.format, seen.size_bytes, width, height, truncated, told, problems)


def pixel_count(content: bytes) -> int:
    """How many pixels a picture's header announces; nothing is decoded. Raises RuleViolation `picture.*`."""
    form = real_format(content)
    if form not in READABLE:
        raise RuleViolation("picture.format", " ".join(_format_problems(form, content)))
    with opened(content, form) as image:
        return image.width * image.height


def load_upright(content: bytes) -> Picture:
    """The pixels as a person sees them: EXIF turn applied, first page of a PDF, on white. Raises RuleViolation `picture.*`.

    A very large JPEG comes at half its size.
    """
    form = real_format(content)
    if form == "PDF":
        from school_desk.adapters.ocr.pdf import first_page

        return first_page(content)
    if form not in READABLE:
        raise RuleViolation("picture.format", " ".join(_format_problems(form, content)))
    with opened(content, form) as image:
        if image.width * image.height > FULL_PIXELS:
            shrink_while_unpacking(image, 2)
        try:
            return on_white(upright(image))
        except BROKEN as cut:
            message = "图片不完整或已损坏，无法打开，请重新拍照或重新发送原文件。"
            raise RuleViolation("picture.truncated", message) from cut


def read_source(source: Path | str | bytes) -> bytes:
    """The bytes of a path, or the bytes given."""
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def on_white(image: Image.Image) -> Picture:
    """The pixels of `image`; what is transparent lies on white paper."""
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = _laid_on_paper(image.convert("RGBA"))
    rows = image.convert("RGB").tobytes("raw", "BGR")
    return np.frombuffer(rows, np.uint8).reshape(image.height, image.width, 3).copy()


def _laid_on_paper(layer: Image.Image) -> Image.Image:
    if layer.getchannel("A").getextrema()[0] == 255:
        return layer
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer)
    return paper


def _format_problems(form: str, content: bytes) -> tuple[str, ...]:
    found = []
    if form == "空文件":
        found.append("文件是空的（0 字节），请重新拍照或重新发送。")
    elif form == "HEIC":
        found.append(
            "这是 HEIC 照片（苹果手机“高效”格式），不是 jpg；请在手机“设置—相机—格式”选“兼容性最佳”后重拍，或转存为 jpg。"
        )
    elif form in READABLE and form != "JPEG":
        found.append(
            f"文件内容是 {form} 图片，不是 jpg（只改文件名不行）；请转存为 jpg，或用桌面程序的“转为合规 JPG”。"
        )
    elif form in ("AVIF", "SVG"):
        found.append(f"文件内容是 {form} 图片，不是 jpg，这里打不开；请打开后截图，或转存为 jpg。")
    elif form == "PDF":
        found.append("文件是 PDF，不是 jpg 照片；请把第一页存为 jpg，或用桌面程序的“转为合规 JPG”。")
    elif form != "JPEG":
        found.append("文件不是图片，请上传 jpg 照片。")
    if len(content) > MAX_UPLOAD_BYTES:
        found.append(
            f"文件 {len(content) / 1024 / 1024:.2f} MB，超过 2 MB（2,097,152 字节）；请压缩后再交，或用桌面程序的“转为合规 JPG”。"
        )
    return tuple(found)


def _is_cut_off(image: Image.Image) -> bool:
    """Decodes the whole stream, a JPEG at an eighth of its size, which is quick and still meets the missing end."""
    shrink_while_unpacking(image, 8)
    try:
        image.load()
    except BROKEN:
        return True
    return False


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit and float greys scaled by their own range; Pillow would clip them to white."""
    values = np.nan_to_num(np.asarray(image, np.float32))
    low, high = float(values.min()), float(values.max())
    values -= low
    values *= 255.0 / (high - low) if high > low else 0.0
    return Image.fromarray(values.astype(np.uint8))
