"""Every wall of `.importlinter` stands: each is broken once, in a copy, and `lint-imports` must say so."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
CONTRACT = "importlinter:contract:"
FEATURES_WITH_TABLES = (
    "staff", "documents", "enterprises", "accounts", "plans", "enrollments", "payments", "learning", "exams", "scores",
    "certificates",
)  # fmt: skip

# contract, the module that trespasses, what it imports
TRESPASSES = [
    ("layers", "kernel", "school_desk.terms"),
    ("layers", "terms", "school_desk.staff"),
    ("layers", "staff", "school_desk.certificates"),
    ("layers", "documents", "school_desk.enterprises"),
    ("layers", "accounts", "school_desk.plans"),
    ("layers", "payments", "school_desk.learning"),
    ("layers", "overview", "school_desk.adapters"),
    ("layers", "adapters", "school_desk.desk"),
    ("layers", "composition", "school_desk.intake"),
    ("layers", "intake", "school_desk.desk"),
    ("layers", "desk", "school_desk.cli"),
    ("layers", "desk", "school_desk.hub"),
    ("layers", "hub", "school_desk.desk"),
    ("layers", "composition", "school_desk.sync"),
    ("layers", "sync", "school_desk.hub"),
    ("layers", "novelty", "os"),
    ("inside-a-feature", "staff.domain", "school_desk.staff.tables"),
    ("inside-a-feature", "payments.tables", "school_desk.payments.queries"),
    ("inside-a-feature", "certificates.queries", "school_desk.certificates.commands"),
    ("pure-vocabulary-and-rules", "plans.domain", "sqlalchemy"),
    ("pure-vocabulary-and-rules", "terms", "PySide6.QtCore"),
    ("pure-vocabulary-and-rules", "exams.domain", "school_desk.kernel.database"),
    ("pure-vocabulary-and-rules", "payments.matching.books", "sqlalchemy.orm"),
    ("no-doors-in-rules", "scores.domain", "subprocess"),
    ("windows-only-in-desk", "overview", "PySide6.QtWidgets"),
    ("windows-only-in-desk", "cli", "PySide6"),
    ("outside-things-only-in-adapters", "documents", "cv2"),
    ("outside-things-only-in-adapters", "desk", "openpyxl"),
    ("web-only-in-hub", "sync", "starlette.applications"),
    ("no-sql-in-windows", "desk.screens", "sqlalchemy"),
    ("independent-screens", "desk.screens.one", "school_desk.desk.screens.two"),
    *((f"private-tables-of-{feature}", "cli", f"school_desk.{feature}.tables") for feature in FEATURES_WITH_TABLES),
]


def contracts() -> set[str]:
    settings = configparser.ConfigParser()
    settings.read(ROOT / ".importlinter", encoding="utf-8")
    return {section.removeprefix(CONTRACT) for section in settings.sections() if section.startswith(CONTRACT)}


def test_every_wall_has_a_trespass() -> None:
    assert contracts() == {contract for contract, _, _ in TRESPASSES}


@pytest.mark.long
@pytest.mark.parametrize(
    ("contract", "trespasser", "target"), TRESPASSES, ids=lambda part: str(part).removeprefix("school_desk.")
)
def test_a_trespass_is_caught(tmp_path: Path, contract: str, trespasser: str, target: str) -> None:
    house = _copy_of_the_house(tmp_path)
    assert _kept(tmp_path, contract), "the wall is broken before anybody trespasses"
    for module in (trespasser, target.removeprefix("school_desk.")):
        _make_sure_of(house, module, is_ours=module == trespasser or target.startswith("school_desk."))
    with _file_of(house, trespasser).open("a", encoding="utf-8") as source:
        source.write(f"\nimport {target}\n")
    assert not _kept(tmp_path, contract)


def _copy_of_the_house(folder: Path) -> Path:
    shutil.copy(ROOT / ".importlinter", folder)
    return shutil.copytree(ROOT / "school_desk", folder / "school_desk", ignore=shutil.ignore_patterns("__pycache__"))


def _make_sure_of(house: Path, module: str, *, is_ours: bool) -> None:
    if is_ours and not _file_of(house, module).exists():
        _file_of(house, module).write_text('"""Made for this test."""\n', encoding="utf-8")


def _file_of(house: Path, module: str) -> Path:
    place = house.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _kept(folder: Path, contract: str) -> bool:
    done = subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--contract", contract],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    verdict = "Contracts: 1 kept, 0 broken." if done.returncode == 0 else "Contracts: 0 kept, 1 broken."
    assert verdict in done.stdout, done.stdout + done.stderr
    return done.returncode == 0
