"""The photo and the fields beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.field_row import FieldList, FieldView
from school_desk.desk.widgets.filter_tabs import FilterTab
from school_desk.desk.widgets.photo_files import read_reduced, read_whole
from school_desk.desk.widgets.photo_panel import PhotoPanel
from school_desk.desk.widgets.photo_view import PhotoBox, PhotoView
from tests.desk.widgets.keys import ALT, Key, press, type_in

ORIENTATION = 0x0112


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """2000 × 1000 stored, turned by EXIF to 1000 × 2000; the stored left half is red, so red stands on top."""
    image = Image.new("RGB", (2000, 1000), "blue")
    image.paste((255, 0, 0), (0, 0, 1000, 1000))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    path = tmp_path / "yyzz.jpg"
    image.save(path, exif=exif)
    return path


@pytest.fixture
def view(qtbot: QtBot) -> PhotoView:
    return shown(PhotoView(), qtbot)


def shown(made: PhotoView, qtbot: QtBot) -> PhotoView:
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_photo_is_read_small_and_upright_first(photo: Path) -> None:
    small, whole = read_reduced(photo), read_whole(photo)
    assert (small.image.width(), small.image.height()) == (800, 1600)
    assert (small.full_size.width(), small.full_size.height()) == (1000, 2000)
    assert not small.is_whole
    assert whole.is_whole
    assert QColor(small.image.pixel(400, 100)).red() > 200
    assert QColor(small.image.pixel(400, 1500)).blue() > 200


def test_zoom_and_turn_by_keys(view: PhotoView, photo: Path, qtbot: QtBot) -> None:
    view.show_photo(photo)
    fitted = view.zoom()
    assert 0.25 < fitted < 0.3
    press(view, Key.Key_Plus)
    assert view.zoom() == pytest.approx(fitted * 1.25)
    press(view, Key.Key_Minus, Key.Key_F)
    assert view.zoom() == pytest.approx(fitted)
    with qtbot.waitSignal(view.turned) as turned:
        press(view, Key.Key_Period)
    assert turned.args == [90]
    assert view.zoom() == pytest.approx(484 / 2000)
    press(view, Key.Key_Comma, Key.Key_Comma)
    assert view.rotation() == 270
    press(view, Key.Key_1)
    assert view.zoom() == 1.0


def test_the_whole_picture_comes_when_zoom_needs_it(view: PhotoView, photo: Path) -> None:
    view.show_photo(photo, boxes=[PhotoBox("a", 100, 100, 200, 50)])
    assert view.crop("a", margin=0).width() < 200
    view.actual_size()
    assert view.crop("a", margin=0).width() == pytest.approx(206, abs=2)
    assert view.crop("unknown").isNull()


def test_away_from_qts_thread_where_there_is_a_way(qtbot: QtBot, photo: Path, tmp_path: Path) -> None:
    jobs: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
    view = shown(PhotoView(run=lambda work, deliver: jobs.append((work, deliver))), qtbot)
    other = tmp_path / "cns.jpg"
    Image.new("RGB", (300, 200), "white").save(other)
    view.show_photo(photo, boxes=[PhotoBox("a", 100, 100, 200, 50)])
    view.prefetch(other)
    view.prefetch(photo)
    assert len(jobs) == 2
    work, deliver = jobs[0]
    whole = work()
    view.show_photo(other, boxes=[PhotoBox("paper", 100, 50, 50, 50)])
    deliver(whole)
    assert QColor(view.crop("paper").pixel(5, 5)).lightness() > 250
    view.show_photo(photo, boxes=[PhotoBox("a", 100, 100, 200, 50)])
    assert view.crop("a", margin=0).width() == pytest.approx(206, abs=2)


def test_boxes_are_shown_and_clicked(view: PhotoView, photo: Path, qtbot: QtBot) -> None:
    view.show_photo(
        photo, boxes=[PhotoBox("code", 400, 300, 200, 60, Tone.WARN, "信用代码"), PhotoBox("name", 400, 1800, 200, 20)]
    )
    fitted = view.zoom()
    view.show_box("name")
    assert view.zoom() > fitted
    view.show_box("unknown")
    view.fit()
    place = view.mapFromScene(500, 330)
    with qtbot.waitSignal(view.box_clicked) as clicked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert clicked.args == ["code"]


def test_a_box_is_drawn_in_the_pictures_own_pixels(qtbot: QtBot, photo: Path) -> None:
    panel = PhotoPanel([FilterTab("yyzz", "营业执照")])
    qtbot.addWidget(panel)
    panel.resize(600, 700)
    panel.show()
    view = panel.view
    view.show_photo(photo, rotation=90)
    draw = next(button for button in panel.findChildren(type(panel._draw)) if button.isCheckable())
    press(draw, Key.Key_Space)
    assert view.is_drawing()
    start, end = view.mapFromScene(200, 400), view.mapFromScene(600, 300)
    drag(view, start, start + QPoint(2, 1))
    assert view.is_drawing()
    with qtbot.waitSignal(view.box_drawn) as drawn:
        drag(view, start, end)
    assert drawn.args == pytest.approx([200, 300, 400, 100], abs=8)
    assert not draw.isChecked()
    view.set_drawing(True)
    press(view, Key.Key_Escape)
    assert not view.is_drawing()


def drag(view: PhotoView, start: QPoint, end: QPoint) -> None:
    port, button, none = view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(port, button, none, start)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, button, none, end)


def test_an_unreadable_photo_says_so(view: PhotoView, tmp_path: Path) -> None:
    broken = tmp_path / "yyzz.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no more")
    view.show_photo(broken)
    assert not view.is_readable()
    nothing = view.grab().toImage()
    view.show_photo(None)
    assert view.grab().toImage() != nothing


def test_a_pasted_picture_can_be_shown(view: PhotoView) -> None:
    image = QImage(100, 50, QImage.Format.Format_RGB32)
    view.show_image(image)
    assert view.is_readable()
    assert view.zoom() == 1.0


CODE = FieldView(
    "code",
    "信用代码",
    "91330521MA2B3C4D57",
    "91330521MA2B3C4D5E",
    "",
    0.62,
    Tone.WARN,
    "校验位不符。",
    ("91330521MA2B3C4D51",),
)
NAME = FieldView("name", "名称", "鼎立", "鼎立", confidence=0.98)
TERM = FieldView("term", "有效期至", "2031-05-20", "", "", 0.4, Tone.BAD, "没有读出。")


@pytest.fixture
def fields(qtbot: QtBot) -> FieldList:
    made = FieldList()
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.set_fields([NAME, CODE, TERM])
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_enter_goes_to_doubtful_fields_only(fields: FieldList, qtbot: QtBot) -> None:
    focused: list[str] = []
    fields.focused.connect(focused.append)
    fields.focus_first_doubtful()
    assert fields.doubtful_left() == ["code", "term"]
    press(fields.row("code").input, Key.Key_Return)
    assert focused == ["code", "term"]
    with qtbot.waitSignal(fields.finished):
        press(fields.row("term").input, Key.Key_Return)
    assert fields.values() == {"name": "鼎立", "code": CODE.read, "term": TERM.declared}
    assert fields.doubtful_left() == []


def test_alt_and_a_number_take_a_value(fields: FieldList, qtbot: QtBot) -> None:
    row = fields.row("code")
    with qtbot.waitSignal(fields.decided) as decided:
        press(row.input, Key.Key_3, held=ALT)
    assert decided.args == ["code", "91330521MA2B3C4D51"]
    press(row.input, Key.Key_2, held=ALT)
    press(row.input, Key.Key_9, held=ALT)
    assert row.value() == CODE.declared
    assert not row.is_doubtful()
    offered = [button.accessibleName() for button in row.findChildren(QPushButton) if button.isVisible()]
    assert offered == [f"采用 {value}" for value in (CODE.read, CODE.declared, CODE.candidates[0])]


def test_typing_and_leaving_decides(fields: FieldList, qtbot: QtBot) -> None:
    row = fields.row("term")
    row.input.setFocus()
    row.input.selectAll()
    type_in(row.input, "2031-05-21")
    with qtbot.waitSignal(fields.decided) as decided:
        fields.row("name").input.setFocus()
    assert decided.args == ["term", "2031-05-21"]


def test_passing_through_decides_nothing(fields: FieldList) -> None:
    heard: list[str] = []
    fields.decided.connect(lambda key, _: heard.append(key))
    fields.row("code").input.setFocus()
    fields.row("name").input.setFocus()
    assert heard == []
    assert fields.row("code").is_doubtful()


def test_the_same_fields_anew_keep_their_rows(fields: FieldList) -> None:
    row = fields.row("code")
    fields.set_fields([NAME, FieldView("code", "信用代码", decided="1"), TERM])
    assert fields.row("code") is row
    assert row.value() == "1"
    assert not row.is_doubtful()


def test_values_are_offered_once_each() -> None:
    assert FieldView("a", "a", declared="1", read="1", candidates=("2", "1")).choices == (("识别", "1"), ("可能", "2"))
    assert FieldView("a", "a", declared="1").choices == (("申报", "1"),)
    assert FieldView("a", "a", declared="1", read="2", decided="3").proposed == "3"
