"""The run of checks counts honestly, goes on after a failure, and the coverage gate refuses what it should."""

from __future__ import annotations

import sys
from pathlib import Path

import checks
import coverage_gate
import pytest
from checks import Step

TESTS = """
import pytest
def test_good(): pass
def test_bad(): assert {bad}
@pytest.mark.skip(reason="没有样张")
def test_absent(): pass
"""


@pytest.fixture(autouse=True)
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(checks, "BUILD", tmp_path / "build")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return tmp_path


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def pytest_step(folder: Path, *, bad: bool) -> Step:
    (folder / "test_it.py").write_text(TESTS.format(bad=not bad), encoding="utf-8")
    return Step(
        "tests",
        (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", str(folder / "test_it.py")),
    )


def test_all_steps_run_and_one_failure_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    steps = (Step("first", python("raise SystemExit('墙倒了')")), Step("second", python("pass")))
    assert checks.run(steps) == 1
    told = capsys.readouterr().out
    assert "墙倒了" in told
    assert told.splitlines()[-1] == "1 passed, 1 failed"


def test_tests_are_counted_by_number_and_skips_are_told(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run((pytest_step(build, bad=True), Step("other", python("pass")))) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == ["未运行 1 项：没有样张", "2 passed, 1 failed, 1 skipped"]
    assert checks.run((pytest_step(build, bad=False),)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed, 1 skipped"


def test_tests_that_cannot_even_start_are_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run((Step("tests", (sys.executable, "-m", "pytest", "no-such-folder")),)) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_a_step_without_its_folder_is_skipped_loudly(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run((Step("tour on samples", python("pass"), needs=build / "absent"),)) == 0
    told = capsys.readouterr().out.splitlines()
    assert "absent" in told[-2]
    assert told[-1] == "0 passed, 0 failed, 1 skipped"


def test_a_step_that_hangs_is_ended() -> None:
    assert checks.run((Step("hang", python("import time; time.sleep(60)"), limit_s=1),)) == 1


def summary(*, branches: int, lines: int) -> dict[str, int]:
    return {
        "num_branches": 100, "covered_branches": branches, "missing_branches": 100 - branches,
        "num_statements": 100, "covered_lines": lines, "missing_lines": 100 - lines,
    }  # fmt: skip


def measured(**changed: dict[str, int]) -> dict[str, dict[str, int]]:
    whole = summary(branches=95, lines=95)
    files = {
        "kernel": "kernel/bus.py",
        "terms": "terms/trades.py",
        "domain": "plans/domain.py",
        "sync": "sync/turn.py",
        "commands": "plans/commands.py",
    }
    return {f"school_desk/{path}": changed.get(group, whole) for group, path in files.items()}


def test_the_gate_opens_at_95_percent() -> None:
    assert coverage_gate.shortfalls(measured()) == []


@pytest.mark.parametrize("group", coverage_gate.GROUPS)
@pytest.mark.parametrize("low", [{"branches": 94, "lines": 100}, {"branches": 100, "lines": 94}])
def test_the_gate_names_the_group_and_file_that_fall_short(group: str, low: dict[str, int]) -> None:
    told = coverage_gate.shortfalls(measured(**{group: summary(**low)}))
    assert len(told) == 2
    assert told[0].startswith(f"{group}: ")
    assert "6 lines and branches never run" in told[1]


def test_the_gate_refuses_a_group_that_nobody_measured() -> None:
    assert len(coverage_gate.shortfalls({})) == len(coverage_gate.GROUPS)


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("school_desk/kernel/commands.py", "kernel"),
        ("school_desk/exams/handlers.py", "commands"),
        ("school_desk/payments/domain/rules.py", "domain"),
        ("school_desk/hub/adjudicate.py", "sync"),
        ("school_desk/desk/main.py", None),
    ],
)
def test_each_file_belongs_to_one_group(path: str, group: str | None) -> None:
    assert coverage_gate.group_of(path) == group
