"""Draws a whole sample school into a folder laid out like a clerk's inbox; the one entrance to this package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from school_desk.adapters.sample_school.camera import Shot, photograph, scan
from school_desk.adapters.sample_school.cases import Case, Quality, case_of
from school_desk.adapters.sample_school.companies import SCHOOL_ACCOUNT, draw_company
from school_desk.adapters.sample_school.licences import draw_licence
from school_desk.adapters.sample_school.papers import Drawn, draw_letter, draw_qualification
from school_desk.adapters.sample_school.people import draw_people, twin_of
from school_desk.adapters.sample_school.results import draw_outcomes, write_results
from school_desk.adapters.sample_school.rosters import write_roster
from school_desk.adapters.sample_school.slips import Claim, draw_slip
from school_desk.adapters.sample_school.statements import draw_lines, write_statements
from school_desk.adapters.sample_school.truth import EnterpriseTruth, Line, PaperTruth, SchoolTruth, write_truth
from school_desk.kernel.money import Fen

_ANOTHER_OWNER = "湖州砺棠消防工程有限公司"
_ANOTHER_ACCOUNT = SCHOOL_ACCOUNT[:-2] + "38"
_PERSONS_BANK = "工行湖州分行营业部"


def draw_school(out: Path, *, seed: int = 20260801, enterprises: int = 7, quality: Quality = "mixed") -> SchoolTruth:
    """Fill `out` (made if missing) with the papers of `enterprises` enterprises and their truth files; the same seed gives the same bytes.

    `quality` flat makes every photo a scan, phone makes every scan a photo, mixed has both and a bad one. A school of more enterprises
    begins with the enterprises of a smaller one. Raises FileExistsError when `out` holds a school already.
    """
    taken: set[str] = set()
    known = [_enterprise(seed, number, quality, taken) for number in range(1, enterprises + 1)]
    lines = draw_lines(Random(f"{seed} statement"), known)
    for name in ("enterprises", "slips", "rosters"):
        (out / name).mkdir(parents=True)
    drawn = tuple(_papers(out, seed, one, lines) for one in known)
    people = [person for one in drawn for person in one.people]
    school = SchoolTruth(out, drawn, lines, draw_outcomes(Random(f"{seed} results"), people))
    for one in drawn:
        write_roster(out / "rosters", one, Random(f"{seed} roster {one.number}"))
    write_statements(out / "statements", lines)
    write_results(out / "results", school.outcomes)
    write_truth(school)
    return school


def _enterprise(seed: int, number: int, quality: Quality, taken: set[str]) -> EnterpriseTruth:
    rng = Random(f"{seed} enterprise {number}")
    case = _seen_as(case_of(number), quality)
    company = draw_company(rng, case, taken)
    people = draw_people(rng, rng.randrange(7, 13), case.trades, case.guests, taken)
    if case.twins:
        people = (*people, twin_of(people[-1], rng, taken))
    return EnterpriseTruth(number, company, case, people)


def _seen_as(case: Case, quality: Quality) -> Case:
    if quality == "flat" or (quality == "phone" and case.camera == "flat"):
        return replace(case, camera=quality)
    return case


def _papers(out: Path, seed: int, one: EnterpriseTruth, lines: Sequence[Line]) -> EnterpriseTruth:
    """Draw and save the enterprise's photos; returns `one` knowing what stands on them."""
    folder = out / "enterprises" / f"{one.number:02d}-{one.company.name}"
    folder.mkdir()
    papers = {}
    for kind, layout, drawn, rng in _drawn(seed, one, lines):
        shot = _shoot(drawn, one.case, kind, rng)
        path = out / "slips" / f"{one.number:02d}-slip.jpg" if kind == "slip" else folder / f"{kind}.jpg"
        path.write_bytes(shot.jpeg)
        papers[kind] = PaperTruth(drawn.fields, layout, shot.degradation)
    return replace(one, papers=papers)


def _drawn(seed: int, one: EnterpriseTruth, lines: Sequence[Line]) -> Iterator[tuple[str, str, Drawn, Random]]:
    """The flat papers one after another: kind, layout, page, and the dice that belong to it."""
    company, case = one.company, one.case
    owner = {"own": company.name, "foreign": _ANOTHER_OWNER, "none": None}[case.seal]
    rng = Random(f"{seed} yyzz {one.number}")
    yield "yyzz", case.licence, draw_licence(rng, company, case.licence), rng
    rng = Random(f"{seed} zzzs {one.number}")
    yield "zzzs", case.qualification, draw_qualification(rng, company, case.qualification), rng
    rng = Random(f"{seed} cns {one.number}")
    yield "cns", case.letter, draw_letter(rng, company, case.letter, owner), rng
    paid = next((line for line in lines if line.credit_code == company.credit_code), None)
    if paid:
        rng = Random(f"{seed} slip {one.number}")
        yield "slip", case.slip, draw_slip(rng, _claim(rng, one, paid), case.slip), rng


def _claim(rng: Random, one: EnterpriseTruth, paid: Line) -> Claim:
    """What the enterprise's slip says about its first payment."""
    company, case = one.company, one.case
    itself = paid.account == company.account
    return Claim(
        payer_name=company.name if itself else paid.party,
        payer_account=paid.account,
        payer_bank=company.bank if itself else _PERSONS_BANK,
        payee_account=_ANOTHER_ACCOUNT if case.claim == "wrong payee" else SCHOOL_ACCOUNT,
        amount=Fen(paid.amount - 10_000) if case.claim == "other amount" else paid.amount,
        purpose="培训费",
        at=paid.at - timedelta(minutes=rng.randrange(1, 9), seconds=rng.randrange(60)),
        serial_no="".join(rng.choices("0123456789", k=rng.choice((11, 14, 16, 20)))),
    )


def _shoot(drawn: Drawn, case: Case, kind: str, rng: Random) -> Shot:
    if case.camera == "flat":
        return scan(drawn.image, rng, grey=kind in case.grey)
    return photograph(drawn.image, rng, hard=case.camera == "hard")
