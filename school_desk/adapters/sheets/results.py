"""Reads what comes back from others: study hours, opened accounts, scores, certificate numbers, push results, authority decisions.

Each reader gives one frozen row per data row, in the sheet's order, and a reason for every other row. Matching rows to people is not done here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Generic, TypeVar

from school_desk.adapters.sheets.headers import Layout, find_header
from school_desk.adapters.sheets.layouts import (
    ACCOUNTS,
    AUTHORITY_DECISIONS,
    CERTIFICATE_NUMBERS,
    HOURS,
    PUSH_RESULTS,
    SCORES,
)
from school_desk.adapters.sheets.rows import CellProblem, RowReader, SkippedRow, skip_reason
from school_desk.adapters.sheets.values import (
    DecisionKind,
    ScoreReading,
    parse_day,
    parse_decision,
    parse_minutes,
    parse_moment,
    parse_outcome,
    parse_score,
)
from school_desk.adapters.sheets.workbook import Sheet, read_cells, text_of
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identifiers import normalise_credit_code, normalise_resident_id
from school_desk.terms.names import normalise_company_name, normalise_person_name

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class SheetRows(Generic[Row]):
    """Every row of every sheet with content is in `rows` or in `skipped`. `mapping` and `signature` are the first header's."""

    rows: tuple[Row, ...]
    skipped: tuple[SkippedRow, ...]
    signature: str
    mapping: dict[str, str]

    @property
    def rows_in(self) -> int:
        return len(self.rows) + len(self.skipped)


@dataclass(frozen=True, slots=True)
class StudyHoursRow:
    """One course of one person. `account` is the login, by the manual the ID number; `minutes` None when blank or unreadable."""

    sheet_name: str
    row_no: int
    account: str
    name: str
    course: str
    minutes: int | None
    finished_at: datetime | None
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class AccountResultRow:
    """What the learning platform did with one account. `succeeded` None: blank or unclear."""

    sheet_name: str
    row_no: int
    account: str
    name: str
    succeeded: bool | None
    reason: str
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One candidate's three subjects as written; a subject without a column reads blank."""

    sheet_name: str
    row_no: int
    ticket_no: str
    name: str
    id_number: str
    trade: str
    level: str
    theory: ScoreReading
    safety: ScoreReading
    practice: ScoreReading
    note: str
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class CertificateNumberRow:
    """A number the authorities' platform issued."""

    sheet_name: str
    row_no: int
    name: str
    id_number: str
    trade: str
    level: str
    certificate_no: str
    issued_on: date | None
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class PushResultRow:
    """What the ministry's system did with one certificate. `succeeded` None: blank or unclear."""

    sheet_name: str
    row_no: int
    certificate_no: str
    name: str
    id_number: str
    succeeded: bool | None
    reason: str
    receipt_no: str
    pushed_on: date | None
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class AuthorityDecisionRow:
    """What an authority decided on an enterprise (by credit code or name) or on a plan or submission (by its number)."""

    sheet_name: str
    row_no: int
    credit_code: str
    enterprise: str
    plan_no: str
    decision: DecisionKind | None
    reason: str
    decided_on: date | None
    document_no: str
    authority: str
    problems: tuple[CellProblem, ...]


def read_study_hours(path: Path, mapping: Mapping[str, str] | None = None) -> SheetRows[StudyHoursRow]:
    """The learning platform's export. Raises as `read_cells` and `find_header`, like every reader here."""
    return rows_of_sheets(path, HOURS, mapping, ("account", "id_number", "name"), _study_hours)


def read_account_results(path: Path, mapping: Mapping[str, str] | None = None) -> SheetRows[AccountResultRow]:
    """The learning platform's list of opened and refused accounts."""
    return rows_of_sheets(path, ACCOUNTS, mapping, ("account", "id_number", "name"), _account_result)


def read_scores(path: Path, mapping: Mapping[str, str] | None = None) -> SheetRows[ScoreRow]:
    """The examiners' sheet."""
    return rows_of_sheets(path, SCORES, mapping, ("ticket_no", "id_number", "name"), _score)


def read_certificate_numbers(path: Path, mapping: Mapping[str, str] | None = None) -> SheetRows[CertificateNumberRow]:
    """The numbers issued by the authorities' platform."""
    return rows_of_sheets(
        path, CERTIFICATE_NUMBERS, mapping, ("certificate_no", "id_number", "name"), _certificate_number
    )


def read_push_results(path: Path, mapping: Mapping[str, str] | None = None) -> SheetRows[PushResultRow]:
    """The ministry system's answer to pushed certificates."""
    return rows_of_sheets(path, PUSH_RESULTS, mapping, ("certificate_no", "id_number", "name"), _push_result)


