"""企业: the list, its detail, and the records about one enterprise; by keys and clicks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enterprises.detail import EnterpriseFacts
from school_desk.desk.screens.enterprises.enterprises import EnterprisesScreen
from school_desk.desk.screens.enterprises.region_words import matching, region_options_with_pinyin
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.form import Form
from school_desk.enterprises.commands import (
    EditEnterprise,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RenameEnterprise,
)
from school_desk.overview.journal_list import JournalWanted, journal_list
from school_desk.overview.queues import QUEUES
from school_desk.terms.statuses import EnterpriseStatus as Status
from tests.desk.desk_fixtures import Told, settle, show, type_in
from tests.desk.screens.handed_in import detail, name_of, register
from tests.desk.screens.hands import fill, form_of, press
from tests.papers import CODES
from tests.school import Office

CTRL = Qt.KeyboardModifier.ControlModifier
ORIGINALS: dict[str, Any] = {"yyzz": "seen", "cns": "kept", "zzzs": "seen"}


def opened(qtbot: QtBot, desk: Desk) -> EnterprisesScreen:
    screen = EnterprisesScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    return screen


def names(screen: EnterprisesScreen) -> list[str]:
    return [row.name for row in screen.table.rows()]


def search(qtbot: QtBot, screen: EnterprisesScreen, words: str) -> list[str]:
    screen.search.setFocus()
    screen.search.selectAll()
    type_in(screen.search, words)
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    settle(qtbot, screen.desk)
    return names(screen)


def open_detail(qtbot: QtBot, screen: EnterprisesScreen, enterprise_id: str) -> None:
    screen.table.select_ids([enterprise_id])
    QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
    settle(qtbot, screen.desk)


def send(qtbot: QtBot, screen: EnterprisesScreen, last: str) -> Form:
    """Ctrl+Enter in a field of the form."""
    form = form_of(screen.panel)
    QTest.keyClick(form.input(last), Qt.Key.Key_Return, CTRL)
    settle(qtbot, screen.desk)
    return form


def panel_text(screen: EnterprisesScreen) -> str:
    return "\n".join(label.text() for label in screen.panel.findChildren(QLabel))


def menu_of(screen: EnterprisesScreen) -> QMenu:
    button = next(one for one in screen.panel.findChildren(QPushButton) if one.text() == "更多" and one.isVisible())
    menu = button.menu()
    assert isinstance(menu, QMenu)
    return menu


def choose(qtbot: QtBot, screen: EnterprisesScreen, words: str) -> None:
    next(action for action in menu_of(screen).actions() if action.text() == words).trigger()
    settle(qtbot, screen.desk)


def at_authority(office: Office, number: int = 0) -> str:
    enterprise_id = register(office, number)
    office.do(PreApproveEnterprise(enterprise_id))
    office.do(RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "企业办公室", "沈文员", ORIGINALS, "DA-1"))
    return enterprise_id


def test_an_empty_school_shows_the_first_step(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    press(qtbot, screen.table, "企业登记")
    assert screen.registration is not None


def test_tabs_count_and_filter(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office)
    office.do(PreApproveEnterprise(register(office, 1)))
    screen = opened(qtbot, desk)
    assert names(screen) == [name_of(1), name_of(0)]
    QTest.keyClick(screen.table.view, Qt.Key.Key_2, CTRL)
    settle(qtbot, desk)
    assert (screen.tabs.current(), names(screen)) == (Status.SUBMITTED, [name_of(0)])


@pytest.mark.parametrize("words", ["石凤", "SFGJG", "91330500mahtn", "９１３３０５００", "石凤 二"])
def test_search_finds_names_codes_and_pinyin(qtbot: QtBot, desk: Desk, office: Office, words: str) -> None:
    register(office)
    register(office, 1)
    screen = opened(qtbot, desk)
    wanted = {name_of(1)} if "二" in words else {name_of(0)} if words[0] in "9９" else {name_of(0), name_of(1)}
    assert set(search(qtbot, screen, words)) == wanted


def test_a_former_name_is_still_found_and_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    office.do(RenameEnterprise(enterprise_id, "湖州新凤建设有限公司", CODES[0], "变更登记"))
    screen = opened(qtbot, desk)
    assert search(qtbot, screen, "钢结构") == ["湖州新凤建设有限公司"]
    open_detail(qtbot, screen, enterprise_id)
    assert name_of(0) in panel_text(screen)


def test_mobiles_are_masked_until_they_are_shown(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    assert "13800005893" not in panel_text(screen)
    assert "138****5893" in panel_text(screen)
    facts = screen.panel.findChild(EnterpriseFacts)
    assert isinstance(facts, EnterpriseFacts)
    QTest.mouseClick(facts.reveal_button, Qt.MouseButton.LeftButton)
    assert "13800005893" not in panel_text(screen), "not before the journal has it"
    settle(qtbot, desk)
    assert "13800005893" in panel_text(screen)
    with office.school.reading() as session:
        (line,) = journal_list(session, office.school.id, JournalWanted(), limit=1)
    assert (line.label, line.subject, line.actor) == ("查看企业的完整手机号", name_of(0), desk.actor.name)


def test_what_an_enterprise_may_change_is_what_the_manual_names(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    press(qtbot, screen.panel, "修改…")
    form = form_of(screen.panel)
    assert set(form.values()) == {"contact_name", "contact_mobile", "address", "region_code", "principal_mobile"}
    fill(form, contact_name="王芳", principal_mobile="１３９00001111")
    send(qtbot, screen, "principal_mobile")
    now = detail(office, enterprise_id)
    assert (now.contact_name, now.principal_mobile, now.region_code) == ("王芳", "13900001111", "330502")
    assert "王芳" in panel_text(screen), "the detail is shown again as it is now"


def test_a_refusal_is_told_at_its_field(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    press(qtbot, screen.panel, "修改…")
    fill(form_of(screen.panel), principal_mobile="1380000")
    form = send(qtbot, screen, "principal_mobile")
    assert "11 位" in form.error("principal_mobile")
    assert detail(office, enterprise_id).principal_mobile == "13800005893"


def test_what_is_being_filled_in_stays_when_the_list_is_asked_again(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    press(qtbot, screen.panel, "修改…")
    fill(form_of(screen.panel), contact_name="王芳")
    desk.changed.emit({})
    settle(qtbot, desk)
    assert (form_of(screen.panel).isVisible(), form_of(screen.panel).values()["contact_name"]) == (True, "王芳")


def test_renamed_from_the_menu(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    choose(qtbot, screen, "企业更名…")
    fill(form_of(screen.panel), name="湖州新凤建设有限公司", reason="2026-08-01 变更登记")
    send(qtbot, screen, "reason")
    assert detail(office, enterprise_id).name == "湖州新凤建设有限公司"


def test_stopped_and_taken_up_again(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    choose(qtbot, screen, "停用企业…")
    fill(form_of(screen.panel), reason="已注销")
    send(qtbot, screen, "reason")
    assert detail(office, enterprise_id).suspended == "已注销"
    choose(qtbot, screen, "恢复企业")
    assert detail(office, enterprise_id).suspended is None


def test_the_letter_is_saved_where_the_person_says(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "承诺书"), "PDF"))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))
    screen = opened(qtbot, desk)
    QTest.mouseClick(screen.letter_button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk, 30_000)
    written = tmp_path / "承诺书.pdf"
    assert written.read_bytes().startswith(b"%PDF-")
    assert seen == [str(written)]


def test_the_on_site_review_is_recorded(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    office.do(PreApproveEnterprise(enterprise_id))
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    press(qtbot, screen.panel, "登记现场审核…")
    form = form_of(screen.panel)
    fill(form, place="企业办公室", persons="沈文员、周老师", archive_no="QY-2026-001")
    form = send(qtbot, screen, "archive_no")
    assert form.error("yyzz"), "nothing is taken for granted about an original"
    for slot, keys in (("yyzz", 1), ("cns", 2), ("zzzs", 1)):
        for _ in range(keys):
            QTest.keyClick(form.input(slot), Qt.Key.Key_Down)
    send(qtbot, screen, "archive_no")
    review = detail(office, enterprise_id).on_site_reviews[0]
    assert (review.place, review.persons, review.archive_no) == ("企业办公室", "沈文员、周老师", "QY-2026-001")
    assert review.originals == {"yyzz": "seen", "cns": "kept", "zzzs": "seen"}
    assert detail(office, enterprise_id).status is Status.AT_AUTHORITY


def test_the_authoritys_decision_is_recorded_with_its_evidence(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = tmp_path / "审核结果.png"
    evidence.write_bytes(b"\x89PNG evidence")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(evidence), ""))
    enterprise_id = at_authority(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    press(qtbot, screen.panel, "登记结论…")
    form = form_of(screen.panel)
    QTest.keyClick(form.input("approved"), Qt.Key.Key_Down)
    press(qtbot, form, "选择文件…")
    send(qtbot, screen, "document_no")
    now = detail(office, enterprise_id)
    assert now.status is Status.APPROVED
    assert now.decisions[0].evidence_document_id is not None


def test_a_refusal_of_the_authority_needs_its_reason(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = at_authority(office)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    press(qtbot, screen.panel, "登记结论…")
    form = form_of(screen.panel)
    assert not form.input("reason").isVisible()
    QTest.keyClick(form.input("approved"), Qt.Key.Key_End)
    fill(form, document_no="湖建人〔2026〕2号")
    send(qtbot, screen, "document_no")
    assert form.error("reason")
    type_in(form.input("reason"), "资质证书已注销")
    send(qtbot, screen, "document_no")
    assert detail(office, enterprise_id).return_reason == "资质证书已注销"


def test_the_school_cannot_decide_for_the_authority(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = at_authority(office)
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk)
    open_detail(qtbot, screen, enterprise_id)
    button = next(one for one in screen.panel.findChildren(QPushButton) if one.text() == "登记结论…")
    assert not button.isEnabled()
    clerk.tasks.close()


def test_a_changed_city_is_checked_again(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    enterprise_id = at_authority(office)
    office.do(RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "文号"), office.examiner)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, enterprise_id)
    press(qtbot, screen.panel, "修改…")
    region = form_of(screen.panel).input("region_code")
    settle(qtbot, desk)
    region.setFocus()
    region.selectAll()
    type_in(region, "南湖")
    assert region.value() == ""
    QTest.keyClick(region._popup, Qt.Key.Key_Return)
    assert region.text() == "嘉兴市 › 南湖区"
    send(qtbot, screen, "address")
    assert "嘉兴" in (detail(office, enterprise_id).recheck or "")
    press(qtbot, screen.panel, "复核通过")
    settle(qtbot, desk)
    assert detail(office, enterprise_id).recheck is None


def test_every_queue_of_the_workbench_opens_its_rows(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office)
    office.do(PreApproveEnterprise(register(office, 1)))
    at_authority(office, 2)
    changed = at_authority(office, 3)
    office.do(RecordAuthorityDecision(changed, True, date(2026, 8, 3), "文号"), office.examiner)
    office.do(EditEnterprise(changed, None, None, "嘉兴市中山路1号", "330402", "13800005893"))
    screen = opened(qtbot, desk)
    found = {}
    for queue in QUEUES:
        if queue.screen == "enterprises":
            screen.take_focus(queue.focus)
            settle(qtbot, desk)
            found[queue.key] = names(screen)
    assert found == {
        "enterprise_to_review": [name_of(0)],
        "enterprise_on_site": [name_of(1)],
        "enterprise_decision": [name_of(2)],
        "enterprise_recheck": [name_of(3)],
    }


def test_regions_are_found_by_name_pinyin_and_code() -> None:
    options = region_options_with_pinyin(date(2026, 8, 3))
    for typed in ("吴兴", "hzs wxq", "330502", "湖州市 › 吴兴区"):
        assert "330502" in [option.code for option in matching(options, typed)], typed
    assert matching(options, "上海") == []


def test_the_palette_and_the_workbench_lead_here(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    screen.take_focus(Status.APPROVED)
    settle(qtbot, desk)
    assert names(screen) == []
    screen.take_focus(enterprise_id)
    settle(qtbot, desk)
    assert screen.panel.isVisible()
    assert name_of(0) in panel_text(screen)
