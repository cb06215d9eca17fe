"""成绩, by keys and clicks: entered, imported, submitted, refused, corrected, approved; resits and the roster of those who passed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.adapters.sheets.writing import Column, ColumnKind, write_table
from school_desk.desk.screens.scores.score_lists import status_chip
from school_desk.desk.screens.scores.scores import ScoresScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.dialogs import Sheet
from school_desk.desk.widgets.form import Form
from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.applications import applications
from school_desk.scores.queries import ScoreStep, submissions
from school_desk.terms.statuses import Subject, SubmissionStatus
from tests.desk.desk_fixtures import Told, nothing_written, settle
from tests.desk.screens.examinees import learnt_people, portrait
from tests.desk.screens.hands import (
    CTRL,
    enter,
    fill,
    find_button,
    form_of,
    keys,
    names,
    open_as,
    opened,
    panel_text,
    press,
    save_as,
    send,
)
from tests.examinations import full_plan
from tests.results import (
    ABSENT,
    approve_plan,
    approved_scores,
    decide,
    entry,
    import_scores,
    sat,
    sheet,
    submit,
)
from tests.school import Office

pytestmark = pytest.mark.long

LATE = 60_000


def held(office: Office, count: int = 2) -> tuple[str, tuple[EnrolledRow, ...]]:
    """An approved plan whose exam was yesterday."""
    people = learnt_people(office, count)
    plan_id = full_plan(office, *people)
    approve_plan(office, plan_id)
    office.move_to(2026, 10, 21, 9)
    return plan_id, people


def scored(office: Office, count: int = 2) -> tuple[str, tuple[EnrolledRow, ...]]:
    plan_id, people = held(office, count)
    import_scores(office, plan_id, *(entry(office, plan_id, person, n) for n, person in enumerate(people, 2)))
    return plan_id, people


def versions(office: Office, plan_id: str) -> list[SubmissionStatus]:
    with office.school.reading() as session:
        return [version.status for version in submissions(session, office.school.id, plan_id)]


def words(office: Office, plan_id: str, name: str) -> list[str]:
    found = sheet(office, plan_id)[name].marks
    return [found[subject].words for subject in Subject if subject in found]


def test_nothing_before_an_exam(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk, ScoresScreen)
    assert screen.plans.rows() == []
    assert not screen.page.isVisible()


def test_marks_are_entered_by_hand(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, people = held(office)
    screen = opened(qtbot, desk, ScoresScreen)
    enter(qtbot, screen, screen.page.table, sat(office, plan_id, people[0]).id)
    form = send(qtbot, screen, theory="59.55", safety="101", practice="缺考")
    assert "小数超过一位" in form.error("theory")
    assert "超过满分 100" in form.error("safety")
    assert words(office, plan_id, "康霞") == [], "nothing is kept of a form that cannot be read"
    send(qtbot, screen, theory="59.5", safety="８８", practice="缺考")
    assert words(office, plan_id, "康霞") == ["59.5", "88", "缺考"]
    assert not screen.panel.isVisible()


def test_a_mark_is_corrected_and_cleared(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, _ = scored(office)
    screen = opened(qtbot, desk, ScoresScreen)
    screen.page.table.select_first()
    press(qtbot, screen.page, "录入成绩…")
    send(qtbot, screen, safety="67", practice="")
    assert words(office, plan_id, "康霞") == ["88", "67"]


def test_nothing_changed_is_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    scored(office)
    screen = opened(qtbot, desk, ScoresScreen)
    enter(qtbot, screen, screen.page.table)
    send(qtbot, screen, theory="88")
    assert "成绩没有改动。" in panel_text(screen)


@pytest.mark.parametrize("tone", ["good", "warn"])
def test_what_is_typed_for_the_next_one_outlives_the_one_before(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tone: str
) -> None:
    """The first one's marks are taken, or refused since the scores have gone to the authority meanwhile."""
    plan_id, _ = scored(office)
    screen = opened(qtbot, desk, ScoresScreen)
    first, second = screen.page.table.rows()
    screen.page.acts.enter(first)
    with nothing_written(desk):
        form = fill(form_of(screen.panel), theory="77", safety="78")
        QTest.keyClick(form.input("safety"), Qt.Key.Key_Return, CTRL)
        screen.page.acts.enter(second)
        form = fill(form_of(screen.panel), theory="66")
        if tone == "warn":
            submit(office, plan_id)
    settle(qtbot, desk)
    assert form_of(screen.panel) is form
    assert form.values()["theory"] == "66"
    assert [form.error(key) for key in form.values()] == ["", "", ""]
    assert told[-1][1] == tone


