"""What two readers agree on is proven when it was clear enough for the paper that it stands on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.codes import MORE_CODES
from school_desk.documents.reading.evidence import STANDS_TWICE, Draft, settle
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.votes import TWO_READERS, Voice, decided, unsure_fields
from school_desk.documents.reading.votes import Version as Paper
from tests.unit.reading.recorded_boxes import line

_ROWS = (
    ("营业执照", 40),
    ("统一社会信用代码 91330500MAHTN4EG0L", 80),
    ("名称 湖州余杨建设有限公司", 120),
    ("住所 浙江省湖州市吴兴区红丰路1号", 160),
)


def _paper(other_text: float, in_name: float) -> list[TextBox]:
    """A licence; `other_text` is how surely its text was read, `in_name` how surely the least sure character of the name was."""
    boxes = [line(text, 100, y, score=other_text) for text, y in _ROWS]
    glyphs = tuple(replace(glyph, score=in_name if glyph.char == "余" else 0.99) for glyph in boxes[2].glyphs)
    boxes[2] = replace(boxes[2], glyphs=glyphs)
    return boxes


def _name(boxes: list[TextBox]) -> tuple[str, ...]:
    answers = {at: box.glyphs for at, box in enumerate(boxes)}
    return decided("yyzz", boxes, [Voice("one", 1.0, answers), Voice("another", 0.5, answers)])["name"].proofs


@pytest.mark.parametrize(
    ("other_text", "in_name", "proven"),
    [(0.99, 0.93, True), (0.9, 0.93, False), (0.9, 0.96, True), (0.99, 0.85, False)],
)
def test_a_name_on_a_paper_hard_to_read_must_be_clearer(other_text: float, in_name: float, proven: bool) -> None:
    assert (TWO_READERS in _name(_paper(other_text, in_name))) is proven


@pytest.mark.parametrize(("other_text", "asked"), [(0.99, False), (0.9, True)])
def test_more_readers_are_asked_about_it(other_text: float, asked: bool) -> None:
    boxes = _paper(other_text, 0.93)
    assert ("name" in unsure_fields(Paper("yyzz", boxes, {}), Paper("yyzz", boxes, {}))) is asked


def _letter(first: str, second: str, score: float) -> list[TextBox]:
    """A letter that names its enterprise twice; `score` is how surely the fourth character was read in both places."""
    rows = (f"承诺单位：{first}", "我公司郑重承诺所报材料真实。", f"承诺单位（盖章）：{second}")
    boxes = [line(text, 100, 100 + 60 * at) for at, text in enumerate(rows)]
    return [
        replace(box, glyphs=tuple(replace(g, score=score) if g.char in "雪霅" else g for g in box.glyphs))
        for box in boxes
    ]


def _decided(score: float, heard: str) -> Draft:
    boxes = _letter("浙江苕雪特种工程有限公司", "浙江苕雪特种工程有限公司", score)
    other = _letter(heard, heard, score)
    voices = [
        Voice("one", 1.0, {at: box.glyphs for at, box in enumerate(boxes)}),
        Voice("one", 0.9, {at: box.glyphs for at, box in enumerate(boxes)}),
        Voice("another", 0.5, {at: box.glyphs for at, box in enumerate(other)}),
    ]
    return decided("cns", boxes, voices)["name"]


def test_a_name_that_stands_twice_proves_nothing_where_another_reader_saw_another_in_both() -> None:
    alike, different = _decided(0.8, "浙江苕雪特种工程有限公司"), _decided(0.8, "浙江苕霅特种工程有限公司")
    assert STANDS_TWICE in alike.proofs
    assert (different.value, different.proofs) == ("浙江苕雪特种工程有限公司", ())
    assert different.candidates == ("浙江苕霅特种工程有限公司",)


def test_a_key_field_that_one_reader_alone_found_is_proposed() -> None:
    rows = ("我公司郑重承诺所报材料真实。", "信用代码91330502MA3HTXHB4F，法定代表人{}。", "承诺单位（盖章）")
    one = [line(text.format("洗丽"), 100, 100 + 60 * at) for at, text in enumerate(rows)]
    other = [line(text.format("冼丽"), 100, 100 + 60 * at) for at, text in enumerate(rows)]
    voices = [
        Voice("one", 1.0, {at: box.glyphs for at, box in enumerate(one)}),
        Voice("another", 0.5, {at: box.glyphs for at, box in enumerate(other)}),
    ]
    found = decided("cns", one, voices)["legal_person"]
    assert (found.value, found.doubtful) == ("冼丽", True)
    assert len(set(found.notes)) == len(found.notes)
    assert not any("一致" in note for note in found.notes), "nobody else read another one"


@pytest.mark.parametrize(("beside", "proven"), [(0.002, True), (0.02, False)])
def test_a_surname_is_not_proven_where_another_that_looks_alike_was_seen(beside: float, proven: bool) -> None:
    boxes = [line("营业执照", 100, 40), line("法定代表人 余丽琴", 100, 80)]
    glyphs = tuple(
        replace(glyph, others=(("佘", beside), ("金", 0.001))) if glyph.char == "余" else glyph
        for glyph in boxes[1].glyphs
    )
    boxes[1] = replace(boxes[1], glyphs=glyphs)
    answers = {at: box.glyphs for at, box in enumerate(boxes)}
    found = decided("yyzz", boxes, [Voice("one", 1.0, answers), Voice("another", 0.5, answers)])["legal_person"]
    assert (TWO_READERS in found.proofs) is proven


def test_a_rare_surname_that_two_readers_saw_is_proven_though_the_everyday_one_was_seen_beside_it() -> None:
    boxes = [line("营业执照", 100, 40), line("法定代表人 佘丽琴", 100, 80)]
    glyphs = tuple(
        replace(glyph, score=0.75, others=(("余", 0.24),)) if glyph.char == "佘" else glyph for glyph in boxes[1].glyphs
    )
    boxes[1] = replace(boxes[1], glyphs=glyphs)
    answers = {at: box.glyphs for at, box in enumerate(boxes)}
    found = decided("yyzz", boxes, [Voice("one", 1.0, answers), Voice("another", 0.5, answers)])["legal_person"]
    assert TWO_READERS in found.proofs


@pytest.mark.parametrize(
    ("name", "proven"),
    [("余丽琴", True), ("全丽琴", False), ("逢丽琴", False), ("余赞", False), ("余丽赞", False), ("余斌", True)],
)
def test_names_that_rarer_ones_are_read_as_are_for_a_person_to_look_at(name: str, proven: bool) -> None:
    boxes = [line("营业执照", 100, 40), line(f"法定代表人 {name}", 100, 80)]
    answers = {at: box.glyphs for at, box in enumerate(boxes)}
    found = decided("yyzz", boxes, [Voice("one", 1.0, answers), Voice("another", 0.5, answers)])["legal_person"]
    assert (TWO_READERS in found.proofs) is proven


def test_a_name_is_not_proven_where_one_reader_saw_a_rare_character_that_looks_alike() -> None:
    """Both read 许赁 and clearly; the second alone gave 赟 a chance, as it does where 赟 is printed."""
    boxes = [line("营业执照", 100, 40), line("法定代表人 许赁", 100, 80)]
    seen = tuple(
        replace(glyph, score=0.94, others=(("赟", 0.05),)) if glyph.char == "赁" else glyph for glyph in boxes[1].glyphs
    )
    answers = {at: box.glyphs for at, box in enumerate(boxes)}
    alone = {**answers, 1: seen}
    sure = decided("yyzz", boxes, [Voice("one", 1.0, answers), Voice("another", 0.5, answers)])["legal_person"]
    found = decided("yyzz", boxes, [Voice("one", 1.0, answers), Voice("another", 0.5, alone)])["legal_person"]
    assert TWO_READERS in sure.proofs
    assert found.proofs == ()


@pytest.mark.parametrize(("third", "proven"), [("港建设集团有限公司", True), ("透港建设集团有限公司", False)])
def test_a_name_is_not_proven_where_a_reader_saw_more_in_front_of_it(third: str, proven: bool) -> None:
    """溇 is printed there, which two readers leave out and the third takes for another."""
    boxes = [line("建筑业企业资质证书", 100, 40), line("企业名称：港建设集团有限公司", 100, 80)]
    answers = {at: box.glyphs for at, box in enumerate(boxes)}
    more = {**answers, 1: line(f"企业名称：{third}", 100, 80).glyphs}
    voices = [Voice("one", 1.0, answers), Voice("another", 0.5, answers), Voice("third", 0.5, more)]
    found = decided("zzzs", boxes, voices)["name"]
    assert found.value == "港建设集团有限公司"
    assert (TWO_READERS in found.proofs) is proven


@pytest.mark.parametrize("other_row", ["（代码：91341822677340146T）", "（代码：91341822677340l46X）"])
def test_a_code_is_for_a_person_where_any_reader_saw_another_one_too(other_row: str) -> None:
    """Both codes prove themselves; whose they are the readers cannot tell, whoever of them saw them."""
    rows = ("企业承诺书", other_row, "信用代码：91330500MAHTN4EG0L")
    boxes = [line(text, 100, 100 + 60 * at, score=0.99 - 0.01 * at) for at, text in enumerate(rows)]
    seen = line("（代码：91341822677340146T）", 100, 160).glyphs
    answers = {at: box.glyphs for at, box in enumerate(boxes)}
    voices = [Voice("one", 1.0, answers), Voice("another", 0.5, {**answers, 1: seen})]
    found = settle(decided("cns", boxes, voices)["uscc"])
    assert found.state is FieldState.LOOK
    assert MORE_CODES in found.reasons
    assert {found.value, *found.candidates} >= {"91341822677340146T", "91330500MAHTN4EG0L"}


def test_one_account_for_both_parties_is_for_a_person_however_it_came_about() -> None:
    """No reader saw the school's account twice; only what they said together gave it to both."""
    school, other = "1205220109200069722", "1205220109200069772"
    said = (("付款人账号：", school, other), ("收款人账号：", "DQJEKZZHMWXRTVLKPGB", school))
    loud = [line(label + value, 100, 100 + 60 * at, score=0.2) for at, (label, value, _) in enumerate(said)]
    clear = [line(label + value, 100, 100 + 60 * at, score=0.99) for at, (label, _, value) in enumerate(said)]
    voices = [
        Voice("one", 2.2, {at: box.glyphs for at, box in enumerate(loud)}),
        Voice("another", 0.5, {at: box.glyphs for at, box in enumerate(clear)}),
    ]
    assert Paper("slip", loud, {}).drafts["payee_account"].value is None
    drafts = decided("slip", loud, voices)
    assert drafts["payer_account"].value == drafts["payee_account"].value == school
    assert drafts["payer_account"].doubtful
    assert drafts["payee_account"].doubtful
