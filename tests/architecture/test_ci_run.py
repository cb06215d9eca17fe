"""What a change must pass is all there is: the long tests, the website in a browser, PostgreSQL, two minutes of the simulator, no skip."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import bootstrap
import checks
import environment
import pytest
import system_libraries
from checks import Step

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / ".ci" / "run"
SIMULATED_S = 120
# Where what is not always on a machine is tested, with a test of each.
SERVER_TESTS = ("tests/hub/test_postgres.py", "tests/hub/portal/test_on_postgres.py", "tests/hub/test_both_alike.py")
BROWSER_TESTS = tuple(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests/browser").glob("test_*.py")))


@pytest.mark.skipif(sys.platform == "win32", reason="the run of a change is a shell script")
def test_the_run_asks_for_everything_and_for_no_skip(tmp_path: Path) -> None:
    """Carried out, with something that tells what it was asked in Python's place."""
    told = tmp_path / "python3"
    told.write_text('#!/bin/sh\necho "$CI|$PWD|$*"\n', encoding="utf-8")
    told.chmod(0o755)
    surroundings = {name: value for name, value in os.environ.items() if name != "CI"}
    surroundings["PATH"] = f"{tmp_path}{os.pathsep}{surroundings['PATH']}"
    done = subprocess.run([RUN], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"1|{ROOT}|installer/bootstrap.py test --full"


def test_full_is_the_full_list_with_a_server_and_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[object] = []

    def run(steps: tuple[Step, ...]) -> int:
        got.append(steps)
        return 0

    def for_tests(*, with_browser: bool) -> None:
        got.append(with_browser)

    monkeypatch.setattr(system_libraries, "ensure", lambda **_: None)
    monkeypatch.setattr(system_libraries, "ensure_for_tests", for_tests)
    monkeypatch.setattr(environment, "ensure", lambda: None)
    monkeypatch.setattr(checks, "run", run)
    assert bootstrap.main(["test", "--full"]) == 0
    assert got == [True, checks.FULL]


def test_the_simulator_plays_for_two_minutes() -> None:
    (step,) = [step for step in checks.FULL if "tests.sync.simulator" in step.command]
    seconds = int(step.command[step.command.index("--seconds") + 1])
    assert seconds >= SIMULATED_S
    assert step.limit_s > seconds, "it is not ended before it is done"


def covers(step: Step, path: str, *, long: bool) -> bool:
    """Whether the step carries out that file's long (or other) tests."""
    command = step.command
    marks = command[command.index("-m", command.index("pytest")) + 1]
    left_out = [word.partition("=")[2] for word in command if word.startswith("--ignore=")]
    places = [word for word in command if word.startswith("tests/")]
    here = not places or any(path.startswith(place) for place in places)
    return here and marks == ("long" if long else "not long") and not any(path.startswith(away) for away in left_out)


@pytest.mark.parametrize("path", [*SERVER_TESTS, *BROWSER_TESTS])
@pytest.mark.parametrize("long", [True, False])
def test_the_full_list_has_the_tests_on_a_server_and_in_a_browser(path: str, *, long: bool) -> None:
    assert (ROOT / path).is_file()
    assert [step.name for step in checks.FULL if step.is_pytest and covers(step, path, long=long)] != []


def test_the_full_list_has_all_of_the_usual_one() -> None:
    """But for coverage, which it measures besides."""
    names = [step.name for step in checks.FULL]
    assert {step.name for step in checks.USUAL} < set(names)
    assert {"ruff", "format", "mypy", "walls", "coverage", "long tests", "simulator"} <= set(names)
    assert len(names) == len(set(names))
