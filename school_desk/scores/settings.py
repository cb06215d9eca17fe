"""What the school may set about scores: the pass mark of each level and subject, and how long a passed subject is kept."""

from __future__ import annotations

from school_desk.kernel.settings import Setting, declare
from school_desk.scores.domain import FULL_TENTHS
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import Subject

PassTable = dict[SkillLevel, dict[Subject, int]]

_USUAL_TENTHS = 600


def _check_pass_marks(table: PassTable) -> str | None:
    whole = all(set(table.get(level, ())) == set(Subject) for level in SkillLevel)
    if not whole:
        return "每个等级的理论、安全、操作技能三科都要填写。"
    marks = (tenths for subjects in table.values() for tenths in subjects.values())
    return None if all(0 < tenths <= FULL_TENTHS for tenths in marks) else "合格线要大于 0 分、不超过 100 分。"


PASS_MARKS = declare(
    Setting[PassTable](
        key="scores.pass_marks",
        label="合格线",
        kind=PassTable,
        default={level: dict.fromkeys(Subject, _USUAL_TENTHS) for level in SkillLevel},
        hint="按等级和科目填写，满分 100 分。成绩按考试当天的合格线判定。",
        check=_check_pass_marks,
    )
)
KEPT_MONTHS = declare(
    Setting[int](
        key="scores.kept_months",
        label="单科合格成绩保留月数",
        kind=int,
        default=0,
        hint="补考时以前合格的科目保留多久。0 表示一直保留。",
        unit="个月",
        check=lambda months: None if 0 <= months <= 120 else "请填 0 到 120 个月。",
    )
)
