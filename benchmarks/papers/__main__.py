"""Writes papers and their truth. Run: python -m benchmarks.papers OUT --set develop --levels flat,photo,hard --count 12 --start 0"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.papers.fonts import FontsMissing
from benchmarks.papers.paper import FAMILIES, KINDS, LEVELS, make, save


def main(arguments: list[str] | None = None) -> int:
    """Write `--count` papers of each kind and level into OUT; 1 when fonts are missing."""
    wanted = _parser().parse_args(arguments)
    folder: Path = wanted.out
    folder.mkdir(parents=True, exist_ok=True)
    started, truths = time.process_time(), []
    try:
        for kind in wanted.kinds.split(","):
            for level in wanted.levels.split(","):
                for seed in range(wanted.start, wanted.start + wanted.count):
                    truths.append(save(make(kind, level, wanted.set, seed), folder))
    except (FontsMissing, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 1
    (folder / "truth.json").write_text(json.dumps(truths, ensure_ascii=False, indent=1), encoding="utf-8")
    spent = time.process_time() - started
    print(f"{len(truths)} papers in {folder}, {spent / max(1, len(truths)):.2f} s CPU each")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--set", choices=FAMILIES, default="develop")
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--count", type=int, default=12, help="papers of each kind and level")
    parser.add_argument("--start", type=int, default=0, help="first seed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
