"""Judges and enrols the rows of one roster: which are good, which are known already, which fail and why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import sqlalchemy as sa

from school_desk.accounts.ownership import by_enterprise
from school_desk.documents.commands import StoredFile, add_document
from school_desk.documents.ledger import LedgerRow, RowState
from school_desk.enrollments.commands import ImportRoster, RosterEntry
from school_desk.enrollments.domain import Person, judge_row
from school_desk.enrollments.tables import CorrectionRow, EnrollmentBatchRow, EnrollmentRow, TraineeRow
from school_desk.enrollments.trainees import (
    add_or_find_trainee,
    find_trainee,
    other_name,
    set_mobile,
)
from school_desk.enrollments.under_way import standing_enrollments, waits_for
from school_desk.enterprises.queries import enterprise_name
from school_desk.kernel.commands import Context
from school_desk.kernel.money import format_yuan
from school_desk.plans.queries import PlanRow, plans_in_sign_up
from school_desk.terms.levels import SkillLevel
from school_desk.terms.masking import mask_mobile
from school_desk.terms.statuses import EnrollmentStatus
from school_desk.terms.uploads import DocumentKind

# A trade's code and a level: what one enrols for.
Place = tuple[str, SkillLevel]
_OTHER_NAME = "这个证件号登记过，与所填姓名不同。请核对身份证；没有填错请联系培训学校。"
_OTHER_MOBILE = "手机号与登记的不同，没有更改。请与本人核实，再联系培训学校。"
_CORRECTED_MOBILE = "手机号与更正过的不同，没有更改。要改请与本人核实后点“更正…”。"


@dataclass
class Verdict:
    """What is to become of one row."""

    entry: RosterEntry
    state: RowState
    reasons: list[str] = field(default_factory=list)
    person: Person | None = None
    plan: PlanRow | None = None

    @property
    def enrols(self) -> bool:
        """Whether the row becomes an enrolment."""
        return self.state == "imported"

    def ledger_row(self) -> LedgerRow:
        """The row as the ledger keeps it."""
        return LedgerRow(self.entry.row_no, self.entry.name, self.state, tuple(self.reasons))


class RosterDesk:
    """Judges rows one after the other: a later row may repeat an earlier one."""

    def __init__(self, context: Context, command: ImportRoster) -> None:
        self._context = context
        self._command = command
        self._plans = plans_in_sign_up(context.session, context.school_id, context.today)
        self._seen: dict[tuple[str, Place], int] = {}
        self._named: dict[str, tuple[int, str]] = {}
        self._mobiles: dict[tuple[str, str], tuple[int, str]] = {}
        # An enterprise is told nothing that others have registered: whoever knows a number would learn a name or an employer by it.
        self._guarded = by_enterprise(context)

    def judge(self, entry: RosterEntry) -> Verdict:
        """The verdict on one row; only what a row brings for somebody enrolled already (a mobile, a photo) is written here."""
        judged = judge_row(
            name=entry.name,
            sex=entry.sex,
            id_number=entry.id_number,
            mobile=entry.mobile,
            trade=entry.trade,
            level=entry.level,
            today=self._context.today,
            id_type=entry.id_type,
            id_problem=entry.id_problem,
        )
        errors = list(dict.fromkeys((*entry.problems, *judged.errors)))
        if judged.person is None or judged.trade is None or judged.level is None:
            return Verdict(entry, "failed", errors)
        plan, *others = self._plans.get((judged.trade.code, judged.level), (None,))
        what = f"{judged.trade.name}{judged.level.label}"
        closed = [] if plan else [f"现在没有正在报名的“{what}”培训计划，请{self._how}。"]
        if errors:
            return Verdict(entry, "failed", errors + closed)
        # Before the plan: who is enrolled already needs none, and the same roster again changes nothing after sign-up, too.
        person, other_mobile = self._one_mobile(entry, judged.person)
        verdict, told = self._against_known(entry, person, (judged.trade.code, judged.level))
        if verdict is not None:
            verdict.reasons += other_mobile if verdict.state != "failed" else []
            return verdict
        if plan is None:
            return Verdict(entry, "failed", closed)
        warnings = [*judged.warnings, *told, *other_mobile]
        if others:
            # The fee is not the same for all who enrol these days: said where it is decided.
            warnings.append(f"报入最后新建的计划 {plan.number}，培训费 {format_yuan(plan.fee_fen)} 元。")
        if entry.photo is None:
            warnings.append("没有照片，制准考证前请补交。")
        return Verdict(entry, "imported", warnings, person, plan)

    def _one_mobile(self, entry: RosterEntry, person: Person) -> tuple[Person, list[str]]:
        """The person with the mobile of their first row, and what to tell: a later row's would silently take its place."""
        first, mobile = self._mobiles.setdefault((person.id_number, person.name), (entry.row_no, person.mobile))
        if mobile == person.mobile:
            return person, []
        return replace(person, mobile=mobile), [f"手机号与第 {first} 行不同，按第 {first} 行登记。"]

    def _against_known(self, entry: RosterEntry, person: Person, place: Place) -> tuple[Verdict | None, list[str]]:
        """The verdict on a row that repeats another or whose person may not enrol; None for who may, with what to tell of them."""
        first, name = self._named.setdefault(person.id_number, (entry.row_no, person.name))
        if self._guarded and name != person.name:
            # One name a number and roster: or it could be asked for by trying many.
            return Verdict(entry, "failed", [f"证件号与第 {first} 行相同，姓名不同，请核对身份证。"]), []
        if place in self._plans:
            earlier = self._seen.setdefault((person.id_number, place), entry.row_no)
            if earlier != entry.row_no:
                return Verdict(entry, "skipped", [f"与第 {earlier} 行重复。"]), []
        known = find_trainee(self._context, person.id_type, person.id_number)
        if known is None:
            return None, []
        if known.name != person.name:
            if self._guarded and place not in self._plans:
                return None, []
            return Verdict(entry, "failed", [_OTHER_NAME if self._guarded else other_name(known.name)]), []
        standing = standing_enrollments(self._context, known.id, place[0], int(place[1]))
        under_way = next((row for row in standing if waits_for(self._context, row) is not None), None)
        if under_way is not None:
            return self._already_enrolled(entry, person, known, under_way), []
        mobile = self._mobile_told(known, person)
        if not standing:
            return None, mobile
        if self._imported_before:
            told = self._already_enrolled(entry, person, known, standing[-1])
            told.reasons.append("那次报名已办完；要再次报名，请导入企业新交的名单。")
            return told, []
        again = [f"此人曾{self._where(standing[-1])}报名同一工种等级，已办完；这次是再次报名，另行收费。"]
        return None, [*again, *mobile]

    def _mobile_told(self, known: TraineeRow, person: Person) -> list[str]:
        """What becomes of another number than the known one; nothing is said of the same."""
        if known.mobile == person.mobile:
            return []
        return [self._keeps_mobile(known, person) or f"{self._new_mobile(known)}。"]

    def _new_mobile(self, known: TraineeRow) -> str:
        return "手机号已更新" if self._guarded else f"手机号已更新（原为 {mask_mobile(known.mobile)}）"

    def _keeps_mobile(self, known: TraineeRow, person: Person) -> str:
        """Why the number stays as it is; "" when it does not.

        A person has put it right, or another enterprise has enrolled the trainee, too, and what the school tells goes there.
        """
        if known.mobile == person.mobile:
            return ""
        corrected = sa.select(CorrectionRow.id).where(
            CorrectionRow.school_id == self._context.school_id,
            CorrectionRow.trainee_id == known.id,
            CorrectionRow.field == "mobile",
        )
        if self._context.session.scalar(corrected.limit(1)) is not None:
            return _OTHER_MOBILE if self._guarded else _CORRECTED_MOBILE
        if not self._guarded:
            return ""
        elsewhere = sa.select(EnrollmentRow.id).where(
            EnrollmentRow.school_id == self._context.school_id,
            EnrollmentRow.trainee_id == known.id,
            EnrollmentRow.enterprise_id != self._command.enterprise_id,
            EnrollmentRow.status == EnrollmentStatus.ACTIVE,
        )
        return _OTHER_MOBILE if self._context.session.scalar(elsewhere.limit(1)) is not None else ""

    @cached_property
    def _imported_before(self) -> bool:
        """Whether this very file has brought people before, as a batch of its own or into one: then it brings nobody a second time."""
        digest = self._command.roster_sha256
        among_later = sa.cast(EnrollmentBatchRow.ledger, sa.Text).contains(digest, autoescape=True)
        wanted = sa.select(EnrollmentBatchRow.id).where(
            EnrollmentBatchRow.school_id == self._context.school_id,
            sa.or_(EnrollmentBatchRow.roster_sha256 == digest, among_later),
        )
        return self._context.session.scalar(wanted.limit(1)) is not None

    @property
    def _how(self) -> str:
        return "联系培训学校" if self._guarded else "先新建或延长计划"

    def _where(self, row: EnrollmentRow) -> str:
        hidden = self._guarded and row.enterprise_id != self._command.enterprise_id
        return "" if hidden else f"在批次 {self._batch_number(row)} "

    def _batch_number(self, row: EnrollmentRow) -> str:
        batch = self._context.session.get_one(EnrollmentBatchRow, (self._context.school_id, row.batch_id))
        return batch.number

    def _already_enrolled(
        self, entry: RosterEntry, person: Person, known: TraineeRow, standing: EnrollmentRow
    ) -> Verdict:
        context, number = self._context, self._batch_number(standing)
        if standing.enterprise_id != self._command.enterprise_id and self._guarded:
            return Verdict(entry, "failed", ["此人已由其他单位报名同一工种等级，请与本人核实，再联系培训学校。"])
        if standing.enterprise_id != self._command.enterprise_id:
            name = enterprise_name(context.session, context.school_id, standing.enterprise_id)
            return Verdict(entry, "failed", [f"此人已由“{name}”报名同一工种等级（{number}），请与企业核实。"])
        brought, kept = [], self._keeps_mobile(known, person)
        if known.mobile != person.mobile and not kept:
            brought.append(self._new_mobile(known))
            set_mobile(known, person.mobile)
        if entry.photo is not None and standing.photo_document_id is None:
            self._keep_photo(standing, entry.row_no, entry.photo)
            brought.append("照片已补上")
        told = f"已在批次 {number} 报名，{'，'.join(brought) or '没有变化'}。"
        return Verdict(entry, "updated" if brought else "skipped", [told, kept] if kept else [told])

    def _keep_photo(self, row: EnrollmentRow, row_no: int, photo: StoredFile) -> None:
        document = add_document(self._context, row.id, DocumentKind.PHOTO, photo, label=f"photo/{row_no}")
        row.photo_document_id = document.id

    def enrol(self, verdict: Verdict, batch: EnrollmentBatchRow) -> None:
        """Writes the trainee, the enrolment and the photo of a good row."""
        if verdict.person is None or verdict.plan is None:
            raise AssertionError("only good rows enrol")
        context, entry = self._context, verdict.entry
        trainee = add_or_find_trainee(context, verdict.person, label=f"trainee/{entry.row_no}")
        if not self._keeps_mobile(trainee, verdict.person):  # else the row was told so when it was judged
            set_mobile(trainee, verdict.person.mobile)
        row = EnrollmentRow(
            school_id=context.school_id,
            id=context.new_id(f"enrollment/{entry.row_no}", entry.row_no),
            trainee_id=trainee.id,
            enterprise_id=self._command.enterprise_id,
            batch_id=batch.id,
            plan_id=verdict.plan.id,
            trade_code=verdict.plan.trade_code,
            level=int(verdict.plan.level),
            status=EnrollmentStatus.ACTIVE,
            status_since=context.made_at,
            note=entry.note or None,
        )
        if entry.photo is not None:
            self._keep_photo(row, entry.row_no, entry.photo)
        context.session.add(row)
