"""下载证书: the enterprise's people whose certificates are generated, one paper or several. A download is a print, and counted as one."""

from __future__ import annotations

import itertools
from datetime import timedelta

from starlette.responses import Response

from school_desk.certificates.commands import RecordPrinted
from school_desk.certificates.queries import CertificateListRow, certificates
from school_desk.certificates.settings import REGISTRY_ADDRESS
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.downloads import PDF, attachment, made
from school_desk.kernel import journal, settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.output.certificates import CERTIFICATES
from school_desk.output.certificates import certificates as papers
from school_desk.terms.statuses import CertificateStatus

# As many as a form may tick.
PAGE = 30
_STANDING = (CertificateStatus.GENERATED, CertificateStatus.PUSHED)
_TICK = "c-"
_SAME_PRINT = timedelta(minutes=1)


def show(visit: Visit) -> Response:
    """The list, the newest first."""
    return _list(visit)


def download(visit: Visit) -> Response:
    """The ticked certificates, or the one whose button was pressed, as one PDF."""
    asked = {name.removeprefix(_TICK) for name in visit.body.fields if name.startswith(_TICK)}
    if visit.text("one"):
        asked = {visit.text("one")}
    wanted = [row for row in _own(visit) if row.id in asked]
    if not wanted:
        return _list(visit, RuleViolation("certificate.none", "请先勾选要下载的证书。"))
    ids = tuple(row.id for row in wanted)
    command_id, numbers = _print(visit, ids)
    try:
        content = made(visit, CERTIFICATES, *papers(visit.site.school, ids, numbers))
        command = RecordPrinted(ids)
        visit.write(lambda session: visit.site.carry_out(session, command, visit.actor, command_id))
    except RuleViolation as refusal:
        return _list(visit, refusal)
    name = f"证书-{wanted[0].person.name}.pdf" if len(wanted) == 1 else f"证书-{len(wanted)}张.pdf"
    return attachment(name, PDF, content)


def _print(visit: Visit, ids: tuple[str, ...]) -> tuple[str, dict[str, int]]:
    """The id of the command that counts this download, and the numbers on its papers when it is a print that was just counted.

    The id follows from who is signed in where, what is downloaded and for which time: a second click within a minute, also one that comes
    while the first is being carried out, is the same print. No form says so: the page stays where it is and is sent again for another one.
    """
    site, what = visit.site, "/".join(ids)
    cipher = site.school.database.cipher
    with site.school.reading() as session:
        for time in itertools.count():
            command_id = cipher.keyed_hash(f"download/{visit.form_token}/{what}/{time}")
            known = journal.find(session, site.school.id, command_id)
            if known is None:
                return command_id, {}
            if visit.now - known.made_at < _SAME_PRINT:
                return command_id, journal.open_payload(cipher, known).result
    raise AssertionError("counting has no end")


def _list(visit: Visit, refusal: RuleViolation | None = None) -> Response:
    school, rows = visit.site.school, _own(visit)[::-1]
    pages = max(1, -(-len(rows) // PAGE))
    asked = visit.query.get("page", "")
    page = min(max(1, int(asked)), pages) if asked.isdecimal() and len(asked) < 8 else 1
    with school.reading() as session:
        registry = settings.read(session, school.id, REGISTRY_ADDRESS, local_date(visit.now))
    facts = {"rows": rows[(page - 1) * PAGE : page * PAGE], "total": len(rows), "page_no": page, "pages": pages}
    return visit.page("own_certificates", 422 if refusal else 200, refusal=refusal, registry=registry, **facts)


def _own(visit: Visit) -> tuple[CertificateListRow, ...]:
    """The enterprise's standing certificates, in the order in which their numbers came."""
    school = visit.site.school
    with school.reading() as session:
        return certificates(session, school.id, statuses=_STANDING, enterprise_id=visit.enterprise.id)
