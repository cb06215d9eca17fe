"""Turns pages of a PDF into pictures, for previews and tests. One thread at a time: PDFium is not made for more."""

from __future__ import annotations

import io


def render_png(pdf: bytes, page: int = 0, dpi: int = 96) -> bytes:
    """Page `page` (from 0) as a PNG of `dpi` dots an inch. Raises IndexError when there is no such page."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(f"page {page} of {len(document)}")
        picture = document[page].render(scale=dpi / 72).to_pil()
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()
