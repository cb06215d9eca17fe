"""What the school may set about learning is checked when it is set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.settings import Setting
from school_desk.learning import settings as s


@pytest.mark.parametrize(
    ("setting", "bad", "good"),
    [
        (s.OPENING_DAYS, 4, 1),
        (s.MINUTES_PER_HOUR, 5, 60),
        (s.EXAM_HOURS, -1, 2),
        (s.SAFETY_WORDS, [""], ["安全", "消防"]),
        (s.THEORY_WORDS, [], ["理论"]),
        (s.PLATFORM_ADDRESS, "jzgr.example", "https://jzgr.example"),
        (s.SESSIONS_ADD_UP, "也许", True),
    ],
)
def test_a_value_that_will_not_do_is_refused(setting: Setting[Any], bad: object, good: object) -> None:
    with pytest.raises(RuleViolation):
        setting.parse(bad)
    setting.parse(good)


def test_corrections_of_the_calendar_are_dates_worked_or_off() -> None:
    assert s.CORRECTIONS.parse({"2027-02-06": True}) == {date(2027, 2, 6): True}
