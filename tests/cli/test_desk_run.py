"""`school-desk desk-run`: one outcome a line, failing lines stop nothing, a line's id makes it happen once."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from school_desk.enterprises.queries import enterprises
from school_desk.intake.scripts import command_id_of
from tests.cli.console import Console
from tests.papers import CODES
from tests.unit.sheets.books import picture

REGISTER: dict[str, Any] = {
    "credit_code": CODES[0],
    "name": "湖州石凤钢结构工程有限公司",
    "address": "浙江省湖州市吴兴区埭溪镇创业路849号",
    "region_code": "330502",
    "province_affiliated": False,
    "principal_mobile": "13800005893",
}


def script(path: Path, *lines: dict[str, Any] | str) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def line(line_id: str | int | None, command: str, more: dict[str, Any] | None = None, **args: Any) -> dict[str, Any]:
    return {"id": line_id, "command": command, "args": args, **(more or {})}


def test_each_line_has_its_outcome_and_a_failing_one_stops_nothing(console: Console, tmp_path: Path) -> None:
    path = script(
        tmp_path / "script.jsonl",
        line("1", "RegisterEnterprise", **REGISTER),
        line("2", "RegisterEnterprise", **REGISTER),
        "",
        "{not json",
        line("4", "Fly", to="moon"),
        line("5", "RegisterEnterprise", name=3),
        line("6", "MarkDoubtful", enterprise_id={"$result": "1.enterprise_id"}, note="核对地址"),
        line("7", "MarkDoubtful", enterprise_id={"$result": "2.enterprise_id"}, note=""),
        {"id": "8", "command": "MarkDoubtful", "args": []},
        {"id": "9"},
    )
    said = console.run("desk-run", path, "--json", "--as", "shen")
    assert said.code == 1
    assert [(told["id"], told["ok"]) for told in said.lines] == [
        ("1", True),
        ("2", False),
        (None, False),
        ("4", False),
        ("5", False),
        ("6", True),
        ("7", False),
        ("8", False),
        ("9", False),
    ]
    first, second, broken, unknown, wrong, _, without_result, *_ = said.lines
    assert first["result"].keys() == {"enterprise_id"}
    assert first["duplicate"] is False
    assert second["error"]["code"] == "enterprise.registered"
    assert second["error"]["field"] == "credit_code"
    assert broken["error"]["message"].startswith("第 4 行不是 JSON")
    assert unknown["error"]["code"] == "command.unknown"
    assert wrong["error"]["code"] == "command.arguments"
    assert without_result["error"]["code"] == "script.result"
    assert "7 行没有执行" in said.err
    with console.office.school.reading() as session:
        (row,) = enterprises(session, console.office.school.id)
    assert row.doubt == "核对地址"


@pytest.mark.parametrize("line_id", ["1", 1, "登记一", "0199f2d7a0007c3e8b1a2f3c4d5e6f70"])
def test_a_script_run_again_does_nothing_twice(console: Console, tmp_path: Path, line_id: str | int) -> None:
    path = script(
        tmp_path / "script.jsonl",
        line(line_id, "RegisterEnterprise", **REGISTER),
        line("doubt", "MarkDoubtful", enterprise_id={"$result": f"{line_id}.enterprise_id"}, note="核对地址"),
    )
    first = console.run("desk-run", path, "--json", "--as", "shen")
    before = console.standing()
    again = console.run("desk-run", path, "--json", "--as", "shen")
    assert (first.code, again.code) == (0, 0)
    assert [told["duplicate"] for told in again.lines] == [True, True]
    assert [told["result"] for told in again.lines] == [told["result"] for told in first.lines]
    assert console.standing() == before


def test_an_id_that_another_script_used_for_something_else_is_told(console: Console, tmp_path: Path) -> None:
    one = script(tmp_path / "one.jsonl", line("1", "RegisterEnterprise", **REGISTER))
    other = script(
        tmp_path / "other.jsonl",
        line("1", "RegisterEnterprise", **REGISTER | {"name": "湖州某某建设有限公司"}),
        line("2", "MarkDoubtful", enterprise_id={"$result": "1.enterprise_id"}, note="核对地址"),
    )
    assert console.run("desk-run", one, "--as", "shen").code == 0
    before = console.standing()
    said = console.run("desk-run", other, "--json", "--as", "shen")
    assert [told["error"]["code"] for told in said.lines] == ["script.id_taken", "script.result"]
    assert "编号“1”" in said.lines[0]["error"]["message"]
    assert console.standing() == before, "nothing goes to the record of the earlier one"


def test_lines_without_an_id_are_done_each_time(console: Console, tmp_path: Path) -> None:
    once = line(None, "RegisterEnterprise", **REGISTER)
    path = script(tmp_path / "script.jsonl", {name: value for name, value in once.items() if name != "id"})
    assert console.run("desk-run", path, "--as", "shen").code == 0
    said = console.run("desk-run", path, "--json", "--as", "shen")
    assert said.lines[0]["error"]["code"] == "enterprise.registered"


def test_ids_of_lines_keep_the_order_of_time(console: Console) -> None:
    school = console.office.school
    first, second = command_id_of(school, "b"), command_id_of(school, "a")
    assert first < second


def test_a_line_may_name_who_decides(console: Console, tmp_path: Path) -> None:
    path = script(
        tmp_path / "script.jsonl",
        line("1", "RegisterEnterprise", {"as": "shen"}, **REGISTER),
        line("2", "MarkDoubtful", {"as": "qian"}, enterprise_id={"$result": "1.enterprise_id"}, note="x"),
        line("3", "MarkDoubtful", {"as": "nobody"}, enterprise_id={"$result": "1.enterprise_id"}, note="x"),
        line("4", "MarkDoubtful", enterprise_id={"$result": "1.enterprise_id"}, note="x"),
    )
    said = console.run("desk-run", path, "--json")
    codes = [told.get("error", {}).get("code") for told in said.lines]
    assert codes == [None, "command.not_allowed", "actor.unknown", "actor.missing"]


def test_files_named_beside_the_script_go_to_the_store(console: Console, tmp_path: Path) -> None:
    (tmp_path / "yyzz.jpg").write_bytes(picture())
    paper = {"kind": "yyzz", "file": {"$file": "yyzz.jpg"}}
    path = script(
        tmp_path / "script.jsonl",
        line("1", "RegisterEnterprise", **REGISTER, papers=[paper]),
        line("2", "ReplacePaper", enterprise_id="x", paper=paper | {"file": {"$file": "none.jpg"}}),
    )
    said = console.run("desk-run", path, "--json", "--as", "shen")
    assert [told["ok"] for told in said.lines] == [True, False]
    assert said.lines[1]["error"]["code"] == "file.unreadable"
    (sha256,) = console.office.school.blobs.all()
    assert console.office.school.blobs.get(sha256) == picture()


def test_words_for_people(console: Console, tmp_path: Path) -> None:
    path = script(tmp_path / "script.jsonl", line("1", "RegisterEnterprise", **REGISTER), line("2", "Fly"))
    said = console.run("desk-run", path, "--as", "shen")
    done = said.out.splitlines()[0]
    command_id = command_id_of(console.office.school, "1")
    assert done == f"1：完成（操作编号 {command_id}）"
    assert "没有名为“Fly”的命令" in said.out
    again = console.run("desk-run", path, "--as", "shen").out.splitlines()[0]
    assert again == f"1：完成（以前已执行，操作编号 {command_id}）"


def test_a_line_without_an_id_is_told_by_its_number(console: Console, tmp_path: Path) -> None:
    path = script(tmp_path / "script.jsonl", "", line(None, "RegisterEnterprise", **REGISTER), "{not json")
    said = console.run("desk-run", path, "--as", "shen", "--json")
    assert [(told["line"], told["id"]) for told in said.lines] == [(2, None), (3, None)]
    told = console.run("desk-run", path, "--as", "shen").out.splitlines()
    assert told[0].startswith("第 2 行：没有执行。")
    assert told[1].startswith("第 3 行：没有执行。")


def test_the_script_may_come_from_standard_input(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(line("1", "RegisterEnterprise", **REGISTER))))
    assert console.run("desk-run", "-", "--json", "--as", "shen").lines[0]["ok"]


def test_a_script_that_is_none(console: Console, tmp_path: Path) -> None:
    assert "找不到文件" in console.refused("desk-run", tmp_path / "none.jsonl", "--as", "shen")
    (tmp_path / "gbk.jsonl").write_bytes('{"command": "登记"}'.encode("gbk"))
    assert "UTF-8" in console.refused("desk-run", tmp_path / "gbk.jsonl", "--as", "shen")


def test_outcomes_are_told_while_the_script_goes_on(console: Console) -> None:
    """A driver writes a line, reads its outcome, and writes the next."""
    command = [sys.executable, "-m", "school_desk.cli.main", "--data", str(console.folder), "desk-run", "-", "--json"]
    with subprocess.Popen([*command, "--as", "shen"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as driven:
        assert driven.stdin is not None
        assert driven.stdout is not None
        driven.stdin.write(json.dumps(line("1", "RegisterEnterprise", **REGISTER)).encode() + b"\n")
        driven.stdin.flush()
        enterprise_id = json.loads(driven.stdout.readline())["result"]["enterprise_id"]
        more = line("2", "MarkDoubtful", enterprise_id=enterprise_id, note="核对地址")
        driven.stdin.write(json.dumps(more).encode() + b"\n")
        driven.stdin.close()
        assert json.loads(driven.stdout.readline())["ok"]
    assert driven.returncode == 0
