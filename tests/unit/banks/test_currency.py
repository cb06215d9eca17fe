"""Money in another currency is never read as yuan, whoever named the columns and wherever the file says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.adapters.banks import Columns, read_statement
from school_desk.adapters.banks.currency import is_currency_column, is_yuan
from school_desk.adapters.banks.layouts import heading
from school_desk.adapters.banks.mapping import signature
from school_desk.kernel.errors import RuleViolation
from tests.unit.banks import exports
from tests.unit.banks.hostile import GOOD, HEADER

STRANGE = ["时刻", "数额", "方向", "对家", "币别"]
MAPPING = {"time": "时刻", "amount": "数额", "flag": "方向", "income": "进", "party_name": "对家"}
WORDS = ("币种", "币别", "货币", "货币种类", "账户币种", "交易币种", "币种名称", "交易货币[ Trade Currency ]")
WORDS_OF_OTHERS = ("Currency", "currency", "CURRENCY", "币种/Currency", "Account Currency", "帐户币种（ISO）")


@pytest.mark.parametrize("word", [*WORDS, *WORDS_OF_OTHERS])
def test_a_column_of_currencies_goes_by_many_words(tmp_path: Path, word: str) -> None:
    with pytest.raises(RuleViolation, match="第 2 行的币种是“美元”") as refused:
        read_statement(
            exports.write_text(tmp_path / "x.csv", [[*HEADER, word], [*GOOD, "人民币"], [*GOOD, "美元"], ["合计"]])
        )
    assert refused.value.code == "statement.foreign_currency"


@pytest.mark.parametrize("word", ["货币资金", "摘要", "币值", "对方币种", "current"])
def test_other_columns_are_none(word: str) -> None:
    assert not is_currency_column(heading(word))


@pytest.mark.parametrize("how", ["named", "remembered"])
def test_columns_that_a_person_named_are_looked_at_too(tmp_path: Path, how: str) -> None:
    columns = Columns(named=MAPPING) if how == "named" else Columns(remembered={"1": {signature(STRANGE): MAPPING}})
    yuan, dollars = (
        exports.write_text(tmp_path / f"{said}.csv", [STRANGE, ["2026-09-01", "600.00", "进", "甲", said]])
        for said in ("CNY", "USD")
    )
    assert len(read_statement(yuan, columns=columns).lines) == 1
    with pytest.raises(RuleViolation, match="第 1 行的币种是“USD”"):
        read_statement(dollars, columns=columns)


def test_one_of_two_columns_is_enough(tmp_path: Path) -> None:
    rows = [[*HEADER, "账户币种", "交易币种"], [*GOOD, "人民币", "港币"]]
    with pytest.raises(RuleViolation, match="港币"):
        read_statement(exports.write_text(tmp_path / "x.csv", rows))


@pytest.mark.parametrize(
    "text",
    [
        *("￥", "¥", "元", "人民币", "人民币元", "本币", "CNY", "cny", "RMB", "156", "01", "001", "1", "CNY-人民币"),
        *("RMB/CNY", "156 CNY", "ＲＭＢ", "人民币(本币)"),
    ],
)
def test_what_means_yuan(text: str) -> None:
    assert is_yuan(text)


@pytest.mark.parametrize(
    "text", ["美元", "美金", "USD", "840", "014", "14", "$", "US$", "港元", "欧元", "外币", "CN", "HKD元"]
)
def test_what_does_not(text: str) -> None:
    assert not is_yuan(text)


@pytest.mark.parametrize(
    "above",
    [
        [["湖州分行 美元户 明细"]],
        [["港币结算户"]],
        [["美元活期存款账户对账单"]],
        [["币种：USD"]],
        [["账户币种", "美元"]],
        [["币种代码=840"]],
        [["Currency: EUR"]],
        [["账号", "户名", "币别"], ["1205220109200069722", "湖州某校", "美元"]],
    ],
)
def test_an_account_in_another_currency_is_known_by_what_stands_above(tmp_path: Path, above: list[list[str]]) -> None:
    with pytest.raises(RuleViolation, match="表头的币种") as refused:
        read_statement(exports.write_text(tmp_path / "x.csv", [*above, HEADER, GOOD]))
    assert refused.value.code == "statement.foreign_currency"


@pytest.mark.parametrize(
    "above",
    [
        [["币种：人民币"]],
        [["人民币活期账户"]],
        [["账号", "币种"], ["1205220109200069722", "人民币"]],
        [["币种：CNY", "户名：湖州美元户外用品有限公司"]],
    ],
)
def test_an_account_in_yuan_is_read(tmp_path: Path, above: list[list[str]]) -> None:
    assert len(read_statement(exports.write_text(tmp_path / "x.csv", [*above, HEADER, GOOD])).lines) == 1
