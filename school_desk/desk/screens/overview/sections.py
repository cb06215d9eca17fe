"""What the 详情 of one enrolment says: facts and rows of 申报信息, 培训信息, 考核信息, 证书信息 and of what happened. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from school_desk.certificates.queries import LookUp
from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact
from school_desk.desk.widgets.table import Column
from school_desk.enrollments.queries import Correction
from school_desk.kernel.clock import local_text
from school_desk.kernel.money import format_yuan
from school_desk.learning.domain import hours_words
from school_desk.overview.detail import CertificateSection, ExamRow, TraineeDetail
from school_desk.terms.labels import (
    COURSES,
    SUBJECTS,
    certificate_status,
    enrollment_status,
    plan_phase,
    push_outcome,
    receivable_status,
    study_account_status,
)
from school_desk.terms.masking import mask_id, mask_mobile
from school_desk.terms.statuses import (
    CertificateStatus,
    EnrollmentStatus,
    PlanPhase,
    PushOutcome,
    ReceivableStatus,
    StudyAccountStatus,
)

_LABEL_TONES = {
    "报名中": Tone.GOOD,
    "培训结束": Tone.INFO,
    "未审核": Tone.WARN,
    "已受理": Tone.INFO,
    "已审核": Tone.GOOD,
    "未通过": Tone.BAD,
    "证书已生成未推送": Tone.WARN,
    "证书已推送": Tone.GOOD,
}
_ACCOUNT_TONES = {
    StudyAccountStatus.TO_OPEN: Tone.WARN,
    StudyAccountStatus.EXPORTED: Tone.INFO,
    StudyAccountStatus.OPENED: Tone.GOOD,
    StudyAccountStatus.FAILED: Tone.BAD,
}
_FEE_TONES = {
    ReceivableStatus.PART_PAID: Tone.INFO,
    ReceivableStatus.PAID: Tone.WARN,
    ReceivableStatus.PROPOSED: Tone.WARN,
    ReceivableStatus.REVIEWED: Tone.GOOD,
}
_CERTIFICATE_TONES = {CertificateStatus.GENERATED: Tone.WARN, CertificateStatus.PUSHED: Tone.GOOD}
_PUSH_TONES = {PushOutcome.PENDING: Tone.INFO, PushOutcome.ACCEPTED: Tone.GOOD, PushOutcome.FAILED: Tone.BAD}
_CORRECTED = {"name": "姓名", "id_number": "证件号", "mobile": "手机号", "sex": "性别"}


@dataclass(frozen=True)
class Line:
    """One row of an unfolding table: its place and its words, column by column."""

    id: int
    words: tuple[str, ...]


def _word(place: int) -> Callable[[Line], str]:
    return lambda line: line.words[place]


def label_chip(label: str, note: str = "") -> Chip:
    """One of the manual's labels, with the finer word beside it."""
    return Chip(f"{label}（{note}）" if note else label, _LABEL_TONES.get(label, Tone.NEUTRAL))


def line_columns(*columns: tuple[str, int]) -> tuple[Column, ...]:
    """Columns over `Line`s by title and width; the last takes the room that is left."""
    return tuple(
        Column(title, title, width, stretch=place == len(columns) - 1, value=_word(place))
        for place, (title, width) in enumerate(columns)
    )


