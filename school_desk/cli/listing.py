"""`school-desk list` and `show`: the screens' lists and 详情, asked of the same queries; personal numbers are masked as there."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from functools import partial
from typing import Any

from school_desk.cli.opening import opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.words import say, say_json, say_table
from school_desk.kernel.clock import local_date
from school_desk.terms import labels
from school_desk.terms.statuses import (
    CertificateStatus,
    EnterpriseStatus,
    ExamPlanStatus,
    LineStatus,
    PlanPhase,
    ReceivableStatus,
    SubmissionStatus,
)

_EXAM_PLAN = tuple(dict.fromkeys(map(labels.exam_plan_status, ExamPlanStatus)))
_SUBMISSION = tuple(dict.fromkeys(map(labels.score_submission_status, SubmissionStatus)))
_CERTIFICATE = tuple(map(labels.certificate_status, CertificateStatus))
# The manual's four labels of a person by the column they stand in; two columns share words and name themselves.
TRAINEE_STATES: Mapping[str, tuple[str, str]] = {
    **{label: ("training_plan", label) for label in map(labels.plan_phase, PlanPhase)},
    **{f"考核计划{label}": ("exam_plan", label) for label in _EXAM_PLAN},
    **{f"成绩报审{label}": ("score_submission", label) for label in _SUBMISSION},
    **{label: ("certificate", label) for label in map(labels.certificate_status, (None, *CertificateStatus))},
}
STANDS, UNDONE, REFUSED = "有效", "已撤销", "未办成"
_RECEIVABLE = tuple(map(labels.receivable_status, ReceivableStatus))
# What is listed: its words, and the states it can be in.
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "enterprises": ("企业", tuple(map(labels.enterprise_status, EnterpriseStatus))),
    "batches": ("报名批次（状态是其中应缴单的）", _RECEIVABLE),
    "receivables": ("应缴单", _RECEIVABLE),
    "transfers": ("银行流水里的收入", tuple(map(labels.line_status, LineStatus))),
    "trainees": ("报名人员", tuple(TRAINEE_STATES)),
    "plans": ("培训计划", tuple(map(labels.plan_phase, PlanPhase))),
    "exam-plans": ("考核计划", _EXAM_PLAN),
    "scores": ("成绩（状态是成绩报审的）", _SUBMISSION),
    "certificates": ("证书", _CERTIFICATE),
    "journal": ("操作日志", (STANDS, UNDONE, REFUSED)),
}


def add_to(verbs: Verbs) -> None:
    """Declares the verbs."""
    lists = verbs.add_group("list", "查看名单")
    for kind, (words, states) in KINDS.items():
        parser = lists.add(kind, words, partial(_list, kind))
        parser.add_argument("--find", default="", metavar="文字", help="只列出含有这些字的（几个词用空格隔开，都要有）")
        parser.add_argument("--state", choices=states, metavar="状态", help=f"只列出这个状态的：{'、'.join(states)}")
    details = verbs.add_group("show", "查看详情")
    for kind, words, how in (
        ("trainee", "一位报名人员", "身份证号、证书编号或 list trainees 的 id"),
        ("enterprise", "一家企业", "信用代码、名称或 list enterprises 的 id"),
    ):
        details.add(kind, words, partial(_show, kind)).add_argument("wanted", metavar="号码", help=how)


def _list(kind: str, options: argparse.Namespace) -> int:
    from school_desk.cli.lists import LISTS, Asked, found_in, text_of, wire

    listing = LISTS[kind]
    with opened_school(options) as school, school.reading() as session:
        today = local_date(school.clock.now())
        rows = found_in(listing, Asked(session, school.id, today, options.find, options.state))
    if options.json:
        say_json([{key: wire(value) for key, value in row.items()} for row in rows])
        return 0
    told = [column for column in listing.columns if column.title]
    say_table(
        [column.title for column in told], [[text_of(column.key, row[column.key]) for column in told] for row in rows]
    )
    say(f"共 {len(rows)} 条。")
    return 0


def _show(kind: str, options: argparse.Namespace) -> int:
    from school_desk.cli.details import DETAILS

    with opened_school(options) as school:
        document = DETAILS[kind](school, options.wanted)
    if options.json:
        say_json(document)
    else:
        _tell(document)
    return 0


def _tell(document: Mapping[str, Any]) -> None:
    """Sections under their titles: facts as two columns, tables as such; the id of the record is for programs."""
    for title, section in document.items():
        if title == "id" or not section:
            continue
        say(f"【{title}】")
        if isinstance(section, str):
            say(section)
        elif isinstance(section, Mapping):
            say_table(("项目", "内容"), [(label, value) for label, value in section.items() if value])
        else:
            say_table(tuple(section[0]), [tuple(row.values()) for row in section])
