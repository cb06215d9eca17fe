"""Writes each enterprise's enrolment roster the way its office would: tidy, careless, in WPS, in an old .xls with a zip of photos."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from school_desk.adapters.sample_school.faces import HEIGHT, draw_face
from school_desk.adapters.sample_school.old_excel import write_old_excel
from school_desk.adapters.sample_school.people import Person
from school_desk.adapters.sample_school.truth import EnterpriseTruth
from school_desk.adapters.sample_school.workbooks import Cell, new_workbook, write_rows, write_zip
from school_desk.adapters.sample_school.wps_cells import add_cell_images, picture_formula

_HEADINGS = ("序号", "姓名", "性别", "身份证号", "手机号码", "工种", "等级", "照片", "备注")
_PHOTO_COLUMN = 7
_ROW_POINTS = 66
_OTHER_NAMES = {"混凝土工": "砼工", "模板工": "建筑模板工"}
_LEVEL_NUMBERS = {"初级工": "五级", "中级工": "四级", "高级工": "三级"}

Row = list[Cell]
Photos = Sequence[bytes]


def write_roster(folder: Path, one: EnterpriseTruth, rng: Random) -> None:
    """The roster of one enterprise, and its photos when they come apart from it."""
    stem = f"{one.number:02d}-{one.company.name}"
    photos = [draw_face(rng, person.sex) for person in one.people]
    _WRITERS[one.case.roster](folder, stem, one, photos)


def _row(number: int, person: Person) -> Row:
    return [number, person.name, person.sex, person.id_number, person.mobile, person.trade, person.level]


def _rows(one: EnterpriseTruth) -> list[Row]:
    return [_row(number, person) for number, person in enumerate(one.people, start=1)]


def _titled(one: EnterpriseTruth, rows: Sequence[Row]) -> list[Sequence[Cell]]:
    return [(f"{one.company.name}报名人员名单",), _HEADINGS, *rows]


def _tidy(folder: Path, stem: str, one: EnterpriseTruth, photos: Photos) -> None:
    _write_floating(folder / f"{stem}.xlsx", _titled(one, _rows(one)), photos, first_row=2)


def _careless(folder: Path, stem: str, one: EnterpriseTruth, photos: Photos) -> None:
    """Padded two-character names, an ID typed as a number, spaces and a small x, full-width digits, a telephone as a number."""
    rows = _rows(one)
    for row, person in zip(rows, one.people, strict=True):
        if len(person.name) == 2:
            row[1] = f"{person.name[0]}\u3000{person.name[1]}"
    typed = next(row for row in rows if not str(row[3]).endswith("X"))
    typed[3] = float(str(typed[3]))  # a number cell keeps 15 digits: the last three are lost
    others = [row for row in rows if row is not typed]
    for row in others:
        row[3] = str(row[3]).lower()
    spaced, wide = others[0], others[-1]
    spaced[3] = f" {str(spaced[3])[:6]} {str(spaced[3])[6:14]} {str(spaced[3])[14:]}"
    wide[3] = "".join(chr(ord(letter) + 0xFEE0) for letter in str(wide[3]))
    wide[4] = int(str(wide[4]))
    _write_floating(folder / f"{stem}.xlsx", _titled(one, rows), photos, first_row=2)


def _totals(folder: Path, stem: str, one: EnterpriseTruth, photos: Photos) -> None:
    """A wrong check digit, a short telephone, a level by number, a sex that contradicts the ID, a repeated row, a 合计 row."""
    rows = _rows(one)
    number = str(rows[0][3])
    rows[0][3] = number[:17] + str((int(number[17].replace("X", "0")) + 4) % 10)
    rows[1][4] = str(rows[1][4])[:10]
    rows[2][6] = _LEVEL_NUMBERS[str(rows[2][6])]
    rows[3][2] = "女" if rows[3][2] == "男" else "男"
    again: Row = [len(rows) + 1, *rows[4][1:]]
    rows += [again, [], ["合计", len(rows) + 1]]
    _write_floating(folder / f"{stem}.xlsx", _titled(one, rows), [*photos, photos[4]], first_row=2)


def _other_headings(folder: Path, stem: str, one: EnterpriseTruth, photos: Photos) -> None:
    """The columns in another order under other words, after three lines of preamble; trades by their other names; · written as •."""
    head: list[Sequence[Cell]] = [
        ("建筑工人职业技能培训报名表",),
        (f"填报单位：{one.company.name}", None, None, None, f"联系人：{one.company.contact}", None, one.company.mobile),
        ("说明：1. 身份证号须为 18 位；2. 照片为近期免冠白底证件照。",),
        ("编号", "学员姓名", "证件号码", "联系电话", "申报工种", "技能等级", "文化程度", "证件照", "出生日期", "性 别"),
    ]
    rows: list[Sequence[Cell]] = []
    for number, person in enumerate(one.people, start=1):
        trade = _OTHER_NAMES.get(person.trade, person.trade)
        name = person.name.replace("·", "•")
        level = f"{_LEVEL_NUMBERS[person.level]}/{person.level}"
        rows.append(
            (number, name, person.id_number, person.mobile, trade, level, "初中", None, person.birth_text, person.sex)
        )
    _write_floating(folder / f"{stem}.xlsx", [*head, *rows], photos, first_row=4)


def _second_sheet(folder: Path, stem: str, one: EnterpriseTruth, photos: Photos) -> None:
    """The list stands on the second sheet, behind one of instructions; names carry stray spaces and line breaks."""
    rows = _rows(one)
    rows[0][1] = f" {rows[0][1]} "
    rows[1][1] = f"{rows[1][1]}\n"
    rows[2][4] = f"{str(rows[2][4])[:3]}-{str(rows[2][4])[3:7]}-{str(rows[2][4])[7:]}"
    notes = [("填表说明",), ("一、本表由用人单位填写，一人一行。",), ("二、等级填写初级工、中级工或高级工。",)]
    _write_floating(folder / f"{stem}.xlsx", _titled(one, rows), photos, first_row=2, before=notes)


def _wps(folder: Path, stem: str, one: EnterpriseTruth, photos: Photos) -> None:
    """WPS keeps a photo inside a cell as a DISPIMG formula."""
    rows: list[Sequence[Cell]] = [(f"{one.company.name} 学员报名表",), _HEADINGS, *_rows(one)]
    target = io.BytesIO()
    book = new_workbook(target)
    sheet = book.add_worksheet("报名表")
    write_rows(sheet, rows)
    for place in range(len(photos)):
        sheet.write_formula(place + 2, _PHOTO_COLUMN, picture_formula(place), None, "")
    book.close()
    names = [person.name for person in one.people]
    add_cell_images(folder / f"{stem}-WPS.xlsx", target.getvalue(), list(zip(names, photos, strict=True)))


def _old_excel(folder: Path, stem: str, one: EnterpriseTruth, photos: Photos) -> None:
    """Excel 97 without photos; they come in a zip, each named by its owner's ID."""
    write_old_excel(folder / f"{stem}.xls", "Sheet1", [_HEADINGS[:_PHOTO_COLUMN], *_rows(one)])
    members = [(f"{person.id_number}.jpg", photo) for person, photo in zip(one.people, photos, strict=True)]
    write_zip(folder / f"{one.number:02d}-照片.zip", members)


