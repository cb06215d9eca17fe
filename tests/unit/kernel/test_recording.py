"""What a command changed is recorded whole: each row of the table of traps (attribute history shows and hides)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.documents.tables import NoticeRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel.clock import as_utc
from school_desk.kernel.commands import Context
from school_desk.kernel.recording import insert_many, tables_by_name, unwire
from school_desk.kernel.tables import SettingRow, table_of
from school_desk.terms.statuses import NoticeStatus
from tests.unit.kernel.bench import SCHOOL, START, Bench, enterprise, notice, put, setting

AT = as_utc(START)
SHANGHAI_OFFSET = timezone(timedelta(hours=8))


def get(context: Context, row_id: str = "setting-fee") -> SettingRow:
    row = context.session.get(SettingRow, (SCHOOL, row_id))
    assert row is not None
    return row


def executing(statement: sa.Executable, context: Context, _: Any) -> None:
    context.session.execute(statement)


def with_fee(bench: Bench, value: Any = 1) -> None:
    bench.run(lambda context, _: put(context, setting("fee", value)))


def test_a_new_row_is_recorded_with_every_column_and_unset_ones_as_none(bench: Bench) -> None:
    outcome = bench.run(lambda context, _: put(context, notice("n1", at=context.made_at)))
    ((before, after),) = bench.images(outcome).values()
    assert before is None
    assert set(after) == set(table_of(NoticeRow).columns.keys())
    assert (after["status"], after["mobile"], after["sent_at"]) == ("queued", None, None)


def test_only_columns_that_differ_are_recorded(bench: Bench) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        row = get(context)
        row.value, row.key = 2, "fee"

    outcome = bench.run(handler)
    assert bench.images(outcome) == {"setting-fee": ({"value": 1}, {"value": 2})}
    assert outcome.changes == {"setting_value": ("setting-fee",)}


@pytest.mark.parametrize("expire_all", [True, False])
def test_an_expired_attribute_keeps_its_before(bench: Bench, expire_all: bool) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        row = get(context)
        context.session.expire(row, None if expire_all else ["value"])
        row.value = 2

    assert bench.images(bench.run(handler)) == {"setting-fee": ({"value": 1}, {"value": 2})}


def test_an_expired_attribute_set_to_what_it_was_is_no_change(bench: Bench) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        row = get(context)
        context.session.expire(row)
        row.value = 1

    assert bench.images(bench.run(handler)) == {}


def test_set_and_set_back_is_no_change_even_over_two_flushes(bench: Bench) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        get(context).value = 2
        context.session.flush()
        get(context).value = 1

    outcome = bench.run(handler)
    assert bench.images(outcome) == {}
    assert outcome.changes == {}


def test_changes_of_one_row_are_told_as_one(bench: Bench) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        for value in (2, 3, 4):
            get(context).value = value
            context.session.flush()

    assert bench.images(bench.run(handler)) == {"setting-fee": ({"value": 1}, {"value": 4})}


def test_made_and_changed_is_made_so(bench: Bench) -> None:
    def handler(context: Context, _: Any) -> None:
        put(context, setting("fee"))
        get(context).value = 7

    before, after = bench.images(bench.run(handler))["setting-fee"]
    assert before is None
    assert after["value"] == 7


def test_made_and_deleted_never_was(bench: Bench) -> None:
    def handler(context: Context, _: Any) -> None:
        put(context, setting("fee"))
        context.session.delete(get(context))

    assert bench.images(bench.run(handler)) == {}


def test_a_deleted_row_is_recorded_whole_as_it_stood_before_the_command(bench: Bench) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        get(context).value = 2
        context.session.flush()
        context.session.delete(get(context))

    before, after = bench.images(bench.run(handler))["setting-fee"]
    assert after is None
    assert (before["value"], before["key"], before["valid_from"]) == (1, "fee", "2026-01-01")


def test_deleted_and_made_again_after_a_flush_is_a_change(bench: Bench) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        context.session.delete(get(context))
        context.session.flush()
        put(context, setting("fee", 5))

    before, after = bench.images(bench.run(handler))["setting-fee"]
    assert (before["value"], after["value"]) == (1, 5)


def test_deleted_and_made_again_without_a_flush_is_refused(bench: Bench) -> None:
    """The unit of work would turn it into an update that keeps the old row's unset columns."""
    bench.run(lambda context, _: put(context, notice("n1", at=AT, mobile="13800005893")))

    def handler(context: Context, _: Any) -> None:
        row = context.session.get(NoticeRow, (SCHOOL, "n1"))
        with context.session.no_autoflush:
            context.session.delete(row)
            context.session.add(notice("n1", at=AT, text="新的"))

    with pytest.raises(AssertionError, match="written"):
        bench.run(handler)
    assert bench.rows(NoticeRow)[0]["mobile"] == "13800005893"


def test_an_sql_expression_is_refused_on_update_and_insert(bench: Bench) -> None:
    with_fee(bench)

    def counting(context: Context, _: Any) -> None:
        get(context).key = SettingRow.key + "x"

    def inserting(context: Context, _: Any) -> None:
        context.session.add(SettingRow(school_id=SCHOOL, id="p", key=sa.func.lower("P"), valid_from=AT.date(), value=1))

    for handler in (counting, inserting):
        with pytest.raises((AssertionError, TypeError), match=r"expression|Expression"):
            bench.run(handler)
    assert [row["id"] for row in bench.rows(SettingRow)] == ["setting-fee"]


