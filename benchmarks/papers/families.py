"""What draws the papers of each family: its enterprises, its three certificates and letters, its slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Protocol

from benchmarks.papers import cns, firms, slips, yyzz, zzzs
from benchmarks.papers.beyond import cns as beyond_cns
from benchmarks.papers.beyond import firms as beyond_firms
from benchmarks.papers.beyond import slips as beyond_slips
from benchmarks.papers.beyond import yyzz as beyond_yyzz
from benchmarks.papers.beyond import zzzs as beyond_zzzs
from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.fresh import cns as fresh_cns
from benchmarks.papers.fresh import firms as fresh_firms
from benchmarks.papers.fresh import slips as fresh_slips
from benchmarks.papers.fresh import yyzz as fresh_yyzz
from benchmarks.papers.fresh import zzzs as fresh_zzzs
from benchmarks.papers.later import cns as later_cns
from benchmarks.papers.later import firms as later_firms
from benchmarks.papers.later import slips as later_slips
from benchmarks.papers.outside import cns as outside_cns
from benchmarks.papers.outside import firms as outside_firms
from benchmarks.papers.outside import slips as outside_slips
from benchmarks.papers.outside import yyzz as outside_yyzz
from benchmarks.papers.outside import zzzs as outside_zzzs

Draw = Callable[[Random, Firm, float], Drawn]


class _DrawFirm(Protocol):
    def __call__(self, rng: Random, *, licence: bool) -> Firm: ...


class _DrawSlip(Protocol):
    def __call__(self, rng: Random, firm: Firm, scale: float, *, files: bool) -> Drawn: ...


@dataclass(frozen=True)
class Drawers:
    """`firm` may give any legal form with `licence`; `papers` by kind, at a scale; `slip` may give files of its own with `files`."""

    firm: _DrawFirm
    papers: Mapping[str, Draw]
    slip: _DrawSlip


def _of_the_first_two(family: str) -> Drawers:
    def firm(rng: Random, *, licence: bool) -> Firm:
        return firms.draw_firm(rng, family, licence=licence)

    def slip(rng: Random, firm: Firm, scale: float, *, files: bool) -> Drawn:
        return slips.draw_slip(rng, firm, family, scale, files=files)

    papers: dict[str, Draw] = {
        "yyzz": lambda rng, firm, scale: yyzz.draw_licence(rng, firm, family, scale),
        "zzzs": lambda rng, firm, scale: zzzs.draw_qualification(rng, firm, family, scale),
        "cns": lambda rng, firm, scale: cns.draw_letter(rng, firm, family, scale),
    }
    return Drawers(firm, papers, slip)


DRAWERS: dict[str, Drawers] = {
    "develop": _of_the_first_two("develop"),
    "report": _of_the_first_two("report"),
    "fresh": Drawers(
        fresh_firms.draw_firm,
        {"yyzz": fresh_yyzz.draw_licence, "zzzs": fresh_zzzs.draw_qualification, "cns": fresh_cns.draw_letter},
        fresh_slips.draw_slip,
    ),
    "later": Drawers(
        later_firms.draw_firm,
        {
            "yyzz": partial(fresh_yyzz.draw_licence, family="later"),
            "zzzs": partial(fresh_zzzs.draw_qualification, family="later"),
            "cns": later_cns.draw_letter,
        },
        later_slips.draw_slip,
    ),
    "outside": Drawers(
        outside_firms.draw_firm,
        {"yyzz": outside_yyzz.draw_licence, "zzzs": outside_zzzs.draw_qualification, "cns": outside_cns.draw_letter},
        outside_slips.draw_slip,
    ),
    "beyond": Drawers(
        beyond_firms.draw_firm,
        {"yyzz": beyond_yyzz.draw_licence, "zzzs": beyond_zzzs.draw_qualification, "cns": beyond_cns.draw_letter},
        beyond_slips.draw_slip,
    ),
}
