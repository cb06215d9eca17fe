"""The lock file pins everything by version and hash, for every system, and says nothing about where packages come from."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries() -> list[tuple[Requirement, str]]:
    """Each pinned requirement with the text of its hashes."""
    joined = re.sub(r"\\\n\s+", " ", re.sub(r"^\s*#.*\n", "", LOCK, flags=re.MULTILINE))
    split = [line.partition(" --hash") for line in joined.splitlines() if line.strip()]
    return [(Requirement(requirement.strip()), dash + hashes) for requirement, dash, hashes in split]


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needs = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["test"]
    return [Requirement(need) for need in needs + project["build-system"]["requires"]]


def test_each_entry_is_one_version_with_hashes() -> None:
    for requirement, hashes in entries():
        assert [pin.operator for pin in requirement.specifier] == ["=="], requirement
        assert requirement.url is None, requirement
        assert HASH.fullmatch(hashes.split()[0]), requirement
        assert all(HASH.fullmatch(each) for each in hashes.split()), requirement


def test_no_address_is_named() -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host|@ ", LOCK)


@pytest.mark.parametrize("need", wanted(), ids=str)
def test_what_the_project_names_is_locked(need: Requirement) -> None:
    pins = [one for one, _ in entries() if canonicalize_name(one.name) == canonicalize_name(need.name)]
    assert pins, f"run installer/lock.py: {need} is not in requirements.lock"
    for pin in pins:
        assert need.specifier.contains(next(iter(pin.specifier)).version), f"{pin} is not {need}"


def test_what_runs_is_what_is_locked() -> None:
    here = [one for one, _ in entries() if one.marker is None or one.marker.evaluate()]
    for pin in here:
        assert pin.specifier.contains(importlib.metadata.version(pin.name)), f"{pin}: another version is installed"


def test_qt_is_the_one_that_was_tried() -> None:
    assert importlib.metadata.version("PySide6-Essentials") == "6.12.0"
