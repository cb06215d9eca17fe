"""Sealing, keyed hashes, and the column types that stand on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum, StrEnum

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from school_desk.documents.tables import NoticeRow
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.columns import EnumText, Hashed, KeyedHash, Personal, UtcInstant
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.tables import table_of
from tests.unit.kernel.bench import KEY, SCHOOL, START, Bench, notice, put

CIPHER, OTHER = Cipher(KEY), Cipher(bytes(KEY_BYTES))
DIALECT = sa.create_engine("sqlite://").dialect
KEYED = sa.create_engine("sqlite://").dialect
KEYED.school_cipher = CIPHER  # type: ignore[attr-defined]


class Grade(IntEnum):
    LOW = 5
    HIGH = 1


class Colour(StrEnum):
    RED = "red"


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again_and_never_looks_the_same(plain: bytes) -> None:
    sealed = CIPHER.seal(plain)
    assert CIPHER.open(sealed) == plain
    assert CIPHER.seal(plain) != sealed
    assert len(sealed) == len(plain) + 28


@given(st.binary(max_size=60), st.data())
def test_changed_or_cut_bytes_do_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed = CIPHER.seal(plain)
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = sealed[:place] + bytes([sealed[place] ^ data.draw(st.integers(1, 255))]) + sealed[place + 1 :]
    for wrong in (changed, sealed[:place], sealed + b"x"):
        with pytest.raises(EnvironmentFault) as fault:
            CIPHER.open(wrong)
        assert fault.value.code == "key.wrong"


def test_another_key_does_not_open_and_hashes_otherwise() -> None:
    with pytest.raises(EnvironmentFault) as fault:
        OTHER.open(CIPHER.seal(b"x"))
    assert fault.value.code == "key.wrong"
    assert OTHER.keyed_hash("x") != CIPHER.keyed_hash("x") == Cipher(KEY).keyed_hash("x")
    assert OTHER.digest(b"x") != CIPHER.digest(b"x") == Cipher(KEY).digest(b"x")
    assert (len(CIPHER.keyed_hash("x")), len(CIPHER.digest(b"x"))) == (32, 64)


def test_a_key_has_its_length() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Cipher(b"short")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_instants_come_back_whatever_their_zone(naive: datetime, offset: int) -> None:
    instant = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    text = UtcInstant().process_bind_param(instant, DIALECT)
    back = UtcInstant().process_result_value(text, DIALECT)
    assert back == instant
    assert back is not None
    assert back.tzinfo is UTC


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), max_size=20))
def test_the_order_of_kept_instants_is_that_of_time(instants: list[datetime]) -> None:
    texts = [str(UtcInstant().process_bind_param(instant, DIALECT)) for instant in sorted(instants)]
    assert texts == sorted(texts)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        UtcInstant().process_bind_param(datetime(2026, 8, 3), DIALECT)


def test_enums_are_kept_as_their_values() -> None:
    grades, colours = EnumText(Grade), EnumText(Colour)
    assert [grades.process_bind_param(value, DIALECT) for value in (Grade.LOW, None)] == ["5", None]
    assert grades.process_result_value("1", DIALECT) is Grade.HIGH
    assert colours.process_bind_param("red", DIALECT) == "red"  # type: ignore[arg-type]
    assert colours.process_result_value(None, DIALECT) is None
    with pytest.raises(ValueError, match="blue"):
        colours.process_bind_param("blue", DIALECT)  # type: ignore[arg-type]


def test_an_unknown_enum_in_the_database_is_an_error_and_no_missing_row(bench: Bench) -> None:
    bench.run(lambda context, _: context.session.add_all(notice(f"n{no}", at=context.made_at) for no in range(3)))
    with bench.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE notice SET status = 'shouted' WHERE id = 'n1'")
    with bench.database.reading() as session, pytest.raises(ValueError, match="shouted"):
        session.scalars(sa.select(NoticeRow.status)).all()
    with bench.database.reading() as session, pytest.raises(ValueError, match="shouted"):
        session.execute(sa.select(table_of(NoticeRow))).all()


@pytest.mark.parametrize("text", ["13800005893", "", "阿依古丽·买买提"])
def test_personal_text_is_sealed_and_comes_back(text: str) -> None:
    sealed = Personal().process_bind_param(text, KEYED)
    assert sealed is not None
    assert text.encode() not in sealed[12:] or not text
    assert Personal().process_result_value(sealed, KEYED) == text


def test_nothing_stays_nothing() -> None:
    for kind in (Personal(), KeyedHash("mobile"), UtcInstant()):
        assert kind.process_bind_param(None, KEYED) is None
        assert kind.process_result_value(None, KEYED) is None


def test_a_keyed_hash_is_taken_once() -> None:
    kept = KeyedHash("mobile").process_bind_param("13800005893", KEYED)
    assert kept == CIPHER.keyed_hash("13800005893")
    read = KeyedHash("mobile").process_result_value(kept, KEYED)
    assert isinstance(read, Hashed)
    assert KeyedHash("mobile").process_bind_param(read, KEYED) == kept


def test_without_its_key_a_database_gives_nothing() -> None:
    with pytest.raises(RuntimeError, match="without its key"):
        Personal().process_bind_param("x", DIALECT)


def test_two_databases_with_two_keys_live_in_one_process(bench: Bench) -> None:
    bench.run(lambda context, _: put(context, notice("n1", at=context.made_at, mobile="13800005893")))
    with bench.database.reading() as session:
        row = session.get(NoticeRow, (SCHOOL, "n1"))
        assert row is not None
        assert row.mobile == "13800005893"
        assert row.queued_at.year == START.year
    for kind, python in (
        (Personal(), str),
        (UtcInstant(), datetime),
        (KeyedHash("mobile"), Hashed),
        (EnumText(Grade), Grade),
    ):
        assert kind.python_type is python
