"""The keys that go from line to line of a column: Up/Down, J/K, Home/End. The side bar and the workbench's list hear them.

LINE_MOVES      key -> by how many lines
line_at(keys, key, by) -> the line `by` lines from `key`, the first or the last where there are not so many
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt

_FAR = 1000
LINE_MOVES = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_K: -1,
    Qt.Key.Key_J: 1,
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
}


def line_at(keys: Iterable[str], key: str, by: int) -> str:
    """See the module's docstring. Raises ValueError when `key` is none of `keys`."""
    lines = list(keys)
    return lines[max(0, min(len(lines) - 1, lines.index(key) + by))]
