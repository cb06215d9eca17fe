"""The date at the foot of a paper: in one piece, or with year, month and day printed apart around the seal."""

from __future__ import annotations

import re

from school_desk.documents.reading.evidence import MISSING, Draft
from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.values import dates_in, split_date_in


def date_of_row(row: Span) -> Draft:
    """The date printed in `row`, MISSING when there is none."""
    found = next(iter(dates_in(row.text)), None)
    if found:
        return Draft(found.value, row.part(found.start, found.end))
    day = split_date_in(row.gapped)
    if day is None:
        return MISSING
    start = re.search(r"(?:19|20)[0-9]{2}", row.text)
    return Draft(day, row.part(start.start() if start else 0, len(row.cells)))
