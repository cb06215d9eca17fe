"""Carries out the decisions about study accounts and study time, and what fee reviews and closed enrolments mean for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

import sqlalchemy as sa

from school_desk.documents.ledger import LedgerRow, RowState, in_order
from school_desk.enrollments.events import EnrollmentClosed
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.kernel.commands import Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import touched
from school_desk.kernel.workdays import WorkCalendar
from school_desk.learning import commands as c
from school_desk.learning.events import StudyTakenBack
from school_desk.learning.hours import HoursDesk
from school_desk.learning.numbers import OTHER_NUMBER, Numbered, people_by_number
from school_desk.learning.settings import CORRECTIONS, OPENING_DAYS
from school_desk.learning.tables import StudyAccountRow
from school_desk.payments.events import FeeReversed, FeeReviewed, FeeReviewTakenBack
from school_desk.payments.queries import fees_gone
from school_desk.terms.labels import FEE_GONE, study_account_status
from school_desk.terms.names import normalise_person_name
from school_desk.terms.statuses import StudyAccountStatus as Status

_REASON = 200
Verdict = tuple[RowState, str]


@reacts(FeeReviewed)
def queue_accounts(context: Context, event: FeeReviewed) -> None:
    """Everybody whose fee this is gets an account to open, due some working days after the full fee arrived (操作说明 第三章)."""
    people = enrolled(
        context.session, context.school_id, batch_id=event.batch_id, plan_id=event.plan_id, active_only=True
    )
    known = _accounts(context, [person.id for person in people])
    due_on = _due_on(context, event.paid_on)
    for place, person in enumerate(people):
        if person.id not in known:
            _queue(context, person.id, due_on, place)


@reacts(FeeReviewTakenBack)
def refuse_when_handed_out(context: Context, event: FeeReviewTakenBack) -> None:
    """A review on which accounts went to the platform stays."""
    people = enrolled(context.session, context.school_id, batch_id=event.batch_id, plan_id=event.plan_id)
    accounts = _accounts(context, [person.id for person in people]).values()
    handed_out = sum(account.exported_at is not None or account.opened_on is not None for account in accounts)
    if handed_out:
        message = f"已有 {handed_out} 人的学习账号导出或开通，不能撤销费用审核。需要退钱的请办理退费。"
        raise RuleViolation("learning.handed_out", message)


@reacts(FeeReversed)
def remove_waiting_accounts(context: Context, event: FeeReversed) -> None:
    """No fee, no account: what only waited is removed, also one that failed without ever having been handed out."""
    people = enrolled(context.session, context.school_id, batch_id=event.batch_id, plan_id=event.plan_id)
    for account in _accounts(context, [person.id for person in people]).values():
        if account.status in (Status.TO_OPEN, Status.FAILED):
            context.session.delete(account)


@reacts(EnrollmentClosed)
def close_account(context: Context, event: EnrollmentClosed) -> None:
    """The account of a closed enrolment is no longer used; whoever took the place gets one of their own."""
    account = _accounts(context, [event.enrollment_id]).get(event.enrollment_id)
    if account is None:
        return
    if event.taken_over_by is not None:
        untouched = account.status is Status.TO_OPEN
        _queue(context, event.taken_over_by, account.due_on if untouched else _due_on(context, context.today))
    account.status = Status.DISABLED
    account.reason = "报名已结束" if event.taken_over_by is None else "已换人"


@handles(c.ExportAccounts)
def export_accounts(context: Context, command: c.ExportAccounts) -> tuple[LedgerRow, ...]:
    """Marks those waiting as exported; what is exported or open already stays as it is, and so does whose money the bank took back."""
    gone = fees_gone(context.session, context.school_id)
    people = enrolled(context.session, context.school_id, ids=list(command.enrollment_ids)) if gone else ()
    frozen = {person.id for person in people if (person.batch_id, person.plan_id) in gone}

    def export(account: StudyAccountRow) -> Verdict:
        if account.status in (Status.EXPORTED, Status.OPENED):
            return "skipped", f"{study_account_status(account.status)}，没有变化。"
        if account.status is not Status.TO_OPEN:
            return "failed", f"学习账号{study_account_status(account.status)}（{account.reason or ''}），不能导出。"
        if account.enrollment_id in frozen:
            return "failed", f"{FEE_GONE}。"
        account.status, account.exported_at, account.reason = Status.EXPORTED, context.made_at, None
        return "imported", ""

    return _one_by_one(context, command.enrollment_ids, export)


def _opening_may_go(context: Context) -> None:
    """Asked of the accounts that are put back, not of all that the people named have: some may have finished an earlier course."""
    accounts = touched(context.session, context.school_id, StudyAccountRow)
    context.emit(StudyTakenBack(tuple(account.enrollment_id for account in accounts)))


@handles(c.ReopenFailed, undo=Undo(after=_opening_may_go))
def reopen_failed(context: Context, command: c.ReopenFailed) -> tuple[LedgerRow, ...]:
    """Puts accounts back into the queue; the due date stays what the enterprise was promised, and hours that were learnt stay, too.

    What the platform was given and never answered, or was given under a wrong number, has no other way to be given again.
    """
    reason = command.reason.strip()[:_REASON]
    accounts = _accounts(context, list(dict.fromkeys(command.enrollment_ids)))
    opened = tuple(key for key, account in accounts.items() if account.status is Status.OPENED)
    if opened and reason:
        context.emit(StudyTakenBack(opened))

    def reopen(account: StudyAccountRow) -> Verdict:
        if account.status not in (Status.FAILED, Status.EXPORTED, Status.OPENED):
            told = "只有已导出、已开通和开通失败的可以退回待开通。"
            return "failed", f"学习账号{study_account_status(account.status)}，{told}"
        if account.status is not Status.FAILED and not reason:
            return "failed", f"学习账号{study_account_status(account.status)}，退回待开通请写明原因。"
        account.status, account.reason = Status.TO_OPEN, reason or None
        account.exported_at = account.opened_on = None
        return "imported", ""

    return _one_by_one(context, command.enrollment_ids, reopen)


@handles(c.DisableAccount)
def disable_account(context: Context, command: c.DisableAccount) -> None:
    """停用 with a reason."""
    account = _accounts(context, [command.enrollment_id]).get(command.enrollment_id)
    if account is None:
        raise RuleViolation("learning.no_account", "这条报名还没有学习账号：费用审核通过之后才有。")
    if account.status is Status.DISABLED:
        raise RuleViolation("learning.disabled", "这个学习账号已经停用了。")
    if not command.reason.strip():
        raise RuleViolation("learning.reason", "请填写停用原因。", field="reason")
    account.status, account.reason = Status.DISABLED, command.reason.strip()


@handles(c.RecordAccountResults, undo=Undo(after=_opening_may_go))
def record_account_results(context: Context, command: c.RecordAccountResults) -> tuple[LedgerRow, ...]:
    """Opens or fails accounts as the platform says; one person's login opens every account that waits for them."""
    answered_on = command.answered_on or context.today
    if answered_on > context.today:
        raise RuleViolation("learning.future", "开通日期不能晚于今天。", field="answered_on")
    numbers = filter(None, (entry.id_number for entry in command.entries))
    people = people_by_number(context.session, context.school_id, numbers)
    known = _accounts(context, [person.id for found in people.values() for person in found.people])
    rows = []
    for entry in command.entries:
        found = people.get(entry.id_number, Numbered(()))
        accounts = [known[person.id] for person in found.people if person.id in known]
        state, reason = _answer(entry, found, accounts, answered_on)
        rows.append(LedgerRow(entry.row_no, entry.name, state, (reason,) if reason else ()))
    return in_order(rows, command.skipped)


