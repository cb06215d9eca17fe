"""A school in the middle of its work, on 2026-10-28, of which every page of the website has something to show. Everybody in it is made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from school_desk.accounts.commands import OpenAccount
from school_desk.adapters.sample_school.faces import draw_face
from school_desk.adapters.sample_school.people import Person
from school_desk.adapters.sample_school.school import draw_school
from school_desk.adapters.sample_school.truth import EnterpriseTruth, SchoolTruth
from school_desk.certificates.commands import ExportPush, PushResultEntry, RecordPushResults
from school_desk.certificates.queries import certificates
from school_desk.enrollments.commands import ImportRoster, RosterEntry
from school_desk.enrollments.queries import EnrolledRow, batch, enrolled
from school_desk.enterprises.commands import (
    EditEnterprise,
    Paper,
    PaperReturn,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RegisterEnterprise,
    ReturnEnterprise,
)
from school_desk.exams.commands import (
    ApplyForExam,
    AssignSeats,
    RecordPlanAccepted,
    RecordPlanDecision,
    ReportPlan,
    TakeCandidates,
)
from school_desk.intake.slips import SlipClaim, SlipFile, slip_command
from school_desk.learning.commands import AccountResultEntry, ExportAccounts, RecordAccountResults
from school_desk.plans.commands import CreatePlan
from school_desk.staff.passwords import hash_password
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import WebRole
from school_desk.terms.statuses import Subject
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind
from tests.cli.drawn_school import ORIGINALS, papers_of
from tests.examinations import exam_of, room, session
from tests.flows.cashier import OWN_ACCOUNT, Cashier
from tests.hub.portal.browser import PASSWORD, Website, reading
from tests.hub.portal.schools import hub_of, website
from tests.hub.serving import listening
from tests.learners import given, learn
from tests.results import decide, entry, import_numbers, import_scores, marks, number_entry, submit
from tests.school import Office

AUTHORITY = "huzhou"
REGIONS = ("330522", "330402", "330523", "330502")
_STEEL, _BRICK = ("钢筋工", "中级工"), ("砌筑工", "初级工")


@dataclass(frozen=True)
class House:
    """Who may sign in, what their pages are about, and an enterprise that is not registered yet."""

    enterprise: str
    sent_back: str
    newcomer: EnterpriseTruth
    newcomer_papers: Path
    slip: Path
    slip_fields: dict[str, str]
    paid_batch: str
    owed_batch: str
    certified: str
    ticketed: str
    without_photo: str
    waiting_enterprise: str
    moved_enterprise: str
    approved_enterprise: str
    reported_plan: str
    accepted_plan: str
    approved_plan: str
    submitted_scores: str
    approved_scores: str
    certificate_no: str
    certified_name: str


@dataclass(frozen=True)
class Built:
    """The Hub's folder of a full house, and what is in it."""

    hub: Path
    house: House


@dataclass(frozen=True)
class Opened:
    """A full house whose website is served at `address`."""

    house: House
    site: Website
    address: str


def build(founded: Path, root: Path) -> Built:
    """Makes one in `root`."""
    hub, house = hub_of(founded, root, lambda office: fill(office, root))
    return Built(hub, house)


@contextmanager
def opened_house(built: Built, copy: Path) -> Iterator[Opened]:
    """The website of a copy of it; photos are read as their papers were drawn."""
    site = website(built.hub, copy, 2026, 10, 28, 9)
    newcomer, slip = built.house.newcomer, built.house.slip_fields
    site.reader.says = lambda kind: reading(
        kind, seen=kind, problems=(), **(slip if kind == "slip" else _as_drawn(newcomer, kind))
    )
    try:
        with listening(site.app) as address:
            yield Opened(built.house, site, address)
    finally:
        site.school.close()


