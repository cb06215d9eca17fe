"""Transfer slips of the family `outside`: which bank prints which layout."""

from __future__ import annotations

from random import Random

from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.outside import slip_screens, slip_tables, slip_texts
from benchmarks.papers.outside.banks import BANKS, draw_transfer
from benchmarks.papers.slips import Form, hand_in

# What ends in -app is a screen: the camera takes it for one by that.
_FORMS = {
    "net-grid": Form(1920, 1100, slip_tables.net_grid),
    "voucher-2": Form(1900, 920, slip_tables.voucher),
    "four-columns": Form(1900, 920, slip_tables.four_columns),
    "one-column": Form(1500, 1100, slip_tables.one_column),
    "open-lines": Form(1900, 860, slip_tables.open_lines),
    "triples": Form(1920, 900, slip_tables.triples),
    "boxed-digits": Form(1900, 820, slip_tables.boxed_digits, scanned=True),
    "domestic": Form(1930, 880, slip_texts.domestic),
    "two-blocks": Form(1600, 1140, slip_texts.two_blocks),
    "side-blocks": Form(1920, 820, slip_texts.side_blocks),
    "own-account": Form(1920, 860, slip_texts.own_account),
    "printer": Form(1600, 960, slip_texts.printer, scanned=True),
    "notice": Form(1900, 840, slip_texts.notice),
    "result-app": Form(1180, 1900, slip_screens.result, screen=True),
    "receipt-app": Form(1180, 1900, slip_screens.phone_receipt, screen=True),
    "history-app": Form(1180, 1700, slip_screens.history, screen=True),
    "detail-app": Form(2000, 1120, slip_screens.web_detail, screen=True),
}
_OF_BANK = {
    "icbc": ("net-grid", "net-grid", "result-app", "printer"), "ccb": ("voucher-2", "voucher-2", "receipt-app", "detail-app"),
    "abc": ("net-grid", "four-columns", "history-app", "detail-app"), "boc": ("domestic", "domestic", "receipt-app"),
    "bocom": ("own-account", "own-account", "four-columns"), "psbc": ("voucher-2", "printer", "one-column"),
    "cmb": ("two-blocks", "two-blocks", "result-app"), "spdb": ("side-blocks", "open-lines"), "citic": ("notice", "four-columns"),
    "cib": ("one-column", "side-blocks"), "cmbc": ("open-lines", "domestic"), "pab": ("four-columns", "result-app"),
    "hzb": ("one-column", "notice", "receipt-app"), "hzccb": ("triples", "boxed-digits", "net-grid"),
    "rural": ("triples", "voucher-2", "boxed-digits", "history-app"), "czcb": ("side-blocks", "two-blocks"),
    "suzhou": ("open-lines", "triples"),
}  # fmt: skip
_COMMON = ("icbc", "ccb", "abc", "boc", "rural", "hzccb")


def draw_slip(rng: Random, firm: Firm, scale: float, *, files: bool = True) -> Drawn:
    """A slip of a payment by `firm`; with `files` it may come as a screenshot (form "png") or in a PDF (form "pdf")."""
    bank = rng.choices(BANKS, [2 if bank.key in _COMMON else 1 for bank in BANKS])[0]
    key = rng.choice(_OF_BANK[bank.key])

    return hand_in(
        rng,
        firm,
        "outside",
        f"{bank.key}-{key}",
        _FORMS[key],
        scale,
        files=files,
        transfer=lambda: draw_transfer(rng, firm, bank),
    )
