"""Reading papers: the tests of slip."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import line, sheet
from tests.unit.reading.slip_rows import LIST, read_rows


def test_parties_named_by_prefix_and_without_colon() -> None:
    read = read_rows(
        "转账回单", "付款户名  甲公司", "付款账号  620000000001", "收款户名  乙学校", "收款账号  620000000002"
    )
    assert [read[name].value for name in ("payer_name", "payer_account", "payee_name", "payee_account")] == [
        "甲公司",
        "620000000001",
        "乙学校",
        "620000000002",
    ]


def test_blocks_one_below_the_other_under_their_headings() -> None:
    read = read_rows(
        "回单", "付款人", "户名  甲公司", "账号  620000000001", "收款人", "户名  乙学校", "账号  620000000002"
    )
    assert (read["payer_name"].value, read["payee_name"].value) == ("甲公司", "乙学校")
    assert (read["payer_account"].value, read["payee_account"].value) == ("620000000001", "620000000002")


def test_the_day_is_proven_by_the_time_stamp() -> None:
    read = read_rows(*LIST, "交易日期：  2026-09-03", "时间戳：  2026-09-03-16.48.27.806835")
    assert (read["date"].value, read["date"].state) == ("2026-09-03", FieldState.ACCEPTED)


def test_a_booking_day_that_differs_is_no_proof() -> None:
    read = read_rows(*LIST, "交易日期：  2026-09-03", "记账日期：  2026-09-04")
    assert (read["date"].value, read["date"].state) == ("2026-09-03", FieldState.LOOK)


def test_account_and_bank_are_found_under_the_name_when_their_labels_are_illegible() -> None:
    read = read_rows(
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
    read = read_rows(
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
    lost = read_rows("转账回单", "回单编号：  QY735263883428", "流水号  见背面")["serial_no"]
    assert (lost.value, lost.state) == ("QY735263883428", FieldState.LOOK)
    assert any("流水号没有找到" in reason for reason in lost.reasons)
    found = read_rows("转账回单", "回单编号：  QY735263883428", "柜员流水  7801080200")["serial_no"]
    assert found.value == "7801080200"


def test_a_row_for_each_party() -> None:
    read = _who(
        line("当事人", 100, 100),
        line("户名", 500, 100),
        line("账号", 1000, 100),
        line("开户行", 1500, 100),
        line("付款人", 100, 180),
        line("浙江甲建设有限公司", 260, 180),
        line("620000000001", 900, 180),
        line("某某银行湖州支行", 1350, 180),
        line("收款人", 100, 280),
        line("湖州乙学校", 260, 280),
        line("620000000002", 900, 280),
        line("某某银行杭州支行", 1350, 280),
        line("金额", 100, 380),
        line("¥8,200.00", 1350, 380),
    )
    assert read == _WHO


def test_one_cell_holds_the_name_and_the_bank_of_the_other_side() -> None:
    read = read_slip(
        Sheet(
            (
                line("客户名称：浙江甲建设有限公司", 100, 100),
                line("客户账号：620000000001", 100, 150),
                line("账户开户行：某某银行湖州支行", 100, 200),
                line("交易时间", 150, 280),
                line("交易流水号", 450, 280),
                line("借方金额", 750, 280),
                line("对方账户", 1050, 280),
                line("对方户名及开户行", 1400, 280),
                line("湖州乙学校", 1400, 340),
                line("2026-09-04", 120, 380),
                line("10041507PQ6381", 395, 380),
                line("8,200.00", 750, 380),
                line("620000000002", 1010, 380),
                line("某某银行股份有限公司杭州支", 1300, 380),
                line("17：21：38", 120, 420),
                line("行", 1300, 420),
                line("借方金额大写：捌仟贰佰元整", 100, 520),
                line("摘要/用途：培训费", 900, 520),
            )
        )
    )
    assert [read[name].value for name in _PARTIES] == _WHO
    assert (read["payer_bank"].value, read["payee_bank"].value) == ("某某银行湖州支行", "某某银行股份有限公司杭州支行")
    assert (read["serial_no"].value, read["date"].value) == ("10041507PQ6381", "2026-09-04")
    assert read["purpose"].value == "培训费"


def test_parties_without_labels_under_their_headings() -> None:
    below = _who(
        line("付款人", 100, 100),
        line("浙江甲建设有限公司", 100, 150),
        line("620000000001", 100, 200),
        line("某某银行湖州支行", 100, 250),
        line("¥8,200.00", 250, 420),
        line("收款人", 100, 520),
        line("湖州乙学校", 100, 570),
        line("620000000002", 100, 620),
        line("交易流水号", 100, 800),
        line("F406869634", 900, 800),
    )
    assert below == _WHO
    beside = _who(
        line("付款方", 250, 100),
        line("收款方", 950, 100),
        line("浙江甲建设有限公司", 160, 150),
        line("湖州乙学校", 920, 150),
        line("620000000001", 200, 200),
        line("620000000002", 900, 200),
    )
    assert beside == _WHO


def test_own_and_other_side_by_the_direction_of_the_money() -> None:
    rows = (
        "本方户名：浙江甲建设有限公司",
        "本方账号：620000000001",
        "对方户名：湖州乙学校",
        "对方账号：620000000002",
    )
    outgoing, incoming = read_rows("借贷标志：借", *rows), read_rows("借贷标志：贷", *rows)
    assert [outgoing[name].value for name in _PARTIES] == _WHO
    assert [incoming[name].value for name in _PARTIES] == _WHO[2:] + _WHO[:2]


def test_what_is_left_of_a_label_or_an_amount_is_no_party() -> None:
    read = read_rows("回单", "付款户名：及开户行", "付款开户行：CNY12,180.00", "收款行名称：某某银行湖州支行")
    assert (read["payer_name"].value, read["payer_bank"].value) == (None, None)
    assert read["payee_bank"].value == "某某银行湖州支行"


def test_one_enterprise_on_both_sides_is_only_proposed() -> None:
    read = read_slip(sheet("付款户名：湖州乙学校", "收款户名：湖州乙学校"))
    assert read["payer_name"].doubtful
    assert read["payee_name"].doubtful


def test_the_serial_number_among_other_numbers_run_together() -> None:
    read = read_rows(
        "转账回单", "指令编号：2168934468341", "网点10468柜员190024会计流水号692115621", "凭证序号H04729085839"
    )
    assert read["serial_no"].value == "692115621"
    numbered = ("转账回单", "指令编号：2168934468341", "支付交易序号：60123456")
    assert read_rows(*numbered)["serial_no"].value == "60123456"
    assert read_rows(*numbered, "交易流水号：692115621")["serial_no"].value == "692115621"


def test_days_that_a_time_follows_without_a_gap() -> None:
    for text in ("2026062914：23：02", "2026-06-2908.23.32", "2026/06/2916：39"):
        assert read_rows("转账回单", f"完成时间：{text}")["date"].value == "2026-06-29"


def test_the_transfers_own_serial_number_and_day_come_first() -> None:
    read = read_rows(
        "转账回单", "柜员流水号：99000111", "交易流水号：88000222", "申请日期：2026-09-01", "交易日期：2026-09-03"
    )
    assert (read["serial_no"].value, read["date"].value) == ("88000222", "2026-09-03")
    tied = read_slip(sheet("转账回单", "核心流水号：99000111", "会计流水号：88000222"))["serial_no"]
    assert tied.doubtful


def test_a_day_known_only_as_that_of_printing_is_only_proposed() -> None:
    assert read_slip(sheet("转账回单", "打印日期：2026-09-05"))["date"].doubtful


def test_a_note_that_tells_of_both_sides_names_neither() -> None:
    """The note must not take the payer's place: what is left would be handed to the payee."""
    read = _who(
        line("全称", 200, 100),
        line("浙江甲建设有限公司", 300, 100),
        line("全称", 900, 100),
        line("湖州乙学校", 1000, 100),
        line("付", 100, 130),
        line("收", 800, 130),
        line("账号", 200, 160),
        line("620000000001", 300, 160),
        line("账号", 900, 160),
        line("620000000002", 1000, 160),
        line("银行受理成功，本回执不作为收、付款方交易确认的最终依据，可登录网上银行查询验证。", 100, 400),
    )
    assert read == _WHO


