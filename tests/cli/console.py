"""The command line as tests use it: run in this process, its clock that of the test, its two streams read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from school_desk.cli.main import main
from tests.school import Dump, Office


@dataclass(frozen=True)
class Said:
    """What a run came to."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """A JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def ledger(self) -> dict[str, str]:
        """Name → state of every named row; the counts must add up."""
        told = self.document
        assert sum(told[state] for state in ("imported", "updated", "skipped", "failed")) == told["rows"]
        assert len(told["ledger"]) == told["rows"]
        return {row["name"]: row["state"] for row in told["ledger"] if row["name"]}


@dataclass
class Console:
    """A console on the data folder of `office`."""

    office: Office
    capsys: pytest.CaptureFixture[str]

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.office.school.folder.root

    def run(self, *arguments: str | Path) -> Said:
        """Runs one verb. Whatever happens, nobody sees a traceback."""
        self.capsys.readouterr()
        code = main(["--data", str(self.folder), *map(str, arguments)])
        said = self.capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    def refused(self, *arguments: str | Path) -> str:
        """Runs one verb, which must fail with a sentence on standard error and leave everything as it was; gives the sentence."""
        before = self.standing()
        said = self.run(*arguments)
        assert said.code == 1
        assert said.err.strip().endswith(("。", "！", "）")), said.err
        assert self.standing() == before
        return said.err.strip()

    def standing(self) -> tuple[Dump, list[str]]:
        """Every recorded row and every kept file."""
        return self.office.dump(), list(self.office.school.blobs.all())
