"""What others send back, imported from the command line: accounts, hours, decisions, scores, numbers, push results. Twice is as good as once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.certificates.commands import ExportPush
from school_desk.certificates.queries import certificates
from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.enterprises.queries import enterprise
from school_desk.exams.commands import ReportPlan
from school_desk.learning.commands import ExportAccounts
from school_desk.scores.queries import submissions
from school_desk.terms.statuses import EnterpriseStatus, ExamPlanStatus, Subject, SubmissionStatus
from tests.cli.console import Console, Said
from tests.cli.drawn_school import before_authority, registered
from tests.examinations import detail, full_plan
from tests.learners import enrol, given, open_accounts, plan, ready, review_fee, roster_entry
from tests.results import (
    approved_scores,
    examined,
    import_numbers,
    import_scores,
    number_entry,
    sat,
    sheet,
    submit,
)
from tests.results import entry as score_entry
from tests.unit.sheets.books import write_book

Rows = Sequence[Sequence[object]]


def taken_in(console: Console, kind: str, path: Path, login: str, *more: str) -> Said:
    """The import, tried before (which keeps nothing) and repeated after (which changes nothing)."""
    arguments: tuple[str | Path, ...] = ("import", kind, path, "--as", login, "--json", *more)
    before = console.standing()
    tried = console.run(*arguments, "--dry-run")
    assert console.standing() == before
    said = console.run(*arguments)
    assert tried.ledger() == said.ledger()
    after = console.standing()
    again = console.run(*arguments)
    assert console.standing() == after
    assert not {"imported", "updated"} & set(again.ledger().values())
    return said


def column(people: Sequence[EnrolledRow], *words: object) -> list[tuple[object, ...]]:
    return [(person.id_number, person.name, *words) for person in people]


def test_the_platform_opens_accounts(console: Console, tmp_path: Path) -> None:
    people = enrol(console.office, 2)
    review_fee(console.office, people[0])
    given(console.office, ExportAccounts(tuple(person.id for person in people)))
    rows: Rows = [
        ("账号", "姓名", "开通结果", "失败原因"),
        *column(people[:1], "成功"),
        *column(people[1:], "失败", "证件号重复"),
    ]
    said = taken_in(console, "accounts", write_book(tmp_path / "开通结果.xlsx", rows), "shen")
    assert said.code == 0
    assert said.ledger() == {person.name: "imported" for person in people}


def test_hours_come_from_the_platform_s_export(console: Console, tmp_path: Path) -> None:
    people = enrol(console.office, 2)
    open_accounts(console.office, people)
    console.office.move_to(2026, 10, 8, 9)
    head = ("账号", "姓名", "课程", "学习时长(分钟)", "完成时间")
    rows = [
        head,
        *column(people, "安全生产知识", 400, "2026-09-20 10:00"),
        ("110101199003070000", "路人", "理论", 9, ""),
    ]
    said = taken_in(console, "hours", write_book(tmp_path / "学时.xlsx", rows), "shen")
    assert said.code == 1
    assert said.ledger() == {**{person.name: "imported" for person in people}, "路人": "failed"}


def test_hours_of_two_courses_are_told_apart_by_an_option(console: Console, tmp_path: Path) -> None:
    (first,) = enrol(console.office, 1)
    plan_id = plan(console.office, "砌筑工")
    entry = roster_entry(0, console.office, trade="砌筑工")
    given(console.office, ImportRoster(first.enterprise_id, "名单2.xlsx", "1" * 64, (entry,)))
    with console.office.school.reading() as session:
        (second,) = enrolled(session, console.office.school.id, plan_id=plan_id)
    open_accounts(console.office, (first, second))
    console.office.move_to(2026, 10, 8, 9)
    head = ("账号", "姓名", "课程", "学习时长(分钟)", "完成时间")
    path = write_book(tmp_path / "学时.xlsx", [head, *column([first], "安全生产知识", 400, "2026-09-20 10:00")])
    asked = console.run("import", "hours", path, "--as", "shen", "--json")
    assert (asked.code, asked.ledger()) == (1, {first.name: "failed"})
    assert "--trade 工种 --level 等级" in asked.document["notes"][0]
    half = console.run("import", "hours", path, "--as", "shen", "--json", "--trade", "砌筑工")
    assert (half.code, "要一起写" in half.document["error"]["message"]) == (1, True)
    said = taken_in(console, "hours", path, "shen", "--trade", "砌筑工", "--level", "中级")
    assert (said.code, said.ledger(), said.document["notes"]) == (0, {first.name: "imported"}, [])


def test_an_authority_decides_about_enterprises(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    first, second = drawn.enterprises
    approved_id = before_authority(console.office, first)
    registered(console.office, second)
    rows = [
        ("企业名称", "统一社会信用代码", "审核结果", "文号", "审核日期", "原因"),
        (first.company.name, first.company.credit_code, "审核通过", "湖建人〔2026〕1号", date(2026, 8, 3), None),
        (second.company.name, None, "审核通过", "湖建人〔2026〕1号", date(2026, 8, 3), None),
        ("无此公司", None, "通过", None, None, None),
        (first.company.name, None, None, None, None, None),
        (first.company.name, None, "也许", None, None, None),
        (second.company.name, None, "受理", None, None, None),
    ]
    path = write_book(tmp_path / "结论.xlsx", rows)
    said = console.run("import", "authority-decisions", path, "--as", "wu", "--json")
    assert said.code == 1
    states = [row["state"] for row in said.document["ledger"]]
    assert states == ["skipped", "imported", "failed", "failed", "failed", "failed", "skipped"]
    reasons = {row["row"]: row["reasons"] for row in said.document["ledger"]}
    assert "只有主管部门审核中的企业可以" in reasons[3][0]
    assert "没有登记过这家企业" in reasons[4][0]
    school = console.office.school
    with school.reading() as session:
        row = enterprise(session, school.id, approved_id)
    assert row is not None
    assert row.status is EnterpriseStatus.APPROVED
    assert school.blobs.get(_evidence(console)) == path.read_bytes()
    before = console.standing()
    again = console.run("import", "authority-decisions", path, "--as", "wu", "--json")
    assert [row["state"] for row in again.document["ledger"]][1] == "skipped"
    assert console.standing() == before


def _evidence(console: Console) -> str:
    return next(sha for sha in console.office.school.blobs.all() if console.office.school.blobs.get(sha)[:2] == b"PK")


def plan_list(path: Path, number: str, decision: str, document_no: str | None, day: date | None) -> Path:
    rows = [
        ("考核计划编号", "审核结果", "文号", "审核日期", "原因"),
        (number, decision, document_no, day, "第 2 行存疑"),
    ]
    return write_book(path, rows)


def test_an_authority_decides_about_a_plan_and_its_scores(console: Console, tmp_path: Path) -> None:
    office = console.office
    people = ready(office, 1)
    plan_id = full_plan(office, *people)
    office.move_to(2026, 10, 9, 9)
    given(office, ReportPlan(plan_id), office.examiner)
    number = detail(office, plan_id).plan.number
    accepted = plan_list(tmp_path / "受理.xlsx", number, "受理", None, date(2026, 10, 9))
    approved = plan_list(tmp_path / "通过.xlsx", number, "审核通过", "湖建考〔2026〕3号", date(2026, 10, 9))
    assert taken_in(console, "authority-decisions", accepted, "wu").ledger() == {number: "imported"}
    assert taken_in(console, "authority-decisions", approved, "wu").ledger() == {number: "imported"}
    assert detail(office, plan_id).plan.status is ExamPlanStatus.APPROVED

    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, score_entry(office, plan_id, people[0]))
    submit(office, plan_id)
    before = console.standing()
    for earlier in (accepted, approved):
        said = console.run("import", "authority-decisions", earlier, "--as", "wu", "--json")
        assert said.ledger() == {number: "skipped"}
    assert console.standing() == before, "the list about the plan says nothing about its scores"

    took_in = plan_list(tmp_path / "成绩受理.xlsx", number, "受理", None, date(2026, 10, 21))
    refused = plan_list(tmp_path / "成绩.xlsx", number, "不通过", "湖建成〔2026〕8号", date(2026, 10, 21))
    assert taken_in(console, "authority-decisions", took_in, "wu").ledger() == {number: "imported"}
    assert taken_in(console, "authority-decisions", refused, "wu").ledger() == {number: "imported"}
    with office.school.reading() as session:
        (version,) = submissions(session, office.school.id, plan_id)
    assert (version.status, version.reason) == (SubmissionStatus.REJECTED, "第 2 行存疑")


@pytest.mark.parametrize(
    ("decision", "day", "words"),
    [("通过", None, "没有写明受理或审核日期"), ("通过", date(2026, 10, 9), "没有等待主管部门结论")],
)
def test_a_plan_that_waits_for_nothing_takes_no_decision(
    console: Console, tmp_path: Path, decision: str, day: date | None, words: str
) -> None:
    people = ready(console.office, 1)
    number = detail(console.office, full_plan(console.office, *people)).plan.number
    path = plan_list(tmp_path / "结论.xlsx", number, decision, "1号", day)
    said = taken_in(console, "authority-decisions", path, "wu")
    assert (said.code, said.ledger()) == (1, {number: "failed"})
    assert words in said.document["ledger"][1]["reasons"][0]


def test_an_unknown_plan_takes_no_decision(console: Console, tmp_path: Path) -> None:
    path = plan_list(tmp_path / "结论.xlsx", "KH0000", "通过", "1号", date(2026, 8, 3))
    said = taken_in(console, "authority-decisions", path, "wu")
    assert "没有编号为“KH0000”的考核计划" in said.document["ledger"][1]["reasons"][0]


def score_book(path: Path, console: Console, plan_id: str, people: Sequence[EnrolledRow]) -> Path:
    head = ("准考证号", "姓名", "证件号码", "职业(工种)", "级别", "理论成绩", "安全成绩", "操作技能成绩")
    marks = [(88, "６６", 76.5), ("缺考", "缺考", "缺考")]
    rows = [
        (sat(console.office, plan_id, person).ticket_no, person.name, person.id_number, "钢筋工", "中级工", *cells)
        for person, cells in zip(people, marks, strict=True)
    ]
    return write_book(path, [head, *rows])


@pytest.mark.parametrize("by_plan", [False, True])
def test_scores_come_from_the_examiners_sheet(console: Console, tmp_path: Path, by_plan: bool) -> None:
    plan_id, people = examined(console.office, 2)
    more = ("--plan", detail(console.office, plan_id).plan.number) if by_plan else ()
    said = taken_in(console, "scores", score_book(tmp_path / "成绩.xlsx", console, plan_id, people), "wu", *more)
    assert said.code == 0, said.out
    assert said.ledger() == {person.name: "imported" for person in people}
    marks = sheet(console.office, plan_id)[people[0].name].marks
    assert [marks[subject].tenths for subject in Subject] == [880, 660, 765]


def test_scores_of_a_plan_that_is_none(console: Console, tmp_path: Path) -> None:
    path = write_book(tmp_path / "成绩.xlsx", [("准考证号", "理论成绩"), ("1", 60)])
    assert "没有编号为“KH1”的考核计划" in console.refused("import", "scores", path, "--as", "wu", "--plan", "KH1")


def test_numbers_and_push_results(console: Console, tmp_path: Path) -> None:
    _, people = approved_scores(console.office, 2)
    head = ("姓名", "身份证号", "工种", "等级", "证书编号", "发证日期")
    rows = [
        (person.name, person.id_number, "钢筋工", "中级工", f"33976389260000{place}", date(2026, 10, 21))
        for place, person in enumerate(people)
    ]
    said = taken_in(console, "certificate-numbers", write_book(tmp_path / "编号.xlsx", [head, *rows]), "wu")
    assert said.ledger() == {person.name: "imported" for person in people}
    with console.office.school.reading() as session:
        made = certificates(session, console.office.school.id)
    given(console.office, ExportPush(tuple(row.id for row in made)), console.office.examiner)
    answers = [
        ("证书编号", "姓名", "推送结果", "回执号", "推送日期", "原因"),
        (rows[0][4], people[0].name, "成功", "HZ001", date(2026, 10, 21), None),
        (rows[1][4], people[1].name, "失败", None, date(2026, 10, 21), "照片不合格"),
    ]
    said = taken_in(console, "push-results", write_book(tmp_path / "推送.xlsx", answers), "wu")
    assert said.ledger() == {person.name: "imported" for person in people}


def test_a_number_without_an_approved_score_is_refused(console: Console, tmp_path: Path) -> None:
    (person,) = ready(console.office, 1)
    rows = [("姓名", "身份证号", "证书编号"), (person.name, person.id_number, "339763892600000")]
    said = taken_in(console, "certificate-numbers", write_book(tmp_path / "编号.xlsx", rows), "wu")
    assert (said.code, said.ledger()) == (1, {person.name: "failed"})
    assert import_numbers(console.office, number_entry(person, "339763892600000"))[0].state == "failed"
