"""One paper as it is handed in: file, name and truth, by its kind, level, family and seed alone."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image

from benchmarks.papers import camera
from benchmarks.papers.drawn import Drawn
from benchmarks.papers.families import DRAWERS
from benchmarks.papers.firms import Firm
from benchmarks.papers.pdfs import PAGE

KINDS = ("yyzz", "zzzs", "cns", "slip")
LEVELS = ("flat", "photo", "hard")
FAMILIES = tuple(DRAWERS)
KEY_FIELDS: dict[str, tuple[str, ...]] = {
    "yyzz": ("uscc", "name", "legal_person"),
    "zzzs": ("uscc", "name", "legal_person", "cert_no"),
    "cns": ("uscc", "name", "legal_person"),
    "slip": ("payer_name", "payer_account", "payee_account", "amount", "serial_no", "date"),
}
_MAX_BYTES = 2 * 1024 * 1024
_ORIENTATION = 0x0112
# EXIF orientation that makes a viewer turn the stored picture by so many degrees clockwise.
_EXIF = {90: 6, 180: 3, 270: 8}


@dataclass(frozen=True)
class Paper:
    """A file as handed in. `truth` has

    kind, level, family, seed, layout; fields as `school-desk read` names them, printed: those that this layout prints (the others are
    None and not scored); boxes: x, y, width, height in the upright picture, whose width and height stand beside; rotation: clockwise
    degrees to stand upright, EXIF applied; seal_present, seal_ring, seal_box, seal_matches (whether a letter's seal names its
    enterprise; None: not asked or no seal); grey: no colour tells a seal; done: what befell the picture; a PDF's slips in order.
    """

    content: bytes
    file_name: str
    truth: dict[str, Any]


def make(kind: str, level: str, family: str, seed: int) -> Paper:
    """The paper of these arguments; the same bytes each time on one machine. Raises ValueError for an unknown word, FontsMissing."""
    for word, known in ((kind, KINDS), (level, LEVELS), (family, FAMILIES)):
        if word not in known:
            raise ValueError(f"{word!r} is none of {', '.join(known)}")
    rng = Random(f"{kind}/{level}/{family}/{seed}")
    firm = firm_of(rng, family, licence=kind == "yyzz")
    return pictured(rng, firm, kind, level, family, seed)


def enterprise(seed: int, family: str, level: str = "photo") -> dict[str, Paper]:
    """The three papers of one enterprise and its slip, by kind."""
    firm = firm_of(Random(f"enterprise/{family}/{seed}"), family, licence=False)
    return {
        kind: pictured(Random(f"enterprise/{kind}/{level}/{family}/{seed}"), firm, kind, level, family, seed)
        for kind in KINDS
    }


def firm_of(rng: Random, family: str, *, licence: bool = True) -> Firm:
    """An enterprise of `family`; only with `licence` it may be of any legal form."""
    return DRAWERS[family].firm(rng, licence=licence)


def pictured(rng: Random, firm: Firm, kind: str, level: str, family: str, seed: int) -> Paper:
    """A paper of `firm`, drawn and pictured."""
    drawn = _drawn(rng, firm, kind, level, family)
    stem = f"{kind}-{level}-{family}-{seed:05d}"
    truth = {
        "kind": kind,
        "level": level,
        "family": family,
        "seed": seed,
        "rotation": 0,
        **drawn.extra,
        "fields": drawn.fields,
    }
    truth["printed"] = [name for name, value in drawn.fields.items() if value is not None]
    truth["grey"] = False
    if drawn.form and level == "flat":
        width, height = PAGE if drawn.form == "pdf" else drawn.image.size
        truth |= {"width": width, "height": height, "done": {"form": drawn.form}}
        truth["boxes"] = {name: _rounded(*box) for name, box in drawn.boxes.items()}
        return Paper(drawn.content or _png(drawn), f"{stem}.{drawn.form}", truth)
    shot = _shot(rng, drawn, level, family)
    truth |= {
        "width": shot.picture.shape[1],
        "height": shot.picture.shape[0],
        "done": shot.done,
        "boxes": _boxes(drawn, shot),
    }
    truth["grey"] = bool(shot.done.get("grey"))
    turn, by_exif = _turn(rng, level)
    truth["rotation"] = 0 if by_exif else turn
    if by_exif:
        truth["done"]["exif"] = _EXIF[turn]
    return Paper(_jpeg(shot, turn, by_exif), f"{stem}.jpg", truth)


def _drawn(rng: Random, firm: Firm, kind: str, level: str, family: str) -> Drawn:
    scale = {"flat": rng.choice((0.85, 1.0, 1.2)), "photo": 1.05, "hard": 1.0}[level]
    if kind == "slip":
        return DRAWERS[family].slip(rng, firm, scale * 1.04, files=level == "flat")
    return DRAWERS[family].papers[kind](rng, firm, scale)


def _shot(rng: Random, drawn: Drawn, level: str, family: str) -> camera.Shot:
    sheet = np.asarray(drawn.image)
    if level == "flat":
        return camera.scan(sheet, rng)
    screen = drawn.extra["layout"].endswith(("-phone", "-card", "-app"))
    take = camera.photograph if level == "photo" else camera.photograph_badly
    return take(sheet, rng, family, screen=screen)


def _boxes(drawn: Drawn, shot: camera.Shot) -> dict[str, tuple[int, int, int, int]]:
    found = {}
    for name, (x, y, right, bottom) in drawn.boxes.items():
        corners = shot.place(np.array([[x, y], [right, y], [right, bottom], [x, bottom]], np.float64))
        found[name] = _rounded(*corners.min(axis=0), *corners.max(axis=0))
    return found


def _rounded(x: float, y: float, right: float, bottom: float) -> tuple[int, int, int, int]:
    return round(x), round(y), round(right - x), round(bottom - y)


def _turn(rng: Random, level: str) -> tuple[int, bool]:
    """Degrees clockwise that put the stored picture upright, and whether its EXIF says so."""
    chance = rng.random()
    if level == "flat" or chance > 0.5:
        return 0, False
    return (rng.choice((90, 180, 270)), False) if chance < 0.33 else (rng.choice((90, 90, 180, 270)), True)


def _jpeg(shot: camera.Shot, turn: int, by_exif: bool) -> bytes:
    picture = Image.fromarray(np.ascontiguousarray(np.rot90(shot.picture, turn // 90)))
    exif = Image.Exif()
    if by_exif:
        exif[_ORIENTATION] = _EXIF[turn]
    for quality in range(shot.quality, 10, -8):
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality, exif=exif)
        if target.tell() <= _MAX_BYTES:
            break
    return target.getvalue()


def _png(drawn: Drawn) -> bytes:
    target = io.BytesIO()
    drawn.image.save(target, "PNG", compress_level=3)
    return target.getvalue()


def save(paper: Paper, folder: Path) -> dict[str, Any]:
    """Write the file into `folder`; returns the truth with its file name."""
    (folder / paper.file_name).write_bytes(paper.content)
    return {"file": paper.file_name, **paper.truth}


cv2.setNumThreads(1)
