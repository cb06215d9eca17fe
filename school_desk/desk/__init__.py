"""The desk: the only package that may import PySide6."""

from __future__ import annotations

import ctypes
import sys

# PySide6 6.12.0 hands out None without counting it (measured: painter.save() alone costs two references a call). Python 3.12 made None
# immortal; on 3.11 the count reaches zero after some hundred repaints and the interpreter aborts. Here None gets its long life by hand.
_NEVER_REACHED = 1 << 60


def _make_none_immortal() -> None:
    if sys.version_info < (3, 12):
        count = ctypes.c_ssize_t.from_address(id(None))
        if count.value < _NEVER_REACHED:
            count.value += _NEVER_REACHED


_make_none_immortal()
