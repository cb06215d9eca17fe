"""What photos do to licences and certificates, row by row: labels torn apart, columns side by side, offices misread."""

from __future__ import annotations

from dataclasses import replace

import pytest

from school_desk.documents.reading.authorities import authority_in, read_authority
from school_desk.documents.reading.boxes import Glyph, Quad, TextBox
from school_desk.documents.reading.classify import classify
from school_desk.documents.reading.evidence import SEAL_AGREES, STANDS_TWICE, settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.seal import SealReading, with_seal
from school_desk.documents.reading.yyzz import read_yyzz
from school_desk.documents.reading.zzzs import read_zzzs
from tests.unit.reading.recorded_boxes import line, sheet

_QUAD: Quad = ((0, 0), (100, 0), (100, 100), (0, 100))


def test_labels_printed_wide_are_found_in_their_pieces() -> None:
    paper = Sheet(
        [
            line("名", 100, 100),
            line("称", 240, 100),
            line("湖州甲建设有限公司", 300, 98),
            line("住", 100, 150),
            line("所", 240, 150),
            line("浙江省湖州市吴兴区红丰路1号", 300, 148),
        ]
    )
    read = read_yyzz(paper)
    assert (read["name"].value, read["address"].value) == ("湖州甲建设有限公司", "浙江省湖州市吴兴区红丰路1号")


def test_a_label_torn_and_glued_to_its_value_is_cut_off() -> None:
    paper = sheet("营业执照", "称浙江乙装饰工程有限公司", "型有限责任公司（自然人独资）")
    read = read_yyzz(paper)
    assert (read["name"].value, read["type"].value) == ("浙江乙装饰工程有限公司", "有限责任公司（自然人独资）")


def test_a_torn_label_that_may_be_misread_is_cut_off_too() -> None:
    row = line("存浙江乙装饰工程有限公司", 100, 100)
    unsure = replace(row.glyphs[0], score=0.3, others=(("称", 0.2),))
    hardly = replace(row.glyphs[0], score=0.45, others=(("称", 0.0002),))
    cut, whole = "浙江乙装饰工程有限公司", "存浙江乙装饰工程有限公司"
    for first, name, doubtful in ((unsure, cut, True), (hardly, whole, False), (row.glyphs[0], whole, False)):
        paper = Sheet([line("营业执照", 100, 20), replace(row, glyphs=(first, *row.glyphs[1:]))])
        read = read_yyzz(paper)["name"]
        assert (read.value, read.doubtful) == (name, doubtful)


def test_stacked_labels_read_as_one_column_belong_to_their_rows() -> None:
    column = line("名类住", 100, 100)
    quad: Quad = ((100, 100), (130, 100), (130, 250), (100, 250))
    stacked = type(column)(quad, column.glyphs)
    rest = [line("称", 240, 110), line("型", 240, 160), line("所", 240, 210)]
    values = [line("甲建设有限公司", 300, 110), line("其他有限责任公司", 300, 160), line("湖州市红丰路1号", 300, 210)]
    read = read_yyzz(Sheet([stacked, *rest, *values]))
    assert [read[name].value for name in ("name", "type", "address")] == [
        "甲建设有限公司",
        "其他有限责任公司",
        "湖州市红丰路1号",
    ]


@pytest.mark.parametrize("tail", "称型所")
def test_words_that_run_downwards_are_no_torn_label(tail: str) -> None:
    """They begin like the rest of 名称, 类型 or 住所, and nothing stands beside their first character."""
    column = line(tail + "浙江湖州", 100, 100, height=40)
    stacked = type(column)(((100, 100), (140, 100), (140, 400), (100, 400)), column.glyphs)
    read = read_yyzz(Sheet([stacked, line("统一社会信用代码 91330500MAHTN4EG0L", 100, 40)]))
    assert [read[name].value for name in ("uscc", "name", "type", "address")] == [
        "91330500MAHTN4EG0L",
        None,
        None,
        None,
    ]


