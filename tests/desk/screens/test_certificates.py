"""证书, by keys and clicks: numbers imported, printed, pushed, proved by receipt or look-up; issued again, revoked."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.adapters.sheets.writing import Column, ColumnKind, write_table
from school_desk.certificates.commands import ExportPush, PushResultEntry, RecordPushResults
from school_desk.certificates.queries import CertificateListRow, certificates, look_ups
from school_desk.certificates.settings import ISSUER
from school_desk.desk.screens.certificates.certificates import CertificatesScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.enrollments.queries import EnrolledRow
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import CertificateStatus as Status
from tests.desk.desk_fixtures import Told, settle, type_in
from tests.desk.screens.examinees import learnt_people
from tests.desk.screens.hands import (
    count_sheet,
    enter,
    fill,
    find_button,
    form_of,
    keys,
    names,
    opened,
    panel_text,
    press,
    save_as,
    send,
)
from tests.examinations import full_plan
from tests.learners import given
from tests.results import approve_plan, decide, entry, import_numbers, import_scores, number_entry, submit
from tests.school import Office

pytestmark = pytest.mark.long

LATE = 60_000


def passed(office: Office, count: int = 2) -> tuple[EnrolledRow, ...]:
    """People whose good scores are approved on 2026-10-21; their portraits can be printed."""
    people = learnt_people(office, count)
    plan_id = full_plan(office, *people)
    approve_plan(office, plan_id)
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, *(entry(office, plan_id, person, n) for n, person in enumerate(people, 2)))
    decide(office, submit(office, plan_id))
    return people


def numbered(office: Office, count: int = 2) -> tuple[CertificateListRow, ...]:
    people = passed(office, count)
    import_numbers(office, *(number_entry(person, f"ZJ2026{n:04d}", n) for n, person in enumerate(people, 1)))
    return held(office)


def held(office: Office) -> tuple[CertificateListRow, ...]:
    with office.school.reading() as session:
        return certificates(session, office.school.id)


def set_issuer(office: Office) -> None:
    given(office, ChangeSetting(ISSUER.key, "湖州市住房和城乡建设局", date(2026, 10, 21)), office.admin)


def failed(office: Office, *rows: CertificateListRow) -> None:
    given(office, ExportPush(tuple(row.id for row in rows)), office.examiner)
    entries = [PushResultEntry(n, row.number, False, message="照片尺寸不符") for n, row in enumerate(rows, 2)]
    given(office, RecordPushResults("推送结果.xlsx", tuple(entries)), office.examiner)


def test_numbers_make_certificates(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    people = passed(office)
    target = tmp_path / "证书编号.xlsx"
    columns = [Column(title, ColumnKind.TEXT) for title in ("姓名", "证件号码", "工种", "等级", "证书编号", "发证日期")]
    rows = [
        (person.name, person.id_number, "钢筋工", "中级工", f"ZJ{n}", "2026-10-21") for n, person in enumerate(people)
    ]
    write_table(target, "证书编号", columns, rows)
    screen = opened(qtbot, desk, CertificatesScreen)
    assert names(screen.awaiting) == ["康霞", "孙绍"]
    screen.import_numbers(target)
    settle(qtbot, desk, LATE)
    page = screen.host.page
    assert page is not None
    press(qtbot, page, "导入 2 行")
    assert [row.number for row in held(office)] == ["ZJ0", "ZJ1"]


def test_without_issuer_neither_printed_nor_pushed(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered(office)
    save_as(monkeypatch, tmp_path / "证书.pdf")
    screen = opened(qtbot, desk, CertificatesScreen, "to_push")
    for key in (Qt.Key.Key_P, Qt.Key.Key_E):
        keys(qtbot, screen, key)
        assert "还没有填写“发证机关”" in told[-1][0]
    assert not (tmp_path / "证书.pdf").exists()
    asked: list[tuple[str, object]] = []
    desk.screen_requested.connect(lambda page, focus: asked.append((page, focus)))
    press(qtbot, screen.unset, "去设置")
    assert asked == [("settings", ISSUER.key)]
    set_issuer(office)
    screen.refresh()
    settle(qtbot, desk)
    assert not screen.unset.isVisible()


def test_an_examiner_is_sent_to_the_administrator(qtbot: QtBot, office: Office, qapp: object) -> None:
    numbered(office)
    examiner = Desk(office.school, office.examiner, Tasks())
    screen = opened(qtbot, examiner, CertificatesScreen)
    assert "请管理员在“设置”里填写" in screen.unset.words()
    assert find_button(screen.unset, "去设置") is None
    examiner.tasks.close()


def test_an_issuer_set_after_the_day_of_issue_is_still_printed(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered(office)
    office.move_to(2026, 10, 25, 9)
    given(office, ChangeSetting(ISSUER.key, "湖州市住房和城乡建设局", date(2026, 10, 25)), office.admin)
    save_as(monkeypatch, tmp_path / "证书.pdf")
    offers: list[str] = []
    desk.told.connect(lambda _sentence, tone, command_id: offers.append(command_id) if tone == "good" else None)
    screen = opened(qtbot, desk, CertificatesScreen, "generated")
    press(qtbot, screen, "打印证书…")
    settle(qtbot, desk, LATE)
    assert offers == [""], "a print cannot be taken back, so nobody is offered it"
    assert (tmp_path / "证书.pdf").read_bytes().startswith(b"%PDF-")
    assert [row.print_count for row in held(office)] == [1, 1]


def test_the_package_goes_out_after_the_count(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = numbered(office)
    set_issuer(office)
    save_as(monkeypatch, tmp_path / "推送.xlsx")
    screen = opened(qtbot, desk, CertificatesScreen, "generated")
    press(qtbot, screen, "导出推送…")
    sheet = count_sheet()
    type_in(sheet.typed, "3")
    assert not sheet.primary.isEnabled()
    sheet.typed.selectAll()
    type_in(sheet.typed, "2")
    QTest.mouseClick(sheet.primary, Qt.MouseButton.LeftButton)
    settle(qtbot, desk, LATE)
    with zipfile.ZipFile(tmp_path / "推送-照片.zip") as archive:
        assert archive.namelist() == sorted(f"{row.person.id_number}.jpg" for row in rows)
    assert [row.status for row in held(office)] == [Status.GENERATED] * 2, "sent is not pushed"


def test_what_is_under_way_is_not_sent_twice(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    rows = numbered(office)
    set_issuer(office)
    given(office, ExportPush(tuple(row.id for row in rows)), office.examiner)
    screen = opened(qtbot, desk, CertificatesScreen, "generated")
    press(qtbot, screen, "导出推送…")
    assert "正在等结果" in told[-1][0]


def test_what_was_never_answered_goes_out_again_once_it_is_missed(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path
) -> None:
    row, _ = rows = numbered(office)
    set_issuer(office)
    given(office, ExportPush(tuple(one.id for one in rows)), office.examiner)
    screen = opened(qtbot, desk, CertificatesScreen, "pending")

    def missed(day: str) -> str:
        enter(qtbot, screen, screen.table, row.id)
        press(qtbot, screen.panel, "登记联网查询…")
        fill(form_of(screen.panel), found="没有查到")
        send(qtbot, screen, looked_up_on=day)
        return told[-1][0]

    assert "次日起仍查不到的，再登记一次" in missed("2026-10-21")
    assert len(screen.table.rows()) == 2
    office.move_to(2026, 10, 26, 9)
    assert "可以重新导出推送" in missed("2026-10-26")
    assert len(screen.table.rows()) == 1
    screen.take_focus("to_push")
    enter(qtbot, screen, screen.table, row.id)
    assert "联网没有查到（2026-10-26）" in panel_text(screen)
    screen.export_push_to(tmp_path / "推送.xlsx")
    settle(qtbot, desk, LATE)
    assert screen.table.rows() == []
    assert [one.push and one.push.batch_number for one in held(office)] == ["TS2026002", "TS2026001"]


def test_the_registers_answer(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    rows = numbered(office, 3)
    given(office, ExportPush(tuple(row.id for row in rows)), office.examiner)
    target = tmp_path / "结果.xlsx"
    columns = [Column(title, ColumnKind.TEXT) for title in ("证书编号", "结果", "原因", "回执号")]
    answers = [
        (rows[0].number, "成功", "", "HZ1"),
        (rows[1].number, "失败", "照片尺寸不符", ""),
        (rows[2].number, "成功", "", ""),
    ]
    write_table(target, "推送结果", columns, answers)
    screen = opened(qtbot, desk, CertificatesScreen, "generated")
    screen.import_results(target)
    settle(qtbot, desk, LATE)
    page = screen.host.page
    assert page is not None
    states = [row.state for row in page.ledger if row.state != "skipped"]
    assert states == ["imported", "imported", "failed"], "no success without a receipt"
    press(qtbot, page, "导入 2 行")
    assert [row.status for row in held(office)] == [Status.PUSHED, Status.GENERATED, Status.GENERATED]
    keys(qtbot, screen, Qt.Key.Key_5)
    assert names(screen.table) == ["孙绍"]


def test_failures_are_chosen_by_their_reason(qtbot: QtBot, desk: Desk, office: Office) -> None:
    rows = numbered(office, 3)
    failed(office, *rows[:2])
    screen = opened(qtbot, desk, CertificatesScreen, "failed")
    press(qtbot, screen, "推送记录")
    assert "照片尺寸不符：2 张" in panel_text(screen)
    assert "TS2026001" in panel_text(screen)
    for tab in ("failed", "pushed"):
        screen.take_focus(tab)
        press(qtbot, screen, "推送记录")
        press(qtbot, screen.panel, "选中这 2 张")
        assert set(screen.table.selected_ids()) == {row.id for row in rows[:2]}


def test_a_certificate_is_opened_by_its_id_also_on_a_page_just_made(qtbot: QtBot, desk: Desk, office: Office) -> None:
    row, other = numbered(office)
    screen = opened(qtbot, desk, CertificatesScreen, row.id)
    assert (screen.tabs.current(), screen.table.selected_ids()) == ("generated", [row.id])
    enter(qtbot, screen, screen.table, row.id)
    screen.table.select_ids([other.id])
    settle(qtbot, desk)
    assert other.number in panel_text(screen), "the panel goes with the list"


def test_found_in_the_register_is_pushed_and_signed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    row, *_ = numbered(office)
    screen = opened(qtbot, desk, CertificatesScreen, "generated")
    enter(qtbot, screen, screen.table, row.id)
    press(qtbot, screen.panel, "登记联网查询…")
    fill(form_of(screen.panel), found="没有查到")
    send(qtbot, screen, note="系统提示无此人")
    assert held(office)[0].status is Status.GENERATED
    enter(qtbot, screen, screen.table, row.id)
    press(qtbot, screen.panel, "登记联网查询…")
    fill(form_of(screen.panel), found="查到了")
    form = send(qtbot, screen, looked_up_on="2026-10-22")
    assert "不能晚于今天" in form.error("looked_up_on")
    send(qtbot, screen, looked_up_on="2026-10-21")
    assert held(office)[0].status is Status.PUSHED
    with office.school.reading() as session:
        assert [one.found for one in look_ups(session, office.school.id, row.id)] == [False, True]
    screen.take_focus("pushed")
    enter(qtbot, screen, screen.table, row.id)
    assert "系统提示无此人" in panel_text(screen)
    assert panel_text(screen).count("全能") == 2, "who looked it up"


def test_issued_again_under_the_authorities_new_number(qtbot: QtBot, desk: Desk, office: Office) -> None:
    row, other = numbered(office)
    screen = opened(qtbot, desk, CertificatesScreen, row.id)
    screen.take_focus("generated")
    enter(qtbot, screen, screen.table, row.id)
    press(qtbot, screen.panel, "换发…")
    form = send(qtbot, screen, number=other.number, reason="姓名登记错误")
    assert "已经用过" in form.error("number")
    send(qtbot, screen, number="ZJ20269999", reason="姓名登记错误")
    found = {one.number: one for one in held(office)}
    assert found[row.number].status is Status.REVOKED
    assert found["ZJ20269999"].replaces == row.number
    screen.take_focus("revoked")
    settle(qtbot, desk)
    assert [one.number for one in screen.table.rows()] == [row.number]


def test_revoked_with_its_reason_and_for_good(qtbot: QtBot, desk: Desk, office: Office) -> None:
    row, _ = numbered(office)
    screen = opened(qtbot, desk, CertificatesScreen, "generated")
    enter(qtbot, screen, screen.table, row.id)
    press(qtbot, screen.panel, "注销…")
    form = send(qtbot, screen, reason="")
    assert form.error("reason")
    send(qtbot, screen, reason="替考")
    assert held(office)[0].status is Status.REVOKED
    screen.take_focus("revoked")
    enter(qtbot, screen, screen.table, row.id)
    assert "替考" in panel_text(screen)
    for words in ("注销…", "换发…", "登记联网查询…"):
        assert find_button(screen.panel, words) is None


def test_the_ministrys_page_is_one_click_away(
    qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()))
    screen = opened(qtbot, desk, CertificatesScreen)
    press(qtbot, screen, "联网证书查询")
    assert seen == ["https://rcgz.mohurd.gov.cn/"]


@pytest.mark.parametrize("tab", ["awaiting", "generated", "failed", "pushed"])
def test_a_clerk_only_reads(qtbot: QtBot, office: Office, qapp: object, tab: str) -> None:
    rows = numbered(office)
    failed(office, rows[0])
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk, CertificatesScreen, tab)
    for words in ("导入证书编号", "打印证书", "导出推送", "导入推送结果", "补打证书"):
        found = find_button(screen, words)
        assert found is None or not found.isEnabled(), words
    if tab == "generated":
        enter(qtbot, screen, screen.table)
        found = find_button(screen.panel, "注销…")
        assert found is not None
        assert not found.isEnabled()
    clerk.tasks.close()
