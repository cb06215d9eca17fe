"""docs/command-line.md and the README's command line say what the program does: examples run as printed, tables are those of the code."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from school_desk.adapters.banks import headers as banks
from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.adapters.sheets import layouts as sheets
from school_desk.adapters.sheets.headers import Layout
from school_desk.cli.importing import KINDS
from school_desk.cli.listing import KINDS as LISTED
from school_desk.cli.main import make_parser
from school_desk.intake.declared import ALIASES
from school_desk.intake.roster_head import FIELDS, NEEDED
from school_desk.staff.domain import MIN_PASSWORD
from tests.cli.console import Console
from tests.cli.drawn_school import papers_of
from tests.unit.sheets.books import picture

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
# As written to be copied: indented, or in the README's fenced block; the line that shows the form of all commands has brackets.
EXAMPLES = [
    line.split("  #")[0].split("school-desk ", 1)[1].strip()
    for line in (DOC + README).splitlines()
    if re.match(r"(    |\.venv/bin/)school-desk ", line) and "[" not in line
]
SHEETS = {
    "hours": sheets.HOURS,
    "accounts": sheets.ACCOUNTS,
    "scores": sheets.SCORES,
    "certificate-numbers": sheets.CERTIFICATE_NUMBERS,
    "push-results": sheets.PUSH_RESULTS,
    "authority-decisions": sheets.AUTHORITY_DECISIONS,
}


def table_under(heading: str) -> list[list[str]]:
    """The cells of the first table after a heading, without its head."""
    text = DOC.split(heading, 1)[1]
    start = text.index("\n|")
    rows = text[start + 1 :].split("\n\n", 1)[0].splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows[2:]]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_parses(example: str) -> None:
    make_parser().parse_args(shlex.split(example))


def test_every_verb_has_its_row() -> None:
    told = " ".join(cells[0] for cells in table_under("## 命令 · Verbs"))
    assert {name for name in make_parser().verbs if f"`{name}" not in told} == set()


def test_the_lists_are_those_of_the_code() -> None:
    told = {cells[0].strip("`"): cells[1] for cells in table_under("## 名单、详情与撤销")}
    assert told == {kind: words for kind, (words, _) in LISTED.items()}


def test_the_columns_are_those_of_the_code() -> None:
    told = {cells[0].split("`")[1]: cells[1:] for cells in table_under("### 文件里要有的列")}
    assert told.keys() == KINDS.keys()
    assert {kind: told[kind] for kind in SHEETS} == {kind: _columns(layout) for kind, layout in SHEETS.items()}
    assert told["enterprise"] == _columns(Layout("", ALIASES, (("name", "credit_code"),)))
    others = (words for field, words in FIELDS.items() if field not in NEEDED)
    assert told["roster"] == ["；".join(FIELDS[field] for field in NEEDED), "、".join(others)]


def _columns(layout: Layout) -> list[str]:
    names = {field: aliases[0] for field, aliases in layout.aliases.items()}
    groups = [[names.pop(field) for field in group] for group in layout.required]
    return ["；".join(map(" 或 ".join, groups)), "、".join(names.values())]


def test_a_statement_with_the_columns_told_is_one() -> None:
    told = {cells[0].split("`")[1]: cells[1] for cells in table_under("### 文件里要有的列")}
    groups = [group.split(" 或 ") for group in told["statement"].split("；")]
    for place, group in enumerate(groups):
        for name in group:
            chosen = [name if at == place else other[0] for at, other in enumerate(groups)]
            assert banks.find_header([chosen]) is not None, chosen
        rest = [other[0] for at, other in enumerate(groups) if at != place]
        assert banks.find_header([rest]) is None, rest


def test_the_password_rule_is_told() -> None:
    assert f"密码至少 {MIN_PASSWORD} 位" in DOC


def test_the_script_runs_as_printed(console: Console, tmp_path: Path) -> None:
    lines = [line.strip() for line in DOC.splitlines() if line.startswith('    {"id"')]
    assert len(lines) == 2
    (tmp_path / "脚本.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for kind in ("yyzz", "cns", "zzzs"):
        (tmp_path / f"{kind}.jpg").write_bytes(picture())
    said = console.run("desk-run", tmp_path / "脚本.jsonl", "--as", "shen", "--json")
    assert said.code == 0, said.out
    answer = next(line.strip() for line in DOC.splitlines() if line.startswith('    {"line": 1'))
    assert json.loads(answer).keys() == said.lines[0].keys()


@pytest.mark.usefixtures("faultless_engine")
def test_the_enterprises_form_is_enough_for_the_drawn_papers(
    console: Console, drawn: SchoolTruth, tmp_path: Path
) -> None:
    inbox = shutil.copytree(drawn.folder / "enterprises", tmp_path / "enterprises")
    (row,) = json.loads(next(line for line in DOC.splitlines() if line.startswith('    [{"企业名称"')))
    forms = [row | {"企业名称": one.company.name} for one in drawn.enterprises]
    (inbox / "企业信息.json").write_text(json.dumps(forms, ensure_ascii=False), encoding="utf-8")
    said = console.run("import", "enterprise", inbox, "--as", "shen", "--dry-run", "--json")
    assert set(said.ledger().values()) == {"imported"}
    one = papers_of(drawn, drawn.enterprises[0])
    declared = ("--declare", f"负责人手机号={row['负责人手机号']}")
    assert console.run("import", "enterprise", one, *declared, "--as", "shen", "--dry-run").code == 0
