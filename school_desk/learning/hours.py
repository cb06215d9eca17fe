"""Judges the rows of the platform's study time export one after the other, and keeps the good ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa

from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.enrollments.events import EnrollingAgain
from school_desk.enrollments.queries import EnrolledRow
from school_desk.kernel.clock import as_utc, local_date, local_text
from school_desk.kernel.commands import Context
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import insert_many
from school_desk.learning.commands import StudyTimeEntry
from school_desk.learning.domain import StudyTime, TradeLevel, course_kind, doubts
from school_desk.learning.numbers import people_by_number
from school_desk.learning.settings import SAFETY_WORDS, SESSIONS_ADD_UP, THEORY_WORDS
from school_desk.learning.tables import StudyAccountRow, StudyTimeRow
from school_desk.terms.labels import COURSES
from school_desk.terms.names import normalise_person_name
from school_desk.terms.statuses import CourseKind, StudyAccountStatus

_COURSE = 100
_NO_ACCOUNT = "还没有学习账号，或已经停用：费用审核通过、开通之后学时才能计入。"
# The end of the sentence about a row for which a person must say what it is about: imports offer the answer when they see it.
ASKS_WHOSE = "请在“这份学时表属于”里选择工种等级，再导入"
Row = TypeVar("Row", StudyAccountRow, StudyTimeRow)


@dataclass
class _Time:
    """One study time as it will stand: kept before (`row`) or made by this import (`label` names it)."""

    enrollment_id: str
    time: StudyTime
    row: StudyTimeRow | None = None
    label: str = ""


@dataclass
class HoursVerdict:
    """What became of one row; `kept` is the study time it made or changed."""

    entry: StudyTimeEntry
    state: RowState
    reasons: list[str] = field(default_factory=list)
    kept: _Time | None = None


class HoursDesk:
    """Judges rows in the file's order: a later row may repeat an earlier one. Nothing is written before `write`."""

    def __init__(
        self, context: Context, entries: Sequence[StudyTimeEntry], belongs_to: TradeLevel | None = None
    ) -> None:
        self._context, self._belongs_to = context, belongs_to
        self._going_on: dict[str, bool] = {}
        self._words = context.setting(SAFETY_WORDS), context.setting(THEORY_WORDS)
        self._add_up = context.setting(SESSIONS_ADD_UP)
        numbers = (entry.id_number for entry in entries if entry.id_number)
        found = people_by_number(context.session, context.school_id, numbers)
        self._people = {number: known.people for number, known in found.items()}
        # Each once: a file may name one person by two numbers, or write one number in two ways.
        ids = list(dict.fromkeys(person.id for people in self._people.values() for person in people))
        self._accounts = {row.enrollment_id: row for row in self._rows(StudyAccountRow, ids)}
        self._times: dict[str, list[_Time]] = defaultdict(list)
        for row in self._rows(StudyTimeRow, ids):
            self._times[row.enrollment_id].append(_Time(row.enrollment_id, _time(row), row))
        self._replaced: list[StudyTimeRow] = []
        self._in_file = {(self._who(e), _course(e.course), as_utc(e.finished_at)) for e in entries if e.finished_at}

    def judge(self, entry: StudyTimeEntry) -> HoursVerdict:
        """The verdict on one row."""
        fault = self._fault(entry)
        if fault or entry.minutes is None or entry.finished_at is None:
            return HoursVerdict(entry, "failed", [fault or ""])
        if entry.minutes == 0:
            return HoursVerdict(entry, "skipped", ["学习时长是 0，没有可计的学时。"])
        finished_at = as_utc(entry.finished_at)
        counted = self._counted(entry, finished_at)
        if counted and not any(self._may_learn(person.id) for person in counted):
            return HoursVerdict(entry, "skipped", [_counted_already(counted[0])])
        people = self._studying(entry, finished_at)
        if not people:
            return HoursVerdict(entry, "failed", [_NO_ACCOUNT])
        if len(people) > 1:
            return self._unclear(entry, people)
        kind = course_kind(entry.course, *self._words)
        time = StudyTime(_course(entry.course), kind, entry.minutes, finished_at)
        verdict = self._against_known(entry, people[0].id, time)
        if kind is CourseKind.OTHER and verdict.kept:
            verdict.reasons.append(f"课程“{time.course}”不是安全或理论课程，不计入学时。")
        return verdict

    def write(self) -> None:
        """Keeps what the rows made and changed."""
        made = []
        for row in self._replaced:
            self._context.session.delete(row)
        for kept in (kept for times in self._times.values() for kept in times):
            if kept.row is None:
                made.append(kept)
            elif _time(kept.row) != kept.time:
                kept.row.kind, kept.row.minutes = kept.time.kind, kept.time.minutes
                kept.row.finished_at = kept.time.finished_at
        insert_many(self._context.session, StudyTimeRow, (self._values(kept, n) for n, kept in enumerate(made)))

    def holders(self, entries: Iterable[StudyTimeEntry]) -> tuple[str, ...]:
        """The enrolments that keep a study time which one of these rows names.

        An export goes on naming what was learnt for an earlier enrolment: that was there before, so of a trade and level the newest counts.
        """
        found: dict[tuple[str, str, int], str] = {}
        for entry in entries:
            finished_at = None if entry.finished_at is None else as_utc(entry.finished_at)
            for person in self._people.get(entry.id_number, ()):
                if finished_at and self._same(person.id, _course(entry.course), finished_at):
                    course = (person.trainee_id, person.trade_code, int(person.level))
                    found[course] = max(found.get(course, ""), person.id)
        return tuple(sorted(found.values()))

    def ledger_row(self, verdict: HoursVerdict) -> LedgerRow:
        """The row as the ledger tells it, with what is implausible now that the whole file is known."""
        reasons = list(verdict.reasons)
        if verdict.kept is not None:
            times = self._times[verdict.kept.enrollment_id]
            account = self._accounts.get(verdict.kept.enrollment_id)
            found = doubts([kept.time for kept in times], account.opened_on if account else None)
            place = next(number for number, kept in enumerate(times) if kept is verdict.kept)
            reasons += found.get(place, ())
        return LedgerRow(verdict.entry.row_no, verdict.entry.name, verdict.state, tuple(reasons))

    def _fault(self, entry: StudyTimeEntry) -> str | None:
        people = self._people.get(entry.id_number, ())
        written = normalise_person_name(entry.name)
        checks = (
            (bool(entry.problems), "".join(entry.problems)),
            (not entry.id_number, "没有账号（身份证号），认不出是谁。"),
            (not people, "没有这个身份证号的有效报名，请核对账号。"),
            (bool(written and people and people[0].name != written), "姓名与这个身份证号登记的不同，请核对。"),
            (not entry.course.strip(), "没有课程名称，不知道计入哪一类学时。"),
            (entry.minutes is None or entry.minutes < 0, "没有学习时长（分钟）。"),
            (entry.finished_at is None, "没有完成时间。"),
        )
        found = next((sentence for wrong, sentence in checks if wrong), None)
        if found is None and entry.finished_at and local_date(as_utc(entry.finished_at)) > self._context.today:
            return f"完成时间 {local_text(as_utc(entry.finished_at))} 晚于今天，请核对。"
        return found

    def _studying(self, entry: StudyTimeEntry, finished_at: datetime) -> list[EnrolledRow]:
        """The enrolments that the row may be about: narrowed by what is kept, the day, the course's name, what is over, a person's answer."""
        people = [person for person in self._people[entry.id_number] if self._may_learn(person.id)]
        counted = [person for person in self._counted(entry, finished_at) if person in people]
        if len(counted) == 1:
            return counted
        day = local_date(finished_at)
        people = self._at_that_time(people, day)
        narrowings: tuple[Callable[[EnrolledRow], bool], ...] = (
            lambda person: person.trade in entry.course,
            lambda person: _opened_by(self._accounts[person.id], day),
            lambda person: self._goes_on(person.id),
            lambda person: TradeLevel(person.trade_code, person.level) == self._belongs_to,
        )
        for fits in narrowings:
            if len(people) > 1:
                people = [person for person in people if fits(person)] or people
        return people

    def _goes_on(self, enrollment_id: str) -> bool:
        """Whether the enrolment is still under way: a finished one learns no more, though its account stays open."""
        if enrollment_id not in self._going_on:
            try:
                self._context.emit(EnrollingAgain(enrollment_id))
            except RuleViolation:
                self._going_on[enrollment_id] = True
            else:
                self._going_on[enrollment_id] = False
        return self._going_on[enrollment_id]

    def _unclear(self, entry: StudyTimeEntry, people: Sequence[EnrolledRow]) -> HoursVerdict:
        courses = "、".join(TradeLevel(person.trade_code, person.level).label for person in people)
        if not any(self._goes_on(person.id) for person in people):
            told = f"此人的 {len(people)} 个报名（{courses}）都已考完，这条学时不再计入。"
            return HoursVerdict(entry, "skipped", [told])
        other = f"也不是所选的{self._belongs_to.label}，" if self._belongs_to else ""
        told = f"此人有 {len(people)} 个报名在学（{courses}），看不出这条学时属于哪一个，{other}{ASKS_WHOSE}。"
        return HoursVerdict(entry, "failed", [told])

    def _counted(self, entry: StudyTimeEntry, finished_at: datetime) -> list[EnrolledRow]:
        """The enrolments that keep this study time, also those whose account is disabled: nothing counts twice."""
        course = _course(entry.course)
        return [person for person in self._people[entry.id_number] if self._same(person.id, course, finished_at)]

    def _at_that_time(self, able: Sequence[EnrolledRow], day: date) -> list[EnrolledRow]:
        """Who came again for the same trade and level learns for the account opened last on or before the day."""
        opened = [person for person in able if _opened_by(self._accounts[person.id], day)]
        opened.sort(key=lambda person: self._accounts[person.id].opened_on or day)
        last = {(person.trade_code, person.level): person for person in opened}
        return [person for person in able if last.get((person.trade_code, person.level), person) is person]

    def _who(self, entry: StudyTimeEntry) -> str:
        """One person for both numbers of whom it was corrected."""
        people = self._people.get(entry.id_number, ())
        return people[0].trainee_id if people else entry.id_number

    def _may_learn(self, enrollment_id: str) -> bool:
        account = self._accounts.get(enrollment_id)
        return account is not None and account.status is not StudyAccountStatus.DISABLED

    def _against_known(self, entry: StudyTimeEntry, enrollment_id: str, time: StudyTime) -> HoursVerdict:
        same = self._same(enrollment_id, time.course, time.finished_at)
        if same is not None:
            if same.time == time:
                return HoursVerdict(entry, "skipped", ["这条学时已经导入过，没有变化。"])
            return self._changed(entry, same, time)
        earlier = self._superseded(entry, enrollment_id, time.course)
        if not earlier:
            kept = _Time(
                enrollment_id, time, label=f"time/{enrollment_id}/{time.course}/{time.finished_at.isoformat()}"
            )
            self._times[enrollment_id].append(kept)
            return HoursVerdict(entry, "imported", [], kept)
        if earlier[-1].time.finished_at > time.finished_at:
            then = local_text(earlier[-1].time.finished_at)
            return HoursVerdict(entry, "skipped", [f"这门课程已有 {then} 的记录，比这一行新。"])
        return self._changed(entry, earlier[-1], time, earlier[:-1])

    def _changed(
        self, entry: StudyTimeEntry, known: _Time, time: StudyTime, older: Sequence[_Time] = ()
    ) -> HoursVerdict:
        then = "、".join(_then(kept.time) for kept in (*older, known))
        known.time = time
        self._times[known.enrollment_id] = [kept for kept in self._times[known.enrollment_id] if kept not in older]
        self._replaced += [kept.row for kept in older if kept.row is not None]
        return HoursVerdict(entry, "updated", [f"原来记 {then}，已按这一行更新。"], known)

    def _superseded(self, entry: StudyTimeEntry, enrollment_id: str, course: str) -> list[_Time]:
        """The earlier totals of this course that the file no longer names, oldest first: its new total takes the place of them all.

        Else what it holds already would count twice.
        """
        if self._add_up:
            return []
        before = (
            kept
            for kept in self._times[enrollment_id]
            if kept.row is not None and kept.time.course == course and kept.time.finished_at == kept.row.finished_at
        )
        left = [k for k in before if (self._who(entry), course, k.time.finished_at) not in self._in_file]
        return sorted(left, key=lambda kept: kept.time.finished_at)

    def _same(self, enrollment_id: str, course: str, finished_at: datetime) -> _Time | None:
        times = self._times[enrollment_id]
        return next((k for k in times if (k.time.course, k.time.finished_at) == (course, finished_at)), None)

    def _values(self, kept: _Time, place: int) -> dict[str, object]:
        return {
            "school_id": self._context.school_id,
            "id": self._context.new_id(kept.label, place),
            "enrollment_id": kept.enrollment_id,
            "course": kept.time.course,
            "kind": kept.time.kind,
            "minutes": kept.time.minutes,
            "finished_at": kept.time.finished_at,
        }

    def _rows(self, kind: type[Row], ids: Sequence[str]) -> Iterable[Row]:
        for part in parts(ids):
            wanted = sa.select(kind).where(kind.school_id == self._context.school_id, kind.enrollment_id.in_(part))
            yield from self._context.session.scalars(wanted.order_by(kind.id))


def _time(row: StudyTimeRow) -> StudyTime:
    return StudyTime(row.course, row.kind, row.minutes, row.finished_at)


def _then(time: StudyTime) -> str:
    return f"{COURSES[time.kind]} {time.minutes} 分钟（{local_text(time.finished_at)}）"


def _course(text: str) -> str:
    return " ".join(text.split())[:_COURSE]


def _opened_by(account: StudyAccountRow, day: date) -> bool:
    return account.opened_on is not None and account.opened_on <= day


def _counted_already(person: EnrolledRow) -> str:
    return f"已计入{person.trade}{person.level.label}的报名（学习账号已停用），没有变化。"
