"""Photocopies that an enterprise vouches for: all in grey, a rubber stamp's words, the enterprise's own red seal, a note by hand."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from benchmarks.papers.cns import handwriting
from benchmarks.papers.firms import Firm
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.seals import round_seal

WORDS = "此件与原件一致仅供参加培训报名使用再次复印无效限办理"
_REDS: tuple[Colour, ...] = ((206, 40, 44), (190, 30, 46))
_STAMPS = ("与原件一致", "此件与原件一致", "与原件相符", "复印件与原件一致")
_NOTES = ("仅供培训报名使用", "仅限办理培训使用")


def vouch(rng: Random, sheet: Sheet, firm: Firm, x: float, y: float) -> None:
    """Turn what is printed into a photocopy and stamp it around x, y (units): `firm`'s seal over the words."""
    photocopy(rng, sheet)
    words, colour, size = rng.choice(_STAMPS), rng.choice(_REDS), rng.uniform(34, 44)
    length = sheet.advance(words, size, sheet.faces.label)
    left, top = x - length / 2 + rng.uniform(-30, 30), y - size / 2 + rng.uniform(-20, 20)
    if rng.random() < 0.5:
        sheet.frame((left - 14, top - 10, left + length + 14, top + size * 1.3 + 8), colour=colour, width=2.4)
    sheet.text(left, top, words, size, face=sheet.faces.label, colour=colour)
    if rng.random() < 0.5:
        note = rng.choice(_NOTES)
        if sheet.faces.hand.covers(note):
            ink = handwriting(rng, sheet, note)
            ink = ink.resize((round(ink.width * 0.62), round(ink.height * 0.62)), Image.Resampling.LANCZOS)
            sheet.stamp(ink, x + 20, min(y + 74, sheet.height - 80))
    seal = round_seal(rng, firm.name, sheet.faces.seal, sheet.px(rng.uniform(250, 290)), tilt=24)
    sheet.stamp(seal, x + rng.uniform(-40, 60), y + rng.uniform(-30, 20))


def photocopy(rng: Random, sheet: Sheet) -> None:
    """The print in grey, its tints washed out, as office copiers leave it."""
    lift, gain = rng.randrange(0, 14), rng.uniform(1.06, 1.2)
    grey = sheet.image.convert("L").point(lambda shade: min(255, round(lift + (shade - 10) * gain)))
    sheet.image = grey.convert("RGB")
    sheet.draw = ImageDraw.Draw(sheet.image)
