"""Where an exam plan stands, in steps with their days, and what comes next, in one sentence."""

from __future__ import annotations

from datetime import date

from school_desk.desk.colours import Tone
from school_desk.desk.screens.exams.plan_lists import CandidateEntry
from school_desk.desk.widgets.steps import State, Step
from school_desk.exams.queries import ExamPlanDetail, PlanVersion
from school_desk.terms.statuses import ExamPlanStatus as Status

_STEPS = (
    (Status.DRAFT, "未上报"),
    (Status.REPORTED, "已上报"),
    (Status.ACCEPTED, "已受理"),
    (Status.APPROVED, "已审核"),
)
_READY_TO_REPORT = "可以上报了：导出上报表报给主管部门，报出后点“登记已上报”。"


def plan_steps(detail: ExamPlanDetail) -> list[Step]:
    """The four steps; what the newest version has passed bears its day."""
    order = [status for status, _ in _STEPS]
    here = order.index(detail.plan.status)
    days = _days(detail)
    returned = detail.plan.status is Status.DRAFT and bool(detail.plan.returned_reason)
    steps = []
    for place, (status, words) in enumerate(_STEPS):
        state: State = "done" if place < here or detail.plan.status is Status.APPROVED else "todo"
        if place == here and detail.plan.status is not Status.APPROVED:
            state = "blocked" if returned else "current"
        note = "被退回" if state == "blocked" else _day_words(days.get(status)) if state != "todo" else ""
        steps.append(Step(status.value, words, state, note))
    return steps


def next_step(detail: ExamPlanDetail, entries: tuple[CandidateEntry, ...], ready: int) -> tuple[Tone, str]:
    """What to do now; a returned plan says why first."""
    newest = detail.versions[-1] if detail.versions else None
    if detail.plan.status is Status.REPORTED:
        return Tone.INFO, "已上报，等主管部门受理；收到受理后点“登记受理”。场次和考生不能再改，要改请先撤回上报。"
    if detail.plan.status is Status.ACCEPTED:
        return Tone.INFO, "主管部门已受理，等审核结论；收到后点“登记结论”。"
    if detail.plan.status is Status.APPROVED:
        told = f"（文号 {newest.document_no}）" if newest and newest.document_no else ""
        return Tone.GOOD, f"已审核{told}：可以打印准考证和考场资料、通知学员。"
    to_do = _draft_step(detail, entries, ready)
    if detail.plan.returned_reason:
        return Tone.BAD, f"被退回{_when(newest)}：{detail.plan.returned_reason}\n改好后再次上报。{to_do}"
    return Tone.INFO, to_do


def _draft_step(detail: ExamPlanDetail, entries: tuple[CandidateEntry, ...], ready: int) -> str:
    unfit, seatless = sum(bool(e.reasons) for e in entries), sum(bool(e.lacking) for e in entries)
    if not entries:
        return (
            f"先编入考生：有 {ready} 人可编入。"
            if ready
            else "还没有人可编入：学员学时达标、申请考试之后才能编入，原因见“不能参加”。"
        )
    if unfit:
        return f"已编入的有 {unfit} 人现在不能参加，请先处理或移出。"
    if not detail.sessions:
        return "接着新建场次：每科的时间和考场。"
    if seatless:
        return f"还有 {seatless} 人没有排齐座位：检查各科场次，再点“编排座位”。"
    return _READY_TO_REPORT


def _when(version: PlanVersion | None) -> str:
    if version is None or version.decided_on is None:
        return ""
    return f"（{'，'.join(filter(None, (str(version.decided_on), version.document_no)))}）"


def _days(detail: ExamPlanDetail) -> dict[Status, date | None]:
    if not detail.versions:
        return {}
    newest = detail.versions[-1]
    return {
        Status.REPORTED: newest.reported_on,
        Status.ACCEPTED: newest.accepted_on,
        Status.APPROVED: newest.decided_on,
    }


def _day_words(day: date | None) -> str:
    return "" if day is None else f"{day:%m-%d}"