def declared_facts(detail: TraineeDetail, *, masked: bool) -> list[Fact]:
    """申报信息: who, for what, in which batch, paid or not."""
    person, batch, fee = detail.person, detail.batch, detail.fee
    closed = person.status is not EnrollmentStatus.ACTIVE
    facts = [
        Fact("姓名", person.name),
        Fact("性别", person.sex),
        Fact(person.id_type.label, mask_id(person.id_number) if masked else person.id_number),
        Fact("出生日期", "" if person.birth_date is None else str(person.birth_date)),
        Fact("手机号", mask_mobile(person.mobile) if masked else person.mobile),
        Fact("工种等级", f"{person.trade} {person.level.label}"),
        Fact("企业", person.enterprise),
        Fact("报名", enrollment_status(person.status), note=(person.status_reason or "") if closed else ""),
    ]
    if batch is not None:
        facts.append(Fact("报名批次", batch.number, note=f"{local_text(batch.enrolled_at)} · {batch.roster_name}"))
    if fee is None:
        facts.append(Fact("缴费", "没有应缴单"))
    else:
        chip = Chip(receivable_status(fee.status), _FEE_TONES.get(fee.status, Tone.NEUTRAL))
        told = f"整批 {fee.head_count} 人 {format_yuan(fee.due_fen)} 元，已到账 {format_yuan(fee.allocated_fen)} 元"
        facts.append(Fact("缴费", fee.number, chip, note=told))
    return [*facts, Fact("备注", person.note)] if person.note else facts


def training_facts(detail: TraineeDetail) -> list[Fact]:
    """培训信息: the plan, the study account and the hours."""
    plan, account, hours = detail.training_plan, detail.account, detail.hours
    chip = Chip(hours_words(hours), Tone.GOOD if hours.met else Tone.NEUTRAL if hours.needed is None else Tone.WARN)
    minutes = f"安全生产知识 {hours.safety_minutes} 分钟，理论知识 {hours.theory_minutes} 分钟"
    facts = [
        Fact("培训计划", plan.name, note=plan.number),
        Fact("报名时间", f"{plan.sign_up_from} 至 {plan.sign_up_to}", note=_sign_up_note(plan.phase)),
        Fact("学时", f"{hours.reached} / {'—' if hours.needed is None else hours.needed}", chip, note=minutes),
    ]
    if account is None:
        return [*facts, Fact("学习账号", "费用审核通过后开通")]
    opened = f"{account.opened_on} 开通" if account.opened_on else f"最迟 {account.due_on} 开通"
    state = Chip(study_account_status(account.status), _ACCOUNT_TONES.get(account.status, Tone.NEUTRAL))
    return [*facts, Fact("学习账号", opened, state, note=account.reason or "")]


def exam_facts(detail: TraineeDetail) -> list[Fact]:
    """考核信息: the newest application that stands."""
    row = detail.progress
    standing = [exam for exam in detail.exams if exam.withdrawn_on is None]
    exam = standing[-1] if standing else None
    plan = exam.plan if exam else None
    version = exam.submission if exam else None
    facts = [
        Fact("考核计划", plan.number if plan else "", label_chip(row.exam_plan, row.exam_plan_note)),
        Fact(
            "成绩报审", f"第 {version.version} 版" if version else "", label_chip(row.score_submission, row.score_note)
        ),
    ]
    if exam is None:
        return facts
    facts.append(Fact("申请考试", f"{exam.applied_on} {exam.applied_by}"))
    facts.append(Fact("准考证号", exam.ticket_no or ""))
    if exam.result is not None:
        facts.append(Fact("成绩结果", exam.result.words))
    if version is not None and (version.document_no or version.reason):
        facts.append(Fact("审核文号", version.document_no or "", note=version.reason or ""))
    return facts


def certificate_facts(section: CertificateSection) -> list[Fact]:
    """证书信息 of one certificate."""
    held = section.certificate
    state = Chip(certificate_status(held.status), _CERTIFICATE_TONES.get(held.status, Tone.NEUTRAL))
    facts = [
        Fact("证书编号", held.number, state, note=held.status_reason or ""),
        Fact("发证日期", str(held.issued_on), note=f"替换 {held.replaces}" if held.replaces else ""),
        Fact("打印", f"{held.print_count} 次" if held.print_count else "没有打印过"),
    ]
    if held.push is None:
        return [*facts, Fact("推送", "没有推送过")]
    push = held.push
    missed = f"{push.missed_on} 联网没有查到，待重新导出" if push.missed_on else ""
    told = f"回执号 {push.receipt_no}" if push.receipt_no else push.message or missed
    return [*facts, Fact("推送", push.batch_number, Chip(push_outcome(push.outcome), _PUSH_TONES[push.outcome]), told)]


