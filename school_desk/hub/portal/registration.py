"""企业注册 in three steps: the three photos, the unit's data as read from the 营业执照, the 负责人's telephone and a password."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.accounts import codes
from school_desk.accounts.attempts import Limit
from school_desk.accounts.codes import Purpose
from school_desk.accounts.commands import OpenAccount
from school_desk.accounts.domain import check_new_password
from school_desk.accounts.queries import Account, account
from school_desk.accounts.sign_in import hashed
from school_desk.adapters.printing.commitment_letter import CommitmentLetter, commitment_letter
from school_desk.documents.commands import StoredFile
from school_desk.documents.reading.paper import FieldState, PaperReading, paper_from_json
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.enterprises.domain import Registration, check_mobile, check_registration
from school_desk.enterprises.queries import find_by_code
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.photos import Verdict, judge_all
from school_desk.hub.portal.places import region_groups
from school_desk.hub.portal.telling import SENT, check_code, code_answer, send_code
from school_desk.kernel.clock import local_date
from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import derived_id, new_id
from school_desk.terms.regions import authority_for
from school_desk.terms.roles import WebRole
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind, required_file_name

_HOUR = timedelta(hours=1)
PHOTOS_BY_ADDRESS = Limit("photos", 40, _HOUR, _HOUR, "上传照片的次数太多，请在 {until} 之后再试。")
_READ_FIELDS = {"credit_code": "uscc", "name": "name", "legal_person": "legal_person", "address": "address"}
_UNIT = ("credit_code", "name", "legal_person", "address", "region_code", "province_affiliated")
_CONTACT = ("contact_name", "contact_mobile")
# The handlers ask for it in the last step only.
_ANY_MOBILE = "13800000000"
Answers = dict[str, Any]


def photos(visit: Visit) -> Response:
    """Step 1. Photos that are fine are kept, so that only the others are chosen again."""
    answers = visit.site.drafts.answers(visit.token)
    if visit.method == "GET":
        return _photos_page(visit, answers)
    visit.take(PHOTOS_BY_ADDRESS)
    uploads = {kind: visit.body.files[kind.value] for kind in ENTERPRISE_KINDS if kind.value in visit.body.files}
    verdicts = judge_all(visit.site.jobs, uploads)
    readings, doubts = answers.setdefault("readings", {}), answers.setdefault("doubts", {})
    for kind, verdict in verdicts.items():
        if verdict.reading is not None:
            visit.site.drafts.keep_photo(visit.token, kind, uploads[kind].content)
            readings[kind.value], doubts[kind.value] = verdict.reading.to_json(), list(verdict.doubts)
    if DocumentKind.YYZZ in verdicts:
        answers.pop("unit", None)
    if readings:
        visit.site.drafts.keep_answers(visit.token, answers)
    sure = visit.text("sure") == "yes" or not any(doubts.values())
    if _complete(answers) and sure and not any(verdict.faults for verdict in verdicts.values()):
        return visit.go("/register/unit")
    return _photos_page(visit, answers, verdicts)


def photo(visit: Visit) -> Response:
    """One's own photo of the draft."""
    kind = visit.path["kind"]
    found = visit.site.drafts.photo(visit.token, DocumentKind(kind)) if kind in set(ENTERPRISE_KINDS) else None
    return Response(found, media_type="image/jpeg") if found else Response(status_code=404)


def unit(visit: Visit) -> Response:
    """Step 2: what was read stands beside the licence; the visitor puts it right or takes a better photo."""
    answers = visit.site.drafts.answers(visit.token)
    if not _complete(answers):
        return visit.go("/register?done=photos")
    if visit.method == "GET":
        values = answers.get("unit") or _read_values(answers)
        return _unit_page(visit, answers, values)
    values = {name: visit.text(name) for name in (*_UNIT, *_CONTACT)}
    try:
        data = _checked(values, _ANY_MOBILE)
        if visit.text("confirmed") != "yes":
            raise RuleViolation("confirm", "请核对单位信息与营业执照一致，并勾选确认。", field="confirmed")
        _refuse_registered(visit, data.credit_code)
    except RuleViolation as refusal:
        return _unit_page(visit, answers, values, refusal)
    answers["unit"] = values
    visit.site.drafts.keep_answers(visit.token, answers)
    return visit.go("/register/finish")


