"""One Hub copied, both copies going on: a desk that followed one notices at the other, by the mark, and brings along all that it knows."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel import journal
from school_desk.kernel.refusals import RefusalRow
from school_desk.kernel.tables import JournalRow, OutboxRow
from school_desk.plans.commands import CreatePlan
from school_desk.plans.tables import TrainingPlanRow
from school_desk.staff.commands import AddStaff
from school_desk.staff.tables import StaffRow
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role
from tests.sync.net import HASH, DeskPlace, HubPlace, Net, Storage
from tests.sync.test_own_commands import registered, reviewer

# A desk has one block of plans' numbers when it has joined.
MORE_THAN_A_BLOCK = 24
PLAN = CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 1), 60_000, 16)


@pytest.fixture
def meet(net: Net, storage: Storage, tmp_path: Path) -> Iterator[Callable[[], HubPlace]]:
    """Copies the Hub; from then on the second desk knows the copy only."""

    copies: list[HubPlace] = []

    def copied() -> HubPlace:
        folder = tmp_path / "copy"
        net.hub.database.close()
        shutil.copytree(net.hub.folder, folder)
        storage.copied(net.hub.folder, folder)
        copy = HubPlace(folder, (folder / "key").read_bytes(), net.hub.school_id, net.clock, storage)
        net.desks[1].line.hub = copy
        copies.append(copy)
        return copy

    yield copied
    for copy in copies:
        copy.database.close()


def add(desk: DeskPlace, *logins: str) -> None:
    for login in logins:
        desk.do(AddStaff(f"clerk.{login}", login, (Role.CLERK,), HASH))
        desk.sync()


def entries(place: HubPlace | DeskPlace) -> Counter[str]:
    """How often each command stands in the journal."""
    return Counter(row.id for row in place.rows(JournalRow))


def check_alike(hub: HubPlace, *desks: DeskPlace) -> None:
    for _ in range(2):
        for desk in desks:
            desk.sync()
    for desk in desks:
        assert desk.dump() == hub.dump()
        assert desk.rows(OutboxRow) == []
        with desk.database.reading() as session:
            assert journal.first_broken(session, desk.database.cipher, desk.school_id) is None


@pytest.mark.parametrize(("here", "there"), [("a", "x"), ("abc", "x"), ("a", "xyz")], ids=["as far", "behind", "ahead"])
def test_a_desk_notices_by_the_mark_and_nothing_is_lost(
    net: Net, meet: Callable[[], HubPlace], here: str, there: str
) -> None:
    one, other = net.desks
    copy = meet()
    add(one, *here)
    add(other, *there)
    told = entries(net.hub) | entries(copy)
    one.line.hub = copy
    with one.database.reading() as session:
        end = journal.end_of(session, one.school_id)
    assert one.line.pull(end.seq, end.mark).known is False
    begun = one.sync().begun
    assert begun is not None, "the copy has not told what the desk followed"
    assert len(begun.carried) == len(here)
    check_alike(copy, one, other)
    assert entries(copy) == entries(one) == told, "all of both, each once"
    assert {row.name for row in copy.rows(StaffRow)} >= {*here, *there}
    assert copy.rows(RefusalRow) == []


def test_what_was_done_on_either_website_is_there(net: Net, meet: Callable[[], HubPlace]) -> None:
    """The desk brings along what its Hub did by itself."""
    one, other = net.desks
    copy = meet()
    enterprise_id = registered(net.hub)
    reviewer(copy)
    one.sync()
    other.sync()
    told = entries(net.hub) | entries(copy)
    one.line.hub = copy
    assert one.sync().begun is not None
    check_alike(copy, one, other)
    assert entries(copy) == told
    assert [row.id for row in copy.rows(EnterpriseRow)] == [enterprise_id]


def test_back_and_forth_doubles_nothing(net: Net, meet: Callable[[], HubPlace]) -> None:
    one, other = net.desks
    copy = meet()
    add(one, "a")
    add(other, "x")
    told = entries(net.hub) | entries(copy)
    for hub in (copy, net.hub, copy, net.hub):
        one.line.hub = other.line.hub = hub
        check_alike(hub, one, other)
        assert entries(hub) == told
    assert net.hub.dump() == copy.dump()


def test_a_number_that_both_gave_is_told_and_not_given_twice(net: Net, meet: Callable[[], HubPlace]) -> None:
    """Both copies hand out the same next block: who comes second is refused in words, with the plan in the refusal."""
    one, other = net.desks
    copy = meet()
    for desk in net.desks:
        for _ in range(MORE_THAN_A_BLOCK):
            desk.do(PLAN)
            desk.sync()
    given = entries(net.hub) | entries(copy)
    one.line.hub = copy
    assert one.sync().begun is not None
    check_alike(copy, one, other)
    numbers = Counter(row.number for row in copy.rows(TrainingPlanRow))
    refused = [row.code for row in copy.rows(RefusalRow)]
    assert set(numbers.values()) == {1}
    assert entries(copy).keys() >= given.keys()
    assert len(numbers) + len(refused) == 2 * MORE_THAN_A_BLOCK
    assert set(refused) == {"sync.taken"}, "else both drew from blocks of before the copy, and this showed nothing"
