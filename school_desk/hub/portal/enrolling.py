"""报名 by a roster: it is read, shown row by row and confirmed; only while the enterprise may enrol."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from school_desk.adapters.sheets.rosters import RosterPlace
from school_desk.documents.ledger import LedgerRow, RowState, count
from school_desk.enrollments.commands import ImportRoster, RecordPapers, RosterOutcome
from school_desk.enterprises.queries import enrol_gate
from school_desk.hub.portal import uploads
from school_desk.hub.portal.bodies import Upload
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.downloads import XLSX, attachment, made
from school_desk.intake.files import trial
from school_desk.intake.roster import RosterPreview, reasons_to_return, roster_command, roster_ledger
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import new_id
from school_desk.plans.queries import PlanRow, open_plans

READ = "school_desk.intake.sent_roster:read_sent_roster"
RETURN = "school_desk.intake.sent_roster:sent_roster_returned"
EMPTY_ROSTER = "school_desk.adapters.sheets.roster_template:roster_template"
_ROW_WORDS: dict[RowState, tuple[str, str]] = {
    "imported": ("可以报名", "已报名"),
    "updated": ("可以更新", "已更新"),
    "skipped": ("跳过", "跳过"),
    "failed": ("有误", "未报名"),
}
_TONES: dict[RowState, str] = {"imported": "good", "updated": "info", "skipped": "", "failed": "bad"}
Draft = dict[str, Any]


def enroll(visit: Visit) -> Response:
    """The page: which plans are 报名中, the roster to send, the way to the form for one."""
    if visit.method == "GET":
        return visit.page("enroll", **facts(visit))
    try:
        refuse_gate(visit)
        uploads.count(visit)
        _keep_draft(visit)
    except RuleViolation as refusal:
        return visit.refused("enroll", refusal, **facts(visit))
    return visit.go("/enterprise/enroll/roster")


def template(visit: Visit) -> Response:
    """The empty roster, with the trades and levels of the plans that are 报名中."""
    plans = plans_now(visit)
    trades = tuple(dict.fromkeys(plan.trade for plan in plans))
    levels = tuple(dict.fromkeys(plan.level.label for plan in sorted(plans, key=lambda plan: plan.level)))
    content = made(visit, EMPTY_ROSTER, trades, levels, visit.enterprise.name)
    return attachment("报名人员名单.xlsx", XLSX, content)


def roster(visit: Visit) -> Response:
    """The roster that was sent, row by row: what would become of each, and once it is confirmed what became of it."""
    draft = _newest(visit)
    if not draft:
        return visit.go("/enterprise/enroll?done=gone")
    if visit.method == "GET":
        return visit.page("enroll_roster", **_told(draft))
    try:
        _refuse_another(visit, draft)
        if "batch" in draft:
            return visit.page("enroll_roster", **_told(draft))
        uploads.count(visit)
        preview = _read_kept(visit, draft)
        outcome = carry_out(visit, roster_command(visit.site.school, preview, visit.enterprise.id), draft["command_id"])
    except RuleViolation as refusal:
        return visit.refused("enroll_roster", refusal, **_told(_newest(visit) or draft))
    if outcome is not None:
        draft["rows"] = _plain(roster_ledger(preview, outcome))
        draft["batch"] = outcome.batch_number or ""
        if _newest(visit).get("command_id") != draft["command_id"]:
            # The next one was sent meanwhile, and is not to be lost for this one's outcome.
            return visit.page("enroll_roster", **_told(draft))
        visit.site.rosters.keep_answers(visit.me.id, draft)
    return visit.go("/enterprise/enroll/roster?done=enrolled")


def returned(visit: Visit) -> Response:
    """The enterprise's own workbook with the reasons beside the rows that are wrong."""
    draft = _newest(visit)
    content = visit.site.rosters.file(visit.me.id, "roster") if draft else None
    reasons = reasons_to_return(_rows(draft)) if draft else {}
    if content is None or not reasons or _digest(content) != draft.get("sha256"):
        return visit.go("/enterprise/enroll?done=gone")
    name = draft["name"]
    annotated = made(visit, RETURN, content, name, RosterPlace(*draft["place"]), reasons)
    called = f"{name.rpartition('.')[0] or name}（有误的行已注明原因）.xlsx"
    # It holds everybody's whole numbers, not only theirs whose rows are wrong.
    command, actor = RecordPapers("退回的报名名单", len(_peoples_rows(draft)), called), visit.actor
    visit.write(lambda session: visit.site.carry_out(session, command, actor))
    return attachment(called, XLSX, annotated)


def _newest(visit: Visit) -> Draft:
    """The roster that this account sent last; empty when there is none (any more)."""
    return visit.site.rosters.answers(visit.me.id)


def _refuse_another(visit: Visit, draft: Draft) -> None:
    """An account has one roster at a time: another window, or a colleague, may have sent the next one since this page was shown."""
    if visit.text("roster") != draft["command_id"]:
        raise _another()


def _another() -> RuleViolation:
    return RuleViolation("roster.another", "名单已经换成后来上传的另一份，请核对下面的内容，再确认报名。")


