"""Makes the two fonts in `resources/fonts/` from Noto Sans CJK SC; for the makers only, when the face is renewed.

PDFs want TrueType outlines and Noto Sans CJK has PostScript ones, so each glyph is redrawn with quadratic curves.
Every character of the Simplified Chinese face is kept but Hangul: that is more than GBK and the 8,105 characters
of 通用规范汉字表, and a rare name costs nothing. The same input gives the same bytes.
Needs fonttools and Debian's package fonts-noto-cjk; takes about a minute and a half.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FACE = "Noto Sans CJK SC"
FAMILY = "School Desk Sans"  # a changed font must not carry the maker's reserved or protected names ("Source", "Noto")
STYLES = ("Regular", "Bold")
MAX_ERROR = 1.0  # how far a redrawn curve may stray, in 1/1000 of the type size
EPOCH_2021 = 3_692_217_600  # seconds since 1904, as the head table counts

HANGUL = (
    (0x1100, 0x11FF),
    (0x3131, 0x318E),
    (0x3200, 0x321E),
    (0x3260, 0x327F),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xFFA0, 0xFFDC),
)


class Part(NamedTuple):
    """One piece of a drawn glyph: that of `character`, scaled, then moved by thousandths of the type size."""

    character: str
    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0


# Fields of the maxp table that fonttools fills in itself on saving, or that only hints would use.
UNUSED_LIMITS = (
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
    *("maxSizeOfInstructions", "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours"),
    *("maxComponentElements", "maxComponentDepth"),
)

# What GBK (≒) or the screens need and the face lacks, put together from what it has, as wide as the first part.
DRAWN: dict[str, tuple[Part, ...]] = {
    "≒": (Part("="), Part(".", dx=-30, dy=510), Part(".", dx=308, dy=108)),
    "✕": (Part("×"),),
    "☐": (Part("□"),),
    "☑": (Part("□"), Part("✓", 0.7, 240, 110)),
    "▾": (Part("▼", 0.6, 200, 150),),
    "▸": (Part("▶", 0.6, 200, 150),),
}  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--source", type=Path, default=SOURCE, help="the folder of NotoSansCJK-*.ttc")
    options.add_argument("--target", type=Path, default=TARGET, help="where the fonts are written")
    chosen = options.parse_args()
    for style in STYLES:
        written = build(chosen.source / f"NotoSansCJK-{style}.ttc", style, chosen.target)
        print(f"{written}  {written.stat().st_size / 1e6:.1f} MB")


def build(collection: Path, style: str, target: Path) -> Path:
    """Writes the TrueType font of one style and says where."""
    font = _simplified_chinese_face(collection)
    _keep(font, (code for code in font.getBestCmap() if not any(low <= code <= high for low, high in HANGUL)))
    _redraw(font)
    _rename(font, style)
    path = target / f"{FAMILY.replace(' ', '')}-{style}.ttf"
    font.save(path)
    return path


def _simplified_chinese_face(collection: Path) -> TTFont:
    faces = TTCollection(str(collection), lazy=True).fonts
    return next(face for face in faces if face["name"].getDebugName(1) == FACE)


def _keep(font: TTFont, codes: Iterable[int]) -> None:
    wish = subset.Options(
        layout_features=[], notdef_outline=True, hinting=False, recalc_timestamp=False, name_IDs=["*"]
    )
    wish.drop_tables += [
        "BASE",
        "GDEF",
        "GPOS",
        "GSUB",
        "VORG",
        "vhea",
        "vmtx",
    ]  # we write in lines, left to right, without kerning
    subsetter = subset.Subsetter(wish)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def _redraw(font: TTFont) -> None:
    outlines, by_character, widths = font.getGlyphSet(), font.getBestCmap(), dict(font["hmtx"].metrics)
    glyphs = {name: _quadratic(outlines, [(name, Part(""))]) for name in font.getGlyphOrder()}
    for character, parts in DRAWN.items():
        name = f"drawn{ord(character):04X}"
        if ord(character) in by_character:
            raise SystemExit(f"{character} is in the face: take it out of DRAWN")
        glyphs[name] = _quadratic(outlines, [(by_character[ord(part.character)], part) for part in parts])
        widths[name] = widths[by_character[ord(parts[0].character)]]
        for table in font["cmap"].tables:
            table.cmap[ord(character)] = name
    _become_truetype(font, glyphs, {name: width for name, (width, _) in widths.items()})


def _quadratic(outlines: Any, pieces: list[tuple[str, Part]]) -> Any:
    pen = TTGlyphPen(None)
    curves = Cu2QuPen(pen, MAX_ERROR, reverse_direction=True)
    for name, part in pieces:
        outlines[name].draw(TransformPen(curves, (part.scale, 0, 0, part.scale, part.dx, part.dy)))
    return pen.glyph()


def _become_truetype(font: TTFont, glyphs: dict[str, Any], widths: dict[str, int]) -> None:
    order = list(glyphs)
    font.setGlyphOrder(order)
    font["loca"] = newTable("loca")
    font["glyf"] = newTable("glyf")
    font["glyf"].glyphOrder = order
    font["glyf"].glyphs = glyphs
    for glyph in glyphs.values():
        glyph.recalcBounds(font["glyf"])
    font["hmtx"].metrics = {name: (widths[name], getattr(glyphs[name], "xMin", 0)) for name in order}
    _limits(font, len(order))
    font["gasp"] = newTable("gasp")
    font["gasp"].gaspRange = {0xFFFF: 0x000F}  # smooth at every size: there are no hints
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font["head"].modified = EPOCH_2021
    font.recalcTimestamp = False
    font.sfntVersion = "\000\001\000\000"
    del font["CFF "]


def _limits(font: TTFont, count: int) -> None:
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs, maxp.maxZones = 0x00010000, count, 1
    for field in UNUSED_LIMITS:
        setattr(maxp, field, 0)


def _rename(font: TTFont, style: str) -> None:
    names, licence = font["name"], (0, 13, 14)
    kept = {number: names.getDebugName(number) for number in licence}
    names.names = []
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    chosen = {1: FAMILY, 2: style, 3: f"1.0;{postscript}", 4: f"{FAMILY} {style}", 5: "Version 1.0", 6: postscript}
    for number, text in sorted((kept | chosen).items()):
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main()
