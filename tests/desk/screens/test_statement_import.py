"""导入流水: the page names which rows are new, known or no movement, what is missing, and whose account it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from school_desk.desk.import_page import ImportPage
from school_desk.desk.screens.payments.reconcile import ReconcileScreen
from school_desk.desk.screens.payments.statement_page import StatementPage
from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import FormSheet
from school_desk.payments import queries
from school_desk.staff.commands import ChangeSetting
from tests.desk.desk_fixtures import Told, drop_files, settle
from tests.desk.screens.hands import CTRL, press, text_of
from tests.desk.screens.money_scene import opened
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT
from tests.school import Office

OTHER_ACCOUNT = "1205220109200069999"
_HEADER = "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,摘要,对方单位名称,余额"


def export(path: Path, *rows: tuple[int, str, str], account: str | None = OWN_ACCOUNT, tail: str = "") -> Path:
    """工行's account history; a row is (minute, amount in, balance)."""
    header = _HEADER if account else _HEADER.replace("本方账号,", "")
    lines = [
        f"0,{account + ',' if account else ''}{COMPANY_ACCOUNT},2026-08-03 09:{minute:02d}:00,贷,,{fen},培训费,{COMPANY},{balance}"
        for minute, fen, balance in rows
    ]
    path.write_text("\n".join([header, *lines, *([tail] if tail else [])]), "gb18030")
    return path


def page_of(screen: ReconcileScreen) -> ImportPage:
    assert screen.host.page is not None
    return screen.host.page


def look_at(qtbot: QtBot, screen: ReconcileScreen, path: Path) -> ImportPage:
    drop_files(screen, path)
    settle(qtbot, screen.desk, 60_000)
    return page_of(screen)


def import_it(qtbot: QtBot, screen: ReconcileScreen) -> None:
    press(qtbot, page_of(screen), "导入 ")
    settle(qtbot, screen.desk, 60_000)


def states(page: ImportPage) -> Sequence[str]:
    return [row.state for row in page.ledger]


def own_accounts(office: Office) -> list[str]:
    with office.school.reading() as session:
        return [row.own_account for row in queries.imports(session, office.school.id)]


def test_a_longer_export_names_the_rows_that_are_known(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told
) -> None:
    first, second, third = (1, "800.00", "1800.00"), (2, "600.00", "2400.00"), (3, "50.00", "2450.00")
    screen = opened(qtbot, desk)
    page = look_at(qtbot, screen, export(tmp_path / "早.csv", first, second))
    assert states(page) == ["imported", "imported"]
    assert "工商银行 · 账号 1205220109200069722 · 共 2 行：新流水 2 笔，以前导入过 0 笔" in text_of(page)
    import_it(qtbot, screen)
    assert told[-1][0] == "已导入 2 笔流水。"
    page = look_at(qtbot, screen, export(tmp_path / "晚.csv", first, second, third, tail="合计,,,,,,,,,"))
    assert states(page) == ["skipped", "skipped", "imported", "skipped"]
    known, _, new, total = page.ledger
    assert "800.00 元 培训费" in known.reasons[0]
    assert known.reasons[-1] == "以前导入过，没有变化。"
    assert "以前导入过" not in "".join(new.reasons)
    assert "合计" in "".join(total.reasons)
    import_it(qtbot, screen)
    assert screen.table.row_count() == 3


