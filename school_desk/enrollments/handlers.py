"""Carries out the decisions about enrolments. A roster's rows are judged one by one; good ones enrol, bad ones come back with reasons."""

from __future__ import annotations

import sqlalchemy as sa

from school_desk.accounts.ownership import by_enterprise, refuse_another
from school_desk.documents.commands import add_document
from school_desk.documents.ledger import in_order
from school_desk.enrollments import commands as c
from school_desk.enrollments.domain import Person, judge_person
from school_desk.enrollments.events import (
    BatchEnrolled,
    EnrollmentClosed,
    EnrollmentClosing,
    EnrollmentGivenUp,
    EnrollmentsPutBack,
)
from school_desk.enrollments.roster import RosterDesk
from school_desk.enrollments.tables import CorrectionRow, EnrollmentBatchRow, EnrollmentRow, TraineeRow
from school_desk.enrollments.trainees import (
    add_or_find_trainee,
    find_trainee,
    set_id_number,
    set_mobile,
    trainee_search_text,
)
from school_desk.enrollments.under_way import refuse_second, refuse_two
from school_desk.enterprises.events import ApprovalTakenBack
from school_desk.enterprises.queries import enrol_gate
from school_desk.kernel.commands import Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.numbers import Series, declare
from school_desk.kernel.recording import touched
from school_desk.plans.events import PlanChanged
from school_desk.terms.identifiers import mobile_problems, normalise_mobile
from school_desk.terms.identity import check_id_number, normalise_id_number
from school_desk.terms.names import normalise_person_name
from school_desk.terms.payment_code import make_payment_code
from school_desk.terms.statuses import EnrollmentStatus
from school_desk.terms.uploads import DocumentKind

NUMBERS = declare(Series("enrollment_batch", "报名批次", yearly=False, block=50))


def enrollments_agree(context: Context) -> None:
    """After an undo, also of an undo: nobody has two enrolments for a trade and level under way, and later steps agree with who is enrolled."""
    rows = touched(context.session, context.school_id, EnrollmentRow)
    refuse_two(context, [row.id for row in rows])
    batches = {row.id for row in touched(context.session, context.school_id, EnrollmentBatchRow)}
    context.emit(EnrollmentsPutBack(tuple(sorted(batches | {row.batch_id for row in rows}))))


_UNDO = Undo(after=enrollments_agree)


@handles(c.ImportRoster, undo=_UNDO)
def import_roster(context: Context, command: c.ImportRoster) -> c.RosterOutcome:
    """Enrols the good rows; the batch is made only when there is one, so the same file twice changes nothing."""
    refuse_another(context, command.enterprise_id)
    why_not = enrol_gate(context.session, context.school_id, command.enterprise_id)
    if why_not:
        raise RuleViolation("enrollment.enterprise", f"不能报名：{why_not}。", field="enterprise_id")
    desk = RosterDesk(context, command)
    verdicts = [desk.judge(entry) for entry in command.entries]
    batch = None
    if any(verdict.enrols for verdict in verdicts):
        batch = _batch(context, command)
        for verdict in verdicts:
            if verdict.enrols:
                desk.enrol(verdict, batch)
    ledger = in_order((verdict.ledger_row() for verdict in verdicts), command.skipped)
    if batch is None:
        return c.RosterOutcome(None, None, None, ledger)
    batch.ledger = [*batch.ledger, command.roster_sha256, [[r.row_no, r.state, list(r.reasons)] for r in ledger]]
    context.emit(BatchEnrolled(batch.id))
    return c.RosterOutcome(batch.id, batch.number, batch.payment_code, ledger)


@handles(c.WithdrawEnrollment, undo=_UNDO)
def withdraw_enrollment(context: Context, command: c.WithdrawEnrollment) -> None:
    """Closes the enrolment; whoever has built on it (a reviewed fee, an account, an exam) objects."""
    row = active_enrollment(context, command.enrollment_id)
    context.emit(EnrollmentGivenUp(row.id))
    close_enrollment(context, row, EnrollmentStatus.WITHDRAWN, _reason(command.reason))


@handles(c.ReplaceTrainee, undo=_UNDO)
def replace_trainee(context: Context, command: c.ReplaceTrainee) -> dict[str, str]:
    """The new person stands where the old one stood; the old enrolment points to nobody and keeps its reason.

    Of somebody known already the mobile becomes what was typed, kept as a 更正.
    """
    row = active_enrollment(context, command.enrollment_id)
    context.emit(EnrollmentGivenUp(row.id))
    judged = _judged(context, command.entry)
    trainee = add_or_find_trainee(context, judged, label="trainee")
    if trainee.id == row.trainee_id:
        raise RuleViolation("enrollment.same_person", "换上的就是原来的学员，请核对身份证号。", field="id_number")
    refuse_second(context, trainee.id, row.trade_code, row.level)
    if trainee.mobile != judged.mobile:
        before = trainee.mobile
        set_mobile(trainee, judged.mobile)
        _keep_correction(context, trainee, "mobile", (before, judged.mobile), f"换人：{_reason(command.reason)}"[:200])
    new = EnrollmentRow(
        school_id=context.school_id,
        id=context.new_id("enrollment"),
        trainee_id=trainee.id,
        enterprise_id=row.enterprise_id,
        batch_id=row.batch_id,
        plan_id=row.plan_id,
        trade_code=row.trade_code,
        level=row.level,
        status=EnrollmentStatus.ACTIVE,
        status_since=context.made_at,
        previous_id=row.id,
        note=command.entry.note or None,
    )
    context.session.add(new)
    context.session.flush()
    if command.entry.photo is not None:
        new.photo_document_id = add_document(context, new.id, DocumentKind.PHOTO, command.entry.photo, label="photo").id
    close_enrollment(context, row, EnrollmentStatus.REPLACED, _reason(command.reason), taken_over_by=new.id)
    return {"enrollment_id": new.id}


