"""What `school-desk list` asks and shows: of each kind the query and its columns, in one table."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from school_desk.certificates.queries import certificates
from school_desk.cli.listing import REFUSED, STANDS, TRAINEE_STATES, UNDONE
from school_desk.enrollments.queries import BatchRow, EnrolledRow, batches
from school_desk.enterprises.queries import enterprises
from school_desk.exams.queries import exam_plans
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.kernel.refusals import RecordRefusal
from school_desk.overview.journal_list import JournalWanted, whole_journal
from school_desk.overview.progress import COLUMNS, all_progress, cells
from school_desk.overview.search import Wanted
from school_desk.overview.trace import TimelineRow
from school_desk.payments.queries import ReceivableListRow, receivables
from school_desk.payments.queries.lines import lines
from school_desk.plans.queries import plans
from school_desk.scores.queries import ScorePlanRow, ScoreSheetRow, score_plans, score_sheet
from school_desk.terms import labels
from school_desk.terms.masking import mask_id
from school_desk.terms.search import search_key
from school_desk.terms.statuses import Subject

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

# Their queries cut long lists off for the screens' sake.
_ALL = sys.maxsize


@dataclass(frozen=True)
class Asked:
    """What a person wants to see: `find` words that must all be there, `state` a label or None."""

    session: ReadSession
    school_id: str
    today: date
    find: str
    state: str | None


@dataclass(frozen=True)
class Column:
    """`key` names the value in JSON, `title` heads the column; one without a title is for programs only."""

    key: str
    title: str
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Listing:
    """`searches`: the query itself looks for the words; else they are looked for in the columns and in `also`."""

    ask: Callable[[Asked], Iterable[Any]]
    columns: tuple[Column, ...]
    searches: bool = False
    also: Callable[[Any], str] = lambda _row: ""


def found_in(listing: Listing, asked: Asked) -> list[dict[str, Any]]:
    """The rows asked for, by the keys of their columns."""
    words = [] if listing.searches else [search_key(word) for word in asked.find.split()]
    found = []
    for one in listing.ask(asked):
        row = {column.key: column.value(one) for column in listing.columns}
        text = search_key(" ".join([*(text_of(*cell) for cell in row.items()), listing.also(one)])) if words else ""
        if all(word in text for word in words) and _is_in(row.get("state"), asked.state):
            found.append(row)
    return found


def text_of(key: str, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if key.endswith("_fen"):
        return format_yuan(value)
    return (
        local_text(value)
        if isinstance(value, datetime)
        else "、".join(value)
        if isinstance(value, list)
        else str(value)
    )


def wire(value: Any) -> Any:
    """A value as JSON carries it."""
    return value.isoformat() if isinstance(value, date) else value


def _is_in(states: Any, wanted: str | None) -> bool:
    """Where a row has no state of its own, the query has narrowed by it."""
    return wanted is None or states is None or wanted == states or (isinstance(states, list) and wanted in states)


def _column(key: str, title: str, value: Callable[[Any], Any] | None = None) -> Column:
    return Column(key, title, value or attrgetter(key))


def _state(label: Callable[[Any], str], place: str = "status") -> Column:
    status = attrgetter(place)
    return Column("state", "状态", lambda row: label(status(row)))


def _person(place: str) -> tuple[Column, ...]:
    person: Callable[[Any], EnrolledRow] = attrgetter(place)
    return (
        Column("name", "姓名", lambda row: person(row).name),
        Column("id_number", "证件号", lambda row: mask_id(person(row).id_number)),
        Column("enterprise", "企业", lambda row: person(row).enterprise),
    )


_TRADE = (_column("trade", "工种"), _column("level", "等级", lambda row: row.level.label))


@dataclass(frozen=True)
class _Batch:
    batch: BatchRow
    owed: Sequence[ReceivableListRow]


def _batches(asked: Asked) -> Iterable[_Batch]:
    owed: defaultdict[str, list[ReceivableListRow]] = defaultdict(list)
    for row in receivables(asked.session, asked.school_id):
        owed[row.batch_id].append(row)
    return (_Batch(row, owed[row.id]) for row in batches(asked.session, asked.school_id))


def _trainees(asked: Asked) -> Iterable[tuple[str, ...]]:
    narrowed: dict[str, Any] = dict([TRAINEE_STATES[asked.state]]) if asked.state else {}
    wanted = Wanted(asked.find, **narrowed)
    for row in all_progress(asked.session, asked.school_id, asked.today, wanted):
        yield row.enrollment_id, *cells(row)


@dataclass(frozen=True)
class _Scored:
    plan: ScorePlanRow
    row: ScoreSheetRow


def _scores(asked: Asked) -> Iterable[_Scored]:
    for plan in score_plans(asked.session, asked.school_id):
        for row in score_sheet(asked.session, asked.school_id, plan.plan.id):
            yield _Scored(plan, row)


def _mark(subject: Subject) -> Column:
    def said(scored: _Scored) -> str:
        mark = scored.row.marks.get(subject)
        return "" if mark is None else mark.words

    return Column(subject.value, labels.SUBJECTS[subject], said)


_TRAINEE_KEYS = (
    "name", "id_number", "mobile", "enterprise", "trade", "level", "training_plan", "exam_plan", "score_submission",
    "certificate", "certificate_no", "step", "reason", "turn_of", "since",
)  # fmt: skip


def _journal_state(row: TimelineRow) -> str:
    """A Hub's refusal is an entry of the journal too, and nothing was done by it."""
    if row.label == RecordRefusal.label:
        return REFUSED
    return UNDONE if row.undone else STANDS


