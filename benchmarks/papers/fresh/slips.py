"""Transfer slips of the family `fresh`: which bank prints which layout."""

from __future__ import annotations

from random import Random

from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.fresh import slip_forms, slip_pages
from benchmarks.papers.fresh.banks import BANKS, draw_transfer
from benchmarks.papers.slips import Form, hand_in

_FORMS = {
    "versus": Form(1880, 1010, slip_forms.versus),
    "panels": Form(1900, 1000, slip_forms.panels),
    "bilingual": Form(1900, 900, slip_forms.bilingual),
    "remittance": Form(1920, 960, slip_forms.remittance, scanned=True),
    "captions": Form(1900, 1010, slip_forms.captions),
    "leaders": Form(1700, 1110, slip_pages.leaders),
    "printout": Form(1700, 960, slip_pages.printout),
    "payee-first": Form(1900, 930, slip_pages.payee_first),
    "list-app": Form(1180, 2060, slip_pages.app_list, screen=True),
    "groups-app": Form(1180, 2000, slip_pages.app_groups, screen=True),
}
_OF_BANK = {
    "psbc": ("printout", "captions", "list-app"), "citic": ("panels", "leaders"), "cib": ("versus", "versus", "list-app"),
    "spdb": ("leaders", "panels"), "cmbc": ("payee-first", "captions"), "ceb": ("bilingual", "leaders"), "hxb": ("bilingual", "versus"),
    "pab": ("list-app", "payee-first"), "hzb": ("remittance", "panels", "printout"), "bohz": ("captions", "groups-app"),
    "tzb": ("groups-app", "payee-first"), "rcc": ("remittance", "printout", "versus"),
}  # fmt: skip


def draw_slip(rng: Random, firm: Firm, scale: float, *, files: bool = True) -> Drawn:
    """A slip of a payment by `firm`; with `files` it may come as a screenshot (form "png") or in a PDF (form "pdf")."""
    bank = rng.choice(BANKS)
    key = rng.choice(_OF_BANK[bank.key])
    return hand_in(
        rng,
        firm,
        "fresh",
        f"{bank.key}-{key}",
        _FORMS[key],
        scale,
        files=files,
        transfer=lambda: draw_transfer(rng, firm, bank),
    )
