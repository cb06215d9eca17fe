"""Reading papers: the tests of slip."""

from __future__ import annotations

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.evidence import CAPITALS_AGREE, settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldReading, FieldState
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import line, sheet

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


_PARTIES = ("payer_name", "payer_account", "payee_name", "payee_account")
_WHO = ["浙江甲建设有限公司", "620000000001", "湖州乙学校", "620000000002"]


def _who(*boxes: TextBox) -> list[object]:
    read = read_slip(Sheet(boxes))
    return [read[name].value for name in _PARTIES]


def test_labels_as_captions_above_their_values() -> None:
    read = _who(
        line("付款账户名称", 100, 100, height=20),
        line("付款账户", 700, 100, height=20),
        line("浙江甲建设有限公司", 100, 135),
        line("620000000001", 700, 135),
        line("收款账户名称", 100, 200, height=20),
        line("收款账户", 700, 200, height=20),
        line("湖州乙学校", 100, 235),
        line("620000000002", 700, 235),
    )
    assert read == _WHO


def test_an_empty_label_of_a_list_does_not_take_the_next_line() -> None:
    read = _read(
        "转账回单", "付款户名  浙江甲建设有限公司", "付款账号：", "收款户名  湖州乙学校", "收款账号  620000000002"
    )
    assert read["payer_account"].value is None


def test_two_panels_side_by_side_whose_headings_are_no_labels() -> None:
    read = _who(
        line("收款账户信息", 250, 50),
        line("付款账户信息", 1050, 50),
        line("账户名称", 100, 100),
        line("湖州乙学校", 300, 100),
        line("账户名称", 900, 100),
        line("浙江甲建设有限公司", 1100, 100),
        line("账户号码", 100, 150),
        line("620000000002", 300, 150),
        line("账户号码", 900, 150),
        line("620000000001", 1100, 150),
    )
    assert read == _WHO


def test_one_label_for_two_columns() -> None:
    read = _who(
        line("项目", 100, 50),
        line("转出方", 350, 50),
        line("转入方", 950, 50),
        line("单位名称", 100, 100),
        line("浙江甲建设有限公司", 250, 100),
        line("湖州乙学校", 850, 100),
        line("账（卡）号", 100, 150),
        line("620000000001", 280, 150),
        line("620000000002", 850, 150),
    )
    assert read == _WHO


def test_a_name_without_a_label_stands_right_above_its_account() -> None:
    read = _who(
        line("付", 100, 110),
        line("浙江甲建设有限公司", 200, 100),
        line("账号", 200, 150),
        line("620000000001", 280, 150),
        line("收", 100, 310),
        line("湖州乙学校", 200, 300),
        line("账号", 200, 350),
        line("620000000002", 280, 350),
    )
    assert (read[0], read[1], read[3]) == (_WHO[0], _WHO[1], _WHO[3])


def test_the_slips_own_number_is_not_believed_where_a_serial_was_printed() -> None:
    lost = _read("转账回单", "回单编号：  QY735263883428", "网银流水码  7801080200")["serial_no"]
    assert (lost.value, lost.state) == ("QY735263883428", FieldState.LOOK)
    assert any("流水号没有找到" in reason for reason in lost.reasons)
    found = _read("转账回单", "回单编号：  QY735263883428", "柜员流水  7801080200")["serial_no"]
    assert found.value == "7801080200"
