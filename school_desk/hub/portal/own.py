"""What a signed-in enterprise sees and changes of itself: 首页, 企业基本信息, 修改, returned photos. Its own only: no address names another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.accounts import codes
from school_desk.accounts.codes import Purpose
from school_desk.accounts.sign_in import check_own_password
from school_desk.documents import queries as documents
from school_desk.documents.queries import PaperRow
from school_desk.enterprises.commands import EditEnterprise, ReplacePaper, ResubmitEnterprise
from school_desk.enterprises.domain import check_mobile, why_not_enrol
from school_desk.enterprises.queries import EnterpriseDetail, enterprise
from school_desk.hub.portal import authority
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.photos import judge_all
from school_desk.hub.portal.places import region_groups
from school_desk.hub.portal.registration import PHOTOS_BY_ADDRESS, stored
from school_desk.hub.portal.telling import SENT, check_code, code_answer, send_code
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.roles import WebRole
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

_FIELDS = ("contact_name", "contact_mobile", "address", "region_code")
# How far the way to approval has come: 操作说明 流程, with the office's own step before it.
_WAY = ("提交注册", "学校初审", "现场审核", "主管部门审核", "审核通过")
_PLACE_ON_WAY = {
    EnterpriseStatus.SUBMITTED: 1,
    EnterpriseStatus.RETURNED: 0,
    EnterpriseStatus.PRE_APPROVED: 2,
    EnterpriseStatus.AT_AUTHORITY: 3,
    EnterpriseStatus.APPROVED: 5,
    EnterpriseStatus.REFUSED: 0,
}
_GOES_BACK = (EnterpriseStatus.RETURNED, EnterpriseStatus.REFUSED)


@dataclass(frozen=True)
class BetterPhoto:
    """A photo in place of a returned one, and what is doubtful about how legible it is."""

    content: bytes = field(repr=False)
    doubts: tuple[str, ...]


Better = dict[DocumentKind, BetterPhoto]


def home(visit: Visit) -> Response:
    """首页: where the enterprise stands on the nine steps, and what it does next."""
    if visit.me.kind is WebRole.AUTHORITY:
        return authority.home(visit)
    me = visit.enterprise
    gate = why_not_enrol(me.status, me.recheck, me.suspended)
    return visit.page("home", me=me, gate=gate, goes_back=me.status in _GOES_BACK)


def show(visit: Visit) -> Response:
    """企业基本信息 with the review status."""
    me = visit.enterprise
    facts = {"me": me, "way": _WAY, "place": _PLACE_ON_WAY[me.status], "goes_back": me.status in _GOES_BACK}
    return visit.page("enterprise", papers=_papers(visit), **facts)


def paper(visit: Visit) -> Response:
    """One of the enterprise's own photos."""
    found = next((paper for paper in _papers(visit) if paper.kind.value == visit.path["kind"]), None)
    if found is None:
        return visit.page("fault", 404, title="没有这份材料", told="没有找到这份材料。请返回企业基本信息页。")
    return Response(visit.site.school.blobs.get(found.sha256), media_type="image/jpeg")


def edit(visit: Visit) -> Response:
    """修改: 企业联系人、企业地址、所属地区; 手机号 and 密码 have pages of their own, since they are proven first."""
    me = visit.enterprise
    if visit.method == "GET":
        values = {name: getattr(me, name) or "" for name in _FIELDS}
        return visit.page("enterprise_edit", me=me, values=values, groups=region_groups(visit.now))
    values = {name: visit.text(name) for name in _FIELDS}
    if not values["region_code"]:
        values["region_code"] = me.region_code
    try:
        _change(visit, **values)
    except RuleViolation as refusal:
        return visit.refused("enterprise_edit", refusal, me=me, values=values, groups=region_groups(visit.now))
    return visit.go("/enterprise?done=saved")


def mobile_code(visit: Visit) -> Response:
    """A code to the new number."""
    try:
        number = check_mobile(visit.text("mobile"), "新手机号", "mobile")
        send_code(visit, Purpose("mobile", visit.me.id, number))
    except RuleViolation as refusal:
        return code_answer(visit, "enterprise_mobile", refusal, me=visit.enterprise)
    return code_answer(visit, "enterprise_mobile", None, SENT, me=visit.enterprise)


def mobile(visit: Visit) -> Response:
    """A new 负责人手机号: whoever holds it can reset the password, so it is proven by a code, and who asks by the password."""
    if visit.method == "GET":
        return visit.page("enterprise_mobile", me=visit.enterprise, told="")
    try:
        number = check_mobile(visit.text("mobile"), "新手机号", "mobile")
        purpose = Purpose("mobile", visit.me.id, number)
        check_code(visit, purpose)
        _prove_again(visit)
        _change(visit, purpose, principal_mobile=number)
    except RuleViolation as refusal:
        return visit.refused("enterprise_mobile", refusal, me=visit.enterprise, told="")
    return visit.go("/enterprise?done=mobile")


def _prove_again(visit: Visit) -> None:
    school = visit.site.school
    try:
        check_own_password(school.database, school.id, visit.me, visit.text("old"), visit.address, visit.now)
    except RuleViolation as refusal:
        told = "登录密码不对，请重新输入。" if refusal.code == "sign_in.wrong" else refusal.message
        raise RuleViolation(refusal.code, told, field="old") from refusal


