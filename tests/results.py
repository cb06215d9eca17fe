"""Exams that were held, scores and certificates for tests, given as commands; days are those of October 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from school_desk.certificates.commands import ImportCertificateNumbers, NumberEntry
from school_desk.documents.ledger import LedgerRow
from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.commands import RecordPlanAccepted, RecordPlanDecision, ReportPlan
from school_desk.exams.results_queries import Candidate, candidates
from school_desk.scores import queries
from school_desk.scores.commands import (
    ImportScores,
    Reading,
    RecordSubmissionAccepted,
    RecordSubmissionDecision,
    ScoreEntry,
    SubmitScores,
)
from school_desk.terms.statuses import ScoreFlag
from tests.examinations import full_plan
from tests.learners import ready
from tests.school import Office

ABSENT = Reading(flag=ScoreFlag.ABSENT)
GOOD = (880, 660, 760)


def approve_plan(office: Office, plan_id: str, day: int = 9) -> None:
    """The plan is reported, accepted and approved on that day."""
    office.move_to(2026, 10, day, 9)
    office.do(ReportPlan(plan_id), office.examiner)
    office.do(RecordPlanAccepted(plan_id, date(2026, 10, day)), office.examiner)
    office.do(RecordPlanDecision(plan_id, True, date(2026, 10, day), "湖建考〔2026〕3号"), office.examiner)


def examined(office: Office, count: int = 2) -> tuple[str, tuple[EnrolledRow, ...]]:
    """An approved plan whose exam was held on 2026-10-20, and its people; it is the 21st."""
    people = ready(office, count)
    plan_id = full_plan(office, *people)
    approve_plan(office, plan_id)
    office.move_to(2026, 10, 21, 9)
    return plan_id, people


def sat(office: Office, plan_id: str, person: EnrolledRow) -> Candidate:
    """The person as the plan's candidate."""
    with office.school.reading() as session:
        found = candidates(session, office.school.id, plan_id=plan_id, enrollment_ids=[person.id])
    return found[0]


def marks(theory: int, safety: int, practice: int) -> dict[str, Any]:
    """The three cells of a row, in tenths."""
    return {"theory": Reading(theory), "safety": Reading(safety), "practice": Reading(practice)}


def entry(office: Office, plan_id: str, person: EnrolledRow, row_no: int = 2, **changes: Any) -> ScoreEntry:
    """A good row of the examiners' sheet; `changes` replace single cells."""
    cells: dict[str, Any] = {
        "ticket_no": sat(office, plan_id, person).ticket_no,
        "name": person.name,
        "id_number": person.id_number,
        "trade": "钢筋工",
        "level": "中级工",
        **marks(*GOOD),
    }
    return ScoreEntry(row_no, **(cells | changes))


def import_scores(office: Office, plan_id: str | None, *entries: ScoreEntry) -> tuple[LedgerRow, ...]:
    """The ledger of one sheet."""
    command = ImportScores("成绩.xlsx", entries, plan_id)
    ledger: tuple[LedgerRow, ...] = office.do(command, office.examiner)
    assert len(ledger) == len(entries)
    return ledger


def submit(office: Office, plan_id: str, day: int = 21, **more: Any) -> str:
    """The id of the plan's next version."""
    command = SubmitScores(plan_id, date(2026, 10, day), **more)
    submission_id: str = office.do(command, office.examiner)["submission_id"]
    return submission_id


def decide(office: Office, submission_id: str, approved: bool = True, day: int = 21, **more: Any) -> None:
    """The authority accepts and decides."""
    office.do(RecordSubmissionAccepted(submission_id, date(2026, 10, day)), office.examiner)
    words: dict[str, Any] = {"document_no": "湖建成〔2026〕8号", "reason": "" if approved else "第 2 行存疑"}
    decision = RecordSubmissionDecision(submission_id, approved, date(2026, 10, day), **(words | more))
    office.do(decision, office.examiner)


def approved_scores(
    office: Office, count: int = 2, *worse: tuple[int, int, int]
) -> tuple[str, tuple[EnrolledRow, ...]]:
    """A plan with approved scores, good ones but for the first people's, which are `worse`."""
    plan_id, people = examined(office, count)
    given = [*worse, *[GOOD] * (count - len(worse))]
    rows = [
        entry(office, plan_id, p, n, **marks(*cells)) for n, (p, cells) in enumerate(zip(people, given, strict=True))
    ]
    import_scores(office, plan_id, *rows)
    decide(office, submit(office, plan_id))
    return plan_id, people


def sheet(office: Office, plan_id: str) -> dict[str, queries.ScoreSheetRow]:
    """The plan's score sheet, by name."""
    with office.school.reading() as session:
        return {row.name: row for row in queries.score_sheet(session, office.school.id, plan_id)}


def number_entry(person: EnrolledRow, number: str, row_no: int = 2, **changes: Any) -> NumberEntry:
    """A row of the authorities' list of numbers."""
    cells: dict[str, Any] = {
        "name": person.name,
        "id_number": person.id_number,
        "trade": "钢筋工",
        "level": "中级工",
        "number": number,
        "issued_on": date(2026, 10, 21),
    }
    return NumberEntry(row_no, **(cells | changes))


def import_numbers(office: Office, *entries: NumberEntry) -> tuple[LedgerRow, ...]:
    """The ledger of one list of numbers."""
    ledger: tuple[LedgerRow, ...] = office.do(ImportCertificateNumbers("证书编号.xlsx", entries), office.examiner)
    assert len(ledger) == len(entries)
    return ledger
