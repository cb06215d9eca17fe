"""What the certificate itself and the package for the register say. Facts only; adapters draw and write them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from school_desk.certificates.domain import valid_until
from school_desk.certificates.queries import CertificateListRow, certificates
from school_desk.certificates.settings import ISSUER, VALID_YEARS
from school_desk.enterprises.queries import enterprise
from school_desk.kernel.settings import read
from school_desk.terms.statuses import CertificateStatus


@dataclass(frozen=True)
class CertificateFacts:
    """One standing certificate. The identity number is whole. `photo_document_id` None: there is no photo; `valid_until` None: no end.

    `print_count`: prints made so far; the next one is a reprint when there is any.
    """

    certificate_id: str
    number: str
    name: str
    sex: str
    id_type: str
    id_number: str
    trade: str
    level: str
    issued_on: date
    valid_until: date | None
    issuer: str
    enterprise: str
    credit_code: str
    photo_document_id: str | None
    print_count: int


def certificate_facts(
    session: Session, school_id: str, certificate_ids: Collection[str]
) -> tuple[CertificateFacts, ...]:
    """The facts of those of the certificates that are not revoked, by enterprise and then in the order of their numbers' coming."""
    rows = [
        row
        for row in certificates(session, school_id, ids=certificate_ids)
        if row.status is not CertificateStatus.REVOKED
    ]
    codes = _credit_codes(session, school_id, {row.person.enterprise_id for row in rows})
    facts = [_facts(session, school_id, row, codes[row.person.enterprise_id]) for row in rows]
    return tuple(sorted(facts, key=lambda fact: (fact.enterprise, fact.certificate_id)))


def issuer_on(session: Session, school_id: str, day: date) -> str:
    """发证机关 on that day; when it was set only later, the newest: it was theirs to issue all the same. Empty: nobody has set it."""
    return read(session, school_id, ISSUER, day) or read(session, school_id, ISSUER, date.max)


def _facts(session: Session, school_id: str, row: CertificateListRow, credit_code: str) -> CertificateFacts:
    person = row.person
    return CertificateFacts(
        certificate_id=row.id,
        number=row.number,
        name=person.name,
        sex=person.sex,
        id_type=person.id_type.label,
        id_number=person.id_number,
        trade=person.trade,
        level=person.level.label,
        issued_on=row.issued_on,
        valid_until=valid_until(row.issued_on, read(session, school_id, VALID_YEARS, row.issued_on)),
        issuer=issuer_on(session, school_id, row.issued_on),
        enterprise=person.enterprise,
        credit_code=credit_code,
        photo_document_id=person.photo_document_id,
        print_count=row.print_count,
    )


def _credit_codes(session: Session, school_id: str, enterprise_ids: Collection[str]) -> dict[str, str]:
    found = {enterprise_id: enterprise(session, school_id, enterprise_id) for enterprise_id in sorted(enterprise_ids)}
    return {enterprise_id: detail.credit_code if detail else "" for enterprise_id, detail in found.items()}
