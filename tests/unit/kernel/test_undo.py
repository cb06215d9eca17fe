"""Taking back: exact or refused, with the names of who and what; itself undone and redone; forged ones refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.documents.tables import NoticeRow
from school_desk.enterprises.tables import EnterpriseRow, FormerNameRow
from school_desk.kernel import commands
from school_desk.kernel.bus import Outcome
from school_desk.kernel.clock import as_utc
from school_desk.kernel.commands import Context, Registration, Undo, from_wire, registration, to_wire
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import insert_many
from school_desk.kernel.tables import SettingRow
from school_desk.kernel.undo import TakeBack, is_taken_back, opposite
from tests.unit.kernel.bench import (
    SCHOOL,
    SHEN,
    START,
    WU,
    Bench,
    Reserved,
    Try,
    enterprise,
    former_name,
    notice,
    put,
    setting,
)

AT = as_utc(START)
CODE, OTHER_CODE = "91330500MAHTN4EG0L", "91341822677340146T"


def dump(bench: Bench) -> list[list[dict[str, Any]]]:
    return [bench.rows(kind) for kind in (SettingRow, NoticeRow, EnterpriseRow, FormerNameRow)]


def get(context: Context, kind: type[Any], row_id: str) -> Any:
    return context.session.get(kind, (SCHOOL, row_id))


def refused(bench: Bench, outcome: Outcome, **how: Any) -> RuleViolation:
    before = dump(bench)
    with pytest.raises(RuleViolation) as refusal:
        bench.undo(outcome, **how)
    assert dump(bench) == before
    return refusal.value


def seeded(bench: Bench) -> None:
    def handler(context: Context, _: Any) -> None:
        context.session.add_all([setting("a", 1), setting("b", [2]), notice("n1", at=AT, mobile="13800005893")])
        put(context, enterprise("e1", CODE, at=AT))
        put(context, former_name("f1", "e1"))

    bench.run(handler)


def everything(context: Context, _: Any) -> None:
    """Makes, changes and deletes, across tables that refer to each other."""
    get(context, SettingRow, "setting-a").value = {"text": "新", "n": 2}
    row = get(context, NoticeRow, "n1")
    row.mobile, row.reason, row.sent_at = None, None, context.made_at
    context.session.delete(get(context, FormerNameRow, "f1"))
    context.session.flush()
    context.session.delete(get(context, EnterpriseRow, "e1"))
    context.session.flush()
    put(context, enterprise("e2", CODE, at=context.made_at, legal_person="姚锡庆"))
    context.session.add_all([former_name(f"f{number}", "e2") for number in (2, 3)])
    insert_many(context.session, SettingRow, [_plain_setting(number) for number in range(5)])


def _plain_setting(number: int) -> dict[str, Any]:
    return {"school_id": SCHOOL, "id": f"m{number}", "key": f"m{number}", "valid_from": date(2026, 1, 1), "value": 0}


def test_a_command_of_every_kind_of_change_is_taken_back_and_redone_exactly(bench: Bench) -> None:
    seeded(bench)
    before = dump(bench)
    outcome = bench.run(everything)
    after = dump(bench)
    undone = bench.undo(outcome)
    assert dump(bench) == before
    redone = bench.undo(undone)
    assert dump(bench) == after
    bench.undo(redone)
    assert dump(bench) == before
    assert undone.label == "撤销"
    assert [row.subject for row in bench.journal()][-1] == "撤销：撤销"


def test_what_is_taken_back_is_known(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("a")))
    with bench.database.reading() as session:
        assert not is_taken_back(session, SCHOOL, outcome.command_id)
    undone = bench.undo(outcome)
    assert refused(bench, outcome).code == "undo.done"
    with bench.database.reading() as session:
        assert is_taken_back(session, SCHOOL, outcome.command_id)
    bench.undo(undone)
    bench.undo(outcome)


def test_a_row_changed_since_names_who_and_what(bench: Bench) -> None:
    seeded(bench)
    outcome = bench.run(lambda context, _: setattr(get(context, SettingRow, "setting-a"), "value", 2))
    bench.run(lambda context, _: setattr(get(context, SettingRow, "setting-a"), "value", 3), actor=WU)
    refusal = refused(bench, outcome)
    assert refusal.code == "undo.changed_since"
    assert refusal.message == "不能撤销：吴主任于 2026-08-03 09:00 又办理了“试办”，请先撤销那一步。"


def test_a_row_deleted_since_refuses(bench: Bench) -> None:
    seeded(bench)
    outcome = bench.run(lambda context, _: setattr(get(context, SettingRow, "setting-a"), "value", 2))
    bench.run(lambda context, _: context.session.delete(get(context, SettingRow, "setting-a")), actor=WU)
    assert "吴主任" in refused(bench, outcome).message


def test_a_row_made_again_since_refuses(bench: Bench) -> None:
    seeded(bench)
    outcome = bench.run(lambda context, _: context.session.delete(get(context, SettingRow, "setting-a")))
    bench.run(lambda context, _: put(context, setting("a", 9)), actor=WU)
    assert refused(bench, outcome).code == "undo.changed_since"


def test_another_column_of_the_row_may_have_changed_since(bench: Bench) -> None:
    seeded(bench)
    outcome = bench.run(lambda context, _: setattr(get(context, NoticeRow, "n1"), "text", "新的"))
    bench.run(lambda context, _: setattr(get(context, NoticeRow, "n1"), "recipient", "王"), actor=WU)
    bench.undo(outcome)
    (row,) = bench.rows(NoticeRow)
    assert (row["text"], row["recipient"]) == ("请缴费", "王")


def test_a_change_that_no_command_made_still_refuses(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("a")))
    with bench.database.writing() as session:
        session.connection().execute(sa.text("UPDATE setting_value SET value = '5'"))
        session.connection().execute(sa.text("DELETE FROM journal_touch"))
    assert refused(bench, outcome).message == "不能撤销：这条设置之后又有改动。"


def test_a_row_that_others_refer_to_names_what(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, enterprise("e1", CODE, at=AT)))
    later = bench.run(lambda context, _: context.session.add_all(former_name(f"f{no}", "e1") for no in range(3)))
    refusal = refused(bench, outcome)
    assert refusal.code == "undo.in_use"
    assert "3 条“曾用名”" in refusal.message
    bench.undo(later)
    bench.undo(outcome)


def test_unique_values_that_two_rows_exchanged_are_put_back(bench: Bench) -> None:
    def two(context: Context, _: Any) -> None:
        put(context, enterprise("e1", CODE, at=AT))
        put(context, enterprise("e2", OTHER_CODE, at=AT))
        put(context, former_name("f1", "e1"))

    def exchange(context: Context, _: Any) -> None:
        first, second = get(context, EnterpriseRow, "e1"), get(context, EnterpriseRow, "e2")
        first.credit_code = "parked"
        context.session.flush()
        second.credit_code = CODE
        context.session.flush()
        first.credit_code = OTHER_CODE

    bench.run(two)
    before = dump(bench)
    outcome = bench.run(exchange)
    after = dump(bench)
    undone = bench.undo(outcome)
    assert dump(bench) == before
    bench.undo(undone)
    assert dump(bench) == after


def test_a_place_that_another_row_took_is_given_back(bench: Bench) -> None:
    def two(context: Context, _: Any) -> None:
        context.session.add_all([enterprise("e1", CODE, at=AT), enterprise("e2", OTHER_CODE, at=AT)])

    def take_over(context: Context, _: Any) -> None:
        context.session.delete(get(context, EnterpriseRow, "e1"))
        context.session.flush()
        get(context, EnterpriseRow, "e2").credit_code = CODE

    bench.run(two)
    before = dump(bench)
    outcome = bench.run(take_over)
    assert set(bench.images(outcome)["e2"][1]) == {"credit_code"}
    undone = bench.undo(outcome)
    assert dump(bench) == before
    assert set(bench.images(undone)["e2"][1]) == {"credit_code"}, (
        "only what differs, so that the rest may go on changing"
    )


def test_what_may_never_be_taken_back_says_why(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("a")), undo=Undo(never="已通知企业。"))
    refusal = refused(bench, outcome)
    assert (refusal.code, refusal.message) == ("undo.never", "“试办”不能撤销：已通知企业。")


def test_a_guard_asks_what_stands_downstream(bench: Bench) -> None:
    def guard(context: Context, command: Try) -> None:
        if command.note == "印了":
            raise RuleViolation("test.printed", "准考证已经打印。")

    outcome = bench.run(lambda context, _: put(context, setting("a")), command=Try("印了"), undo=Undo(guard=guard))
    assert refused(bench, outcome).code == "test.printed"
    free = bench.run(lambda context, _: put(context, setting("b")), command=Try(), undo=Undo(guard=guard))
    bench.undo(free)


def test_taking_back_asks_for_the_role_of_what_is_taken_back(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("a")), command=Reserved(), actor=WU)
    assert refused(bench, outcome, actor=SHEN).code == "command.not_allowed"
    bench.undo(outcome, actor=WU)


def test_doing_again_asks_for_the_same_role(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("a")), command=Reserved(), actor=WU)
    undone = bench.undo(outcome, actor=WU)
    assert refused(bench, undone, actor=SHEN).code == "command.not_allowed"
    done_again = bench.undo(undone, actor=WU)
    assert refused(bench, done_again, actor=SHEN).code == "command.not_allowed"


def test_what_stands_afterwards_is_looked_at_however_often_it_is_taken_back(bench: Bench) -> None:
    def somebody_stays(context: Context) -> None:
        if get(context, SettingRow, "setting-a") is None and get(context, SettingRow, "setting-b") is None:
            raise RuleViolation("test.nobody", "至少要留一条。")

    undo = Undo(after=somebody_stays)
    made = bench.run(lambda context, _: put(context, setting("a")), undo=undo)
    assert refused(bench, made).code == "test.nobody"
    bench.run(lambda context, _: put(context, setting("b")))
    gone = bench.run(lambda context, _: context.session.delete(get(context, SettingRow, "setting-a")), undo=undo)
    back = bench.undo(gone)
    drop = lambda context, _: context.session.delete(get(context, SettingRow, "setting-b"))  # noqa: E731
    bench.run(drop, command=Reserved(), actor=WU, undo=undo)
    assert refused(bench, back).code == "test.nobody"


def test_an_unknown_command_cannot_be_taken_back(bench: Bench) -> None:
    with bench.database.reading() as session, pytest.raises(RuleViolation, match="找不到") as refusal:
        opposite(session, SCHOOL, "f" * 32)
    assert refusal.value.code == "undo.unknown"


def made_by_hand(bench: Bench, outcome: Outcome, **changes: Any) -> TakeBack:
    with bench.database.reading() as session:
        return replace(opposite(session, SCHOOL, outcome.command_id), **changes)


def test_a_taking_back_travels_as_plain_values(bench: Bench) -> None:
    seeded(bench)
    before = dump(bench)
    outcome = bench.run(everything)
    command = made_by_hand(bench, outcome)
    bench.bus.execute(from_wire("TakeBack", to_wire(command)), SHEN)
    assert dump(bench) == before


def test_two_who_take_the_same_back_at_once(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("a")))
    command = made_by_hand(bench, outcome)
    bench.bus.execute(command, SHEN)
    with pytest.raises(RuleViolation) as refusal:
        bench.bus.execute(command, WU)
    assert refusal.value.code == "undo.done"


@pytest.mark.parametrize("changes", [{"target_name": "Try"}, {"target_id": "f" * 32}])
def test_a_forged_taking_back_is_refused(bench: Bench, changes: dict[str, str]) -> None:
    """By another name it would pass the gate of another command."""
    seeded(bench)
    chief = bench.run(lambda context, _: put(context, setting("c")), command=Reserved(), actor=WU)
    before = dump(bench)
    with pytest.raises(RuleViolation) as refusal:
        bench.bus.execute(made_by_hand(bench, chief, **changes), SHEN)
    assert refusal.value.code in ("undo.unknown", "undo.forged")
    assert dump(bench) == before


def test_what_may_never_be_taken_back_is_not_even_by_hand(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, setting("a")))
    command = made_by_hand(bench, outcome)
    bench.run(lambda context, _: None, undo=Undo(never="旧密码不再保留。"))
    with pytest.raises(RuleViolation) as refusal:
        bench.bus.execute(command, SHEN)
    assert refusal.value.code == "undo.never"


def test_many_rows_are_taken_back_in_parts(bench: Bench) -> None:
    rows = [_plain_setting(number) for number in range(1203)]
    outcome = bench.run(lambda context, _: insert_many(context.session, SettingRow, rows))
    assert len(outcome.changes["setting_value"]) == 1203
    bench.undo(outcome)
    assert bench.rows(SettingRow) == []


def test_what_comes_back_is_asked_as_if_decided_anew(bench: Bench) -> None:
    """An undo undone is the decision itself: rules that hold today are asked, and asking leaves nothing behind."""
    allowed = True

    def handler(context: Context, _: Any) -> dict[str, Any]:
        if not allowed:
            raise RuleViolation("test.over", "报名已经截止。")
        put(context, setting("a"))
        return {"number": context.number("receipt")}

    undone = bench.undo(bench.run(handler))
    standing = dump(bench)
    allowed = False
    assert refused(bench, undone).code == "test.over"
    allowed = True
    bench.undo(undone)
    assert dump(bench) != standing
    assert bench.run(handler=lambda context, _: context.number("receipt")).result == 2, "asking drew no number"


def test_undoing_what_came_back_asks_what_stands_on_it(bench: Bench) -> None:
    def guard(context: Context, command: Any) -> None:
        raise RuleViolation("test.downstream", f"后面已经办了“{command.note}”。")

    outcome = bench.run(lambda context, _: put(context, setting("a")), command=Try("报名"))
    again = bench.undo(bench.undo(outcome))
    handler = registration("Try").handler
    bench.run(lambda *_: None, command=Reserved(), actor=WU)
    commands._registered["Try"] = Registration(Try, handler, Undo(guard=guard))
    assert refused(bench, again).message == "后面已经办了“报名”。"


def test_what_was_made_anew_meanwhile_is_in_the_way_in_words(bench: Bench) -> None:
    """An import undone, done again, and its undo undone: the same person twice."""
    first = bench.run(lambda context, _: put(context, enterprise("e1", CODE, at=AT)), command=Try("导入"))
    undone = bench.undo(first)
    bench.run(lambda context, _: put(context, enterprise("e2", CODE, at=AT)), command=Reserved(), actor=WU)
    commands._registered["Try"] = Registration(Try, lambda *_: None, Undo())
    assert refused(bench, undone).code == "undo.collides"