def _digest(content: bytes | None) -> str:
    """What a file is known again by: its SHA-256, "" when there is none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def facts(visit: Visit) -> dict[str, Any]:
    """Why the enterprise may not enrol now (None: it may), and the plans that are 报名中."""
    school = visit.site.school
    with school.reading() as session:
        gate = enrol_gate(session, school.id, visit.enterprise.id)
    return {"gate": gate, "plans": plans_now(visit)}


def refuse_gate(visit: Visit) -> None:
    """Raises RuleViolation `enrollment.enterprise` when the enterprise may not enrol now."""
    gate = facts(visit)["gate"]
    if gate:
        raise RuleViolation("enrollment.enterprise", f"不能报名：{gate}。")


def plans_now(visit: Visit) -> tuple[PlanRow, ...]:
    """The plan that takes enrolments today for each trade and level."""
    school = visit.site.school
    with school.reading() as session:
        found = open_plans(session, school.id, local_date(visit.now)).values()
    return tuple(sorted(found, key=lambda plan: (plan.trade, plan.level)))


def _keep_draft(visit: Visit) -> None:
    """Reads what was sent, tries it, and keeps it sealed until it is confirmed. Raises RuleViolation."""
    sent, photos, preview = _read_sent(visit)
    rows = _tried(visit, preview)
    site, me, place = visit.site, visit.me.id, preview.sheet.place
    site.rosters.drop(me)
    site.rosters.keep_file(me, "roster", sent.content)
    if photos is not None:
        site.rosters.keep_file(me, "photos", photos.content)
    draft = {
        "name": sent.name,
        "photos": photos.name if photos else "",
        "sha256": _digest(sent.content),
        "photos_sha256": _digest(photos.content if photos else None),
        "place": [place.sheet_name, place.header_row_no, place.id_column],
        "rows": _plain(rows),
        "notes": list(preview.notes),
        "command_id": new_id(visit.now),
    }
    site.rosters.keep_answers(me, draft)


def _read_sent(visit: Visit) -> tuple[Upload, Upload | None, RosterPreview]:
    sent, photos = visit.body.files.get("roster"), visit.body.files.get("photos")
    if sent is None:
        raise RuleViolation("roster.absent", "请选择报名名单（xlsx、xls 或 csv 文件）。", field="roster")
    zipped = None if photos is None else (photos.content, photos.name)
    try:
        preview: RosterPreview = uploads.read(visit, READ, sent.content, sent.name, zipped)
    except RuleViolation as refusal:
        if refusal.code != "roster.several_sheets":
            raise
        message = f"“{sent.name}”里有几张工作表都有人员。请每次只留一张工作表，分次上传。"
        raise RuleViolation(refusal.code, message, field="roster") from refusal
    return sent, photos, preview


def _read_kept(visit: Visit, draft: Draft) -> RosterPreview:
    """What was shown, read again. Each file is kept by itself: one that is sent at this moment may lie there beside these answers.

    Raises RuleViolation `draft.gone`, and `roster.another` when it is not what these answers are about.
    """
    content = visit.site.rosters.file(visit.me.id, "roster")
    photos = visit.site.rosters.file(visit.me.id, "photos") if draft.get("photos_sha256") else None
    if content is None:
        raise RuleViolation("draft.gone", "名单已经过期，请重新上传。")
    # Answers that an earlier version kept, two hours ago at most, say nothing of their files.
    if (_digest(content), _digest(photos)) != (draft.get("sha256"), draft.get("photos_sha256")):
        raise _another()
    zipped = None if photos is None else (photos, draft["photos"])
    preview: RosterPreview = uploads.read(visit, READ, content, draft["name"], zipped)
    return preview


def _tried(visit: Visit, preview: RosterPreview) -> tuple[LedgerRow, ...]:
    school = visit.site.school
    named = trial(school.folder.blobs, school.database.cipher)
    command = roster_command(named, preview, visit.enterprise.id)
    return roster_ledger(preview, school.bus.execute(command, visit.actor, dry_run=True).result)


def carry_out(visit: Visit, command: ImportRoster, command_id: str) -> RosterOutcome | None:
    """What became of it; None when it was carried out before (the button was pressed twice)."""
    outcome = visit.write(lambda session: visit.site.carry_out(session, command, visit.actor, command_id))
    return None if outcome.duplicate else outcome.result


def _plain(rows: Iterable[LedgerRow]) -> list[list[Any]]:
    return [[row.row_no, row.name, row.state, list(row.reasons)] for row in rows]


def _rows(draft: Draft) -> tuple[LedgerRow, ...]:
    return tuple(LedgerRow(row_no, name, state, tuple(reasons)) for row_no, name, state, reasons in draft["rows"])


def _peoples_rows(draft: Draft) -> list[LedgerRow]:
    """The title and the header are nobody's."""
    return [row for row in _rows(draft) if row.name or row.state != "skipped"]


def _told(draft: Draft) -> dict[str, Any]:
    """What the page of a roster shows; whoever must be put right stands on top."""
    rows, over = _peoples_rows(draft), "batch" in draft
    words = {state: word[over] for state, word in _ROW_WORDS.items()}
    counts = [(words[state], count(rows, state), _TONES[state]) for state in words]
    return {
        "draft": draft,
        "over": over,
        "rows": sorted(rows, key=lambda row: (row.state != "failed", row.row_no)),
        "words": words,
        "tones": _TONES,
        "counts": counts,
        "wrong": count(rows, "failed"),
        "useful": count(rows, "imported") + count(rows, "updated"),
    }
