"""Files that mean harm or were spoilt on their way, made anew from a seed: name → content."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from random import Random

import numpy as np
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

SIDE = 60_000
_SEEDS = range(40)
HIDING = ("end in a comment", "filling behind the start", "filling between", "segments without end")


def page(width: int = 300, height: int = 200) -> Image.Image:
    """Paper with some lines of ink."""
    pixels = np.full((height, width, 3), 240, np.uint8)
    pixels[20:-20:12, 20:-20] = 30
    return Image.fromarray(pixels)


def packed(image: Image.Image, form: str = "JPEG", **how: object) -> bytes:
    """`image` as a file."""
    target = io.BytesIO()
    image.save(target, form, **how)
    return target.getvalue()


def png(width: int, height: int, *, colour: int = 2, depth: int = 8, rows: int = 0) -> bytes:
    """A PNG that announces any size; `rows` of it are really there, all zero."""
    bits = {0: 1, 2: 3, 6: 4}[colour] * depth * width
    pack = zlib.compressobj(9)
    body = b"".join(pack.compress(bytes(bits // 8 + 1)) for _ in range(rows)) + pack.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def jpeg(width: int, height: int) -> bytes:
    """A small JPEG whose header announces any size up to 65,535."""
    content = bytearray(packed(page()))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def jpeg_of_many_passes(passes: int = 3000) -> bytes:
    """A progressive JPEG that goes over the same picture again and again."""
    return _repeated(packed(page(2000, 2000), progressive=True), passes)


def _repeated(content: bytes, passes: int) -> bytes:
    scan = content.rindex(b"\xff\xda")
    end = content.rindex(b"\xff\xd9")
    return content[:end] + content[scan:end] * passes + content[end:]


def jpeg_that_hides_its_passes(trick: str) -> bytes:
    """The same, told in a way that a hasty count falls for; the decoder goes through all of it."""
    content = _repeated(packed(Image.new("L", (600, 800), 128), progressive=True), 1000)  # 12 bytes a pass
    second = content.index(b"\xff\xda", content.index(b"\xff\xda") + 2)
    first = content.rindex(b"\xff\xc4", 0, second)  # its table of codes stands ahead of a scan
    if trick == "end in a comment":
        return content[:first] + b"\xff\xfe\x00\x04\xff\xd9" + content[first:]
    if trick == "filling behind the start":
        return content[:2] + b"\xff" + content[2:]
    if trick == "filling between":
        return content[:first] + b"\xff" * 3 + b"\xff\xfe\x00\x04\xff\xd9" + b"\xff" * 2 + content[first:]
    return content[:2] + b"\xff\xfe\x00\x02" * 20_000 + content[2:]


def gif(width: int, height: int) -> bytes:
    """A GIF that announces any size up to 65,535, by its screen and by its frame."""
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00;"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + frame


def tiff(width: int, height: int, *, next_at: int = 0) -> bytes:
    """A TIFF that announces any size; `next_at` is where it says its next directory lies (8 is its own)."""
    numbers = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: 100}
    wide = (256, 257, 273, 278, 279)
    entries = b"".join(struct.pack("<HHII", tag, 4 if tag in wide else 3, 1, value) for tag, value in numbers.items())
    return b"II*\x00" + struct.pack("<IH", 8, len(numbers)) + entries + struct.pack("<I", next_at)


def webp(side: int = 16_383) -> bytes:
    """A WEBP that announces the most it can."""
    head = b"\x02\x00\x00\x00" + (side - 1).to_bytes(3, "little") * 2
    return b"RIFF" + struct.pack("<I", 44) + b"WEBPVP8X" + struct.pack("<I", 10) + head + b"ANIM" + struct.pack("<I", 6) + bytes(6)  # fmt: skip


def bmp(width: int, height: int) -> bytes:
    """A BMP that announces any size."""
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + head


def with_exif(exif: bytes) -> bytes:
    """A whole JPEG that tells `exif` (TIFF bytes) of itself."""
    body = b"Exif\x00\x00" + exif
    whole = packed(page())
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + whole[2:]


def exif_loop() -> bytes:
    """Directories that name each other as the next and as their own child."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x8825, 4, 1, 8)
    return b"II*\x00" + struct.pack("<IH", 8, 2) + entry + struct.pack("<I", 8)


def exif_turn(value: int) -> bytes:
    """An orientation."""
    return b"II*\x00" + struct.pack("<IH", 8, 1) + struct.pack("<HHII", 0x0112, 3, 1, value) + bytes(4)


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842), *, locked: bool = False) -> bytes:
    """A PDF of empty pages."""
    target = io.BytesIO()
    canvas = Canvas(target, size, encrypt=StandardEncryption("secret") if locked else None)
    for number in range(pages):
        canvas.drawString(10, 10, str(number))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def pdf_with_picture(side: int, way: str = "shown") -> bytes:
    """A PDF of one page with a picture that announces `side` × `side` pixels: shown there, the mask of another, in a pattern or a stamp."""
    picture, drawn = b"/Resources<</XObject<</I 4 0 R>>>>", b"q 600 0 0 800 0 0 cm /I Do Q"
    page, other = picture + b"/Contents 5 0 R", _stream(_image(1) + b"/SMask 4 0 R", zlib.compress(bytes(3)))
    if way == "mask":
        page = page.replace(b"/I 4", b"/I 6")
    elif way == "pattern":
        tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 600 800]/XStep 600/YStep 800"
        other = _stream(tile + picture, drawn)
        page, drawn = b"/Resources<</Pattern<</P 6 0 R>>>>/Contents 5 0 R", b"/Pattern cs /P scn 0 0 600 800 re f"
    elif way == "stamp":
        page, other = b"/Annots[7 0 R]", _stream(b"/Subtype/Form/BBox[0 0 600 800]" + picture, drawn)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]%s>>" % page,
        _stream(_image(side), zlib.compress(bytes(1000))),
        _stream(b"", drawn),
        other,
        b"<</Type/Annot/Subtype/Stamp/Rect[0 0 600 800]/F 4/AP<</N 6 0 R>>>>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 8\n0000000000 65535 f \n" + table + end


