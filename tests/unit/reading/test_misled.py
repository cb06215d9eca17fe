"""What could mislead: other firms' names and codes in a letter, the bank's own notes, lines whose labels were lost, marks and folds."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.shapes import is_usual
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import line, sheet

_OURS, _OTHERS = "湖州石凤钢结构工程有限公司", "浙江大东建设集团有限公司"
_OUR_CODE, _OTHER_CODE = "91330502MA2B40G40L", "91330000146044936Y"
_PROMISES = (
    "一、依法经营，诚实守信，自觉接受社会各界和主管部门的监督与检查，所报送的材料真实有效。",
    "二、上传系统的照片均由本单位人员拍摄，如有虚假自愿承担由此产生的一切责任和后果。",
)


def _name(*rows: str) -> Draft:
    return read_cns(sheet(*rows, *_PROMISES, f"承诺单位（盖章）：{_OURS}"))["name"]


@pytest.mark.parametrize(
    "rows",
    [
        ("承诺书", f"企业名称  {_OURS}", "企业类型  有限责任公司", f"统一社会信用代码  {_OUR_CODE}"),
        ("承诺书", f"企业名称  {_OURS}", "开户银行  湖州银行八里店支行", f"统一社会信用代码  {_OUR_CODE}"),
        ("承诺书", f"承诺单位：{_OURS}", "湖州市吴兴区城建职业技能培训学校", "社会信用代码  52330502MJ8912345X"),
        ("建筑施工企业", f"社会信用代码：{_OUR_CODE}", f"企业名称：{_OURS}"),
        (_OTHERS, f"统一社会信用代码：{_OTHER_CODE}"),
        (f"致：{_OTHERS}（{_OTHER_CODE}）",),
        (f"我公司承接{_OTHERS}（{_OTHER_CODE}）的工程",),
        (f"承诺单位为{_OTHERS}（{_OTHER_CODE}）的分包单位",),
        (f"承诺单位受{_OTHERS}（{_OTHER_CODE}）",),
        (f"分包单位{_OTHERS}（{_OTHER_CODE}）",),
    ],
)
def test_what_stands_over_or_before_a_code_is_not_the_letters_enterprise_where_another_is_named(
    rows: tuple[str, ...],
) -> None:
    assert _name(*rows).value == _OURS


def test_a_letterhead_is_the_enterprise_where_nothing_else_names_it() -> None:
    heads = read_cns(sheet(_OURS, f"统一社会信用代码{_OUR_CODE}", "承诺函", *_PROMISES, "签发人："))["name"]
    assert (heads.value, heads.doubtful) == (_OURS, False)
    half = read_cns(sheet("企业名称  湖州石凤钢结构", "工程有限公司", f"统一社会信用代码：{_OUR_CODE}", *_PROMISES))[
        "name"
    ]
    assert half.value != "工程有限公司" or half.doubtful


def test_a_letterhead_proves_nothing_where_another_firm_is_named() -> None:
    found = read_cns(sheet(_OTHERS, f"统一社会信用代码：{_OTHER_CODE}", *_PROMISES, f"此致敬礼，{_OURS}"))["name"]
    assert found.doubtful


def test_a_label_and_its_name_in_one_line_end_before_the_code() -> None:
    found = read_cns(sheet("承诺书", f"承诺单位{_OURS}（{_OUR_CODE}）", *_PROMISES, "单位印章："))["name"]
    assert (found.value, found.doubtful) == (_OURS, False)


@pytest.mark.parametrize("told", ["申请", "于次日确认", "查实后上报", "王建国审核后上报"])
def test_the_legal_person_is_who_signs_not_what_the_one_in_charge_did(told: str) -> None:
    letter = sheet("承诺书", f"附学员名单，经负责人{told}。", *_PROMISES, "法定代表人（签字）：姚锡庆")
    assert read_cns(letter)["legal_person"].value == "姚锡庆"


def test_who_approved_is_only_proposed() -> None:
    found = read_cns(sheet("承诺书", "附学员名单，经负责人王建国批准。", *_PROMISES))["legal_person"]
    assert (found.value, found.doubtful) == ("王建国", True)


@pytest.mark.parametrize(
    "rows",
    [
        ("银行附言  网银互联", "客户附言  培训费"),
        ("银行备注  跨行转账手续费", "备注  培训费"),
        ("备注  培训费", "银行附言  网银互联"),
        ("收款用户  湖州乙学校", "用途  培训费"),
    ],
)
def test_the_banks_notes_are_no_purpose(rows: tuple[str, ...]) -> None:
    assert read_slip(sheet(*rows))["purpose"].value == "培训费"


def test_a_name_over_an_account_is_only_proposed_where_its_label_was_lost() -> None:
    boxes = (
        *(line("付款账号", 100, 100), line("620000000001", 400, 100)),
        line(_OURS, 400, 150),
        *(line("收款账号", 100, 200), line("620000000002", 400, 200)),
        line("湖州市吴兴区城建职业技能培训学校", 400, 250),
    )
    payee = read_slip(Sheet(boxes))["payee_name"]
    assert payee.value is None or payee.doubtful


@pytest.mark.parametrize("above", ["同城跨行", "湖州分行营业部", "工程有限公司"])
def test_what_is_no_enterprise_is_no_name_over_an_account(above: str) -> None:
    boxes = (line("付款账号", 100, 200), line("620000000001", 400, 200), line(above, 400, 150))
    assert read_slip(Sheet(boxes))["payer_name"].value is None


def test_the_bank_below_a_party_without_its_label_is_not_its_name() -> None:
    boxes = (
        *(line("付款人", 100, 100), line("长兴县雉城强盛建材经营部", 400, 100)),
        line("中国银行湖州分行营业部", 400, 150),
        *(line("付款人账号", 100, 200), line("620000000001", 400, 200)),
        *(line("收款人", 100, 250), line("湖州乙学校", 400, 250)),
        *(line("收款人账号", 100, 300), line("620000000002", 400, 300)),
    )
    assert read_slip(Sheet(boxes))["payer_name"].value == "长兴县雉城强盛建材经营部"


def test_a_party_that_heads_a_block_is_named_surely() -> None:
    boxes = (
        *(line("付款人", 100, 100), line(_OURS, 400, 100)),
        *(line("账号", 100, 150), line("620000000001", 400, 150)),
        *(line("收款人", 100, 200), line("湖州乙学校", 400, 200)),
        *(line("账号", 100, 250), line("620000000002", 400, 250)),
    )
    payer = read_slip(Sheet(boxes))["payer_name"]
    assert (payer.value, payer.doubtful) == (_OURS, False)


def test_a_heading_stays_one_where_the_other_party_has_no_list() -> None:
    boxes = (
        *(line("付款人", 100, 100), line(_OURS, 400, 100), line("620000000001", 400, 150)),
        *(line("收款人", 100, 200), line("湖州乙学校", 400, 200)),
        *(line("收款人账号", 100, 250), line("620000000002", 400, 250)),
    )
    read = read_slip(Sheet(boxes))
    assert (read["payer_name"].value, read["payer_account"].value) == (_OURS, "620000000001")


def test_a_name_with_words_of_banks_in_it_is_a_name() -> None:
    rows = ("收款人  湖州市城建行业协会", "收款人账号  620000000002", f"付款人  {_OURS}", "付款人账号  620000000001")
    assert read_slip(sheet(*rows))["payee_name"].value == "湖州市城建行业协会"


def test_a_mark_that_outweighs_a_short_paper_takes_nothing_from_it() -> None:
    page = _leaning(_PROMISES * 2, 100, 0.0)
    marks = [line("仅用于建筑工人培训备案使用", x, y, slope=0.6) for x in range(0, 3000, 450) for y in (100, 500, 900)]
    found = Sheet((*page, *marks)).boxes
    assert all(box in found for box in page)
    assert not any(box in found for box in marks)


def _leaning(rows: tuple[str, ...], x: float, slope: float) -> list[TextBox]:
    return [line(row, x, 100 + 60 * at, slope=slope) for at, row in enumerate(rows)]


def test_both_halves_of_a_folded_sheet_are_read() -> None:
    halves = (*_leaning(_PROMISES * 2, 100, 0.115), *_leaning(_PROMISES * 2, 1500, -0.115))
    assert len(Sheet(halves).boxes) == 8


def test_a_level_mark_takes_nothing_from_a_page_that_leans() -> None:
    page = _leaning(_PROMISES * 3, 100, 0.24)
    marks = [
        line(text, 100, 900 + 50 * at) for at, text in enumerate(("2026年09月03日10：23星期四", "今日水印", "湖州市"))
    ]
    assert all(box in Sheet((*page, *marks)).boxes for box in page)


@pytest.mark.parametrize("bank", ["吴兴农商银行营业厅", "中国工商银行湖州分行（营业部）", "湖州银行八里店支行"])
def test_banks_end_in_many_ways_but_not_in_a_place(bank: str) -> None:
    assert is_usual("payer_bank", bank)
    assert not is_usual("payer_bank", "中国工商银行股份有限公司湖州红丰支")
    assert is_usual("purpose", "培训费//电工")
    assert not is_usual("purpose", "https：//bank.example/receipt?no=1")
