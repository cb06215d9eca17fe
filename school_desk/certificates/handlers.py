"""Carries out the decisions about certificates. Exported is not pushed: the register's receipt or a look-up there decides."""

from __future__ import annotations

import sqlalchemy as sa

from school_desk.accounts.ownership import refuse_another
from school_desk.certificates import commands as c
from school_desk.certificates.domain import check_issued, normalise_number, number_fault, required
from school_desk.certificates.numbers import NumberDesk
from school_desk.certificates.pushes import PushDesk, push
from school_desk.certificates.queries import certified_enrollments, ever_certified
from school_desk.certificates.settings import NUMBER_PATTERN
from school_desk.certificates.tables import CertificateRow, RegistryLookUpRow
from school_desk.documents.ledger import LedgerRow, in_order
from school_desk.enrollments.events import EnrollingAgain, EnrollmentClosing
from school_desk.enrollments.queries import enrolled
from school_desk.enrollments.under_way import refuse_two
from school_desk.kernel.commands import Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import deleted
from school_desk.payments.queries import fees_gone
from school_desk.scores.events import ScoresApprovalTakenBack
from school_desk.scores.standings import passed_enrollments
from school_desk.terms.labels import FEE_GONE
from school_desk.terms.statuses import CertificateStatus as Status


def _nobody_came_again(context: Context) -> None:
    """Who was certified may have enrolled anew: then the certificate stays, or two enrolments would be under way."""
    refuse_two(context, [str(gone["enrollment_id"]) for gone in deleted(context.session, CertificateRow)])


@handles(c.ImportCertificateNumbers, undo=Undo(after=_nobody_came_again))
def import_certificate_numbers(context: Context, command: c.ImportCertificateNumbers) -> tuple[LedgerRow, ...]:
    """Makes a certificate of every row whose person has passed; the others come back with what they lack."""
    desk = NumberDesk(context, command.entries)
    verdicts = [desk.judge(entry) for entry in command.entries]
    desk.write(verdicts)
    return in_order((verdict.ledger_row() for verdict in verdicts), command.skipped)


@handles(c.ExportPush)
def export_push(context: Context, command: c.ExportPush) -> c.PushOutcome:
    """Makes the package of those that can be pushed; it waits for the register's answer."""
    return push(context, command)


@handles(c.RecordPushResults)
def record_push_results(context: Context, command: c.RecordPushResults) -> tuple[LedgerRow, ...]:
    """Keeps what the register answered; a certificate is 已推送 only with a receipt."""
    desk = PushDesk(context, command.entries)
    rows = [desk.record(entry) for entry in command.entries]
    return in_order(rows, command.skipped)


@handles(c.RecordRegistryLookUp)
def record_registry_look_up(context: Context, command: c.RecordRegistryLookUp) -> dict[str, str]:
    """Keeps the look-up; what was found there is 已推送."""
    row = _certificate(context, command.certificate_id)
    if command.looked_up_on > context.today:
        raise RuleViolation("certificate.date", "查询日期不能晚于今天。", field="looked_up_on")
    if command.looked_up_on < row.issued_on:
        raise RuleViolation("certificate.date", f"查询日期不能早于发证日期 {row.issued_on}。", field="looked_up_on")
    look_up = RegistryLookUpRow(
        school_id=context.school_id,
        id=context.new_id("look_up"),
        certificate_id=row.id,
        looked_up_on=command.looked_up_on,
        found=command.found,
        note=command.note.strip() or None,
    )
    context.session.add(look_up)
    if command.found and row.status is Status.GENERATED:
        row.status = Status.PUSHED
    return {"look_up_id": look_up.id}


def _place_is_free(context: Context, command: c.RevokeCertificate) -> None:
    """An enrolment has one standing certificate: after a new number the old one stays revoked."""
    row = _certificate(context, command.certificate_id)
    held = certified_enrollments(context.session, context.school_id, [row.enrollment_id]).get(row.enrollment_id)
    if held is not None:
        raise RuleViolation("certificate.held", f"此人之后已有证书 {held}，注销不能撤销。")


@handles(c.RevokeCertificate, undo=Undo(guard=_place_is_free))
def revoke_certificate(context: Context, command: c.RevokeCertificate) -> None:
    """注销 with the reason."""
    row = _standing(context, command.certificate_id)
    row.status, row.status_reason = Status.REVOKED, required(command.reason, "注销原因", "reason")


