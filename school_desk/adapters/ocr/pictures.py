"""What a file really is, and its pixels upright: nothing is believed that a name or a header claims."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from school_desk.adapters.ocr.engine import Picture
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.uploads import MAX_UPLOAD_BYTES

_MAX_PIXELS = 120_000_000
_PDF_LONG_SIDE = 2200
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
_READABLE = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """`format` by the first bytes; `width` and `height` in pixels after the EXIF turn, None when the pixels cannot be read.

    `problems` are Chinese sentences, empty when the file may be handed in as it is (JPEG, whole, at most 2 MiB).
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
    return "未知"


def inspect_picture(content: bytes) -> PictureFacts:
    """Looks at a handed-in file without ever failing: what it is, how big, whole or cut off, and what to do about it."""
    form = real_format(content)
    problems = list(_format_problems(form, content))
    width = height = None
    truncated = has_exif = False
    if form in _READABLE:
        try:
            with _opened(content) as image:
                has_exif = bool(image.getexif())
                width, height = _turned_size(image)
                truncated = _is_cut_off(image)
        except RuleViolation as refused:
            problems.append(refused.message)
    if truncated:
        problems.append("图片不完整：文件在传输或保存时被截断，请重新拍照或重新发送原文件。")
    return PictureFacts(form, len(content), width, height, truncated, has_exif, tuple(problems))


def pixel_count(content: bytes) -> int:
    """How many pixels a picture's header announces; nothing is decoded. Raises RuleViolation `picture.*`."""
    with _opened(content) as image:
        return image.width * image.height


def load_upright(content: bytes) -> Picture:
    """The pixels as a person sees them: EXIF turn applied, first page of a PDF, on white. Raises RuleViolation `picture.*`."""
    form = real_format(content)
    if form == "PDF":
        return _first_page(content)
    if form not in _READABLE:
        raise RuleViolation("picture.format", " ".join(_format_problems(form, content)))
    with _opened(content) as image:
        try:
            turned = ImageOps.exif_transpose(image)
            return _on_white(turned)
        except (OSError, SyntaxError, ValueError) as cut:
            message = "图片不完整或已损坏，无法打开，请重新拍照或重新发送原文件。"
            raise RuleViolation("picture.truncated", message) from cut


def read_source(source: Path | str | bytes) -> bytes:
    """The bytes of a path, or the bytes given."""
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _format_problems(form: str, content: bytes) -> tuple[str, ...]:
    found = []
    if form == "空文件":
        found.append("文件是空的（0 字节），请重新拍照或重新发送。")
    elif form == "HEIC":
        found.append(
            "这是 HEIC 照片（苹果手机“高效”格式），不是 jpg；请在手机“设置—相机—格式”选“兼容性最佳”后重拍，或转存为 jpg。"
        )
    elif form in _READABLE and form != "JPEG":
        found.append(
            f"文件内容是 {form} 图片，不是 jpg（只改文件名不行）；请转存为 jpg，或用桌面程序的“转为合规 JPG”。"
        )
    elif form == "PDF":
        found.append("文件是 PDF，不是 jpg 照片；请把第一页存为 jpg，或用桌面程序的“转为合规 JPG”。")
    elif form != "JPEG":
        found.append("文件不是图片，请上传 jpg 照片。")
    if len(content) > MAX_UPLOAD_BYTES:
        found.append(
            f"文件 {len(content) / 1024 / 1024:.2f} MB，超过 2 MB（2,097,152 字节）；请压缩后再交，或用桌面程序的“转为合规 JPG”。"
        )
    return tuple(found)


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # The size is judged below, in words; Pillow's own warning would only reach the console.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content))
    except Image.DecompressionBombError as bomb:
        raise _too_many_pixels() from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as unreadable:
        raise RuleViolation("picture.unreadable", "图片已损坏，无法打开，请重新拍照或重新发送原文件。") from unreadable
    if image.width * image.height > _MAX_PIXELS:
        image.close()
        raise _too_many_pixels()
    return image


def _too_many_pixels() -> RuleViolation:
    return RuleViolation("picture.too_large", "图片尺寸过大（超过 1.2 亿像素），无法处理，请用手机重新拍照。")


def _turned_size(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _is_cut_off(image: Image.Image) -> bool:
    """Decodes the whole stream, a JPEG at an eighth of its size, which is quick and still meets the missing end."""
    image.draft("RGB", (image.width // 8 or 1, image.height // 8 or 1))
    try:
        image.load()
    except (OSError, SyntaxError, ValueError):
        return True
    return False


def _on_white(image: Image.Image) -> Picture:
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    pixels = np.asarray(image.convert("RGB"), np.uint8)
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit and float greys scaled by their own range; Pillow would clip them to white."""
    values = np.asarray(image, np.float64)
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) * (255.0 / (high - low) if high > low else 0.0)
    return Image.fromarray(scaled.astype(np.uint8))


def _first_page(content: bytes) -> Picture:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as unreadable:
        message = "PDF 打不开（已损坏或有密码），请用原文件另存一份无密码的，或截图上传。"
        raise RuleViolation("picture.pdf", message) from unreadable
    try:
        page = document[0]
        bitmap = page.render(scale=_PDF_LONG_SIDE / max(page.get_size()))
        return _on_white(bitmap.to_pil())
    finally:
        document.close()
