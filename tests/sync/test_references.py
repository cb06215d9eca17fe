"""A snapshot whose rows refer to none that came is not taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from school_desk.composition import metadata
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.tables import SchoolRow, table_of
from school_desk.plans.commands import CreatePlan, ExtendPlan
from school_desk.plans.tables import PlanExtensionRow
from school_desk.sync import snapshot, wire
from school_desk.sync.joining import Seat, begin_anew
from school_desk.sync.references import References
from school_desk.terms.levels import SkillLevel
from tests.sync.net import Net

SCHOOL, SEAT = "a" * 32, Seat("", "0" * 32, 1, "", "", 0)


def noted(*rows: tuple[str, dict[str, list[str]]]) -> bool:
    references = References(SCHOOL)
    for table, columns in rows:
        references.note(metadata().tables[table], {"school_id": [SCHOOL], **columns})
    return references.hold()


def test_each_reference_leads_to_a_row() -> None:
    plan, extension = (
        ("training_plan", {"id": ["1", "2"]}),
        ("plan_extension", {"id": ["5", "6"], "plan_id": ["1", "2"]}),
    )
    assert noted(plan, extension)
    assert noted(extension, plan), "whichever comes first"
    assert noted(plan, ("plan_extension", {"id": ["5", "6"], "plan_id": ["2"]})), "the same for all rows"
    assert noted(plan, ("training_plan", {"id": ["3"]}), ("plan_extension", {"id": ["5"], "plan_id": ["3"]}))
    assert not noted(plan, ("plan_extension", {"id": ["5", "6"], "plan_id": ["1", "3"]}))
    assert not noted(extension)


def test_a_row_may_refer_to_nothing_and_to_its_own_kind() -> None:
    table, others = metadata().tables["enrollment"], ("trainee", "enterprise", "enrollment_batch", "training_plan")
    references, whose = References(SCHOOL), {"school_id": [SCHOOL]}
    for other in others:
        references.note(metadata().tables[other], whose | {"id": [other]})
    enrolled = whose | {"trainee_id": ["trainee"], "enterprise_id": ["enterprise"]}
    enrolled |= {"batch_id": ["enrollment_batch"], "plan_id": ["training_plan"]}
    references.note(table, enrolled | {"id": ["1", "2"], "previous_id": [None]})
    references.note(table, enrolled | {"id": ["3"], "previous_id": ["1"]})
    assert references.hold()
    references.note(table, enrolled | {"id": ["4"], "previous_id": ["5"]})
    assert not references.hold()


@pytest.mark.parametrize("whose", [["b" * 32], [SCHOOL, "b" * 32], []])
def test_a_row_of_another_school_holds_nothing(whose: list[str]) -> None:
    references = References(SCHOOL)
    references.note(table_of(SchoolRow), {"id": [SCHOOL]})
    assert references.hold()
    references.note(table_of(PlanExtensionRow), {"school_id": whose, "id": ["1"]})
    assert not references.hold()


def test_a_snapshot_without_what_it_refers_to_changes_nothing(net: Net) -> None:
    one, other = net.desks
    made = one.do(CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 1), 60_000, 16))
    one.do(ExtendPlan(made.result["plan_id"], date(2026, 9, 2), "延期"))
    one.sync()
    before = other.dump()

    def without_plans() -> Iterator[bytes]:
        left = 0
        for message in other.line.snapshot():
            chunk = wire.decode(message, snapshot._ANY_CHUNK)
            if isinstance(chunk, snapshot.Rows) and chunk.table == "training_plan":
                left += 1
            elif isinstance(chunk, snapshot.End):
                assert left, "there was one"
                yield wire.encode(snapshot.End(chunk.chunks - left))
            else:
                yield message

    with pytest.raises(EnvironmentFault, match="不完整") as fault, other.database.writing() as session:
        begin_anew(session, other.bus, other.roles, SEAT, without_plans())
    assert fault.value.code == "sync.damaged"
    assert other.dump() == before
