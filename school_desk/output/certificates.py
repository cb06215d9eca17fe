"""Certificates as PDF, and the package for the ministry's register."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from school_desk.adapters.printing.certificates import Certificate, CertificateIssuer
from school_desk.adapters.sheets.outgoing import CertificateLine
from school_desk.certificates.papers import certificate_facts
from school_desk.certificates.settings import REGISTRY_ADDRESS
from school_desk.kernel import settings
from school_desk.output.exams import photo_of, printed_on

if TYPE_CHECKING:
    from datetime import date

    from school_desk.output.source import PaperSchool

CERTIFICATES = "school_desk.adapters.printing.certificates:certificates"
PUSH = "school_desk.adapters.sheets.outgoing:write_certificate_push"


def certificates(
    school: PaperSchool, certificate_ids: Collection[str], print_numbers: Mapping[str, int] | None = None
) -> tuple[CertificateIssuer, tuple[Certificate, ...], date]:
    """What `CERTIFICATES` takes; revoked ones are left out. `print_numbers`: by id, as RecordPrinted tells them; else the next one."""
    today = printed_on(school)
    with school.reading() as session:
        facts = certificate_facts(session, school.id, certificate_ids)
        address = settings.read(session, school.id, REGISTRY_ADDRESS, today)
        made = tuple(
            Certificate(
                number=one.number,
                name=one.name,
                sex=one.sex,
                resident_id=one.id_number,
                trade=one.trade,
                level=one.level,
                issued_on=one.issued_on,
                authority=one.issuer,
                photo=photo_of(school, session, one.photo_document_id),
                print_number=(print_numbers or {}).get(one.certificate_id, one.print_count + 1),
            )
            for one in facts
        )
    return CertificateIssuer(school.name, address), made, today


def push_lines(school: PaperSchool, certificate_ids: Collection[str]) -> tuple[CertificateLine, ...]:
    """What `PUSH` takes after the two paths."""
    with school.reading() as session:
        return tuple(
            CertificateLine(
                certificate_no=one.number,
                name=one.name,
                id_type=one.id_type,
                id_number=one.id_number,
                trade=one.trade,
                level=one.level,
                issued_on=one.issued_on,
                valid_until=one.valid_until,
                issuer=one.issuer,
                enterprise=one.enterprise,
                credit_code=one.credit_code,
                photo=photo_of(school, session, one.photo_document_id),
            )
            for one in certificate_facts(session, school.id, certificate_ids)
        )