def test_the_neighbouring_column_does_not_flow_into_the_scope() -> None:
    paper = Sheet(
        [
            line("经营范围", 100, 100),
            line("许可项目：建筑劳务分包；施工专业作业", 240, 100),
            line("成立日期", 820, 100),
            line("2005年07月26日", 960, 100),
            line("一般项目：五金产品批发。", 240, 140),
            line("住所", 820, 140),
            line("浙江省湖州市", 960, 140),
        ]
    )
    read = read_yyzz(paper)
    assert read["scope"].value == "许可项目：建筑劳务分包；施工专业作业一般项目：五金产品批发。"
    assert read["address"].value == "浙江省湖州市"


def test_the_terms_first_day_proves_the_founding_day() -> None:
    read = read_yyzz(sheet("成立日期  2005年07月26日", "营业期限  2005年07月26日至2041年05月20日"))
    assert (read["established"].value, read["term_to"].value) == ("2005-07-26", "2041-05-20")
    assert STANDS_TWICE in read["established"].proofs


def test_the_issuer_stands_only_in_the_seal() -> None:
    drafts = read_yyzz(sheet("登记机关", "2020  年  10  月  03  日"))
    ring = tuple(Glyph(char, 0.98, 0.5) for char in "德清县市场监督管理局")
    read = with_seal("yyzz", drafts, SealReading(True, _QUAD, ring))
    assert settle(read["authority"]).value == "德清县市场监督管理局"
    assert read["issue_date"].value == "2020-10-03"


def test_print_and_seal_of_one_issuer_prove_each_other() -> None:
    drafts = read_zzzs(sheet("发证机关：  浙江省住房和城乡建设厅", "2024年07月12日"))
    ring = tuple(Glyph(char, 0.98, 0.5) for char in "浙江省住房和城乡建设厅")
    issuer = settle(with_seal("zzzs", drafts, SealReading(True, _QUAD, ring))["issuer"])
    assert (issuer.state, issuer.reasons) == (FieldState.ACCEPTED, (SEAL_AGREES,))


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("湖州市市场监督营理局", "湖州市市场监督管理局"),
        ("浙江省住和城乡建设厅", "浙江省住房和城乡建设厅"),
        ("湖州市市场监督管理易", "湖州市市场监督管理局"),
        ("湖州市住房和城乡建设局", "湖州市住房和城乡建设局"),
        ("苏州市吴中区行政审批局", "苏州市吴中区行政审批局"),
        ("苏州市吴江区数据局", "苏州市吴江区数据局"),
        ("中华人民共和国住房和城乡建设部", "中华人民共和国住房和城乡建设部"),
        ("海宁市住房和城乡建设厅", "海宁市住房和城乡建设局"),
        ("浙江置住房和城乡建设厅", "浙江省住房和城乡建设厅"),
        ("浙江住房和城乡建设厅", "浙江省住房和城乡建设厅"),
        ("海宁市住房和城乡建设", "海宁市住房和城乡建设局"),
        ("宁夏回族自治区住房和城乡建设厅", "宁夏回族自治区住房和城乡建设厅"),
    ],
)
def test_offices_are_known_places_are_not_touched(read: str, name: str) -> None:
    assert authority_in(read) == (read, name)


@pytest.mark.parametrize("printed", ["桐城住房和城乡建设局", "海宁市住房和城乡建设"])
def test_an_office_that_lost_a_piece_is_only_proposed(printed: str) -> None:
    draft = read_authority(sheet(printed).all).proven(STANDS_TWICE)
    assert settle(draft).state is FieldState.LOOK


def test_what_names_no_office_is_no_authority() -> None:
    assert authority_in("有效期二零二七年") is None


