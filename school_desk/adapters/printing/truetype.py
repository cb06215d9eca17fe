"""Registers the two bundled fonts with reportlab. Only `fonts` imports this module, and only when something is printed."""

from __future__ import annotations

import re
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from school_desk.kernel.resources import resource_path

_BEYOND_BMP = re.compile(r"(?<=> <)[0-9A-F]{5,6}(?=>)")


class SearchableFont(TTFont):
    """A TrueType font whose text can be copied out of the PDF, rare characters too.

    reportlab names characters beyond U+FFFF by their number where the format asks for UTF-16: readers then copy
    another character (𬭎 became Ⲵ). The table is set right before the document is written.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Adds this font's objects to `doc`, with the character table in UTF-16."""
        super().addObjects(doc)
        for key, found in doc.idToObject.items():
            if str(key).startswith("toUnicodeCMap:"):
                found.content = _BEYOND_BMP.sub(_as_utf16, found.content)


def register(name: str, file_name: str) -> frozenset[int]:
    """Makes a bundled font known to reportlab as `name`, and returns the code points it can draw."""
    font = SearchableFont(name, str(resource_path("fonts", file_name)))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def advance(character: str, name: str) -> float:
    """The width of `character` as a share of the size."""
    return float(pdfmetrics.stringWidth(character, name, 1))


def _as_utf16(number: re.Match[str]) -> str:
    return chr(int(number[0], 16)).encode("utf-16-be").hex().upper()
