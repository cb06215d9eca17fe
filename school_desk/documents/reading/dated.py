"""The date at the foot of a paper: in one piece, or with year, month and day printed apart around the seal."""

from __future__ import annotations

import re

from school_desk.documents.reading.evidence import MISSING, Draft
from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.values import dates_in, split_date_in

# A print fills up month and day with 0 or neither of them: 06月1日 lost a digit of its day.
# A character of the seal in the midst of a number cuts it in two: 05月3局1日; no day has three digits.
# The 日 may be under the seal, too; figures with dashes are filled up alike.
_UNEVEN = re.compile(
    r"年\D?0\d\D?月\D?\d(?!\d)|年\D?[1-9]\D?月\D?0\d|月\D?\d[^\d日]\d|月\D?\d{3}|(?:19|20)\d\d[-./](?:0\d[-./]\d(?!\d)|[1-9][-./]0\d)"
)


def lost_a_digit(text: str) -> bool:
    """Whether the date in `text` is printed as no date is, so that a digit under the seal was passed over."""
    return _UNEVEN.search(text) is not None


def date_of_row(row: Span) -> Draft:
    """The date printed in `row`, MISSING when there is none; only proposed where a digit of it may be lost."""
    row = row.without_strays
    found = _date_of_row(row)
    uneven = found.value and lost_a_digit(row.text)
    return found.doubted("月和日的位数不一致，可能少读了一个数字，请对照照片") if uneven else found


def _date_of_row(row: Span) -> Draft:
    found = next(iter(dates_in(row.text)), None)
    if found:
        return Draft(found.value, row.part(found.start, found.end))
    day = split_date_in(row.gapped)
    if day is None:
        return MISSING
    start = re.search(r"(?:19|20)[0-9]{2}", row.text)
    return Draft(day, row.part(start.start() if start else 0, len(row.cells)))