def _hours_may_go(context: Context, command: c.ImportStudyHours) -> None:
    context.emit(StudyTakenBack(HoursDesk(context, command.entries).holders(command.entries)))


@handles(c.ImportStudyHours, undo=Undo(guard=_hours_may_go))
def import_study_hours(context: Context, command: c.ImportStudyHours) -> tuple[LedgerRow, ...]:
    """Keeps the minutes of the good rows; bad ones come back with reasons, implausible ones are kept and told."""
    desk = HoursDesk(context, command.entries, command.belongs_to)
    verdicts = [desk.judge(entry) for entry in command.entries]
    desk.write()
    return in_order((desk.ledger_row(verdict) for verdict in verdicts), command.skipped)


def _answer(
    entry: c.AccountResultEntry,
    found: Numbered,
    accounts: Collection[StudyAccountRow],
    answered_on: date,
) -> Verdict:
    fault = _fault(entry, found.people)
    if fault:
        return "failed", fault
    if found.until is not None:
        return _about_former_number(entry, accounts, found.until, answered_on)
    waiting = [account for account in accounts if account.status not in (Status.OPENED, Status.DISABLED)]
    if any(account.opened_on is not None for account in accounts):
        # An answer that opened an earlier account may come again: it says nothing of one that the platform was never given.
        handed_out = [account for account in waiting if account.exported_at is not None]
        if waiting and not handed_out:
            return "skipped", "已登记开通的是另一个报名；这一个还没有导出。"
        waiting = handed_out
    if entry.succeeded:
        return _opened(waiting, answered_on) if waiting else _nothing_waits(accounts)
    if not waiting:
        told = f"（{entry.reason}）" if entry.reason else ""
        state = "已登记开通" if any(a.status is Status.OPENED for a in accounts) else "没有待开通的学习账号"
        return "failed", f"{state}，平台却返回失败{told}，请核对。"
    return _failed(waiting, entry.reason.strip() or "平台没有说明原因")


