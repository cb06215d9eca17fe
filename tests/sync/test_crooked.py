"""A desk whose data were tampered with, or that has a bug, sends commands that no desk of ours makes. Each is answered and stops nobody."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from typing import Any

import msgspec
import pytest

from school_desk.kernel import journal
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.journal import RowImages
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan
from school_desk.staff.commands import ChangeSetting
from school_desk.sync import wire
from school_desk.sync.wire import VerdictKind
from school_desk.terms.levels import SkillLevel
from tests.sync.net import Line, Net

ON = date(2026, 9, 1)
LONG, NUL = "甲" * 5_000, "甲\0乙"
ARGUMENTS: tuple[dict[str, Any], ...] = ({}, {"value": NUL}, {"value": 2**60}, {"value": [[[]]]}, {NUL: 1})
CROOKED: tuple[dict[str, Any], ...] = (
    *({"name": text} for text in ("", LONG, NUL, "RecordRefusal")),
    {"version": 2**53},
    *({"arguments": arguments} for arguments in ARGUMENTS),
    *({field: text} for field in ("actor_id", "actor_name", "subject", "effect") for text in ("", LONG, NUL)),
    *({"made_at": text} for text in ("", NUL, LONG, "2026-02-30T08:00:00+00:00", "2026-08-03", "08:00")),
    *({"made_at": text} for text in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")),
    *({"numbers": numbers} for numbers in (((LONG, 1),), ((NUL, 1),), (("training_plan/2026", -(2**60)),))),
    *({"rows": (RowImages(text, text, None, None),)} for text in (LONG, NUL)),
    # Refused by a rule first: then the rest is told of in the journal.
    {"arguments": {}, "actor_name": LONG, "actor_id": LONG},
    {"arguments": {}, "actor_name": NUL, "actor_id": NUL},
    {"arguments": {}, "made_at": "08:00"},
    {"arguments": {}, "made_at": "0001-01-01T00:00:00+14:00"},
    {"arguments": {}, "name": LONG, "subject": LONG},
    {"arguments": {}, "rows": (RowImages(NUL, NUL, {NUL: NUL}, None),)},
)
PLAN = CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), ON, 60_000, 16)


def test_a_crooked_command_is_answered_and_stops_nobody(net: Net) -> None:
    desk, other = net.desks
    for command in (ChangeSetting(DAYS_TO_PAY.key, 9, ON), PLAN):
        desk.do(command)
    kinds: Counter[VerdictKind] = Counter()
    for no, (sent, crooked) in enumerate(product(desk.to_send(), CROOKED), 10):
        net.hub.enrol(no)
        mended = {"n": 1, "id": f"{no:032x}"} | crooked
        push = wire.Push(net.hub.hub_id, (msgspec.structs.replace(sent, **mended),))
        answer = Line(net.hub, f"token {no}").push(push)
        assert answer.last_n == 1, crooked
        kinds.update(verdict.kind for verdict in answer.verdicts)
    assert kinds[VerdictKind.HELD] >= 10
    assert kinds[VerdictKind.REFUSED] >= 10
    assert kinds[VerdictKind.ALARM] == 0
    good = other.do(ChangeSetting(DAYS_TO_PAY.key, 21, date(2026, 10, 1)))
    assert other.sync().verdicts[good.command_id].kind is VerdictKind.ACCEPTED
    with net.hub.database.writing() as session:  # as when it is started again
        net.hub.service.take_up_held(session)
    for place in (net.hub, other):
        with place.database.reading() as session:
            assert journal.first_broken(session, place.database.cipher, place.school_id) is None
    assert other.dump() == net.hub.dump()


def test_only_series_that_there_are_are_reserved(net: Net) -> None:
    desk, _ = net.desks
    for series in ("training_plan/甲", "training_plan/2026\0", f"training_plan/{LONG}"):
        with pytest.raises(RuleViolation) as refusal:
            desk.line.reserve([series])
        assert refusal.value.code == "number.series"
    blocks = desk.line.reserve(["nothing/2026", "training_plan/2026"])
    assert [block.series for block in blocks] == ["training_plan/2026"], "a newer desk knows more series than its Hub"