def test_bulk_statements_are_refused(bench: Bench) -> None:
    with_fee(bench)
    statements = (
        sa.update(SettingRow).values(value=9),
        sa.delete(SettingRow),
        sa.insert(SettingRow).values(school_id=SCHOOL, id="b", key="b", valid_from=date(2026, 1, 1), value=1),
    )
    for statement in statements:
        with pytest.raises(AssertionError, match="bulk"):
            bench.run(partial(executing, statement))
    assert [row["value"] for row in bench.rows(SettingRow)] == [1]


def test_writes_behind_the_recorder_trip_the_wire(bench: Bench) -> None:
    with_fee(bench)

    def handler(context: Context, _: Any) -> None:
        context.session.connection().execute(sa.update(table_of(SettingRow)).values(value=9))

    with pytest.raises(AssertionError, match="1 rows written, 0 recorded"):
        bench.run(handler)
    assert [row["value"] for row in bench.rows(SettingRow)] == [1]


def test_a_row_written_outside_a_command_is_refused(bench: Bench) -> None:
    with bench.database.writing() as session:
        session.add(setting("fee"))
        with pytest.raises(AssertionError, match="outside a command"):
            session.flush()
    assert bench.rows(SettingRow) == []


def test_many_rows_inserted_at_once_are_recorded_like_single_ones(bench: Bench) -> None:
    row: dict[str, Any] = {"school_id": SCHOOL, "kind": "fee", "channel": "sms", "about_id": "x", "text": "请缴费"}
    row |= {"recipient": "陈"}
    row |= {"status": NoticeStatus.QUEUED, "queued_at": AT}

    def many(context: Context, _: Any) -> None:
        put(context, notice("n0", at=AT, recipient="陈"))
        insert_many(context.session, NoticeRow, ({**row, "id": f"n{number}"} for number in (1, 2)))
        insert_many(context.session, NoticeRow, [])

    images = bench.images(bench.run(many))
    assert set(images) == {"n0", "n1", "n2"}
    assert {**images["n0"][1], "id": ""} == {**images["n2"][1], "id": ""}
    single, *others = bench.rows(NoticeRow)
    assert all({**other, "id": ""} == {**single, "id": ""} for other in others)


def test_many_rows_at_once_take_the_declared_defaults_and_hash_keys(bench: Bench) -> None:
    made = enterprise("e1", "91330500MAHTN4EG0L", at=AT)
    columns = table_of(EnterpriseRow).columns.keys()
    row = {name: getattr(made, name) for name in columns} | {"id": "e2", "credit_code": "91341822677340146T"}

    def many(context: Context, _: Any) -> None:
        put(context, made)
        insert_many(context.session, EnterpriseRow, [row])

    bench.run(many)
    assert {row["principal_mobile_key"] for row in bench.rows(EnterpriseRow)} == {
        bench.cipher.keyed_hash("13800005893")
    }


def test_a_keyed_hash_is_no_part_of_an_image_and_comes_back_with_its_text(bench: Bench) -> None:
    """It is each side's own: under another key the same image makes another hash."""
    made = bench.run(lambda context, _: put(context, enterprise("e1", "91330500MAHTN4EG0L", at=AT)))
    ((_before, after),) = bench.images(made).values()
    assert "principal_mobile" in after
    assert "principal_mobile_key" not in after
    before = bench.rows(EnterpriseRow)

    def change(context: Context, _: Any) -> None:
        row = context.session.get(EnterpriseRow, (SCHOOL, "e1"))
        assert row is not None
        row.principal_mobile = row.principal_mobile_key = "13900000000"

    changed = bench.run(change)
    assert bench.rows(EnterpriseRow)[0]["principal_mobile_key"] == bench.cipher.keyed_hash("13900000000")
    bench.undo(changed)
    assert bench.rows(EnterpriseRow) == before


def test_a_keyed_hash_set_again_is_no_change(bench: Bench) -> None:
    bench.run(lambda context, _: put(context, enterprise("e1", "91330500MAHTN4EG0L", at=AT)))

    def handler(context: Context, _: Any) -> None:
        row = context.session.get(EnterpriseRow, (SCHOOL, "e1"))
        assert row is not None
        row.principal_mobile, row.principal_mobile_key = "13800005893", "13800005893"

    assert bench.images(bench.run(handler)) == {}


def test_an_instant_of_another_zone_is_recorded_as_it_is_kept(bench: Bench) -> None:
    here = AT.astimezone(SHANGHAI_OFFSET)
    outcome = bench.run(lambda context, _: put(context, notice("n1", at=here)))
    _before, after = bench.images(outcome)["n1"]
    assert datetime.fromisoformat(after["queued_at"]).utcoffset() == timedelta(0)
    bench.undo(outcome)
    assert bench.rows(NoticeRow) == []


def test_values_come_back_from_their_wire_form() -> None:
    columns = table_of(NoticeRow).columns
    assert unwire(columns["status"], "sent") is NoticeStatus.SENT
    assert unwire(columns["queued_at"], "2026-08-03T01:00:00Z") == AT
    assert unwire(columns["mobile"], None) is None
    assert unwire(table_of(SettingRow).columns["value"], [1, "x"]) == [1, "x"]


def test_every_recorded_table_is_known_by_name() -> None:
    tables = tables_by_name()
    assert tables["setting_value"] is SettingRow
    assert "journal" not in tables