def _about_former_number(
    entry: c.AccountResultEntry, accounts: Collection[StudyAccountRow], until: datetime, answered_on: date
) -> Verdict:
    """The answer to what was exported before the number was corrected `until` then: it says nothing of what was exported since."""
    waiting = [a for a in accounts if a.status is Status.EXPORTED and a.exported_at and a.exported_at < until]
    if not waiting:
        return "skipped", "这是更正前的证件号，没有按它导出、还在等回执的学习账号，没有变化。"
    if not entry.succeeded:
        return _failed(waiting, entry.reason.strip() or "平台没有说明原因")
    state, _ = _opened(waiting, answered_on)
    return state, OTHER_NUMBER[Status.OPENED]


def _fault(entry: c.AccountResultEntry, people: Collection[EnrolledRow]) -> str | None:
    if entry.problems:
        return "".join(entry.problems)
    if not entry.id_number:
        return "没有账号（身份证号），认不出是谁。"
    if not people:
        return "没有这个身份证号的有效报名，请核对账号。"
    written, known = normalise_person_name(entry.name), next(iter(people)).name
    if written and written != known:
        return f"这个身份证号登记的是“{known}”，与所填姓名不同，请核对。"
    return None if entry.succeeded is not None else "看不出是成功还是失败，请在结果一栏写“成功”或“失败”。"


def _opened(waiting: Collection[StudyAccountRow], answered_on: date) -> Verdict:
    unexpected = any(account.exported_at is None for account in waiting)
    again = any(account.status is Status.FAILED for account in waiting)
    for account in waiting:
        account.status, account.opened_on, account.reason = Status.OPENED, answered_on, None
    told = "没有登记过导出，已按平台的结果登记开通。" if unexpected else ""
    return "updated" if again else "imported", told


def _failed(waiting: Collection[StudyAccountRow], reason: str) -> Verdict:
    kept = reason[:_REASON]
    if all(account.status is Status.FAILED and account.reason == kept for account in waiting):
        return "skipped", "已登记过同样的失败原因，没有变化。"
    again = any(account.status is Status.FAILED for account in waiting)
    for account in waiting:
        account.status, account.reason = Status.FAILED, kept
    return "updated" if again else "imported", f"登记为开通失败：{kept}"


def _nothing_waits(accounts: Collection[StudyAccountRow]) -> Verdict:
    if any(account.status is Status.OPENED for account in accounts):
        return "skipped", "已登记开通，没有变化。"
    return "failed", "学习账号已停用。" if accounts else "费用审核还没有通过，没有待开通的学习账号。"


def _one_by_one(
    context: Context, enrollment_ids: Iterable[str], act: Callable[[StudyAccountRow], Verdict]
) -> tuple[LedgerRow, ...]:
    wanted = list(dict.fromkeys(enrollment_ids))
    names = {person.id: person.name for person in enrolled(context.session, context.school_id, ids=wanted)}
    accounts, rows = _accounts(context, wanted), []
    for place, enrollment_id in enumerate(wanted, start=1):
        account = accounts.get(enrollment_id)
        state, reason = act(account) if account else ("failed", "还没有学习账号：费用审核通过之后才有。")
        rows.append(LedgerRow(place, names.get(enrollment_id, ""), state, (reason,) if reason else ()))
    return tuple(rows)


def _accounts(context: Context, enrollment_ids: list[str]) -> dict[str, StudyAccountRow]:
    """The accounts of these enrolments, by enrolment, in the order given."""
    found: dict[str, StudyAccountRow] = {}
    for part in parts(enrollment_ids):
        wanted = sa.select(StudyAccountRow).where(
            StudyAccountRow.school_id == context.school_id, StudyAccountRow.enrollment_id.in_(part)
        )
        found |= {row.enrollment_id: row for row in context.session.scalars(wanted)}
    return {enrollment_id: found[enrollment_id] for enrollment_id in enrollment_ids if enrollment_id in found}


def _queue(context: Context, enrollment_id: str, due_on: date, place: int = 0) -> None:
    account = StudyAccountRow(
        school_id=context.school_id,
        id=context.new_id(f"account/{enrollment_id}", place),
        enrollment_id=enrollment_id,
        status=Status.TO_OPEN,
        due_on=due_on,
    )
    context.session.add(account)


def _due_on(context: Context, start: date) -> date:
    return WorkCalendar(context.setting(CORRECTIONS)).add(start, context.setting(OPENING_DAYS))
