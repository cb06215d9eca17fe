"""The photo and the fields beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.field_parts import ChoiceLine, CropView, OriginalLine, differing
from school_desk.desk.widgets.field_row import FieldList, FieldRow, FieldView
from school_desk.desk.widgets.photo_view import PhotoBox, PhotoView
from tests.desk.widgets.keys import ALT, SHIFT, Key, press, type_in


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


def drag(
    view: PhotoView, *corners: tuple[float, float], held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """From the first corner to the others, in pixels of the picture."""
    places = [view.mapFromScene(*corner) for corner in corners]
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, held, places[0])
    for place in places[1:]:
        QTest.mouseMove(view.viewport(), place)
        QTest.mouseMove(view.viewport(), place + QPoint(1, 0))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, held, places[-1])


def drawn(view: PhotoView) -> list[QRect]:
    heard: list[QRect] = []
    view.region_drawn.connect(heard.append)
    view.drawing_requested.connect(lambda: view.start_drawing("框出姓名", QRectF(100, 100, 200, 40)))
    view.offer_regions()
    return heard


def near(rect: QRect, *wanted: int) -> bool:
    found = (rect.x(), rect.y(), rect.width(), rect.height())
    return all(abs(a - b) <= 8 for a, b in zip(found, wanted, strict=True))


def test_a_box_is_drawn_with_the_mouse(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo)
    heard = drawn(view)
    press(view, Key.Key_B)
    assert view.is_drawing()
    drag(view, (600, 900), (200, 700))
    assert near(heard[0], 200, 700, 400, 200), "drawn from any corner"
    assert view.is_waiting()
    assert not view.grab().toImage().isNull()
    view.stop_drawing()
    assert not view.is_drawing()


def test_shift_and_dragging_draws_at_once(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo, boxes=[PhotoBox("a", 180, 680, 500, 300)])
    clicked: list[str] = []
    view.box_clicked.connect(clicked.append)
    heard = drawn(view)
    drag(view, (200, 700), (600, 900), held=Qt.KeyboardModifier.ShiftModifier)
    assert len(heard) == 1
    assert clicked == []


def test_a_box_is_drawn_with_keys(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo)
    heard = drawn(view)
    press(view, Key.Key_B, Key.Key_Right)
    assert near(view.region(), 100, 100, 200, 40)
    step = round(6 / view.zoom())
    press(view, Key.Key_Right, Key.Key_Down)
    press(view, Key.Key_Right, Key.Key_Right, held=SHIFT)
    assert near(view.region(), 100 + step, 100 + step, 200 + 2 * step, 40)
    press(view, Key.Key_Return)
    assert len(heard) == 1


def test_on_a_turned_view_the_keys_go_where_the_person_sees(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo, rotation=90)
    drawn(view)
    press(view, Key.Key_B, Key.Key_Right, Key.Key_Right)
    step = round(6 / view.zoom())
    assert near(view.region(), 100, 100 - step, 200, 40)


def test_esc_ends_drawing_and_reading(view: PhotoView, photo: QImage, qtbot: QtBot) -> None:
    view.show_image(photo)
    heard = drawn(view)
    press(view, Key.Key_B)
    with qtbot.waitSignal(view.drawing_ended):
        press(view, Key.Key_Escape)
    assert not view.is_drawing()
    press(view, Key.Key_B)
    drag(view, (200, 700), (600, 900))
    with qtbot.waitSignal(view.drawing_ended):
        press(view, Key.Key_Escape)
    assert len(heard) == 1


def test_a_mere_click_is_no_box(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo)
    heard = drawn(view)
    press(view, Key.Key_B)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
    assert heard == []
    assert view.is_drawing()
    press(view, Key.Key_Return)
    assert heard == []


def test_without_an_offer_nothing_is_drawn(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo)
    asked: list[bool] = []
    view.drawing_requested.connect(lambda: asked.append(True))
    press(view, Key.Key_B)
    drag(view, (200, 700), (600, 900), held=Qt.KeyboardModifier.ShiftModifier)
    assert asked == []


def test_a_place_on_a_turned_view_is_cut_out_as_it_is_seen(view: PhotoView, photo: QImage) -> None:
    view.show_image(photo, rotation=90, boxes=[PhotoBox("a", 100, 100, 200, 50)])
    assert view.crop("a").height() > view.crop("a").width()
    assert view.place_of("a") == QRectF(97, 97, 206, 56)
    assert view.place_of("unknown").isEmpty()


CODE = FieldView(
    "code",
    "信用代码",
    "91330521MA2B3C4D57",
    "91330521MA2B3C4D5E",
    None,
    0.62,
    Tone.WARN,
    "校验位不符。",
    (("另一读法", "91330521MA2B3C4D51"), ("校验位推算", "91330521MA2B3C4D57")),
    original="91330521MA2B3C4DSE",
)
NAME = FieldView("name", "名称", "鼎立", "鼎立", confidence=0.98)
TERM = FieldView("term", "有效期至", "2031-05-20", "", None, 0.4, Tone.BAD, "没有读出。")


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


def test_a_field_too_tall_for_the_room_shows_where_its_value_stands(fields: FieldList, qtbot: QtBot) -> None:
    fields.resize(400, 90)
    fields.focus_first_doubtful()
    row, bar = fields.row("code"), fields.verticalScrollBar()
    qtbot.waitUntil(lambda: row.height() > 90)
    qtbot.waitUntil(lambda: bar.value() <= row.y())
    qtbot.waitUntil(lambda: not row.input.visibleRegion().isEmpty())
    assert row.input.visibleRegion().boundingRect() == row.input.rect()


def offered(row: FieldRow) -> list[tuple[str, str]]:
    return [(line.whence(), line.text()) for line in row.findChildren(ChoiceLine) if line.isVisible()]


def test_alt_and_a_number_take_a_value(fields: FieldList, qtbot: QtBot) -> None:
    row = fields.row("code")
    row.input.setFocus()
    assert offered(row) == [("填报", CODE.declared), ("另一读法", CODE.candidates[0][1])]
    with qtbot.waitSignal(fields.decided) as decided:
        press(row.input, Key.Key_2, held=ALT)
    assert decided.args == ["code", "91330521MA2B3C4D51"]
    assert offered(row) == [("识别", CODE.read), ("填报", CODE.declared)], "what was shown can be had again"
    press(row.input, Key.Key_2, held=ALT)
    press(row.input, Key.Key_9, held=ALT)
    assert row.value() == CODE.declared
    assert not row.is_doubtful()


def test_a_digit_takes_a_value_and_enter_settles_it(fields: FieldList) -> None:
    heard: list[tuple[str, str]] = []
    fields.decided.connect(lambda *told: heard.append(told))
    fields.focus_first_doubtful()
    row = fields.row("code")
    press(row.input, Key.Key_1)
    assert row.value() == CODE.declared
    press(row.input, Key.Key_2)
    assert row.value() == CODE.candidates[0][1]
    assert heard == []
    press(row.input, Key.Key_Return)
    assert heard == [("code", CODE.candidates[0][1])]


def test_digits_followed_by_more_are_typing(fields: FieldList) -> None:
    fields.focus_first_doubtful()
    row = fields.row("code")
    type_in(row.input, "12052A")
    assert row.value() == "12052A"
    press(row.input, Key.Key_Escape)
    assert row.value() == CODE.read
    type_in(row.input, "91")
    assert row.value() == "91", "no value has the number 9"
    row.input.setText(CODE.read)
    row.input.setCursorPosition(3)
    type_in(row.input, "1")
    assert row.value() == CODE.read[:3] + "1" + CODE.read[3:]


def test_esc_refuses_a_proposal_only(fields: FieldList, qtbot: QtBot) -> None:
    refused: list[str] = []
    fields.refused.connect(refused.append)
    fields.focus_first_doubtful()
    press(fields.row("code").input, Key.Key_Escape)
    assert refused == []
    fields.set_fields([NAME, replace(CODE, read="1", asks=True), TERM])
    press(fields.row("code").input, Key.Key_Escape)
    assert refused == ["code"]


def test_what_was_repaired_shows_its_original_until_it_is_settled(fields: FieldList) -> None:
    line = fields.row("code").findChild(OriginalLine)
    assert line is not None
    assert line.accessibleName() == f"识别原文 {CODE.original}"
    assert line.isVisible()
    fields.set_fields([NAME, replace(CODE, decided=CODE.read), TERM])
    assert not line.isVisible()


def test_a_settled_field_folds_and_unfolds_with_the_cursor(fields: FieldList, photo: QImage) -> None:
    row = fields.row("name")
    fields.set_fields([replace(NAME, declared="鼎立一", reason="与资质证书一致"), CODE, TERM])
    row.set_crop(photo.copy(0, 0, 200, 40))
    fields.row("term").input.setFocus()
    crop = row.findChild(CropView)
    assert crop is not None
    assert (crop.isVisible(), offered(row)) == (False, [])
    row.input.setFocus()
    assert (crop.isVisible(), offered(row)) == (True, [("填报", "鼎立一")])
    assert crop.height() > 40, "small print is enlarged"
    fields.row("code").input.setFocus()
    assert (crop.isVisible(), offered(row)) == (False, [])


def test_a_wide_place_fits_the_card(fields: FieldList, photo: QImage) -> None:
    row = fields.row("code")
    row.set_crop(photo.copy(0, 0, 900, 30))
    assert row.width() <= fields.viewport().width()
    crop = row.findChild(CropView)
    assert crop is not None
    assert crop.heightForWidth(302) == 12


def test_a_text_of_any_length_is_not_cut_short_by_passing_through(fields: FieldList) -> None:
    heard: list[str] = []
    fields.decided.connect(lambda key, _: heard.append(key))
    fields.set_fields([NAME, replace(CODE, read="经营" * 400), TERM])
    fields.row("code").input.setFocus()
    fields.row("name").input.setFocus()
    assert heard == []


def test_the_characters_that_differ_are_told() -> None:
    assert differing("甲乙丙", "甲乙丁") == [(2, 1)]
    assert differing("甲乙丙丁", "甲丙丁") == [(1, 1)]
    assert differing("甲丙", "甲乙丙") == []


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


def test_the_present_value_is_not_offered_and_others_once() -> None:
    view = FieldView("a", "a", declared="1", read="1", candidates=(("另一读法", "2"), ("营业执照", "1")))
    assert view.choices == (("另一读法", "2"),)
    assert replace(view, decided="2").choices == (("识别", "1"),)
    assert FieldView("a", "a", declared="1").choices == ()
    assert FieldView("a", "a", declared="1", read="2", decided="3").proposed == "3"
    many = FieldView("a", "a", read="0", candidates=tuple(("可能", str(n)) for n in range(12)))
    assert [value for _, value in many.choices] == [str(n) for n in range(1, 10)]
