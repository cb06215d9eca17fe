"""What the school may set about exams: how ticket numbers look and who holds the exam."""

from __future__ import annotations

from school_desk.exams.domain import ticket_pattern_fault
from school_desk.kernel.settings import Setting, declare

TICKET_PATTERN = declare(
    Setting[str](
        key="exams.ticket_pattern",
        label="准考证号格式",
        kind=str,
        default="{year}{plan:03}{seq:04}",
        hint="{year} 年份、{plan} 考核计划序号、{seq} 计划内的序号，冒号后是位数；只对以后编入的考生有效。",
        check=ticket_pattern_fault,
    )
)
INSTITUTION = declare(
    Setting[str](
        key="exams.institution",
        label="考核机构",
        kind=str,
        default="",
        hint="新建考核计划时填入；不填则用学校名称。",
    )
)