LISTS: Mapping[str, Listing] = {
    "enterprises": Listing(
        lambda asked: enterprises(asked.session, asked.school_id, search=asked.find, limit=_ALL),
        (
            _column("id", ""),
            _column("name", "企业名称"),
            _column("credit_code", "统一社会信用代码"),
            _column("region", "所属地区"),
            _column("authority", "主管部门"),
            _column("contact_name", "联系人"),
            _state(labels.enterprise_status),
            _column("since", "起于"),
        ),
        searches=True,
    ),
    "batches": Listing(
        _batches,
        (
            _column("id", "", lambda row: row.batch.id),
            _column("number", "批次", lambda row: row.batch.number),
            _column("enterprise", "企业", lambda row: row.batch.enterprise),
            _column("payment_code", "缴费码", lambda row: row.batch.payment_code),
            _column("people", "人数", lambda row: row.batch.active),
            _column("due_fen", "应缴", lambda row: sum(owed.due_fen for owed in row.owed)),
            _column("allocated_fen", "已到", lambda row: sum(owed.allocated_fen for owed in row.owed)),
            _column("state", "状态", lambda row: sorted({labels.receivable_status(owed.status) for owed in row.owed})),
            _column("enrolled_at", "报名时间", lambda row: row.batch.enrolled_at),
        ),
    ),
    "receivables": Listing(
        lambda asked: receivables(asked.session, asked.school_id),
        (
            _column("id", ""),
            _column("number", "应缴单"),
            _column("enterprise", "企业"),
            _column("batch_number", "批次"),
            _column("payment_code", "缴费码"),
            *_TRADE,
            _column("head_count", "人数"),
            _column("due_fen", "应缴"),
            _column("allocated_fen", "已到"),
            _column("open_fen", "还欠"),
            _state(labels.receivable_status),
            _column("paid_on", "足额日期"),
        ),
    ),
    "transfers": Listing(
        lambda asked: lines(asked.session, asked.school_id, search=asked.find, limit=_ALL),
        (
            _column("id", ""),
            _column("booked_at", "时间"),
            _column("amount_fen", "金额"),
            _column("rest_fen", "未用"),
            _column("counterparty_name", "付款方"),
            _state(labels.line_status),
            _column("memo", "摘要附言"),
        ),
        searches=True,
    ),
    "trainees": Listing(
        _trainees,
        (
            _column("id", "", itemgetter(0)),
            *(
                Column(key, title, itemgetter(place))
                for place, (key, title) in enumerate(zip(_TRAINEE_KEYS, COLUMNS, strict=True), start=1)
            ),
        ),
        searches=True,
    ),
    "plans": Listing(
        lambda asked: plans(asked.session, asked.school_id, asked.today),
        (
            _column("id", ""),
            _column("number", "编号"),
            _column("name", "培训计划"),
            *_TRADE,
            _column("sign_up_from", "报名开始"),
            _column("sign_up_to", "报名截止"),
            _state(labels.plan_phase, "phase"),
            _column("hours_needed", "学时"),
            _column("fee_fen", "培训费"),
        ),
    ),
    "exam-plans": Listing(
        lambda asked: exam_plans(asked.session, asked.school_id),
        (
            _column("id", ""),
            _column("number", "编号"),
            _column("name", "考核计划"),
            *_TRADE,
            _column("institution", "考核机构"),
            _column("candidates", "考生"),
            _column("sessions", "场次"),
            _column("first_day", "首场"),
            _state(labels.exam_plan_status),
        ),
    ),
    "scores": Listing(
        _scores,
        (
            _column("id", "", lambda scored: scored.row.candidate_id),
            _column("exam_plan", "考核计划", lambda scored: scored.plan.plan.number),
            _column("ticket_no", "准考证号", lambda scored: scored.row.ticket_no),
            *_person("row"),
            *map(_mark, Subject),
            _column("result", "结果", lambda scored: scored.row.result.words),
            Column("state", "成绩报审", lambda scored: labels.score_submission_status(_submitted(scored))),
        ),
        also=lambda scored: scored.row.id_number,
    ),
    "certificates": Listing(
        lambda asked: certificates(asked.session, asked.school_id),
        (
            _column("id", ""),
            _column("number", "证书编号"),
            *_person("person"),
            _column("trade", "工种", lambda row: row.person.trade),
            _column("level", "等级", lambda row: row.person.level.label),
            _column("issued_on", "发证日期"),
            _state(labels.certificate_status),
            _column("push", "推送", lambda row: labels.push_outcome(row.push.outcome) if row.push else None),
        ),
        also=lambda row: row.person.id_number,
    ),
    "journal": Listing(
        lambda asked: whole_journal(asked.session, asked.school_id, JournalWanted(words=asked.find)),
        (
            _column("id", "操作编号", attrgetter("command_id")),
            _column("made_at", "时间"),
            _column("actor", "谁"),
            _column("label", "办了什么"),
            _column("state", "状态", _journal_state),
            _column("subject", "内容"),
        ),
        searches=True,
    ),
}


def _submitted(scored: _Scored) -> Any:
    return scored.row.submission.status if scored.row.submission else None
