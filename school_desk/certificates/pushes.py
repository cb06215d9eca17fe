"""Pushes to the ministry's register: which certificates go into a package, and what its answers mean for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from school_desk.certificates.commands import ExportPush, PushOutcome, PushResultEntry
from school_desk.certificates.domain import UNANSWERED, normalise_number
from school_desk.certificates.numbers import certificates_by
from school_desk.certificates.queries import PushState, newest_pushes, push_stage, pushes_of
from school_desk.certificates.tables import CertificateRow, PushBatchRow, PushEntryRow
from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Context
from school_desk.kernel.numbers import Series, declare
from school_desk.kernel.recording import insert_many
from school_desk.payments.queries import fees_gone
from school_desk.terms.identity import normalise_id_number
from school_desk.terms.labels import FEE_GONE
from school_desk.terms.names import normalise_person_name
from school_desk.terms.statuses import CertificateStatus
from school_desk.terms.statuses import PushOutcome as Outcome

NUMBERS = declare(Series("push_batch", "推送批次", yearly=True, block=20))

_MESSAGE = 300
Verdict = tuple[RowState, str]
Pushed = tuple[PushEntryRow, PushBatchRow]


def push(context: Context, command: ExportPush) -> PushOutcome:
    """Puts every certificate that can be pushed into a new package; with none there is no package."""
    wanted = list(dict.fromkeys(command.certificate_ids))
    found = certificates_by(context, CertificateRow.id, wanted)
    people = _people(context, found)
    pushes = newest_pushes(context.session, context.school_id, list(found))
    gone = fees_gone(context.session, context.school_id)
    rows, chosen = [], []
    for place, certificate_id in enumerate(wanted, start=1):
        row = found.get(certificate_id)
        if row is None:
            rows.append(LedgerRow(place, "", "failed", ("找不到这张证书。",)))
            continue
        person = people[row.enrollment_id]
        unpaid = (person.batch_id, person.plan_id) in gone
        state, reason = _may_push(row, person, pushes.get(row.id), unpaid=unpaid)
        rows.append(LedgerRow(place, person.name, state, (reason,) if reason else ()))
        if state == "imported":
            chosen.append(row)
    if not chosen:
        return PushOutcome(None, None, tuple(rows))
    batch = _batch(context)
    insert_many(context.session, PushEntryRow, (_entry(context, batch, row, n) for n, row in enumerate(chosen)))
    return PushOutcome(batch.id, batch.number, tuple(rows))


class PushDesk:
    """Takes the register's answers one after the other."""

    def __init__(self, context: Context, entries: Sequence[PushResultEntry]) -> None:
        self._context = context
        numbers = {normalise_number(entry.number) for entry in entries}
        self._certificates = certificates_by(context, CertificateRow.number, numbers)
        self._people = _people(context, self._certificates)
        self._pushed = _pushed(context, [row.id for row in self._certificates.values()])

    def record(self, entry: PushResultEntry) -> LedgerRow:
        """Records one answer and tells what became of it."""
        certificate = self._certificates.get(normalise_number(entry.number))
        fault = self._fault(entry, certificate)
        if fault or certificate is None:
            return LedgerRow(entry.row_no, entry.name, "failed", (fault or "",))
        name = self._people[certificate.enrollment_id].name
        state, reason = self._answer(entry, certificate, self._pushed[certificate.id])
        return LedgerRow(entry.row_no, name, state, (reason,) if reason else ())

    def _fault(self, entry: PushResultEntry, certificate: CertificateRow | None) -> str | None:
        if entry.problems:
            return "".join(entry.problems)
        if certificate is None:
            return "没有这个证书编号，请核对。" if entry.number.strip() else "没有证书编号，认不出是哪一张。"
        person = self._people[certificate.enrollment_id]
        number = normalise_id_number(person.id_type, entry.id_number)
        name, answered_on = normalise_person_name(entry.name), entry.answered_on
        pushed = self._pushed.get(certificate.id)
        first = _day(pushed[0]) if pushed else self._context.today
        checks = (
            (bool(number) and number != person.id_number, "证件号与这张证书的持证人不同，请核对。"),
            (bool(name) and name != person.name, f"这张证书的持证人是“{person.name}”，与所填姓名不同，请核对。"),
            (not pushed, "这张证书没有导出推送过，请核对。"),
            (certificate.status is CertificateStatus.REVOKED, "这张证书已经注销。"),
            (
                answered_on is not None and answered_on > self._context.today,
                f"推送日期 {answered_on} 晚于今天，请核对。",
            ),
            (
                answered_on is not None and answered_on < first,
                f"推送日期 {answered_on} 早于导出推送的日期 {first}，请核对。",
            ),
            (entry.succeeded is None, "看不出是成功还是失败，请在结果一栏写“成功”或“失败”。"),
            (
                entry.succeeded is True and not entry.receipt_no.strip(),
                "返回成功却没有回执号：请补上回执号，或登记联网查询。",
            ),
        )
        return next((told for wrong, told in checks if wrong), None)

    def _answer(self, entry: PushResultEntry, certificate: CertificateRow, pushed: Sequence[Pushed]) -> Verdict:
        receipt_no, message = entry.receipt_no.strip(), entry.message.strip()[:_MESSAGE]
        message = "" if entry.succeeded else message or "没有说明原因"
        kept, batch = _asked(entry, pushed)
        known = None if entry.succeeded else _known_failure(entry, message, pushed)
        if known:
            return "skipped", known
        accepted = next((row for row, _ in pushed if row.outcome is Outcome.ACCEPTED), None)
        if accepted is not None:
            if entry.succeeded and accepted.receipt_no == receipt_no:
                return "skipped", "已经登记过，没有变化。"
            return "failed", f"这张证书已推送成功（回执 {accepted.receipt_no}），返回的结果不同，请核对。"
        if not entry.succeeded and certificate.status is CertificateStatus.PUSHED:
            return "failed", "联网查询已经查到这张证书，返回的却是失败，请核对。"
        state: RowState = "imported" if kept.outcome is Outcome.PENDING else "updated"
        kept.outcome = Outcome.ACCEPTED if entry.succeeded else Outcome.FAILED
        kept.receipt_no, kept.message = receipt_no or None, message or None
        kept.answered_on = entry.answered_on or self._context.today
        if entry.succeeded:
            certificate.status = CertificateStatus.PUSHED
        where = "" if kept is pushed[-1][0] else f"在较早的批次 {batch.number} "
        return state, message and f"{where}登记为推送失败：{message}"


