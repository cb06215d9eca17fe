"""The examiners' sheet becomes one `ImportScores`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.exams.results_queries import held_plans
from school_desk.intake.files import FileMark, mark_of
from school_desk.intake.steps import skipped_entries
from school_desk.kernel.errors import RuleViolation
from school_desk.scores.commands import ImportScores, Reading, ScoreEntry
from school_desk.terms.statuses import ScoreFlag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school_desk.adapters.sheets.results import ScoreRow, SheetRows
    from school_desk.adapters.sheets.values import ScoreReading
    from school_desk.composition import School


@dataclass(frozen=True)
class ScoresPreview:
    """The sheet as read."""

    file: FileMark
    sheet: SheetRows[ScoreRow]


def read_scores(path: str, mapping: Mapping[str, str] | None = None) -> ScoresPreview:
    """The rows of the workbook. Raises as `adapters.sheets.results.read_scores`."""
    from school_desk.adapters.sheets.results import read_scores as read_sheet

    return ScoresPreview(mark_of(Path(path)), read_sheet(Path(path), mapping))


def scores_command(school: School, preview: ScoresPreview, plan_id: str | None = None) -> ImportScores:
    """The command for the whole file; `plan_id` None: each row goes to the plan that its numbers say."""
    entries = tuple(_entry(row) for row in preview.sheet.rows)
    return ImportScores(preview.file.name, entries, plan_id, skipped_entries(preview.sheet.skipped))


def required_plan(school: School, number: str) -> str:
    """The id of the exam plan with this number. Raises RuleViolation `exam_plan.unknown`."""
    with school.reading() as session:
        found = next((plan.id for plan in held_plans(session, school.id).values() if plan.number == number), None)
    if found is None:
        raise RuleViolation("exam_plan.unknown", f"没有编号为“{number}”的考核计划，请核对。", field="plan")
    return found


def _entry(row: ScoreRow) -> ScoreEntry:
    return ScoreEntry(
        row_no=row.row_no,
        ticket_no=row.ticket_no,
        name=row.name,
        id_number=row.id_number,
        trade=row.trade,
        level=row.level,
        theory=_reading(row.theory),
        safety=_reading(row.safety),
        practice=_reading(row.practice),
        note=row.note,
        problems=tuple(problem.message for problem in row.problems),
    )


def _reading(cell: ScoreReading) -> Reading:
    return Reading(cell.tenths, None if cell.flag is None else ScoreFlag(cell.flag.value), cell.problem)
