"""Refuses a change that leaves the rules untested: at least 95 % of the branches and of the lines of each `GROUP`, from the last test run.

Run by `checks.py` inside `.venv` after the tests; reads the data files they left (COVERAGE_FILE) through `coverage json`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

LEAST = 0.95
GROUPS = {
    "kernel": ("school_desk/kernel/*",),
    "terms": ("school_desk/terms/*",),
    "domain": ("school_desk/*/domain.py", "school_desk/*/domain/*"),
    "sync": ("school_desk/sync/*", "school_desk/hub/adjudicate.py", "school_desk/hub/service.py"),
    "commands": (
        "school_desk/*/commands.py",
        "school_desk/*/commands/*",
        "school_desk/*/handlers.py",
        "school_desk/*/handlers/*",
    ),
}


@dataclass(frozen=True)
class Share:
    """How much of some code was run. `of == 0` counts as all of it."""

    covered: int
    of: int

    @property
    def ratio(self) -> float:
        """0.0–1.0."""
        return self.covered / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.covered}/{self.of} = {self.ratio:.1%}"


def shortfalls(files: Mapping[str, Mapping[str, int]]) -> list[str]:
    """A line for each group below `LEAST`, with its worst files. `files`: path with slashes → its summary in coverage's JSON."""
    lines = []
    for group in GROUPS:
        members = {path: one for path, one in files.items() if group_of(path) == group}
        branches, statements = (_share(members.values(), what) for what in ("branches", "lines"))
        if not members:
            lines.append(f"{group}: no such file was measured")
        elif min(branches.ratio, statements.ratio) < LEAST:
            lines.append(f"{group}: branches {branches}, lines {statements}; at least {LEAST:.0%} of each")
            lines += [f"    {path}: {gap} lines and branches never run" for path, gap in _gaps(members)]
    return lines


def group_of(path: str) -> str | None:
    """The first group that claims the file, or None: it is not gated."""
    return next(
        (group for group, patterns in GROUPS.items() if any(fnmatch(path, pattern) for pattern in patterns)), None
    )


def _share(files: Iterable[Mapping[str, int]], what: str) -> Share:
    number = "num_statements" if what == "lines" else "num_branches"
    every = list(files)
    return Share(sum(one[f"covered_{what}"] for one in every), sum(one[number] for one in every))


def _gaps(files: Mapping[str, Mapping[str, int]]) -> list[tuple[str, int]]:
    gaps = [(path, one["missing_lines"] + one["missing_branches"]) for path, one in files.items()]
    return sorted(((path, gap) for path, gap in gaps if gap), key=lambda each: -each[1])[:10]


def main() -> int:
    """Prints what falls short; 0 if nothing does."""
    report = Path(os.environ["COVERAGE_FILE"]).with_name("coverage.json")
    for command in (["combine"], ["json", "-q", "-o", str(report)]):
        subprocess.run([sys.executable, "-m", "coverage", *command], check=True)
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    lines = shortfalls({path.replace("\\", "/"): one["summary"] for path, one in files.items()})
    print("\n".join(lines))
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