def _number_is_free(context: Context, command: c.CorrectTrainee) -> None:
    """The number that was wrong for one person may have come in for another since."""
    trainee = context.session.get(TraineeRow, (context.school_id, command.trainee_id))
    newest = sa.select(CorrectionRow).where(
        CorrectionRow.school_id == context.school_id,
        CorrectionRow.trainee_id == command.trainee_id,
        CorrectionRow.field == command.field,
    )
    before = context.session.scalar(newest.order_by(CorrectionRow.id.desc()).limit(1))
    if command.field == "id_number" and trainee is not None and before is not None:
        other = find_trainee(context, trainee.id_type, before.old_value)
        if other is not None:
            raise RuleViolation("trainee.known", f"原来的证件号之后已登记为学员“{other.name}”，不能撤销更正。")


@handles(c.CorrectTrainee, undo=Undo(guard=_number_is_free))
def correct_trainee(context: Context, command: c.CorrectTrainee) -> None:
    """Puts one value right and keeps the old one with the reason."""
    trainee = context.session.get(TraineeRow, (context.school_id, command.trainee_id))
    if trainee is None:
        raise RuleViolation("trainee.unknown", "找不到这名学员。")
    old = str(getattr(trainee, command.field))
    new = _corrected(context, trainee, command)
    if new == old:
        raise RuleViolation("trainee.same_value", "更正前后的内容一样，请核对。", field=command.field)
    evidence_id = None
    if command.evidence is not None:
        evidence_id = add_document(context, trainee.id, DocumentKind.EVIDENCE, command.evidence, label="evidence").id
    _keep_correction(context, trainee, command.field, (old, new), _reason(command.reason), evidence_id)


@handles(c.AttachPhoto)
def attach_photo(context: Context, command: c.AttachPhoto) -> dict[str, str]:
    """The photo that tickets and certificates show from now on."""
    row = active_enrollment(context, command.enrollment_id)
    refuse_another(context, row.enterprise_id)
    if row.photo_document_id is not None and by_enterprise(context):
        raise RuleViolation("enrollment.photo_known", "已有照片。照片不对要更换的，请联系培训学校。", field="photo")
    document = add_document(context, row.id, DocumentKind.PHOTO, command.photo, label="photo")
    row.photo_document_id = document.id
    return {"document_id": document.id}


@handles(c.RevealPersonal, undo=Undo(never="已经看到的号码收不回来。"))
def reveal_personal(context: Context, command: c.RevealPersonal) -> None:
    """The journal is all it writes, so that must name the right person."""
    row = context.session.get(EnrollmentRow, (context.school_id, command.enrollment_id))
    trainee = None if row is None else context.session.get(TraineeRow, (context.school_id, row.trainee_id))
    if row is None or trainee is None:
        raise RuleViolation("enrollment.unknown", "找不到这条报名。")
    refuse_another(context, row.enterprise_id)
    if trainee.name != command.name:
        raise RuleViolation("trainee.other_name", "姓名已经更正，请刷新后再查看。", field="name")


@handles(c.RecordExport, undo=Undo(never="文件已经导出。"))
def record_export(_context: Context, command: c.RecordExport) -> None:
    """Nothing to export is nothing to record."""
    if command.row_count < 1:
        raise RuleViolation("export.empty", "没有可以导出的人员，请换一个筛选条件。")


@handles(c.RecordPapers, undo=Undo(never="文件已经写出。"))
def record_papers(_context: Context, command: c.RecordPapers) -> None:
    """Papers of nobody are nothing to record."""
    if command.row_count < 1:
        raise RuleViolation("export.empty", "没有人可以打印或导出。")


@handles(c.RecordWholeExport, undo=Undo(never="文件已经导出。"))
def record_whole_export(context: Context, command: c.RecordWholeExport) -> None:
    """As above, and never without a reason."""
    record_export(context, command)
    _reason(command.reason)


@reacts(ApprovalTakenBack)
def refuse_when_enrolled(context: Context, event: ApprovalTakenBack) -> None:
    """An approval on which people were enrolled stays."""
    count = (
        context.session.query(EnrollmentRow)
        .filter_by(school_id=context.school_id, enterprise_id=event.enterprise_id)
        .count()
    )
    if count:
        raise RuleViolation("enterprise.has_enrolled", f"这家企业已报名 {count} 人，不能撤销审核结论。")


