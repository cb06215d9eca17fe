"""The tests of rosters (sheets)."""

from __future__ import annotations

import pickle
from pathlib import Path

import openpyxl
import pytest

from school_desk.adapters.sheets.pictures import PhotoSource
from school_desk.adapters.sheets.rosters import RosterSheet, read_roster
from school_desk.kernel.errors import RuleViolation
from tests.unit.banks import old_excel
from tests.unit.sheets.books import HEADER, pack, person, picture, write_book

LOST_ID = 530621196805180930


def roster(tmp_path: Path, *rows: object, name: str = "名单.xlsx") -> RosterSheet:
    return read_roster(write_book(tmp_path / name, [list(row) for row in rows if isinstance(row, list | tuple)]))


def test_one_person(tmp_path: Path) -> None:
    sheet = roster(tmp_path, HEADER, person(1, 备注="夜班"))
    (row,) = sheet.rows
    assert (row.row_no, row.name, row.sex, row.trade, row.level, row.note) == (
        2,
        "张二",
        "男",
        "钢筋工",
        "中级工",
        "夜班",
    )
    assert (row.id_number, row.mobile) == ("33050219900101001X", "13800000001")
    assert (row.photo, row.photo_source, row.problems) == (None, None, ())


def test_written_forms_are_normalised_and_not_judged(tmp_path: Path) -> None:
    sheet = roster(
        tmp_path,
        HEADER,
        person(1, 姓名="熊\u3000刚亨", 身份证号=" 411328 19760722 912x", 手机号码=13800001234),
        person(2, 姓名="阿依古丽•买买提", 身份证号="'33050219900101123Х", 手机号码="138-0000", 工种="天桥工"),
    )
    assert [(row.name, row.id_number, row.mobile) for row in sheet.rows] == [
        ("熊刚亨", "41132819760722912X", "13800001234"),
        ("阿依古丽·买买提", "33050219900101123X", "1380000"),
    ]
    assert sheet.rows[1].trade == "天桥工"


@pytest.mark.parametrize("cell", [LOST_ID, 5.30621196805181e17, "5.30621E+17", "5.30621196805181e+17"])
def test_id_that_was_a_number_is_marked(tmp_path: Path, cell: object) -> None:
    (row,) = roster(tmp_path, HEADER, person(1, 身份证号=cell)).rows
    assert [(problem.field, problem.code) for problem in row.problems] == [("id_number", "digits_lost")]
    assert "文本" in row.problems[0].message


def test_short_number_in_the_id_column_lost_nothing(tmp_path: Path) -> None:
    (row,) = roster(tmp_path, HEADER, person(1, 身份证号=330502900101123)).rows
    assert (row.id_number, row.problems) == ("330502900101123", ())


def test_every_row_is_kept_or_explained(tmp_path: Path) -> None:
    sheet = roster(
        tmp_path,
        ["湖州石凤钢结构工程有限公司报名表"],
        HEADER,
        ["示例", "王某", "男", "330502199001011234"],
        person(1),
        [],
        HEADER,
        person(2, 身份证号=None),
        [3],
        ["合 计", "2"],
        ["填表人：", "李四"],
        ["注：请于周五前提交"],
    )
    assert [row.row_no for row in sheet.rows] == [4, 7]
    assert [(skipped.row_no, skipped.reason) for skipped in sheet.skipped] == [
        (1, "表头以上的标题或说明"),
        (2, "表头"),
        (3, "示例行"),
        (5, "空行"),
        (6, "重复的表头"),
        (8, "没有可识别内容的行"),
        (9, "合计行"),
        (10, "表尾的签字或说明"),
        (11, "表尾的签字或说明"),
    ]
    assert sheet.rows_in == 11


def test_person_whose_name_looks_like_a_footer_is_kept(tmp_path: Path) -> None:
    sheet = roster(tmp_path, HEADER[1:], person(1, 姓名="单位元")[1:], person(2, 姓名="人数多")[1:])
    assert [row.name for row in sheet.rows] == ["单位元", "人数多"]


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        ("德清恒信装饰工程股份有限公司湖州分公司报名人员名单", "德清恒信装饰工程股份有限公司湖州分公司"),
        ("2026年湖州石凤钢结构工程有限公司钢筋工报名表", "湖州石凤钢结构工程有限公司"),
        ("单位名称（盖章）：湖州石凤建设集团", "湖州石凤建设集团"),
        ("企业名称 湖鼎（湖州）劳务有限公司", "湖鼎(湖州)劳务有限公司"),
        ("报名人员名单", ""),
    ],
)
def test_enterprise_hint_of_the_title(tmp_path: Path, title: str, hint: str) -> None:
    assert roster(tmp_path, [title], HEADER, person(1)).enterprise_hint == hint


def test_enterprise_hint_beside_its_label_or_in_the_file_name(tmp_path: Path) -> None:
    beside = roster(tmp_path, ["报名表"], ["单位：", "湖州石凤公司"], HEADER, person(1))
    assert beside.enterprise_hint == "湖州石凤公司"
    assert (
        roster(tmp_path, HEADER, person(1), name="06-广德鑫瑞埭防水工程有限公司.xlsx").enterprise_hint
        == "广德鑫瑞埭防水工程有限公司"
    )