def test_a_misread_place_is_put_right_by_the_address() -> None:
    drafts = read_yyzz(sheet("住所  浙江省湖州市南浔区练市镇兴业路1230号"))
    ring = tuple(Glyph(char, 0.7, 0.5) for char in "湖州东南浔区市场监督营理局")
    authority = settle(with_seal("yyzz", drafts, SealReading(True, _QUAD, ring))["authority"])
    assert (authority.value, authority.state) == ("湖州市南浔区市场监督管理局", FieldState.LOOK)
    assert authority.original == "湖州东南浔区市场监督营理局"


def test_a_place_outside_the_address_is_left_alone() -> None:
    drafts = read_yyzz(sheet("住所  浙江省湖州市南浔区练市镇兴业路1230号"))
    ring = tuple(Glyph(char, 0.7, 0.5) for char in "苏州市吴中区行政审批局")
    assert with_seal("yyzz", drafts, SealReading(True, _QUAD, ring))["authority"].value == "苏州市吴中区行政审批局"


def test_a_misread_grade_takes_the_engines_next_guess() -> None:
    box = line("消防设施工程专业承包查级", 100, 150)
    glyphs = tuple(replace(g, others=(("壹", 0.2),)) if g.char == "查" else g for g in box.glyphs)
    boxes = [line("资质类别及等级：", 100, 100), TextBox(box.quad, glyphs)]
    reading = settle(read_zzzs(Sheet(boxes))["qualifications"])
    assert (reading.value, reading.original) == (("消防设施工程专业承包壹级",), "消防设施工程专业承包查级")
    assert settle(read_zzzs(Sheet([boxes[0], box]))["qualifications"]).state is FieldState.FAILED


def test_qualifications_row_by_row() -> None:
    paper = sheet(
        "建筑业企业资质证书",
        "证书编号：  D233063958",
        "有效期：  2027年09月24日",
        "资质类别及等级：",
        "水利水电工程施工总承包叁级",
        "消防设施工程专业承包壹级；防水防腐保温工程专业承包贰级",
        "发证机关：  江苏省住房和城乡建设厅",
    )
    read = read_zzzs(paper)
    assert read["qualifications"].value == (
        "水利水电工程施工总承包叁级",
        "消防设施工程专业承包壹级",
        "防水防腐保温工程专业承包贰级",
    )
    assert (read["cert_no"].value, read["valid_until"].value) == ("D233063958", "2027-09-24")


def test_what_is_told_behind_a_qualification_takes_it_not_away() -> None:
    told = "建筑工程施工总承包一级；市政公用工程施工总承包二级有效期至2027年1月1日"
    read = read_zzzs(sheet("建筑业企业资质证书", "资质类别及等级：", told))["qualifications"]
    assert read.value == ("建筑工程施工总承包一级", "市政公用工程施工总承包二级")


def test_a_letter_that_mentions_the_licence_stays_a_letter() -> None:
    letter = sheet("企业承诺书", "我单位提供的营业执照、资质证书真实", "如有违反愿意承担法律责任", "承诺单位（盖章）")
    assert classify(letter)[0] == "cns"


def test_anything_else_is_other() -> None:
    assert classify(sheet("今日菜单", "红烧肉  28元"))[0] == "other"
    assert classify(Sheet([]))[0] == "other"


def test_a_certificate_number_whose_letter_was_read_as_a_digit_is_put_right_and_shown() -> None:
    read = read_zzzs(sheet("建筑业企业资质证书", "证书编号：0233063958"))["cert_no"]
    assert (read.value, read.original) == ("D233063958", "0233063958")