def read_authority_decisions(path: Path, mapping: Mapping[str, str] | None = None) -> SheetRows[AuthorityDecisionRow]:
    """An authority's list of decisions."""
    return rows_of_sheets(
        path, AUTHORITY_DECISIONS, mapping, ("credit_code", "enterprise", "plan_no"), _authority_decision
    )


def rows_of_sheets(
    path: Path,
    layout: Layout,
    mapping: Mapping[str, str] | None,
    keys: tuple[str, ...],
    make: Callable[[RowReader], Row],
) -> SheetRows[Row]:
    """Long lists come split over several sheets (the province's at 1,000 rows), so every sheet with the header is read."""
    found, skipped, headers, refusal = [], [], [], None
    for sheet in read_cells(path):
        try:
            header = find_header(sheet.rows, layout, mapping)
        except RuleViolation as violation:
            refusal = refusal or violation
            skipped += _unread(sheet)
            continue
        headers.append(header)
        for index, cells in enumerate(sheet.rows):
            reason = skip_reason(index, cells, sheet.rows, header, keys)
            if reason:
                skipped.append(SkippedRow(sheet.name, index + 1, reason))
            else:
                found.append(make(RowReader(sheet.name, index + 1, cells, header.columns)))
    if not headers and refusal:
        raise refusal
    return SheetRows(tuple(found), tuple(skipped), headers[0].signature, headers[0].mapping)


def _unread(sheet: Sheet) -> list[SkippedRow]:
    return [SkippedRow(sheet.name, number, "这张工作表没有表头") for number in range(1, len(sheet.rows) + 1)]


def _account(row: RowReader) -> str:
    field, label = ("account", "账号") if text_of(row.cell("account")) else ("id_number", "身份证号")
    return normalise_resident_id(row.identifier(field, label))


def _id_number(row: RowReader) -> str:
    return normalise_resident_id(row.identifier("id_number", "身份证号"))


def _study_hours(row: RowReader) -> StudyHoursRow:
    return StudyHoursRow(
        sheet_name=row.sheet_name,
        row_no=row.row_no,
        account=_account(row),
        name=normalise_person_name(row.text("name")),
        course=row.text("course"),
        minutes=row.parsed("minutes", parse_minutes),
        finished_at=row.parsed("finished_at", parse_moment),
        problems=row.problems,
    )


def _account_result(row: RowReader) -> AccountResultRow:
    return AccountResultRow(
        sheet_name=row.sheet_name,
        row_no=row.row_no,
        account=_account(row),
        name=normalise_person_name(row.text("name")),
        succeeded=row.parsed("outcome", parse_outcome),
        reason=row.text("reason"),
        problems=row.problems,
    )


def _score(row: RowReader) -> ScoreRow:
    return ScoreRow(
        sheet_name=row.sheet_name,
        row_no=row.row_no,
        ticket_no=row.identifier("ticket_no", "准考证号"),
        name=normalise_person_name(row.text("name")),
        id_number=_id_number(row),
        trade=row.text("trade"),
        level=row.text("level"),
        theory=parse_score(text_of(row.cell("theory"))),
        safety=parse_score(text_of(row.cell("safety"))),
        practice=parse_score(text_of(row.cell("practice"))),
        note=row.text("note"),
        problems=row.problems,
    )


def _certificate_number(row: RowReader) -> CertificateNumberRow:
    return CertificateNumberRow(
        sheet_name=row.sheet_name,
        row_no=row.row_no,
        name=normalise_person_name(row.text("name")),
        id_number=_id_number(row),
        trade=row.text("trade"),
        level=row.text("level"),
        certificate_no=row.identifier("certificate_no", "证书编号"),
        issued_on=row.parsed("issued_on", parse_day),
        problems=row.problems,
    )


def _push_result(row: RowReader) -> PushResultRow:
    return PushResultRow(
        sheet_name=row.sheet_name,
        row_no=row.row_no,
        certificate_no=row.identifier("certificate_no", "证书编号"),
        name=normalise_person_name(row.text("name")),
        id_number=_id_number(row),
        succeeded=row.parsed("outcome", parse_outcome),
        reason=row.text("reason"),
        receipt_no=row.identifier("receipt_no", "回执号"),
        pushed_on=row.parsed("pushed_on", parse_day),
        problems=row.problems,
    )


def _authority_decision(row: RowReader) -> AuthorityDecisionRow:
    return AuthorityDecisionRow(
        sheet_name=row.sheet_name,
        row_no=row.row_no,
        credit_code=normalise_credit_code(row.text("credit_code")),
        enterprise=normalise_company_name(row.text("enterprise")),
        plan_no=row.identifier("plan_no", "计划编号"),
        decision=row.parsed("decision", parse_decision),
        reason=row.text("reason"),
        decided_on=row.parsed("decided_on", parse_day),
        document_no=row.text("document_no"),
        authority=row.text("authority"),
        problems=row.problems,
    )
