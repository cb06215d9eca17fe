"""Keys in parts that one SQL statement can carry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar, overload

Key = TypeVar("Key", str, int)
_MOST = 500


@overload
def parts(keys: Collection[Key]) -> Iterator[list[Key]]: ...


@overload
def parts(keys: Collection[Key] | None) -> Iterator[list[Key] | None]: ...


def parts(keys: Collection[Key] | None) -> Iterator[list[Key] | None]:
    """The keys in order, each once, at most 500 in a part; None once when `keys` is None, so that nothing narrows."""
    if keys is None:
        yield None
        return
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), _MOST):
        yield ordered[start : start + _MOST]
