"""The one door to the rules: text boxes in, drafts of the fields of one kind of paper out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.slip import read_slip
from school_desk.documents.reading.yyzz import read_yyzz
from school_desk.documents.reading.zzzs import read_zzzs

_RULES: Mapping[str, Callable[[Sheet], dict[str, Draft]]] = {
    "yyzz": read_yyzz,
    "zzzs": read_zzzs,
    "cns": read_cns,
    "slip": read_slip,
}


def read_fields(kind: str, sheet: Sheet) -> dict[str, Draft]:
    """The drafts of `kind`'s fields; none for a kind that has no rules."""
    return _RULES[kind](sheet) if kind in _RULES else {}
