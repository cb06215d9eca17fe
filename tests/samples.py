"""Finds the makers' sample papers. Users do not have them: tests that need them are skipped, and the summary says why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "samples"


def samples_dir() -> Path:
    """The folder of sample papers, or a skip that names what is missing."""
    folder = Path(os.environ.get("SCHOOL_DESK_SAMPLES", str(_BESIDE)))
    if not folder.is_dir():
        pytest.skip(f"样张文件夹不存在：{folder}（只有开发者有），此测试未运行")
    return folder