def fill(office: Office, root: Path) -> House:
    """Everything happens in its own time; undo is proved elsewhere, so all of it is only carried out."""
    office.do = lambda command, actor=None: given(office, command, actor)  # type: ignore[method-assign]
    drawn = draw_school(root / "papers", enterprises=5, quality="phone")
    own, moved, waiting, sent_back = (_registered(office, drawn, one) for one in drawn.enterprises[:4])
    for enterprise_id in (own, moved, waiting):
        _before_authority(office, enterprise_id)
    for enterprise_id in (own, moved):
        office.do(RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "湖建人〔2026〕1号"), office.examiner)
    _send_back(office, sent_back)
    cashier = Cashier(office)
    people = [one for enterprise in (drawn.enterprises[0], drawn.enterprises[3]) for one in enterprise.people]
    paid, owed = _enrol(office, own, people[:12], _STEEL), _enrol(office, own, people[12:16], _BRICK)
    _pay(cashier, drawn, paid, owed)
    learners = _people(office, paid)
    _learn(office, learners)
    plans = _exam_plans(office, learners)
    office.move_to(2026, 10, 27, 9)
    _move(office, drawn.enterprises[1], moved)
    number = _certify(office, plans, learners)
    for trade in ("木工", "防水工", "镶贴工"):
        office.do(CreatePlan(trade, SkillLevel.INTERMEDIATE, date(2026, 10, 1), date(2026, 12, 31), 80_000))
    _open_accounts(office, {own: drawn.enterprises[0], sent_back: drawn.enterprises[3]})
    office.move_to(2026, 10, 28, 9)
    return House(
        enterprise=drawn.enterprises[0].company.credit_code,
        sent_back=drawn.enterprises[3].company.credit_code,
        newcomer=drawn.enterprises[4],
        newcomer_papers=papers_of(drawn, drawn.enterprises[4]),
        slip=drawn.folder / "slips" / "01-slip.jpg",
        slip_fields=_as_drawn(drawn.enterprises[0], "slip"),
        paid_batch=_number(office, paid),
        owed_batch=_number(office, owed),
        certified=learners[0].id,
        ticketed=learners[3].id,
        without_photo=learners[-1].id,
        waiting_enterprise=waiting,
        moved_enterprise=moved,
        approved_enterprise=own,
        reported_plan=plans.reported,
        accepted_plan=plans.accepted,
        approved_plan=plans.coming,
        submitted_scores=plans.submitted,
        approved_scores=plans.done,
        certificate_no=number,
        certified_name=learners[0].name,
    )


def _as_drawn(one: EnterpriseTruth, kind: str) -> dict[str, str]:
    return {name: value for name, value in one.papers[kind].fields.items() if isinstance(value, str)}


@dataclass(frozen=True)
class _Plans:
    reported: str
    accepted: str
    coming: str
    submitted: str
    done: str


def _registered(office: Office, drawn: SchoolTruth, one: EnterpriseTruth) -> str:
    folder = papers_of(drawn, one)
    papers = tuple(
        Paper(kind, office.store((folder / f"{kind}.jpg").read_bytes(), f"{kind}.jpg")) for kind in ENTERPRISE_KINDS
    )
    command = RegisterEnterprise(
        credit_code=one.company.credit_code,
        name=one.company.name,
        address=one.company.address,
        region_code=REGIONS[one.number - 1],
        province_affiliated=False,
        principal_mobile=one.company.mobile,
        contact_name=one.company.contact,
        contact_mobile=one.company.mobile,
        legal_person=one.company.legal_person,
        papers=papers,
    )
    enterprise_id: str = office.do(command)["enterprise_id"]
    return enterprise_id


def _before_authority(office: Office, enterprise_id: str) -> None:
    office.do(PreApproveEnterprise(enterprise_id))
    office.do(
        RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "企业办公室", "沈文员、周老师", ORIGINALS, "DA-2026-18")
    )


def _send_back(office: Office, enterprise_id: str) -> None:
    reason = "承诺书上的公章不清晰，请重新盖章拍照"
    office.do(ReturnEnterprise(enterprise_id, (PaperReturn(DocumentKind.CNS, reason),)))


def _move(office: Office, one: EnterpriseTruth, enterprise_id: str) -> None:
    """It moves into the city, whose authority has to look at it again."""
    company = one.company
    office.do(
        EditEnterprise(
            enterprise_id, company.contact, company.mobile, "湖州市吴兴区织里路18号", "330502", company.mobile
        )
    )


def _enrol(office: Office, enterprise_id: str, people: Sequence[Person], kind: tuple[str, str]) -> str:
    """A batch of these people, of whom the last has no photo yet."""
    faces = [office.store(draw_face(Random(one.id_number), one.sex), "照片.jpg") for one in people[:-1]]
    entries = tuple(
        RosterEntry(row_no, one.name, one.sex, one.id_number, one.mobile, *kind, photo=face)
        for row_no, (one, face) in enumerate(zip(people, [*faces, None], strict=True), start=2)
    )
    outcome = office.do(ImportRoster(enterprise_id, f"{kind[0]}名单.xlsx", people[0].id_number.rjust(64, "0"), entries))
    assert outcome.count("imported") == len(people), outcome.rows
    batch_id: str = outcome.batch_id
    return batch_id