def test_mapping_to_remember_and_remembered(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["花名", "证件", "手机"], ["张三", "330502199001011234", "13800001234"]])
    with pytest.raises(RuleViolation, match="请补上或改好表头行"):
        read_roster(path)
    sheet = read_roster(path, mapping={"name": "花名", "id_number": "证件"})
    assert sheet.mapping == {"name": "花名", "id_number": "证件", "mobile": "手机"}
    assert read_roster(path, mapping=sheet.mapping) == sheet


def test_several_sheets_of_people_ask_which(tmp_path: Path) -> None:
    people: list[list[object]] = [list(HEADER), person(1)]
    path = write_book(
        tmp_path / "a.xlsx", people, [["填表说明"]], people, [HEADER], titles=("钢筋工", "说明", "木工", "空表")
    )
    with pytest.raises(RuleViolation) as caught:
        read_roster(path)
    assert caught.value.code == "roster.several_sheets"
    assert "“钢筋工”、“木工”" in caught.value.message
    sheet = read_roster(path, sheet_name="木工")
    assert sheet.place.sheet_name == "木工"
    assert sheet.unread_sheets == ("钢筋工", "说明", "空表")
    with pytest.raises(RuleViolation) as unknown:
        read_roster(path, sheet_name="瓦工")
    assert unknown.value.code == "roster.no_sheet"


def test_rosters_without_people(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation) as nobody:
        roster(tmp_path, ["名单"], HEADER)
    assert nobody.value.code == "roster.nobody"
    with pytest.raises(RuleViolation) as empty:
        read_roster(write_book(tmp_path / "b.xlsx", []))
    assert empty.value.code == "sheet.empty"
    with pytest.raises(RuleViolation) as headless:
        roster(tmp_path, ["张三", "330502199001011234"])
    assert headless.value.code == "sheet.no_header"


def test_trade_merged_over_people(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADER, person(1), person(2, 工种=None)):
        sheet.append(list(row))
    sheet.merge_cells("F2:F3")
    book.save(tmp_path / "a.xlsx")
    assert [row.trade for row in read_roster(tmp_path / "a.xlsx").rows] == ["钢筋工", "钢筋工"]


def test_old_excel_and_csv_with_photos_in_a_zip(tmp_path: Path) -> None:
    red, blue = picture("red"), picture("blue")
    photos = pack(tmp_path / "照片.zip", {"照片/33050219900101001x.jpg": red, "张三.jpg": blue})
    rows = [[str(cell or "") for cell in row] for row in (HEADER, person(1), person(2))]
    old = tmp_path / "a.xls"
    old.write_bytes(old_excel.workbook(rows))
    text = tmp_path / "a.csv"
    text.write_bytes("\n".join(",".join(row) for row in rows).encode("gb18030"))
    for path in (old, text):
        sheet = read_roster(path, photos)
        assert [(row.photo, row.photo_source) for row in sheet.rows] == [
            (red, PhotoSource.ZIP),
            (blue, PhotoSource.ZIP),
        ]
        assert sheet.unused_photos == ()


def test_of_many_photos_with_long_names_only_some_are_told(tmp_path: Path) -> None:
    """Each row of the person tells them: the packer of the zip would choose how much that is."""
    number = str(person(1)[HEADER.index("身份证号")])
    book = write_book(tmp_path / "a.xlsx", [list(HEADER), *(person(1) for _ in range(3))])
    names = [f"{number}-{letter}{'长' * 1000}.jpg" for letter in "abcdefg"]
    rows = read_roster(book, pack(tmp_path / "a.zip", {name: name.encode() for name in names})).rows
    assert {row.photo for row in rows} == {None}
    for row in rows:
        (problem,) = row.problems
        assert f"{number}-a长" in problem.message
        assert "…、" in problem.message
        assert problem.message.endswith("… 等 7 个。请只留一张。")
        assert len(problem.message) < 400


def test_result_travels_between_processes(tmp_path: Path) -> None:
    sheet = roster(tmp_path, HEADER, person(1, 身份证号=LOST_ID))
    assert pickle.loads(pickle.dumps(sheet)) == sheet
    assert pickle.loads(pickle.dumps(read_roster)) is read_roster


@pytest.mark.parametrize("column", [0, 1, 3, 5])
@pytest.mark.parametrize("marked", [(1,), (4,), (1, 3), (2, 3)])
def test_a_stray_quotation_mark_in_a_csv_swallows_nobody(tmp_path: Path, column: int, marked: tuple[int, ...]) -> None:
    rows = [["姓名", "身份证号", "手机号", "工种", "等级", "备注"]]
    rows += [[f"学员{n}", f"33050219900101{n:04}", f"1380000000{n}", "电工", "高级", "五寸"] for n in range(5)]
    for number in marked:
        rows[number + 1][column] = '"' + rows[number + 1][column]
    path = tmp_path / "名单.csv"
    path.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    sheet = read_roster(path)
    assert [row.row_no for row in sheet.rows] == [2, 3, 4, 5, 6]
    assert [row.mobile for row in sheet.rows] == [row[2] for row in rows[1:]]
    assert [row.note.strip('"') for row in sheet.rows] == ["五寸"] * 5


def test_a_note_of_several_lines_in_a_csv_is_one(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        '姓名,身份证号,手机号,工种,备注\r\n学员,33050219900101001X,13800000001,电工,"夜班\n周末"\r\n', "gb18030"
    )
    (row,) = read_roster(path).rows
    assert row.note.split() == ["夜班", "周末"]