@reacts(PlanChanged)
def refuse_when_plan_used(context: Context, event: PlanChanged) -> None:
    """The fee and hours under which people enrolled stay."""
    count = context.session.query(EnrollmentRow).filter_by(school_id=context.school_id, plan_id=event.plan_id).count()
    if count:
        message = (
            f"已有 {count} 人按这个计划报名，培训费和学时不能再改。请用“再开一期”另建一个计划："
            "此后导入的名单都进入新建的计划，已报名的人不变。"
        )
        raise RuleViolation("plan.in_use", message)


def active_enrollment(context: Context, enrollment_id: str) -> EnrollmentRow:
    """For handlers downstream: the enrolment, which must still count. Raises `enrollment.unknown` or `enrollment.closed`."""
    row = context.session.get(EnrollmentRow, (context.school_id, enrollment_id))
    if row is None:
        raise RuleViolation("enrollment.unknown", "找不到这条报名。")
    if row.status is not EnrollmentStatus.ACTIVE:
        raise RuleViolation("enrollment.closed", f"这条报名已结束：{row.status_reason or ''}。")
    return row


def close_enrollment(
    context: Context, row: EnrollmentRow, status: EnrollmentStatus, reason: str, taken_over_by: str | None = None
) -> None:
    """For handlers downstream (a refund): the enrolment no longer counts; later steps are told and may object."""
    context.emit(EnrollmentClosing(row.id))
    row.status, row.status_reason, row.status_since = status, reason, context.made_at
    context.emit(EnrollmentClosed(row.id, row.batch_id, row.plan_id, taken_over_by))


def _keep_correction(
    context: Context,
    trainee: TraineeRow,
    field: c.CorrectableField,
    change: tuple[str, str],
    reason: str,
    evidence_id: str | None = None,
) -> None:
    """The old value with the new one and why."""
    context.session.add(
        CorrectionRow(
            school_id=context.school_id,
            id=context.new_id("correction"),
            trainee_id=trainee.id,
            field=field,
            old_value=change[0],
            new_value=change[1],
            reason=reason,
            evidence_document_id=evidence_id,
            corrected_by=context.actor.name,
            corrected_at=context.made_at,
        )
    )


def _batch(context: Context, command: c.ImportRoster) -> EnrollmentBatchRow:
    if command.into_batch_id is not None:
        row = context.session.get(EnrollmentBatchRow, (context.school_id, command.into_batch_id))
        if row is None or row.enterprise_id != command.enterprise_id:
            raise RuleViolation("enrollment.batch", "找不到要补入的报名批次，或它属于另一家企业。")
        return row
    number = context.number(NUMBERS.name)
    row = EnrollmentBatchRow(
        school_id=context.school_id,
        id=context.new_id("batch"),
        enterprise_id=command.enterprise_id,
        number=f"BM{context.today.year}{number:04d}",
        payment_code=make_payment_code(number),
        roster_name=command.roster_name,
        roster_sha256=command.roster_sha256,
        enrolled_at=context.made_at,
        ledger=[],
    )
    context.session.add(row)
    context.session.flush()
    return row


def _judged(context: Context, entry: c.RosterEntry) -> Person:
    errors, _, person = judge_person(
        name=entry.name,
        sex=entry.sex,
        id_number=entry.id_number,
        mobile=entry.mobile,
        today=context.today,
        id_type=entry.id_type,
    )
    if errors:
        raise RuleViolation("enrollment.person", "".join(errors))
    return person


def _corrected(context: Context, trainee: TraineeRow, command: c.CorrectTrainee) -> str:
    if command.field == "name":
        trainee.name = _filled(normalise_person_name(command.value), "姓名")
        trainee.search_text = trainee_search_text(trainee.name)
        return trainee.name
    if command.field == "mobile":
        mobile = normalise_mobile(command.value)
        _refuse("trainee.mobile", mobile_problems(mobile))
        set_mobile(trainee, mobile)
        return mobile
    if command.field == "id_number":
        number = normalise_id_number(trainee.id_type, command.value)
        check = check_id_number(trainee.id_type, number, context.today)
        _refuse("trainee.id_number", check.errors)
        set_id_number(context, trainee, number)
        trainee.birth_date = check.birth_date or trainee.birth_date
        trainee.sex = check.sex.label if check.sex else trainee.sex
        return number
    trainee.sex = _filled(command.value.strip() if command.value.strip() in ("男", "女") else "", "性别（男或女）")
    return trainee.sex


def _refuse(code: str, problems: tuple[str, ...]) -> None:
    if problems:
        raise RuleViolation(code, problems[0], field="value")


def _filled(text: str, word: str) -> str:
    if not text:
        raise RuleViolation("trainee.required", f"请填写{word}。", field="value")
    return text


def _reason(text: str) -> str:
    if not text.strip():
        raise RuleViolation("enrollment.reason", "请填写原因。", field="reason")
    return text.strip()
