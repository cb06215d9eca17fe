"""What a hand brings to 企业登记 while an enterprise is begun there: none is lost, and nothing typed goes over to another."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enterprises.registration import RegistrationPage
from school_desk.desk.services import Desk
from tests.desk.desk_fixtures import Told, drop_files, settle
from tests.desk.screens.handed_in import folder_of, name_of
from tests.desk.screens.handed_in import papers as photos
from tests.desk.screens.hands import answer_question, fill, press
from tests.desk.screens.test_enterprises_registration import CTRL, drop, opened, pretend_to_read, registered, write
from tests.school import Office

__all__ = ["pretend_to_read"]

pytestmark = pytest.mark.long

MOBILE = "13800005893"
BEHIND = "新放进来的像是另一家企业的材料，排在后面。如果是给这一家换照片，请把照片拖到各自的位置上。"


def zipped(path: Path, *numbers: int) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for number in numbers:
            for slot, content in photos(number).items():
                packed.writestr(f"{number}/{slot}.jpg", content)
    return path


def typed(page: RegistrationPage) -> None:
    fill(page.form, principal_mobile=MOBILE, contact_name="陈静")


def seen(page: RegistrationPage) -> tuple[str, str, str]:
    values = page.form.values()
    return values["name"], values["principal_mobile"], values["contact_name"]


def contents(page: RegistrationPage) -> dict[str, bytes]:
    return {slot: file.content for slot, file in page._files.items()}


def register_it(qtbot: QtBot, page: RegistrationPage, desk: Desk) -> None:
    fill(page.form, principal_mobile=MOBILE)
    QTest.keyClick(page.form.input("principal_mobile"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk, 30_000)
    settle(qtbot, desk, 30_000)


def test_enterprises_that_come_meanwhile_wait_behind(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told
) -> None:
    screen, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, zipped(tmp_path / "一.zip", 0, 1))
    typed(page)
    drop(qtbot, page.deck, desk, zipped(tmp_path / "二.zip", 2, 3))
    assert seen(page) == (name_of(0), MOBILE, "陈静")
    assert page._frame._count.text().startswith("还有 3 家")
    assert told == [("新放进来的 2 家企业排在后面：登记完这一家后接着来。", "info")]
    for number in range(4):
        assert seen(page)[0] == name_of(number)
        register_it(qtbot, page, desk)
    assert {kept.name for kept, _ in registered(office)} == {name_of(number) for number in range(4)}
    assert screen.registration is None


def test_two_zips_dropped_at_once_both_come(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told) -> None:
    _, page = opened(qtbot, desk)
    drop_files(page.deck, zipped(tmp_path / "一.zip", 0, 1))
    drop(qtbot, page.deck, desk, zipped(tmp_path / "二.zip", 2, 3))
    assert page._frame._count.text().startswith("还有 3 家")


def test_a_zip_dropped_twice_is_registered_once(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told) -> None:
    _, page = opened(qtbot, desk)
    for _ in range(2):
        drop(qtbot, page.deck, desk, zipped(tmp_path / "一.zip", 0, 1))
    assert page._frame._count.text().startswith("还有 1 家")
    assert told == [("这些材料刚才已经放进来了，正等着登记。", "info")]


def test_the_folder_of_another_does_not_take_what_was_typed(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told
) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "一", photos(0)))
    typed(page)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "二", photos(1)))
    assert seen(page) == (name_of(0), MOBILE, "陈静")
    assert contents(page) == photos(0)
    assert told == [(BEHIND, "info")]
    register_it(qtbot, page, desk)
    assert seen(page) == (name_of(1), "", "")
    assert contents(page) == photos(1)
    register_it(qtbot, page, desk)
    assert {kept.name for kept, _ in registered(office)} == {name_of(0), name_of(1)}


def test_loose_papers_of_another_dropped_together_wait_too(
    qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told
) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "一", photos(0)))
    theirs = Path(folder_of(tmp_path / "二", photos(1)))
    drop(qtbot, page.deck, desk, *sorted(theirs.iterdir()))
    assert (contents(page), told) == (photos(0), [(BEHIND, "info")])


def test_a_paper_that_does_not_conform_keeps_its_place(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "一", {"yyzz": b"no jpg"}))
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "二", photos(1)))
    assert page.deck.pending("yyzz") is not None
    assert told == [(BEHIND, "info")]


def test_missing_papers_are_added_to_what_was_begun(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told) -> None:
    _, page = opened(qtbot, desk)
    licence, *others = photos(0).items()
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "一", dict([licence])))
    typed(page)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "补", dict(others)))
    assert seen(page) == (name_of(0), MOBILE, "陈静")
    assert (contents(page), told) == (photos(0), [])


@pytest.mark.parametrize("onto", ["the slot", "the desk"])
def test_one_photo_takes_the_place_of_another(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told, onto: str) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "一", photos(0)))
    newer = photos(0, zzzs={"cert_no": "D233063959"})["zzzs"]
    target = page.deck if onto == "the desk" else page.deck.slots.findChildren(QWidget)[2]
    drop(qtbot, target, desk, write(tmp_path / "zzzs.jpg", newer))
    assert (contents(page), told) == (photos(0) | {"zzzs": newer}, [])


def test_the_same_folder_again_brings_what_changed(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "一", photos(0)))
    better = photos(0, zzzs={"cert_no": "D233063959"})
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "一再", better))
    assert (contents(page), told) == (better, [])


def test_photos_without_a_place_are_asked_about_before_they_go(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    screen, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, write(tmp_path / "mmexport1700000000.jpg", photos()["cns"]))
    answer_question("接着登记")
    press(qtbot, page, "返回")
    settle(qtbot, desk)
    assert screen.registration is page
