"""Transfer slips of the family `beyond`: which bank prints which layout."""

from __future__ import annotations

from random import Random

from benchmarks.papers.beyond import slip_screens, slip_tables, slip_texts
from benchmarks.papers.beyond.banks import BANKS, draw_transfer
from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.slips import Form, hand_in

# What ends in -app is a screen: the camera takes it for one by that.
_FORMS = {
    "in-cell": Form(1920, 780, slip_tables.in_cell),
    "below-each-other": Form(1600, 960, slip_tables.below_each_other),
    "debit-credit": Form(1920, 800, slip_tables.debit_credit),
    "framed-pairs": Form(1920, 820, slip_tables.framed_pairs),
    "half-page": Form(1200, 1480, slip_tables.half_page),
    "counter-form": Form(1900, 880, slip_tables.counter_form, scanned=True),
    "card-lines": Form(1920, 800, slip_texts.card_lines),
    "with-english": Form(1920, 860, slip_texts.with_english),
    "plain-list": Form(1600, 960, slip_texts.plain_list),
    "proof": Form(1600, 1160, slip_texts.proof),
    "dotted": Form(1780, 1040, slip_texts.dotted, scanned=True),
    "web-print": Form(1920, 800, slip_texts.web_print),
    "cards-app": Form(1180, 1760, slip_screens.cards, screen=True),
    "bill-app": Form(1180, 1960, slip_screens.bill, screen=True),
    "order-app": Form(1180, 1700, slip_screens.order, screen=True),
    "window-app": Form(1800, 1100, slip_screens.web_window, screen=True),
}
_OF_BANK = {
    "icbc": ("card-lines", "card-lines", "dotted", "order-app"), "ccb": ("in-cell", "framed-pairs", "cards-app"),
    "abc": ("below-each-other", "web-print", "window-app"), "boc": ("with-english", "framed-pairs", "cards-app"),
    "psbc": ("dotted", "in-cell", "half-page"), "bocom": ("debit-credit", "web-print"), "cmb": ("web-print", "plain-list", "order-app"),
    "ceb": ("half-page", "debit-credit"), "hxb": ("with-english", "in-cell"), "czb": ("plain-list", "below-each-other", "bill-app"),
    "cgb": ("half-page", "card-lines"), "nbcb": ("in-cell", "order-app", "plain-list"),
    "tailong": ("counter-form", "below-each-other", "bill-app"),
    "mintai": ("debit-credit", "proof", "cards-app"), "huzhou": ("counter-form", "in-cell", "below-each-other", "window-app"),
    "nxrcb": ("framed-pairs", "counter-form", "proof", "order-app"), "cxrcb": ("dotted", "debit-credit", "cards-app"),
    "mybank": ("bill-app", "half-page"),
}  # fmt: skip
_COMMON = ("icbc", "ccb", "abc", "boc", "huzhou", "nxrcb", "cxrcb")


def draw_slip(rng: Random, firm: Firm, scale: float, *, files: bool = True) -> Drawn:
    """A slip of a payment by `firm`; with `files` it may come as a screenshot (form "png") or in a PDF (form "pdf")."""
    bank = rng.choices(BANKS, [2 if bank.key in _COMMON else 1 for bank in BANKS])[0]
    key = rng.choice(_OF_BANK[bank.key])
    return hand_in(
        rng,
        firm,
        "beyond",
        f"{bank.key}-{key}",
        _FORMS[key],
        scale,
        files=files,
        transfer=lambda: draw_transfer(rng, firm, bank),
    )
