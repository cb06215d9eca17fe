"""Runs the checks and tests as a table of steps, one line each, all of them even when one fails.

A step is a command of `.venv`; its output goes to `build/checks/NAME.log` and is shown only when it failed. The last line printed is
`N passed, N failed, N skipped`: the tests by number, every other step as one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from environment import ROOT, python, script

BUILD = ROOT / "build" / "checks"
SAMPLES = Path(os.environ.get("SCHOOL_DESK_SAMPLES", ROOT.parent / "shared" / "samples"))
PYTHON, RUFF, LINT_IMPORTS = str(python()), str(script("ruff")), str(script("lint-imports"))
PYTEST = (PYTHON, "-m", "pytest")
MEASURED = (PYTHON, "-m", "coverage", "run", "--parallel-mode", "-m", "pytest")
TOUR_TO = (PYTHON, "-m", "school_desk.cli.main", "tour", "--out")


@dataclass(frozen=True)
class Step:
    """One line of the run. `needs` is a folder without which the step is skipped, loudly; `limit_s` ends one that hangs."""

    name: str
    command: tuple[str, ...]
    limit_s: int = 600
    needs: Path | None = None

    @property
    def is_pytest(self) -> bool:
        """Whether the step counts tests."""
        return "pytest" in self.command


@dataclass(frozen=True)
class Outcome:
    """What a step came to, in tests (or as one check)."""

    passed: int = 0
    failed: int = 0
    skipped: tuple[str, ...] = ()


STATIC = (
    Step("ruff", (RUFF, "check", ".")),
    Step("format", (RUFF, "format", "--check", ".")),
    Step("mypy", (PYTHON, "-m", "mypy")),
    Step("walls", (LINT_IMPORTS,)),
)
QUICK = (
    *STATIC,
    Step("unit", (*PYTEST, "-n", "2", "-m", "not long", "tests/unit", "tests/architecture")),
)


def _tests(runner: tuple[str, ...]) -> tuple[Step, ...]:
    return (
        Step("tests", (*runner, "-n", "2", "-m", "not long", "--ignore=tests/migrations"), limit_s=2400),
        Step("migrations", (*runner, "-m", "not long", "tests/migrations")),
    )


# Measuring coverage takes a fifth of the time: what a maker waits for goes without.
MEASURED_TESTS = (*_tests(MEASURED), Step("coverage", (PYTHON, "installer/coverage_gate.py")))
# By file: what a file's tests share (a school that was shown round, a browser) is then made once.
LONG_TESTS = (Step("long tests", (*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "long"), limit_s=3000),)
TOUR = (Step("tour", (*TOUR_TO, "build/tour"), limit_s=900),)
TOUR_OF_SAMPLES = (
    Step("tour of samples", (*TOUR_TO, "build/tour-of-samples", "--input", str(SAMPLES)), limit_s=900, needs=SAMPLES),
)
# Prints how many schedules a minute it played: the log is kept in `build/checks`.
SIMULATOR = (Step("simulator", (PYTHON, "-m", "tests.sync.simulator", "--seconds", "120"), limit_s=300),)
USUAL = (*STATIC, *_tests(PYTEST), *TOUR)
FULL = (*STATIC, *MEASURED_TESTS, *TOUR, *LONG_TESTS, *SIMULATOR, *TOUR_OF_SAMPLES)


def run(steps: tuple[Step, ...]) -> int:
    """Runs every step; 0 only if nothing failed."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    outcomes = [_carry_out(step) for step in steps]
    passed, failed = sum(each.passed for each in outcomes), sum(each.failed for each in outcomes)
    skipped = [reason for each in outcomes for reason in each.skipped]
    for reason in sorted(set(skipped)):
        print(f"未运行 {skipped.count(reason)} 项：{reason}")
    print(f"{passed} passed, {failed} failed" + (f", {len(skipped)} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


def _carry_out(step: Step) -> Outcome:
    print(f"{step.name:<16}", end="", flush=True)
    if step.needs is not None and not step.needs.is_dir():
        print("未运行", flush=True)
        return Outcome(skipped=(f"{step.name}：没有文件夹 {step.needs}（只有开发者有）",))
    log, started = BUILD / f"{step.name.replace(' ', '-')}.log", time.monotonic()
    went_well = _run_logged(step, log)
    outcome = _counted(step, log.with_suffix(".xml"), went_well)
    told = f"{outcome.passed} 项" if step.is_pytest else ""
    print(f"{'通过' if went_well else '失败'} {time.monotonic() - started:7.1f} s  {told}", flush=True)
    if not went_well:
        print(log.read_text(encoding="utf-8", errors="replace"), flush=True)
    return outcome


def _run_logged(step: Step, log: Path) -> bool:
    report = (f"--junitxml={log.with_suffix('.xml')}",) if step.is_pytest else ()
    with log.open("w", encoding="utf-8") as output:
        try:
            done = subprocess.run(
                [*step.command, *report],
                cwd=ROOT,
                env=_surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=step.limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            output.write(f"\n{step.limit_s} 秒内没有结束，已停止。\n")
            return False
    return done.returncode == 0


def _surroundings() -> dict[str, str]:
    """What the steps run under: no window on the person's screen, and every test process measured into one place."""
    return os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONIOENCODING": "utf-8",
        "COVERAGE_FILE": str(BUILD / ".coverage"),
    }


def _counted(step: Step, report: Path, went_well: bool) -> Outcome:
    if not (step.is_pytest and report.exists()):
        return Outcome(passed=int(went_well), failed=int(not went_well))
    cases = ElementTree.parse(report).findall(".//testcase")
    skipped = tuple(mark.get("message", "") for case in cases for mark in case.findall("skipped"))
    broken = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    failed = max(broken, int(not went_well))
    return Outcome(passed=len(cases) - broken - len(skipped), failed=failed, skipped=skipped)
