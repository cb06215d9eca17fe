"""What was really drawn: the answers that the papers were made from, and the truth files written beside them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from school_desk.adapters.sample_school.cases import Case
from school_desk.adapters.sample_school.companies import Company
from school_desk.adapters.sample_school.people import FEES, Person
from school_desk.kernel.money import ZERO, Fen, format_yuan


@dataclass(frozen=True)
class PaperTruth:
    """One photo: what stands on it (`fields`, as `school-desk read` names them), its layout, what the camera did to it."""

    fields: dict[str, Any]
    layout: str
    degradation: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class EnterpriseTruth:
    """Enterprise `number` (from 1, the NN of the folder names), its trainees and its photos by kind (yyzz, zzzs, cns, slip)."""

    number: int
    company: Company
    case: Case
    people: tuple[Person, ...]
    papers: dict[str, PaperTruth] = field(default_factory=dict)

    @property
    def fee(self) -> Fen:
        """What the whole roster owes."""
        return Fen(sum(person.fee for person in self.people))


@dataclass(frozen=True)
class Line:
    """One line of the school's account; `amount` is negative when money leaves. `tuition` is the part that pays `credit_code`'s roster."""

    at: datetime
    amount: Fen
    party: str
    account: str
    summary: str
    memo: str
    credit_code: str = ""
    tuition: Fen = ZERO


@dataclass(frozen=True)
class Outcome:
    """How a trainee did: minutes learnt per course, marks as the examiners wrote them, the number the authorities gave."""

    person: Person
    minutes: tuple[int, int]
    hours_met: bool
    marks: tuple[str | int | float | None, str | int | float | None, str | int | float | None]
    passed: bool
    certificate_no: str


@dataclass(frozen=True)
class SchoolTruth:
    """Everything a drawn school consists of; `folder` is laid out like the makers' samples."""

    folder: Path
    enterprises: tuple[EnterpriseTruth, ...]
    lines: tuple[Line, ...]
    outcomes: tuple[Outcome, ...]


def write_truth(school: SchoolTruth) -> None:
    """Put `truth.json` (enterprises, rosters, results) and `statements/truth.csv` beside the papers."""
    _write_json(school.folder / "enterprises" / "truth.json", [_enterprise(one) for one in school.enterprises])
    _write_json(school.folder / "rosters" / "truth.json", _rosters(school))
    _write_json(school.folder / "results" / "truth.json", [_outcome(one) for one in school.outcomes])
    with (school.folder / "statements" / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("data_row", "uscc", "tuition_yuan"))
        for row, line in enumerate(school.lines, start=1):
            if line.tuition:
                writer.writerow((row, line.credit_code, format_yuan(line.tuition, grouped=False)))


def _write_json(path: Path, value: object) -> None:
    path.write_text(
        json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n", encoding="utf-8", newline="\n"
    )


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form of {value!r}")


def _enterprise(one: EnterpriseTruth) -> dict[str, Any]:
    return {
        "name": one.company.name,
        "uscc": one.company.credit_code,
        "legal": one.company.legal_person,
        "level": one.case.camera,
        "docs": {
            kind: {"fields": paper.fields, "layout": paper.layout, "degradation": paper.degradation}
            for kind, paper in one.papers.items()
        },
    }


def _rosters(school: SchoolTruth) -> dict[str, Any]:
    return {
        "fees_yuan": {level: fee // 100 for level, fee in FEES.items()},
        "people": {one.company.credit_code: [_person(person) for person in one.people] for one in school.enterprises},
        "accounts": {one.company.credit_code: one.company.account for one in school.enterprises},
    }


def _person(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "sex": person.sex,
        "id": person.id_number,
        "phone": person.mobile,
        "trade": person.trade,
        "level": person.level,
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "id": one.person.id_number,
        "minutes": sum(one.minutes),
        "hours_met": one.hours_met,
        "marks": one.marks,
        "passed": one.passed,
        "certificate_no": one.certificate_no,
    }
