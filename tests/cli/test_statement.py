"""`school-desk statement` and `import statement`: lines of any bank, each known once."""

from __future__ import annotations

from pathlib import Path

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