@pytest.mark.parametrize("note", ["请核对户名，勿重复记账", "交易确认的最终依据，可登录网上银行查询验证"])
def test_a_sentence_is_no_party(note: str) -> None:
    assert read_rows("转账回单", f"付款人  {note}")["payer_name"].value is None


@pytest.mark.parametrize(
    ("ours", "theirs"), [("付款行", "收款行"), ("汇出行", "汇入行"), ("转出行", "转入行"), ("付款机构", "收款机构")]
)
def test_the_bank_by_its_short_label(ours: str, theirs: str) -> None:
    read = read_rows(*LIST, f"{ours}浙江长兴农村商业银行泗安支行", f"{theirs}  中国工商银行湖州红丰支行")
    assert (read["payer_bank"].value, read["payee_bank"].value) == (
        "浙江长兴农村商业银行泗安支行",
        "中国工商银行湖州红丰支行",
    )


@pytest.mark.parametrize(
    "torso", ["国工商银行湖州红丰支行", "江长兴农村商业银行泗安支行", "商银行湖州分行", "通银行湖州分行"]
)
def test_a_bank_without_its_beginning_is_only_proposed(torso: str) -> None:
    assert read_slip(sheet(*LIST, f"付款人开户行：  {torso}"))["payer_bank"].doubtful


