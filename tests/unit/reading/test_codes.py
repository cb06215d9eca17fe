"""Reading papers: the tests of codes."""

from __future__ import annotations

from school_desk.documents.reading.codes import read_credit_code
from school_desk.documents.reading.evidence import CHECK_DIGITS, STANDS_TWICE, settle
from school_desk.documents.reading.paper import FieldState
from tests.unit.reading.recorded_boxes import sheet

_CODE = "91330500MAHTN4EG0L"


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
