"""A commitment letter as the tests of reading use it: its name, its rows, and its company seal."""

from __future__ import annotations

from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.evidence import settle
from school_desk.documents.reading.paper import FieldReading
from school_desk.documents.reading.seal import SealReading, with_company_seal
from tests.unit.reading.recorded_boxes import sheet

QUAD: Quad = ((0, 0), (100, 0), (100, 100), (0, 100))
NAME = "湖州石凤钢结构工程有限公司"
LETTER = (
    "企业承诺书",
    "湖州市吴兴区城建职业技能培训学校：",
    f"我单位（企业名称：{NAME}，统一社会信",
    "用代码：91330500MAHTN4EG0L，法定代表人：姚锡庆）申请注册",
    f"企业名称（公章）：{NAME}",
    "法定代表人（签字）：姚锡庆",
    "日期：2025年6月16日",
)


def ring(text: str, score: float = 0.99) -> tuple[Glyph, ...]:
    """What stands around the seal's rim."""
    return tuple(Glyph(char, score, (place + 0.5) / len(text)) for place, char in enumerate(text))


def read_letter(seal: SealReading, rows: tuple[str, ...] = LETTER) -> dict[str, FieldReading]:
    """The fields of the letter of `rows` under `seal`."""
    return {name: settle(draft) for name, draft in with_company_seal(read_cns(sheet(*rows)), seal).items()}
