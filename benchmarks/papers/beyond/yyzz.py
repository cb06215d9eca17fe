"""Business licences of the family `beyond`: which form a licence is printed in, marks of purpose, photocopies that are vouched for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.papers.beyond import yyzz_new, yyzz_old
from benchmarks.papers.beyond.yyzz_parts import MARKS, TITLE, Place, purpose_mark
from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Sheet
from benchmarks.papers.outside.copies import WORDS, vouch
from benchmarks.papers.yyzz import NEW_FORM_SINCE, licence_fields

# The wall's print is handed in less often than the copy.
_NEW = (
    ("new-copy-broad", 6),
    ("new-wall-broad", 2),
    ("new-copy-tall", 2),
    ("new-download-tall", 3),
    ("new-pasted-tall", 1),
)
_OLD = (("old-copy-tall", 4), ("old-wall-tall", 1), ("old-copy-broad", 3), ("old-plain-broad", 1))
_FORMS: dict[str, Callable[[Random, Sheet, Firm], Place]] = {
    "new-copy-broad": yyzz_new.copy_broad,
    "new-wall-broad": yyzz_new.wall_broad,
    "new-copy-tall": yyzz_new.copy_tall,
    "new-download-tall": yyzz_new.download_tall,
    "new-pasted-tall": yyzz_new.pasted_tall,
    "old-copy-tall": yyzz_old.copy_tall,
    "old-wall-tall": yyzz_old.wall_tall,
    "old-copy-broad": yyzz_old.copy_broad,
    "old-plain-broad": yyzz_old.plain_broad,
}


def draw_licence(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The licence of `firm` in a form of its day of issue, now and then marked with its purpose or as a vouched photocopy."""
    forms = _OLD if firm.issued_on < NEW_FORM_SINCE else _NEW
    key = rng.choices([name for name, _ in forms], [weight for _, weight in forms])[0]
    if key.startswith("old"):
        firm = replace(firm, authority=firm.authority.replace("数据局", "行政审批局"))
    width, height = (2000, 1414) if key.endswith("-broad") else (1414, 2000)
    faces = draw_faces(rng, "beyond", firm.text + TITLE + WORDS + "".join(MARKS))
    sheet = Sheet(width, height, scale, faces, rng.choice(((253, 251, 243), (254, 253, 248), (251, 250, 243))))
    place = _FORMS[key](rng, sheet, firm)
    how = rng.choices(("", "vouched", "marked"), (76, 12, 12))[0]
    if how == "vouched":
        vouch(rng, sheet, firm, *place.spare)
    elif how == "marked":
        purpose_mark(rng, sheet)
    extra = {
        "layout": f"{key}/{how}" if how else key, "form": firm.form, "seal_present": True, "seal_ring": firm.authority,
        "seal_matches": None, "seal_box": tuple(round(edge) for edge in place.seal), "authority_only_in_seal": True,
    }  # fmt: skip
    return Drawn(sheet.image, licence_fields(firm), sheet.marks | {"authority": place.seal}, extra)
