"""The decisions about scores, as commands. Marks are tenths (595 is 59.5). Their handlers are in handlers.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from school_desk.documents.commands import StoredFile
from school_desk.documents.ledger import SkippedEntry
from school_desk.kernel.commands import Command
from school_desk.terms.roles import DECIDERS, EXAMINERS
from school_desk.terms.statuses import ScoreFlag, Subject


@dataclass(frozen=True)
class Reading:
    """One score cell as its reader found it: tenths, a flag, a problem (a sentence), or nothing of these: blank, which is not 0."""

    tenths: int | None = None
    flag: ScoreFlag | None = None
    problem: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        return self.tenths is None and self.flag is None and not self.problem


@dataclass(frozen=True)
class ScoreEntry:
    """One row of the examiners' sheet as written; `problems` are what the reader found in the other cells."""

    row_no: int
    ticket_no: str = ""
    name: str = ""
    id_number: str = ""
    trade: str = ""
    level: str = ""
    theory: Reading = Reading()
    safety: Reading = Reading()
    practice: Reading = Reading()
    note: str = ""
    problems: tuple[str, ...] = ()

    @property
    def readings(self) -> dict[Subject, Reading]:
        """The three cells by subject."""
        return {Subject.THEORY: self.theory, Subject.SAFETY: self.safety, Subject.PRACTICE: self.practice}


@dataclass(frozen=True)
class _ByExaminer(Command):
    allowed: ClassVar[frozenset[str]] = EXAMINERS


@dataclass(frozen=True)
class ImportScores(_ByExaminer):
    """导入成绩. `plan_id` None: each row goes to the plan that its ticket number or id number says."""

    label: ClassVar[str] = "导入成绩"

    file_name: str
    entries: tuple[ScoreEntry, ...]
    plan_id: str | None = None
    skipped: tuple[SkippedEntry, ...] = ()

    @property
    def subject(self) -> str:
        """Which file."""
        return self.file_name


@dataclass(frozen=True)
class EnterScore(_ByExaminer):
    """录入成绩: one subject of one candidate by hand. Neither mark nor flag: what was entered by mistake is cleared."""

    label: ClassVar[str] = "录入成绩"

    candidate_id: str
    score_of: Subject
    mark_tenths: int | None = None
    flag: ScoreFlag | None = None


@dataclass(frozen=True)
class SubmitScores(_ByExaminer):
    """成绩报审: freezes the scores of a plan that are not approved yet as its next version.

    `expect_missing`: how many candidates without a full set of scores the person saw and submits without.
    """

    label: ClassVar[str] = "成绩报审"

    plan_id: str
    submitted_on: date
    expect_missing: int = 0


@dataclass(frozen=True)
class RecordSubmissionAccepted(_ByExaminer):
    """登记受理."""

    label: ClassVar[str] = "登记成绩受理"
    allowed: ClassVar[frozenset[str]] = DECIDERS

    submission_id: str
    accepted_on: date


@dataclass(frozen=True)
class RecordSubmissionDecision(_ByExaminer):
    """What the authority decided on a 成绩报审, with its evidence. A refused one may be submitted again, as the next version."""

    label: ClassVar[str] = "登记成绩审核结论"
    allowed: ClassVar[frozenset[str]] = DECIDERS

    submission_id: str
    approved: bool
    decided_on: date
    document_no: str = ""
    evidence: StoredFile | None = None
    reason: str = ""

    @property
    def subject(self) -> str:
        """What was decided."""
        return " ".join(filter(None, ("通过" if self.approved else "不通过", self.document_no.strip())))
