"""报名人员查询: an enterprise looks for its own people, takes the list away, opens 详情 and the whole numbers. Others' are not found."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace

import msgspec
from starlette.responses import Response

from school_desk.enrollments.commands import RecordExport, RevealPersonal
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.downloads import XLSX, attachment, made
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import EnvironmentFault
from school_desk.output.progress import OWN_PEOPLE
from school_desk.overview.detail import TraineeDetail, trainee_detail
from school_desk.overview.progress import all_progress, own_cells, progress_count, trainee_progress
from school_desk.overview.search import (
    CERTIFICATE_LABELS,
    EXAM_PLAN_LABELS,
    SUBMISSION_LABELS,
    TRAINING_PLAN_LABELS,
    Wanted,
)
from school_desk.terms.masking import mask_text

PAGE = 50
# The four columns of the manual, each with what it may read.
LABELS = {
    "training_plan": ("培训计划", TRAINING_PLAN_LABELS),
    "exam_plan": ("考核计划", EXAM_PLAN_LABELS),
    "score_submission": ("成绩报审", SUBMISSION_LABELS),
    "certificate": ("培训证书", CERTIFICATE_LABELS),
}


@dataclass(frozen=True)
class Asked:
    """What the form asks for; a label of None is any."""

    words: str = ""
    training_plan: str | None = None
    exam_plan: str | None = None
    score_submission: str | None = None
    certificate: str | None = None

    @property
    def told(self) -> str:
        """In words, for the journal and the workbook, with the numbers in it masked."""
        labels = (f"{column}：{getattr(self, name)}" for name, (column, _) in LABELS.items() if getattr(self, name))
        return mask_text("，".join(filter(None, (self.words, *labels))))


def find(visit: Visit) -> Response:
    """The form with its list. What was asked travels sealed in the address: it may be somebody's identity number."""
    if visit.method == "POST":
        asked = _typed(visit)
        return visit.go("/enterprise/people" + (f"?q={_seal(visit, asked)}" if asked != Asked() else ""))
    asked, school, today = _asked(visit, visit.query.get("q", "")), visit.site.school, local_date(visit.now)
    wanted = _wanted(visit, asked)
    with school.reading() as session:
        total = progress_count(session, school.id, today, wanted)
        pages = max(1, -(-total // PAGE))
        page = min(max(1, _number(visit.query.get("page", ""))), pages)
        rows = trainee_progress(session, school.id, today, wanted, limit=PAGE, offset=(page - 1) * PAGE)
    sealed = visit.query.get("q", "") if asked != Asked() else ""
    facts = {"asked": asked, "labels": LABELS, "rows": rows, "total": total, "page_no": page, "pages": pages}
    return visit.page("people", q=sealed, **facts)


def export(visit: Visit) -> Response:
    """The list as a workbook, whole, in the columns and the masking of the page. The journal first."""
    asked, site, today = _asked(visit, visit.text("q")), visit.site, local_date(visit.now)
    wanted, name = _wanted(visit, asked), f"报名人员-{today:%Y%m%d}.xlsx"
    with site.school.reading() as session:
        rows = [own_cells(row) for row in all_progress(session, site.school.id, today, wanted)]
    command = RecordExport(len(rows), asked.told, name)
    visit.write(lambda session: site.carry_out(session, command, visit.actor))
    return attachment(name, XLSX, made(visit, OWN_PEOPLE, rows, asked.told))


def person(visit: Visit) -> Response:
    """详情 in the manual's four sections. A post shows the whole numbers, once the journal has it."""
    detail = _detail(visit)
    if detail is None:
        return visit.page("fault", 404, title="没有这条报名", told="没有找到这条报名。请返回报名人员查询。")
    if visit.method == "POST":
        command = RevealPersonal(detail.person.id, detail.person.name)
        visit.write(lambda session: visit.site.carry_out(session, command, visit.actor))
    standing = [exam for exam in detail.exams if exam.withdrawn_on is None]
    return visit.page("person", one=detail, exam=standing[-1] if standing else None, masked=visit.method == "GET")


def _detail(visit: Visit) -> TraineeDetail | None:
    school, today, enrollment_id = visit.site.school, local_date(visit.now), visit.path["id"]
    wanted = replace(_wanted(visit, Asked()), enrollment_id=enrollment_id)
    with school.reading() as session:
        if not progress_count(session, school.id, today, wanted):
            return None
        return trainee_detail(session, school.id, enrollment_id, today)


def _wanted(visit: Visit, asked: Asked) -> Wanted:
    return Wanted(**vars(asked), enterprise_id=visit.enterprise.id)


def _typed(visit: Visit) -> Asked:
    chosen = {name: visit.text(name) for name in LABELS}
    known = {name: chosen[name] for name, (_, labels) in LABELS.items() if chosen[name] in labels}
    return Asked(visit.text("words")[:100], **known)


def _seal(visit: Visit, asked: Asked) -> str:
    sealed = visit.site.school.database.cipher.seal(msgspec.json.encode(asked))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _asked(visit: Visit, sealed: str) -> Asked:
    """What was sealed; everybody where it is not ours."""
    try:
        plain = visit.site.school.database.cipher.open(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
        return msgspec.json.decode(plain, type=Asked)
    except (EnvironmentFault, binascii.Error, ValueError, msgspec.MsgspecError):
        return Asked()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 1
