"""等级: two names for each, and the hours of the manual."""

from __future__ import annotations

import pytest

from school_desk.terms.levels import SkillLevel, find_level, minimum_hours

JUNIOR, INTERMEDIATE, SENIOR = SkillLevel.JUNIOR, SkillLevel.INTERMEDIATE, SkillLevel.SENIOR
TECHNICIAN, SENIOR_TECHNICIAN = SkillLevel.TECHNICIAN, SkillLevel.SENIOR_TECHNICIAN


def test_the_manual_gives_hours_for_three_levels_only() -> None:
    assert [minimum_hours(level) for level in (JUNIOR, INTERMEDIATE, SENIOR)] == [16, 24, 32]
    assert minimum_hours(TECHNICIAN) is None
    assert minimum_hours(SENIOR_TECHNICIAN) is None


@pytest.mark.parametrize("level", list(SkillLevel))
def test_a_level_is_found_by_both_its_names_and_their_combinations(level: SkillLevel) -> None:
    for text in (
        level.label,
        level.grade_label,
        f"{level.grade_label}/{level.label}",
        f"{level.label}（{level.grade_label}）",
    ):
        assert find_level(text) is level
    assert find_level(f"{int(level)}级") is level


def test_the_codes_are_the_national_grades() -> None:
    assert {level.label: int(level) for level in SkillLevel} == {
        "初级工": 5,
        "中级工": 4,
        "高级工": 3,
        "技师": 2,
        "高级技师": 1,
    }
    assert JUNIOR.grade_label == "五级"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("初级", JUNIOR),
        ("四级工", INTERMEDIATE),
        ("中级 工", INTERMEDIATE),
        ("３级", SENIOR),
        ("高级", SENIOR),
        ("Ⅲ级", SENIOR),
        ("国家职业资格五级", JUNIOR),
        ("职业技能等级三级", SENIOR),
        ("5", JUNIOR),
        ("二级技师", TECHNICIAN),
        ("一级／高级技师", SENIOR_TECHNICIAN),
    ],
)
def test_other_spellings(text: str, level: SkillLevel) -> None:
    assert find_level(text) is level


@pytest.mark.parametrize(
    "text", ["", "普工", "六级", "0", "三级初级工", "三级高级技师", "一级建造师", "55", "级", "高级职称"]
)
def test_what_is_no_level_or_two_is_none(text: str) -> None:
    assert find_level(text) is None
