"""Who pays whom on a slip: by headings above blocks, by order, and never against what slips are for."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import line, sheet

_PARTIES = ("payer_name", "payer_account", "payee_name", "payee_account")
_WHO = ["浙江甲建设有限公司", "620000000001", "湖州乙学校", "620000000002"]


def _who(*boxes: TextBox) -> list[object]:
    read = read_slip(Sheet(boxes))
    return [read[name].value for name in _PARTIES]


def _blocks(*, lean: float) -> tuple[TextBox, ...]:
    return (
        line("付款方信息", 100, 100),
        line("户名：浙江甲建设有限公司", 130, 150),
        line("账号：620000000001", 130 + lean, 200),
        line("收款方信息", 100, 300),
        line("户名：湖州乙学校", 130 + 2 * lean, 350),
        line("账号：620000000002", 130 + 3 * lean, 400),
    )


@pytest.mark.parametrize("lean", [-4.0, 0.0, 4.0])
def test_a_heading_above_a_block_holds_for_all_below_it_up_to_the_next(lean: float) -> None:
    assert _who(*_blocks(lean=lean)) == _WHO


@pytest.mark.parametrize("lean", [-4.0, 0.0, 4.0])
def test_without_headings_what_stands_below_comes_second_however_the_photo_leans(lean: float) -> None:
    read = read_slip(Sheet(box for box in _blocks(lean=lean) if "信息" not in box.text))
    assert [read[name].value for name in _PARTIES] == _WHO
    # Order and meaning agree: the second is a school.
    assert not any(read[name].doubtful for name in _PARTIES)


def test_order_alone_proves_nothing_and_a_school_is_who_is_paid() -> None:
    firms = read_slip(sheet("户名：浙江甲建设有限公司", "账号：620000000001", "户名：丙公司", "账号：620000000002"))
    assert all(firms[name].doubtful for name in _PARTIES)
    turned = read_slip(
        sheet("户名：湖州乙学校", "账号：620000000002", "户名：浙江甲建设有限公司", "账号：620000000001")
    )
    assert [turned[name].value for name in _PARTIES] == _WHO
    assert all(turned[name].doubtful for name in _PARTIES)


def test_a_direction_alone_says_not_who_is_who() -> None:
    blocks = ("户名：湖州丙公司", "账号：620000000001", "户名：浙江甲建设有限公司", "账号：620000000002")
    for note in ("说明：本回单为借方凭证", "交易类型：支出", "借贷标志：借"):
        read = read_slip(sheet(*blocks, note))
        assert all(read[name].doubtful for name in _PARTIES), note


def test_a_school_that_pays_a_firm_is_for_a_person() -> None:
    read = read_slip(sheet("付款户名：湖州乙学校", "收款户名：浙江甲建设有限公司", "收款账号：620000000001"))
    assert (read["payer_name"].value, read["payee_account"].value) == ("湖州乙学校", "620000000001")
    assert all(read[name].doubtful for name in ("payer_name", "payee_name", "payee_account"))


def test_who_is_debited_pays() -> None:
    read = read_slip(
        sheet(
            "借方户名：浙江甲建设有限公司  贷方户名：湖州乙学校",
            "借方账号：620000000001  贷方账号：620000000002",
        )
    )
    assert [read[name].value for name in _PARTIES] == _WHO


def test_a_card_on_a_telephones_screen_has_no_labels() -> None:
    rows = ["付款账户", _WHO[0], _WHO[1], "中国银行湖州分行", "收款账户", _WHO[2], _WHO[3], "中国工商银行湖州分行"]
    read = read_slip(Sheet([line(text, 100, 100 + 50 * at) for at, text in enumerate(rows)]))
    assert [read[name].value for name in _PARTIES] == _WHO
    assert read["payee_bank"].value == "中国工商银行湖州分行"


def test_over_a_number_the_same_words_are_its_caption() -> None:
    rows = ["付款户名", _WHO[0], "付款账户", _WHO[1], "收款户名", _WHO[2], "收款账户", _WHO[3]]
    assert _who(*(line(text, 100, 100 + 50 * at) for at, text in enumerate(rows))) == _WHO


def test_an_account_that_is_called_a_card_too() -> None:
    read = read_slip(
        sheet(
            "付款人户名：浙江甲建设有限公司",
            "付款人账号（卡号）：620000000001  付款人开户行：工行德清支行",
            "收款人户名：湖州乙学校",
            "收款人账号（卡号）：620000000002  接收行名：中国工商银行湖州分行",
        )
    )
    assert [read[name].value for name in _PARTIES] == _WHO
    assert read["payee_bank"].value == "中国工商银行湖州分行"


def test_the_plain_words_go_before_those_of_a_banks_books() -> None:
    rows = ("贷方户名：大额往账中心", "贷方账号：2600000000099", "接收行名：中国工商银行资金清算中心")
    parties = (
        "付款人户名：浙江甲建设有限公司",
        "付款人账号：620000000001",
        "收款人户名：湖州乙学校",
        "收款人账号：620000000002",
        "收款人开户行：工行德清支行",
    )
    read = read_slip(sheet(*rows, *parties))
    assert [read[name].value for name in _PARTIES] == _WHO
    assert read["payee_bank"].value == "工行德清支行"


def test_a_caption_over_a_bank_and_its_number_is_no_heading() -> None:
    rows = ["付款户名", _WHO[0], "付款账户", "工商银行620000000001", "收款户名", _WHO[2], "收款账户", _WHO[3]]
    assert _who(*(line(text, 100, 100 + 50 * at) for at, text in enumerate(rows))) == _WHO
