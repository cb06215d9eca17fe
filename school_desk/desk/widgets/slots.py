"""Connecting a signal to a method with further arguments, without keeping the method's object alive.

A lambda that names `self` and is connected to a signal of one of its own children is a circle that Python's collector cannot see: a
dialog made that way is never freed, and Qt then crashes while the program ends. Bound methods connected directly are safe.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakMethod


def weakly(method: Callable[..., Any], *arguments: Any) -> Callable[..., None]:
    """A slot that calls `method(*arguments)` as long as its object lives; what the signal carries is left out."""
    reference = WeakMethod(method)

    def call(*_: Any) -> None:
        found = reference()
        if found is not None:
            found(*arguments)

    return call
