"""Made-up people pass the program's own checks, which were written apart from the generator."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from school_desk.adapters.sample_school.people import draw_people, twin_of
from school_desk.terms.mobile import mobile_problems
from school_desk.terms.resident_id import Sex, check_resident_id

TODAY = date(2026, 8, 1)


def test_ids_and_mobiles_are_valid_and_agree_with_sex_and_birthday() -> None:
    people = draw_people(Random("people"), 600, ("砌筑工",), (("陆䶮", "男"),), set())
    for person in people:
        checked = check_resident_id(person.id_number, TODAY)
        assert checked.errors == ()
        assert checked.sex == (Sex.MALE if person.sex == "男" else Sex.FEMALE)
        assert checked.birth_date is not None
        assert checked.birth_date.isoformat() == person.birth_text
        assert mobile_problems(person.mobile) == ()
        assert person.mobile[3:7] == "0000"
    assert len({person.id_number for person in people}) == len({person.mobile for person in people}) == 600
    assert people[-1].name == "陆䶮"


def test_most_people_come_from_zhejiang() -> None:
    people = draw_people(Random("homes"), 600, ("砌筑工",), (), set())
    locals_ = sum(person.id_number.startswith("33") for person in people)
    assert 0.55 < locals_ / 600 < 0.8


@pytest.mark.parametrize("seed", range(40))
def test_a_twin_shares_the_birthday_and_has_the_next_number(seed: int) -> None:
    rng, taken = Random(f"twin {seed}"), set[str]()
    (person,) = draw_people(rng, 1, ("砌筑工",), (), taken)
    twin = twin_of(person, rng, taken)
    assert check_resident_id(twin.id_number, TODAY).errors == ()
    assert twin.id_number[:14] == person.id_number[:14]
    assert abs(int(twin.id_number[14:17]) - int(person.id_number[14:17])) == 2
    assert (twin.sex, twin.name != person.name) == (person.sex, True)
