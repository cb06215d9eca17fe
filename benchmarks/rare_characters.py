"""`python -m benchmarks.rare_characters`: names printed in many fonts and read, each listed surname and given name's character in turn.

Prints how many characters all readers together get wrong, how many after `likeliest_person`, and how many more count as sure by
`clearness` where two readers agree on the whole line, and how many of those are wrong. Everyday characters and those that hardly stand
anywhere but in names are told apart.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks.papers.fonts import Face, all_faces
from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.readers import default_readers
from school_desk.documents.reading.boxes import Glyph
from school_desk.documents.reading.fusion import fuse
from school_desk.documents.reading.rare_names import clearness, likeliest_person, stands_out
from school_desk.terms.given_names import is_given_name
from school_desk.terms.surnames import begins_with_surname

_FAMILIES = ("develop", "report", "fresh", "later", "outside", "beyond")
_SURNAMES, _GIVEN = "王李张刘陈杨黄周吴徐", "国明华文军平"
_NAMES = ("建国", "志明", "海燕", "伟", "文斌", "丽华", "永强", "德胜", "秀英", "俊杰", "春梅")
_SIZE, _LABEL = 40, "法定代表人："
_CLEAR = 0.95


@dataclass(frozen=True)
class _Level:
    """How a line looks: its height in pixels, its blur, its noise, how bright it is, and the quality of its JPEG."""

    height: int
    blur: float
    noise: float
    light: float
    quality: int


_LEVELS = {"flat": None, "photo": _Level(30, 0.6, 4, 0.85, 85), "hard": _Level(21, 0.95, 9, 0.7, 60)}


def main() -> None:
    """Reads and tells."""
    parser = argparse.ArgumentParser(prog="benchmarks.rare_characters", description=__doc__)
    parser.add_argument("--fonts", type=int, default=4, help="in how many fonts each character is printed")
    fonts = parser.parse_args().fonts
    every = [chr(code) for code in range(0x3400, 0x9FFF)]
    parts = {
        "surnames": [char for char in every if begins_with_surname(char * 2)],
        "given names": [char for char in every if is_given_name(char)],
    }
    print(f"{'':34}{'read':>7}{'wrong':>7}{'mended':>8}{'more sure':>11}{'of them wrong':>15}")
    for part, chars in parts.items():
        counts = _counted(chars, surnames=part == "surnames", fonts=fonts)
        for group in ("everyday", "seldom"):
            for level in _LEVELS:
                told = [counts[group, level, what] for what in ("read", "wrong", "still", "sure", "sure wrong")]
                print(
                    f"{part + ', ' + group + ', ' + level:34}{told[0]:7}{told[1]:7}{told[2]:8}{told[3]:11}{told[4]:15}"
                )


def _counted(chars: list[str], *, surnames: bool, fonts: int) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    rng = Random(7)
    for char in chars:
        group = "seldom" if stands_out(char) else "everyday"
        for name, place, face in _printed(rng, char, surnames=surnames, fonts=fonts):
            label = _LABEL if rng.random() < 0.4 and face.covers(_LABEL) else ""
            drawn = _drawn(label + name, face)
            for level, how in _LEVELS.items():
                read, agreed = _read(drawn if how is None else _worn(drawn, how, rng))
                if len(read) == len(label + name):
                    judged = _judged(read[len(label) :], place, char, agreed)
                    counts.update((group, level, what) for what in judged)
    return counts


def _judged(read: tuple[Glyph, ...], place: int, char: str, agreed: bool) -> Iterator[str]:
    yield "read"
    glyph = read[place]
    if glyph.char != char:
        yield "wrong"
    if likeliest_person(read)[place] != char:
        yield "still"
    if agreed and glyph.score < _CLEAR <= clearness(glyph):
        yield "sure"
        if glyph.char != char:
            yield "sure wrong"


def _printed(rng: Random, char: str, *, surnames: bool, fonts: int) -> Iterator[tuple[str, int, Face]]:
    """Names with `char`, where in them it stands, and a font that has all of it."""
    faces = sorted({face for family in _FAMILIES for face in all_faces(family)}, key=lambda face: str(face.file))
    for _ in range(fonts):
        name = char + rng.choice(_NAMES) if surnames else rng.choice(_SURNAMES) + char + rng.choice(_GIVEN)
        fitting = [face for face in faces if face.covers(name)]
        if fitting:
            yield name, 0 if surnames else 1, rng.choice(fitting)


def _read(picture: Picture) -> tuple[tuple[Glyph, ...], bool]:
    """The line as all readers together have it, and whether two of them read just that."""
    readers = default_readers()
    assert readers.second is not None
    assert readers.third is not None
    voices = ((readers.first, 1.0), (readers.second, 0.5), (readers.third, 0.6))
    heard = [(engine.read_lines([picture])[0], weight) for engine, weight in voices]
    fused = fuse(heard)
    return fused, sum([g.char for g in glyphs] == [g.char for g in fused] for glyphs, _ in heard) > 1


def _drawn(text: str, face: Face) -> Picture:
    font = face.at(_SIZE)
    image = Image.new("RGB", (int(font.getlength(text)) + 16, int(_SIZE * 1.35)), (252, 252, 250))
    ImageDraw.Draw(image).text((8, _SIZE // 8), text, font=font, fill=(25, 25, 25))
    return np.asarray(image)[:, :, ::-1].copy()


def _worn(picture: Picture, level: _Level, rng: Random) -> Picture:
    scale = level.height / picture.shape[0]
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), level.blur).astype(np.float64) * level.light
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, level.noise, blurred.shape)
    noisy = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, level.quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


if __name__ == "__main__":
    main()
