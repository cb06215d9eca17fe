"""Judges the rows of an examiners' sheet: whose they are (by ticket, else by id number, never by name alone) and what they change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.enrollments.queries import EnrolledRow, enrolled, find_enrollments
from school_desk.exams.results_queries import Candidate, HeldPlan, candidates, held_plans
from school_desk.kernel.commands import Context
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import insert_many
from school_desk.scores.commands import ScoreEntry
from school_desk.scores.domain import Mark, check_mark
from school_desk.scores.queries import SubmissionRow, settled_scores
from school_desk.scores.tables import ScoreRow
from school_desk.terms.identity import normalise_id_number
from school_desk.terms.labels import SUBJECT_COLUMNS, SUBJECTS
from school_desk.terms.levels import find_level
from school_desk.terms.names import normalise_person_name
from school_desk.terms.statuses import ExamPlanStatus, ScoreFlag, Subject, SubmissionStatus
from school_desk.terms.trades import find_trade

_ABSENT_WORD = "缺考"
_NOT_ABSENT = re.compile(r"(?:无|未|没有?|不)(?:人|有)?缺考")
# A note says 实操缺考 where a column is headed 实操成绩.
_SUBJECT_WORDS = {
    subject: {re.sub(r"(?:考试)?(?:成绩|分数)$", "", name) for name in names}
    for subject, names in SUBJECT_COLUMNS.items()
}


@dataclass
class ScoreVerdict:
    """What is to become of one row; `changes` are the marks it sets."""

    entry: ScoreEntry
    state: RowState
    reasons: list[str] = field(default_factory=list)
    candidate: Candidate | None = None
    changes: dict[Subject, Mark] = field(default_factory=dict)

    def ledger_row(self) -> LedgerRow:
        """The row as the ledger keeps it."""
        return LedgerRow(self.entry.row_no, self.entry.name, self.state, tuple(self.reasons))


class ScoreDesk:
    """Judges rows one after the other: a later row may repeat an earlier one. Nothing is written before `write`."""

    def __init__(self, context: Context, entries: Sequence[ScoreEntry], plan_id: str | None) -> None:
        self._context, self._plan_id = context, plan_id
        session, school_id = context.session, context.school_id
        numbers = (entry.id_number for entry in entries if entry.id_number and not entry.ticket_no)
        found = find_enrollments(session, school_id, numbers)
        ids = {person.id for people in found.values() for person in people}
        sat = candidates(session, school_id, enrollment_ids=ids)
        ticketed = candidates(session, school_id, ticket_nos={entry.ticket_no for entry in entries if entry.ticket_no})
        self._by_ticket = {candidate.ticket_no: candidate for candidate in ticketed}
        self._by_number = {
            number: [c for c in sat if c.enrollment_id in {person.id for person in people}]
            for number, people in found.items()
        }
        known = {candidate.id: candidate for candidate in (*ticketed, *sat)}
        self._people = _people(context, {candidate.enrollment_id for candidate in known.values()})
        self._plans = held_plans(session, school_id)
        self._scores = scores_of(context, known)
        self._settled = settled_scores(session, school_id, known)
        self._seen: dict[str, tuple[int, dict[Subject, Mark]]] = {}

    def judge(self, entry: ScoreEntry) -> ScoreVerdict:
        """The verdict on one row."""
        fault = _unreadable(entry) or _swapped(entry)
        candidate = None if fault else self._whose(entry)
        if fault or not isinstance(candidate, Candidate):
            return ScoreVerdict(entry, "failed", [fault or str(candidate)])
        fault = self._fault(entry, candidate)
        told, marks = _marks(entry, candidate.subjects)
        if fault or not marks:
            return ScoreVerdict(entry, "failed", [fault or told])
        return self._against_known(entry, candidate, marks, [told] if told else [])

    def write(self, verdicts: Collection[ScoreVerdict]) -> None:
        """Sets the marks that the verdicts change."""
        made = []
        for verdict in verdicts:
            for subject, mark in verdict.changes.items():
                if verdict.candidate is None:
                    raise AssertionError("only rows with a candidate change marks")
                row = self._scores.get((verdict.candidate.id, subject))
                if row is None:
                    made.append((verdict.candidate, subject, mark))
                else:
                    set_mark(self._context, row, mark)
        values = (score_values(self._context, *new, place) for place, new in enumerate(made))
        insert_many(self._context.session, ScoreRow, values)

    def _whose(self, entry: ScoreEntry) -> Candidate | str:
        """The candidate, or why nobody can be named."""
        if entry.ticket_no:
            return self._by_ticket.get(entry.ticket_no) or "没有这个准考证号，请核对。"
        if not entry.id_number:
            return "只有姓名不能确认是谁，请填准考证号或证件号。"
        return self._by_id_number(entry)

    def _by_id_number(self, entry: ScoreEntry) -> Candidate | str:
        sat = self._by_number[entry.id_number]
        if not sat:
            return "这个证件号不是任何考核计划的考生，请核对。"
        trade, level = find_trade(entry.trade), find_level(entry.level)
        plans = self._plans
        for narrowed in (
            [c for c in sat if self._plan_id in (None, c.plan_id)],
            [c for c in sat if trade is None or plans[c.plan_id].trade_code == trade.code],
            [c for c in sat if level is None or plans[c.plan_id].level is level],
            [c for c in sat if why_not_scored(plans[c.plan_id], self._context.today) is None],
        ):
            sat = [candidate for candidate in sat if candidate in narrowed] or sat
        return sat[0] if len(sat) == 1 else self._of_several(entry, sat)

    def _of_several(self, entry: ScoreEntry, sat: Sequence[Candidate]) -> Candidate | str:
        """Which exam is meant: an old sheet may mean an earlier one, however long its scores are settled."""
        known = [candidate for candidate in sat if self._is_entered(entry, candidate)]
        if known:
            return known[0]
        waiting = [c for c in sat if not any(key[0] == c.id for key in self._settled)]
        # Who has enrolled for the same anew is done with the enrolment before; a resit goes on with the same one.
        anew = len({candidate.enrollment_id for candidate in sat}) == len(sat)
        same = len({(self._plans[c.plan_id].trade_code, self._plans[c.plan_id].level) for c in sat}) == 1
        return waiting[0] if anew and same and len(waiting) == 1 else "此人在多个考核计划里，请填准考证号。"

    def _is_entered(self, entry: ScoreEntry, candidate: Candidate) -> bool:
        """Whether the row says nothing but what this candidate's scores are already."""
        marks = _marks(entry, candidate.subjects)[1]
        return bool(marks) and self._known(candidate, marks) == marks

    def _known(self, candidate: Candidate, subjects: Collection[Subject]) -> dict[Subject, Mark]:
        """The marks that the candidate has of these subjects."""
        rows = {subject: self._scores.get((candidate.id, subject)) for subject in subjects}
        return {subject: Mark(row.mark_tenths, row.flag) for subject, row in rows.items() if row is not None}

    def _no_change(self, entry: ScoreEntry, candidate: Candidate) -> str:
        if entry.ticket_no or len(self._by_number[entry.id_number]) == 1:
            return "成绩已经录入，没有变化。"
        number = self._plans[candidate.plan_id].number
        return f"和考核计划 {number} 已录入的成绩一样，没有变化。是另一次考试的，请填准考证号再导入。"

    def _fault(self, entry: ScoreEntry, candidate: Candidate) -> str | None:
        person, plan = self._people[candidate.enrollment_id], self._plans[candidate.plan_id]
        name, trade, level = normalise_person_name(entry.name), find_trade(entry.trade), find_level(entry.level)
        number = normalise_id_number(person.id_type, entry.id_number)
        other_name = bool(name) and name != person.name
        checks = (
            (bool(number) and number != person.id_number, "证件号与这个准考证号的考生不是同一个人，请核对这一行。"),
            (other_name, f"考生是“{person.name}”，姓名写的是“{name}”，请核对这一行。"),
            (self._plan_id not in (None, plan.id), f"此人是考核计划 {plan.number} 的考生，不在这个计划里。"),
            (
                trade is not None and trade.code != plan.trade_code,
                f"考核计划 {plan.number} 考的是{plan.trade}，工种写的不同，请核对。",
            ),
            (
                level not in (None, plan.level),
                f"考核计划 {plan.number} 考的是{plan.level.label}，级别写的不同，请核对。",
            ),
        )
        return next((told for wrong, told in checks if wrong), None) or why_not_scored(plan, self._context.today)

    def _against_known(
        self, entry: ScoreEntry, candidate: Candidate, marks: dict[Subject, Mark], told: list[str]
    ) -> ScoreVerdict:
        earlier, before = self._seen.setdefault(candidate.id, (entry.row_no, marks))
        if before is not marks:
            if before == marks:
                return ScoreVerdict(entry, "skipped", [f"与第 {earlier} 行重复。"])
            return ScoreVerdict(entry, "failed", [f"与第 {earlier} 行是同一名考生，成绩却不同，请核对。"])
        known = self._known(candidate, marks)
        changes = {subject: mark for subject, mark in marks.items() if known.get(subject) != mark}
        if not changes:
            return ScoreVerdict(entry, "skipped", [self._no_change(entry, candidate), *told])
        for subject in changes:
            settled = self._settled.get((candidate.id, subject))
            if settled is not None:
                return ScoreVerdict(entry, "failed", [settled_words(subject, settled)])
        told += [
            f"{SUBJECTS[s]}原来是 {known[s].words}，改为 {mark.words}。" for s, mark in changes.items() if s in known
        ]
        return ScoreVerdict(entry, "updated" if known else "imported", told, candidate, changes)