def test_a_gap_in_the_balance_is_named(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    page = look_at(
        qtbot, opened(qtbot, desk), export(tmp_path / "缺.csv", (1, "800.00", "1800.00"), (2, "600.00", "2500.00"))
    )
    sentences = [line for line in text_of(page).splitlines() if line.startswith("⚠")]
    assert len(sentences) == 1
    assert "2,400.00" in sentences[0]
    assert page.ready


def test_another_account_is_refused_in_words(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    screen = opened(qtbot, desk)
    path = export(tmp_path / "别人.csv", (1, "800.00", "1800.00"), account="6222020000000000001")
    page = look_at(qtbot, screen, path)
    assert "账号 6222020000000000001 不是学校的账号" in text_of(page)
    assert not page.ready
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert (screen.host.page, own_accounts(office)) == (None, [])


def test_a_school_with_two_accounts_says_whose_an_unmarked_file_is(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2026, 8, 3)
    office.do(ChangeSetting("payments.other_accounts", (OTHER_ACCOUNT,), today, ()), office.admin)
    path = export(tmp_path / "没印.csv", (1, "800.00", "1800.00"), account=None)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    screen = opened(qtbot, desk)
    press(qtbot, screen, "导入流水…")
    sheet = next(one for one in screen.findChildren(FormSheet) if one.isVisible())
    sheet.form.input("account").setFocus()
    QTest.keyClick(sheet.form.input("account"), Qt.Key.Key_Down)
    QTest.keyClick(sheet.form.input("account"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk, 60_000)
    import_it(qtbot, screen)
    assert own_accounts(office) == [OTHER_ACCOUNT]


STRANGE = ("发生时刻", "方向", "数额", "结存", "来往单位", "来往账户", "说明")


def strange(path: Path, *minutes: int) -> Path:
    """An export of a bank that nobody knows: its words, and 进 and 出."""
    lines = [
        f"2026-08-03 09:{minute:02d}:00,{'进' if minute % 2 else '出'},800.00,,{COMPANY},{COMPANY_ACCOUNT},培训费"
        for minute in minutes
    ]
    path.write_text("\n".join(["某某银行", ",".join(STRANGE), *lines]), "gb18030")
    return path


def choose(page: StatementPage, field: str, word: str) -> None:
    """Picks the answer that holds `word`, by the keyboard."""
    choice = page.mapper.form.input(field)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)
    words = [choice.itemText(number) for number in range(choice.count())]
    for _ in range(next(number for number, text in enumerate(words) if word in text)):
        QTest.keyClick(choice, Qt.Key.Key_Down)


def statement_page(screen: ReconcileScreen) -> StatementPage:
    page = page_of(screen)
    assert isinstance(page, StatementPage)
    return page


def test_columns_of_a_strange_bank_are_asked_for_once(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    screen = opened(qtbot, desk)
    look_at(qtbot, screen, strange(tmp_path / "一月.csv", 1, 2, 3))
    settle(qtbot, desk, 60_000)
    page = statement_page(screen)
    assert page.asks_for_columns
    assert "找不到银行流水的表头" in page.mapper.notice.words()
    assert page.mapper.row.value() == 2
    answers = (
        ("time", "发生时刻"),
        ("amount", "数额"),
        ("flag", "方向"),
        ("income", "写着“进”"),
        ("party_name", "来往单位"),
    )
    for field, word in (*answers, ("party_account", "来往账户"), ("memo", "说明")):
        choose(page, field, word)
    QTest.keyClick(page.mapper.form.input("memo"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk, 60_000)
    settle(qtbot, desk, 60_000)
    assert not page.asks_for_columns
    assert states(page) == ["imported"] * 3
    assert "收入 800.00 元 培训费" in page.ledger[0].reasons[0]
    assert "支出" in page.ledger[1].reasons[0]
    assert "导入后会记住列的对应" in text_of(page)
    import_it(qtbot, screen)
    page = statement_page_of(qtbot, screen, strange(tmp_path / "二月.csv", 3, 4))
    assert not page.asks_for_columns
    assert "已按以前为这样的表头记住的列对应读取" in text_of(page)
    assert states(page) == ["skipped", "imported"]


def statement_page_of(qtbot: QtBot, screen: ReconcileScreen, path: Path) -> StatementPage:
    look_at(qtbot, screen, path)
    return statement_page(screen)


def test_answers_that_do_not_go_together_are_told_at_their_field(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    screen = opened(qtbot, desk)
    look_at(qtbot, screen, strange(tmp_path / "一月.csv", 1))
    settle(qtbot, desk, 60_000)
    page = statement_page(screen)
    choose(page, "time", "发生时刻")
    press(qtbot, page, "按这样读取")
    assert "请选择金额在哪一列" in page.mapper.form.error("credit")
    choose(page, "amount", "数额")
    choose(page, "balance", "数额")
    press(qtbot, page, "按这样读取")
    assert "已用作金额" in page.mapper.form.error("balance")
    choose(page, "balance", "没有这一列")
    press(qtbot, page, "按这样读取")
    settle(qtbot, desk, 60_000)
    settle(qtbot, desk, 60_000)
    assert page.asks_for_columns
    assert "看不出哪些是收入" in page.mapper.notice.words()
    choose(page, "income", "都是收入")
    press(qtbot, page, "按这样读取")
    settle(qtbot, desk, 60_000)
    settle(qtbot, desk, 60_000)
    assert states(page) == ["imported"]


def test_a_line_that_the_bank_changed_can_be_imported(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    screen = opened(qtbot, desk)
    first = export(tmp_path / "早.csv", (1, "800.00", "1800.00"))
    look_at(qtbot, screen, first)
    import_it(qtbot, screen)
    later = tmp_path / "晚.csv"
    later.write_bytes(first.read_bytes().replace("培训费".encode("gb18030"), "跨行退回".encode("gb18030")))
    page = look_at(qtbot, screen, later)
    assert states(page) == ["updated"]
    assert "标为冲正或退回" in "".join(page.ledger[0].reasons)
    assert page.ready
    import_it(qtbot, screen)
    assert states(look_at(qtbot, screen, first)) == ["skipped"]
