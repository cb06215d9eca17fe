"""Reading papers: the tests of cns."""

from __future__ import annotations

from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.evidence import SEAL_AGREES, STANDS_TWICE, settle
from school_desk.documents.reading.paper import FieldReading, FieldState
from school_desk.documents.reading.seal import NO_COLOUR, NO_SEAL, SealReading, with_company_seal
from tests.unit.reading.recorded_boxes import sheet

_QUAD: Quad = ((0, 0), (100, 0), (100, 100), (0, 100))
_NAME = "湖州石凤钢结构工程有限公司"
_LETTER = (
    "企业承诺书",
    "湖州市吴兴区城建职业技能培训学校：",
    f"我单位（企业名称：{_NAME}，统一社会信",
    "用代码：91330500MAHTN4EG0L，法定代表人：姚锡庆）申请注册",
    f"企业名称（公章）：{_NAME}",
    "法定代表人（签字）：姚锡庆",
    "日期：2025年6月16日",
)


def _ring(text: str, score: float = 0.99) -> tuple[Glyph, ...]:
    return tuple(Glyph(char, score, (place + 0.5) / len(text)) for place, char in enumerate(text))


def _read(seal: SealReading, rows: tuple[str, ...] = _LETTER) -> dict[str, FieldReading]:
    return {name: settle(draft) for name, draft in with_company_seal(read_cns(sheet(*rows)), seal).items()}


def test_text_and_signature_prove_each_other() -> None:
    read = _read(NO_SEAL)
    assert (read["name"].value, read["legal_person"].value) == (_NAME, "姚锡庆")
    assert read["name"].state is read["legal_person"].state is FieldState.ACCEPTED
    assert STANDS_TWICE in read["name"].reasons
    assert read["date"].value == "2025-06-16"


def test_the_addressee_is_not_the_one_who_commits() -> None:
    read = _read(NO_SEAL, (*_LETTER[:2], "本企业自愿注册，承诺如下：", f"承诺单位（盖章）：{_NAME}"))
    assert read["name"].value == _NAME


def test_a_seal_of_that_name_is_accepted_and_confirms_the_name() -> None:
    read = _read(SealReading(True, _QUAD, _ring(_NAME)))
    assert (read["seal_present"].value, read["seal_name"].value) == (True, _NAME)
    assert read["seal_present"].state is read["seal_name"].state is FieldState.ACCEPTED
    assert SEAL_AGREES in read["name"].reasons


def test_a_blurred_seal_whose_every_character_was_found_agrees() -> None:
    blurred = _ring("湖川石凤钢结构工程有限公司", 0.4)
    read = _read(SealReading(True, _QUAD, blurred, bound=_ring(_NAME)))
    assert (read["seal_name"].value, read["seal_name"].state) == (_NAME, FieldState.ACCEPTED)
    assert read["seal_name"].original == "湖川石凤钢结构工程有限公司"


def test_a_seal_read_in_part_is_for_a_person() -> None:
    read = _read(SealReading(True, _QUAD, _ring("湖州石凤钢结构工程公司", 0.5)))
    assert (read["seal_name"].value, read["seal_name"].state) == (_NAME, FieldState.LOOK)


def test_one_clearly_other_character_is_not_explained_away() -> None:
    read = _read(SealReading(True, _QUAD, _ring("湖州石凰钢结构工程有限公司")))
    assert (read["seal_name"].value, read["seal_name"].state) == ("湖州石凰钢结构工程有限公司", FieldState.LOOK)


def test_another_companys_seal_fails() -> None:
    read = _read(SealReading(True, _QUAD, _ring("嘉兴泰鑫消防器材厂")))
    assert read["seal_name"].state is FieldState.FAILED
    assert any("不一致" in reason for reason in read["seal_name"].reasons)


def test_no_seal_and_no_colour_are_two_answers() -> None:
    assert _read(NO_SEAL)["seal_present"].value is False
    grey = _read(NO_COLOUR)["seal_present"]
    assert grey.value is None
    assert "灰度" in grey.reasons[0]
