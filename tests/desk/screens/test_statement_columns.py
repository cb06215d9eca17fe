"""What a person says of a statement's columns: kept with the import, recalled in words, and put right again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments.statement_page import StatementPage
from school_desk.desk.services import Desk
from school_desk.intake.statement_head import remembered
from tests.desk.desk_fixtures import settle
from tests.desk.screens.hands import press, text_of
from tests.desk.screens.money_scene import opened
from tests.desk.screens.test_statement_import import (
    choose,
    export,
    import_it,
    look_at,
    own_accounts,
    statement_page,
    statement_page_of,
    states,
)
from tests.flows.cashier import OWN_ACCOUNT
from tests.school import Office

FIRST, SECOND, THIRD = (1, "800.00", "1800.00"), (2, "600.00", "2400.00"), (3, "50.00", "2450.00")


@pytest.fixture(autouse=True)
def quick(office: Office) -> None:
    office.proves_undo = False


def named(qtbot: QtBot, page: StatementPage, **columns: str) -> None:
    """Names columns and reads the file by them."""
    for field, word in columns.items():
        choose(page, field, word)
    press(qtbot, page, "按这样读取")
    read(qtbot, page)


def read(qtbot: QtBot, page: StatementPage) -> None:
    for _ in range(2):
        settle(qtbot, page._desk, 60_000)


def asked(qtbot: QtBot, page: StatementPage) -> None:
    press(qtbot, page, "对应列…")
    read(qtbot, page)


def swapped(qtbot: QtBot, page: StatementPage) -> None:
    """A slip: 贷方发生额, where money in stands, is named as money out."""
    asked(qtbot, page)
    named(qtbot, page, flag="没有这一列", credit="没有这一列", debit="贷方发生额")


def kept(office: Office) -> dict[str, dict[str, str]]:
    return remembered(office.school, (OWN_ACCOUNT,))[OWN_ACCOUNT]


def test_columns_named_wrongly_are_not_kept_by_looking_at_them(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    screen = opened(qtbot, desk)
    page = statement_page_of(qtbot, screen, export(tmp_path / "早.csv", FIRST, SECOND))
    swapped(qtbot, page)
    assert "支出 800.00 元" in page.ledger[0].reasons[0]
    page.leave()
    settle(qtbot, desk, 60_000)
    assert kept(office) == {}
    page = statement_page_of(qtbot, screen, export(tmp_path / "晚.csv", FIRST, SECOND, THIRD))
    assert "收入 800.00 元" in page.ledger[0].reasons[0]
    assert "记住的列" not in text_of(page)


def test_columns_are_kept_with_the_import_and_the_last_step_is_the_import(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    screen = opened(qtbot, desk)
    page = statement_page_of(qtbot, screen, export(tmp_path / "早.csv", FIRST))
    swapped(qtbot, page)
    import_it(qtbot, screen)
    assert [mapping["debit"] for mapping in kept(office).values()] == ["贷方发生额"]
    desk.undo()
    settle(qtbot, desk, 60_000)
    assert own_accounts(office) == []


def test_remembered_columns_are_told_and_the_banks_own_header_is_one_click_away(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    screen = opened(qtbot, desk)
    swapped(qtbot, statement_page_of(qtbot, screen, export(tmp_path / "早.csv", FIRST)))
    import_it(qtbot, screen)
    later = export(tmp_path / "晚.csv", SECOND)
    page = statement_page_of(qtbot, screen, later)
    assert "已按以前为这样的表头记住的列对应读取" in text_of(page)
    assert "支出 600.00 元" in page.ledger[0].reasons[0]
    asked(qtbot, page)
    assert page.mapper.form.input("debit").value() == "贷方发生额"
    press(qtbot, page, "取消")
    press(qtbot, page, "按银行原来的表头读")
    read(qtbot, page)
    assert "收入 600.00 元" in page.ledger[0].reasons[0]
    assert not page.as_printed_button.isVisible()
    page.leave()
    assert all(kept(office).values()), "nothing was imported, nothing is forgotten"
    page = statement_page_of(qtbot, screen, later)
    press(qtbot, page, "按银行原来的表头读")
    read(qtbot, page)
    import_it(qtbot, screen)
    assert not any(kept(office).values())
    page = statement_page_of(qtbot, screen, export(tmp_path / "再晚.csv", THIRD))
    assert "收入 50.00 元" in page.ledger[0].reasons[0]
    assert "记住的列" not in text_of(page)


def test_that_all_is_income_is_asked_again_with_the_other_answers_kept(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    def unsigned(name: str, minute: int) -> Path:
        path = tmp_path / name
        path.write_text(f"发生时刻,数额,来往单位\n2026-08-03 09:0{minute}:00,800.00,甲公司\n", "gb18030")
        return path

    screen = opened(qtbot, desk)
    look_at(qtbot, screen, unsigned("一月.csv", 1))
    settle(qtbot, desk, 60_000)
    page = statement_page(screen)
    named(qtbot, page, time="发生时刻", amount="数额", income="都是收入", party_name="来往单位")
    assert "只用于这个文件" in text_of(page)
    import_it(qtbot, screen)
    look_at(qtbot, screen, unsigned("二月.csv", 2))
    settle(qtbot, desk, 60_000)
    page = statement_page(screen)
    assert page.asks_for_columns
    assert "看不出哪些是收入" in page.mapper.notice.words()
    form = page.mapper.form
    assert [form.input(key).value() for key in ("time", "amount", "income")] == ["发生时刻", "数额", "-"]
    named(qtbot, page, income="都是收入")
    assert states(page) == ["imported"]
