"""Transfer slips of the family `later`: which bank prints which layout."""

from __future__ import annotations

from random import Random

from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.later import slip_screens, slip_tables, slip_texts
from benchmarks.papers.later.banks import BANKS, draw_transfer
from benchmarks.papers.slips import Form, hand_in

# What ends in -app is a screen: the camera takes it for one by that.
_FORMS = {
    "account-first": Form(1900, 1000, slip_tables.account_first),
    "transposed": Form(1900, 920, slip_tables.transposed),
    "ledger": Form(2000, 900, slip_tables.ledger),
    "striped": Form(1900, 990, slip_tables.striped),
    "application": Form(1900, 960, slip_tables.application, scanned=True),
    "paired-lines": Form(1900, 960, slip_texts.paired_lines),
    "own-and-other": Form(1900, 940, slip_texts.own_and_other),
    "debit-list": Form(1700, 1110, slip_texts.debit_list),
    "message": Form(1900, 960, slip_texts.message),
    "strip": Form(900, 1500, slip_texts.strip, scanned=True),
    "arrow-app": Form(1180, 1900, slip_screens.arrow, screen=True),
    "ticket-app": Form(1180, 1760, slip_screens.ticket, screen=True),
    "web-app": Form(2000, 1120, slip_screens.web_page, screen=True),
}
_OF_BANK = {
    "icbc": ("application", "web-app", "ledger", "message"), "ccb": ("striped", "web-app", "strip"), "abc": ("account-first", "strip",
                                                                                                             "arrow-app"),
    "boc": ("paired-lines", "paired-lines", "ticket-app"), "bocom": ("own-and-other", "application"), "cgb": ("debit-list", "transposed"),
    "jsb": ("striped", "arrow-app"), "njcb": ("transposed", "ledger"), "bosc": ("debit-list", "ticket-app"),
    "srcb": ("application", "account-first"), "hsb": ("paired-lines", "striped"), "wzb": ("arrow-app", "transposed", "debit-list"),
    "jxb": ("message", "own-and-other"), "ruifeng": ("account-first", "ticket-app", "message", "ledger"),
}  # fmt: skip


def draw_slip(rng: Random, firm: Firm, scale: float, *, files: bool = True) -> Drawn:
    """A slip of a payment by `firm`; with `files` it may come as a screenshot (form "png") or in a PDF (form "pdf")."""
    bank = rng.choices(BANKS, [2 if bank.key in ("icbc", "ccb", "abc", "boc") else 1 for bank in BANKS])[0]
    key = rng.choice(_OF_BANK[bank.key])
    return hand_in(
        rng,
        firm,
        "later",
        f"{bank.key}-{key}",
        _FORMS[key],
        scale,
        files=files,
        transfer=lambda: draw_transfer(rng, firm, bank),
    )
