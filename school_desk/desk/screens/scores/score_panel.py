"""What the side panel of the scores shows to read: one candidate's result, or every version that went to the authority."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.scores.score_lists import mark_said
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.texts import heading
from school_desk.scores.queries import ScoreDifference, ScoreSheetRow, SubmissionRow
from school_desk.terms.labels import SUBJECTS, score_submission_status
from school_desk.terms.masking import mask_id
from school_desk.terms.statuses import Subject
from school_desk.terms.statuses import SubmissionStatus as Status

_TONES = {Status.APPROVED: Tone.GOOD, Status.REJECTED: Tone.BAD}


def candidate_facts(row: ScoreSheetRow) -> FactsGrid:
    """One candidate with marks and result."""
    version = row.submission
    facts = [
        Fact("准考证号", row.ticket_no),
        Fact("证件号", mask_id(row.id_number)),
        Fact("企业", row.enterprise),
        *(Fact(SUBJECTS[subject], mark_said(subject, row)) for subject in Subject),
        Fact("结果", row.result.words),
        Fact("成绩报审", "还没有报审" if version is None else f"第 {version.version} 版", _version_chip(version)),
    ]
    return FactsGrid(facts, columns=1)


class Versions(QWidget):
    """Every version with its days and its evidence, the newest on top, and what it changed against the one before."""

    def __init__(
        self,
        submissions: Sequence[SubmissionRow],
        changes: Sequence[ScoreDifference],
        show_evidence: Callable[[str], None],
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        newest = submissions[-1] if submissions else None
        for version in reversed(submissions):
            column.addWidget(heading(f"第 {version.version} 版"))
            column.addWidget(FactsGrid(_version_facts(version), columns=1))
            if version.evidence_document_id is not None:
                document_id = version.evidence_document_id
                look = action_button("查看依据", "eye", role="link", on=partial(show_evidence, document_id))
                column.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)
            if version is newest and changes:
                column.addWidget(FactsGrid([_change(change) for change in changes], columns=1))
            column.addSpacing(GAP_L)


def _version_facts(version: SubmissionRow) -> list[Fact]:
    said = (
        ("报审", version.submitted_on),
        ("受理", version.accepted_on),
        ("结论", version.decided_on),
        ("文号", version.document_no),
        ("原因", version.reason),
    )
    facts = [Fact(label, str(value)) for label, value in said if value]
    return [replace(facts[0], chip=_version_chip(version)), *facts[1:]]


def _version_chip(version: SubmissionRow | None) -> Chip | None:
    if version is None:
        return None
    if version.status is Status.SUBMITTED:
        return Chip("已提交待受理", Tone.WARN)
    return Chip(score_submission_status(version.status), _TONES.get(version.status, Tone.INFO))


def _change(change: ScoreDifference) -> Fact:
    before = "没有成绩" if change.before is None else change.before.words
    after = "没有成绩" if change.after is None else change.after.words
    return Fact(f"{change.name} {SUBJECTS[change.subject]}", f"{before} 改为 {after}")