def test_qualifications_stand_above_a_heading_in_the_middle_of_its_cell() -> None:
    paper = Sheet(
        [
            line("有效期至", 100, 100),
            line("2029年07月12日", 300, 100),
            line("桥梁工程专业承包壹级", 300, 150),
            line("施工劳务不分等级", 300, 200),
            line("资质类别", 100, 250),
            line("及等级", 100, 300),
        ]
    )
    assert read_zzzs(paper)["qualifications"].value == ("桥梁工程专业承包壹级", "施工劳务不分等级")


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("杭州市坤耀建设集团有限资任公司", "杭州市坤耀建设集团有限责任公司"),
        ("杭州景基企业管理合伙企业（有限音伙）", "杭州景基企业管理合伙企业（有限合伙）"),
        ("湖州市建筑工程公司", "湖州市建筑工程公司"),
        ("湖州甲建设有限公司", "湖州甲建设有限公司"),
    ],
)
def test_a_misread_legal_form_is_put_right_and_shown(read: str, name: str) -> None:
    found = read_zzzs(sheet("建筑业企业资质证书", f"企业名称：  {read}"))["name"]
    assert found.value == name
    assert found.original == (read if read != name else None)


def test_lines_of_the_scope_do_not_flow_into_the_address_when_its_label_and_first_line_are_one_box() -> None:
    paper = Sheet(
        [
            line("住所", 100, 100),
            line("湖州市红丰路1号综合楼", 240, 100),
            line("经营范围水泥构件销售。【依法须经", 100, 150),
            line("批准的项目，经相关部门批准后方可开展经营活动】", 240, 200),
        ]
    )
    read = read_yyzz(paper)
    assert read["address"].value == "湖州市红丰路1号综合楼"
    assert read["scope"].value == "水泥构件销售。【依法须经批准的项目，经相关部门批准后方可开展经营活动】"


@pytest.mark.parametrize("lines", [("红丰路829号（经营场所：同住所）",), ("红丰路829号（经", "营场所：同住所）")])
def test_a_note_in_an_address_is_no_label(lines: tuple[str, ...]) -> None:
    told = [line(text, 240, 100 + 42 * at) for at, text in enumerate(lines)]
    read = read_yyzz(Sheet([line("住所", 100, 100), *told, line("法定代表人（负责人）张三", 100, 300)]))
    assert read["address"].value == "红丰路829号（经营场所：同住所）"
    assert read["legal_person"].value == "张三"


def _certificate(*boxes: TextBox) -> Sheet:
    return Sheet([line("建筑业企业资质证书", 300, 20, height=50), *boxes])


def test_a_list_beside_a_name_is_no_part_of_it() -> None:
    listed = [line(text, 900, 100 + 50 * at) for at, text in enumerate(("资质类别及等级", *_GRADED))]
    name = [line("企业名称", 100, 150), line("武宁县甲检测有限公司湖州第一建筑分公", 340, 150), line("司", 340, 192)]
    read = read_zzzs(_certificate(*listed, *name))
    assert read["name"].value == "武宁县甲检测有限公司湖州第一建筑分公司"
    assert read["qualifications"].value == _GRADED


_GRADED = ("消防设施专业承包三级", "市政工程施工总承包三级", "古建筑专业承包三级")


def test_categories_and_grades_in_cells_of_their_own_belong_together() -> None:
    head = [line("序号", 100, 100), line("资质类别", 300, 100), line("资质等级", 900, 100)]
    cells = [
        box
        for at, graded in enumerate(_GRADED, start=1)
        for box in (
            line(str(at), 110, 100 + 70 * at),
            line(graded[:-2], 220, 100 + 70 * at),
            line(graded[-2:], 930, 98 + 70 * at),
        )
    ]
    assert read_zzzs(_certificate(*head, *cells))["qualifications"].value == _GRADED


def test_categories_run_on_over_several_lines() -> None:
    paper = _certificate(
        line("资质类别及等级：消防设施专", 100, 100),
        line("业承包三级；市政工程施工总承", 340, 142),
        line("包三级；古建筑专业承包三", 340, 184),
        line("级。", 340, 226),
    )
    assert read_zzzs(paper)["qualifications"].value == _GRADED


def test_the_second_line_of_another_value_is_no_part_of_the_list() -> None:
    paper = _certificate(
        line("企业类型", 100, 100),
        line("有限责任公司（自然人投", 340, 82),
        line("资或控股）", 340, 120),
        *(line(text, 410, 190 + 45 * at) for at, text in enumerate(_GRADED)),
        line("资质类别及等级", 100, 235),
    )
    assert read_zzzs(paper)["qualifications"].value == _GRADED


