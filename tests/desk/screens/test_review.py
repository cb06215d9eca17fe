"""企业审核: the queue by risk, doubts by Enter, one key for a clean enterprise, papers going back and coming better.

Long because one screen carries the whole review.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enterprises import paper_reader, review_ahead
from school_desk.desk.screens.enterprises.paper_reader import PaperReader
from school_desk.desk.screens.enterprises.review import ReviewScreen
from school_desk.desk.screens.enterprises.review_queue import queue_chip
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.field_parts import ChoiceLine, OriginalLine
from school_desk.enterprises.commands import DecideFields, FieldDecision, PreApproveEnterprise, RecordOnSiteReview
from school_desk.intake.papers import keep_paper_reading
from school_desk.kernel.errors import EnvironmentFault
from school_desk.terms.statuses import DocumentStatus
from school_desk.terms.statuses import EnterpriseStatus as Status
from school_desk.terms.uploads import DocumentKind
from tests.desk.desk_fixtures import Told, drop_files, settle, show, type_in
from tests.desk.screens.handed_in import PERSON, detail, folder_of, name_of, papers, register, sheet
from tests.desk.screens.hands import form_of, press
from tests.desk.screens.paper_fakes import ENGINE_NAME, READ, photo, picture, read
from tests.papers import CODES
from tests.school import Office

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
UNSEALED: dict[str, Any] = {"seal_present": False, "seal_name": None, "unsure": ("seal_present",)}


@pytest.fixture(autouse=True)
def pretend_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_reader, "READ", READ)
    monkeypatch.setattr(review_ahead, "ENGINE", ENGINE_NAME)


def opened(qtbot: QtBot, desk: Desk) -> ReviewScreen:
    screen = ReviewScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk, 30_000)
    screen.queue.setFocus()
    return screen


def key(qtbot: QtBot, screen: ReviewScreen, which: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """A key where the cursor stands."""
    if not screen.isActiveWindow():
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or screen, which, held)
    settle(qtbot, screen.desk, 30_000)


def enter(qtbot: QtBot, screen: ReviewScreen, *, times: int = 1) -> None:
    for _ in range(times):
        key(qtbot, screen, Qt.Key.Key_Return)


def approve(qtbot: QtBot, screen: ReviewScreen) -> None:
    key(qtbot, screen, Qt.Key.Key_Return, CTRL)


def queue(screen: ReviewScreen) -> list[str]:
    return [row.enterprise.name for row in screen.queue.table.rows()]


def at_field(screen: ReviewScreen) -> tuple[str, str]:
    """(slot, field) where the cursor stands."""
    now = QApplication.focusWidget()
    fields = screen.card.fields
    return screen.deck.slots.current(), next((k for k in fields.values() if fields.row(k).input is now), "")


def decided(office: Office, enterprise_id: str) -> dict[tuple[str, str], str]:
    return {(value.paper, value.field): value.decided_value for value in detail(office, enterprise_id).fields}


def test_a_clean_enterprise_costs_one_key(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    first, second = register(office), register(office, 1)
    screen = opened(qtbot, desk)
    approve(qtbot, screen)
    assert detail(office, first).status is Status.PRE_APPROVED
    assert told[-1] == (f"“{name_of(0)}”初审通过。", "good")
    assert screen.case is not None
    assert screen.case.id == second, "the next one is there"
    approve(qtbot, screen)
    assert detail(office, second).status is Status.PRE_APPROVED
    assert queue(screen) == []
    assert decided(office, first)[("yyzz", "uscc")] == CODES[0], "what proof settled is taken over"


def test_the_queue_stands_by_risk(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, 0)
    register(office, 1, cns={"unsure": ("seal_present",)})
    register(office, 2, cns=UNSEALED)
    screen = opened(qtbot, desk)
    assert queue(screen) == [name_of(2), name_of(1), name_of(0)]
    assert screen.queue.place_words() == "第 1 家，共 3 家"
    key(qtbot, screen, Qt.Key.Key_J)
    assert screen.case is not None
    assert screen.case.sheet.detail.name == name_of(1)
    key(qtbot, screen, Qt.Key.Key_K)
    assert screen.case.sheet.detail.name == name_of(2)


def test_enter_leads_from_doubt_to_doubt_across_the_papers(qtbot: QtBot, desk: Desk, office: Office) -> None:
    doubtful = {"unsure": ("legal_person",), "legal_person": "姚锡庄"}
    enterprise_id = register(office, yyzz=doubtful, cns=doubtful | {"legal_person": "姚锡床"}, zzzs={"cert_no": None})
    screen = opened(qtbot, desk)
    enter(qtbot, screen)
    assert at_field(screen) == ("yyzz", "legal_person")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    type_in(field, PERSON)
    enter(qtbot, screen)
    assert at_field(screen) == ("cns", "legal_person")
    key(qtbot, screen, Qt.Key.Key_1, ALT)
    assert decided(office, enterprise_id) == {}, "kept when the person goes on, not at every key"
    enter(qtbot, screen)
    while at_field(screen)[1] == "legal_person":
        enter(qtbot, screen)
    assert at_field(screen) == ("zzzs", "cert_no")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    type_in(field, "D233063958")
    enter(qtbot, screen)
    assert "没有待核对的地方了" in screen.card.notice.words()
    approve(qtbot, screen)
    kept = decided(office, enterprise_id)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED
    assert kept[("yyzz", "legal_person")] == PERSON
    assert kept[("zzzs", "cert_no")] == "D233063958"


def test_the_key_for_passing_leads_to_what_is_open(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, cns={"unsure": ("seal_present",)})
    screen = opened(qtbot, desk)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    assert at_field(screen) == ("cns", "seal_present")
    assert "1 处没有核对" in screen.card.notice.words()
    enter(qtbot, screen)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED


def test_a_contradiction_is_told_once_and_then_the_persons_to_judge(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, zzzs={"valid_until": "2025-12-31"})
    screen = opened(qtbot, desk)
    enter(qtbot, screen)
    assert at_field(screen) == ("zzzs", "valid_until")
    enter(qtbot, screen)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    assert "到期" in screen.card.notice.words()
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED


def test_papers_go_back_with_the_reasons_the_findings_suggest(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, cns=UNSEALED)
    register(office, 1)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Qt.Key.Key_R, CTRL)
    assert form_of(screen.panel).values()["yyzz"] == ""
    type_in(form_of(screen.panel).input("reason"), "请尽快补正")
    QTest.keyClick(form_of(screen.panel).input("reason"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk, 30_000)
    now = detail(office, enterprise_id)
    assert now.status is Status.RETURNED
    assert now.return_reason == "企业承诺书：没有加盖企业公章，请盖章后重新拍照；请尽快补正"
    statuses = {paper.kind.value: paper.status for paper in sheet(office, enterprise_id).papers}
    assert statuses == {
        "yyzz": DocumentStatus.CURRENT,
        "cns": DocumentStatus.RETURNED,
        "zzzs": DocumentStatus.CURRENT,
    }
    assert screen.card.isVisible(), "the form made room again"


def test_nothing_goes_back_without_a_reason(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Qt.Key.Key_R, CTRL)
    QTest.keyClick(form_of(screen.panel).input("yyzz"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    assert "原因" in form_of(screen.panel).error("reason")


def test_doubt_is_marked_and_taken_away(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office)
    doubtful = register(office, 1)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Qt.Key.Key_Down, ALT)
    key(qtbot, screen, Qt.Key.Key_D, CTRL)
    type_in(form_of(screen.panel).input("note"), "公章颜色很浅")
    QTest.keyClick(form_of(screen.panel).input("note"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert detail(office, doubtful).doubt == "公章颜色很浅"
    assert queue(screen)[0] == name_of(1), "in doubt goes first"
    key(qtbot, screen, Qt.Key.Key_D, CTRL)
    assert detail(office, doubtful).doubt is None


def test_going_on_keeps_what_was_decided(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, cns={"unsure": ("seal_present",)})
    register(office, 1)
    screen = opened(qtbot, desk)
    enter(qtbot, screen, times=2)
    key(qtbot, screen, Qt.Key.Key_Down, ALT)
    assert decided(office, enterprise_id) == {("cns", "seal_present"): "有公章"}
    assert sheet(office, enterprise_id).assessment.clean


def test_a_later_reading_never_touches_a_decision(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(
        office,
        cns={"unsure": ("legal_person",), "legal_person": "姚锡庄"},
        yyzz={"legal_person": None},
        zzzs={"legal_person": None},
    )
    screen = opened(qtbot, desk)
    enter(qtbot, screen)
    while at_field(screen)[0] != "cns":
        enter(qtbot, screen)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    type_in(field, PERSON)
    enter(qtbot, screen)
    screen.hide()
    settle(qtbot, desk)
    letter = sheet(office, enterprise_id).paper("cns")
    assert letter is not None
    keep_paper_reading(office.school, letter.sha256, "cns", read(photo("cns", legal_person="姚锡床"), "cns"))
    assert decided(office, enterprise_id)[("cns", "legal_person")] == PERSON
    assert sheet(office, enterprise_id).assessment.papers["cns"].value("legal_person") == PERSON


def test_papers_are_read_when_they_arrive(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, unread=True)
    assert sheet(office, enterprise_id).assessment.unread == ("yyzz", "cns", "zzzs")
    screen = opened(qtbot, desk)
    assert sheet(office, enterprise_id).assessment.clean
    assert screen.queue.table.rows()[0].assessment.clean
    assert not screen.jobs.isVisible()
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED


def test_a_reading_that_arrives_does_not_wipe_what_is_typed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, yyzz={"capital": None})
    screen = opened(qtbot, desk)
    field = screen.card.fields.row("capital").input
    field.setFocus()
    type_in(field, "贰仟万")
    licence = sheet(office, enterprise_id).paper("yyzz")
    assert licence is not None
    keep_paper_reading(office.school, licence.sha256, "yyzz", read(photo("yyzz", capital="贰仟万元整"), "yyzz"))
    screen.refresh()
    settle(qtbot, desk)
    assert field.text() == "贰仟万"
    enter(qtbot, screen)
    assert screen.case is not None
    assert screen.case.taken[("yyzz", "capital")] == "贰仟万"


def test_a_better_photo_takes_the_place_and_is_looked_at_anew(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    enterprise_id = register(office, cns=UNSEALED)
    screen = opened(qtbot, desk)
    enter(qtbot, screen, times=2)
    office.clock.move_to(office.clock.now().replace(hour=5))
    better = folder_of(tmp_path / "新", {"cns": papers(cns={"unsure": ("seal_present",)})["cns"]})
    drop_files(screen.deck, f"{better}/cns.jpg")
    settle(qtbot, desk, 30_000)
    found = sheet(office, enterprise_id)
    assert [doubt.place for doubt in found.assessment.doubts] == [("cns", "seal_present")]
    assert screen.deck.slots.state("cns").text == "1 处待核"


def test_an_unreadable_photo_needs_eyes_and_a_second_key(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, cns={"seen": "other"})
    screen = opened(qtbot, desk)
    enter(qtbot, screen)
    assert at_field(screen) == ("cns", "kind")
    enter(qtbot, screen)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED
    assert decided(office, enterprise_id)[("cns", "kind")]


def test_a_photo_in_the_wrong_place_is_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, cns={"seen": "yyzz"})
    screen = opened(qtbot, desk)
    assert any("文件可能放错了位置" in sentence for sentence in screen.card.findings.sentences())
    QTest.keyClick(screen, Qt.Key.Key_2, CTRL)
    assert screen.card.fields.row("kind").value() == "营业执照"


def test_a_png_waits_in_its_slot_until_it_conforms(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    before = sheet(office, enterprise_id).paper("zzzs")
    drop_files(
        screen.deck.slots.findChildren(QWidget)[2],
        Path(folder_of(tmp_path / "新", {"证.png": picture(form="PNG")}), "证.png"),
    )
    settle(qtbot, desk, 30_000)
    assert "PNG" in screen.deck.notice.words()
    assert sheet(office, enterprise_id).paper("zzzs") == before
    press(qtbot, screen.deck.notice, "转为合规 JPG")
    settle(qtbot, desk, 30_000)
    after = sheet(office, enterprise_id).paper("zzzs")
    assert before is not None
    assert after is not None
    assert after.id != before.id
    assert after.original_name == "证.png"


def test_several_enterprises_are_no_replacement(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told
) -> None:
    register(office)
    screen = opened(qtbot, desk)
    for number in (1, 2):
        folder_of(tmp_path / "多家" / str(number), papers(number))
    drop_files(screen.deck, tmp_path / "多家")
    settle(qtbot, desk, 30_000)
    assert "2 家企业" in told[-1][0]


def test_the_next_steps_are_taken_from_here_too(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    office.do(PreApproveEnterprise(enterprise_id))
    screen = opened(qtbot, desk)
    screen.take_focus(enterprise_id)
    settle(qtbot, desk)
    assert screen.queue.status is Status.PRE_APPROVED
    approve(qtbot, screen)
    assert set(form_of(screen.panel).values()) >= {"reviewed_on", "place", "persons", "archive_no"}
    originals: dict[str, Any] = {"yyzz": "seen", "cns": "kept", "zzzs": "seen"}
    office.do(RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "企业", "沈文员", originals, "DA-1"))
    screen.take_focus(Status.AT_AUTHORITY)
    settle(qtbot, desk)
    approve(qtbot, screen)
    assert "approved" in form_of(screen.panel).values()


def test_who_is_led_to_another_one_takes_nothing_along(qtbot: QtBot, desk: Desk, office: Office) -> None:
    doubtful = {"unsure": ("legal_person",), "legal_person": "姚锡庄"}
    first, second = register(office, yyzz=doubtful), register(office, 1, yyzz=doubtful)
    screen = opened(qtbot, desk)
    assert screen.case is not None
    here, there = (first, second) if screen.case.id == first else (second, first)
    enter(qtbot, screen)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    type_in(field, "姚锡庆")
    enter(qtbot, screen)
    screen.take_focus(there)
    settle(qtbot, desk)
    assert screen.case.id == there
    assert screen.queue.table.selected_ids() == [there]
    assert screen.case.taken == {}
    assert ("yyzz", "legal_person") in decided(office, here), "kept for the one it was decided about"
    assert ("yyzz", "legal_person") not in decided(office, there)


def test_what_was_put_right_comes_again(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told) -> None:
    enterprise_id = register(office, cns=UNSEALED)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Qt.Key.Key_R, CTRL)
    QTest.keyClick(form_of(screen.panel).input("cns"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)
    screen.take_focus(enterprise_id)
    settle(qtbot, desk)
    approve(qtbot, screen)
    assert "还没有换新照片" in told[-1][0]
    drop_files(screen.deck, f"{folder_of(tmp_path / '新', {'cns': papers()['cns']})}/cns.jpg")
    settle(qtbot, desk, 30_000)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.SUBMITTED


def test_the_photo_shows_where_each_field_stands(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz={"unsure": ("legal_person",), "legal_person": "姚锡庄"})
    screen = opened(qtbot, desk)
    enter(qtbot, screen)
    assert not screen.deck.crop("legal_person").isNull()
    screen.deck.photo.view.box_clicked.emit("address")
    assert at_field(screen) == ("yyzz", "address")


def test_how_a_person_turned_the_photo_is_kept(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    screen.deck.photo.view.setFocus()
    key(qtbot, screen, Qt.Key.Key_Period)
    licence = sheet(office, enterprise_id).paper("yyzz")
    assert licence is not None
    assert licence.rotation == 90


def test_f6_goes_round_the_three_columns(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office)
    screen = opened(qtbot, desk)
    places = []
    for _ in range(3):
        key(qtbot, screen, Qt.Key.Key_F6)
        now = QApplication.focusWidget()
        assert now is not None
        columns = {"photo": screen.deck.photo, "fields": screen.card.fields, "queue": screen.queue}
        places.append(next(name for name, column in columns.items() if column.isAncestorOf(now)))
    assert places == ["photo", "fields", "queue"]


def test_an_examiner_cannot_give_the_schools_verdict(qtbot: QtBot, office: Office, desk: Desk) -> None:
    enterprise_id = register(office)
    examiner = Desk(office.school, office.examiner, Tasks())
    screen = opened(qtbot, examiner)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    examiner.tasks.close()


def test_missing_papers_are_named(qtbot: QtBot, desk: Desk, office: Office) -> None:
    from tests.papers import registration

    command = registration(office)
    office.do(replace(command, papers=command.papers[:1]))
    screen = opened(qtbot, desk)
    approve(qtbot, screen)
    assert "缺少企业承诺书、资质证书" in screen.card.notice.words()
    key(qtbot, screen, Qt.Key.Key_R, CTRL)
    assert form_of(screen.panel).values()["zzzs"] == "没有提交，请补交"


def test_an_empty_queue_says_so(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert screen.case is None
    approve(qtbot, screen)
    assert queue(screen) == []


def test_a_digit_takes_what_another_reader_saw(qtbot: QtBot, desk: Desk, office: Office) -> None:
    doubtful = {"unsure": ("legal_person",), "legal_person": "姚锡庄", "others": {"legal_person": ["姚锡床"]}}
    register(office, yyzz=doubtful)
    screen = opened(qtbot, desk)
    enter(qtbot, screen)
    row = screen.card.fields.row("legal_person")
    lines = [(line.whence(), line.text()) for line in row.findChildren(ChoiceLine) if line.isVisible()]
    assert lines == [("填报", PERSON), ("另一读法", "姚锡床")], "the value that stands there is not among them"
    key(qtbot, screen, Qt.Key.Key_2)
    assert row.value() == "姚锡床"
    assert screen.case is not None
    assert screen.case.taken == {}
    enter(qtbot, screen)
    assert screen.case.taken == {("yyzz", "legal_person"): "姚锡床"}


def test_what_was_repaired_stands_beside_it(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz={"originals": {"uscc": "91330500MAHTN4EGOL"}})
    screen = opened(qtbot, desk)
    lines = screen.card.fields.row("uscc").findChildren(OriginalLine)
    assert [line.accessibleName() for line in lines if line.isVisible()] == ["识别原文 91330500MAHTN4EGOL"]


def test_a_broken_rule_stands_before_doubts_and_says_so(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, 0, cns={"unsure": ("seal_present", "legal_person"), "legal_person": PERSON})
    register(office, 1, yyzz={"broken": ["uscc"]})
    screen = opened(qtbot, desk)
    chips = [queue_chip(row).text for row in screen.queue.table.rows()]
    assert queue(screen) == [name_of(1), name_of(0)]
    assert chips == ["不符 1", "待核 1"]


def test_what_an_earlier_engine_read_is_read_again_once(
    qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enterprise_id = register(office)
    decision = FieldDecision(DocumentKind.CNS, "legal_person", "姚锡床", PERSON, "pretender 0.9")
    office.do(DecideFields(enterprise_id, (decision,)))
    for paper in sheet(office, enterprise_id).papers:
        older = replace(read(photo(paper.kind.value, legal_person="姚锡庄"), paper.kind.value), engine="pretender 0.9")
        keep_paper_reading(office.school, paper.sha256, paper.kind.value, older)
    asked: list[str] = []
    ask = PaperReader.read

    def hear(self: PaperReader, sha256: str, slot: str, load: Callable[[], bytes], *, first: bool = False) -> None:
        asked.append(slot)
        ask(self, sha256, slot, load, first=first)

    monkeypatch.setattr(PaperReader, "read", hear)
    office.clock.move_to(office.clock.now().replace(hour=5))
    screen = opened(qtbot, desk)
    screen.refresh()
    settle(qtbot, desk, 30_000)
    assert sorted(asked) == ["cns", "yyzz", "zzzs"]
    now = sheet(office, enterprise_id)
    assert set(now.engines.values()) == {"pretender 1.0"}
    assert now.assessment.papers["yyzz"].value("legal_person") == PERSON
    assert now.assessment.papers["cns"].value("legal_person") == "姚锡床", "a person's value is never touched"


def test_the_next_record_is_there_before_it_is_asked_for(
    qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        register(office, number)
    screen = opened(qtbot, desk)
    monkeypatch.setattr(desk, "ask", lambda *_, **__: None)
    monkeypatch.setattr(desk, "look_up", lambda *_, **__: None)
    screen.queue.table.step(1)
    assert screen.case is not None
    assert screen.case.id == screen.queue.table.rows()[1].id
    paper, licence = screen.deck.paper(), screen.case.sheet.paper("yyzz")
    assert paper is not None, "its photo was decoded ahead"
    assert licence is not None
    assert paper.sha256 == licence.sha256
    assert screen.card.fields.values()["name"] == screen.queue.table.rows()[1].enterprise.name


def test_the_form_begins_at_the_paper_looked_at(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office)
    screen = opened(qtbot, desk)
    screen.deck.show_slot("zzzs")
    key(qtbot, screen, Qt.Key.Key_R, CTRL)
    assert form_of(screen.panel).input("zzzs").hasFocus()


def test_of_many_contradictions_the_fields_keep_their_room(qtbot: QtBot, desk: Desk, office: Office) -> None:
    near = name_of(0)[:-1] + "可"
    register(office, yyzz={"name": near, "legal_person": "姚锡庄"}, cns={"seal_name": near, "legal_person": "姚锡床"})
    screen = opened(qtbot, desk)
    told = screen.card.findings.sentences()
    assert len(told) <= 5
    assert any(sentence.startswith("还有 ") for sentence in told)


def test_who_does_not_pass_is_shown_again_and_the_next_key_is_not_lost_on_another(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = register(office), register(office, 1)
    screen = opened(qtbot, desk)
    assert screen.case is not None
    monkeypatch.setattr(office.school, "execute", refuse)
    QTest.keyClick(screen.queue.table.view, Qt.Key.Key_Return, CTRL)
    assert screen.case is not None
    assert screen.case.id == second, "there while the decision is being kept"
    QTest.keyClick(screen.queue.table.view, Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk, 30_000)
    assert [sentence for sentence, _ in told] == ["磁盘满了。"], "one decision at a time"
    assert screen.case.id == first
    assert screen.queue.table.selected_ids() == [first]
    assert detail(office, second).status is Status.SUBMITTED


def test_who_was_decided_about_elsewhere_leaves_the_queue(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    first, second = register(office), register(office, 1)
    screen = opened(qtbot, desk)
    office.do(PreApproveEnterprise(first))
    approve(qtbot, screen)
    assert told[-1][1] == "warn"
    assert screen.case is not None
    assert screen.case.id == second


def refuse(*_: Any, **__: Any) -> None:
    raise EnvironmentFault("disk.full", "磁盘满了。")
