"""Carries out the decisions about enterprises: checks first, then writes."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from school_desk.documents.commands import add_document, add_papers, current_documents
from school_desk.enterprises import commands as c
from school_desk.enterprises.domain import (
    Registration,
    check_mobile,
    check_originals,
    check_papers,
    check_registration,
    check_step,
    required,
)
from school_desk.enterprises.events import (
    ApprovalTakenBack,
    AuthorityDecides,
    EnterpriseRenamed,
    RegistrationChanges,
    RenameTakenBack,
)
from school_desk.enterprises.papers_read import PAPERS_UNDO, check_read, papers_were_read
from school_desk.enterprises.tables import (
    AuthorityDecisionRow,
    EnterpriseRow,
    FieldDecisionRow,
    FormerNameRow,
    OnSiteReviewRow,
)
from school_desk.kernel.commands import Context, Undo, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import touched
from school_desk.terms.identifiers import credit_code_problems, normalise_credit_code
from school_desk.terms.labels import enterprise_status
from school_desk.terms.names import normalise_company_name, normalise_person_name
from school_desk.terms.regions import authority_for
from school_desk.terms.search import search_text
from school_desk.terms.statuses import DocumentStatus, EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind


@handles(c.RegisterEnterprise)
def register_enterprise(context: Context, command: c.RegisterEnterprise) -> dict[str, str]:
    """Registers the enterprise unless its code is known (操作说明: 企业不能重复注册)."""
    data = check_registration(
        credit_code=command.credit_code,
        name=command.name,
        address=command.address,
        region_code=command.region_code,
        province_affiliated=command.province_affiliated,
        principal_mobile=command.principal_mobile,
        contact_name=command.contact_name,
        contact_mobile=command.contact_mobile,
        legal_person=command.legal_person,
    )
    _refuse_known_code(context, data.credit_code)
    row = EnterpriseRow(
        school_id=context.school_id,
        id=context.new_id("enterprise"),
        status=EnterpriseStatus.SUBMITTED,
        submitted_at=context.made_at,
        status_since=context.made_at,
        **_columns(data),
    )
    context.session.add(row)
    if command.papers:
        _add_papers(context, row.id, command.papers)
    return {"enterprise_id": row.id}


@handles(c.ReplacePaper, undo=PAPERS_UNDO)
def replace_paper(context: Context, command: c.ReplacePaper) -> dict[str, str]:
    """Puts a better photo in the slot, while the school still reads the papers; one that has passed is read again."""
    row = _own(context, command.enterprise_id)
    if row.status in (EnterpriseStatus.AT_AUTHORITY, EnterpriseStatus.APPROVED):
        label = enterprise_status(row.status)
        raise RuleViolation("enterprise.papers_settled", f"这家企业现在是“{label}”，材料不能再换。")
    if row.status is EnterpriseStatus.PRE_APPROVED:
        row.status, row.status_since = EnterpriseStatus.SUBMITTED, context.made_at
    return {"document_id": _add_papers(context, row.id, [command.paper])[0]}


@handles(c.ResubmitEnterprise)
def resubmit_enterprise(context: Context, command: c.ResubmitEnterprise) -> None:
    """Comes again before the school, once every returned paper has been replaced."""
    row = _own(context, command.enterprise_id)
    waiting = [
        paper.kind.label for paper in current_documents(context, row.id) if paper.status is DocumentStatus.RETURNED
    ]
    if waiting:
        message = f"{'、'.join(waiting)}退回后还没有换新照片，请先更换。"
        raise RuleViolation("enterprise.still_returned", message)
    _step(context, row, EnterpriseStatus.SUBMITTED)


@handles(c.DecideFields)
def decide_fields(context: Context, command: c.DecideFields) -> None:
    """Keeps what a person takes as true."""
    _decide(context, enterprise(context, command.enterprise_id), command.decisions)


@handles(c.PreApproveEnterprise, undo=PAPERS_UNDO)
def pre_approve_enterprise(context: Context, command: c.PreApproveEnterprise) -> None:
    """初审通过, when all three papers are there and none stands returned."""
    row = enterprise(context, command.enterprise_id)
    check_step(row.status, EnterpriseStatus.PRE_APPROVED, enterprise_status(row.status))
    check_read(context, row, command.expect_papers)
    papers = current_documents(context, row.id)
    check_papers(paper.kind for paper in papers if paper.status is DocumentStatus.CURRENT)
    _decide(context, row, command.decisions)
    _step(context, row, EnterpriseStatus.PRE_APPROVED)
    row.doubt = None


@handles(c.ReturnEnterprise, undo=PAPERS_UNDO)
def return_enterprise(context: Context, command: c.ReturnEnterprise) -> None:
    """Sends the named papers back; what was not named stays accepted."""
    row = enterprise(context, command.enterprise_id)
    reasons = [f"{paper.kind.label}：{paper.reason.strip()}" for paper in command.papers if paper.reason.strip()]
    if len(reasons) < len(command.papers) or not (reasons or command.reason.strip()):
        raise RuleViolation("enterprise.reason", "请为每份退回的材料选择或填写原因。", field="reason")
    check_read(context, row, command.expect_papers)
    for returned in command.papers:
        for paper in current_documents(context, row.id, returned.kind):
            paper.status, paper.reason = DocumentStatus.RETURNED, returned.reason.strip()
    _step(context, row, EnterpriseStatus.RETURNED)
    row.return_reason = "；".join([*reasons, *([command.reason.strip()] if command.reason.strip() else [])])


@handles(c.MarkDoubtful)
def mark_doubtful(context: Context, command: c.MarkDoubtful) -> None:
    """Marks or unmarks 存疑."""
    enterprise(context, command.enterprise_id).doubt = command.note.strip() or None


@handles(c.RecordOnSiteReview)
def record_on_site_review(context: Context, command: c.RecordOnSiteReview) -> dict[str, str]:
    """Keeps the record; the enterprise is then before its authority."""
    row = enterprise(context, command.enterprise_id)
    check_step(row.status, EnterpriseStatus.AT_AUTHORITY, enterprise_status(row.status))
    check_originals(command.originals, command.reviewed_on, context.today)
    review = OnSiteReviewRow(
        school_id=context.school_id,
        id=context.new_id("review"),
        enterprise_id=row.id,
        reviewed_on=command.reviewed_on,
        place=required(command.place.strip(), "审核地点", "place"),
        persons=required(command.persons.strip(), "审核人员", "persons"),
        originals=dict(command.originals),
        archive_no=required(command.archive_no.strip(), "档案号", "archive_no"),
        note=command.note,
    )
    context.session.add(review)
    row.archive_no = review.archive_no
    _step(context, row, EnterpriseStatus.AT_AUTHORITY)
    return {"review_id": review.id}


def _approval_may_go(context: Context, command: c.RecordAuthorityDecision) -> None:
    if command.approved:
        context.emit(ApprovalTakenBack(command.enterprise_id))


@handles(c.RecordAuthorityDecision, undo=Undo(guard=_approval_may_go, after=papers_were_read))
def record_authority_decision(context: Context, command: c.RecordAuthorityDecision) -> dict[str, str]:
    """Records the authority's decision with its evidence; only approval lets the enterprise enrol."""
    row = enterprise(context, command.enterprise_id)
    context.emit(AuthorityDecides(row.authority_code))
    wanted = EnterpriseStatus.APPROVED if command.approved else EnterpriseStatus.REFUSED
    check_step(row.status, wanted, enterprise_status(row.status))
    if command.decided_on > context.today:
        raise RuleViolation("enterprise.future", "结论日期不能晚于今天。", field="decided_on")
    if not command.document_no.strip() and command.evidence is None:
        message = "请填写文号，或附上主管部门结论的截图、文件作为依据。"
        raise RuleViolation("enterprise.evidence", message, field="document_no")
    if not command.approved:
        required((command.reason or "").strip(), "不通过的原因", "reason")
    evidence_id = None
    if command.evidence is not None:
        evidence_id = add_document(context, row.id, DocumentKind.EVIDENCE, command.evidence, label="evidence").id
    decision = AuthorityDecisionRow(
        school_id=context.school_id,
        id=context.new_id("decision"),
        enterprise_id=row.id,
        authority_code=row.authority_code,
        approved=command.approved,
        decided_on=command.decided_on,
        document_no=command.document_no.strip(),
        evidence_document_id=evidence_id,
        reason=command.reason,
    )
    context.session.add(decision)
    _step(context, row, wanted)
    row.return_reason = None if command.approved else command.reason
    return {"decision_id": decision.id}


