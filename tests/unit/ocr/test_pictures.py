"""Files as phones, chats and scanners send them: what they really are, in words, and the conforming JPG made of them."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from school_desk.adapters.ocr.conform import make_conforming_jpg
from school_desk.adapters.ocr.pictures import inspect_picture, load_upright, real_format
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.uploads import MAX_UPLOAD_BYTES

_HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)


def _page(width: int = 300, height: int = 200) -> Image.Image:
    """White, its left upper corner dark blue: the corner tells how a picture was turned."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[:40, :40] = (10, 20, 160)
    return Image.fromarray(pixels)


def _packed(image: Image.Image, form: str = "JPEG", **how: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **how)
    return target.getvalue()


def _with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    return _packed(_page(), exif=exif)


def _noise(side: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8))


def test_a_proper_jpg_has_no_problem() -> None:
    facts = inspect_picture(_packed(_page()))
    assert (facts.format, facts.width, facts.height, facts.truncated, facts.problems) == ("JPEG", 300, 200, False, ())


@pytest.mark.parametrize(
    ("content", "form", "word"),
    [
        (_packed(_page(), "PNG"), "PNG", "PNG"),
        (_HEIC, "HEIC", "HEIC"),
        (_packed(_page(), "PDF"), "PDF", "PDF"),
        (b"PK\x03\x04" + bytes(30), "ZIP", "不是图片"),
        (b"hello", "未知", "不是图片"),
        (b"", "空文件", "空的"),
        (b"\xff\xd8\xff\xe0 no picture", "JPEG", "损坏"),
    ],
)
def test_whatever_the_name_says_the_bytes_decide(content: bytes, form: str, word: str) -> None:
    facts = inspect_picture(content)
    assert facts.format == real_format(content) == form
    assert any(word in problem for problem in facts.problems)


def test_one_byte_over_two_mebibytes_is_too_big() -> None:
    whole = _packed(_page())
    assert inspect_picture(whole + bytes(MAX_UPLOAD_BYTES - len(whole))).problems == ()
    over = inspect_picture(whole + bytes(MAX_UPLOAD_BYTES + 1 - len(whole)))
    assert any("超过 2 MB" in problem for problem in over.problems)


def test_a_truncated_jpg_is_told_and_not_opened() -> None:
    cut = _packed(_noise(200))[:-4000]
    facts = inspect_picture(cut)
    assert facts.truncated
    assert any("不完整" in problem for problem in facts.problems)
    with pytest.raises(RuleViolation, match="不完整"):
        load_upright(cut)


def test_a_bomb_is_refused_in_words_before_a_pixel_is_made() -> None:
    header = zlib.compress(bytes(10))
    size = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", header) + chunk(b"IEND", b"")
    assert any("过大" in problem for problem in inspect_picture(bomb).problems)
    with pytest.raises(RuleViolation, match="过大"):
        load_upright(bomb)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (20, 20)), (3, (180, 280)), (6, (20, 180)), (8, (280, 20))])
def test_the_exif_turn_is_applied_to_size_and_pixels(orientation: int, corner: tuple[int, int]) -> None:
    content = _with_exif(orientation)
    picture = load_upright(content)
    facts = inspect_picture(content)
    assert (facts.height, facts.width) == picture.shape[:2]
    assert picture[corner].tolist() == pytest.approx([160, 20, 10], abs=30)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "RGBA", "LA", "I;16", "YCbCr"])
def test_every_colour_form_becomes_blue_green_red(mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.full((50, 60), 40_000, np.uint16))
        image.putpixel((3, 3), 0)
    else:
        image = _page(60, 50).convert(mode)
    form = "JPEG" if mode in ("CMYK", "L", "YCbCr") else "PNG"
    picture = load_upright(_packed(image if mode != "YCbCr" else image.convert("RGB"), form))
    assert picture.shape == (50, 60, 3)
    assert picture.dtype == np.uint8
    assert picture[45, 55].min() > 200


def test_what_is_transparent_lies_on_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert load_upright(_packed(clear, "PNG")).min() == 255


def test_the_first_frame_of_an_animation_counts() -> None:
    frames = _packed(_page(), "GIF", save_all=True, append_images=[Image.new("RGB", (300, 200))])
    assert load_upright(frames)[150, 250].min() > 200


def test_a_broken_or_locked_pdf_is_refused_in_words() -> None:
    with pytest.raises(RuleViolation, match="PDF"):
        load_upright(b"%PDF-1.7 nothing here")


def test_the_first_page_of_a_pdf_is_drawn() -> None:
    picture = load_upright(_packed(_page(), "PDF"))
    assert max(picture.shape) == 2200
    assert picture[100, 100, 0] > 100 > picture[100, 100, 2]


@pytest.mark.parametrize("form", ["PNG", "BMP", "GIF", "WEBP", "TIFF", "PDF"])
def test_any_readable_picture_becomes_a_conforming_jpg(form: str) -> None:
    made = make_conforming_jpg(_packed(_page(), form))
    assert inspect_picture(made).problems == ()


def test_a_big_one_is_made_to_fit() -> None:
    content = _packed(_noise(1900), quality=95)
    assert len(content) > MAX_UPLOAD_BYTES
    made = make_conforming_jpg(content)
    assert len(made) <= MAX_UPLOAD_BYTES
    assert inspect_picture(made).problems == ()


def test_place_and_turn_are_gone_but_the_picture_stands_upright() -> None:
    made = make_conforming_jpg(_with_exif(6))
    with Image.open(io.BytesIO(made)) as image:
        assert not image.getexif()
        assert image.size == (200, 300)
    assert load_upright(made)[20, 180, 0] > 100


def test_a_conforming_file_is_not_compressed_again() -> None:
    content = _packed(_page())
    assert make_conforming_jpg(content) is content


def test_what_cannot_be_opened_cannot_be_made_conforming() -> None:
    with pytest.raises(RuleViolation, match="HEIC"):
        make_conforming_jpg(_HEIC)
