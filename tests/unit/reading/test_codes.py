"""Reading papers: the tests of codes."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.codes import MORE_CODES, read_credit_code
from school_desk.documents.reading.evidence import CHECK_DIGITS, STANDS_TWICE, settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldReading, FieldState
from tests.unit.reading.recorded_boxes import line, sheet

_CODE = "91330500MAHTN4EG0L"
_OTHER = "91341822677340146T"
_NAME = "湖州石凤钢结构工程有限公司"


def test_both_check_characters_are_the_proof() -> None:
    reading = settle(read_credit_code(sheet("统一社会信用代码  " + _CODE)))
    assert (reading.value, reading.state, reading.reasons) == (_CODE, FieldState.ACCEPTED, (CHECK_DIGITS,))


def test_standing_twice_is_a_second_proof() -> None:
    assert STANDS_TWICE in settle(read_credit_code(sheet(_CODE, "信用代码：" + _CODE))).reasons


def test_the_place_beside_the_label_is_no_second_place() -> None:
    paper = sheet("统一社会信用代码  " + _CODE)
    reading = settle(read_credit_code(paper, near=paper.rows[0].part(8, 26)))
    assert (reading.value, reading.reasons) == (_CODE, (CHECK_DIGITS,))


def test_letters_that_cannot_stand_there_are_put_right_and_shown() -> None:
    reading = settle(read_credit_code(sheet(_CODE.replace("0", "O", 2))))
    assert (reading.value, reading.state) == (_CODE, FieldState.ACCEPTED)
    assert reading.original == "9133O5O0MAHTN4EG0L"
    assert any("O→0" in reason for reason in reading.reasons)


def test_a_single_likely_repair_is_proposed_but_not_accepted() -> None:
    reading = settle(read_credit_code(sheet("91330500MAHTN4E60L")))
    assert (reading.value, reading.state, reading.original) == (_CODE, FieldState.LOOK, "91330500MAHTN4E60L")


def test_the_nine_that_enterprises_codes_begin_with_is_put_in() -> None:
    for read in ("0" + _CODE[1:], "C" + _CODE[1:], _CODE[1:]):
        reading = settle(read_credit_code(sheet("信用代码：" + read)))
        assert (reading.value, reading.state, reading.original) == (_CODE, FieldState.LOOK, read)


def test_the_last_character_follows_from_the_others() -> None:
    reading = settle(read_credit_code(sheet("信用代码：" + _CODE[:-1])))
    assert (reading.value, reading.state, reading.original) == (_CODE, FieldState.LOOK, _CODE[:-1])
    assert "末位是算出来的" in "".join(reading.reasons)
    elsewhere = settle(read_credit_code(sheet("922222222272222222"[:-1])))
    assert elsewhere.state is FieldState.FAILED, "no place has such a number"
    contradicted = settle(read_credit_code(sheet("信用代码：" + _CODE[:-2] + "9")))
    assert (contradicted.value, contradicted.state) == (_CODE[:-2] + "9", FieldState.FAILED), (
        "its own check does not hold"
    )


def test_a_code_that_no_single_change_repairs_fails() -> None:
    reading = settle(read_credit_code(sheet("91330500MAHTX4E10L")))
    assert reading.state is FieldState.FAILED
    assert reading.value == "91330500MAHTX4E10L"


def test_glued_to_other_print_it_is_found_by_its_checks() -> None:
    assert read_credit_code(sheet(_CODE + "1")).value == _CODE


def test_a_paper_without_a_code_says_so() -> None:
    assert settle(read_credit_code(sheet("名称  某某公司"))).state is FieldState.FAILED


def _of_letter(*rows: str, faint: str = _CODE) -> FieldReading:
    """The code of a letter whose rows are clear but for the one with `faint`."""
    boxes = [line(row, 100, 100 + 50 * at, score=0.96 if faint in row else 0.99) for at, row in enumerate(rows)]
    return settle(read_cns(Sheet(boxes))["uscc"])


_TO_SCHOOL = ("企业承诺书", "致：湖州启航职业培训学校", f"（统一社会信用代码：{_OTHER}）")


@pytest.mark.parametrize(
    "own",
    [
        (f"企业名称：{_NAME}", f"统一社会信用代码：{_CODE}"),
        (f"企业名称：{_NAME}", "法定代表人：姚锡庆", f"统一社会信用代码：{_CODE}"),
        (f"统一社会信用代码：{_CODE}", f"企业名称：{_NAME}"),
        (f"本单位（企业名称：{_NAME}，统一社会信用代码：{_CODE}）郑重承诺：",),
    ],
)
def test_check_characters_do_not_say_whose_code_it_is(own: tuple[str, ...]) -> None:
    reading = _of_letter(*_TO_SCHOOL, *own, "法定代表人：姚锡庆", "日期：2025年6月16日")
    assert (reading.value, reading.state) == (_CODE, FieldState.LOOK), (
        "the enterprise's, though the school's is clearer"
    )
    assert (reading.reasons, reading.candidates) == ((MORE_CODES,), (_OTHER,))


def test_the_enterprises_code_misread_does_not_make_the_schools_its_own() -> None:
    misread = _CODE.replace("HT", "XX")
    reading = _of_letter(*_TO_SCHOOL, f"企业名称：{_NAME}", f"统一社会信用代码：{misread}")
    assert (reading.value, reading.state, reading.candidates) == (_OTHER, FieldState.LOOK, (misread,))
    repairable = _CODE.replace("G", "6")
    assert _of_letter(*_TO_SCHOOL, f"统一社会信用代码：{repairable}").candidates == (_CODE,)


def test_one_code_twice_is_one_code_though_one_of_them_is_misread() -> None:
    for again in (_CODE, _CODE.replace("G", "6"), _CODE.replace("MAHT", "MXHI"), _CODE[:-1], _CODE.replace("0", "O")):
        reading = settle(read_credit_code(sheet("信用代码：" + _CODE, "信用代码：" + again)))
        assert (reading.value, reading.state, reading.candidates) == (_CODE, FieldState.ACCEPTED, ()), again


def test_other_long_numbers_are_no_codes() -> None:
    for number in ("330501198001011234", "6222021205001234567", "D23306395812345678"):
        reading = settle(read_credit_code(sheet("信用代码：" + _CODE, number)))
        assert (reading.value, reading.state) == (_CODE, FieldState.ACCEPTED), number


def test_of_two_codes_the_one_beside_the_label_is_proposed() -> None:
    paper = sheet("信用代码  " + _CODE, "发证机关  " + _OTHER)
    for at, code in ((0, _CODE), (1, _OTHER)):
        reading = settle(read_credit_code(paper, near=paper.rows[at].part(4, 22)))
        assert (reading.value, reading.state) == (code, FieldState.LOOK)
