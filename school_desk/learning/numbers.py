"""People by the id number under which the platform knows them: a number that was corrected since is still the one it was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from school_desk.enrollments.queries import EnrolledRow, enrolled, find_enrollments, number_corrections
from school_desk.kernel.clock import local_date
from school_desk.terms.identifiers import normalise_resident_id
from school_desk.terms.statuses import StudyAccountStatus

OTHER_NUMBER = {
    StudyAccountStatus.EXPORTED: "学习账号已按更正前的号码导出，请到“学习账号与学时”退回待开通，再重新导出。",
    StudyAccountStatus.OPENED: "学习账号已按更正前的号码开通，请到“学习账号与学时”退回待开通，再重新导出。",
}


@dataclass(frozen=True)
class Numbered:
    """The standing enrolments of one person. `until`: when the number they were found by was corrected; None: it is theirs today."""

    people: tuple[EnrolledRow, ...]
    until: datetime | None = None


def people_by_number(session: Session, school_id: str, id_numbers: Iterable[str]) -> dict[str, Numbered]:
    """Who has each of these numbers (as written), else who had it before it was corrected."""
    direct = find_enrollments(session, school_id, id_numbers)
    known = {number: Numbered(people) for number, people in direct.items()}
    strange = {normalise_resident_id(number): number for number, people in direct.items() if not people}
    if not strange:
        return known
    for trainee_id, corrections in number_corrections(session, school_id).items():
        for corrected_at, old in corrections:
            number = strange.get(normalise_resident_id(old))
            if number is not None:
                people = enrolled(session, school_id, trainee_id=trainee_id, active_only=True)
                known[number] = Numbered(people, corrected_at)
    return known


def given_another(
    person: EnrolledRow,
    corrections: Mapping[str, Sequence[tuple[datetime, str]]],
    exported_at: datetime | None,
    opened_on: date | None,
) -> bool:
    """Whether the platform was given another number than the person has today: it was corrected after the account was handed out."""
    for corrected_at, old in corrections.get(person.trainee_id, ()):
        if _after(corrected_at, exported_at, opened_on):
            return old != person.id_number
    return False


def _after(corrected_at: datetime, exported_at: datetime | None, opened_on: date | None) -> bool:
    if exported_at is not None:
        return corrected_at > exported_at
    return opened_on is not None and local_date(corrected_at) >= opened_on
