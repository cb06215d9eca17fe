"""The makers' sample papers read by the real engine: the share of key fields right at every level, and nothing wrong accepted."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.adapters.ocr import read_paper
from school_desk.documents.reading.paper import FieldState, PaperReading
from tests.samples import samples_dir

_KEY_FIELDS = {
    "yyzz": ("uscc", "name", "legal_person"),
    "zzzs": ("uscc", "name", "legal_person", "cert_no"),
    "cns": ("uscc", "name", "legal_person"),
    "slip": ("payer_name", "payer_account", "payee_account", "amount", "serial_no", "date"),
}
_LEAST = {"clean": 0.97, "photo": 0.97, "hard": 0.8}


def _papers(folder: Path) -> Iterator[tuple[str, str, Path, dict[str, Any]]]:
    """Level, kind, file and what really stands on it."""
    enterprises = json.loads((folder / "enterprises" / "truth.json").read_text("utf-8"))
    for number, one in enumerate(enterprises, start=1):
        for kind, paper in one["docs"].items():
            home = folder / "enterprises" / f"{number:02d}-{one['name']}"
            path = folder / "slips" / f"{number:02d}-slip.jpg" if kind == "slip" else home / f"{kind}.jpg"
            yield one["level"], kind, path, paper["fields"]


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "|".join(map(_plain, value))
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "" if value is None else str(value)))


def _wrongly_accepted(reading: PaperReading, truth: dict[str, Any]) -> list[str]:
    return [
        f"{name}: {field.value} ≠ {truth[name]}"
        for name, field in reading.fields.items()
        if field.state is FieldState.ACCEPTED and name in truth and _plain(field.value) != _plain(truth[name])
    ]


@pytest.mark.long
@pytest.mark.samples
@pytest.mark.timeout(900)
def test_key_fields_of_the_sample_papers(capsys: pytest.CaptureFixture[str]) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    every: dict[str, list[bool]] = defaultdict(list)
    wrong: list[str] = []
    for level, kind, path, truth in _papers(samples_dir()):
        reading = read_paper(path)
        assert reading.kind == kind, path
        same = {name: _plain(reading.value(name)) == _plain(value) for name, value in truth.items()}
        right[level] += [same[name] for name in _KEY_FIELDS[kind]]
        every[level] += same.values()
        wrong += [f"{path.parent.name}/{path.name} {said}" for said in _wrongly_accepted(reading, truth)]
    with capsys.disabled():
        for level in right:
            shares = [f"{sum(found)}/{len(found)}" for found in (right[level], every[level])]
            print(f"\n{level}: key fields {shares[0]}, all fields {shares[1]}", end="")  # noqa: T201 - the measured share
    assert wrong == []
    for level, least in _LEAST.items():
        assert sum(right[level]) >= least * len(right[level])