def test_a_category_that_lost_its_end_makes_the_list_a_proposal() -> None:
    paper = _certificate(
        line("资质类别及等级", 100, 100),
        line("消防设施专业承包三级；市政工程施工总承", 340, 100),
        line("发证机关：", 100, 400),
    )
    assert read_zzzs(paper)["qualifications"].doubtful


@pytest.mark.parametrize("at", [104, 111, 117])
def test_a_label_at_half_height_names_both_lines_beside_it(at: int) -> None:
    """Both lines of the name stand half a line above and below; a photo may set the label level with neither or with one."""
    paper = _certificate(
        line("企业名称", 100, at),
        line("武宁县甲检测有限公司湖州第", 340, 92),
        line("一分公司", 340, 130),
        line("证书编号", 100, 200),
        line("D236383738", 340, 200),
    )
    assert read_zzzs(paper)["name"].value == "武宁县甲检测有限公司湖州第一分公司"


def test_a_character_of_the_seal_over_the_issuer_is_none_of_its_name() -> None:
    paper = _certificate(line("发证机关：上海市松江区建设和管理委员会", 100, 300), line("委", 520, 302))
    assert read_zzzs(paper)["issuer"].value == "上海市松江区建设和管理委员会"


def test_one_category_close_beside_a_name_is_no_part_of_it_and_no_grade_at_all_is_a_grade() -> None:
    listed = [line("资质类别及等级", 900, 100), line("施工劳务资质不分等级", 880, 200)]
    name = [line("企业名称", 100, 150), line("湖州甲检测有限公司", 340, 150), line("消防设施专业承包三级", 620, 150)]
    read = read_zzzs(_certificate(*listed, *name))
    assert (read["name"].value, read["name"].doubtful) == ("湖州甲检测有限公司", False)
    assert read["qualifications"].value == ("消防设施专业承包三级", "施工劳务资质不分等级")
    assert not read["qualifications"].failures


def test_a_line_below_a_name_that_is_not_in_its_column_makes_it_a_proposal() -> None:
    named = [line("企业名称", 100, 150), line("湖州甲检测有限公司", 340, 150), line("证书编号", 100, 260)]
    alone, followed = Sheet(named), Sheet([*named, line("湖州分公司", 440, 192)])
    assert [read_zzzs(paper)["name"].doubtful for paper in (alone, followed)] == [False, True]
    assert [read_yyzz(paper)["name"].doubtful for paper in (alone, followed)] == [False, True]


def test_a_value_behind_half_a_label_goes_on_in_its_column() -> None:
    """Beside it the left column goes on; below it comes a label, however far left of the value."""
    paper = Sheet(
        [
            line("类型", 100, 100),
            line("有限责任公司（非自然人投资或控股", 240, 100),
            line("所湖州市吴兴区红丰", 900, 108),
            line("的法人独资企业）", 240, 142),
            line("路1号", 930, 150),
            line("登记机关", 780, 192),
            line("湖州市市场监督管理局", 930, 192),
        ]
    )
    read = read_yyzz(paper)
    assert read["address"].value == "湖州市吴兴区红丰路1号"
    assert read["type"].value == "有限责任公司（非自然人投资或控股的法人独资企业）"


def test_a_type_behind_half_a_label_is_no_line_of_the_name() -> None:
    paper = sheet("营业执照", "称浙江乙新型建材有限公司", "型有限责任公司（自然人独资）")
    assert (read_yyzz(paper)["name"].value, read_yyzz(paper)["name"].doubtful) == ("浙江乙新型建材有限公司", False)
    broken = sheet("营业执照", "称浙江乙新", "型建材有限公司")
    assert read_yyzz(broken)["name"].value == "浙江乙新型建材有限公司"
