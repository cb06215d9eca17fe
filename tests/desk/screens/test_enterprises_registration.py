"""企业登记: photos in, the form drafted from them, refusals at their fields; files that do not conform."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enterprises import paper_reader
from school_desk.desk.screens.enterprises.enterprises import EnterprisesScreen
from school_desk.desk.screens.enterprises.registration import RegistrationPage
from school_desk.desk.services import Desk
from school_desk.documents.queries import PaperRow, papers
from school_desk.enterprises.queries import EnterpriseDetail, enterprise, enterprises
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.desk.desk_fixtures import Told, drop_files, settle, show
from tests.desk.screens.handed_in import ADDRESS, PERSON, folder_of, name_of, register
from tests.desk.screens.handed_in import papers as photos
from tests.desk.screens.hands import answer_question, fill, press
from tests.desk.screens.paper_fakes import READ, photo, picture
from tests.papers import CODES
from tests.school import Office

pytestmark = pytest.mark.long

CTRL = Qt.KeyboardModifier.ControlModifier
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(64)


@pytest.fixture(autouse=True)
def pretend_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_reader, "READ", READ)


def opened(qtbot: QtBot, desk: Desk) -> tuple[EnterprisesScreen, RegistrationPage]:
    """企业, and 企业登记 opened with its key."""
    screen = EnterprisesScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    QTest.keyClick(screen, Qt.Key.Key_N, CTRL)
    page = screen.registration
    assert page is not None
    settle(qtbot, desk, 30_000)
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    return screen, page


def drop(qtbot: QtBot, target: QWidget, desk: Desk, *paths: str | Path) -> None:
    drop_files(target, *paths)
    settle(qtbot, desk, 30_000)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def send(qtbot: QtBot, page: RegistrationPage, desk: Desk) -> None:
    QTest.keyClick(page.form.input("principal_mobile"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)


def registered(office: Office) -> list[tuple[EnterpriseDetail, tuple[PaperRow, ...]]]:
    with office.school.reading() as session:
        rows = enterprises(session, office.school.id)
        details = [enterprise(session, office.school.id, row.id) for row in rows]
        return [(one, papers(session, office.school.id, one.id)) for one in details if one is not None]


def test_a_dropped_folder_drafts_the_form_and_registers(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told
) -> None:
    screen, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos()))
    form = page.form.values()
    assert (form["name"], form["credit_code"], form["legal_person"]) == (name_of(0), CODES[0], PERSON)
    assert (form["address"], form["region_code"]) == (ADDRESS, "330502"), "所属地区 follows from the address"
    assert form["authority"] == "湖州市住房和城乡建设局"
    fill(page.form, principal_mobile="13800005893")
    send(qtbot, page, desk)
    [(kept, lying)] = registered(office)
    assert kept.name == name_of(0)
    assert {paper.file_name for paper in lying} == {"yyzz.jpg", "cns.jpg", "zzzs.jpg"}
    assert screen.registration is None
    assert told[-1] == (f"已登记“{name_of(0)}”，等待初审。", "good")


def test_what_a_person_typed_is_not_overwritten(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    _, page = opened(qtbot, desk)
    fill(page.form, name="湖州石凤钢构有限公司")
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos()))
    assert page.form.values()["name"] == "湖州石凤钢构有限公司"
    assert page.form.values()["credit_code"] == CODES[0]


def test_the_mobile_is_required(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos()))
    send(qtbot, page, desk)
    assert page.form.error("principal_mobile") == "请填写负责人手机号。"
    assert registered(office) == []


def test_province_affiliated_is_reviewed_by_the_province(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos()))
    QTest.keyClick(page.form.input("province_affiliated"), Qt.Key.Key_Space)
    assert page.form.values()["authority"] == "浙江省住房和城乡建设厅"


def test_a_known_code_is_refused_at_its_field_by_name(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    register(office)
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos()))
    assert name_of(0) in page.form.error("credit_code"), "as soon as the code is there"
    fill(page.form, principal_mobile="13800005893")
    send(qtbot, page, desk)
    assert name_of(0) in page.form.error("credit_code")
    assert len(registered(office)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"), [("91330500MAHTN4EG0M", "校验不符"), ("91330500MAHTN4EI0L", "不会出现")]
)
def test_a_wrong_code_is_told_while_it_is_typed(qtbot: QtBot, desk: Desk, typed: str, sentence: str) -> None:
    _, page = opened(qtbot, desk)
    fill(page.form, credit_code=typed.lower())
    settle(qtbot, desk)
    assert page.form.error("credit_code"), sentence
    assert page.form.values()["credit_code"] == typed


def test_a_photo_without_a_name_is_proposed_for_its_place(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    _, page = opened(qtbot, desk)
    letter = photos()["cns"]
    drop(qtbot, page.deck, desk, write(tmp_path / "mmexport1700000000.jpg", letter))
    assert [file.name for file in page.deck.tray.files()] == ["mmexport1700000000.jpg"]
    press(qtbot, page.deck.tray, "作为企业承诺书")
    settle(qtbot, desk, 30_000)
    assert page.deck.slots.current() == "cns"
    assert page.deck.slots.state("cns").text == "已识别"
    assert page.deck.tray.files() == ()


def test_a_whole_folder_of_nameless_photos_waits_in_the_tray(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    _, page = opened(qtbot, desk)
    files = {f"IMG_{place}.jpg": content for place, content in enumerate(photos().values())}
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "微信", files))
    assert len(page.deck.tray.files()) == 3


def test_a_png_is_made_a_jpg_in_one_click_and_kept(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos() | {"cns": picture(form="PNG")}))
    QTest.keyClick(page, Qt.Key.Key_2, CTRL)
    assert "PNG" in page.deck.notice.words()
    fill(page.form, principal_mobile="13800005893")
    send(qtbot, page, desk)
    assert "还不是合规的 JPG" in page.notice.words()
    press(qtbot, page.deck.notice, "转为合规 JPG")
    settle(qtbot, desk, 30_000)
    assert page.deck.notice.words() == ""
    send(qtbot, page, desk)
    [(_, lying)] = registered(office)
    letter = next(paper for paper in lying if paper.file_name == "cns.jpg")
    assert letter.sha256 != letter.original_sha256
    assert office.school.blobs.get(letter.original_sha256).startswith(b"\x89PNG")
    assert office.school.blobs.get(letter.sha256).startswith(b"\xff\xd8\xff")


def bad_files() -> dict[str, tuple[bytes, str]]:
    cut = picture(400)
    return {
        "HEIC named jpg": (HEIC, "HEIC"),
        "one byte too much": (photo("yyzz", name="甲公司") + bytes(MAX_UPLOAD_BYTES), "2 MB"),
        "cut off": (cut[: len(cut) // 2], "不完整"),
        "empty": (b"", "0 字节"),
    }


@pytest.mark.parametrize("which", ["HEIC named jpg", "one byte too much", "cut off", "empty"])
def test_a_file_that_does_not_conform_is_told_in_a_sentence(
    qtbot: QtBot, desk: Desk, tmp_path: Path, which: str
) -> None:
    content, sentence = bad_files()[which]
    _, page = opened(qtbot, desk)
    slot = page.deck.slots.findChildren(QWidget)[0]
    drop(qtbot, slot, desk, write(tmp_path / "yyzz.jpg", content))
    assert sentence in page.deck.notice.words()
    assert page.deck.slots.state("yyzz").text == "需转为合规 JPG"


def test_what_cannot_be_read_cannot_be_made_conforming(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck.slots.findChildren(QWidget)[0], desk, write(tmp_path / "yyzz.jpg", HEIC))
    press(qtbot, page.deck.notice, "转为合规 JPG")
    settle(qtbot, desk, 30_000)
    assert "HEIC" in told[-1][0]
    assert page.deck.pending("yyzz") is not None


def test_a_picture_is_pasted_into_the_slot_shown_even_from_a_text_field(qtbot: QtBot, desk: Desk) -> None:
    _, page = opened(qtbot, desk)
    image = QImage()
    image.loadFromData(picture(form="PNG"))
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(page, Qt.Key.Key_3, CTRL)
    page.form.input("name").setFocus()
    QTest.keyClick(page.form.input("name"), Qt.Key.Key_V, CTRL)
    settle(qtbot, desk, 30_000)
    waiting = page.deck.pending("zzzs")
    assert waiting is not None
    assert waiting.name == "粘贴的图片.png"


def test_text_is_still_pasted_as_text(qtbot: QtBot, desk: Desk) -> None:
    _, page = opened(qtbot, desk)
    QGuiApplication.clipboard().setText("湖州石凤")
    page.form.input("name").setFocus()
    QTest.keyClick(page.form.input("name"), Qt.Key.Key_V, CTRL)
    assert page.form.values()["name"] == "湖州石凤"


def test_a_photo_in_the_wrong_place_is_told_by_its_content(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    _, page = opened(qtbot, desk)
    files = photos(cns={"seen": "yyzz"})
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", files))
    assert page.deck.slots.state("cns").text == "像是营业执照"


def test_several_enterprises_of_a_zip_follow_one_another(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    archive = tmp_path / "企业材料.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for number in (0, 1):
            for slot, content in photos(number).items():
                packed.writestr(f"{number}/{slot}.jpg", content)
    screen, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, archive)
    for number in (0, 1):
        assert (page.form.values()["name"], page.form.error("credit_code")) == (name_of(number), "")
        fill(page.form, principal_mobile="13800005893")
        QTest.keyClick(page.form.input("principal_mobile"), Qt.Key.Key_Return, CTRL)
        send(qtbot, page, desk)  # a second time at once: that is not about the next one
        settle(qtbot, desk, 30_000)
    assert {kept.name for kept, _ in registered(office)} == {name_of(0), name_of(1)}
    assert screen.registration is None


def test_photos_are_chosen_by_the_dialog(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = write(tmp_path / "扫描件.jpg", photos()["yyzz"])
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(chosen)], ""))
    _, page = opened(qtbot, desk)
    press(qtbot, page.deck, "选择照片…")
    settle(qtbot, desk, 30_000)
    assert page.form.values()["name"] == name_of(0)


def test_going_back_keeps_nothing(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    screen, page = opened(qtbot, desk)
    before = office.dump()
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos()))
    answer_question("不登记了")
    press(qtbot, page, "返回")
    settle(qtbot, desk)
    assert screen.registration is None
    assert office.dump() == before
    assert list(office.school.blobs.all()) == []


def test_a_photo_shows_what_was_read_where(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "石凤", photos()))
    page.form.input("legal_person").setFocus()
    assert page.deck.photo.view.is_readable()
    assert not page.deck.crop("legal_person").isNull()
    assert page.deck.crop("nothing").isNull()


def test_a_folder_with_nothing_in_it_is_told(qtbot: QtBot, desk: Desk, tmp_path: Path, told: Told) -> None:
    _, page = opened(qtbot, desk)
    drop(qtbot, page.deck, desk, folder_of(tmp_path / "空", {}))
    assert "没有企业材料" in told[-1][0]
