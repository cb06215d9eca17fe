"""The order of the tour: the manual's nine steps and what the office does around them."""

from __future__ import annotations

from pathlib import Path

from school_desk.desk.tour import (
    backup,
    certificates,
    enrolment,
    enterprises,
    exams,
    learning,
    money,
    office,
    overview,
    papers,
    query,
)
from school_desk.desk.tour.walk import Walk


def walk_the_chain(walk: Walk, folder: Path) -> None:
    """Every step on the papers in `folder`, in order; the first that fails ends the walk."""
    office.found(walk)
    office.add_staff(walk)
    enrolment.plans(walk)
    enterprises.registrations(walk, folder)
    enterprises.reviews(walk)
    enterprises.on_site_reviews(walk)
    enterprises.decisions(walk)
    enrolment.rosters(walk, folder)
    money.statement(walk, folder)
    money.review(walk)
    papers.invoices(walk)
    papers.refund(walk)
    overview.workbench(walk)
    learning.accounts(walk)
    learning.hours(walk, folder)
    exams.applications(walk)
    exams.rooms(walk)
    exams.plans(walk)
    certificates.scores(walk, folder)
    certificates.certificates(walk, folder)
    query.query(walk)
    overview.journal(walk)
    office.count_rows(walk)
    backup.back_up_and_restore(walk)
