"""What stands in a box that a person drew: read for its field, with or without the label, a proposal at most."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import Glyph, TextBox, box_from_text
from school_desk.documents.reading.paper import FieldState, Value
from school_desk.documents.reading.region import NOTHING_IN_BOX, REREAD, interpret, read_in_box
from school_desk.documents.reading.votes import Voice

CODE = "91330500MAHTN4EG0L"


def lines(*texts: str) -> list[TextBox]:
    """One line below the other, 20 px high, a character 20 px wide."""
    made = []
    for row, text in enumerate(texts):
        top, right = 30.0 * row, 20.0 * len(text)
        made.append(box_from_text(((0, top), (right, top), (right, top + 20), (0, top + 20)), text, 0.9))
    return made


def said(text: str) -> tuple[Glyph, ...]:
    return lines(text)[0].glyphs


def voices(*texts: str) -> list[Voice]:
    """Readers of different minds about one line, the first the weightiest."""
    return [Voice(f"mind {at}", 1.0 / (1 + at), {0: said(text)}) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("kind", "field", "texts", "value"),
    [
        ("yyzz", "uscc", (CODE,), CODE),
        ("yyzz", "uscc", (f"统一社会信用代码{CODE}",), CODE),
        ("yyzz", "name", ("湖州石凤钢结构工程有限公司",), "湖州石凤钢结构工程有限公司"),
        ("zzzs", "name", ("企业名称：湖州石凤钢结构", "工程有限公司"), "湖州石凤钢结构工程有限公司"),
        ("cns", "name", ("承诺单位湖州石凤钢结构工程有限公司（盖章）",), "湖州石凤钢结构工程有限公司"),
        ("yyzz", "name", ("石凤建材行",), "石凤建材行"),
        ("yyzz", "legal_person", ("法定代表人 姚锡庆",), "姚锡庆"),
        ("cns", "legal_person", ("姚锡庆",), "姚锡庆"),
        ("yyzz", "established", ("2016年11月07日",), "2016-11-07"),
        ("cns", "date", ("二〇二五年六月十六日",), "2025-06-16"),
        ("yyzz", "term_to", ("2008年10月06日至2042年02月25日",), "2042-02-25"),
        ("yyzz", "term_to", ("长期",), "长期"),
        ("zzzs", "valid_until", ("有效期至：2027年09月24日",), "2027-09-24"),
        ("zzzs", "cert_no", ("证书编号：D233063958",), "D233063958"),
        ("zzzs", "qualifications", ("水利水电工程施工总承包叁级",), ("水利水电工程施工总承包叁级",)),
        ("zzzs", "issuer", ("浙江省住房和城乡建设厅",), "浙江省住房和城乡建设厅"),
        ("yyzz", "address", ("住所浙江省湖州市埭溪镇", "创业路849号"), "浙江省湖州市埭溪镇创业路849号"),
        ("yyzz", "address", ("住建路8号",), "住建路8号"),
        ("slip", "payer_name", ("付款人户名：王建国",), "王建国"),
        ("slip", "payer_account", ("账号 1205 2200 0912 3456 789",), "1205220009123456789"),
        ("slip", "amount", ("¥7,600.00",), "7600.00"),
        ("slip", "amount", ("柒仟陆佰元整",), "7600.00"),
        ("slip", "amount_cn", ("人民币柒仟陆佰元整",), "柒仟陆佰元整"),
        ("slip", "serial_no", ("交易流水号：20260803-AB12345",), "20260803AB12345"),
        ("slip", "date", ("2026-08-03 10:21:33",), "2026-08-03"),
        ("yyzz", "established", ("湖州市",), None),
        ("slip", "amount", ("湖州市",), None),
    ],
)
def test_the_fields_own_rules_read_the_box(kind: str, field: str, texts: tuple[str, ...], value: Value) -> None:
    assert interpret(kind, field, lines(*texts)).value == value


def test_a_proof_is_a_reason_but_nothing_is_taken_by_it() -> None:
    found = read_in_box("yyzz", "uscc", lines(CODE), voices(CODE))
    assert (found.value, found.state) == (CODE, FieldState.LOOK)
    assert found.reasons == (REREAD, "校验位正确")


def test_a_code_that_breaks_the_rules_says_so() -> None:
    wrong = "91330599WAHTN4EQ0L"
    found = read_in_box("yyzz", "uscc", lines(wrong), voices(wrong))
    assert (found.value, found.state) == (wrong, FieldState.FAILED)
    assert found.reasons[0] == REREAD
    assert "校验" in found.reasons[1]


def test_a_repaired_code_keeps_what_was_read() -> None:
    found = read_in_box("yyzz", "uscc", lines(CODE[:-1] + "1"), voices(CODE[:-1] + "1"))
    assert (found.original, found.state) == (CODE[:-1] + "1", FieldState.LOOK)
    assert found.value != found.original


def test_what_the_other_readers_saw_can_be_taken_instead() -> None:
    found = read_in_box("yyzz", "legal_person", lines("姚锡庆"), voices("姚锡庆", "姚锡庄", "姚锡床", "姚锡庆"))
    assert found.value == "姚锡庆"
    assert found.candidates == ("姚锡庄", "姚锡床")


def test_where_all_together_make_no_sense_the_likeliest_that_does_is_proposed() -> None:
    found = read_in_box("yyzz", "established", lines("2016年11月"), voices("2016年11月", "2016年11月07日"))
    assert found.value == "2016-11-07"


@pytest.mark.parametrize(("text", "words"), [("湖州市", "框里读到“湖州市”，不像这一项"), ("", NOTHING_IN_BOX)])
def test_without_a_value_it_says_what_was_read(text: str, words: str) -> None:
    found = read_in_box("yyzz", "established", lines(text) if text else [], voices(text) if text else [])
    assert (found.value, found.state, len(found.reasons)) == (None, FieldState.FAILED, 1)
    assert found.reasons[0].startswith(words)
