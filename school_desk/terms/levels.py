"""Skill levels of a trade, from 初级工 (5) to 高级技师 (1), and the class hours the manual asks for each."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum


class SkillLevel(IntEnum):
    """The number is the national grade: a smaller number is a higher skill."""

    JUNIOR = 5
    INTERMEDIATE = 4
    SENIOR = 3
    TECHNICIAN = 2
    SENIOR_TECHNICIAN = 1

    @property
    def label(self) -> str:
        return _NAMES[self]

    @property
    def grade_label(self) -> str:
        """The other name of the same level: 五级 for 初级工."""
        return f"{'一二三四五'[self - 1]}级"


_NAMES = {
    SkillLevel.JUNIOR: "初级工",
    SkillLevel.INTERMEDIATE: "中级工",
    SkillLevel.SENIOR: "高级工",
    SkillLevel.TECHNICIAN: "技师",
    SkillLevel.SENIOR_TECHNICIAN: "高级技师",
}
_MINIMUM_HOURS = {SkillLevel.JUNIOR: 16, SkillLevel.INTERMEDIATE: 24, SkillLevel.SENIOR: 32}

# NFKC has already made III of Ⅲ.
_SIGNS = {1: ("1", "一", "I"), 2: ("2", "二", "II"), 3: ("3", "三", "III"), 4: ("4", "四", "IV"), 5: ("5", "五", "V")}
_WORDS = {name.removesuffix("工"): level for level, name in _NAMES.items()} | {
    f"{sign}级": SkillLevel(grade) for grade, signs in _SIGNS.items() for sign in signs
}
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_WHOLE = re.compile(rf"(?:国家)?(?:职业资格|职业技能)?(?:等级)?(?:(?:{_WORD.pattern})工?)+")


def minimum_hours(level: SkillLevel) -> int | None:
    """The least class hours of 安全生产知识 and 职业（工种）理论知识 together, assessment time included (操作说明 第三章).

    None for 技师 and 高级技师: the manual gives none and the school must enter them. A trade's own standard may ask for more.
    """
    return _MINIMUM_HOURS.get(level)


def find_level(text: str) -> SkillLevel | None:
    """The level that `text` names (初级, 初级工, 五级, 5级, 四级/中级工, 技师（二级）). None when it names none, or two that disagree."""
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).upper())
    if f"{plain}级" in _WORDS:
        return _WORDS[f"{plain}级"]
    levels = {_WORDS[word] for word in _WORD.findall(plain)} if _WHOLE.fullmatch(plain) else set()
    return levels.pop() if len(levels) == 1 else None