def why_not_scored(plan: HeldPlan, today: date) -> str | None:
    """Why no score may be entered for this plan; None: it may (操作说明 考核计划 已审核: 审核通过可进行下一步操作)."""
    if plan.status is not ExamPlanStatus.APPROVED:
        return f"考核计划 {plan.number} 还没有审核通过，不能录入成绩。"
    if plan.first_on is not None and today < plan.first_on:
        return f"考核计划 {plan.number} 要到 {plan.first_on} 才开考，不能录入成绩。"
    return None


def settled_words(subject: Subject, submission: SubmissionRow) -> str:
    """Why a score in this version stays as it is."""
    if submission.status is SubmissionStatus.APPROVED:
        return f"{SUBJECTS[subject]}成绩已审核通过（第 {submission.version} 次报审），不能再改。确有错误的，请向主管部门提出更正申请。"
    return f"{SUBJECTS[subject]}成绩已报审（第 {submission.version} 次），主管部门还没有结论。要改请先撤销报审，或等结论之后再改。"


def scores_of(context: Context, candidate_ids: Collection[str]) -> dict[tuple[str, Subject], ScoreRow]:
    """The scores of these candidates as rows, by candidate and subject, in the order of their making."""
    found: list[ScoreRow] = []
    for part in parts(candidate_ids):
        wanted = sa.select(ScoreRow).where(ScoreRow.school_id == context.school_id, ScoreRow.candidate_id.in_(part))
        found += context.session.scalars(wanted)
    return {(row.candidate_id, row.subject): row for row in sorted(found, key=lambda row: row.id)}