def _pay(cashier: Cashier, drawn: SchoolTruth, paid: str, owed: str) -> None:
    """One batch is paid and reviewed, of the other the slip is there."""
    company, slip = drawn.enterprises[0].company, drawn.folder / "slips" / "01-slip.jpg"
    (fee,) = cashier.receivables(paid)
    payer = {"counterparty_name": company.name, "counterparty_account": company.account}
    cashier.claim(cashier.paid_in(fee.due_fen, **payer), fee.id)
    cashier.review(fee.id)
    (due,) = cashier.receivables(owed)
    claim = SlipClaim(
        company.name, company.account, OWN_ACCOUNT, due.due_fen, date(2026, 8, 3), "", due.enterprise_id, owed
    )
    cashier.do(slip_command(cashier.office.school, SlipFile("回单.jpg", slip.read_bytes()), 0, claim))


def _learn(office: Office, people: Sequence[EnrolledRow]) -> None:
    """All but the last two have their hours."""
    office.do(ExportAccounts(tuple(one.id for one in people)))
    answers = tuple(AccountResultEntry(n, one.id_number, one.name, True) for n, one in enumerate(people, 2))
    office.do(RecordAccountResults("开通结果.xlsx", answers))
    learn(office, tuple(people[:-2]))
    learn(office, tuple(people[-2:]), hours=21)


def _exam_plans(office: Office, people: Sequence[EnrolledRow]) -> _Plans:
    """Eight people in plans, two who may apply."""
    office.move_to(2026, 10, 9, 9)
    office.do(ApplyForExam(tuple(one.id for one in people[:8])))
    groups = {"done": people[:3], "coming": people[3:5], "reported": people[5:6], "accepted": people[6:7]}
    groups["submitted"] = people[7:8]
    days = {"done": 20, "submitted": 21, "coming": 30, "reported": 30, "accepted": 30}
    made = {name: _exam_plan(office, place, days[name], group) for place, (name, group) in enumerate(groups.items(), 1)}
    for name, plan_id in made.items():
        office.do(ReportPlan(plan_id), office.examiner)
        if name != "reported":
            office.do(RecordPlanAccepted(plan_id, date(2026, 10, 9)), office.examiner)
        if name not in ("reported", "accepted"):
            decision = RecordPlanDecision(plan_id, True, date(2026, 10, 9), "湖建考〔2026〕3号")
            office.do(decision, office.examiner)
    return _Plans(**made)


def _exam_plan(office: Office, place: int, day: int, people: Sequence[EnrolledRow]) -> str:
    plan_id, room_id = exam_of(office), room(office, f"第{'一二三四五'[place - 1]}考场")
    for hour, subject in zip((9, 11, 14), Subject, strict=True):
        session(office, plan_id, room_id, subject, hour, day)
    office.do(TakeCandidates(plan_id, tuple(one.id for one in people)), office.examiner)
    office.do(AssignSeats(plan_id), office.examiner)
    return plan_id


def _certify(office: Office, plans: _Plans, people: Sequence[EnrolledRow]) -> str:
    """Of three who sat two have a certificate, of which one is pushed; its number. Another's scores wait for the authority."""
    import_scores(office, plans.submitted, entry(office, plans.submitted, people[7]))
    submit(office, plans.submitted, 27)
    cells: list[dict[str, Any]] = [{}, {}, marks(540, 700, 660)]
    rows = [
        entry(office, plans.done, one, n, **cell) for n, (one, cell) in enumerate(zip(people, cells, strict=False), 2)
    ]
    import_scores(office, plans.done, *rows)
    decide(office, submit(office, plans.done, 27), day=27)
    numbers = ("336385402600001", "336385402600002")
    import_numbers(
        office, *(number_entry(one, no, n) for n, (one, no) in enumerate(zip(people, numbers, strict=False), 2))
    )
    with office.school.reading() as reading:
        (pushed,) = [row.id for row in certificates(reading, office.school.id) if row.number == numbers[0]]
    office.do(ExportPush((pushed,)), office.examiner)
    results = (PushResultEntry(2, numbers[0], True, receipt_no="HZ-20261027-01"),)
    office.do(RecordPushResults("推送结果.xlsx", results), office.examiner)
    return numbers[0]


def _open_accounts(office: Office, enterprises: dict[str, EnterpriseTruth]) -> None:
    hashed = hash_password(PASSWORD)
    for enterprise_id, one in enterprises.items():
        command = OpenAccount(WebRole.ENTERPRISE, one.company.credit_code, hashed, enterprise_id)
        office.do(command, office.examiner)
    office.do(OpenAccount(WebRole.AUTHORITY, AUTHORITY, hashed, authority_code="330500"), office.examiner)


def _people(office: Office, batch_id: str) -> tuple[EnrolledRow, ...]:
    with office.school.reading() as reading:
        return tuple(sorted(enrolled(reading, office.school.id, batch_id=batch_id), key=lambda row: row.id))


def _number(office: Office, batch_id: str) -> str:
    with office.school.reading() as reading:
        found = batch(reading, office.school.id, batch_id)
    assert found is not None
    return found.number
