"""`school-desk statement` and `import statement`: lines of any bank, each known once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.payments.queries.lines import lines
from tests.cli.console import Console


def exported(drawn: SchoolTruth, name: str) -> Path:
    return drawn.folder / "statements" / name


def test_a_statement_is_shown_without_taking_it_in(console: Console, drawn: SchoolTruth) -> None:
    before = console.standing()
    said = console.run("statement", exported(drawn, "icbc-historydetail.csv"), "--json")
    assert said.code == 0
    told = said.document
    assert (told["bank"], told["account"], told["breaks"]) == ("icbc", "1205220109200069722", [])
    assert [line["direction"] for line in told["lines"]] == ["in" if line.amount > 0 else "out" for line in drawn.lines]
    assert {"instant", "amount", "balance", "counterparty_name", "counterparty_account", "memo"} <= set(
        told["lines"][0]
    )
    assert console.standing() == before
    words = console.run("statement", exported(drawn, "abc.xlsx"))
    assert "没有算作流水" in words.out


def test_lines_are_imported_once_however_they_are_exported(console: Console, drawn: SchoolTruth) -> None:
    first = console.run("import", "statement", exported(drawn, "icbc-historydetail.csv"), "--as", "qian", "--json")
    assert (first.code, first.document["imported"]) == (0, len(drawn.lines))
    before = console.standing()
    for name in ("icbc-historydetail.csv", "icbc-14col.xlsx"):
        again = console.run("import", "statement", exported(drawn, name), "--as", "qian", "--json")
        assert (again.code, again.document["imported"], again.document["new_lines"]) == (0, 0, 0)
        assert again.document["skipped"] == again.document["rows"]
        assert console.standing() == before


def test_of_an_overlapping_export_only_the_new_lines_come_in(
    console: Console, drawn: SchoolTruth, tmp_path: Path
) -> None:
    whole = exported(drawn, "icbc-historydetail.csv")
    rows = whole.read_bytes().splitlines(keepends=True)
    part = tmp_path / "早.csv"
    part.write_bytes(b"".join(rows[:-3]))
    assert console.run("import", "statement", part, "--as", "qian").code == 0
    said = console.run("import", "statement", whole, "--as", "qian", "--json")
    assert [row["state"] for row in said.document["ledger"]][-3:] == ["imported"] * 3
    assert said.document["imported"] == said.document["new_lines"] == 3
    assert said.document["skipped"] == said.document["known_lines"] + said.document["leftovers"]
    assert said.ledger()
    school = console.office.school
    with school.reading() as session:
        kept = [line for incoming in (True, False) for line in lines(session, school.id, incoming=incoming)]
    assert len(kept) == len(drawn.lines)


def test_a_dry_run_keeps_nothing(console: Console, drawn: SchoolTruth) -> None:
    before = console.standing()
    said = console.run("import", "statement", exported(drawn, "icbc-14col.xlsx"), "--as", "qian", "--json", "--dry-run")
    assert said.document["imported"] == len(drawn.lines)
    assert console.standing() == before


def test_another_s_account_and_another_s_role_are_refused(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    whole = exported(drawn, "icbc-historydetail.csv")
    assert "不能办理" in console.refused("import", "statement", whole, "--as", "shen")
    other = tmp_path / "他校.csv"
    other.write_bytes(whole.read_bytes().replace(b"1205220109200069722", b"1205220109200069799"))
    assert "不是学校的账号" in console.refused("import", "statement", other, "--as", "qian")


STRANGE = {"交易时间": "发生时刻", "金额": "数额", "收付标志": "方向", "收入的写法": "进", "对方户名": "来往单位"}


def strange(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["某某银行", "发生时刻,方向,数额,来往单位", *rows]), "gb18030")
    return path


def test_the_columns_of_a_strange_bank_are_told_once(console: Console, tmp_path: Path) -> None:
    first = strange(tmp_path / "一月.csv", "2026-08-03 09:00:00,进,800.00,甲公司", "2026-08-03 10:00:00,出,5.00,乙公司")
    told = tmp_path / "列.json"
    told.write_text(json.dumps(STRANGE), "utf-8")
    assert "看到的是：发生时刻、方向、数额、来往单位" in console.refused("import", "statement", first, "--as", "qian")
    shown = console.run("statement", first, "--map", told, "--json").document
    assert [line["direction"] for line in shown["lines"]] == ["in", "out"]
    before = console.standing()
    console.run("import", "statement", first, "--map", told, "--as", "qian", "--dry-run")
    assert console.standing() == before
    said = console.run("import", "statement", first, "--map", told, "--as", "qian", "--json")
    assert (said.code, said.document["imported"]) == (0, 2)
    later = strange(tmp_path / "二月.csv", "2026-09-03 09:00:00,进,600.00,甲公司")
    said = console.run("import", "statement", later, "--as", "qian", "--json")
    assert (said.code, said.document["imported"]) == (0, 1)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("[]", "要写成 JSON"),
        ("{", "要写成 JSON"),
        ('{"交易时间": 1}', "要写成 JSON"),
        ('{"时刻": "发生时刻"}', "没有名为“时刻”的列"),
        ('{"金额": "数额"}', "请选择交易时间"),
        ('{"交易时间": "发生时刻"}', "请选择金额在哪一列"),
        ('{"交易时间": "发生时刻", "金额": "数额", "收入金额": "方向"}', "只选一种"),
        ('{"交易时间": "发生时刻", "金额": "发生时刻"}', "已用作交易时间"),
        ('{"交易时间": "发生时刻", "金额": "金额"}', "没有“金额”这一列"),
        ('{"交易时间": "发生时刻", "金额": "数额"}', "看不出哪些是收入"),
    ],
)
def test_columns_told_wrongly(console: Console, tmp_path: Path, told: str, words: str) -> None:
    path = strange(tmp_path / "一月.csv", "2026-08-03 09:00:00,进,800.00,甲公司")
    (tmp_path / "列.json").write_text(told, "utf-8")
    assert words in console.refused("import", "statement", path, "--map", tmp_path / "列.json", "--as", "qian")


def test_a_file_that_prints_no_account_comes_into_the_one_that_is_named(console: Console, tmp_path: Path) -> None:
    other = "19135001040000000"
    assert console.run("settings", "set", "payments.other_accounts", f'["{other}"]', "--as", "admin").code == 0
    path = tmp_path / "没印.csv"
    path.write_text("交易时间,收入,支出,余额,对方户名\n2026-08-03 09:00:00,800.00,,800.00,甲公司\n", "gb18030")
    assert "属于学校的哪个账号" in console.refused("import", "statement", path, "--as", "qian")
    assert console.run("import", "statement", path, "--as", "qian", "--account", other).code == 0
    with console.office.school.reading() as session:
        (line,) = lines(session, console.office.school.id)
    assert line.own_account == other
