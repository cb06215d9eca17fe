"""The fonts of the drawn papers, from Debian packages; `develop`, `report` and `fresh` share none.

`develop` and `report` share no design either. `fresh` has Fandol's four (Song, Hei, Kai, Fang), which print GB 2312; what they lack it
sets in BabelStone Han and in two weights of Noto that the others have not, and a rare name's signature in AR PL UKai. `later` has what
is left of Noto's weights and the monospaced WenKai, and mixes with them some designs of the others, as real papers share designs too.
`outside` and `beyond` take the usual office designs (Song, Hei, Kai, FangSong) of all packages, in other shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from fontTools.ttLib import TTFont
from PIL import ImageFont

PACKAGES = (
    "fonts-noto-cjk", "fonts-wqy-zenhei", "fonts-wqy-microhei", "fonts-arphic-uming", "fonts-arphic-gbsn00lp",
    "fonts-arphic-gkai00mp", "fonts-lxgw-wenkai", "fonts-cns11643-sung", "fonts-cns11643-kai", "fonts-liberation",
    "fonts-dejavu-core", "fonts-babelstone-han", "fonts-noto-cjk-extra", "fonts-arphic-ukai", "texlive-lang-chinese",
)  # fmt: skip
_ROOT = Path("/usr/share/fonts")


class FontsMissing(RuntimeError):
    """Fonts that the papers are drawn with are not installed; the message names the command that installs them."""


@dataclass(frozen=True)
class Face:
    """One font file; `stroke` thickens thin designs by that share of the letter's size."""

    path: str
    index: int = 0
    stroke: float = 0.0

    @property
    def file(self) -> Path:
        return _ROOT / self.path

    @property
    def embeds(self) -> bool:
        """Whether a PDF can hold it: TrueType outlines."""
        return self.path.startswith("truetype/")

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font at `size` pixels."""
        return _loaded(self, size)

    def covers(self, text: str) -> bool:
        """Whether no character of `text` would be an empty box."""
        return all(ord(char) in _characters(self) for char in text if not char.isspace())


@dataclass(frozen=True)
class Faces:
    """What one paper is set in. `latin` prints digits and Latin letters, None: the body's own do."""

    body: Face
    label: Face
    title: Face
    latin: Face | None
    hand: Face
    seal: Face


_SONG = Face("opentype/noto/NotoSerifCJK-Regular.ttc", 2)
_SONG_BOLD = Face("opentype/noto/NotoSerifCJK-Bold.ttc", 2)
_ZENHEI = Face("truetype/wqy/wqy-zenhei.ttc")
_SUNG = Face("truetype/cns11643/TW-Sung-98_1.ttf")
_TW_KAI = Face("truetype/cns11643/TW-Kai-98_1.ttf", 0, 0.012)
_LIBERATION = Face("truetype/liberation/LiberationSerif-Regular.ttf")
_LIBERATION_SANS = Face("truetype/liberation/LiberationSans-Regular.ttf")

