"""The order of the tour: the manual's nine steps and what the office does around them."""

from __future__ import annotations

from pathlib import Path

from school_desk.desk.tour import certificates, enrolment, enterprises, exams, learning, money, office
from school_desk.desk.tour.walk import Walk


def walk_the_chain(walk: Walk, papers: Path) -> None:
    """Every step, in order; the first that fails ends the walk."""
    office.found(walk)
    office.add_staff(walk)
    enrolment.plans(walk)
    enterprises.registrations(walk, papers)
    enterprises.reviews(walk)
    enterprises.on_site_reviews(walk)
    enterprises.decisions(walk)
    enrolment.rosters(walk, papers)
    money.statement(walk, papers)
    money.review(walk)
    learning.accounts(walk)
    learning.hours(walk, papers)
    exams.applications(walk)
    exams.rooms(walk)
    exams.plans(walk)
    certificates.scores(walk, papers)
    certificates.certificates(walk, papers)
    office.count_rows(walk)
