"""考核计划, by keys and clicks: drafted, seated, reported, returned, approved; what is printed and told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.exams.plans import ExamPlansScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.dialogs import Sheet
from school_desk.documents.queries import notices
from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.commands import ApplyForExam, RecordPlanAccepted, ReportPlan
from school_desk.exams.queries import rooms
from school_desk.overview.journal_list import JournalWanted, journal_list
from school_desk.terms.statuses import ExamPlanStatus as Status
from school_desk.terms.statuses import Subject
from tests.desk.desk_fixtures import Told, settle
from tests.desk.screens.examinees import learnt_people, portrait
from tests.desk.screens.hands import (
    answer_question,
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
from tests.examinations import detail, exam_of, full_plan, room, session
from tests.learners import given
from tests.results import approve_plan
from tests.school import Office

pytestmark = pytest.mark.long

LATE = 60_000


def applicants(office: Office, count: int = 2) -> tuple[EnrolledRow, ...]:
    people = learnt_people(office, count)
    given(office, ApplyForExam(tuple(person.id for person in people)))
    return people


def before_authority(office: Office, *, accepted: bool) -> str:
    plan_id = full_plan(office, *learnt_people(office, 2))
    given(office, ReportPlan(plan_id), office.examiner)
    if accepted:
        given(office, RecordPlanAccepted(plan_id, date(2026, 10, 8)), office.examiner)
    return plan_id


def status(office: Office, plan_id: str) -> Status:
    return detail(office, plan_id).plan.status


def test_the_first_plan_is_made_from_the_empty_list(qtbot: QtBot, desk: Desk, office: Office) -> None:
    applicants(office)
    screen = opened(qtbot, desk, ExamPlansScreen)
    press(qtbot, screen.table, "新建考核计划")
    fill(form_of(screen.panel), trade_code="钢筋工", level="中级工")
    send(qtbot, screen, name="十月考核")
    assert screen.page.detail is not None
    assert screen.page.detail.plan.name == "十月考核"


def test_a_plan_before_sign_up_ended_is_refused_in_words(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk, ExamPlansScreen)
    keys(qtbot, screen, Qt.Key.Key_N)
    fill(form_of(screen.panel), trade_code="钢筋工", level="中级工")
    send(qtbot, screen, name="太早")
    assert "没有“培训结束”的培训计划" in panel_text(screen)


def test_name_and_institution_are_corrected(qtbot: QtBot, desk: Desk, office: Office) -> None:
    applicants(office)
    plan_id = exam_of(office)
    screen = opened(qtbot, desk, ExamPlansScreen)
    press(qtbot, screen.page, "修改计划…")
    send(qtbot, screen, name="更名后的计划", institution="湖州建设技师学院")
    plan = detail(office, plan_id).plan
    assert (plan.name, plan.institution) == ("更名后的计划", "湖州建设技师学院")


def test_rooms_are_made_changed_and_laid_aside(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk, ExamPlansScreen)
    press(qtbot, screen, "考场…")
    press(qtbot, screen.panel, "新建考场…")
    send(qtbot, screen, name="一号考场", place="城建学校", address="红丰路1号", seats=20)
    assert find_button(screen.panel, "新建考场…") is not None, "the list is there again"
    press(qtbot, screen.panel, "修改…")
    form = fill(form_of(screen.panel), name="甲考场")
    form.input("active").click()
    send(qtbot, screen, seats=25)
    with office.school.reading() as reading:
        (made,) = rooms(reading, office.school.id)
    assert (made.name, made.seats, made.active) == ("甲考场", 25, False)


def test_who_may_sit_and_who_not_with_the_reason(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = learnt_people(office, 3, met=2)
    given(office, ApplyForExam((people[0].id,)))
    exam_of(office)
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("ready")
    assert names(screen.page.others) == ["康霞"]
    screen.page.show_tab("unfit")
    reasons = {row.person.name: row.reasons for row in screen.page.others.rows()}
    assert reasons["孙绍"] == ("还没有申请考试",)
    assert reasons["高乐思"][0].startswith("差 24 学时")


def test_taken_in_seated_and_taken_out(qtbot: QtBot, desk: Desk, office: Office) -> None:
    applicants(office)
    plan_id, room_id = exam_of(office), room(office)
    for hour, subject in zip((9, 11, 14), Subject, strict=True):
        session(office, plan_id, room_id, subject, hour)
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("ready")
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert [line.ticket_no for line in detail(office, plan_id).candidates] == ["20260010001", "20260010002"]
    screen.page.show_tab("candidates")
    assert [entry.lacking for entry in screen.page.candidates.rows()] == [tuple(Subject)] * 2
    press(qtbot, screen.page, "编排座位")
    assert [entry.lacking for entry in screen.page.candidates.rows()] == [(), ()]
    screen.page.candidates.select_first()
    press(qtbot, screen.page, "移出考生")
    assert names(screen.page.candidates) == ["孙绍"]


def test_a_fast_hand_takes_nobody_into_the_plan_before(qtbot: QtBot, desk: Desk, office: Office) -> None:
    applicants(office)
    plan_ids = (exam_of(office), exam_of(office))
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("ready")
    assert names(screen.page.others) == ["康霞", "孙绍"]
    QTest.keyClick(screen.table.view, Qt.Key.Key_J)
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert [detail(office, plan_id).candidates for plan_id in plan_ids] == [(), ()]
    assert screen.page.detail is not None
    assert screen.page.detail.plan.id == screen.table.rows()[1].id


def test_nobody_chosen_to_leave_is_asked_for(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    full_plan(office, *learnt_people(office, 2))
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.candidates.clear_selection()
    press(qtbot, screen.page, "移出考生")
    assert told[-1] == ("请先在“已编入”里选择要移出的考生。", "warn")


def test_sessions_are_added_with_times_typed_anyhow(qtbot: QtBot, desk: Desk, office: Office) -> None:
    applicants(office)
    plan_id = exam_of(office)
    room(office)
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("sessions")
    press(qtbot, screen.page, "新建场次…")
    fill(
        form_of(screen.panel),
        exam_subject="理论",
        room_id="第一考场（湖州建设技师学院，30 座）",
        day="20261020",
        starts_at="900",
    )
    form = send(qtbot, screen, ends_at="九点半")
    assert form.error("ends_at") == "“九点半”不是时间，请写成 09:00 这样。"
    send(qtbot, screen, ends_at="10：30")
    (held,) = detail(office, plan_id).sessions
    assert (held.subject, held.starts_at.hour, held.ends_at.hour) == (Subject.THEORY, 1, 2), "kept in UTC"


def test_a_year_mistyped_is_told_in_a_sentence(qtbot: QtBot, desk: Desk, office: Office) -> None:
    applicants(office)
    exam_of(office)
    room(office)
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("sessions")
    press(qtbot, screen.page, "新建场次…")
    fill(form_of(screen.panel), exam_subject="理论", room_id="第一考场（湖州建设技师学院，30 座）", day="0001-01-01")
    form = send(qtbot, screen, starts_at="0700", ends_at="0800")
    assert form.error("starts_at") == "考试日期的年份 1 不对，应在 2000 到 2099 年之间，请核对日期。"


def test_without_a_room_no_session(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    applicants(office)
    exam_of(office)
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("sessions")
    press(qtbot, screen.page, "新建场次…")
    assert told[-1] == ("还没有可用的考场，请先点“考场…”新建一个。", "warn")


def test_a_session_is_moved_and_one_in_a_taken_room_refused(qtbot: QtBot, desk: Desk, office: Office) -> None:
    applicants(office)
    plan_id, room_id = exam_of(office), room(office)
    session(office, plan_id, room_id, Subject.THEORY, 9)
    session(office, plan_id, room_id, Subject.SAFETY, 11)
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("sessions")
    enter(qtbot, screen, screen.page.sessions)
    form = send(qtbot, screen, starts_at="11:00", ends_at="12:00")
    assert "这段时间已排给考核计划" in form.error("room_id")
    send(qtbot, screen, starts_at="08:00", ends_at="09:30")
    assert [held.starts_at.hour for held in detail(office, plan_id).sessions] == [0, 3]


def test_a_session_goes_only_after_the_question(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id = full_plan(office, *learnt_people(office, 2))
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("sessions")
    screen.page.sessions.select_first()
    answer_question("取消")
    press(qtbot, screen.page, "删除")
    assert len(detail(office, plan_id).sessions) == 3
    answer_question("删除")
    press(qtbot, screen.page, "删除")
    assert len(detail(office, plan_id).sessions) == 2


def test_reporting_asks_how_many_and_freezes(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id = full_plan(office, *learnt_people(office, 2))
    screen = opened(qtbot, desk, ExamPlansScreen)
    press(qtbot, screen.page, "登记已上报…")
    form = send(qtbot, screen, count="3")
    assert form.error("count") == "输入的是 3，实际是 2，请核对。"
    send(qtbot, screen, count="2")
    assert status(office, plan_id) is Status.REPORTED
    assert find_button(screen.page, "编排座位") is None
    assert find_button(screen.page, "修改计划") is None


def test_a_plan_without_seats_is_not_reported(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = applicants(office)
    exam_of(office)
    screen = opened(qtbot, desk, ExamPlansScreen)
    screen.page.show_tab("ready")
    press(qtbot, screen.page, "编入考生")
    press(qtbot, screen.page, "登记已上报…")
    send(qtbot, screen, count=str(len(people)))
    assert "还没有排好座位" in panel_text(screen)


def test_accepted_then_returned_with_its_evidence_then_approved(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id = before_authority(office, accepted=False)
    evidence = tmp_path / "退回通知.jpg"
    evidence.write_bytes(portrait(0))
    open_as(monkeypatch, evidence)
    screen = opened(qtbot, desk, ExamPlansScreen)
    press(qtbot, screen.page, "登记受理…")
    send(qtbot, screen, accepted_on="2026-10-08")
    press(qtbot, screen.page, "登记结论…")
    fill(form_of(screen.panel), approved="退回")
    press(qtbot, form_of(screen.panel), "选择文件…")
    form = send(qtbot, screen, document_no="")
    assert form.error("reason") == "请填写退回的原因。"
    send(qtbot, screen, reason="考点地址与备案不一致")
    assert status(office, plan_id) is Status.DRAFT
    assert "考点地址与备案不一致" in screen.page._next.words()
    assert screen.table.rows()[0].returned_reason == "考点地址与备案不一致"
    screen.page.show_tab("versions")
    enter(qtbot, screen, screen.page.versions)
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, Sheet)
    assert shown.windowTitle() == "退回通知.jpg"
    shown.reject()
    press(qtbot, screen.page, "登记已上报…")
    send(qtbot, screen, count="2")
    press(qtbot, screen.page, "登记受理…")
    send(qtbot, screen, accepted_on="2026-10-08")
    press(qtbot, screen.page, "登记结论…")
    fill(form_of(screen.panel), approved="审核通过")
    send(qtbot, screen, document_no="湖建考〔2026〕3号")
    assert status(office, plan_id) is Status.APPROVED
    assert [version.approved for version in detail(office, plan_id).versions] == [False, True]


def test_an_answer_needs_a_number_or_a_paper(qtbot: QtBot, desk: Desk, office: Office) -> None:
    before_authority(office, accepted=True)
    screen = opened(qtbot, desk, ExamPlansScreen, Status.ACCEPTED)
    press(qtbot, screen.page, "登记结论…")
    fill(form_of(screen.panel), approved="审核通过")
    form = send(qtbot, screen, document_no="")
    assert "请填写文号，或附上" in form.error("document_no")


def test_a_report_is_taken_back(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id = before_authority(office, accepted=True)
    screen = opened(qtbot, desk, ExamPlansScreen)
    press(qtbot, screen.page, "撤回上报…")
    send(qtbot, screen, reason="考场要换")
    assert status(office, plan_id) is Status.DRAFT


@pytest.mark.parametrize("step", ["draft", "reported", "accepted"])
def test_no_ticket_before_the_plan_is_approved(
    qtbot: QtBot,
    desk: Desk,
    office: Office,
    told: Told,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    if step == "draft":
        full_plan(office, *learnt_people(office, 2))
    else:
        before_authority(office, accepted=step == "accepted")
    save_as(monkeypatch, tmp_path / "准考证.pdf")
    screen = opened(qtbot, desk, ExamPlansScreen)
    keys(qtbot, screen, Qt.Key.Key_P)
    assert told[-1][0].startswith("考核计划还没有审核通过，不能打印准考证。")
    screen.page.print_tickets_to(tmp_path / "准考证.pdf")
    settle(qtbot, desk, LATE)
    assert "2 人没有准考证" in told[-1][0]
    assert not (tmp_path / "准考证.pdf").exists()


def test_papers_of_an_approved_plan(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_plan(office, full_plan(office, *learnt_people(office, 2)))
    screen = opened(qtbot, desk, ExamPlansScreen)
    for words, name in (("打印准考证…", "准考证.pdf"), ("打印考场资料…", "考场.pdf")):
        save_as(monkeypatch, tmp_path / name)
        press(qtbot, screen.page, words)
        settle(qtbot, desk, LATE)
    written = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert written == sorted(["准考证.pdf", "考场-门贴.pdf", "考场-签到表.pdf", "考场-桌贴.pdf"])
    with office.school.reading() as session:
        last = journal_list(session, office.school.id, JournalWanted(command="RecordPapers"))
    assert [row.subject for row in last[::-1]] == ["准考证 · 2 人", "考场资料 · 2 人"]


def test_the_workbook_for_the_authority(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id = full_plan(office, *learnt_people(office, 2))
    save_as(monkeypatch, tmp_path / "上报表.xlsx")
    screen = opened(qtbot, desk, ExamPlansScreen)
    keys(qtbot, screen, Qt.Key.Key_E)
    settle(qtbot, desk, LATE)
    assert (tmp_path / "上报表.xlsx").exists()
    assert status(office, plan_id) is Status.DRAFT, "exported is not reported"


def test_trainees_are_told_by_their_enterprise(qtbot: QtBot, desk: Desk, office: Office) -> None:
    approve_plan(office, full_plan(office, *learnt_people(office, 2)))
    screen = opened(qtbot, desk, ExamPlansScreen)
    press(qtbot, screen.page, "拟写考试通知")
    assert "带好准考证和身份证原件" in panel_text(screen)
    press(qtbot, screen.panel, "放入")
    with office.school.reading() as reading:
        assert [one.kind for one in notices(reading, office.school.id)] == ["考试通知"]


def test_a_clerk_reads_and_an_examiner_acts(qtbot: QtBot, office: Office, qapp: object) -> None:
    full_plan(office, *learnt_people(office, 2))
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk, ExamPlansScreen)
    for words in ("新建考核计划", "登记已上报", "修改计划", "编排座位", "移出考生"):
        found = find_button(screen, words)
        assert found is not None
        assert not found.isEnabled(), words
    clerk.tasks.close()


def test_the_workbench_leads_to_a_state_and_to_a_plan(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id = before_authority(office, accepted=True)
    screen = opened(qtbot, desk, ExamPlansScreen, Status.REPORTED)
    assert screen.table.rows() == []
    screen.take_focus(plan_id)
    settle(qtbot, desk)
    assert screen.page.detail is not None
    assert screen.page.detail.plan.id == plan_id