_SANS = Face("opentype/noto/NotoSansCJK-Regular.ttc", 2)
_SANS_BOLD = Face("opentype/noto/NotoSansCJK-Bold.ttc", 2)
_UMING = Face("truetype/arphic/uming.ttc", 0, 0.014)
_GBSONG = Face("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0, 0.016)
_GBKAI = Face("truetype/arphic-gkai00mp/gkai00mp.ttf", 0, 0.01)
_MICROHEI = Face("truetype/wqy/wqy-microhei.ttc")
_WENKAI = Face("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")
_WENKAI_BOLD = Face("truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf")
_WENKAI_LIGHT = Face("truetype/lxgw-wenkai/LXGWWenKai-Light.ttf")
_DEJAVU = Face("truetype/dejavu/DejaVuSans.ttf")
_DEJAVU_MONO = Face("truetype/dejavu/DejaVuSansMono.ttf")

_TEX = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
_FANDOL_SONG = Face(f"{_TEX}/FandolSong-Regular.otf")
_FANDOL_SONG_BOLD = Face(f"{_TEX}/FandolSong-Bold.otf")
_FANDOL_HEI = Face(f"{_TEX}/FandolHei-Regular.otf")
_FANDOL_HEI_BOLD = Face(f"{_TEX}/FandolHei-Bold.otf")
_FANDOL_KAI = Face(f"{_TEX}/FandolKai-Regular.otf", 0, 0.01)
_FANDOL_FANG = Face(f"{_TEX}/FandolFang-Regular.otf", 0, 0.006)
_HAN = Face("truetype/babelstone/BabelStoneHan.ttf", 0, 0.008)
_HAN_BOLD = Face("truetype/babelstone/BabelStoneHan.ttf", 0, 0.034)
_DEMILIGHT = Face("opentype/noto/NotoSansCJK-DemiLight.ttc", 2)
_MEDIUM = Face("opentype/noto/NotoSansCJK-Medium.ttc", 2)
_UKAI = Face("truetype/arphic/ukai.ttc", 0, 0.01)
_MONO = Face("truetype/liberation/LiberationMono-Regular.ttf")
_NARROW = Face("truetype/liberation/LiberationSansNarrow-Regular.ttf")
_DEJAVU_SERIF = Face("truetype/dejavu/DejaVuSerif.ttf")

_SONG_MEDIUM = Face("opentype/noto/NotoSerifCJK-Medium.ttc", 2)
_SONG_LIGHT = Face("opentype/noto/NotoSerifCJK-Light.ttc", 2)
_SONG_SEMIBOLD = Face("opentype/noto/NotoSerifCJK-SemiBold.ttc", 2)
_SONG_BLACK = Face("opentype/noto/NotoSerifCJK-Black.ttc", 2)
_SANS_LIGHT = Face("opentype/noto/NotoSansCJK-Light.ttc", 2)
_SANS_BLACK = Face("opentype/noto/NotoSansCJK-Black.ttc", 2)
_WENKAI_MONO = Face("truetype/lxgw-wenkai/LXGWWenKaiMono-Regular.ttf")
_CONDENSED = Face("truetype/dejavu/DejaVuSansCondensed.ttf")

_SETS: dict[str, dict[str, tuple[Face, ...]]] = {
    "develop": {
        "body": (_SONG, _SONG, _ZENHEI, _ZENHEI, _SUNG, _TW_KAI),
        "label": (_SONG, _ZENHEI, _SONG_BOLD),
        "title": (_SONG_BOLD, _SONG_BOLD, _ZENHEI),
        "latin": (_LIBERATION, _LIBERATION_SANS),
        "hand": (_TW_KAI,),
        "seal": (_SONG, _SONG_BOLD, _SUNG),
    },
    "report": {
        "body": (_UMING, _UMING, _SANS, _MICROHEI, _GBSONG, _GBKAI, _WENKAI),
        "label": (_SANS, _UMING, _WENKAI_BOLD, _MICROHEI),
        "title": (_SANS_BOLD, _WENKAI_BOLD, _MICROHEI, Face("truetype/arphic/uming.ttc", 0, 0.04)),
        "latin": (_DEJAVU, _DEJAVU_MONO),
        "hand": (_WENKAI_LIGHT, _GBKAI),
        "seal": (_UMING, _GBSONG, _WENKAI_BOLD),
    },
    "fresh": {
        "body": (_FANDOL_FANG, _FANDOL_FANG, _FANDOL_SONG, _FANDOL_SONG, _FANDOL_HEI, _FANDOL_KAI, _HAN, _DEMILIGHT),
        "label": (_FANDOL_HEI, _FANDOL_SONG, _FANDOL_SONG_BOLD, _MEDIUM),
        "title": (_FANDOL_SONG_BOLD, _FANDOL_SONG_BOLD, _FANDOL_HEI_BOLD, _FANDOL_KAI, _HAN_BOLD),
        "latin": (_MONO, _NARROW, _DEJAVU_SERIF),
        "hand": (_FANDOL_KAI,),
        "seal": (_FANDOL_SONG, _FANDOL_FANG, _HAN),
    },
    "later": {
        "body": (
            _SONG_MEDIUM,
            _SONG_MEDIUM,
            _SONG_LIGHT,
            _SANS_LIGHT,
            _UKAI,
            _WENKAI_MONO,
            _FANDOL_FANG,
            _FANDOL_SONG,
            _ZENHEI,
            _GBSONG,
        ),
        "label": (_SONG_SEMIBOLD, _SANS_LIGHT, _SONG_MEDIUM, _WENKAI_MONO, _MICROHEI),
        "title": (_SONG_BLACK, _SONG_SEMIBOLD, _SANS_BLACK, _FANDOL_HEI_BOLD, _UKAI),
        "latin": (_LIBERATION, _CONDENSED, _MONO, _LIBERATION_SANS),
        "hand": (_UKAI, _TW_KAI, _WENKAI_LIGHT, _GBKAI),
        "seal": (_SONG_MEDIUM, _SONG_SEMIBOLD, _SUNG, _FANDOL_FANG),
    },
    "outside": {
        "body": (
            _FANDOL_FANG,
            _FANDOL_FANG,
            _FANDOL_SONG,
            _FANDOL_SONG,
            _SONG,
            _SONG_MEDIUM,
            _UMING,
            _GBSONG,
            _FANDOL_HEI,
            _SANS,
            _MICROHEI,
            _FANDOL_KAI,
            _GBKAI,
        ),
        "label": (_FANDOL_SONG, _FANDOL_HEI, _SONG_BOLD, _SONG, _SANS_BOLD, _FANDOL_KAI, _MICROHEI),
        "title": (_FANDOL_SONG_BOLD, _SONG_BOLD, _SONG_BLACK, _FANDOL_HEI, _FANDOL_HEI_BOLD, _SANS_BOLD),
        "latin": (_LIBERATION, _LIBERATION, _LIBERATION_SANS, _DEJAVU_SERIF, _NARROW),
        "hand": (_FANDOL_KAI, _GBKAI, _UKAI, _WENKAI_LIGHT, _TW_KAI),
        "seal": (_FANDOL_SONG, _SONG, _SONG_BOLD, _FANDOL_FANG, _UMING),
    },
    "beyond": {
        "body": (
            _SONG,
            _SONG,
            _SONG_LIGHT,
            _GBSONG,
            _FANDOL_SONG,
            _SONG_MEDIUM,
            _FANDOL_FANG,
            _SANS,
            _DEMILIGHT,
            _ZENHEI,
            _MICROHEI,
            _GBKAI,
            _UKAI,
        ),
        "label": (_SONG, _SONG_SEMIBOLD, _FANDOL_HEI, _MEDIUM, _ZENHEI, _GBKAI, _FANDOL_SONG_BOLD),
        "title": (_SONG_BOLD, _SONG_SEMIBOLD, _FANDOL_HEI_BOLD, _SANS_BOLD, _FANDOL_SONG_BOLD, _SANS_BLACK),
        "latin": (_LIBERATION, _LIBERATION, _LIBERATION_SANS, _CONDENSED, _NARROW),
        "hand": (_GBKAI, _UKAI, _WENKAI_LIGHT, _FANDOL_KAI, _WENKAI),
        "seal": (_SONG, _SONG_SEMIBOLD, _FANDOL_SONG, _SUNG, _GBSONG),
    },
}
# For what no font of the part has, or none that a PDF can hold.
_RESORTS = {"body": _HAN, "label": _HAN, "title": _HAN_BOLD, "hand": _UKAI, "seal": _HAN}
_LAST_RESORT = {"fresh": _RESORTS, "later": _RESORTS, "outside": _RESORTS, "beyond": _RESORTS}
_SCREENS = {
    "develop": (_ZENHEI,),
    "report": (_SANS, _MICROHEI),
    "fresh": (_DEMILIGHT, _MEDIUM),
    "later": (_SANS_LIGHT, _MICROHEI, _SANS),
    "outside": (_SANS, _DEMILIGHT, _MICROHEI, _ZENHEI),
    "beyond": (_SANS, _MEDIUM, _MICROHEI, _DEMILIGHT),
}


def require_fonts(family: str = "") -> None:
    """Raise FontsMissing when a font file of `family`, or of any without it, is absent."""
    files = {face.file for family in ((family,) if family else _SETS) for face in _every_face(family)}
    absent = sorted(str(file) for file in files if not file.is_file())
    if absent:
        packages = " ".join(PACKAGES)
        raise FontsMissing(f"Fonts are missing ({', '.join(absent)}); install them: apt-get install {packages}")


def draw_faces(rng: Random, family: str, text: str, *, embedding: bool = False) -> Faces:
    """Fonts for one paper of `family` that have every character of `text`; with `embedding` such as a PDF can hold."""
    require_fonts(family)
    resort = _LAST_RESORT.get(family, {})
    chosen = {
        part: rng.choice(_covering(faces, text, part, embedding, resort.get(part)))
        for part, faces in _SETS[family].items()
    }
    latin = chosen["latin"] if rng.random() < 0.35 else None
    return Faces(chosen["body"], chosen["label"], chosen["title"], latin, chosen["hand"], chosen["seal"])


def screen_face(rng: Random, family: str) -> Face:
    """The sans of telephones and web pages."""
    faces = _SCREENS[family]
    return faces[0] if len(faces) == 1 else rng.choice(faces)


def all_faces(family: str) -> tuple[Face, ...]:
    """Every font of `family` but those for digits alone."""
    return tuple(dict.fromkeys(_every_face(family, but="latin")))


def _every_face(family: str, but: str = "") -> list[Face]:
    faces = [face for part, some in _SETS[family].items() if part != but for face in some]
    return [*faces, *_LAST_RESORT.get(family, {}).values()]


def _covering(faces: tuple[Face, ...], text: str, part: str, embedding: bool, resort: Face | None) -> tuple[Face, ...]:
    def fits(face: Face) -> bool:
        return (part == "latin" or face.covers(text)) and (face.embeds or not embedding)

    fitting = tuple(face for face in faces if fits(face))
    if not fitting and resort and fits(resort):
        return (resort,)
    if not fitting:
        raise ValueError(f"no {part} font has every character of: {text}")
    return fitting


# Each takes its file's 10 or 20 MB: kept for every size, they took more memory than the readers that the papers are drawn for.
@lru_cache(maxsize=48)
def _loaded(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.file), size, index=face.index, layout_engine=ImageFont.Layout.BASIC)


@cache
def _characters(face: Face) -> frozenset[int]:
    with TTFont(face.file, fontNumber=face.index, lazy=True) as font:
        return frozenset(font.getBestCmap())
