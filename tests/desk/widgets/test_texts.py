"""Words stand well where they are too long for their line."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from school_desk.desk.theme import apply_theme, font
from school_desk.desk.widgets.texts import in_two_lines


@pytest.mark.parametrize(
    ("name", "characters", "shown"),
    [
        ("湖州市吴兴区城建职业技能培训学校", 15, "湖州市吴兴区\n城建职业技能培训学校"),
        ("湖州市吴兴区城建职业技能培训学校", 16, "湖州市吴兴区城建职业技能培训学校"),
        ("湖州市吴兴区城建职业技能培训学校", 8, "湖州市吴兴区城建\n职业技能培训学校"),
        ("湖州市吴兴区城建职业技能培训学校", 7, "湖州市吴兴区城建职业技能培训学校"),
        ("湖州城建职业技能培训学校", 11, "湖州城建职业\n技能培训学校"),
        ("湖州市", 2, "湖州\n市"),
        ("", 1, ""),
    ],
)
def test_a_long_name_is_broken_behind_its_place_or_in_the_middle(
    qapp: QApplication, name: str, characters: int, shown: str
) -> None:
    apply_theme(qapp, dark=False)
    room = QFontMetrics(font("caption")).horizontalAdvance("校" * characters)
    assert in_two_lines(name, room) == shown
