"""证书查询 without sign-in: name and number, or name and identity number; masked, counted, and as soon as a number exists."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session
from starlette.responses import Response

from school_desk.accounts.attempts import Limit
from school_desk.certificates.domain import normalise_number
from school_desk.certificates.queries import CertificateListRow, certificates, find_by_number
from school_desk.certificates.settings import REGISTRY_ADDRESS
from school_desk.enrollments.queries import find_enrollments
from school_desk.hub.portal.door import Visit
from school_desk.kernel import settings
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identifiers import normalise_resident_id
from school_desk.terms.labels import certificate_status
from school_desk.terms.masking import mask_id, mask_name
from school_desk.terms.names import normalise_person_name

_TEN_MINUTES = timedelta(minutes=10)
_TOLD = "查询次数太多，请在 {until} 之后再查。"
BY_ADDRESS = Limit("certificate/address", 30, _TEN_MINUTES, _TEN_MINUTES, _TOLD)
# Whoever tries names for one number is stopped from however many addresses.
BY_NUMBER = Limit("certificate/number", 10, _TEN_MINUTES, _TEN_MINUTES, _TOLD)


def look_up(visit: Visit) -> Response:
    """The form and its answer on one page; nothing that was asked stands in an address."""
    registry = _registry(visit)
    if visit.method == "GET":
        return visit.page("certificates", registry=registry, found=None)
    name, number = normalise_person_name(visit.text("name")), visit.text("number")
    try:
        if not name or not number:
            field = "name" if not name else "number"
            raise RuleViolation("certificate.ask", "请填写姓名，和证书编号或身份证号码中的一项。", field=field)
        visit.take(BY_ADDRESS)
        visit.take(BY_NUMBER, normalise_resident_id(number))
    except RuleViolation as refusal:
        return visit.refused("certificates", refusal, registry=registry, found=None)
    school = visit.site.school
    with school.database.reading() as session:
        found = [_answer(row) for row in _find(session, school.id, number) if row.person.name == name]
    return visit.page("certificates", registry=registry, found=found, values=visit.values)


def _find(session: Session, school_id: str, number: str) -> tuple[CertificateListRow, ...]:
    by_number = find_by_number(session, school_id, normalise_number(number))
    if by_number is not None:
        return (by_number,)
    identity = normalise_resident_id(number)
    people = find_enrollments(session, school_id, [identity]).get(identity, ())
    return certificates(session, school_id, enrollment_ids=[person.id for person in people])


def _answer(row: CertificateListRow) -> dict[str, str]:
    person = row.person
    return {
        "姓名": mask_name(person.name),
        "证件号码": mask_id(person.id_number),
        "证书编号": row.number,
        "工种": person.trade,
        "等级": person.level.label,
        "发证日期": row.issued_on.isoformat(),
        "证书状态": certificate_status(row.status),
    }


def _registry(visit: Visit) -> str:
    school = visit.site.school
    with school.database.reading() as session:
        return settings.read(session, school.id, REGISTRY_ADDRESS, local_date(visit.now))
