"""What goes right and wrong with each enterprise: which papers it hands in, how it writes its roster, how it pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Quality = Literal["flat", "phone", "mixed"]


@dataclass(frozen=True)
class Case:
    """One enterprise's manners. Every word names a variant drawn or written by the module of that paper.

    `guests` are trainees (name, sex) with names that trip software up; `lapsed` names papers that have run out,
    `grey` those scanned without colour.
    """

    form: str
    camera: Literal["flat", "phone", "hard"]
    licence: Literal["2019h", "2015v"]
    qualification: Literal["port", "land"]
    letter: Literal["inline", "block"]
    slip: Literal["icbc", "list", "voucher"]
    roster: str
    payment: str
    trades: tuple[str, ...]
    seal: Literal["own", "foreign", "none"] = "own"
    claim: Literal["true", "other amount", "wrong payee"] = "true"
    grey: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()
    guests: tuple[tuple[str, str], ...] = ()
    twins: bool = False


_CASES = (
    # All in order: the way the tour takes.
    Case("plain", "flat", "2019h", "port", "inline", "icbc", "tidy", "whole", ("砌筑工", "钢筋工")),
    Case("far", "flat", "2015v", "land", "block", "list", "careless", "split", ("混凝土工", "钢筋工", "架子工"),
         grey=("cns",), lapsed=("qualification",), guests=(("陆䶮", "男"),)),
    Case("branch", "phone", "2019h", "port", "inline", "voucher", "totals", "names", ("抹灰工", "砌筑工"), twins=True),
    Case("plain", "phone", "2015v", "port", "block", "icbc", "wps", "person", ("防水工", "木工")),
    Case("bracketed", "phone", "2019h", "land", "block", "list", "other headings", "over", ("模板工", "混凝土工"),
         seal="foreign", guests=(("阿依古丽·买买提", "女"), ("钱㛃", "女"))),
    Case("province", "phone", "2019h", "port", "inline", "icbc", "old excel", "reversed", ("架子工", "管道工", "钢筋工"),
         seal="none", claim="other amount"),
    Case("plain", "hard", "2015v", "land", "inline", "voucher", "second sheet", "withheld", ("防水工", "砌筑工"),
         claim="wrong payee", lapsed=("licence", "qualification")),
    # Beyond seven enterprises further ways to pay turn up among the same papers.
    Case("plain", "flat", "2019h", "port", "block", "icbc", "tidy", "parent", ("电焊工", "钢筋工")),
    Case("bracketed", "phone", "2019h", "land", "inline", "list", "totals", "twice", ("建筑电工", "管道工"), twins=True),
    Case("far", "phone", "2015v", "port", "inline", "voucher", "wps", "nothing", ("砌筑工", "抹灰工")),
)  # fmt: skip


def case_of(number: int) -> Case:
    """The manners of enterprise `number` (from 1); they come round again after the last."""
    return _CASES[(number - 1) % len(_CASES)]
