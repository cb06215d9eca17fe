"""初审 stands on the photos that a person read: no better photo, no other desk and no undo puts others beneath it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from school_desk.documents.queries import papers
from school_desk.enterprises.commands import (
    Paper,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    ReplacePaper,
    ReturnEnterprise,
)
from school_desk.enterprises.queries import enterprise
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import DocumentKind
from tests.papers import pre_approved_enterprise, registration, reviewed_enterprise
from tests.school import Office


def status(office: Office, enterprise_id: str) -> EnterpriseStatus:
    with office.school.reading() as session:
        found = enterprise(session, office.school.id, enterprise_id)
    assert found is not None
    return found.status


def paper_ids(office: Office, enterprise_id: str) -> tuple[str, ...]:
    with office.school.reading() as session:
        return tuple(paper.id for paper in papers(session, office.school.id, enterprise_id))


def better(office: Office, enterprise_id: str, kind: DocumentKind = DocumentKind.YYZZ) -> ReplacePaper:
    return ReplacePaper(enterprise_id, Paper(kind, office.store(f"better {kind}".encode(), f"{kind}.jpg")))


def on_site(enterprise_id: str) -> RecordOnSiteReview:
    originals: dict[str, Any] = {"yyzz": "seen", "cns": "kept", "zzzs": "seen"}
    return RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "企业办公室", "沈文员", originals, "DA-9")


def later(office: Office, minute: int, command: Command) -> str:
    """The id of a decision at 10:`minute`."""
    office.move_to(2026, 8, 3, 10, minute)
    return office.school.execute(command, office.admin_of_all()).command_id


def refused(office: Office, command_id: str) -> str:
    before = office.dump()
    with pytest.raises(RuleViolation) as refusal:
        office.undo(command_id)
    assert office.dump() == before
    return refusal.value.code


def test_a_better_photo_after_the_review_is_read_before_the_authority_sees_it(office: Office) -> None:
    enterprise_id = pre_approved_enterprise(office)
    office.do(better(office, enterprise_id))
    assert status(office, enterprise_id) is EnterpriseStatus.SUBMITTED
    assert office.refused(on_site(enterprise_id)).code == "enterprise.step"
    office.do(PreApproveEnterprise(enterprise_id, (), paper_ids(office, enterprise_id)))
    office.do(on_site(enterprise_id))


def test_nobody_decides_about_a_photo_that_is_gone(office: Office) -> None:
    enterprise_id = office.do(registration(office))["enterprise_id"]
    read = paper_ids(office, enterprise_id)
    office.do(better(office, enterprise_id))
    for command in (
        PreApproveEnterprise(enterprise_id, (), read),
        ReturnEnterprise(enterprise_id, (), "公章不清晰", read),
    ):
        refusal = office.refused(command)
        assert (refusal.code, "请看过新照片再办理" in refusal.message) == ("enterprise.papers_changed", True)
    office.do(PreApproveEnterprise(enterprise_id))  # as an earlier program sends it
    office.do(ReturnEnterprise(enterprise_id, (), "公章不清晰", paper_ids(office, enterprise_id)))


def test_no_undo_changes_the_photos_beneath_a_review(office: Office) -> None:
    enterprise_id = office.do(registration(office))["enterprise_id"]
    replaced = later(office, 1, better(office, enterprise_id))
    passed = later(office, 2, PreApproveEnterprise(enterprise_id))
    assert refused(office, replaced) == "enterprise.papers_changed"
    office.undo(passed)
    undone = office.undo(replaced).command_id
    later(office, 3, PreApproveEnterprise(enterprise_id))
    assert refused(office, undone) == "enterprise.papers_changed"


def test_no_undo_brings_a_review_back_over_photos_nobody_read(office: Office) -> None:
    enterprise_id = pre_approved_enterprise(office)
    first = later(office, 1, better(office, enterprise_id))
    second = later(office, 2, better(office, enterprise_id, DocumentKind.CNS))
    assert refused(office, first) == "enterprise.papers_changed"
    office.undo(second)
    office.undo(first)
    assert status(office, enterprise_id) is EnterpriseStatus.PRE_APPROVED
    returned = later(office, 3, ReturnEnterprise(enterprise_id, (), "公章不清晰"))
    later(office, 4, better(office, enterprise_id))
    assert refused(office, returned) == "enterprise.papers_changed"


def test_an_authoritys_refusal_is_not_undone_over_newer_photos(office: Office) -> None:
    enterprise_id = reviewed_enterprise(office)
    decision = RecordAuthorityDecision(enterprise_id, False, date(2026, 8, 3), "文号1", None, "资质过期")
    refusal = later(office, 1, decision)
    replaced = later(office, 2, better(office, enterprise_id))
    assert refused(office, refusal) == "enterprise.papers_changed"
    office.undo(replaced)
    office.undo(refusal)
    assert status(office, enterprise_id) is EnterpriseStatus.AT_AUTHORITY
