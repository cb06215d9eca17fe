"""证件类型: five kinds, each with the check its number allows."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.terms.identity import IdType, check_id_number, normalise_id_number
from tests.unit.terms.test_resident_id import numbered

TODAY = date(2026, 11, 23)
RESIDENT = numbered("330502", "19800612", "013")
PERMIT = numbered("810000", "19800612", "013")


def test_a_resident_number_tells_its_birth_date() -> None:
    check = check_id_number(IdType.RESIDENT_ID, RESIDENT, TODAY)
    assert (check.errors, check.warnings, check.birth_date) == ((), (), date(1980, 6, 12))


def test_a_permit_has_its_own_regions() -> None:
    assert check_id_number(IdType.RESIDENCE_PERMIT, PERMIT, TODAY).warnings == ()
    assert "港澳台居民居住证的号码" in check_id_number(IdType.RESIDENT_ID, PERMIT, TODAY).warnings[0]
    assert "居民身份证的号码" in check_id_number(IdType.RESIDENCE_PERMIT, RESIDENT, TODAY).warnings[0]


def test_errors_come_before_the_question_of_kind() -> None:
    check = check_id_number(IdType.RESIDENCE_PERMIT, RESIDENT[:-1], TODAY)
    assert len(check.errors) == 1
    assert check.warnings == ()


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (IdType.FOREIGN_RESIDENT_ID, "91115619800612001X"),
        (IdType.FOREIGN_RESIDENT_ID, "USA110080061201"),
        (IdType.PASSPORT, "E12345678"),
        (IdType.OTHER, "军字第 0001 号"),
    ],
)
def test_numbers_of_other_kinds_pass_by_shape(kind: IdType, number: str) -> None:
    check = check_id_number(kind, normalise_id_number(kind, number), TODAY)
    assert (check.errors, check.warnings, check.birth_date, check.sex) == ((), (), None, None)


@pytest.mark.parametrize(
    ("kind", "number", "fragment"),
    [
        (IdType.FOREIGN_RESIDENT_ID, RESIDENT, "9 开头的 18 位"),
        (IdType.PASSPORT, "E1", "5 至 17 位"),
        (IdType.PASSPORT, "E12345-78", "5 至 17 位"),
        (IdType.OTHER, "", "请填写证件号码"),
        (IdType.RESIDENT_ID, "", "请填写身份证号码"),
    ],
)
def test_each_error_has_its_sentence(kind: IdType, number: str, fragment: str) -> None:
    (sentence,) = check_id_number(kind, number, TODAY).errors
    assert fragment in sentence


def test_a_cross_is_mended_only_where_the_number_has_one() -> None:
    assert normalise_id_number(IdType.FOREIGN_RESIDENT_ID, "91115619800612001х") == "91115619800612001X"
    assert normalise_id_number(IdType.PASSPORT, "ｅ 1234 5678") == "E12345678"
