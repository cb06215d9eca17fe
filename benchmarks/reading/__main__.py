"""`python -m benchmarks.reading --set report --count 190`: draws papers, reads them on all cores, prints the table.

What was read is kept in --keep (one JSON a line), so that a run that was cut goes on where it stopped; delete the file to begin anew.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.papers import FAMILIES
from benchmarks.reading.reliability import reliability_lines
from benchmarks.reading.score import PaperScore, score, summed
from school_desk.documents.reading.paper import KEY_FIELDS
from school_desk.kernel.jobs import JobPool

_KINDS = tuple(KEY_FIELDS)
_READERS = ("program", "fast", "rapidocr", "tesseract", "easyocr")
_LEVELS = ("flat", "photo", "hard")
_COLUMNS = ("key", "document", "field", "accepted", "accepted right", "seal", "seal name", "upright", "class")

Place = tuple[str, str, str, str, int]
"""Reader, kind, level, family, seed: names one reading of one drawn paper."""


def main() -> None:
    options = _options()
    kept = {} if options.memory else _kept(options.keep)
    wanted = [
        (reader, kind, level, options.set, options.start + number)
        for reader in options.reader
        for level in options.levels.split(",")
        for kind in options.kinds.split(",")
        for number in range(options.count)
    ]
    started = time.perf_counter()
    missing = [place for place in wanted if place not in kept]
    for place, result in _read(missing, options.processes, options.memory):
        kept[place] = result
        if not options.memory:
            _keep(options.keep, place, result)
    if missing:
        print(f"{len(missing)} papers in {time.perf_counter() - started:.0f} s, drawing included")
    for reader in options.reader:
        print(f"{reader}:")
        _tell([place for place in wanted if place[0] == reader], kept, faults=options.faults)
    if options.reliability:
        scores = (scored for place in wanted for scored in _scored(kept[place]))
        print(*reliability_lines(scores), sep="\n")
    if options.errors:
        _tell_errors(wanted, kept)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description=__doc__)
    parser.add_argument("--set", choices=FAMILIES, default="develop")
    parser.add_argument("--reader", type=_readers, default=["program"], help="one or more of: " + ", ".join(_READERS))
    parser.add_argument("--levels", default=",".join(_LEVELS))
    parser.add_argument("--kinds", default=",".join(_KINDS))
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--keep", type=Path, default=Path("reading.jsonl"))
    parser.add_argument(
        "--memory", help="a file in which engines remember what they saw: to try rules, not for figures"
    )
    parser.add_argument("--reliability", action="store_true", help="print confidence against share of right values")
    parser.add_argument("--faults", action="store_true", help="also a row for each fault of hard photos")
    parser.add_argument("--errors", action="store_true", help="print every wrong field")
    return parser.parse_args()


def _readers(text: str) -> list[str]:
    unknown = set(text.split(",")) - set(_READERS)
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return text.split(",")


def _read(places: Iterable[Place], processes: int | None, memory: str | None) -> Iterator[tuple[Place, dict[str, Any]]]:
    pool = JobPool(processes)
    try:
        jobs = [(place, pool.submit("benchmarks.reading.jobs:read_drawn", *place, memory)) for place in places]
        for place, job in jobs:
            yield place, job.future.result()
    finally:
        pool.close()


def _kept(path: Path) -> dict[Place, dict[str, Any]]:
    if not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {tuple(line["place"]): line["result"] for line in lines}


def _keep(path: Path, place: Place, result: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"place": place, "result": result}, ensure_ascii=False) + "\n")


def _tell(wanted: list[Place], kept: dict[Place, dict[str, Any]], *, faults: bool) -> None:
    print(f"{'':18}{'papers':>7}" + "".join(f"{name:>15}" for name in _COLUMNS) + f"{'CPU s a page':>14}")
    for level in dict.fromkeys(place[2] for place in wanted):
        here = [place for place in wanted if place[2] == level]
        for kind in dict.fromkeys(place[1] for place in here):
            print(_row(level, kind, [kept[place] for place in here if place[1] == kind]))
        print(_row(level, "all", [kept[place] for place in here]))
        if faults:
            by_fault: dict[str, list[dict[str, Any]]] = {}
            for place in here:
                by_fault.setdefault(kept[place]["truth"]["done"].get("mode", "-"), []).append(kept[place])
            for fault, chosen in sorted(by_fault.items()):
                print(_row(level, fault, chosen))


def _row(level: str, name: str, chosen: list[dict[str, Any]]) -> str:
    shares = summed(scored for result in chosen for scored in _scored(result))
    cells = "".join(f"{_percent(shares.share(column)):>15}" for column in _COLUMNS)
    seconds = sum(result["cpu_s"] for result in chosen) / len(chosen)
    return f"{level:8}{name:10}{shares.papers:7}{cells}{seconds:14.2f}"


def _scored(result: dict[str, Any]) -> list[PaperScore]:
    """One paper; of a PDF with several slips each."""
    return [score(one["truth"], one["reading"]) for one in (result, *result.get("more", ()))]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2%}"


def _tell_errors(wanted: list[Place], kept: dict[Place, dict[str, Any]]) -> None:
    for place in wanted:
        for item in (item for scored in _scored(kept[place]) for item in scored.fields):
            if not item.right:
                mark = "ACCEPTED" if item.accepted else ""
                print(*place[1:], item.name, f"{item.truth!r} read as {item.value!r}", mark)


if __name__ == "__main__":
    main()
