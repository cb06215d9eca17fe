"""Every file that leaves the website to be kept stands in the journal, with who took it and of how many people; or it says of nobody."""

from __future__ import annotations

import ast
from pathlib import Path

import sqlalchemy as sa
from starlette.routing import Route

from school_desk.enterprises.queries import enterprise
from school_desk.kernel.tables import JournalRow
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import Website, jpeg
from tests.hub.portal.test_enrolling import book, send
from tests.hub.security.test_nobody_elses import House, fields, house, questions, year

__all__ = ["house", "year"]

PORTAL = Path(__file__).resolve().parents[3] / "school_desk" / "hub" / "portal"
# By route: what the journal calls it, or why it need not stand there.
TAKEN = {
    "/enterprise/enroll/returned.xlsx": "RecordPapers",
    "/enterprise/enrolled/{id}/ticket.pdf": "RecordPapers",
    "/enterprise/exams/{number}/tickets.pdf": "RecordPapers",
    "/enterprise/people/export": "RecordExport",
    "/enterprise/certificates/download": "RecordPrinted",
}
NOTICE = "/enterprise/payments/{number}/notice.pdf"
OF_NOBODY = {
    "/enterprise/enroll/template.xlsx": "an empty roster with trades and levels",
    NOTICE: "how many of which trade owe what: it names the enterprise alone",
    "/register/commitment-letter.pdf": "an empty letter to be sealed",
}
# Who sends files to be kept: functions of the website's modules.
SENDERS = {
    "certificates.download", "enrolled._tickets", "enrolling.returned", "enrolling.template", "finding.export", "paying.notice",
    "registration.letter", "downloads.attachment",
}  # fmt: skip


class Faces:
    """Stands for the store of materials: papers are drawn with whatever photo."""

    def get(self, _sha256: str) -> bytes:
        return jpeg("face", (295, 413))


def senders(module: str, tree: ast.Module) -> set[str]:
    """The functions that make an answer to be kept."""
    found = set()
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            calls = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "attachment"
            writes = isinstance(node, ast.Constant) and str(node.value).startswith("attachment")
            if calls or writes:
                found.add(f"{module}.{function.name}")
    return found


def journal(house: House, after: int = 0) -> list[JournalRow]:
    with house.site.school.reading() as session:
        return list(session.scalars(sa.select(JournalRow).where(JournalRow.seq > after).order_by(JournalRow.seq)))


def asked(site: Website, method: str, path: str) -> str:
    """Which of the website's routes answers: the first that fits."""
    routes = (route for route in site.app.routes if isinstance(route, Route))
    return next(one.path for one in routes if one.path_regex.match(path) and method in (one.methods or ()))


def test_no_sender_of_files_is_forgotten() -> None:
    modules = {path.stem: ast.parse(path.read_text("utf-8")) for path in PORTAL.glob("*.py")}
    assert set().union(*(senders(name, tree) for name, tree in modules.items())) == SENDERS
    direct = [
        name
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in ("FileResponse", "StreamingResponse")
    ]
    assert direct == []


def test_what_is_taken_away_stands_in_the_journal(house: House) -> None:
    site, theirs, school = house.site, house.theirs, house.site.school
    school.blobs = Faces()  # type: ignore[assignment]
    browser = house.visitor(WebRole.ENTERPRISE, theirs.credit_code, "10.0.1.1")
    send(browser, book(0, 1, 身份证号="330502198511248328"))
    with school.reading() as session:
        found_owner = enterprise(session, school.id, theirs.enterprise_id)
    owner = found_owner.name if found_owner else ""
    browser.get("/certificates")
    found: dict[str, str] = {}
    for method, path in questions(site, theirs):
        before = journal(house)[-1].seq
        data = {"form": browser.token} | fields(theirs) if method == "POST" else None
        answer = browser.client.request(method, path, data=data)
        if not answer.headers.get("content-disposition", "").startswith("attachment"):
            continue
        route = asked(site, method, path)
        added = journal(house, before)
        assert [row.actor_name for row in added] in ([], [owner]), path
        found[route] = added[0].name if added else ""
    assert {route: name for route, name in found.items() if name} == TAKEN
    # This school's enterprise has paid for everybody: there is no notice to be had.
    assert {route for route, name in found.items() if not name} == set(OF_NOBODY) - {NOTICE}
