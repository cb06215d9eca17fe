"""Reading papers: what licences print word for word is put right, and kept beside it what was read."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import Glyph, TextBox
from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.wording import known_capital, known_scope, known_type, whole_scope
from tests.unit.reading.recorded_boxes import sheet

_HELD = "有限责任公司（自然人投资或控股）"
_OWN = "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
_APPROVED = "（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (_HELD, _HELD),
        ("有限责任公可（自然人投贷或控股）", _HELD),
        ("有限贡任公司", "有限责任公司"),
        ("个体工商户0室", "个体工商户"),
        ("普通合伙企业室", "普通合伙企业"),
        ("有限责任公司（自然人独资）品制造、建筑防水卷材产品销售", "有限责任公司（自然人独资）"),
        ("☑有限合伙企业", "有限合伙企业"),
        ("某种没有听说过的类型", "某种没有听说过的类型"),
        # Words more or fewer are another type, not a misread one.
        ("有限责任公司（非自然人投资或控股的法人独资企业）", "有限责任公司（非自然人投资或控股的法人独资企业）"),
        ("其他有限责任公司（国有控股）", "其他有限责任公司（国有控股）"),
        ("有限责任公司（台港澳法人独资）", "有限责任公司（台港澳法人独资）"),
        ("集体所有制（股份合作制）", "集体所有制（股份合作制）"),
    ],
)
def test_a_type_is_one_of_those_that_licences_print(read: str, printed: str) -> None:
    draft = known_type(Draft(read))
    assert draft.value == printed
    assert draft.original == (None if read == printed else read)


def test_a_scope_keeps_both_parts_and_nothing_behind_them() -> None:
    text = f"一般项目：建筑材料销售{_OWN}。许可项目：建筑劳务分包{_APPROVED}。登记机"
    assert whole_scope(sheet(text).all).text == text.removesuffix("登记机")


def test_the_sentences_and_signs_of_a_scope_are_put_right() -> None:
    read = "一般项目：建筑材料销售：劳务服务·水泥制品制造（除依法颁经批准的项目外，凭营业执照依法白主开展经营活动）."
    draft = known_scope(Draft(read))
    assert draft.value == f"一般项目：建筑材料销售；劳务服务、水泥制品制造{_OWN}。"
    assert draft.original == read
    assert known_scope(Draft(f"一般项目：建筑材料销售{_OWN}")).value == f"一般项目：建筑材料销售{_OWN}"
    old = "建筑材料销售。（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
    assert known_scope(Draft(old)).value == old
    other = "一般项目：爆破作业（不含危险化学品）。"
    assert known_scope(Draft(other)).value == other


def test_the_last_stop_of_a_scope_is_printed_as_the_one_before() -> None:
    both = f"许可项目：建筑劳务分包{_APPROVED}{{}}一般项目：建筑材料销售{_OWN}{{}}"
    assert known_scope(Draft(both.format("。", ""))).value == both.format("。", "。")
    assert known_scope(Draft(both.format("", ""))).value == both.format("", "")


def test_a_scope_in_square_brackets_ends_with_them() -> None:
    scope = "木材加工、住房租赁。【依法须经批准的项目，经相关部门批准后方可开展经营活动】"
    assert whole_scope(sheet(scope + "登记机").all).text == scope
    assert known_scope(Draft(scope.replace("须", "颁"))).value == scope


def test_a_note_with_a_piece_of_its_line_lost_is_filled_but_only_proposed() -> None:
    draft = known_scope(Draft("木材加工。（依法须经批准的项目可开展经营活动）"))
    assert draft.value == "木材加工。（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
    assert draft.doubtful


def test_a_capital_holds_no_character_that_no_amount_has() -> None:
    glyphs = tuple(
        Glyph(char, 0.9, (at + 0.5) / 5, (("捌", 0.1),) if char == "棚" else ()) for at, char in enumerate("棚佰万元整")
    )
    span = Sheet([TextBox(((0, 0), (100, 0), (100, 20), (0, 20)), glyphs)]).all
    draft = known_capital(Draft("棚佰万元整", span))
    assert (draft.value, draft.original) == ("捌佰万元整", "棚佰万元整")


@pytest.mark.parametrize(
    ("read", "whole"),
    [
        ("（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为", _APPROVED),
        ("（依法须经批准的", _APPROVED),
        ("（除依法须经批准的与原业照依法自主开展经营活动", _OWN),
    ],
)
def test_a_note_whose_end_a_seal_hides_is_closed_but_only_proposed(read: str, whole: str) -> None:
    text = f"一般项目：门窗销售{_OWN}。许可项目：建筑劳务分包{read}"
    draft = known_scope(Draft(whole_scope(sheet(text).all).text))
    assert draft.value == f"一般项目：门窗销售{_OWN}。许可项目：建筑劳务分包{whole}。"
    assert draft.doubtful


def test_a_note_that_is_none_of_the_usual_stays_as_it_was_read() -> None:
    text = "木材加工（依法须有资质者凭资质证书承接）、苗木（依法须持证"
    assert known_scope(Draft(text)).value == text


def test_the_slim_first_word_of_a_list_is_put_back() -> None:
    draft = known_scope(Draft(f"许可项目：建筑劳务分包{_APPROVED}。般项目：门窗销售{_OWN}。"))
    assert draft.value == f"许可项目：建筑劳务分包{_APPROVED}。一般项目：门窗销售{_OWN}。"


@pytest.mark.parametrize(
    ("read", "capital", "doubtful"),
    [
        ("5000万元整仅供报名使用", "5000万元整", True),
        ("168万人民币元湖州建筑工", "168万人民币元", True),
        ("人民币壹仟零壹万元整", "人民币壹仟零壹万元整", False),
    ],
)
def test_a_stamp_behind_the_capital_is_no_part_of_it(read: str, capital: str, doubtful: bool) -> None:
    draft = known_capital(Draft(read, sheet(read).all))
    assert (draft.value, draft.doubtful) == (capital, doubtful)
