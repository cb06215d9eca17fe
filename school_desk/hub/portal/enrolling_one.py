"""报名 of one person by a form: the same rules as a roster's row, into a batch of its own or one that nothing was paid for yet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from school_desk.enrollments.commands import ImportRoster, RosterEntry
from school_desk.enrollments.queries import BatchRow, batches_of
from school_desk.hub.portal import uploads
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.enrolling import carry_out, facts, plans_now, refuse_gate
from school_desk.intake.files import FileSchool, store_file, trial
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import new_id
from school_desk.payments.queries import receivables
from school_desk.terms.statuses import ReceivableStatus


def person(visit: Visit) -> Response:
    """One person by a form; the same rules as a roster's row."""
    if visit.method == "GET":
        return visit.page("enroll_person", **_person_facts(visit))
    try:
        refuse_gate(visit)
        uploads.count(visit)
        outcome = carry_out(visit, _person_command(visit), new_id(visit.now))
    except RuleViolation as refusal:
        return visit.refused("enroll_person", refusal, **_person_facts(visit))
    if outcome is None or outcome.batch_number is None:
        return visit.go("/enterprise/enrolled?done=updated")
    return visit.go(f"/enterprise/payments/{outcome.batch_number}?done=enrolled")


def _person_facts(visit: Visit) -> dict[str, Any]:
    return facts(visit) | {"batches": _open_batches(visit)}


def _open_batches(visit: Visit) -> Sequence[BatchRow]:
    """One's own batches of which nothing has been paid yet: they take somebody more."""
    school, own = visit.site.school, visit.enterprise.id
    with school.reading() as session:
        owed = receivables(session, school.id, enterprise_id=own)
        paid = {row.batch_id for row in owed if row.status is not ReceivableStatus.OPEN}
        return [batch for batch in batches_of(session, school.id, own) if batch.active and batch.id not in paid]


def _person_command(visit: Visit) -> ImportRoster:
    """The command for the form's person, which was tried and would enrol. Raises RuleViolation with all that is wrong."""
    entry, batch_id, photo = _entry(visit), _batch_id(visit), uploads.person_photo(visit)
    mark, school = new_id(visit.now), visit.site.school

    def command(files: FileSchool) -> ImportRoster:
        stored = None if photo is None else store_file(files, photo.content, "photo-1.jpg", original=photo.original)
        digest = hashlib.sha256(mark.encode()).hexdigest()
        return ImportRoster(visit.enterprise.id, "网上单人报名", digest, (replace(entry, photo=stored),), (), batch_id)

    named = command(trial(school.folder.blobs, school.database.cipher))
    (row,) = school.bus.execute(named, visit.actor, dry_run=True).result.rows
    if row.state in ("failed", "skipped"):
        raise RuleViolation("enrollment.person", "".join(row.reasons))
    return command(school)


def _entry(visit: Visit) -> RosterEntry:
    plan = next((plan for plan in plans_now(visit) if plan.number == visit.text("plan")), None)
    if plan is None:
        raise RuleViolation("enrollment.plan", "请选择工种和等级。", field="plan")
    return RosterEntry(
        row_no=1,
        name=visit.text("name"),
        sex="",
        id_number=visit.text("id_number"),
        mobile=visit.text("mobile"),
        trade=plan.trade,
        level=plan.level.label,
        note=visit.text("note"),
    )


def _batch_id(visit: Visit) -> str | None:
    number = visit.text("batch")
    batch = next((batch for batch in _open_batches(visit) if batch.number == number), None)
    if batch is None and number:
        raise RuleViolation("enrollment.batch", "这个报名批次不能再补入人员，请选“新的批次”。", field="batch")
    return batch.id if batch else None
