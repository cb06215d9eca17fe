"""合格人员名册 of one exam plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from school_desk.adapters.printing.passed_roster import PassedRoster, PassedTrainee
from school_desk.certificates.queries import certified_enrollments
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.exams.results_queries import held_plans
from school_desk.output.exams import printed_on
from school_desk.scores.queries import score_sheet
from school_desk.scores.standings import Standing, passed_enrollments
from school_desk.terms.statuses import Subject

if TYPE_CHECKING:
    from school_desk.composition import School

PASSED_ROSTER = "school_desk.adapters.printing.passed_roster:passed_roster"


def passed_roster(school: School, plan_id: str) -> PassedRoster:
    """What `PASSED_ROSTER` takes: who sat in this plan and passed with it, by approved scores, those kept from before among them."""
    with school.reading() as session:
        plan = held_plans(session, school.id, [plan_id])[plan_id]
        sat = [row.enrollment_id for row in score_sheet(session, school.id, plan_id)]
        passed = passed_enrollments(session, school.id, sat, until=plan.first_on or date.max)
        numbers = certified_enrollments(session, school.id, passed)
        people = {person.id: person for person in enrolled(session, school.id, ids=passed)}
    trainees = tuple(_trainee(people[key], passed[key], numbers.get(key, "")) for key in sat if key in passed)
    return PassedRoster(school.name, plan.name, trainees, printed_on(school))


def _trainee(person: EnrolledRow, standing: Standing, number: str) -> PassedTrainee:
    theory, safety, practice = (standing.marks[subject].words for subject in Subject)
    return PassedTrainee(
        name=person.name,
        resident_id=person.id_number,
        employer=person.enterprise,
        trade=person.trade,
        level=person.level.label,
        theory=theory,
        safety=safety,
        practice=practice,
        certificate_number=number,
    )