COURSE_COLUMNS = line_columns(("课程", 200), ("类别", 170), ("分钟", 70), ("完成时间", 150), ("疑点", 160))
EXAM_COLUMNS = line_columns(
    ("申请日期", 104), ("考核计划", 120), ("科目", 84), ("考试时间", 184), ("考场", 130), ("座位", 60), ("成绩", 64), ("结果", 120)
)  # fmt: skip
CORRECTION_COLUMNS = line_columns(
    ("时间", 150), ("项目", 80), ("更正前", 170), ("更正后", 170), ("办理人", 90), ("原因", 120)
)
OTHER_COLUMNS = line_columns(("工种等级", 150), ("企业", 220), ("报名", 90), ("说明", 160))
LOOK_UP_COLUMNS = line_columns(("查询日期", 110), ("结果", 90), ("备注", 200))


def course_lines(detail: TraineeDetail) -> list[Line]:
    """学习记录, a row a course."""
    return _lines(
        (one.course, COURSES[one.kind], str(one.minutes), local_text(one.finished_at), "；".join(one.doubts))
        for one in detail.courses
    )


def exam_lines(detail: TraineeDetail) -> list[Line]:
    """考核明细, a row a subject of every application, the withdrawn ones too."""
    return _lines(words for exam in detail.exams for words in _exam_words(exam))


def correction_lines(corrections: tuple[Correction, ...], *, masked: bool) -> list[Line]:
    """更正记录, the old and new numbers masked like the person's own."""

    def shown(field: str, value: str) -> str:
        hide = {"id_number": mask_id, "mobile": mask_mobile}.get(field) if masked else None
        return hide(value) if hide else value

    return _lines(
        (
            local_text(one.corrected_at),
            _CORRECTED.get(one.field, one.field),
            shown(one.field, one.old_value),
            shown(one.field, one.new_value),
            one.corrected_by,
            one.reason,
        )
        for one in corrections
    )


def other_lines(detail: TraineeDetail) -> list[Line]:
    """同一人的其他报名, in the order of `detail.others`."""
    return _lines(
        (f"{row.trade} {row.level.label}", row.enterprise, enrollment_status(row.status), row.status_reason or "")
        for row in detail.others
    )


def look_up_lines(look_ups: tuple[LookUp, ...]) -> list[Line]:
    """联网查询记录."""
    return _lines((str(one.looked_up_on), "查到" if one.found else "没有查到", one.note or "") for one in look_ups)


def _exam_words(exam: ExamRow) -> Iterator[tuple[str, ...]]:
    sittings = {sitting.subject: sitting for sitting in exam.sittings}
    plan = exam.plan.number if exam.plan else ""
    outcome = (
        f"已撤回：{exam.withdrawn_reason or ''}" if exam.withdrawn_on else exam.result.words if exam.result else ""
    )
    for subject in exam.subjects:
        sitting, mark = sittings.get(subject), (exam.marks or {}).get(subject)
        when = f"{local_text(sitting.starts_at)}–{local_text(sitting.ends_at)[-5:]}" if sitting else ""
        room, seat = (sitting.room, f"{sitting.seat_no} 号") if sitting else ("", "")
        yield str(exam.applied_on), plan, SUBJECTS[subject], when, room, seat, mark.words if mark else "", outcome


def _sign_up_note(phase: PlanPhase) -> str:
    return "报名截止后才能编入考核计划" if phase is not PlanPhase.ENDED else plan_phase(phase)


def _lines(rows: Iterator[tuple[str, ...]]) -> list[Line]:
    return [Line(place, words) for place, words in enumerate(rows)]