def _authority_follows(context: Context) -> None:
    """Undo brings no approved enterprise before another authority without a 变更待复核."""
    changes = context.session.info["recording"].changes
    for row in touched(context.session, context.school_id, EnterpriseRow):
        moved = changes[row.__tablename__, row.id].after
        if row.status is EnterpriseStatus.APPROVED and "authority_code" in moved and "recheck" not in moved:
            message = "主管部门之后已审核通过，所属地区不能撤销回去。请用“修改”改回，再办理变更复核。"
            raise RuleViolation("enterprise.region_settled", message, field="region_code")


@handles(c.EditEnterprise, undo=Undo(after=_authority_follows))
def edit_enterprise(context: Context, command: c.EditEnterprise) -> None:
    """Changes what may be changed; another 所属地区 after approval must be checked again before new enrolments."""
    row = _own(context, command.enterprise_id)
    authority = authority_for(command.region_code, row.province_affiliated)
    row.contact_name = normalise_person_name(command.contact_name or "") or None
    row.contact_mobile = (
        check_mobile(command.contact_mobile, "联系人手机", "contact_mobile") if command.contact_mobile else None
    )
    row.address = required(command.address.strip(), "企业地址", "address")
    mobile = check_mobile(command.principal_mobile, "负责人手机号", "principal_mobile")
    if mobile != row.principal_mobile:
        row.principal_mobile, row.principal_mobile_key = mobile, mobile
    moved = authority.code != row.authority_code
    row.region_code, row.authority_code = command.region_code, authority.code
    if moved and row.status is EnterpriseStatus.APPROVED:
        row.recheck = f"所属地区变更，行政主管部门改为{authority.name}"