def authority(visit: Visit) -> Response:
    """Who reviews an enterprise of the chosen place: a fragment for step 2."""
    reviewer = _reviewer(visit.text("region_code"), visit.text("province_affiliated"))
    return visit.page("authority", reviewer=reviewer)


def finish_code(visit: Visit) -> Response:
    """A code to the 负责人's telephone."""
    answers = visit.site.drafts.answers(visit.token)
    if not answers.get("unit"):
        return visit.go("/register?done=photos")
    try:
        mobile = check_mobile(visit.text("mobile"), "负责人手机号", "mobile")
        send_code(visit, Purpose("register", visit.token, mobile))
    except RuleViolation as refusal:
        return _finish_page(visit, answers, refusal)
    return _finish_page(visit, answers, None, SENT)


def finish(visit: Visit) -> Response:
    """Step 3: registers the enterprise with its account, and signs it in."""
    answers = visit.site.drafts.answers(visit.token)
    if not answers.get("unit") or not _complete(answers):
        return visit.go("/register?done=photos")
    if visit.method == "GET":
        return _finish_page(visit, answers)
    try:
        mobile = check_mobile(visit.text("mobile"), "负责人手机号", "mobile")
        data = _checked(answers["unit"], mobile)
        check_new_password(visit.text("password"), visit.text("again"), data.credit_code)
        purpose = Purpose("register", visit.token, mobile)
        check_code(visit, purpose)
        opened = _register(visit, data, purpose, hashed(visit.text("password")))
    except RuleViolation as refusal:
        return _finish_page(visit, answers, refusal)
    visit.site.drafts.drop(visit.token)
    visit.sign_in(opened)
    return visit.go("/enterprise?done=registered")


def letter(visit: Visit) -> Response:
    """The 承诺书 to be printed, sealed and photographed."""
    content = _letter(visit.site.school.name, local_date(visit.now).isoformat())
    name = "filename*=UTF-8''%E4%BC%81%E4%B8%9A%E6%89%BF%E8%AF%BA%E4%B9%A6.pdf"
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": f"attachment; {name}"})


def stored(visit: Visit, kind: DocumentKind, content: bytes) -> Paper:
    """A photo in the store, as commands name it."""
    sha256, name = visit.site.school.blobs.put(content), required_file_name(kind)
    return Paper(kind, StoredFile(name, sha256, len(content), "image/jpeg", name, sha256))


def _register(visit: Visit, data: Registration, purpose: Purpose, password_hash: str) -> Account:
    """Enterprise and account come into being in one transaction, or neither."""
    site, school_id = visit.site, visit.site.school.id
    papers = tuple(stored(visit, kind, _kept(visit, kind)) for kind in ENTERPRISE_KINDS)
    command_id, open_id = new_id(visit.now), new_id(visit.now)
    account_id = derived_id(open_id, "account")
    actor = Actor(account_id, data.name[:50], frozenset({WebRole.ENTERPRISE}))
    command = RegisterEnterprise(
        data.credit_code,
        data.name,
        data.address,
        data.region_code,
        data.province_affiliated,
        data.principal_mobile,
        data.contact_name,
        data.contact_mobile,
        data.legal_person,
        papers,
    )

    def register(session: Session) -> Account:
        codes.spend(session, school_id, purpose)
        if find_by_code(session, school_id, data.credit_code):
            raise _registered(data.credit_code)
        enterprise_id = site.carry_out(session, command, actor, command_id).result["enterprise_id"]
        opening = OpenAccount(WebRole.ENTERPRISE, data.credit_code, password_hash, enterprise_id)
        site.carry_out(session, opening, actor, open_id)
        opened = account(session, school_id, account_id)
        if opened is None:
            raise AssertionError("the account was opened just now")
        return opened

    return visit.write(register)


def _kept(visit: Visit, kind: DocumentKind) -> bytes:
    content = visit.site.drafts.photo(visit.token, kind)
    if content is None:
        raise RuleViolation("draft.gone", "照片已经过期，请重新上传三张照片。")
    return content


