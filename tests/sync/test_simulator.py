"""The simulator finds nothing wrong, and finds every way to be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import InvalidRequestError

from tests.hub.servers import OnServer, Server
from tests.sync.mutants import MUTANTS, Mutate
from tests.sync.simulator import Wrong, run
from tests.sync.stage import Stage, stage

# The counters below prove that these did something, Hubs restored among it; a mutant has so many to betray itself.
SCHEDULES = range(35, 60)
MOST = 150
# Those that take long to betray themselves begin near where they were first seen.
SHY = {"any_history_will_do": 105, "only_one_page": 15}


@pytest.fixture(scope="module")
def days() -> Iterator[Stage]:
    with stage() as made:
        yield made


@pytest.fixture(scope="module")
def days_on_server(server: Server) -> Iterator[Stage]:
    with stage(OnServer(server)) as made:
        yield made


def test_nothing_is_lost_doubled_different_or_stuck(days: Stage) -> None:
    total: Counter[str] = Counter()
    for seed in SCHEDULES:
        total += run(seed, days)
    for happened in (
        "on the website",
        "accepted",
        "refused",
        "refused here",
        "undos",
        "push lost",
        "push answer lost",
        "pull lost",
    ):
        assert total[happened] >= 5, happened
    for happened in ("push answered with a 4xx", "desk killed", "committed desk killed", "hub killed", "oracles"):
        assert total[happened] >= 2, happened
    for happened in ("hubs restored", "desks restored", "for the desks to bring back"):
        assert total[happened] >= 2, happened


@pytest.mark.long
@pytest.mark.parametrize("mutate", MUTANTS, ids=lambda mutate: mutate.__name__)
def test_each_way_to_be_wrong_is_found(days: Stage, mutate: Mutate, monkeypatch: pytest.MonkeyPatch) -> None:
    mutate(monkeypatch)
    with pytest.raises(Wrong) as found:
        _play(days, SHY.get(mutate.__name__, 0))
    assert not isinstance(found.value.__cause__, TypeError | AttributeError | InvalidRequestError), (
        "a slip of the test's own"
    )


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_hub_on_a_server_does_no_worse(days_on_server: Stage, seed: int) -> None:
    assert run(seed, days_on_server)["rounds"]


def _play(days: Stage, first: int) -> None:
    for seed in range(first, first + MOST):
        run(seed, days)