def set_mark(context: Context, row: ScoreRow, mark: Mark) -> None:
    """Puts another mark in a score's place."""
    row.mark_tenths, row.flag, row.entered_at = mark.tenths, mark.flag, context.made_at


def score_values(
    context: Context, candidate: Candidate, subject: Subject, mark: Mark, place: int = 0
) -> dict[str, object]:
    """A new score's columns."""
    return {
        "school_id": context.school_id,
        "id": context.new_id(f"score/{candidate.id}/{subject}", place),
        "candidate_id": candidate.id,
        "enrollment_id": candidate.enrollment_id,
        "subject": subject,
        "mark_tenths": mark.tenths,
        "flag": mark.flag,
        "entered_at": context.made_at,
    }


def _unreadable(entry: ScoreEntry) -> str:
    problems = [*entry.problems]
    for subject, reading in entry.readings.items():
        told = reading.problem or check_mark(Mark(reading.tenths, reading.flag))
        problems += [f"{SUBJECTS[subject]}：{told}"] if told else []
    return "".join(problems)


def _swapped(entry: ScoreEntry) -> str | None:
    """Whether the name column holds a number and the number column a name."""
    named = any(character.isdigit() for character in entry.name)
    numbered = any(unicodedata.category(character) == "Lo" for character in entry.id_number)
    return "姓名和证件号两栏好像填反了，请对调后再导入。" if named or numbered else None


def _marks(entry: ScoreEntry, sits: Collection[Subject]) -> tuple[str, dict[Subject, Mark]]:
    """What to tell, and the marks the row gives; none: the row fails for what is told."""
    given = {s: Mark(reading.tenths, reading.flag) for s, reading in entry.readings.items() if not reading.blank}
    absent = _absent_by_note(entry.note, sits)
    contradicted = [SUBJECTS[s] for s in absent if s in given and given[s].tenths is not None]
    if contradicted:
        return f"备注写了缺考，{'、'.join(contradicted)}却有成绩，请核对。", {}
    strange = [SUBJECTS[subject] for subject in given if subject not in sits]
    if strange:
        return f"此人这次没有报考{'、'.join(strange)}，却有成绩，请核对。", {}
    marks = {subject: Mark(flag=ScoreFlag.ABSENT) for subject in absent} | given
    if not marks:
        return "各科都是空白，没有可录入的成绩。没有来考的请写“缺考”。", {}
    blank = [SUBJECTS[subject] for subject in sits if subject not in marks]
    return (f"{'、'.join(blank)}是空白，没有录入。" if blank else ""), marks


def _absent_by_note(note: str, sits: Collection[Subject]) -> list[Subject]:
    """The subjects that the note calls absent: those it names, or all when it names none."""
    told = _NOT_ABSENT.sub("", "".join(note.split()))
    if _ABSENT_WORD not in told:
        return []
    named = [subject for subject, words in _SUBJECT_WORDS.items() if any(word in told for word in words)]
    return [subject for subject in sits if subject in (named or sits)]


def _people(context: Context, enrollment_ids: Collection[str]) -> dict[str, EnrolledRow]:
    return {row.id: row for row in enrolled(context.session, context.school_id, ids=enrollment_ids)}