@handles(c.ReissueCertificate)
def reissue_certificate(context: Context, command: c.ReissueCertificate) -> dict[str, str]:
    """The new number takes the old certificate's place."""
    old, number = _standing(context, command.certificate_id), normalise_number(command.number)
    fault = number_fault(number, context.setting(NUMBER_PATTERN))
    if fault:
        raise RuleViolation("certificate.number", fault, field="number")
    if context.session.scalar(_numbered(context, number)) is not None:
        raise RuleViolation("certificate.number_used", f"证书编号 {number} 已经用过，不能重复使用。", field="number")
    check_issued(command.issued_on, context.today)
    reason = required(command.reason, "换发原因", "reason")
    new = CertificateRow(
        school_id=context.school_id,
        id=context.new_id("certificate"),
        enrollment_id=old.enrollment_id,
        number=number,
        issued_on=command.issued_on,
        status=Status.GENERATED,
        replaces_id=old.id,
        print_count=0,
    )
    context.session.add(new)
    old.status, old.status_reason = Status.REVOKED, f"换发为 {number}：{reason}"[:200]
    return {"certificate_id": new.id}


@handles(c.RecordPrinted, undo=Undo(never="证书已经打印出来。"))
def record_printed(context: Context, command: c.RecordPrinted) -> dict[str, int]:
    """Counts one more print of each; not of a revoked one, nor where the fee is gone. Returns the number of each print."""
    rows = [_standing(context, certificate_id) for certificate_id in dict.fromkeys(command.certificate_ids)]
    people = enrolled(context.session, context.school_id, ids=[row.enrollment_id for row in rows])
    for person in people:
        refuse_another(context, person.enterprise_id)
    gone = fees_gone(context.session, context.school_id)
    unpaid = [person.name for person in people if (person.batch_id, person.plan_id) in gone]
    if unpaid:
        named = f"{unpaid[0]}{f'等 {len(unpaid)} 人' if len(unpaid) > 1 else ''}"
        raise RuleViolation("certificate.fee_gone", f"{named}的{FEE_GONE}，证书暂不打印。")
    for row in rows:
        row.print_count += 1
    return {row.id: row.print_count for row in rows}


@reacts(EnrollmentClosing)
def refuse_when_certified(context: Context, event: EnrollmentClosing) -> None:
    """Who holds a certificate stays enrolled."""
    _refuse_certified(context, (event.enrollment_id,), "报名不能撤回、换人或关闭")


@reacts(EnrollingAgain)
def refuse_before_the_certificate(context: Context, event: EnrollingAgain) -> None:
    """Who has passed has finished with the certificate's number; a certificate revoked later does not begin the course again."""
    asked = [event.enrollment_id]
    passed = passed_enrollments(context.session, context.school_id, asked)
    if passed and not ever_certified(context.session, context.school_id, asked):
        raise RuleViolation("certificate.to_come", "各科已合格，证书编号还没有导入。")


@reacts(ScoresApprovalTakenBack)
def refuse_when_built_on(context: Context, event: ScoresApprovalTakenBack) -> None:
    """Scores on which a certificate stands stay approved."""
    _refuse_certified(context, event.enrollment_ids, "成绩审核结论不能撤销")


def _refuse_certified(context: Context, enrollment_ids: tuple[str, ...], consequence: str) -> None:
    held = sorted(certified_enrollments(context.session, context.school_id, enrollment_ids).values())
    if held:
        named = f"{held[0]}{f'等 {len(held)} 张' if len(held) > 1 else ''}"
        raise RuleViolation("certificate.held", f"已有证书 {named}，{consequence}。确需办理的请先注销证书。")


def _certificate(context: Context, certificate_id: str) -> CertificateRow:
    row = context.session.get(CertificateRow, (context.school_id, certificate_id))
    if row is None:
        raise RuleViolation("certificate.unknown", "找不到这张证书。")
    return row


def _standing(context: Context, certificate_id: str) -> CertificateRow:
    row = _certificate(context, certificate_id)
    if row.status is Status.REVOKED:
        raise RuleViolation("certificate.revoked", f"证书 {row.number} 已注销：{row.status_reason or ''}。")
    return row


def _numbered(context: Context, number: str) -> sa.Select[str]:
    return sa.select(CertificateRow.id).where(
        CertificateRow.school_id == context.school_id, CertificateRow.number == number
    )