@handles(c.ConfirmRecheck)
def confirm_recheck(context: Context, command: c.ConfirmRecheck) -> None:
    """Takes the 变更待复核 away."""
    row = enterprise(context, command.enterprise_id)
    context.emit(AuthorityDecides(row.authority_code))
    if row.recheck is None:
        raise RuleViolation("enterprise.no_recheck", "这家企业没有待复核的变更。")
    row.recheck = None


def _rename_may_go(context: Context, command: c.RenameEnterprise) -> None:
    """The former code may have come in for another enterprise since, and papers may have been made out to the present name."""
    newest = sa.select(FormerNameRow).where(
        FormerNameRow.school_id == context.school_id, FormerNameRow.enterprise_id == command.enterprise_id
    )
    former = context.session.scalar(newest.order_by(FormerNameRow.id.desc()).limit(1))
    if former is not None and former.credit_code != enterprise(context, command.enterprise_id).credit_code:
        _refuse_known_code(context, former.credit_code)
    context.emit(RenameTakenBack(command.enterprise_id))


@handles(c.RenameEnterprise, undo=Undo(guard=_rename_may_go))
def rename_enterprise(context: Context, command: c.RenameEnterprise) -> None:
    """Gives the new name or code and keeps the old ones."""
    row = enterprise(context, command.enterprise_id)
    name = required(normalise_company_name(command.name), "企业名称", "name")
    code = normalise_credit_code(command.credit_code)
    problems = credit_code_problems(code)
    if problems:
        raise RuleViolation("enterprise.credit_code", problems[0], field="credit_code")
    if (name, code) == (row.name, row.credit_code):
        raise RuleViolation("enterprise.same_name", "名称和信用代码都没有变化。", field="name")
    if code != row.credit_code:
        _refuse_known_code(context, code)
    former = FormerNameRow(
        school_id=context.school_id,
        id=context.new_id("former"),
        enterprise_id=row.id,
        name=row.name,
        name_key=row.name_key,
        credit_code=row.credit_code,
        until=context.today,
        reason=required(command.reason.strip(), "更名原因", "reason"),
    )
    context.session.add(former)
    row.name, row.name_key, row.credit_code = name, name, code
    row.search_text = f"{search_text(name)} {code.lower()} {search_text(former.name)} {former.credit_code.lower()}"[
        :400
    ]
    context.emit(EnterpriseRenamed(row.id, name, code))


