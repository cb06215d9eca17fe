"""Enterprises that hand in papers, for the tests of 企业 and 企业审核: in order unless a test says otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.enterprises.queries import EnterpriseDetail, enterprise
from school_desk.enterprises.review_queries import ReviewSheet, review_sheet
from school_desk.intake.papers import keep_paper_reading
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind
from tests.desk.screens.paper_fakes import photo, read
from tests.papers import CODES
from tests.school import Office

ADDRESS = "浙江省湖州市吴兴区埭溪镇创业路849号"
PERSON = "姚锡庆"


def name_of(number: int) -> str:
    return f"湖州石凤钢结构工程有限公司{'二三四'[number - 1] if number else ''}"


def papers(number: int = 0, **changes: dict[str, Any]) -> dict[str, bytes]:
    """slot → photo; `changes` by slot overrule what `photo` is given."""
    shared = {"name": name_of(number), "uscc": CODES[number], "legal_person": PERSON}
    own: dict[str, dict[str, Any]] = {
        "yyzz": {**shared, "address": ADDRESS, "term_to": "长期"},
        "cns": {**shared, "seal_present": True, "seal_name": shared["name"]},
        "zzzs": {**shared, "cert_no": "D233063958", "valid_until": "2029-09-24"},
    }
    return {slot: photo(slot, **(given | changes.get(slot, {}))) for slot, given in own.items()}


def folder_of(path: Path, files: dict[str, bytes]) -> str:
    """A folder with these files."""
    path.mkdir(parents=True)
    for name, content in files.items():
        (path / (name if "." in name else f"{name}.jpg")).write_bytes(content)
    return str(path)


def register(office: Office, number: int = 0, *, unread: bool = False, **changes: dict[str, Any]) -> str:
    """The id of an enterprise that handed in its papers, which were read already unless `unread`."""
    handed_in = []
    for slot, content in papers(number, **changes).items():
        stored = office.store(content, f"{slot}.jpg")
        handed_in.append(Paper(DocumentKind(slot), stored))
        if not unread:
            keep_paper_reading(office.school, stored.sha256, slot, read(content, slot))
    command = RegisterEnterprise(
        credit_code=CODES[number],
        name=name_of(number),
        address=ADDRESS,
        region_code="330502",
        province_affiliated=False,
        principal_mobile="13800005893",
        contact_name="陈静",
        contact_mobile="15000007357",
        legal_person=PERSON,
        papers=tuple(sorted(handed_in, key=lambda paper: ENTERPRISE_KINDS.index(paper.kind))),
    )
    enterprise_id: str = office.do(command)["enterprise_id"]
    return enterprise_id


def detail(office: Office, enterprise_id: str) -> EnterpriseDetail:
    with office.school.reading() as session:
        found = enterprise(session, office.school.id, enterprise_id)
    assert found is not None
    return found


def sheet(office: Office, enterprise_id: str) -> ReviewSheet:
    with office.school.reading() as session:
        found = review_sheet(session, office.school.id, enterprise_id, office.clock.now().date())
    assert found is not None
    return found
