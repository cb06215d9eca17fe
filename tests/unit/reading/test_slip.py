"""Reading papers: the tests of slip."""

from __future__ import annotations

from school_desk.documents.reading.evidence import CAPITALS_AGREE, settle
from school_desk.documents.reading.paper import FieldReading, FieldState
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import sheet

_LIST = (
    "某某银行  电子回单",
    "付款人户名：  湖州甲建设有限公司",
    "付款人账号：  1205110009529260025",
    "收款人户名：  湖州市吴兴区城建职业技能培训学校",
    "收款人账号：  1205220109200069722",
)


def _read(*rows: str) -> dict[str, FieldReading]:
    return {name: settle(draft) for name, draft in read_slip(sheet(*rows)).items()}


def test_capitals_and_digits_prove_each_other() -> None:
    read = _read(*_LIST, "金额（大写）：  捌仟贰佰元整", "小写：  ¥8,200.00")
    assert (read["amount"].value, read["amount_cn"].value) == ("8200.00", "捌仟贰佰元整")
    assert read["amount"].state is read["amount_cn"].state is FieldState.ACCEPTED
    assert CAPITALS_AGREE in read["amount"].reasons


def test_amounts_that_contradict_fail_both() -> None:
    read = _read(*_LIST, "金额（大写）：  捌仟贰佰元整", "小写：  ¥6,200.00")
    assert read["amount"].state is read["amount_cn"].state is FieldState.FAILED
    assert any("不一致" in reason for reason in read["amount"].reasons)


def test_capitals_with_one_misread_character_take_the_amounts_wording() -> None:
    read = _read(*_LIST, "金额（大写）：  捌仟贰佰佰元整", "小写：  ¥8,200.00")
    assert (read["amount_cn"].value, read["amount_cn"].original) == ("捌仟贰佰元整", "捌仟贰佰佰元整")
    assert read["amount_cn"].state is FieldState.LOOK


def test_a_stranger_among_the_capitals_is_put_right() -> None:
    read = _read(*_LIST, "金额（大写）：  人民币捌任贰佰元整", "小写：  ¥8,200.00")
    assert (read["amount_cn"].value, read["amount_cn"].original) == ("捌仟贰佰元整", "捌任贰佰元整")


def test_the_amount_is_taken_from_the_capitals_when_it_stands_nowhere_else() -> None:
    read = _read(*_LIST, "金额（大写）：  捌仟贰佰元整")
    assert (read["amount"].value, read["amount"].state) == ("8200.00", FieldState.LOOK)


def test_parties_named_by_prefix_and_without_colon() -> None:
    read = _read("转账回单", "付款户名  甲公司", "付款账号  620000000001", "收款户名  乙学校", "收款账号  620000000002")
    assert [read[name].value for name in ("payer_name", "payer_account", "payee_name", "payee_account")] == [
        "甲公司",
        "620000000001",
        "乙学校",
        "620000000002",
    ]


def test_blocks_one_below_the_other_under_their_headings() -> None:
    read = _read("回单", "付款人", "户名  甲公司", "账号  620000000001", "收款人", "户名  乙学校", "账号  620000000002")
    assert (read["payer_name"].value, read["payee_name"].value) == ("甲公司", "乙学校")
    assert (read["payer_account"].value, read["payee_account"].value) == ("620000000001", "620000000002")


def test_the_day_is_proven_by_the_time_stamp() -> None:
    read = _read(*_LIST, "交易日期：  2026-09-03", "时间戳：  2026-09-03-16.48.27.806835")
    assert (read["date"].value, read["date"].state) == ("2026-09-03", FieldState.ACCEPTED)


def test_a_booking_day_that_differs_is_no_proof() -> None:
    read = _read(*_LIST, "交易日期：  2026-09-03", "记账日期：  2026-09-04")
    assert (read["date"].value, read["date"].state) == ("2026-09-03", FieldState.LOOK)


def test_account_and_bank_are_found_under_the_name_when_their_labels_are_illegible() -> None:
    read = _read(
        "回单",
        "付款户名  甲建设有限公司",
        "赋款架导  1205110009529260025",
        "什款开厂厅  工行湖州分行营业部",
        "收款户名  乙学校",
    )
    assert (read["payer_account"].value, read["payer_bank"].value) == ("1205110009529260025", "工行湖州分行营业部")