@pytest.mark.parametrize(
    "bank", ["工商银行湖州红丰支行", "工行湖州分行", "江苏银行杭州分行", "江山农商银行", "农业银行"]
)
def test_a_bank_may_be_called_shortly(bank: str) -> None:
    read = read_slip(sheet(*LIST, f"付款人开户行：  {bank}"))["payer_bank"]
    assert (read.value, read.doubtful) == (bank, False)


def test_labels_and_values_that_take_turns_are_no_captions() -> None:
    read = read_rows(*LIST, "用途  学费  交易状态  交易成功", "打印  下载  返回")
    assert read["purpose"].value == "学费"


def test_how_money_was_sent_is_not_what_it_is_for() -> None:
    only = read_slip(sheet(*LIST, "摘要：  电汇"))["purpose"]
    assert (only.value, only.doubtful) == ("电汇", True)
    both = read_slip(sheet(*LIST, "用途：  网银转账", "摘要：  培训费"))["purpose"]
    assert (both.value, both.doubtful) == ("培训费", False)


def test_a_serial_number_in_the_line_below_its_label_beside_the_seal() -> None:
    boxes = [
        line("付款账单凭证", 100, 40),
        line("业务流水号", 100, 100),
        line("国有银行股份有限", 420, 100),
        line("7043277277506629630181264124", 100, 150),
        line("账单编号：GR17580555274057", 100, 200),
    ]
    read = read_slip(Sheet(boxes))["serial_no"]
    assert (read.value, read.doubtful) == ("7043277277506629630181264124", True)


@pytest.mark.parametrize("below", ["2026-06-2914：23：02", "120000.00元", "第1次打印"])
def test_what_is_no_number_below_its_label_is_no_serial_number(below: str) -> None:
    boxes = [line("业务流水号", 100, 100), line("国有银行股份有限", 420, 100), line(below, 100, 150)]
    assert read_slip(Sheet(boxes))["serial_no"].value is None


def test_the_clearings_number_is_only_proposed_where_another_was_printed() -> None:
    lone = read_slip(sheet("支付交易序号：60123456", "流水打印：第1次"))["serial_no"]
    assert (lone.value, lone.doubtful) == ("60123456", False)
    for other in ("交易流水号：", "回单编号：GR17580555274057"):
        read = read_slip(sheet("支付交易序号：60123456", other))["serial_no"]
        assert (read.value, read.doubtful) == ("60123456", True)
