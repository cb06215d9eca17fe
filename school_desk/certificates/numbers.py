"""Judges the rows of the authorities' list of numbers: whose each is, whether they have passed, whether the number is free."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from school_desk.certificates.commands import NumberEntry
from school_desk.certificates.domain import normalise_number, number_fault
from school_desk.certificates.settings import NUMBER_PATTERN
from school_desk.certificates.tables import CertificateRow
from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.enrollments.queries import EnrolledRow, find_enrollments
from school_desk.kernel.commands import Context
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import insert_many
from school_desk.scores.standings import standings
from school_desk.terms.levels import find_level
from school_desk.terms.names import normalise_person_name
from school_desk.terms.statuses import CertificateStatus
from school_desk.terms.trades import find_trade


@dataclass
class NumberVerdict:
    """What is to become of one row; `person` is set when it becomes a certificate."""

    entry: NumberEntry
    state: RowState
    reasons: list[str] = field(default_factory=list)
    person: EnrolledRow | None = None

    def ledger_row(self) -> LedgerRow:
        """The row as the ledger keeps it."""
        return LedgerRow(self.entry.row_no, self.entry.name, self.state, tuple(self.reasons))


class NumberDesk:
    """Judges rows one after the other: a later row may repeat an earlier one. Nothing is written before `write`."""

    def __init__(self, context: Context, entries: Sequence[NumberEntry]) -> None:
        self._context = context
        session, school_id = context.session, context.school_id
        self._pattern = context.setting(NUMBER_PATTERN)
        numbers = (entry.id_number for entry in entries if entry.id_number)
        self._people = find_enrollments(session, school_id, numbers)
        ids = {person.id for people in self._people.values() for person in people}
        self._standings = standings(session, school_id, ids)
        self._by_number = certificates_by(
            context, CertificateRow.number, {normalise_number(entry.number) for entry in entries}
        )
        self._held: dict[str, list[CertificateRow]] = {}
        for row in certificates_by(context, CertificateRow.enrollment_id, ids).values():
            self._held.setdefault(row.enrollment_id, []).append(row)
        self._seen_numbers: dict[str, NumberEntry] = {}
        self._seen_people: dict[str, NumberEntry] = {}

    def judge(self, entry: NumberEntry) -> NumberVerdict:
        """The verdict on one row."""
        number = normalise_number(entry.number)
        fault = self._unreadable(entry, number)
        whose = None if fault else self._whose(entry)
        if not isinstance(whose, EnrolledRow):
            return NumberVerdict(entry, "failed", [fault or str(whose)])
        known = self._by_number.get(number)
        if known is not None:
            return self._against_known(entry, whose, known)
        fault = self._repeated(entry, whose, number) or self._not_entitled(whose)
        if fault:
            return NumberVerdict(entry, "failed", [fault])
        self._seen_numbers[number] = self._seen_people[whose.id] = entry
        return NumberVerdict(entry, "imported", self._remarks(entry, whose), whose)

    def write(self, verdicts: Collection[NumberVerdict]) -> None:
        """Makes the certificates."""
        new = [(verdict, verdict.person) for verdict in verdicts if verdict.person is not None]
        values = (self._values(verdict, person, place) for place, (verdict, person) in enumerate(new))
        insert_many(self._context.session, CertificateRow, values)

    def _unreadable(self, entry: NumberEntry, number: str) -> str | None:
        if entry.problems:
            return "".join(entry.problems)
        if entry.issued_on is None:
            return "没有发证日期。"
        if entry.issued_on > self._context.today:
            return f"发证日期 {entry.issued_on} 晚于今天，请核对。"
        return number_fault(number, self._pattern)

    def _whose(self, entry: NumberEntry) -> EnrolledRow | str:
        """The enrolment, or why nobody can be named."""
        if not entry.id_number:
            return "没有证件号，只有姓名不能确认是谁。"
        people = self._people[entry.id_number]
        if not people:
            return "这个证件号没有有效的报名，请核对。"
        name, trade, level = normalise_person_name(entry.name), find_trade(entry.trade), find_level(entry.level)
        if name and name != people[0].name:
            return f"这个证件号登记的是“{people[0].name}”，与所填姓名不同，请核对。"
        if (entry.trade.strip() and trade is None) or (entry.level.strip() and level is None):
            return f"工种等级“{entry.trade.strip()} {entry.level.strip()}”认不出来，请核对。"
        fitting = [p for p in people if trade in (None, find_trade(p.trade_code)) and level in (None, p.level)]
        if not fitting:
            enrolled_for = "、".join(f"{person.trade}{person.level.label}" for person in people)
            return f"此人报名的是{enrolled_for}，与名单上的工种等级不同，请核对。"
        if len({(person.trade_code, person.level) for person in fitting}) > 1:
            return "此人有多个报名，请在名单上写明工种和等级。"
        return self._which_time(fitting, normalise_number(entry.number))

    def _which_time(self, people: Sequence[EnrolledRow], number: str) -> EnrolledRow:
        """Of a person's enrolments for one trade and level: whose the number is already, else the newest that it may be for."""
        known = self._by_number.get(number)
        mine = next((person for person in people if known is not None and known.enrollment_id == person.id), None)
        entitled = [person for person in people if self._not_entitled(person) is None]
        return mine or (entitled or list(people))[-1]

    def _against_known(self, entry: NumberEntry, person: EnrolledRow, known: CertificateRow) -> NumberVerdict:
        if known.enrollment_id != person.id:
            return NumberVerdict(entry, "failed", ["这个证书编号已经发给别人，不能重复使用，请核对名单。"])
        if known.status is CertificateStatus.REVOKED:
            return NumberVerdict(entry, "failed", ["这个证书编号已经注销，不能再用。"])
        if known.issued_on != entry.issued_on:
            told = f"这个证书编号已导入，发证日期是 {known.issued_on}，与名单不同，请核对。"
            return NumberVerdict(entry, "failed", [told])
        return NumberVerdict(entry, "skipped", ["已经导入过，没有变化。"])

    def _repeated(self, entry: NumberEntry, person: EnrolledRow, number: str) -> str | None:
        earlier = self._seen_numbers.get(number)
        if earlier is not None:
            return f"证书编号与第 {earlier.row_no} 行重复，请核对名单。"
        earlier = self._seen_people.get(person.id)
        return f"第 {earlier.row_no} 行已是此人同一工种等级的证书，请核对名单。" if earlier else None

    def _not_entitled(self, person: EnrolledRow) -> str | None:
        standing_one = next((row for row in self._held.get(person.id, ()) if _stands(row)), None)
        if standing_one is not None:
            return f"此人已有证书 {standing_one.number}，换新编号请办理换发。"
        why_not = self._standings[person.id].why_not
        return f"还不能发证：{why_not}。" if why_not else None

    def _remarks(self, entry: NumberEntry, person: EnrolledRow) -> list[str]:
        examined_on = self._standings[person.id].examined_on
        if entry.issued_on and examined_on and entry.issued_on < examined_on:
            return [f"发证日期早于考试日期 {examined_on}，请核对。"]
        return []

    def _values(self, verdict: NumberVerdict, person: EnrolledRow, place: int) -> dict[str, object]:
        revoked = [row.id for row in self._held.get(person.id, ()) if not _stands(row)]
        return {
            "school_id": self._context.school_id,
            "id": self._context.new_id(f"certificate/{person.id}", place),
            "enrollment_id": person.id,
            "number": normalise_number(verdict.entry.number),
            "issued_on": verdict.entry.issued_on,
            "status": CertificateStatus.GENERATED,
            "replaces_id": max(revoked, default=None),
        }


def certificates_by(
    context: Context, column: sa.orm.InstrumentedAttribute[str], keys: Collection[str]
) -> dict[str, CertificateRow]:
    """Certificates whose `column` is one of `keys`: by number when that is the column, else by their own id."""
    found: list[CertificateRow] = []
    for part in parts(keys):
        wanted = sa.select(CertificateRow).where(CertificateRow.school_id == context.school_id, column.in_(part))
        found += context.session.scalars(wanted)
    in_order = sorted(found, key=lambda row: row.id)
    return {row.number if column is CertificateRow.number else row.id: row for row in in_order}


def _stands(row: CertificateRow) -> bool:
    return row.status is not CertificateStatus.REVOKED
