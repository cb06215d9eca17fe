"""Keys come in parts that a statement can carry."""

from __future__ import annotations

from school_desk.kernel.parts import parts


def test_every_key_comes_once_and_no_part_is_too_long() -> None:
    keys = [f"{number:04}" for number in range(1100)]
    made = list(parts([*reversed(keys), *keys]))
    assert [len(part) for part in made] == [500, 500, 100]
    assert [key for part in made for key in part] == keys


def test_no_keys_are_no_part_and_none_narrows_nothing() -> None:
    nothing: list[str] | None = None
    assert list(parts([])) == []
    assert list(parts(nothing)) == [None]
