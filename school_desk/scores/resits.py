"""补考: who may sit again and for which subjects, asked before `ApplyForExam` that names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from school_desk.exams.applications import applications
from school_desk.kernel import settings
from school_desk.scores.domain import kept_for_resit
from school_desk.scores.queries import undecided
from school_desk.scores.settings import KEPT_MONTHS
from school_desk.scores.standings import Standing, standings
from school_desk.terms.statuses import Subject


def open_subjects(
    session: Session, school_id: str, reached: Mapping[str, Standing], today: date
) -> dict[str, tuple[Subject, ...]]:
    """What each that has not passed sits again `today`: what was never passed, or so long ago that it is kept no more."""
    months = settings.read(session, school_id, KEPT_MONTHS, today)
    kept = {
        key: kept_for_resit(one.passed_on, today, months, one.kept_months)
        for key, one in reached.items()
        if not one.passed
    }
    return {key: tuple(subject for subject in Subject if subject not in subjects) for key, subjects in kept.items()}


def resits(
    session: Session, school_id: str, enrollment_ids: Collection[str], today: date
) -> dict[str, tuple[Subject, ...]]:
    """Which of these may apply for a resit `today`, and for what: their exam is over and its results are approved."""
    held = {key for key, one in applications(session, school_id, today, enrollment_ids).items() if one.over}
    reached = standings(session, school_id, held - undecided(session, school_id, held))
    return {key: subjects for key, subjects in open_subjects(session, school_id, reached, today).items() if subjects}