def _complete(answers: Answers) -> bool:
    return set(answers.get("readings", {})) >= {kind.value for kind in ENTERPRISE_KINDS}


def _checked(values: Mapping[str, str], mobile: str) -> Registration:
    if values["province_affiliated"] not in ("yes", "no"):
        raise RuleViolation("province", "请选择是否省属单位。", field="province_affiliated")
    if not values["region_code"]:
        raise RuleViolation("region", "请选择所属地区。", field="region_code")
    return check_registration(
        credit_code=values["credit_code"],
        name=values["name"],
        address=values["address"],
        region_code=values["region_code"],
        province_affiliated=values["province_affiliated"] == "yes",
        principal_mobile=mobile,
        contact_name=values["contact_name"] or None,
        contact_mobile=values["contact_mobile"] or None,
        legal_person=values["legal_person"] or None,
    )


def _refuse_registered(visit: Visit, credit_code: str) -> None:
    school = visit.site.school
    with school.database.reading() as session:
        if find_by_code(session, school.id, credit_code):
            raise _registered(credit_code)


def _registered(credit_code: str) -> RuleViolation:
    message = f"统一社会信用代码 {credit_code} 已经注册，企业不能重复注册。请直接登录；忘记密码可用负责人手机号重置。"
    return RuleViolation("enterprise.registered", message, field="credit_code")


def _licence(answers: Answers) -> PaperReading:
    return paper_from_json(answers["readings"][DocumentKind.YYZZ.value])


def _read_values(answers: Answers) -> dict[str, str]:
    """The form as the licence fills it; what a rule contradicts stays empty."""
    fields = _licence(answers).fields
    found = {name: fields.get(read) for name, read in _READ_FIELDS.items()}
    plain = {n: str(f.value or "") if f and f.state is not FieldState.FAILED else "" for n, f in found.items()}
    return dict.fromkeys((*_UNIT, *_CONTACT), "") | plain


def _photos_page(visit: Visit, answers: Answers, verdicts: Mapping[DocumentKind, Verdict] | None = None) -> Response:
    faults = {kind.value: verdict.faults for kind, verdict in (verdicts or {}).items() if verdict.faults}
    kept = [kind for kind in answers.get("readings", {}) if kind not in faults]
    missing = [k.value for k in ENTERPRISE_KINDS if k.value not in (*kept, *faults)] if verdicts is not None else []
    doubts = {kind: told for kind, told in answers.get("doubts", {}).items() if told and kind not in faults}
    facts = {"kinds": ENTERPRISE_KINDS, "kept": kept, "faults": faults, "doubts": doubts, "missing": missing}
    return visit.page("register_photos", 422 if faults or missing or (verdicts and doubts) else 200, **facts)


def _unit_page(
    visit: Visit, answers: Answers, values: Mapping[str, str], refusal: RuleViolation | None = None
) -> Response:
    fields = _licence(answers).fields
    states = {n: fields[read].state.value if read in fields else "failed" for n, read in _READ_FIELDS.items()}
    reviewer = _reviewer(values["region_code"], values["province_affiliated"])
    facts = {"values": values, "states": states, "groups": region_groups(visit.now), "reviewer": reviewer}
    return visit.page("register_unit", 422 if refusal else 200, refusal=refusal, **facts)


def _finish_page(visit: Visit, answers: Answers, refusal: RuleViolation | None = None, told: str = "") -> Response:
    unit = answers["unit"]
    reviewer = _reviewer(unit["region_code"], unit["province_affiliated"])
    return code_answer(visit, "register_finish", refusal, told, unit=unit, reviewer=reviewer)


def _reviewer(region_code: str, affiliated: str) -> str:
    """The 行政主管部门 of an enterprise there; "" until a place and whether it is 省属 were chosen."""
    try:
        return authority_for(region_code, affiliated == "yes").name if affiliated else ""
    except RuleViolation:
        return ""


@cache
def _letter(school_name: str, day: str) -> bytes:
    """`day` is only the cache's: a letter says no date of its own."""
    from datetime import date

    return commitment_letter(CommitmentLetter(school_name, date.fromisoformat(day)))
