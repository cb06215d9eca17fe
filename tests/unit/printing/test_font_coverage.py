"""The bundled fonts hold every character that a name, a trade or a screen can bring."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from school_desk.kernel.resources import resource_path

COMMON_8105 = Path(__file__).with_name("common_characters_8105.txt")
STYLES = ("Regular", "Bold")


def _characters(style: str) -> set[str]:
    with TTFont(str(resource_path("fonts", f"SchoolDeskSans-{style}.ttf")), lazy=True) as font:
        return {chr(code) for code in font.getBestCmap()}


def _gbk() -> set[str]:
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return {pair.decode("gbk", "ignore") for pair in pairs} - {""}


@pytest.mark.parametrize("style", STYLES)
def test_all_of_gbk_is_there(style: str) -> None:
    gbk = {character for text in _gbk() for character in text if not character.isascii()}
    assert len(gbk) == 21_791
    assert sorted(gbk - _characters(style)) == []


@pytest.mark.parametrize("style", STYLES)
def test_all_8105_characters_of_the_national_table_are_there(style: str) -> None:
    table = set(COMMON_8105.read_text(encoding="utf-8").replace("\n", ""))
    assert len(table) == 8_105
    assert sorted(table - _characters(style)) == []


@pytest.mark.parametrize("style", STYLES)
def test_rare_names_and_the_symbols_of_the_screens_are_there(style: str) -> None:
    wanted = set("䶮㛃𬭎𫟹·•・◐✓✕¥￥○⚠●▲▼▾▸→←↑↓☐☑□№①②③×…—～“”‘’《》【】ⅢX" + "0123456789")
    assert sorted(wanted - _characters(style)) == []


@pytest.mark.parametrize("style", STYLES)
def test_the_outlines_are_truetype_and_the_name_is_our_own(style: str) -> None:
    with TTFont(str(resource_path("fonts", f"SchoolDeskSans-{style}.ttf")), lazy=True) as font:
        names = [str(record) for record in font["name"].names if record.nameID in (1, 4, 6)]
        assert "glyf" in font
        assert "CFF " not in font
        assert font["name"].getDebugName(1) == "School Desk Sans"
        assert not any(reserved in name for name in names for reserved in ("Noto", "Source"))
        assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_the_licence_travels_with_the_fonts() -> None:
    text = resource_path("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Adobe" in text
