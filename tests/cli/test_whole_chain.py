"""The nine steps without a window: files by `import`, decisions by `desk-run`, one drawn enterprise from its photos to its certificates."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.certificates.queries import certificates
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.enterprises.queries import find_by_code
from school_desk.exams.applications import application_queue
from school_desk.exams.queries import exam_plans
from school_desk.payments.queries.proposals import proposals
from school_desk.payments.queries.receivables import receivables, review_queue
from school_desk.terms.levels import find_level
from school_desk.terms.statuses import ReceivableStatus, Subject
from tests.cli.console import Console
from tests.cli.drawn_school import FEES, papers_of, roster_of
from tests.unit.sheets.books import write_book

Question = Callable[..., Any]
Line = tuple[str, dict[str, Any]]


class Walk:
    """One school on its way."""

    def __init__(self, console: Console, folder: Path) -> None:
        self.console = console
        self.folder = folder

    def decide(self, login: str, *lines: Line) -> list[Any]:
        """Carries out commands; all of them must succeed. Their results."""
        script = self.folder / "script.jsonl"
        texts = (json.dumps({"command": name, "args": args}, default=str) for name, args in lines)
        script.write_text("\n".join(texts), encoding="utf-8")
        said = self.console.run("desk-run", script, "--json", "--as", login)
        assert said.code == 0, said.out
        return [told["result"] for told in said.lines]

    def take_in(self, login: str, kind: str, path: Path, *more: str) -> dict[str, str]:
        """Imports a file; the ledger by name."""
        return self.console.run("import", kind, path, "--as", login, "--json", *more).ledger()

    def ask(self, question: Question, *more: Any, **named: Any) -> Any:
        """What a query answers."""
        school = self.console.office.school
        with school.reading() as session:
            return question(session, school.id, *more, **named)

    def answer(self, name: str, rows: Sequence[Sequence[object]]) -> Path:
        """A workbook that somebody outside sends back."""
        return write_book(self.folder / name, rows)


@pytest.mark.usefixtures("faultless_engine")
def test_from_photos_to_certificates(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    walk, one = Walk(console, tmp_path), drawn.enterprises[0]
    kinds = sorted({(person.trade, person.level) for person in one.people})
    _register(walk, drawn)
    plans = [
        (
            "CreatePlan",
            {"trade_code": trade, "level": find_level(level), "sign_up_from": "2026-08-01", "sign_up_to": "2026-09-30"}
            | {"fee_fen": FEES[level]},
        )
        for trade, level in kinds
    ]
    walk.decide("shen", *plans)
    assert set(walk.take_in("shen", "roster", roster_of(drawn, one)).values()) == {"imported"}
    _pay(walk, drawn)
    people: tuple[EnrolledRow, ...] = walk.ask(enrolled)
    _learn(walk, drawn, people)
    _examine(walk, drawn, len(kinds))
    _certify(walk, drawn)


def _register(walk: Walk, drawn: SchoolTruth) -> None:
    one = drawn.enterprises[0]
    photos = papers_of(drawn, one)
    mobile = ("--declare", f"负责人手机号={one.company.mobile}")
    assert walk.take_in("shen", "enterprise", photos, *mobile) == {one.company.name: "imported"}
    enterprise_id = walk.ask(find_by_code, one.company.credit_code)
    review = {
        "enterprise_id": enterprise_id,
        "reviewed_on": "2026-08-03",
        "place": "企业办公室",
        "persons": "沈文员",
        "originals": {"yyzz": "seen", "cns": "kept", "zzzs": "seen"},
        "archive_no": "DA-1",
    }
    walk.decide("shen", ("PreApproveEnterprise", {"enterprise_id": enterprise_id}), ("RecordOnSiteReview", review))
    head = ("企业名称", "统一社会信用代码", "审核结果", "文号", "审核日期")
    row = (one.company.name, one.company.credit_code, "通过", "湖建人〔2026〕1号", date(2026, 8, 3))
    taken = walk.take_in("wu", "authority-decisions", walk.answer("结论.xlsx", [head, row]))
    assert taken == {one.company.name: "imported"}


def _pay(walk: Walk, drawn: SchoolTruth) -> None:
    """The enterprise paid everything by one transfer: the best proposal says so."""
    walk.console.office.move_to(2026, 9, 23, 9)
    walk.take_in("qian", "statement", drawn.folder / "statements" / "icbc-historydetail.csv")
    best = max(walk.ask(proposals).proposals, key=lambda proposal: proposal.score)
    owed = {row.id: row.open_fen for row in walk.ask(receivables)}
    parts = [
        {"receivable_id": receivable_id, "amount_fen": fen, "expect_open_fen": owed[receivable_id]}
        for receivable_id, fen in best.parts
    ]
    assert sum(owed.values()) == sum(fen for _, fen in best.parts)
    claim = {"line_id": best.line_id, "expect_rest_fen": sum(owed.values()), "parts": parts}
    walk.decide("qian", ("AllocateTransfer", claim), ("ProposeReview", {"receivable_ids": list(owed)}))
    reviews = [review.id for review, _ in walk.ask(review_queue)]
    walk.decide("zhou", ("DecideReview", {"review_ids": reviews, "approved": True}))
    assert {row.status for row in walk.ask(receivables)} == {ReceivableStatus.REVIEWED}


def _learn(walk: Walk, drawn: SchoolTruth, people: tuple[EnrolledRow, ...]) -> None:
    walk.decide("shen", ("ExportAccounts", {"enrollment_ids": [person.id for person in people]}))
    rows = [("账号", "姓名", "结果"), *((person.id_number, person.name, "成功") for person in people)]
    assert set(walk.take_in("shen", "accounts", walk.answer("开通.xlsx", rows)).values()) == {"imported"}
    walk.console.office.move_to(2026, 11, 2, 9)
    taken = walk.take_in("shen", "hours", drawn.folder / "results" / "study-hours.xlsx")
    assert {person.name: "imported" for person in people}.items() <= taken.items()


def _examine(walk: Walk, drawn: SchoolTruth, plans: int) -> None:
    office = walk.console.office
    able = {row.person.id: row for row in walk.ask(application_queue, date(2026, 11, 2)) if not row.reasons}
    met = [outcome.person.name for outcome in drawn.outcomes[: len(drawn.enterprises[0].people)] if outcome.hours_met]
    assert sorted(row.person.name for row in able.values()) == sorted(met)
    walk.decide("shen", ("ApplyForExam", {"enrollment_ids": list(able)}))
    room = {"name": "第一考场", "place": "湖州建设技师学院", "address": "湖州市吴兴区学院路 1 号", "seats": 30}
    (made,) = walk.decide("wu", ("AddRoom", room))
    for place, kind in enumerate(sorted({(row.person.trade_code, row.person.level) for row in able.values()})):
        ids = [row.person.id for row in able.values() if (row.person.trade_code, row.person.level) == kind]
        (plan,) = walk.decide("wu", ("CreateExamPlan", {"trade_code": kind[0], "level": kind[1]}))
        walk.decide(
            "wu",
            *_sessions(plan["plan_id"], made["room_id"], 5 + place),
            ("TakeCandidates", {"plan_id": plan["plan_id"], "enrollment_ids": ids}),
            ("AssignSeats", {"plan_id": plan["plan_id"]}),
            ("ReportPlan", {"plan_id": plan["plan_id"]}),
        )
    held = walk.ask(exam_plans)
    assert len(held) <= plans
    head = ("考核计划编号", "审核结果", "文号", "审核日期")
    rows = [(plan.number, "通过", "湖建考〔2026〕3号", date(2026, 11, 2)) for plan in held]
    assert set(walk.take_in("wu", "authority-decisions", walk.answer("考核.xlsx", [head, *rows])).values()) == {
        "imported"
    }
    office.move_to(2026, 11, 16, 9)
    taken = walk.take_in("wu", "scores", drawn.folder / "results" / "scores.xlsx")
    assert {taken[row.person.name] for row in able.values()} == {"imported"}
    walk.decide("wu", *(("SubmitScores", {"plan_id": plan.id, "submitted_on": "2026-11-16"}) for plan in held))
    rows = [(plan.number, "通过", "湖建成〔2026〕8号", date(2026, 11, 16)) for plan in held]
    assert set(walk.take_in("wu", "authority-decisions", walk.answer("成绩.xlsx", [head, *rows])).values()) == {
        "imported"
    }


def _sessions(plan_id: str, room_id: str, day: int) -> list[Line]:
    return [
        (
            "AddSession",
            {"plan_id": plan_id, "exam_subject": subject, "room_id": room_id}
            | {
                "starts_at": datetime(2026, 11, day, hour).isoformat(),
                "ends_at": datetime(2026, 11, day, hour + 1).isoformat(),
            },
        )
        for hour, subject in zip((9, 11, 14), Subject, strict=True)
    ]


def _certify(walk: Walk, drawn: SchoolTruth) -> None:
    """Numbers come for everybody; only who passed with enough hours gets a certificate."""
    taken = walk.take_in("wu", "certificate-numbers", drawn.folder / "results" / "certificate-numbers.xlsx")
    own = drawn.outcomes[: len(drawn.enterprises[0].people)]
    certified = {outcome.person.name for outcome in own if outcome.passed and outcome.hours_met}
    assert {name for name, state in taken.items() if state == "imported"} == certified
    made = walk.ask(certificates)
    assert len(made) == len(certified)
    walk.decide("wu", ("ExportPush", {"certificate_ids": [row.id for row in made]}))
    head = ("证书编号", "推送结果", "回执号", "推送日期")
    rows = [(row.number, "成功", f"HZ{place}", date(2026, 11, 16)) for place, row in enumerate(made)]
    said = walk.console.run("import", "push-results", walk.answer("推送.xlsx", [head, *rows]), "--as", "wu", "--json")
    assert (said.code, said.document["imported"]) == (0, len(made))
    assert walk.console.run("journal", "verify").code == 0
    _look(walk, certified, made[0].number)


def _look(walk: Walk, certified: set[str], number: str) -> None:
    """What was reached is found from the command line, by its own numbers."""
    rows = walk.console.run("list", "certificates", "--state", "证书已推送", "--json").document
    assert {row["name"] for row in rows} == certified
    scored = walk.console.run("list", "scores", "--state", "已审核", "--json").document
    assert certified <= {row["name"] for row in scored}
    assert all(row["theory"] and row["result"] for row in scored)
    told = walk.console.run("show", "trainee", number, "--json").document
    assert told["证书信息"]["培训证书"] == "证书已推送"
    assert number in told["证书信息"]
    assert [row["科目"] for row in told["考核明细"]] == ["理论", "安全", "操作技能"]
    assert told["学习记录"]
    walk.console.run("list", "scores")
    assert "【考核明细】" in walk.console.run("show", "trainee", number).out