_WRITERS: dict[str, Callable[[Path, str, EnterpriseTruth, Photos], None]] = {
    "tidy": _tidy,
    "careless": _careless,
    "totals": _totals,
    "other headings": _other_headings,
    "second sheet": _second_sheet,
    "wps": _wps,
    "old excel": _old_excel,
}


def _write_floating(
    path: Path, rows: Sequence[Sequence[Cell]], photos: Photos, *, first_row: int, before: Sequence[Sequence[Cell]] = ()
) -> None:
    """A workbook whose photos float above the photo column from `first_row` (from 0) on; `before` fills a sheet in front."""
    target = io.BytesIO()
    book = new_workbook(target)
    if before:
        write_rows(book.add_worksheet("填表说明"), before)
    sheet = book.add_worksheet("Sheet1")
    write_rows(sheet, rows)
    sheet.merge_range(0, 0, 0, len(rows[first_row - 1]) - 1, rows[0][0])
    _widen(sheet, rows[first_row - 1 :])
    scale = _ROW_POINTS / 72 * 96 / HEIGHT * 0.94
    for place, photo in enumerate(photos):
        sheet.set_row(first_row + place, _ROW_POINTS)
        options = {
            "image_data": io.BytesIO(photo),
            "x_scale": scale * 300 / 96,
            "y_scale": scale * 300 / 96,
            "x_offset": 4,
            "y_offset": 2,
        }
        sheet.insert_image(first_row + place, _PHOTO_COLUMN, f"{place + 1}.jpg", options)
    book.close()
    path.write_bytes(target.getvalue())


def _widen(sheet: object, table: Sequence[Sequence[Cell]]) -> None:
    for column in range(len(table[0])):
        cells = [str(row[column]) for row in table if column < len(row) and row[column] is not None]
        width = max(
            (sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell) for cell in cells),
            default=8,
        )
        sheet.set_column(column, column, max(9, width + 2))  # type: ignore[attr-defined]
