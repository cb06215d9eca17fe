"""主管部门: what a city's or the province's reviewer finds waiting, and the enterprises it approves or refuses. Only what falls under it."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.documents import queries as documents
from school_desk.enterprises.commands import ConfirmRecheck, RecordAuthorityDecision
from school_desk.enterprises.queries import EnterpriseDetail, EnterpriseListRow, enterprise, enterprises
from school_desk.hub.portal.authority_exams import PLANS_WAIT, SCORES_WAIT, plans_of, scores_of
from school_desk.hub.portal.deciding import carry_out_seen, not_mine, typed_decision
from school_desk.hub.portal.door import Visit
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.regions import authority_for
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS

_LATEST = 50
_DECIDED = frozenset({EnterpriseStatus.APPROVED, EnterpriseStatus.REFUSED})


def home(visit: Visit) -> Response:
    """首页: how much waits, of each kind."""
    with visit.site.school.reading() as session:
        waiting = (
            ("/authority/enterprises", "企业审核", len(_waiting(visit, session)), "家"),
            ("/authority/plans", "考核计划", len(plans_of(visit, session, PLANS_WAIT)), "个"),
            ("/authority/scores", "成绩报审", len(scores_of(visit, session, SCORES_WAIT)), "批"),
        )
    return visit.page("authority_home", waiting=waiting)


def listed(visit: Visit) -> Response:
    """Those that wait, and the latest that were decided."""
    code, school_id = visit.me.authority_code, visit.site.school.id
    with visit.site.school.reading() as session:
        waiting = _waiting(visit, session)
        decided = enterprises(session, school_id, statuses=_DECIDED, authority_code=code, limit=_LATEST)
    done = [row for row in decided if not row.recheck]
    return visit.page("authority_enterprises", waiting=waiting, decided=done)


def show(visit: Visit) -> Response:
    """One enterprise with its three photos; a post decides."""
    found = _mine(visit)
    if found is None:
        return not_mine(visit)
    if visit.method == "GET":
        return _page(visit, found)
    try:
        _decide(visit, found)
    except RuleViolation as refusal:
        return _page(visit, _mine(visit) or found, refusal)
    return visit.go("/authority/enterprises?done=decided")


def paper(visit: Visit) -> Response:
    """One of the photos of an enterprise that falls under this authority."""
    found, school = _mine(visit), visit.site.school
    if found is None:
        return not_mine(visit)
    with school.reading() as session:
        papers = documents.papers(session, school.id, found.id)
    wanted = [p for p in papers if p.kind in ENTERPRISE_KINDS and p.kind.value == visit.path["kind"]]
    if not wanted:
        return not_mine(visit)
    return Response(school.blobs.get(wanted[-1].sha256), media_type="image/jpeg")


def _decide(visit: Visit, found: EnterpriseDetail) -> None:
    def seen_now(session: Session) -> str:
        now = enterprise(session, visit.site.school.id, found.id)
        return seen(session, visit, now) if now else ""

    # In the order of the page: an approval that was undone may have left a changed 所属地区 behind.
    if found.status is not EnterpriseStatus.AT_AUTHORITY and found.recheck is not None:
        carry_out_seen(visit, ConfirmRecheck(found.id), seen_now)
        return
    given = typed_decision(visit)
    reason = given.reason or None
    command = RecordAuthorityDecision(found.id, given.approved, given.decided_on, given.document_no, reason=reason)
    carry_out_seen(visit, command, seen_now)


def seen(session: Session, visit: Visit, found: EnterpriseDetail) -> str:
    """What a decision is about, as a hash: all that is known of the enterprise, and its photos."""
    photos = [paper.sha256 for paper in documents.papers(session, visit.site.school.id, found.id)]
    return sha256(repr((found, photos)).encode()).hexdigest()


def _page(visit: Visit, found: EnterpriseDetail, refusal: RuleViolation | None = None) -> Response:
    school = visit.site.school
    with school.reading() as session:
        papers = [p for p in documents.papers(session, school.id, found.id) if p.kind in ENTERPRISE_KINDS]
        shown = seen(session, visit, found)
    facts = {"one": found, "seen": shown, "today": local_date(visit.now), "values": visit.values}
    in_order = sorted(papers, key=lambda p: ENTERPRISE_KINDS.index(p.kind))
    status = 422 if refusal else 200
    return visit.page("authority_enterprise", status, papers=in_order, refusal=refusal, **facts)


def _waiting(visit: Visit, session: Session) -> tuple[EnterpriseListRow, ...]:
    """Before this authority for the first time, or again after another 所属地区; who waits longest first."""
    code, school_id = visit.me.authority_code, visit.site.school.id
    new = enterprises(session, school_id, statuses=frozenset({EnterpriseStatus.AT_AUTHORITY}), authority_code=code)
    moved = enterprises(session, school_id, recheck=True, authority_code=code)
    return tuple(sorted({row.id: row for row in (*new, *moved)}.values(), key=lambda row: row.since))


def _mine(visit: Visit) -> EnterpriseDetail | None:
    """The enterprise of the address, when it falls under this authority and has come before it."""
    school = visit.site.school
    with school.reading() as session:
        found = enterprise(session, school.id, visit.path["id"])
    if found is None or found.status not in (*_DECIDED, EnterpriseStatus.AT_AUTHORITY):
        return None
    whose = authority_for(found.region_code, found.province_affiliated).code
    return found if whose == visit.me.authority_code else None
