"""Trainees as rows: one per identity document, with the keyed hashes that find them."""

from __future__ import annotations

import sqlalchemy as sa

from school_desk.enrollments.domain import Person
from school_desk.enrollments.tables import ID_TAIL, MOBILE_TAIL, TraineeRow
from school_desk.kernel.commands import Context
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identity import IdType
from school_desk.terms.search import search_text


def find_trainee(context: Context, id_type: IdType, id_number: str) -> TraineeRow | None:
    """The trainee with this identity document."""
    return context.session.scalar(
        sa.select(TraineeRow).where(
            TraineeRow.school_id == context.school_id,
            TraineeRow.id_type == id_type,
            TraineeRow.id_number_key == id_number,
        )
    )


def add_or_find_trainee(context: Context, person: Person, *, label: str) -> TraineeRow:
    """The trainee with the person's document, made when there is none. Raises RuleViolation when the name is another."""
    row = find_trainee(context, person.id_type, person.id_number)
    if row is not None:
        if row.name != person.name:
            raise RuleViolation("trainee.other_name", other_name(row.name), field="name")
        return row
    row = TraineeRow(
        school_id=context.school_id,
        id=context.new_id(label),
        name=person.name,
        search_text=trainee_search_text(person.name),
        id_type=person.id_type,
        sex=person.sex,
        birth_date=person.birth_date,
        id_number=person.id_number,
        id_number_key=person.id_number,
        id_tail_key=ID_TAIL.of(person.id_number),
        mobile=person.mobile,
        mobile_key=person.mobile,
        mobile_tail_key=MOBILE_TAIL.of(person.mobile),
    )
    context.session.add(row)
    context.session.flush()
    return row


def set_mobile(row: TraineeRow, mobile: str) -> None:
    """Changes the number with the keys that find it."""
    if row.mobile != mobile:
        row.mobile = mobile
        row.mobile_key, row.mobile_tail_key = mobile, MOBILE_TAIL.of(mobile)


def set_id_number(context: Context, row: TraineeRow, number: str) -> None:
    """Changes the number with the keys that find it, unless it is another trainee's."""
    other = find_trainee(context, row.id_type, number)
    if other is not None and other.id != row.id:
        raise RuleViolation("trainee.known", f"这个证件号已登记为学员“{other.name}”，请核对。", field="id_number")
    row.id_number, row.id_number_key, row.id_tail_key = number, number, ID_TAIL.of(number)


def trainee_search_text(name: str) -> str:
    """What a list searches: the name and the initials of every reading of it."""
    return search_text(name)[:300]


def other_name(known: str) -> str:
    """The sentence for an id number known under another name."""
    return f"这个证件号已登记为“{known}”，与所填姓名不同，请核对身份证。"
