"""How the command line answers good and bad usage: words, exit codes, and nothing heavy before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from school_desk.cli import statement
from school_desk.cli.main import main
from school_desk.cli.words import say_table
from tests.cli.console import Console

HEAVY = {
    "PySide6", "alembic", "cv2", "keyring", "msgspec", "numpy", "onnxruntime", "openpyxl", "pypinyin", "python_calamine",
    "rapidocr", "reportlab", "sqlalchemy", "xlsxwriter",
}  # fmt: skip


def program(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "school_desk.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    report = (
        "import json, sys; from school_desk.cli.main import main; code = main(['--help']);"
        "print(); print(json.dumps([code, sorted(sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, encoding="utf-8", check=True)
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    assert "用法：school-desk" in done.stdout
    assert HEAVY & set(modules) == set()


def test_it_is_a_program_of_its_own() -> None:
    done = program("statement", "nowhere.csv", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "file.unreadable"
    assert "nowhere.csv" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["hub", "serve", "--port", "99999"], "参数 --port 的内容 '99999' 不对。"),
        (["fly"], "没有命令 'fly'，可以写："),
        (["read"], "缺少参数：文件。"),
        (["read", "--kind"], "参数 --kind 后面要写内容。"),
        (["read", "--kind", "letter", "a.jpg"], "参数 --kind 不能是 'letter'，可以写："),
        (["doctor", "--fast"], "没有选项 --fast，可以写：--help、--data、--json。"),
        (["doctor", "twice"], "不认识的参数：twice。"),
        (["statement", "a.csv", "--dta", "b"], "没有选项 --dta，是不是 --data？"),
        (["--dta", "b", "doctor"], "没有选项 --dta，是不是 --data？"),
        (["--dta=b", "doctor"], "没有选项 --dta，是不是 --data？"),
        (["restore", "a.zip", "--dryrun"], "没有选项 --dryrun，是不是 --dry-run？"),
        (["import", "roster", "a.xlsx"], "缺少参数：--as。"),
        (["settings"], "缺少参数：命令。"),
        (["settings", "set", "a", "b", "--as", "admin", "--from", "morgen"], "参数 --from 的内容 'morgen' 不对。"),
    ],
)
def test_bad_usage_is_told_in_words_and_ends_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert "用法：school-desk" in told.err
    assert told.out == ""


@pytest.mark.parametrize("arguments", [["fly"], ["read"], ["doctor", "--fast"], ["settings", "lst"]])
def test_bad_usage_is_json_where_json_is_asked_for(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--json"]) == 2
    told = capsys.readouterr()
    (error,) = json.loads(told.out).values()
    assert error["code"] == "usage"
    assert told.err.startswith(error["message"])


def test_a_reader_that_has_seen_enough_is_no_fault(console: Console) -> None:
    command = [sys.executable, "-m", "school_desk.cli.main", "--data", str(console.folder), "settings", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""


def test_an_empty_folder_has_no_school(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "none"), "journal", "verify"]) == 1
    assert "没有学校数据" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_the_data_folder_may_be_named_after_the_verb(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["journal", "verify", "--data", str(console.folder)],
        ["journal", "--data", str(console.folder), "verify"],
    ):
        assert main(arguments) == 0
        assert "完整" in capsys.readouterr().out


def test_nobody_unknown_decides(console: Console, tmp_path: Path) -> None:
    assert "没有登录名为“nobody”的在职员工" in console.refused("import", "roster", tmp_path, "--as", "nobody")


def test_an_unexpected_fault_is_told_by_its_place_without_the_data(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_statement: object) -> None:
        raise KeyError("33052319791002976X")

    monkeypatch.setattr(statement, "_tell", broken)
    monkeypatch.setattr("school_desk.adapters.banks.read_statement", lambda *_, **__: None)
    said = console.run("statement", "lines.csv")
    assert said.code == 1
    assert "程序内部出错（KeyError，cli/statement.py 第" in said.err
    assert "33052319791002976X" not in said.out + said.err


def test_columns_line_up_under_chinese_heads(capsys: pytest.CaptureFixture[str]) -> None:
    say_table(("行", "名称"), [("1", "湖州"), ("10", "a")])
    assert capsys.readouterr().out.splitlines() == ["行  名称", "1   湖州", "10  a"]
