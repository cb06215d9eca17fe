"""The photo and the fields beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.field_row import FieldList, FieldView
from school_desk.desk.widgets.photo_view import PhotoBox, PhotoView
from tests.desk.widgets.keys import ALT, Key, press, type_in


@pytest.fixture
def photo() -> QImage:
    made = QImage(1000, 2000, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    return made


@pytest.fixture
def view(qtbot: QtBot) -> PhotoView:
    return shown(PhotoView(), qtbot)


def shown(made: PhotoView, qtbot: QtBot) -> PhotoView:
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_zoom_and_turn_by_keys(view: PhotoView, photo: QImage, qtbot: QtBot) -> None:
    view.show_image(photo)
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


def test_a_box_is_cut_out(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo, boxes=[PhotoBox("a", 100, 100, 200, 50)])
    assert view.crop("a", margin=0).width() == pytest.approx(206, abs=2)
    assert view.crop("unknown").isNull()


def test_boxes_are_shown_and_clicked(view: PhotoView, photo: QImage, qtbot: QtBot) -> None:
    view.show_image(
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


def test_without_a_photo_or_with_a_broken_one_it_says_so(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo)
    assert view.is_readable()
    blank = view.grab().toImage()
    view.show_image(QImage())
    assert not view.is_readable()
    broken = view.grab().toImage()
    view.show_nothing()
    assert view.grab().toImage() not in (blank, broken)
    assert broken != blank


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
