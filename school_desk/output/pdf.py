"""The job that makes a PDF and puts it where the person wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from school_desk.kernel.files import write_bytes
from school_desk.kernel.worker import find_function


def write_pdf(target: Path, maker: str, *arguments: Any) -> None:
    """Writes what "module:function"(*arguments) draws as `target`. Raises as the maker, and EnvironmentFault as files.replacing."""
    write_bytes(target, find_function(maker)(*arguments))
