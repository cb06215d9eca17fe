"""The one place where terms touch a disk: reads a table that travels with the program. Parsing stays with the module that owns the table."""

from __future__ import annotations

import csv
import io

from school_desk.kernel.resources import resource_path


def packaged_text(name: str) -> str:
    """The text of `resources/<name>` (UTF-8, with or without a byte order mark)."""
    return resource_path(name).read_text(encoding="utf-8-sig")


def table_rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text by column name, cells stripped; blank lines and lines starting with # are skipped."""
    lines = (line for line in io.StringIO(text) if line.strip() and not line.startswith("#"))
    return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(lines)]
