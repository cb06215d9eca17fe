"""Draws a world of any family: A, B, C of `benchmarks.matching`, or H, N, which a tester drew who had not seen the engine."""

from __future__ import annotations

from pathlib import Path

from benchmarks.matching.files import write_world
from benchmarks.strangers.writing import FAMILIES
from benchmarks.strangers.writing import write_world as write_strangers


def draw(folder: Path, family: str, noise: str, orders: int, seed: int) -> None:
    """The files of a school with so many orders and what the truth is, in `folder`."""
    if family in FAMILIES:
        write_strangers(folder, FAMILIES[family], noise, orders, seed)
    else:
        write_world(folder, family, noise, orders, seed)
