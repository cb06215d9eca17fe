"""Judges a roster row: what makes it fail, what a person should look at, and the person it names in normalised form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from school_desk.terms.identifiers import mobile_problems, normalise_mobile
from school_desk.terms.identity import IdType, check_id_number, normalise_id_number
from school_desk.terms.levels import SkillLevel, find_level
from school_desk.terms.names import normalise_person_name
from school_desk.terms.resident_id import ResidentIdCheck
from school_desk.terms.trades import Trade, find_trade

_SEXES = {"男": "男", "女": "女", "M": "男", "F": "女", "1": "男", "2": "女"}


@dataclass(frozen=True)
class Person:
    """A trainee's own data, normalised. `sex` is 男, 女 or "" when unknown."""

    name: str
    id_type: IdType
    id_number: str
    mobile: str
    sex: str
    birth_date: date | None


@dataclass(frozen=True)
class Judgement:
    """What was found in one row. With `errors` it fails and `person`, `trade`, `level` may be None."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    person: Person | None
    trade: Trade | None
    level: SkillLevel | None


def judge_row(
    *,
    name: str,
    sex: str,
    id_number: str,
    mobile: str,
    trade: str,
    level: str,
    today: date,
    id_type: IdType = IdType.RESIDENT_ID,
    id_problem: str = "",
) -> Judgement:
    """Judges one row on the date `today`; every fault is told, not only the first. `id_problem`: what the number is known to lack."""
    faults, warnings, person = judge_person(
        name=name, sex=sex, id_number=id_number, mobile=mobile, today=today, id_type=id_type, id_problem=id_problem
    )
    errors = [*faults]
    found_trade, found_level = find_trade(trade), find_level(level)
    if found_trade is None:
        errors.append(f"工种“{trade.strip()}”不在工种表里，请核对。" if trade.strip() else "请填写工种。")
    if found_level is None:
        errors.append(
            f"等级“{level.strip()}”认不出来，请填初级工、中级工或高级工。" if level.strip() else "请填写等级。"
        )
    return Judgement(tuple(errors), warnings, None if errors else person, found_trade, found_level)


def judge_person(
    *, name: str, sex: str, id_number: str, mobile: str, today: date, id_type: IdType, id_problem: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...], Person]:
    """What is wrong with a person's own data, what should be looked at, and the person, who counts only when nothing is wrong."""
    plain_name, plain_mobile = normalise_person_name(name), normalise_mobile(mobile)
    said_sex, number = _SEXES.get(sex.strip().upper(), ""), normalise_id_number(id_type, id_number)
    check = ResidentIdCheck(errors=(id_problem,)) if id_problem else check_id_number(id_type, number, today)
    unnamed = () if plain_name else ("请填写姓名。",)
    warnings = check.warnings
    if check.sex and said_sex not in ("", check.sex.label):
        warnings += (f"性别填“{said_sex}”，身份证号显示“{check.sex.label}”，已按身份证号登记。",)
    sex_known = check.sex.label if check.sex else said_sex
    person = Person(plain_name, id_type, number, plain_mobile, sex_known, check.birth_date)
    return (*unnamed, *check.errors, *mobile_problems(plain_mobile)), warnings, person
