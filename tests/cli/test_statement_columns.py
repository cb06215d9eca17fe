"""`import statement`: each of the school's accounts has the columns that were named for it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from school_desk.intake.statement_head import ASKS_FOR_COLUMNS
from school_desk.kernel.clock import local_date
from school_desk.payments import queries
from school_desk.staff.commands import ChangeSetting
from tests.cli.console import Console
from tests.flows.cashier import OWN_ACCOUNT

OTHER_ACCOUNT = "19135001040000000"
COLUMNS = {"交易时间": "发生时刻", "金额": "数额", "收付标志": "方向", "收入的写法": "进", "对方户名": "来往单位"}


def strange(path: Path, day: int, account: str) -> Path:
    """An export of a bank that nobody knows, with the account above it where one is given."""
    rows = [f"某某银行 账号：{account}", "发生时刻,方向,数额,来往单位,甲栏,乙栏"]
    path.write_text("\n".join([*rows, f"2026-08-0{day},进,800.00,甲公司,用途甲,用途乙", ""]), "gb18030")
    return path


def test_two_accounts_with_one_header(console: Console, tmp_path: Path) -> None:
    console.office.do(
        ChangeSetting("payments.other_accounts", (OTHER_ACCOUNT,), date(2026, 8, 1), ()), console.office.admin
    )
    file, named = tmp_path / "流水.csv", tmp_path / "列.json"
    for account, column in ((OWN_ACCOUNT, "甲栏"), (OTHER_ACCOUNT, "乙栏")):
        named.write_text(json.dumps(COLUMNS | {"摘要": column}), "utf-8")
        said = console.run("import", "statement", strange(file, 1, account), "--map", named, "--as", "qian")
        assert said.code == 0, said.err
    for day, account in ((2, OWN_ACCOUNT), (2, OTHER_ACCOUNT)):
        assert console.run("import", "statement", strange(file, day, account), "--as", "qian").code == 0
    unmarked = strange(file, 3, "")
    said = console.run("import", "statement", unmarked, "--as", "qian")
    assert (said.code, "看不出这份流水该用哪一种" in said.out + said.err) == (1, True)
    assert "statement.whose_columns" in ASKS_FOR_COLUMNS
    said = console.run("import", "statement", unmarked, "--account", OTHER_ACCOUNT, "--as", "qian")
    assert said.code == 0, said.err
    with console.office.school.reading() as session:
        rows = queries.lines(session, console.office.school.id, incoming=True)
    assert sorted((local_date(row.booked_at).day, row.memo) for row in rows) == [
        *((1, "用途乙"), (1, "用途甲")),
        *((2, "用途乙"), (2, "用途甲")),
        (3, "用途乙"),
    ]
