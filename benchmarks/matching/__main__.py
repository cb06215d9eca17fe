"""Draws worlds nobody trained on, matches them with the product's own command and with the baselines, and prints one table.

`python -m benchmarks.matching` (10,000 orders, families A and B, all noise levels); `--families H N`,
`--sizes 1000 100000`, `--seeds 71 72`, `--no-splink` …
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.matching.baselines import Case, account_rule, amount_and_name, read_case, splink
from benchmarks.matching.drawn import draw
from benchmarks.matching.scoring import Guess, Result, Truth, read_guesses, read_truth, score

_HEAD = "| data | matcher | link P | R | F1 | hit@3 | ECE | autos | false | auto precision | auto coverage | CPU s | peak MB |"
_BASELINES: dict[str, Callable[[Case], Iterator[Guess]]] = {
    "amount + name join": amount_and_name,
    "account/name rule": account_rule,
}


_MEASURED = """
import re, sys, time
from school_desk.cli.main import main
if main(sys.argv[1:]):
    sys.exit(1)
print(time.process_time(), re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""
"""The command, then its processor seconds and peak memory: of this process alone, which wait4 does not tell (Linux)."""


@dataclass(frozen=True)
class Cost:
    cpu_seconds: float
    peak_mb: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", nargs="+", default=["A", "B"])
    parser.add_argument("--noise", nargs="+", default=["low", "mid", "high"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000])
    parser.add_argument("--seeds", nargs="+", type=int, default=[71])
    parser.add_argument("--no-splink", action="store_true")
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--folder", type=Path, help="score the files that lie here instead (with truth.csv)")
    options = parser.parse_args()
    print(_HEAD + "\n|" + " --- |" * _HEAD.count(" |"))
    if options.folder:
        _case(options.folder, options.folder.name, [])
        return
    baselines = [] if options.no_baselines else [*_BASELINES.items()]
    if not options.no_splink and not options.no_baselines:
        baselines.append(("splink", splink))
    for name, noise, size, seed in _cases(options):
        with TemporaryDirectory() as folder:
            draw(Path(folder), name, noise, size, seed)
            _case(Path(folder), f"{name} {noise} {size:,} seed {seed}", baselines)


def _cases(options: argparse.Namespace) -> Iterator[tuple[str, str, int, int]]:
    for size in options.sizes:
        for seed in options.seeds:
            for name in options.families:
                yield from ((name, noise, size, seed) for noise in options.noise)


def _case(folder: Path, title: str, baselines: Iterable[tuple[str, Callable[[Case], Iterator[Guess]]]]) -> None:
    truth = read_truth(folder / "truth.csv")
    with TemporaryDirectory() as out:
        cost = _match(folder, Path(out) / "pred.csv")
        _say(title, "School Desk", score(read_guesses(Path(out) / "pred.csv"), truth), cost)
    if baselines:
        _compare(read_case(folder), truth, title, baselines)


def _compare(
    case: Case, truth: Truth, title: str, baselines: Iterable[tuple[str, Callable[[Case], Iterator[Guess]]]]
) -> None:
    for matcher, run in baselines:
        started = process_time()
        try:
            result = score(run(case), truth)
        except ImportError as missing:
            print(f"| {title} | {matcher} | not run: {missing} |")
            continue
        _say(title, matcher, result, Cost(process_time() - started, None))


def _match(folder: Path, out: Path) -> Cost:
    """`school-desk match` in a process of its own, files and all."""
    inputs = {name: folder / f"{name}.csv" for name in ("orders", "statement", "enterprises", "history", "slips")}
    words = [word for name, path in inputs.items() for word in (f"--{name}", str(path))]
    command = [sys.executable, "-c", _MEASURED, "match", *words, "--out", str(out)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    seconds, kilobytes = done.stdout.split()[-2:]
    return Cost(float(seconds), int(kilobytes) / 1024)


def _say(title: str, matcher: str, result: Result, cost: Cost) -> None:
    figures = (
        *(f"{result.precision:.3f}", f"{result.recall:.3f}", f"{result.f1:.3f}", f"{result.hit_at_3:.3f}"),
        *(f"{result.ece:.3f}", f"{result.autos:,}", str(result.false_autos), f"{result.auto_precision:.2%}"),
        *(f"{result.coverage:.1%}", f"{cost.cpu_seconds:.1f}", f"{cost.peak_mb:.0f}" if cost.peak_mb else ""),
    )
    print(f"| {title} | {matcher} | {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
