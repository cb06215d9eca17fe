"""Where the files lie that travel with the program (fonts, tables, migrations): in the wheel or in a checkout, never by working folder."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_path(*parts: str) -> Path:
    """The path of a file under `resources/`."""
    return _tree("resources").joinpath(*parts)


def migrations_path() -> Path:
    """The folder of the Alembic chain."""
    return _tree("migrations")


def _tree(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name
