"""The addresses of the website. Whoever serves it puts these routes beside the desks' interface."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from school_desk.adapters.sms import texts_of
from school_desk.hub.opening import HubSchool
from school_desk.hub.portal import (
    authority,
    authority_exams,
    certificates,
    enrolled,
    enrolling,
    enrolling_one,
    entrance,
    finding,
    late_photo,
    lookup,
    own,
    paying,
    registration,
    resits,
    slips,
)
from school_desk.hub.portal.bodies import PHOTOS, ROSTERS, SMALL, Body
from school_desk.hub.portal.door import Act, finished, guarded, headers_of, visit_of
from school_desk.hub.portal.site import STATIC, Site, static_bytes
from school_desk.kernel.jobs import JobPool
from school_desk.terms.roles import WebRole

_BOTH = ("GET", "POST")


def portal_routes(school: HubSchool, jobs: JobPool) -> list[Route]:
    """The website of one school; photos are read in `jobs`, which the caller closes. Raises EnvironmentFault `sms.setting`."""
    site = Site(school, jobs, texts_of(school.folder.root))
    site.sweep_drafts()
    routes = [
        *_for_everybody(site),
        *_registering(site),
        *_signed_in(site),
        *_enrolling(site),
        *_following(site),
        *_deciding(site),
    ]
    site.routes = routes
    return [*routes, _elsewhere(site, routes)]


def _for_everybody(site: Site) -> list[Route]:
    return [
        _route(site, "/", entrance.front, "GET"),
        _route(site, "/login", entrance.login, *_BOTH),
        _route(site, "/logout", entrance.logout, "POST"),
        _route(site, "/forgot", entrance.forgot, *_BOTH),
        _route(site, "/forgot/code", entrance.forgot_code, "POST"),
        _route(site, "/certificates", lookup.look_up, *_BOTH),
        Route("/static/{name}", _static, methods=["GET"]),
    ]


def _registering(site: Site) -> list[Route]:
    return [
        _route(site, "/register", registration.photos, *_BOTH, most=PHOTOS),
        _route(site, "/register/photo/{kind}", registration.photo, "GET"),
        _route(site, "/register/unit", registration.unit, *_BOTH),
        _route(site, "/register/authority", registration.authority, "POST"),
        _route(site, "/register/finish", registration.finish, *_BOTH),
        _route(site, "/register/code", registration.finish_code, "POST"),
        _route(site, "/register/commitment-letter.pdf", registration.letter, "GET"),
    ]


def _signed_in(site: Site) -> list[Route]:
    enterprise = WebRole.ENTERPRISE
    return [
        Route("/home", guarded(site, own.home, signed_in=True), methods=["GET"]),
        Route("/password", guarded(site, entrance.password, signed_in=True), methods=[*_BOTH]),
        _route(site, "/enterprise", own.show, "GET", role=enterprise),
        _route(site, "/enterprise/edit", own.edit, *_BOTH, role=enterprise),
        _route(site, "/enterprise/mobile", own.mobile, *_BOTH, role=enterprise),
        _route(site, "/enterprise/mobile/code", own.mobile_code, "POST", role=enterprise),
        _route(site, "/enterprise/papers", own.papers, *_BOTH, role=enterprise, most=PHOTOS),
        _route(site, "/enterprise/papers/{kind}", own.paper, "GET", role=enterprise),
        _route(site, "/enterprise/papers/{kind}/kept", own.kept_paper, "GET", role=enterprise),
    ]


def _enrolling(site: Site) -> list[Route]:
    enterprise = WebRole.ENTERPRISE
    return [
        _route(site, "/enterprise/enroll", enrolling.enroll, *_BOTH, role=enterprise, most=ROSTERS),
        _route(site, "/enterprise/enroll/template.xlsx", enrolling.template, "GET", role=enterprise),
        _route(site, "/enterprise/enroll/roster", enrolling.roster, *_BOTH, role=enterprise),
        _route(site, "/enterprise/enroll/returned.xlsx", enrolling.returned, "GET", role=enterprise),
        _route(site, "/enterprise/enroll/person", enrolling_one.person, *_BOTH, role=enterprise, most=PHOTOS),
        _route(site, "/enterprise/payments", paying.payments, "GET", role=enterprise),
        _route(site, "/enterprise/payments/{number}", paying.payment, "GET", role=enterprise),
        _route(site, "/enterprise/payments/{number}/notice.pdf", paying.notice, "GET", role=enterprise),
        _route(site, "/enterprise/payments/{number}/slip", slips.choose, *_BOTH, role=enterprise, most=PHOTOS),
        _route(site, "/enterprise/payments/{number}/slip/check", slips.check, *_BOTH, role=enterprise),
        _route(site, "/enterprise/payments/{number}/slip/picture.jpg", slips.picture, "GET", role=enterprise),
        _route(site, "/enterprise/enrolled", enrolled.listed, "GET", role=enterprise),
        _route(site, "/enterprise/enrolled/apply", enrolled.apply, "POST", role=enterprise),
        _route(site, "/enterprise/enrolled/notices", enrolled.notices, "GET", role=enterprise),
        _route(site, "/enterprise/enrolled/{id}/photo", late_photo.late_photo, *_BOTH, role=enterprise, most=PHOTOS),
        _route(site, "/enterprise/enrolled/{id}/ticket.pdf", enrolled.ticket, "GET", role=enterprise),
        _route(site, "/enterprise/exams/{number}/tickets.pdf", enrolled.all_tickets, "GET", role=enterprise),
        _route(site, "/enterprise/resits", resits.listed, "GET", role=enterprise),
        _route(site, "/enterprise/resits", resits.apply, "POST", role=enterprise),
    ]


def _following(site: Site) -> list[Route]:
    enterprise = WebRole.ENTERPRISE
    return [
        _route(site, "/enterprise/people", finding.find, *_BOTH, role=enterprise),
        _route(site, "/enterprise/people/export", finding.export, "POST", role=enterprise),
        _route(site, "/enterprise/people/{id}", finding.person, *_BOTH, role=enterprise),
        _route(site, "/enterprise/certificates", certificates.show, "GET", role=enterprise),
        _route(site, "/enterprise/certificates/download", certificates.download, "POST", role=enterprise),
    ]


def _deciding(site: Site) -> list[Route]:
    reviewer = WebRole.AUTHORITY
    return [
        _route(site, "/authority/enterprises", authority.listed, "GET", role=reviewer),
        _route(site, "/authority/enterprises/{id}", authority.show, *_BOTH, role=reviewer),
        _route(site, "/authority/enterprises/{id}/papers/{kind}", authority.paper, "GET", role=reviewer),
        _route(site, "/authority/plans", authority_exams.plans, "GET", role=reviewer),
        _route(site, "/authority/plans/{id}", authority_exams.plan, *_BOTH, role=reviewer),
        _route(site, "/authority/scores", authority_exams.scores, "GET", role=reviewer),
        _route(site, "/authority/scores/{id}", authority_exams.score, *_BOTH, role=reviewer),
    ]


def _route(site: Site, path: str, act: Act, *methods: str, role: WebRole | None = None, most: int = SMALL) -> Route:
    return Route(path, guarded(site, act, role=role, most=most), methods=[*methods])


def _elsewhere(site: Site, routes: Sequence[Route]) -> Route:
    """Answers every address that none of `routes` has, and every method that theirs has not: as a page of ours, with our headers.

    Without it the library answers: without headers, and an address with one / too many by sending people to the host that they named.
    """

    async def answer(request: Request) -> Response:
        visit = visit_of(site, request, Body())
        known = {
            m for route in routes if route.matches(request.scope)[0] is not Match.NONE for m in route.methods or ()
        }
        if not known:
            page = visit.page("fault", 404, title="没有这个页面", told="没有找到这个页面，请从首页进入。")
            return finished(visit, page)
        page = visit.page("fault", 405, title="不能这样打开", told="请从本网站的页面上办理。")
        page.headers["Allow"] = ", ".join(sorted(known))
        return finished(visit, page)

    anywhere = Route("/*", answer)
    anywhere.methods, anywhere.path_regex = None, re.compile("^/.*$", re.DOTALL)
    return anywhere


async def _static(request: Request) -> Response:
    """A file that every page may need; its address changes with it, so that it may be kept. No cookie, and nobody is looked up."""
    name, headers = request.path_params["name"], headers_of(request.url.scheme == "https")
    if name not in STATIC:
        return Response(status_code=404, headers=headers)
    headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return Response(static_bytes(name), media_type=STATIC[name], headers=headers)