def papers(visit: Visit) -> Response:
    """退回补正: better photos for those returned, then the registration comes before the school again.

    Photos that are fine are kept, so that only the others are chosen again; all go in together.
    """
    me = visit.enterprise
    if me.status not in _GOES_BACK:
        return visit.go("/enterprise")
    kept = _kept(visit, me)
    if visit.method == "GET":
        return visit.page("enterprise_papers", **_papers_facts(visit, me, kept))
    visit.take(PHOTOS_BY_ADDRESS)
    uploads = {kind: visit.body.files[kind.value] for kind in ENTERPRISE_KINDS if kind.value in visit.body.files}
    verdicts = judge_all(visit.site.jobs, uploads)
    faults = _forgotten(visit, {*kept, *uploads}) | {k.value: v.faults for k, v in verdicts.items() if v.faults}
    kept = {kind: photo for kind, photo in kept.items() if kind not in verdicts}
    kept |= {k: BetterPhoto(uploads[k].content, v.doubts) for k, v in verdicts.items() if not v.faults}
    sure = visit.text("sure") == "yes" or not any(photo.doubts for photo in kept.values())
    if faults or not sure:
        _keep(visit, me, kept)
        return visit.page("enterprise_papers", 422, **_papers_facts(visit, me, kept, faults))
    try:
        _hand_in_again(visit, me, {kind: photo.content for kind, photo in kept.items()})
    except RuleViolation as refusal:
        _keep(visit, me, kept)
        return visit.refused("enterprise_papers", refusal, **_papers_facts(visit, me, kept))
    visit.site.papers.drop(visit.me.id)
    return visit.go("/enterprise?done=resubmitted")


def kept_paper(visit: Visit) -> Response:
    """A better photo that waits for the others."""
    kept = _kept(visit, visit.enterprise)
    found = next((photo for kind, photo in kept.items() if kind.value == visit.path["kind"]), None)
    return Response(found.content, media_type="image/jpeg") if found else Response(status_code=404)


def _papers_facts(
    visit: Visit, me: EnterpriseDetail, kept: Better, faults: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    doubts = {kind.value: photo.doubts for kind, photo in kept.items() if photo.doubts}
    facts = {"me": me, "papers": _papers(visit), "kinds": ENTERPRISE_KINDS, "faults": faults or {}, "doubts": doubts}
    return facts | {"kept": [kind.value for kind in kept]}


def _forgotten(visit: Visit, here: Collection[DocumentKind]) -> dict[str, tuple[str, ...]]:
    """What the page had told to be received and is no more: to go on without it would hand in less than was promised."""
    promised = [kind for kind in ENTERPRISE_KINDS if kind.value in visit.text("received").split()]
    return {kind.value: (f"{kind.label}的照片已经过期，请重新选择。",) for kind in promised if kind not in here}


def _kept(visit: Visit, me: EnterpriseDetail) -> Better:
    """The better photos that wait for the others; none of an earlier return."""
    place, mine = visit.site.papers, visit.me.id
    answers = place.answers(mine)
    doubts = answers["doubts"] if answers.get("since") == me.since.isoformat() else {}
    found = {kind: place.photo(mine, kind) for kind in ENTERPRISE_KINDS if kind.value in doubts}
    return {k: BetterPhoto(content, tuple(doubts[k.value])) for k, content in found.items() if content is not None}


def _keep(visit: Visit, me: EnterpriseDetail, kept: Better) -> None:
    place, mine = visit.site.papers, visit.me.id
    if not kept and not place.answers(mine):
        return
    for kind, photo in kept.items():
        place.keep_photo(mine, kind, photo.content)
    doubts = {kind.value: list(photo.doubts) for kind, photo in kept.items()}
    place.keep_answers(mine, {"since": me.since.isoformat(), "doubts": doubts})


def _papers(visit: Visit) -> tuple[PaperRow, ...]:
    """The enterprise's own papers that count, in the manual's order."""
    school = visit.site.school
    with school.database.reading() as session:
        found = documents.papers(session, school.id, visit.enterprise.id)
    return tuple(sorted((p for p in found if p.kind in ENTERPRISE_KINDS), key=lambda p: ENTERPRISE_KINDS.index(p.kind)))


def _change(visit: Visit, purpose: Purpose | None = None, /, **changes: str) -> None:
    """Changes the named fields and leaves the others as they stand at that moment."""
    site, school_id, own_id = visit.site, visit.site.school.id, visit.enterprise.id

    def change(session: Session) -> None:
        if purpose is not None:
            codes.spend(session, school_id, purpose)
        now = enterprise(session, school_id, own_id)
        if now is None:
            raise AssertionError("an enterprise's account has an enterprise")
        fields = ("contact_name", "contact_mobile", "address", "region_code", "principal_mobile")
        command = EditEnterprise(own_id, **({name: getattr(now, name) for name in fields} | changes))
        site.carry_out(session, command, visit.actor)

    visit.write(change)


def _hand_in_again(visit: Visit, me: EnterpriseDetail, photos: dict[DocumentKind, bytes]) -> None:
    site = visit.site
    better = [ReplacePaper(me.id, stored(visit, kind, content)) for kind, content in photos.items()]

    def hand_in(session: Session) -> None:
        for command in better:
            site.carry_out(session, command, visit.actor)
        site.carry_out(session, ResubmitEnterprise(me.id), visit.actor)

    visit.write(hand_in)
