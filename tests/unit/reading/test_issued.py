"""Licences and certificates as another hand printed them: posts beside names, sentences beside lists, days with a digit lost."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import TextBox, box_from_text
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.yyzz import read_yyzz
from school_desk.documents.reading.zzzs import read_zzzs
from tests.unit.reading.recorded_boxes import line, sheet


@pytest.mark.parametrize("posts", [("职务", "执行董事"), ("职", "务", "执行董事"), ("职称", "工程师")])
def test_a_person_ends_before_his_post_however_it_is_spaced(posts: tuple[str, ...]) -> None:
    apart = [line(text, 300 + 130 * at, 100) for at, text in enumerate(posts)]
    paper = Sheet([line("法定代表人", 100, 100), line("嵇根法", 230, 100), *apart, line("企业负责人", 100, 150)])
    assert read_zzzs(paper)["legal_person"].value == "嵇根法"
    glued = Sheet([line("法定代表人", 100, 100), line("陈辉" + "".join(posts), 250, 100)])
    assert read_zzzs(glued)["legal_person"].value == "陈辉"


def test_a_sentence_about_what_may_be_done_is_no_category() -> None:
    told = ("  根据建筑业企业资质管理有关规定，予以备案，可在全国范围内承", "担各类施工劳务作业。")
    paper = sheet("备案类别：施工劳务不分等级", *told, "备案机关：湖州市住房和城乡建设局", "2026年1月5日")
    read = read_zzzs(paper)
    assert (read["qualifications"].value, read["qualifications"].doubtful) == (("施工劳务不分等级",), False)
    assert (read["issuer"].value, read["issue_date"].value) == ("湖州市住房和城乡建设局", "2026-01-05")


@pytest.mark.parametrize("label", ["证书有效期", "有效期至：", "有效", "证书有效期至"])
def test_the_last_day_stands_beside_a_label_of_its_own(label: str) -> None:
    paper = Sheet(
        [
            line("证书编号", 100, 100),
            line("D333723767", 250, 100),
            line(label, 500, 100),
            line("2027年06月13日", 660, 100),
        ]
    )
    assert read_zzzs(paper)["valid_until"].value == "2027-06-13"


@pytest.mark.parametrize(
    ("printed", "doubtful"),
    [
        ("2024年06月1日", True),
        ("2024年6月01日", True),
        ("2024年06月13日", False),
        ("2024年6月1日", False),
        ("2024年11月2日", False),
        ("2024年05月3局1日", True),
        ("2024年05月3", True),
        ("2024年5月03", True),
        ("2024-05-3", True),
        ("2024-05-31", False),
        ("2024.5.3", False),
    ],
)
def test_a_day_that_may_have_lost_a_digit_is_only_proposed(printed: str, doubtful: bool) -> None:
    day = read_yyzz(sheet("登记机关", printed))["issue_date"]
    assert day.value
    assert day.doubtful is doubtful


def test_a_licence_is_issued_after_the_enterprise_was_founded() -> None:
    for issued, doubtful in (("2003年10月3日", True), ("2008年10月3日", False)):
        day = read_yyzz(sheet("成立日期  2008年03月03日", "登记机关", issued))["issue_date"]
        assert (day.value is not None, day.doubtful) == (True, doubtful)


def test_a_tick_before_a_type_is_no_part_of_it() -> None:
    read = read_yyzz(sheet("类型  ☑有限责任公司"))["type"]
    assert (read.value, read.original) == ("有限责任公司", None)


def test_the_upper_of_two_lines_beside_the_next_label_is_no_line_of_the_name() -> None:
    boxes = [line("企业名称", 100, 100), line("浙江德胜建筑有限公司", 280, 100), line("承包工程范围", 900, 100)]
    boxes += [line("详细地址", 100, 180), line("浙江省湖州市南浔区旧馆街道", 280, 160), line("强业路603号", 280, 200)]
    boxes += [line("企业类型", 100, 280), line("有限责任公司", 280, 280)]
    name = read_zzzs(Sheet(boxes))["name"]
    assert (name.value, name.doubtful) == ("浙江德胜建筑有限公司", False)


def test_the_heading_of_the_grades_is_no_category() -> None:
    boxes = [line("资质类别", 100, 100), line("等级", 900, 100)]
    boxes += [line("古建筑工程专业承包", 100, 150), line("三级", 900, 150)]
    read = read_zzzs(Sheet(boxes))["qualifications"]
    assert (read.value, read.doubtful) == (("古建筑工程专业承包三级",), False)


def test_labour_on_record_is_a_category() -> None:
    read = read_zzzs(sheet("资质类别及等级：施工劳务企业资质劳务分包（备案）。"))["qualifications"]
    assert (read.value, read.doubtful) == (("施工劳务企业资质劳务分包（备案）",), False)


def test_a_type_whose_label_lost_its_first_half_is_no_line_of_a_shops_name() -> None:
    boxes = [
        line("名", 100, 100),
        line("称", 200, 100),
        line("长兴县雉城天弘苗木场", 280, 100),
        line("型个体工商户", 260, 150),
    ]
    read = read_yyzz(Sheet(boxes))
    assert (read["name"].value, read["type"].value) == ("长兴县雉城天弘苗木场", "个体工商户")


def test_a_character_of_the_seal_between_two_digits_is_none_of_the_day() -> None:
    parts = [line("登记机关", 100, 100), line("2024年05月", 300, 160), line("31", 500, 160), line("日", 560, 160)]
    seal = TextBox(((505, 60), (530, 60), (530, 240), (505, 240)), box_from_text(((0, 0),) * 4, "管理局").glyphs)
    assert read_yyzz(Sheet([*parts, seal]))["issue_date"].value == "2024-05-31"


def test_headings_of_a_table_of_categories_and_a_grade_broken_in_two() -> None:
    rows = sheet("序号  资质名称  等级", "1  电子与智能化工程专业承包  贰级", "发证机关：浙江省住房和城乡建设厅")
    assert read_zzzs(rows)["qualifications"].value == ("电子与智能化工程专业承包贰级",)
    boxes = [
        line("资质类别及等级", 100, 100),
        line("预拌混凝土专业承包三级", 360, 100),
        line("特种工程（建筑物纠偏和平移）专业承包不分", 360, 150),
        line("等级", 360, 200),
        line("发证机关：浙江省住房和城乡建设厅", 100, 300),
    ]
    assert read_zzzs(Sheet(boxes))["qualifications"].value == (
        "预拌混凝土专业承包三级",
        "特种工程（建筑物纠偏和平移）专业承包不分等级",
    )


def test_the_day_of_founding_is_not_the_day_of_issue() -> None:
    rows = (
        "营业执照",
        "名称  浙江甲建设有限公司",
        "成立日期  2011年03月19日",
        "住所  浙江省湖州市红丰路2",
        "2017年11月05日",
    )
    assert read_yyzz(sheet(*rows))["issue_date"].value == "2017-11-05"


def test_the_end_of_the_offices_label_may_be_under_the_seal() -> None:
    rows = ("营业执照", "住所  浙江省湖州市吴兴区苕溪东路2", "登记机", "2017年11月05日")
    read = read_yyzz(sheet(*rows))
    assert (read["address"].value, read["issue_date"].value) == ("浙江省湖州市吴兴区苕溪东路2", "2017-11-05")


def test_an_offices_label_with_its_last_character_misread_is_none_of_the_office() -> None:
    read = read_yyzz(sheet("营业执照", "登记机美湖州市市场监督管理局", "2017年11月05日"))
    assert read["authority"].value == "湖州市市场监督管理局"


def test_what_a_misread_label_leaves_is_no_part_of_the_value() -> None:
    paper = Sheet(
        [
            *(line("企业名科", 100, 100), line("称嘉兴曙光门窗系统有限公司", 300, 100)),
            *(line("资质类别", 100, 160), line("及施工劳务不分等级", 300, 160)),
        ]
    )
    read = read_zzzs(paper)
    assert (read["name"].value, read["name"].doubtful) == ("嘉兴曙光门窗系统有限公司", True)
    assert read["qualifications"].value == ("施工劳务不分等级",)


@pytest.mark.parametrize(
    ("printed", "type_"),
    [
        ("类  型  ☑型有限责任公司（自然人独资）", "有限责任公司（自然人独资）"),
        ("类型  类型股份有限公司", "股份有限公司"),
    ],
)
def test_the_end_of_its_own_label_is_no_part_of_a_type(printed: str, type_: str) -> None:
    assert read_yyzz(sheet(printed))["type"].value == type_


def test_an_address_below_a_type_whose_label_is_lost_but_for_its_end_is_no_part_of_it() -> None:
    read = read_yyzz(sheet("类型  私营有限责任公司", "      所湖州市安吉县杭垓镇滨河路2159号办公楼3楼东侧"))
    assert read["type"].value == "私营有限责任公司"
    assert read["address"].value == "湖州市安吉县杭垓镇滨河路2159号办公楼3楼东侧"
