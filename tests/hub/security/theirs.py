"""What belongs to one enterprise of a school that has walked all nine steps: the ids to ask for it by, and the words that give it away."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.queries import certificates
from school_desk.composition import open_school
from school_desk.documents.queries import papers
from school_desk.enrollments.queries import enrolled
from school_desk.enterprises.queries import EnterpriseListRow, enterprise, enterprises
from school_desk.exams.applications import applications
from school_desk.hub.founding import found_hub
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import table_of
from school_desk.payments.queries import receivables
from school_desk.terms.masking import mask_id, mask_mobile
from tests.migrations.keep_release import RELEASED

# The day after all that happened in the kept school.
TODAY = datetime(2026, 12, 1, 9, 0)


@dataclass(frozen=True)
class Theirs:
    """`ids` and `numbers` are of whatever can be asked for; `words` of each kind must never be told to anybody else."""

    enterprise_id: str
    credit_code: str
    ids: dict[str, str]
    numbers: dict[str, str]
    words: dict[str, frozenset[str]]

    def told_in(self, text: str, typed: str = "") -> dict[str, list[str]]:
        """Which of the words stand in `text`; what the visitor typed does not count."""
        found = {kind: sorted(w for w in words if w in text and w not in typed) for kind, words in self.words.items()}
        return {kind: words for kind, words in found.items() if words}


def hub_of_a_whole_year(root: Path, url: str | None = None) -> Path:
    """A Hub of the school that the newest kept release holds; its rows at `url`, or in the folder too."""
    with zipfile.ZipFile(max(RELEASED.glob("*.zip"))) as archive:
        archive.extractall(root / "desk")
    school = open_school(DataFolder(root / "desk"), ScriptedClock(TODAY))
    found_hub(DataFolder(root / "hub"), school, url)
    school.close()
    return root / "hub"


def of(session: Session, school_id: str, name: str) -> Theirs:
    """Everything of the enterprise whose name begins so; what others have too (a name, a contact's telephone) is not its own alone."""
    (row,) = [one for one in enterprises(session, school_id) if one.name.startswith(name)]
    people = enrolled(session, school_id, enterprise_id=row.id)
    others = {one.name for one in enrolled(session, school_id) if one.enterprise_id != row.id}
    owed = receivables(session, school_id, enterprise_id=row.id)
    proven = certificates(session, school_id, enterprise_id=row.id)
    documents = papers(session, school_id, row.id)
    sat = applications(session, school_id, TODAY.date(), [one.id for one in people])
    seated = next(one for one in sat.values() if one.plan_id and one.plan_number)
    neighbours = [one for one in enterprises(session, school_id) if one.id != row.id]
    words = {
        "企业": _words_of(session, school_id, row).difference(*(_words_of(session, school_id, n) for n in neighbours)),
        "姓名": {one.name for one in people} - others,
        "证件号": {text for one in people for text in (one.id_number, mask_id(one.id_number))},
        "手机号": {text for one in people for text in (one.mobile, mask_mobile(one.mobile))},
        "证书": {one.number for one in proven},
        "缴费": {text for one in owed for text in (one.number, one.batch_number, one.payment_code)},
        "材料": {f"photo {one.sha256}" for one in documents},
    }
    ids = {
        "enterprise": row.id,
        "enrollment": proven[0].person.id,
        "trainee": people[0].trainee_id,
        "certificate": proven[0].id,
        "receivable": owed[0].id,
        "batch": owed[0].batch_id,
        "document": documents[0].id,
        "exam plan": seated.plan_id or "",
    }
    numbers = {"batch": owed[0].batch_number, "exam plan": seated.plan_number or "", "code": owed[0].payment_code}
    return Theirs(row.id, row.credit_code, ids, numbers, {kind: frozenset(found) for kind, found in words.items()})


def rows_of(session: Session, school_id: str, theirs: Theirs) -> dict[str, list[tuple[Any, ...]]]:
    """Every recorded row that names one of the ids."""
    wanted = {*theirs.ids.values()} - {theirs.ids["exam plan"]}
    found = {
        name: [tuple(map(str, row)) for row in session.execute(sa.select(table_of(kind)))]
        for name, kind in tables_by_name().items()
    }
    return {name: sorted(row for row in rows if wanted.intersection(row)) for name, rows in found.items()}


def text_of(content: bytes, media_type: str) -> str:
    """What a person reads in an answer, whatever kind of file it is."""
    if media_type.startswith("application/pdf"):
        pages = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    if "spreadsheetml" in media_type:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return content.decode("utf-8", "replace")


def _words_of(session: Session, school_id: str, row: EnterpriseListRow) -> set[str]:
    found = enterprise(session, school_id, row.id)
    assert found is not None
    texts = (found.name, found.credit_code, found.address, found.principal_mobile, found.contact_mobile)
    return {text for text in texts if text}
