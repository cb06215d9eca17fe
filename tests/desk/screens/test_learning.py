"""学习账号与学时, by keys and clicks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from school_desk.adapters.sheets.writing import Column, ColumnKind, write_table
from school_desk.desk.screens.learning.learning import LearningScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.chips import ChipLabel
from school_desk.documents.queries import notices
from school_desk.enrollments.commands import CorrectTrainee
from school_desk.enrollments.queries import EnrolledRow
from school_desk.learning.commands import AccountResultEntry, ExportAccounts, RecordAccountResults
from school_desk.learning.queries import account_states
from school_desk.terms.statuses import StudyAccountStatus as Status
from tests.desk.desk_fixtures import Told, settle
from tests.desk.screens.examinees import enrolled_people, learnt_people
from tests.desk.screens.hands import (
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
from tests.learners import PEOPLE, given, review_fee
from tests.school import Office

pytestmark = pytest.mark.long

LATE = 60_000


def waiting(office: Office, count: int = 2) -> tuple[EnrolledRow, ...]:
    people = enrolled_people(office, count)
    review_fee(office, people[0])
    return people


def answered(office: Office, *succeeded: bool) -> tuple[EnrolledRow, ...]:
    people = waiting(office, len(succeeded))
    given(office, ExportAccounts(tuple(person.id for person in people)))
    entries = [
        AccountResultEntry(n, p.id_number, p.name, good, "" if good else "证件号已注册")
        for n, (p, good) in enumerate(zip(people, succeeded, strict=True), 2)
    ]
    given(office, RecordAccountResults("开通结果.xlsx", tuple(entries)))
    return people


def states(office: Office, people: tuple[EnrolledRow, ...]) -> list[Status]:
    with office.school.reading() as session:
        found = account_states(session, office.school.id, [person.id for person in people])
    return [found[person.id].status for person in people]


def test_nobody_waits_before_the_fee_is_reviewed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = enrolled_people(office, 2)
    screen = opened(qtbot, desk, LearningScreen)
    assert names(screen.accounts) == []
    review_fee(office, people[0])
    screen.refresh()
    settle(qtbot, desk)
    assert names(screen.accounts) == ["康霞", "孙绍"]
    assert str(screen.accounts.rows()[0].due_on) == "2026-08-06", "the third working day after 2026-08-03"
    enter(qtbot, screen, screen.accounts)
    assert "缴费成功后的第 3 个工作日内" in panel_text(screen)


def test_on_the_days_off_after_its_day_an_account_is_late(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = enrolled_people(office, 1)
    review_fee(office, people[0], paid_on=date(2026, 8, 4))  # due on Friday
    office.clock.move_to(datetime(2026, 8, 8, 9, 0))
    screen = opened(qtbot, desk, LearningScreen)
    enter(qtbot, screen, screen.accounts)
    assert "已逾期" in [chip.accessibleName() for chip in screen.panel.findChildren(ChipLabel)]
    assert "1 人 · 已逾期 1 人" in [label.text() for label in screen.findChildren(QLabel)]


def test_exported_is_not_opened(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = waiting(office)
    screen = opened(qtbot, desk, LearningScreen)
    save_as(monkeypatch, tmp_path / "名单.xlsx")
    keys(qtbot, screen, Qt.Key.Key_E)
    settle(qtbot, desk, LATE)
    assert (tmp_path / "名单.xlsx").exists()
    assert states(office, people) == [Status.EXPORTED, Status.EXPORTED]
    keys(qtbot, screen, Qt.Key.Key_2)
    assert names(screen.accounts) == ["康霞", "孙绍"]


def test_the_platforms_answer_opens_accounts(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = waiting(office)
    given(office, ExportAccounts(tuple(person.id for person in people)))
    answer = tmp_path / "结果.xlsx"
    columns = [Column(title, ColumnKind.TEXT) for title in ("账号", "姓名", "结果", "原因")]
    rows = [(people[0].id_number, "康霞", "成功", ""), (people[1].id_number, "孙绍", "失败", "证件号已注册")]
    write_table(answer, "开通结果", columns, rows)
    screen = opened(qtbot, desk, LearningScreen, "exported")
    screen.import_results(answer)
    settle(qtbot, desk, LATE)
    page = screen.host.page
    assert page is not None
    press(qtbot, page, "导入 2 行")
    assert states(office, people) == [Status.OPENED, Status.FAILED]


def test_a_failure_is_put_back_into_the_queue(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = answered(office, True, False)
    screen = opened(qtbot, desk, LearningScreen, "failed")
    enter(qtbot, screen, screen.accounts)
    assert "证件号已注册" in panel_text(screen)
    press(qtbot, screen.panel, "退回待开通")
    assert states(office, people) == [Status.OPENED, Status.TO_OPEN]
    assert not screen.panel.isVisible(), "there is nobody here any more to tell about"


def test_all_failures_at_once(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = answered(office, False, False)
    screen = opened(qtbot, desk, LearningScreen, "failed")
    press(qtbot, screen, "退回待开通")
    assert states(office, people) == [Status.TO_OPEN, Status.TO_OPEN]


def test_what_was_never_answered_is_taken_back(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    people = waiting(office)
    given(office, ExportAccounts(tuple(person.id for person in people)))
    screen = opened(qtbot, desk, LearningScreen, "exported")
    press(qtbot, screen, "退回待开通…")
    form = send(qtbot, screen, reason="")
    assert form.error("reason")
    send(qtbot, screen, reason="平台没有收到名单")
    assert states(office, people) == [Status.TO_OPEN, Status.TO_OPEN]
    assert told[-1][0] == "已把 2 人退回待开通，可以重新导出名单。"


def test_an_account_under_a_wrong_number_is_taken_back(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = answered(office, True)
    given(office, CorrectTrainee(people[0].trainee_id, "id_number", PEOPLE[4][1], "身份证号录错"))
    screen = opened(qtbot, desk, LearningScreen, "opened")
    enter(qtbot, screen, screen.accounts)
    assert "学习账号已按更正前的号码开通" in panel_text(screen)
    press(qtbot, screen.panel, "退回待开通…")
    send(qtbot, screen, reason="证件号已更正")
    assert states(office, people) == [Status.TO_OPEN]


def test_an_account_is_disabled_with_its_reason(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = answered(office, True)
    screen = opened(qtbot, desk, LearningScreen, "opened")
    enter(qtbot, screen, screen.accounts)
    press(qtbot, screen.panel, "停用…")
    form = send(qtbot, screen, reason="")
    assert form.error("reason")
    send(qtbot, screen, reason="学员离职")
    assert states(office, people) == [Status.DISABLED]
    enter(qtbot, screen, screen.accounts)
    assert "学员离职" in panel_text(screen)
    assert find_button(screen.panel, "停用") is None, "once is enough"


def test_the_panel_goes_with_the_list_but_a_form_stays(qtbot: QtBot, desk: Desk, office: Office) -> None:
    answered(office, True, True)
    screen = opened(qtbot, desk, LearningScreen, "opened")
    first, second = names(screen.accounts)
    enter(qtbot, screen, screen.accounts)
    keys(qtbot, screen, Qt.Key.Key_J, Qt.KeyboardModifier.NoModifier)
    assert second in panel_text(screen)
    assert first not in panel_text(screen)
    press(qtbot, screen.panel, "停用…")
    fill(form_of(screen.panel), reason="学员离职")
    screen.refresh()
    settle(qtbot, desk)
    assert form_of(screen.panel).values() == {"reason": "学员离职"}


def test_hours_tell_who_lacks_how_many(qtbot: QtBot, desk: Desk, office: Office) -> None:
    learnt_people(office, 3, met=1)
    screen = opened(qtbot, desk, LearningScreen, "hours")
    assert [row.hours.missing for row in screen.hours.rows()] == [24, 24, 0]
    enter(qtbot, screen, screen.hours, screen.hours.rows()[-1].person.id)
    assert "不少于 24 学时（含考核时间）" in panel_text(screen)
    assert "安全生产知识" in panel_text(screen)


def test_a_notice_is_seen_before_it_is_queued_and_names_no_password(qtbot: QtBot, desk: Desk, office: Office) -> None:
    answered(office, True, True)
    screen = opened(qtbot, desk, LearningScreen, "opened")
    press(qtbot, screen, "拟写通知")
    shown = panel_text(screen)
    assert "初始密码由学校单独告知本人" in shown
    assert "111111" not in shown
    assert "33052319791002976X" not in shown
    press(qtbot, screen.panel, "放入")
    with office.school.reading() as session:
        kept = notices(session, office.school.id)
    assert [notice.text for notice in kept if notice.text not in shown] == []
    assert len(kept) == 1


def test_the_notice_as_paper(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(office, True)
    screen = opened(qtbot, desk, LearningScreen, "opened")
    save_as(monkeypatch, tmp_path / "通知.pdf")
    enter(qtbot, screen, screen.accounts)
    press(qtbot, screen.panel, "打印学习通知…")
    settle(qtbot, desk, LATE)
    assert (tmp_path / "通知.pdf").read_bytes().startswith(b"%PDF-")


def test_nobody_to_notify_is_told(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    learnt_people(office, 1)
    screen = opened(qtbot, desk, LearningScreen, "hours")
    press(qtbot, screen, "拟写通知")
    assert told[-1][0] == "没有需要通知的企业。"


@pytest.mark.parametrize("tab", ["to_open", "exported", "failed", "opened", "hours"])
def test_an_examiner_only_reads(qtbot: QtBot, office: Office, qapp: object, tab: str) -> None:
    answered(office, True, False)
    examiner = Desk(office.school, office.examiner, Tasks())
    screen = opened(qtbot, examiner, LearningScreen, tab)
    enabled = [one.text() for one in screen._tools if one.isVisible() and one.isEnabled()]
    assert enabled == []
    examiner.tasks.close()


def test_the_empty_hours_lead_to_their_import(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(qtbot, desk, LearningScreen, "hours")
    open_as(monkeypatch, tmp_path / "没有这个文件.xlsx")
    press(qtbot, screen.hours, "导入学时…")
    settle(qtbot, desk, LATE)
    assert screen.host.page is not None
    assert not screen.host.page.ready
