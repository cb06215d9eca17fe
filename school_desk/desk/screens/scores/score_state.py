"""Where the scores of a plan stand, in steps with their days, and what comes next, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.steps import State, Step
from school_desk.scores.domain import ResultKind
from school_desk.scores.queries import ScorePlanRow, ScoreSheetRow, ScoreStep, SubmissionRow
from school_desk.terms.statuses import SubmissionStatus as Status

_STEPS = ("录入成绩", "已提交", "已受理", "已审核")
_PLACES = {Status.SUBMITTED: 1, Status.ACCEPTED: 2, Status.APPROVED: 3}


def score_steps(newest: SubmissionRow | None) -> list[Step]:
    """The four steps; a refused submission goes back to the first."""
    refused = newest is not None and newest.status is Status.REJECTED
    here = 0 if newest is None or refused else _PLACES[newest.status]
    days = _days(newest)
    steps = []
    for place, words in enumerate(_STEPS):
        state: State = "done" if place < here or here == 3 else "todo"
        if place == here and here < 3:
            state = "blocked" if refused else "current"
        note = "未通过" if state == "blocked" else _day_words(days[place]) if state != "todo" else ""
        steps.append(Step(words, words, state, note))
    return steps


def next_step(plan: ScorePlanRow, sheet: Sequence[ScoreSheetRow]) -> tuple[Tone, str]:
    """What to do now; a refusal says why first."""
    newest = plan.newest
    if newest is not None and plan.step is ScoreStep.ACCEPT:
        return Tone.INFO, f"第 {newest.version} 版已提交待受理，成绩已冻结；收到受理后点“登记受理”。"
    if newest is not None and plan.step is ScoreStep.DECIDE:
        return Tone.INFO, f"第 {newest.version} 版已受理，等审核结论；收到后点“登记结论”。"
    if newest is not None and newest.status is Status.REJECTED:
        told = "，".join(filter(None, (str(newest.decided_on), newest.document_no)))
        return Tone.BAD, f"未通过（{told}）：{newest.reason}\n更正成绩后点“再次报审”，成为第 {newest.version + 1} 版。"
    if plan.step is ScoreStep.DONE:
        return Tone.GOOD, _done_words(newest, sheet)
    if plan.step is ScoreStep.ENTER:
        approved = f"第 {newest.version} 版已审核，" if newest is not None else ""
        return Tone.INFO, (
            f"{approved}还缺 {plan.missing} 人的成绩：导入考核机构的成绩表，或选中一人按 Enter 录入；没有来考的登记缺考。"
        )
    return Tone.INFO, "成绩已录全，核对无误后报审。"


def _done_words(newest: SubmissionRow | None, sheet: Sequence[ScoreSheetRow]) -> str:
    kinds = Counter(row.result.kind for row in sheet)
    passed = kinds[ResultKind.PASSED]
    failed = len(sheet) - passed
    document = f"（文号 {newest.document_no}）" if newest and newest.document_no else ""
    resits = f"，{failed} 人不合格，可以申请补考" if failed else ""
    return f"已审核{document}：{passed} 人合格{resits}。合格的到“证书”里导入证书编号。"


def _days(newest: SubmissionRow | None) -> tuple[date | None, ...]:
    if newest is None:
        return (None,) * 4
    return (None, newest.submitted_on, newest.accepted_on, newest.decided_on)


def _day_words(day: date | None) -> str:
    return "" if day is None else f"{day:%m-%d}"