def _image(side: int) -> bytes:
    size = b"/Width %d/Height %d" % (side, side)
    return b"/Type/XObject/Subtype/Image" + size + b"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"


def _stream(what: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (what, len(data), data)


def refused() -> dict[str, bytes]:
    """What must end in one sentence."""
    noise = packed(Image.fromarray(np.random.default_rng(1).integers(0, 256, (300, 300, 3), np.uint8)))
    return {
        "bomb.png": png(SIDE, SIDE),
        "bomb.jpg": jpeg(SIDE, SIDE),
        "bomb.gif": gif(SIDE, SIDE),
        "bomb.tif": tiff(SIDE, SIDE),
        "bomb.webp": webp(),
        "bomb.bmp": bmp(SIDE, SIDE),
        "passes.jpg": jpeg_of_many_passes(),
        **{f"{trick}.jpg": jpeg_that_hides_its_passes(trick) for trick in HIDING},
        "dot.png": packed(page(1, 1), "PNG"),
        "thread.png": packed(page(1, SIDE), "PNG"),
        "strip.png": packed(page(20, 2000), "PNG"),
        "zero.jpg": b"",
        "head.jpg": b"\xff\xd8\xff\xe0",
        "cut.jpg": noise[: len(noise) // 2],
        "cut.png": packed(page(), "PNG")[:150],
        "text.jpg": "不是图片".encode(),
        "drawing.svg": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "apple.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64),
        "thread.pdf": pdf(size=(10, 1_000_000)),
        "locked.pdf": pdf(locked=True),
        "bomb.pdf": pdf_with_picture(SIDE),
        "mask.pdf": pdf_with_picture(SIDE, "mask"),
        "pattern.pdf": pdf_with_picture(SIDE, "pattern"),
        "stamp.pdf": pdf_with_picture(SIDE, "stamp"),
        "cut.pdf": pdf()[:300],
        "empty.pdf": b"%PDF-1.4\n%%EOF",
    }  # fmt: skip


def harmless() -> dict[str, bytes]:
    """What looks odd and must be read."""
    deep = Image.fromarray(np.linspace(0, 65_535, 60_000).reshape(200, 300).astype(np.uint16))
    ink = Image.new("LA", (300, 200), (0, 0))
    ink.paste((0, 255), (20, 20, 280, 60))
    frames = [page(), Image.new("RGB", (300, 200))]
    return {
        "cmyk.jpg": packed(page().convert("CMYK")),
        "deep.png": packed(deep, "PNG"),
        "deep-colour.png": png(300, 200, colour=6, depth=16, rows=200),
        "float.tif": packed(Image.fromarray(np.full((200, 300), np.nan, np.float32)), "TIFF"),
        "alpha.png": packed(ink, "PNG"),
        "moving.gif": packed(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "moving.webp": packed(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
        "moving.png": packed(frames[0], "PNG", save_all=True, append_images=frames[1:]),
        "tail.jpg": packed(page()) + bytes(100_000_000),
        "exif-loop.jpg": with_exif(exif_loop()),
        "exif-garbage.jpg": with_exif(b"II*\x00" + Random(4).randbytes(500)),
        "exif-nine.jpg": with_exif(exif_turn(9)),
        "exif-far.jpg": with_exif(b"MM\x00*\xff\xff\xff\xf0"),
        "frame-loop.tif": _looping_tiff(),
        "huge.pdf": pdf(size=(10_000_000, 10_000_000)),
    }  # fmt: skip


def _looping_tiff() -> bytes:
    content = bytearray(packed(page(), "TIFF"))
    first = int.from_bytes(content[4:8], "little")
    after = first + 2 + 12 * int.from_bytes(content[first : first + 2], "little")
    content[after : after + 4] = content[4:8]
    return bytes(content)


def spoilt() -> Iterator[tuple[str, bytes]]:
    """Each form with bytes changed, cut out or doubled, mostly in its head, where they say how the rest is to be unpacked."""
    forms = {form: packed(page(), form) for form in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "PDF")}
    forms["MOVING"] = packed(page(), "GIF", save_all=True, append_images=[Image.new("RGB", (300, 200))])
    forms["EXIF"] = with_exif(exif_turn(6))
    for form, whole in forms.items():
        for seed in _SEEDS:
            rng, content = Random(f"{form}/{seed}"), bytearray(whole)
            for _ in range(rng.randint(1, 8)):
                at = rng.randrange(len(content) if seed % 4 == 0 else min(400, len(content)))
                size = rng.choice((1, 1, 2, 4))
                doubled = bytes(content[at : at + 40])
                content[at : at + size] = rng.choice((rng.randbytes(size), b"\xff" * size, b"", bytes(size), doubled))
            yield f"{form} {seed}", bytes(content)
