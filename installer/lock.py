"""Writes `requirements.lock` anew from `pyproject.toml`: for the makers, after a dependency was changed.

    python installer/lock.py              keeps what is pinned, adds and drops what changed
    python installer/lock.py --upgrade    takes the newest of everything that pyproject.toml leaves open

Needs `uv` on the path. One lock serves every system and Python from 3.11 (environment markers), names no index, and holds the build
backend and the test tools too, so that nothing unpinned is ever installed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = (
    "uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url "
    "--extra test pyproject.toml -o requirements.lock"
)


def main(arguments: list[str]) -> int:
    """Runs the one command above; its exit code."""
    return subprocess.run([*COMPILE.split(), *arguments], cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