def _asked(entry: PushResultEntry, pushed: Sequence[Pushed]) -> Pushed:
    """The push that is answered: no answer is older than its package, so of several the newest that was out by that day."""
    answered_on = entry.answered_on
    return next((one for one in reversed(pushed) if answered_on is None or _day(one) <= answered_on), pushed[0])


def _known_failure(entry: PushResultEntry, message: str, pushed: Sequence[Pushed]) -> str | None:
    """That this failure was recorded before, as a sentence. A file imported again must not fail the package that went out since."""
    asked, batch = _asked(entry, pushed)
    for row, earlier in reversed(pushed):
        same = (row.outcome, row.message) == (Outcome.FAILED, message)
        if same and row is asked:
            return "已经登记过同样的失败，没有变化。"
        if same and entry.answered_on in (None, row.answered_on):
            return (
                f"批次 {earlier.number} 登记过同样的失败，没有变化；"
                f"若是批次 {batch.number} 的结果，请在原因里写上批次号再导入。"
            )
    return None


def _may_push(row: CertificateRow, person: EnrolledRow, newest: PushState | None, *, unpaid: bool) -> Verdict:
    if row.status is CertificateStatus.REVOKED:
        return "failed", "证书已注销，不能推送。"
    if row.status is CertificateStatus.PUSHED:
        return "skipped", "证书已推送，没有变化。"
    if newest is not None and push_stage(newest) is Outcome.PENDING:
        return "skipped", f"已在推送批次 {newest.batch_number} 里等待结果。{UNANSWERED}"
    if unpaid:
        return "failed", f"{FEE_GONE}。"
    again = ""
    if newest is not None and newest.missed_on is not None:
        again = f"推送批次 {newest.batch_number} 没有返回结果，{newest.missed_on} 联网没有查到，重新推送。"
    return "imported", again + ("" if person.photo_document_id else "没有照片，推送包里也没有。")


def _batch(context: Context) -> PushBatchRow:
    year = context.today.year
    batch = PushBatchRow(
        school_id=context.school_id,
        id=context.new_id("batch"),
        number=f"TS{year}{context.number(NUMBERS.of(year)):03d}",
        sent_at=context.made_at,
        sent_by=context.actor.name,
    )
    context.session.add(batch)
    return batch


def _entry(context: Context, batch: PushBatchRow, row: CertificateRow, place: int) -> dict[str, object]:
    return {
        "school_id": context.school_id,
        "id": context.new_id(f"entry/{row.id}", place),
        "batch_id": batch.id,
        "certificate_id": row.id,
        "outcome": Outcome.PENDING,
    }


def _people(context: Context, certificates: dict[str, CertificateRow]) -> dict[str, EnrolledRow]:
    ids = {row.enrollment_id for row in certificates.values()}
    return {person.id: person for person in enrolled(context.session, context.school_id, ids=ids)}


def _pushed(context: Context, certificate_ids: Sequence[str]) -> dict[str, list[Pushed]]:
    """Every push of each certificate, oldest first."""
    pushed: dict[str, list[Pushed]] = {}
    for one in pushes_of(context.session, context.school_id, certificate_ids):
        pushed.setdefault(one[0].certificate_id, []).append(one)
    return pushed


def _day(pushed: Pushed) -> date:
    return local_date(pushed[1].sent_at)
