"""工种: the packaged table and how a trade is found in it."""

from __future__ import annotations

from collections import Counter

import pytest

from school_desk.terms.trades import Trade, find_trade, parse_trades, trades


def test_every_word_of_the_table_leads_to_one_trade() -> None:
    words = Counter(word for trade in trades() for word in (trade.code, trade.name, *trade.aliases))
    assert [word for word, count in words.items() if count > 1] == []
    for trade in trades():
        assert all(find_trade(word) is trade for word in (trade.code, trade.name, *trade.aliases))


def test_codes_have_three_digits_and_parents_exist() -> None:
    codes = {trade.code for trade in trades()}
    assert all(len(code) == 3 and code.isdigit() for code in codes)
    assert {trade.parent for trade in trades()} - {None} <= codes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("建筑瓦工", "砌筑工"),
        ("管工", "管道工"),
        ("工程测量员", "测量放线工"),
        (" 钢 筋 工 ", "钢筋工"),
        ("０３０", "架子工"),
        ("建筑架子工(普通脚手架)", "架子工"),
        ("起重信号司索工", "起重信号工"),
        ("其他", "其他"),
    ],
)
def test_a_trade_is_found_by_code_name_or_alias(text: str, name: str) -> None:
    trade = find_trade(text)
    assert trade is not None
    assert trade.name == name


@pytest.mark.parametrize("text", ["", "厨师", "工", "30"])
def test_what_is_no_trade_is_none(text: str) -> None:
    assert find_trade(text) is None


def test_special_operations_are_flagged() -> None:
    flagged = {trade.name for trade in trades() if trade.special_operation}
    assert {"架子工", "建筑电工", "起重信号工", "建筑起重机械安装拆卸工", "高处作业吊篮安装拆卸工"} <= flagged
    assert "钢筋工" not in flagged


def test_a_table_is_read_with_its_remarks_skipped() -> None:
    text = "# 说明\ncode,scheme,name,aliases,parent,special_operation\n\n191,site,抹灰工, 粉刷工|泥工 ,190,1\n000,own,其他,,,\n"
    assert parse_trades(text) == (
        Trade("191", "抹灰工", ("粉刷工", "泥工"), True, "190", "site"),
        Trade("000", "其他", (), False, None, "own"),
    )
