"""Slips: the amount in digits and in words, and what on a page belongs to the first slip."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.evidence import CAPITALS_AGREE
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import line, sheet
from tests.unit.reading.slip_rows import LIST, read_rows


def test_capitals_and_digits_prove_each_other() -> None:
    read = read_rows(*LIST, "金额（大写）：  捌仟贰佰元整", "小写：  ¥8,200.00")
    assert (read["amount"].value, read["amount_cn"].value) == ("8200.00", "捌仟贰佰元整")
    assert read["amount"].state is read["amount_cn"].state is FieldState.ACCEPTED
    assert CAPITALS_AGREE in read["amount"].reasons


def test_amounts_that_contradict_fail_both() -> None:
    read = read_rows(*LIST, "金额（大写）：  捌仟贰佰元整", "小写：  ¥6,200.00")
    assert read["amount"].state is read["amount_cn"].state is FieldState.FAILED
    assert any("不一致" in reason for reason in read["amount"].reasons)


def test_capitals_with_one_misread_character_take_the_amounts_wording() -> None:
    read = read_rows(*LIST, "金额（大写）：  捌仟贰佰佰元整", "小写：  ¥8,200.00")
    assert (read["amount_cn"].value, read["amount_cn"].original) == ("捌仟贰佰元整", "捌仟贰佰佰元整")
    assert read["amount_cn"].state is FieldState.LOOK


def test_a_stranger_among_the_capitals_is_put_right() -> None:
    read = read_rows(*LIST, "金额（大写）：  人民币捌任贰佰元整", "小写：  ¥8,200.00")
    assert (read["amount_cn"].value, read["amount_cn"].original) == ("捌仟贰佰元整", "捌任贰佰元整")


def test_the_amount_is_taken_from_the_capitals_when_it_stands_nowhere_else() -> None:
    read = read_rows(*LIST, "金额（大写）：  捌仟贰佰元整")
    assert (read["amount"].value, read["amount"].state) == ("8200.00", FieldState.LOOK)


def test_a_fee_is_no_amount() -> None:
    assert read_rows("转账回单", "手续费：¥10.50", "交易金额：¥8,200.00")["amount"].value == "8200.00"


@pytest.mark.parametrize(
    "rows", [("交易金额(元)", "8,200.00"), ("交易金额（元）", "8,200.00"), ("人民币8,200.00元",), ("RMB8,200.00",)]
)
def test_an_amount_below_its_label_or_behind_its_currency_is_no_lone_number(rows: tuple[str, ...]) -> None:
    found = read_slip(sheet("转账回单", *rows, "用途：培训费"))["amount"]
    assert (found.value, found.doubtful) == ("8200.00", False)


def test_a_number_that_nothing_calls_the_amount_is_only_proposed() -> None:
    """Both readers may read the fee and lose the amount."""
    lone = read_rows("转账回单", "手续", "10.00", "用途：培训费")["amount"]
    assert (lone.value, lone.state) == ("10.00", FieldState.LOOK)
    unread = read_rows("转账回单", "金额（小写）：¥10.00", "金额（大写）：伍万叁仟")["amount"]
    assert (unread.value, unread.state) == ("10.00", FieldState.LOOK)


def test_of_two_slips_on_a_page_only_the_first_is_read() -> None:
    def slip(top: float, serial: str, words: str, digits: str, label: str) -> list[TextBox]:
        rows = (
            "付款人账号：33055113546963798780",
            "收款人账号：1205220109200069722",
            f"金额（大写）：{words}",
            f"金额（小写）：¥{digits}",
            f"{label}：{serial}",
        )
        return [line(text, 100, top + 40 * at) for at, text in enumerate(rows)]

    boxes = [
        *slip(100, "77938968728764276", "叁仟肆佰元整", "3,400.00", "全局流水号"),
        *slip(500, "68772243606363237", "贰万元整", "20,000.00", "主机流水号"),
    ]
    read = read_slip(Sheet(boxes))
    assert (read["amount"].value, read["serial_no"].value) == ("3400.00", "77938968728764276")
    assert read_slip(Sheet(boxes[:5]))["serial_no"].value == "77938968728764276"
