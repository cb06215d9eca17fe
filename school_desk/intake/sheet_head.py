"""The top of one sheet before it is read, for guessing what it is and for asking a person which column is which."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetHead:
    """The first rows of one sheet as text. `header_row` (zero-based) is the likeliest header, None when there is none to be seen."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    signatures: tuple[str, ...]
    header_row: int | None
    mapping: dict[str, str]
