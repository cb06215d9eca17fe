"""The desk: the only package that may import PySide6."""

from __future__ import annotations

import ctypes
import sys

# PySide6 6.12.0 hands out None, True and False without counting them (measured: painter.save() and restore() cost two references to
# None). Python 3.12 made them immortal; on 3.11 a count reaches zero after some hundred repaints and the interpreter aborts ("none_dealloc",
# "bool_dealloc"). Here they get their long life by hand.
_NEVER_REACHED = 1 << 60


def _make_immortal(*objects: object) -> None:
    if sys.version_info < (3, 12):
        for one in objects:
            count = ctypes.c_ssize_t.from_address(id(one))
            if count.value < _NEVER_REACHED:
                count.value += _NEVER_REACHED


_make_immortal(None, True, False)
