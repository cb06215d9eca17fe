"""The one write path: the gate, one effect per id, all or nothing, events within the transaction, numbers, ids and settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.kernel import commands, settings
from school_desk.kernel.commands import Context, from_wire, reacts, registered, registration, to_wire
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.ids import derived_id
from school_desk.kernel.settings import Setting
from school_desk.kernel.tables import CounterRow, OutboxRow, SettingRow, TouchRow, table_of
from tests.unit.kernel.bench import SCHOOL, WU, Bench, Reserved, Try, put, raising, setting

GIVEN_ID = "0" * 31 + "a"


@dataclass(frozen=True)
class FeeSet:
    """An event of these tests."""

    key: str


def save(context: Context, _command: Any) -> dict[str, str]:
    put(context, setting("fee"))
    return {"id": context.new_id("row")}


def count(bench: Bench, kind: type[Any]) -> int:
    with bench.database.reading() as session:
        return int(session.scalar(sa.select(sa.func.count()).select_from(table_of(kind))) or 0)


def nothing_kept(bench: Bench) -> bool:
    return not any(count(bench, kind) for kind in (SettingRow, OutboxRow, TouchRow, CounterRow)) and not bench.journal()


def test_a_command_leaves_rows_journal_touches_and_outbox_together(bench: Bench) -> None:
    outcome = bench.run(save, command=Try("收费"))
    (row,) = bench.journal()
    assert (row.id, row.name, row.seq, row.actor_name, row.subject) == (outcome.command_id, "Try", 1, "沈文员", "收费")
    assert [count(bench, kind) for kind in (SettingRow, OutboxRow, TouchRow)] == [1, 1, 1]
    assert bench.payload(outcome).arguments == {"note": "收费"}
    assert bench.payload(outcome).result == outcome.result == {"id": derived_id(outcome.command_id, "row")}


def test_the_gate_asks_for_a_role(bench: Bench) -> None:
    with pytest.raises(RuleViolation) as refusal:
        bench.run(save, command=Reserved())
    assert refusal.value.code == "command.not_allowed"
    assert "专办" in refusal.value.message
    assert nothing_kept(bench)
    bench.run(save, command=Reserved(), actor=WU)
    assert count(bench, SettingRow) == 1


def test_the_same_id_twice_has_one_effect_and_one_answer(bench: Bench) -> None:
    first = bench.run(save, command_id=GIVEN_ID)
    again = bench.run(save, command_id=GIVEN_ID)
    assert again.duplicate
    assert not first.duplicate
    assert (again.result, again.command_id) == (first.result, GIVEN_ID)
    assert len(bench.journal()) == 1


@pytest.mark.parametrize("wrong", ["", "step-1", "A" * 32, "0" * 31, "0" * 33, "０" * 32, GIVEN_ID + "\n"])
def test_an_id_that_is_none_is_refused_in_words(bench: Bench, wrong: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        bench.run(save, command_id=wrong)
    assert refusal.value.code == "command.id"
    assert nothing_kept(bench)


def test_a_dry_run_tells_the_outcome_and_keeps_nothing(bench: Bench) -> None:
    def numbered(context: Context, command: Any) -> Any:
        return save(context, command) | {"number": context.number("receipt")}

    outcome = bench.run(numbered, dry_run=True)
    assert outcome.result["number"] == 1
    assert outcome.changes == {"setting_value": ("setting-fee",)}
    assert nothing_kept(bench)


def test_who_gets_the_result_before_it_is_kept_may_keep_it_from_being_kept(bench: Bench) -> None:
    def refuse(result: Any) -> None:
        raise RuleViolation("test.no", f"{result['id']} 不行。")

    with pytest.raises(RuleViolation, match="不行"):
        bench.run(save, last=refuse)
    assert nothing_kept(bench)
    seen: list[Any] = []
    outcome = bench.run(save, last=seen.append)
    assert (seen, count(bench, SettingRow)) == ([outcome.result], 1)


@pytest.mark.parametrize(
    "fault",
    [
        RuleViolation("test.no", "不行。"),
        EnvironmentFault("test.away", "稍后再试。"),
        KeyError("bug"),
        KeyboardInterrupt(),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_whatever_a_handler_raises_keeps_nothing(bench: Bench, fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        bench.run(raising(fault))
    assert nothing_kept(bench)
    assert bench.run(save).changes, "the next command works"


def test_a_broken_constraint_keeps_nothing_and_is_our_bug(bench: Bench) -> None:
    def twice(context: Context, _: Any) -> None:
        put(context, setting("fee"))
        put(context, setting("fee", row_id="other"))

    with pytest.raises(sa.exc.IntegrityError):
        bench.run(twice)
    assert nothing_kept(bench)


def test_events_reach_their_reactions_in_the_same_transaction(bench: Bench) -> None:
    seen: list[int] = []

    @reacts(FeeSet)
    def _note(context: Context, event: FeeSet) -> None:
        seen.append(len(context.session.scalars(sa.select(SettingRow).where(SettingRow.key == event.key)).all()))
        put(context, setting("noted"))

    def handler(context: Context, _: Any) -> None:
        context.session.add(setting("fee"))
        context.emit(FeeSet("fee"))

    outcome = bench.run(handler)
    assert seen == [1], "a reaction sees what was written before it"
    assert set(outcome.changes["setting_value"]) == {"setting-fee", "setting-noted"}
    assert bench.run(lambda context, _: context.emit(object())).changes == {}, "nobody listens to it"


def test_a_reaction_that_refuses_undoes_the_whole(bench: Bench) -> None:
    @reacts(FeeSet)
    def _refuse(_context: Context, _event: FeeSet) -> None:
        raise RuleViolation("test.downstream", "下游不同意。")

    def handler(context: Context, _: Any) -> None:
        put(context, setting("fee"))
        context.emit(FeeSet("fee"))

    with pytest.raises(RuleViolation, match="下游不同意"):
        bench.run(handler)
    assert nothing_kept(bench)


def test_numbers_count_up_by_series_and_are_written_with_the_command(bench: Bench) -> None:
    def draw(context: Context, _: Any) -> list[int]:
        return [context.number("a"), context.number("b"), context.number("a")]

    outcome = bench.run(draw)
    assert outcome.result == [1, 1, 2]
    assert bench.payload(outcome).numbers == (("a", 1), ("b", 1), ("a", 2))

    def draw_in_vain(context: Context, _: Any) -> None:
        raise KeyError(context.number("a"))

    with pytest.raises(KeyError):
        bench.run(draw_in_vain)
    assert bench.run(draw).result == [3, 2, 4], "a number that was never shown is free again"


def test_a_number_once_shown_is_not_given_again_after_undo(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("n", context.number("a"))))
    bench.undo(outcome)
    assert bench.run(lambda context, _: context.number("a")).result == 2


def test_settings_hold_from_their_date_on(bench: Bench) -> None:
    fee = Setting("test.fee", "学费", int, 600)
    monday = date(2026, 8, 3)

    def both(context: Context, _: Any) -> None:
        put(context, setting("test.fee", 700, on=monday))
        put(context, setting("test.fee", 800, on=date(2026, 9, 1), row_id="later"))

    bench.run(both)
    days = (date(2026, 8, 2), monday, date(2026, 8, 31), date(2026, 9, 1))
    read = bench.run(lambda context, _: [context.setting(fee, day) for day in days] + [context.setting(fee)])
    assert read.result == [600, 700, 700, 800, 700]


def test_a_setting_refuses_what_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "_declared", {})
    fee = Setting("fee", "学费", int, 600, check=lambda value: None if value > 0 else "要大于零。")
    assert settings.declare(fee) is fee
    assert settings.declare(fee) is fee
    assert settings.declared() == (fee,)
    assert settings.find("fee") is fee
    assert fee.parse("700") == 700
    for wrong, told in (("很多", "请填写整数。"), (0, "要大于零。")):
        with pytest.raises(RuleViolation, match=f"“学费”.*{told}") as refusal:
            fee.parse(wrong)
        assert (refusal.value.code, refusal.value.field) == ("setting.invalid", "fee")
    with pytest.raises(RuleViolation, match="没有名为"):
        settings.find("other")
    with pytest.raises(AssertionError, match="twice"):
        settings.declare(Setting("fee", "别的", int, 1))


def test_commands_travel_as_plain_values_and_back(bench: Bench) -> None:
    bench.run(save, command=Try("x"))
    assert from_wire("Try", to_wire(Try("y"))) == Try("y")
    with pytest.raises(RuleViolation, match="没有这些参数：a、b"):
        from_wire("Try", {"b": 1, "a": 2})
    with pytest.raises(RuleViolation, match="参数不对"):
        from_wire("Try", {"note": 5})
    with pytest.raises(RuleViolation) as refusal:
        from_wire("Nonsense", {})
    assert refusal.value.code == "command.unknown"


def test_a_command_has_one_handler(bench: Bench) -> None:
    commands.handles(Try)(save)
    with pytest.raises(AssertionError, match="has a handler already"):
        commands.handles(Try)(save)
    assert registration("Try") in registered()
    assert [entry.command.__name__ for entry in registered()] == sorted(e.command.__name__ for e in registered())


def test_the_time_of_a_command_is_its_date_in_shanghai(bench: Bench) -> None:
    bench.clock.move_to(datetime(2026, 8, 3, 23, 59, 59))
    told = bench.run(lambda context, _: [context.today.isoformat(), context.made_at.isoformat(), context.school_id])
    assert told.result[0] == "2026-08-03"
    assert told.result[1].startswith("2026-08-03T15:59:59")
    assert told.result[2] == SCHOOL
