"""Writes what comes back from outside: study minutes, marks, certificate numbers, with the slips and gaps such lists have."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from random import Random

from school_desk.adapters.sample_school.people import Person
from school_desk.adapters.sample_school.truth import Outcome
from school_desk.adapters.sample_school.workbooks import Cell, write_table

Mark = str | int | float | None
Marks = tuple[Mark, Mark, Mark]

_HOURS = {"初级工": 16, "中级工": 24, "高级工": 32}
_MINUTES_PER_HOUR = 45
_SHORT_EVERY = 9
_PASS = 60
_ISSUED_ON = "2026-11-16"
_ABSENT: Marks = ("缺考", "缺考", "缺考")


def draw_outcomes(rng: Random, people: Sequence[Person]) -> tuple[Outcome, ...]:
    """One outcome per trainee, in the order of `people`; a few are short of hours, fail, or have marks written badly."""
    return tuple(_outcome(rng, place, person) for place, person in enumerate(people))


def write_results(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """The three workbooks of the samples' layout."""
    folder.mkdir(parents=True)
    write_table(folder / "study-hours.xlsx", _study_rows(outcomes))
    write_table(folder / "scores.xlsx", _score_rows(outcomes))
    write_table(folder / "certificate-numbers.xlsx", _certificate_rows(outcomes))


def _outcome(rng: Random, place: int, person: Person) -> Outcome:
    needed = _HOURS[person.level] * _MINUTES_PER_HOUR
    met = place % _SHORT_EVERY != _SHORT_EVERY - 2
    total = round(needed * (rng.uniform(1.01, 1.4) if met else rng.uniform(0.6, 0.96)))
    safety = round(total * rng.uniform(0.25, 0.35))
    marks = _marks(rng, place)
    number = f"33{rng.randrange(10**6):06d}26{place + 1:05d}"
    return Outcome(person, (safety, total - safety), met, marks, _passed(marks), number)


def _marks(rng: Random, place: int) -> Marks:
    theory, safety, practice = (rng.randrange(61, 98) for _ in range(3))
    # The seventh trainee and on, so that small schools have some of each.
    return {
        3: (rng.randrange(30, 60), safety, practice),
        5: _ABSENT,
        6: (theory, safety, 59.5),
        12: (theory, None, practice),
        15: (_full_width(theory), safety, practice),
        20: (theory, safety, 101),
        26: (theory, safety, rng.randrange(40, 60)),
        33: _ABSENT,
    }.get(place % 40, (theory, safety, practice))


def _full_width(mark: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(mark))


def _passed(marks: Marks) -> bool:
    """Every subject at least 60; a mark that cannot be (blank, 缺考, 101) passes nothing."""
    texts = [unicodedata.normalize("NFKC", str(mark)) for mark in marks]
    return all(text.replace(".", "", 1).isdecimal() and _PASS <= float(text) <= 100 for text in texts)


def _study_rows(outcomes: Sequence[Outcome]) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [("账号", "姓名", "课程", "学习时长(分钟)", "完成时间")]
    for place, outcome in enumerate(outcomes):
        for course, minutes in zip(("安全生产知识", "职业理论知识"), outcome.minutes, strict=True):
            day = 8 + (place * 7 + minutes) % 20
            finished = f"2026-10-{day:02d} {8 + minutes % 13:02d}:{minutes % 60:02d}"
            rows.append((outcome.person.id_number, outcome.person.name, course, minutes, finished))
    return rows


def _score_rows(outcomes: Sequence[Outcome]) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [
        ("成绩登记表",),
        ("准考证号", "姓名", "证件号码", "职业(工种)", "级别", "理论成绩", "安全成绩", "操作技能成绩", "备注"),
    ]
    for outcome in outcomes:
        person = outcome.person
        remark = "缺考" if outcome.marks == _ABSENT else None
        rows.append((None, person.name, person.id_number, person.trade, person.level, *outcome.marks, remark))
    return rows


def _certificate_rows(outcomes: Sequence[Outcome]) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [("姓名", "身份证号", "工种", "等级", "证书编号", "发证日期")]
    for outcome in outcomes:
        person = outcome.person
        rows.append((person.name, person.id_number, person.trade, person.level, outcome.certificate_no, _ISSUED_ON))
    return rows
