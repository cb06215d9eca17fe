"""One column of amounts that says nothing of the way they went: only a sign of a real amount, or the balance, tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.adapters.banks import Statement, read_statement
from school_desk.kernel.errors import RuleViolation
from tests.unit.banks import exports

HEADER = ["交易时间", "对方户名", "金额", "摘要"]
UNSIGNED = (
    ["2026-08-03 09:00:00", "甲公司", "1000.00", "培训费"],
    ["2026-08-03 10:00:00", "供电局", "500.00", "电费"],
)


def read(folder: Path, *rows: list[str]) -> Statement:
    return read_statement(exports.write_text(folder / "x.csv", [HEADER, *rows]))


@pytest.mark.parametrize(
    "row",
    [
        ["2026-08-03 11:00:00", "银行", "--", "短信通知"],
        ["2026-08-03 11:00:00", "银行", "-", "短信通知"],
        ["2026-08-03 11:00:00", "银行", "-0.00", "短信通知"],
        ["合计", "", "-", ""],
        ["合计", "", "-1500.00", ""],
    ],
)
def test_a_dash_is_no_sign(tmp_path: Path, row: list[str]) -> None:
    with pytest.raises(RuleViolation) as refused:
        read(tmp_path, *UNSIGNED, row)
    assert refused.value.code == "statement.direction_unknown"


def test_the_sign_of_a_line_is_one(tmp_path: Path) -> None:
    signed = ["2026-08-03 11:00:00", "银行", "-10.00", "手续费"]
    statement = read(tmp_path, *UNSIGNED, signed)
    assert [line.signed_fen for line in statement.lines] == [100_000, 50_000, -1_000]
