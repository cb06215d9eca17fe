"""What `school-desk show` tells: the 详情 of one record as sections of {label: words}, in the words of the screens and the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from school_desk.certificates.queries import find_by_number
from school_desk.documents.queries import papers
from school_desk.enterprises.queries import EnterpriseDetail, enterprise
from school_desk.intake.lookup import required_enterprise
from school_desk.kernel.clock import local_date, local_text
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.learning.domain import hours_words
from school_desk.overview.detail import ExamRow, TraineeDetail, trainee_detail
from school_desk.overview.domain import STAGES
from school_desk.overview.progress import progress_of, trainee_progress
from school_desk.overview.search import Wanted
from school_desk.overview.trace import timeline
from school_desk.terms import labels
from school_desk.terms.masking import mask_id, mask_mobile
from school_desk.terms.uploads import ENTERPRISE_KINDS

if TYPE_CHECKING:
    from datetime import date

    from school_desk.composition import School
    from school_desk.kernel.database import ReadSession

Facts = dict[str, str]


def show_trainee(school: School, wanted: str) -> dict[str, Any]:
    """One enrolment: the newest of the person with this number. Raises RuleViolation `trainee.unknown`, `trainee.several`."""
    today = local_date(school.clock.now())
    with school.reading() as session:
        enrollment_id = _enrollment(session, school.id, wanted.strip(), today)
        detail = trainee_detail(session, school.id, enrollment_id, today)
        if detail is None:
            raise AssertionError("an enrolment that was found has a detail")
        history = timeline(session, school.id, enrollment_id)
    happened = [
        {"时间": local_text(row.made_at), "谁": row.actor, "办了什么": row.label, "内容": row.subject}
        | ({"状态": "已撤销"} if row.undone else {"状态": "有效"})
        for row in history
    ]
    return {
        "id": enrollment_id,
        "当前步骤": _standing(detail),
        "申报信息": _declared(detail),
        "培训信息": _training(detail),
        "学习记录": [
            {"课程": one.course, "类别": labels.COURSES[one.kind], "分钟": str(one.minutes)}
            | {"完成时间": local_text(one.finished_at), "疑点": "；".join(one.doubts)}
            for one in detail.courses
        ],
        "考核信息": _examined(detail),
        "考核明细": [row for exam in detail.exams for row in _sittings(exam)],
        "证书信息": _certified(detail),
        "同一人的其他报名": [
            {"工种等级": f"{row.trade} {row.level.label}", "企业": row.enterprise}
            | {"报名": labels.enrollment_status(row.status), "说明": row.status_reason or ""}
            for row in detail.others
        ],
        "办理记录": happened,
    }


def show_enterprise(school: School, wanted: str) -> dict[str, Any]:
    """One enterprise by id, code or name. Raises RuleViolation `enterprise.unknown`."""
    with school.reading() as session:
        detail = enterprise(session, school.id, wanted)
    enterprise_id = detail.id if detail else required_enterprise(school, wanted)
    with school.reading() as session:
        detail = enterprise(session, school.id, enterprise_id)
        if detail is None:
            raise AssertionError("an enterprise that was found has a detail")
        lying = {paper.kind.value: paper for paper in papers(session, school.id, enterprise_id)}
    handed_in = {
        kind.label: _words(lying[kind.value].file_name, lying[kind.value].reason) if kind.value in lying else "缺"
        for kind in ENTERPRISE_KINDS
    }
    return {"id": enterprise_id, "企业信息": _registered(detail), "材料": handed_in} | _reviews(detail)


DETAILS: Mapping[str, Callable[[School, str], dict[str, Any]]] = {
    "trainee": show_trainee,
    "enterprise": show_enterprise,
}


def _enrollment(session: ReadSession, school_id: str, wanted: str, today: date) -> str:
    if progress_of(session, school_id, today, wanted):
        return wanted
    certificate = find_by_number(session, school_id, wanted)
    if certificate is not None:
        return certificate.person.id
    found = trainee_progress(session, school_id, today, Wanted(wanted), limit=1000) if wanted else ()
    if not found:
        raise RuleViolation(
            "trainee.unknown", f"没有找到“{wanted}”，请写完整的身份证号、证书编号或 list trainees 的 id。"
        )
    people = {row.trainee_id for row in found}
    if len(people) > 1:
        message = f"“{wanted}”找到 {len(people)} 人，请写完整的身份证号，或用 list trainees --find 找到后写它的 id。"
        raise RuleViolation("trainee.several", message)
    return found[0].enrollment_id


def _standing(detail: TraineeDetail) -> Facts:
    step = detail.progress.step
    since = str(step.since) if step.since else ""
    return {"步骤": STAGES[step.stage], "卡在哪里": step.reason, "轮到谁": step.owner, "从哪天起": since}


def _declared(detail: TraineeDetail) -> Facts:
    person, batch, fee = detail.person, detail.batch, detail.fee
    facts = {
        "姓名": person.name,
        "性别": person.sex,
        person.id_type.label: mask_id(person.id_number),
        "出生日期": str(person.birth_date or ""),
        "手机号": mask_mobile(person.mobile),
        "工种等级": f"{person.trade} {person.level.label}",
        "企业": person.enterprise,
        "报名": _words(labels.enrollment_status(person.status), person.status_reason),
        "报名批次": batch.number if batch else "",
        "缴费": "没有应缴单",
        "备注": person.note or "",
    }
    if fee is not None:
        paid = f"整批 {fee.head_count} 人 {format_yuan(fee.due_fen)} 元，已到账 {format_yuan(fee.allocated_fen)} 元"
        facts["缴费"] = _words(f"{fee.number} {labels.receivable_status(fee.status)}", paid)
    return facts


def _training(detail: TraineeDetail) -> Facts:
    plan, account, hours = detail.training_plan, detail.account, detail.hours
    needed = "—" if hours.needed is None else str(hours.needed)
    facts = {
        "培训计划": detail.progress.training_plan,
        "计划名称": _words(plan.name, plan.number),
        "报名时间": f"{plan.sign_up_from} 至 {plan.sign_up_to}",
        "学时": _words(f"{hours.reached} / {needed}", hours_words(hours)),
        "学习账号": "费用审核通过后开通",
    }
    if account is not None:
        day = f"{account.opened_on} 开通" if account.opened_on else f"最迟 {account.due_on} 开通"
        facts["学习账号"] = _words(labels.study_account_status(account.status), day, account.reason)
    return facts


def _examined(detail: TraineeDetail) -> Facts:
    row = detail.progress
    exam = next((one for one in reversed(detail.exams) if one.withdrawn_on is None), None)
    version = exam.submission if exam else None
    return {
        "考核计划": _words(row.exam_plan, row.exam_plan_note, exam.plan.number if exam and exam.plan else ""),
        "成绩报审": _words(row.score_submission, row.score_note, f"第 {version.version} 版" if version else ""),
        "申请考试": f"{exam.applied_on} {exam.applied_by}" if exam else "",
        "准考证号": (exam.ticket_no if exam else None) or "",
        "成绩结果": exam.result.words if exam and exam.result else "",
        "审核文号": _words(version.document_no, version.reason) if version else "",
    }


def _sittings(exam: ExamRow) -> Iterable[Facts]:
    places = {sitting.subject: sitting for sitting in exam.sittings}
    for subject in exam.subjects:
        sitting, mark = places.get(subject), (exam.marks or {}).get(subject)
        yield {
            "申请日期": str(exam.applied_on),
            "考核计划": exam.plan.number if exam.plan else "",
            "科目": labels.SUBJECTS[subject],
            "考试时间": local_text(sitting.starts_at) if sitting else "",
            "考场座位": f"{sitting.room} {sitting.seat_no} 号" if sitting else "",
            "成绩": mark.words if mark else "",
            "撤回": exam.withdrawn_reason or "",
        }


def _certified(detail: TraineeDetail) -> Facts:
    """培训证书 of the enrolment, and each certificate by its number."""
    facts = {"培训证书": detail.progress.certificate}
    for section in detail.certificates:
        held = section.certificate
        push = f"{held.push.batch_number} {labels.push_outcome(held.push.outcome)}" if held.push else "没有推送过"
        told = (f"{held.issued_on} 发证", labels.certificate_status(held.status), f"打印 {held.print_count} 次", push)
        facts[held.number] = "，".join(told)
        for look_up in section.look_ups:
            facts[f"联网查询 {look_up.looked_up_on}"] = _words("查到" if look_up.found else "没有查到", look_up.note)
    return facts


def _registered(detail: EnterpriseDetail) -> Facts:
    return {
        "企业名称": detail.name,
        "状态": _words(labels.enterprise_status(detail.status), f"{local_date(detail.since)} 起"),
        "信用代码": detail.credit_code,
        "企业地址": detail.address,
        "所属地区": detail.region,
        "主管部门": _words(detail.authority, "省属单位" if detail.province_affiliated else ""),
        "法定代表人": detail.legal_person or "",
        "负责人手机": mask_mobile(detail.principal_mobile),
        "企业联系人": detail.contact_name or "",
        "联系人手机": mask_mobile(detail.contact_mobile or ""),
        "档案号": detail.archive_no or "",
        "提交时间": local_text(detail.submitted_at),
        "已停用": detail.suspended or "",
        "变更待复核": detail.recheck or "",
        "存疑": detail.doubt or "",
        "退回或不通过的原因": detail.return_reason or "",
    }


def _reviews(detail: EnterpriseDetail) -> dict[str, Any]:
    return {
        "现场审核": [
            {"日期": str(one.reviewed_on), "地点": one.place, "审核人员": one.persons, "档案号": one.archive_no}
            for one in detail.on_site_reviews
        ],
        "主管部门结论": [
            {"日期": str(one.decided_on), "结论": "审核通过" if one.approved else "审核不通过"}
            | {"文号": one.document_no, "原因": one.reason or ""}
            for one in detail.decisions
        ],
        "曾用名": [{"名称": name, "信用代码": code, "至": str(until)} for name, code, until in detail.former_names],
    }


def _words(first: str | None, *notes: str | None) -> str:
    """The words and what is noted beside them."""
    told = "；".join(note for note in notes if note)
    return f"{first or ''}（{told}）" if told else first or ""