def test_a_sheet_is_imported_row_by_row(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    plan_id, people = held(office)
    target = tmp_path / "成绩.xlsx"
    columns = [Column(title, ColumnKind.TEXT) for title in ("准考证号", "姓名", "证件号码", "理论", "安全", "操作技能")]
    rows = [
        (sat(office, plan_id, people[0]).ticket_no, "康霞", people[0].id_number, "60", "75.5", "缺考"),
        (sat(office, plan_id, people[1]).ticket_no, "孙绍", people[1].id_number, "600", "75", "80"),
    ]
    write_table(target, "成绩", columns, rows)
    screen = opened(qtbot, desk, ScoresScreen)
    screen.import_scores(target)
    settle(qtbot, desk, LATE)
    page = screen.host.page
    assert page is not None
    assert [row.state for row in page.ledger if row.name] == ["imported", "failed"]
    press(qtbot, page, "导入 1 行")
    assert words(office, plan_id, "康霞") == ["60", "75.5", "缺考"]
    assert words(office, plan_id, "孙绍") == []


def test_missing_scores_are_counted_before_they_are_submitted_without(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, people = held(office, 3)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    screen = opened(qtbot, desk, ScoresScreen)
    press(qtbot, screen.page, "报审…")
    assert "成绩不全：孙绍、高乐思" in panel_text(screen)
    form = send(qtbot, screen, count="3")
    assert form.error("count")
    send(qtbot, screen, count="2")
    assert versions(office, plan_id) == [SubmissionStatus.SUBMITTED]
    assert "已提交待受理" in screen.page._next.words()


def test_submitted_scores_are_frozen(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, _ = scored(office)
    submit(office, plan_id)
    screen = opened(qtbot, desk, ScoresScreen, ScoreStep.ACCEPT)
    assert find_button(screen.page, "录入成绩") is None
    enter(qtbot, screen, screen.page.table)
    assert screen.panel.findChildren(Form) == []
    assert "第 1 版" in panel_text(screen)


def test_refused_with_evidence_corrected_and_approved(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id, _ = scored(office)
    evidence = tmp_path / "未通过.jpg"
    evidence.write_bytes(portrait(1))
    open_as(monkeypatch, evidence)
    screen = opened(qtbot, desk, ScoresScreen)
    press(qtbot, screen.page, "报审…")
    send(qtbot, screen, count="2")
    press(qtbot, screen.page, "登记受理…")
    send(qtbot, screen, accepted_on="2026-10-21")
    press(qtbot, screen.page, "登记结论…")
    fill(form_of(screen.panel), approved="未通过")
    press(qtbot, form_of(screen.panel), "选择文件…")
    send(qtbot, screen, reason="理论成绩与试卷不符")
    assert versions(office, plan_id) == [SubmissionStatus.REJECTED]
    assert "未通过" in screen.page._next.words()
    assert "理论成绩与试卷不符" in screen.page._next.words()
    enter(qtbot, screen, screen.page.table)
    send(qtbot, screen, theory="78")
    press(qtbot, screen.page, "再次报审…")
    send(qtbot, screen, count="2")
    press(qtbot, screen.page, "报审记录")
    assert "88 改为 78" in panel_text(screen)
    press(qtbot, screen.panel, "查看依据")
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, Sheet)
    shown.reject()
    press(qtbot, screen.page, "登记受理…")
    send(qtbot, screen, accepted_on="2026-10-21")
    press(qtbot, screen.page, "登记结论…")
    fill(form_of(screen.panel), approved="审核通过")
    send(qtbot, screen, document_no="湖建成〔2026〕8号")
    assert versions(office, plan_id) == [SubmissionStatus.REJECTED, SubmissionStatus.APPROVED]


def test_an_answer_before_the_submission_is_refused_at_its_day(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, _ = scored(office)
    submit(office, plan_id)
    screen = opened(qtbot, desk, ScoresScreen)
    press(qtbot, screen.page, "登记受理…")
    form = send(qtbot, screen, accepted_on="2026-10-20")
    assert "不能早于上一步的 2026-10-21" in form.error("accepted_on")


def test_who_failed_applies_again_for_what_is_not_passed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, people = approved_scores(office, 3, (595, 880, 700), (880, 0, 300))
    screen = opened(qtbot, desk, ScoresScreen)
    press(qtbot, screen.page, "申请补考")
    with office.school.reading() as session:
        found = applications(session, office.school.id, date(2026, 10, 21))
    again = {key: row.subjects for key, row in found.items() if not row.over}
    assert again == {people[0].id: (Subject.THEORY,), people[1].id: (Subject.SAFETY, Subject.PRACTICE)}


def test_one_applies_again_from_the_facts_and_only_once(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    plan_id, people = approved_scores(office, 2, (595, 880, 700))
    screen = opened(qtbot, desk, ScoresScreen)
    enter(qtbot, screen, screen.page.table, sat(office, plan_id, people[0]).id)
    assert "不合格（理论 59.5）" in panel_text(screen)
    press(qtbot, screen.panel, "申请补考")
    press(qtbot, screen.panel, "申请补考")
    assert "已申请考试（理论）" in told[-1][0]


def test_the_roster_of_those_who_passed(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved_scores(office, 2, (595, 880, 700))
    save_as(monkeypatch, tmp_path / "名册.pdf")
    screen = opened(qtbot, desk, ScoresScreen)
    keys(qtbot, screen, Qt.Key.Key_P)
    settle(qtbot, desk, LATE)
    assert (tmp_path / "名册.pdf").read_bytes().startswith(b"%PDF-")


def test_absent_is_a_result_of_its_own(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, people = held(office)
    absent = entry(office, plan_id, people[0], theory=ABSENT, safety=ABSENT, practice=ABSENT)
    import_scores(office, plan_id, absent)
    screen = opened(qtbot, desk, ScoresScreen)
    assert [row.result.words for row in screen.page.table.rows()] == ["缺考", "成绩未录入"]


@pytest.mark.parametrize("step", [ScoreStep.ENTER, ScoreStep.DONE])
def test_a_clerk_only_reads(qtbot: QtBot, office: Office, qapp: object, step: ScoreStep) -> None:
    if step is ScoreStep.ENTER:
        held(office)
    else:
        approved_scores(office, 1)
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk, ScoresScreen, step)
    enter(qtbot, screen, screen.page.table)
    assert "准考证号" in panel_text(screen), "facts, not a form"
    found = find_button(screen, "导入成绩")
    assert found is not None
    assert not found.isEnabled()
    clerk.tasks.close()


def test_tabs_are_what_the_scores_wait_for(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, _ = scored(office)
    decide(office, submit(office, plan_id), False)
    screen = opened(qtbot, desk, ScoresScreen, ScoreStep.CORRECT)
    assert [row.plan.id for row in screen.plans.rows()] == [plan_id]
    screen.take_focus(ScoreStep.DONE)
    settle(qtbot, desk)
    assert screen.plans.rows() == []
    screen.take_focus(plan_id)
    settle(qtbot, desk)
    assert names(screen.page.table) == ["康霞", "孙绍"]


def chips(screen: ScoresScreen) -> list[str]:
    return [status_chip(row, screen.desk.today).text for row in screen.plans.rows()]


def test_the_list_says_the_label_and_what_comes_next(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, _ = scored(office)
    screen = opened(qtbot, desk, ScoresScreen)
    assert chips(screen) == ["未上报 · 待报审"]
    submission = submit(office, plan_id)
    screen.refresh()
    settle(qtbot, desk)
    assert chips(screen) == ["未上报 · 待受理"]
    decide(office, submission)
    screen.refresh()
    settle(qtbot, desk)
    assert chips(screen) == ["已审核"]


def test_an_exam_still_to_come_waits_for_nothing(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id = full_plan(office, *learnt_people(office, 2))
    approve_plan(office, plan_id)
    screen = opened(qtbot, desk, ScoresScreen)
    assert chips(screen) == ["未上报 · 未开考"]


def test_approved_without_somebody_is_found_under_both(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id, people = held(office, 2)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    decide(office, submit(office, plan_id, expect_missing=1))
    screen = opened(qtbot, desk, ScoresScreen)
    for tab in (ScoreStep.ENTER, ScoreStep.DONE):
        screen.take_focus(tab)
        settle(qtbot, desk)
        assert chips(screen) == ["已审核 · 待录入"]
    assert "第 1 版已审核，还缺 1 人的成绩" in screen.page._next.words()