@handles(c.SuspendEnterprise)
def suspend_enterprise(context: Context, command: c.SuspendEnterprise) -> None:
    """Stops or allows new enrolments."""
    enterprise(context, command.enterprise_id).suspended = (command.reason or "").strip() or None


@handles(c.RevealMobiles, undo=Undo(never="已经看到的号码收不回来。"))
def reveal_mobiles(context: Context, command: c.RevealMobiles) -> None:
    """The journal is all it writes, so that must name the right enterprise."""
    if enterprise(context, command.enterprise_id).name != command.name:
        raise RuleViolation("enterprise.other_name", "企业已经更名，请刷新后再查看。", field="name")


def enterprise(context: Context, enterprise_id: str) -> EnterpriseRow:
    """The enterprise. Raises RuleViolation `enterprise.unknown`."""
    row = context.session.get(EnterpriseRow, (context.school_id, enterprise_id))
    if row is None:
        raise RuleViolation("enterprise.unknown", "找不到这家企业。")
    return row


def _own(context: Context, enterprise_id: str) -> EnterpriseRow:
    """The enterprise, on the website one's own. Raises as `enterprise`, and as the accounts do."""
    row = enterprise(context, enterprise_id)
    context.emit(RegistrationChanges(row.id))
    return row


def _columns(data: Registration) -> dict[str, object]:
    return {
        "credit_code": data.credit_code,
        "name": data.name,
        "name_key": data.name,
        "search_text": f"{search_text(data.name)} {data.credit_code.lower()}"[:400],
        "address": data.address,
        "region_code": data.region_code,
        "province_affiliated": data.province_affiliated,
        "authority_code": data.authority_code,
        "legal_person": data.legal_person,
        "principal_mobile": data.principal_mobile,
        "principal_mobile_key": data.principal_mobile,
        "contact_name": data.contact_name,
        "contact_mobile": data.contact_mobile,
    }


def _refuse_known_code(context: Context, credit_code: str) -> None:
    known = context.session.scalar(
        sa.select(EnterpriseRow.name).where(
            EnterpriseRow.school_id == context.school_id, EnterpriseRow.credit_code == credit_code
        )
    )
    if known is not None:
        message = f"统一社会信用代码 {credit_code} 已由“{known}”注册，企业不能重复注册。请在企业列表里查找它。"
        raise RuleViolation("enterprise.registered", message, field="credit_code")


def _add_papers(context: Context, enterprise_id: str, papers: Sequence[c.Paper]) -> list[str]:
    by_kind = {paper.kind: paper.file for paper in papers}
    if not by_kind.keys() <= set(ENTERPRISE_KINDS) or len(by_kind) < len(papers):
        raise RuleViolation("enterprise.paper_kind", "企业材料只有营业执照、承诺书、资质证书三种，每种一份。")
    return [document.id for document in add_papers(context, enterprise_id, by_kind)]


def _step(context: Context, row: EnterpriseRow, wanted: EnterpriseStatus) -> None:
    check_step(row.status, wanted, enterprise_status(row.status))
    row.status, row.status_since = wanted, context.made_at


def _decide(context: Context, row: EnterpriseRow, decisions: tuple[c.FieldDecision, ...]) -> None:
    for decision in decisions:
        known = context.session.scalar(
            sa.select(FieldDecisionRow).where(
                FieldDecisionRow.school_id == context.school_id,
                FieldDecisionRow.enterprise_id == row.id,
                FieldDecisionRow.paper == decision.paper.value,
                FieldDecisionRow.field == decision.field,
            )
        )
        if known is None:
            known = FieldDecisionRow(
                school_id=context.school_id,
                id=context.new_id(f"field/{decision.paper}/{decision.field}"),
                enterprise_id=row.id,
                paper=decision.paper.value,
                field=decision.field,
                read_value=decision.read_value,
                engine=decision.engine,
                decided_value=decision.value,
                decided_by=context.actor.name,
                decided_at=context.made_at,
            )
            context.session.add(known)
            continue
        known.read_value, known.engine = decision.read_value, decision.engine
        known.decided_value, known.decided_by, known.decided_at = decision.value, context.actor.name, context.made_at
