"""Whom a letter names: the enterprise that commits and its legal person, among others and in any turn of a sentence."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.evidence import STANDS_TWICE, settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldState
from tests.unit.reading.recorded_boxes import line, sheet

_NAME = "湖州石凤钢结构工程有限公司"
_NEAR = "德清乙建设有限公司"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("现由法定代表人骆光耀签署本承诺", "骆光耀"),
        ("法定责任人：毕思琪", "毕思琪"),
        ("法定代表人兼总经理姚锡庆郑重承诺", "姚锡庆"),
        ("单位主要负责人：姚锡庆", "姚锡庆"),
        ("法定代表人（主要负责人）：姚锡庆", "姚锡庆"),
        ("法定代表人/负责人：姚锡庆", "姚锡庆"),
        ("经营者：姚锡庆", "姚锡庆"),
        ("法定代表人系姚锡庆，", "姚锡庆"),
        ("法定代表人（签名或盖章）：姚锡庆", "姚锡庆"),
        (f"我叫姚锡庆，现任{_NAME}法定代表人，对培训工作负责。", "姚锡庆"),
        (f"本人姚锡庆，男，身份证号330501197001011234，系{_NAME}的法定代表人。", "姚锡庆"),
        ("由姚锡庆同志担任法定代表人，", "姚锡庆"),
        ("法定代表人张有为，现承诺", "张有为"),
        ("会议由法定代表人姚锡庆主持，", "姚锡庆"),
        ("参会：姚锡庆（董事长、法定代表人）、沈一（安全总监）", "姚锡庆"),
        ("董事长姚锡庆（法定代表人）牵头自查", "姚锡庆"),
        ("姚锡庆（法定代表人签字）", "姚锡庆"),
        ("签发人（法定代表人）：姚锡庆", "姚锡庆"),
        ("法定代表人审核：姚锡庆", "姚锡庆"),
        ("企业法人：姚锡庆", "姚锡庆"),
        ("【法定代表人/负责人】姚锡庆", "姚锡庆"),
        ("法定代表：姚锡庆", "姚锡庆"),
        ("我公司法定代表人（姚锡庆）承诺", "姚锡庆"),
        (f"本人姚锡庆，{_NAME}法定代表人，", "姚锡庆"),
        ("法定代表人、安全生产第一责任人姚锡庆，", "姚锡庆"),
        # Others, and what is no name though it begins like one.
        ("我单位法定代表人郑重承诺：", None),
        ("法定代表人单位承诺", None),
        ("法定代表人全权委托沈一办理", None),
        ("法定代表人安排专人负责", None),
        ("原法定代表人：沈一", None),
        ("沈一（原法定代表人）", None),
        ("法定代表人为安全工作，", None),
        ("法定代表人或其授权代表（签字）：沈一", None),
        ("法定代表人授权委托沈一", None),
        (f"本人沈一，受{_NAME}法定代表人委托，", None),
        (f"本人沈一，系{_NAME}法定代表人姚锡庆的代理人，", "姚锡庆"),
        (f"本人沈一，系{_NAME}的项目负责人，", None),
        (f"沈一，系{_NAME}员工，受法定代表人委托，", None),
    ],
)
def test_legal_persons_in_sentences_and_after_labels(row: str, name: str | None) -> None:
    assert read_cns(sheet("企业承诺书", "我单位承诺如下：", row))["legal_person"].value == name


def test_a_name_whose_end_the_sentence_leaves_open_is_only_proposed() -> None:
    for row in ("法定代表人张有为签署本承诺", "法定代表人张有为承诺人"):
        draft = read_cns(sheet("企业承诺书", row))["legal_person"].proven("两次识别一致")
        assert settle(draft).state is FieldState.LOOK


def test_the_legal_person_comes_before_who_is_in_charge() -> None:
    rows = "本公司负责人：沈一", "法定代表人：姚锡庆"
    read = read_cns(sheet("企业承诺书", *rows))["legal_person"]
    assert (read.value, read.doubtful) == ("姚锡庆", False)


def test_two_people_who_are_each_said_to_be_it_are_only_proposed() -> None:
    rows = "法定代表人：姚锡庆", "法定代表人：沈一", "法定代表人：姚锡庆"
    assert read_cns(sheet("企业承诺书", *rows))["legal_person"].doubtful


@pytest.mark.parametrize(
    "row",
    [
        f"{_NAME}（原{_NEAR}）承诺如下：",
        f"{_NAME}（原名：{_NEAR}）承诺如下：",
        f"承诺单位：{_NAME}（原德清乙建设有限公司）",
        f"{_NEAR}现已更名为{_NAME}，承诺如下：",
        f"本公司曾用名：{_NEAR}，现更名为{_NAME}，承诺如下：",
        f"我叫姚锡庆，现任{_NAME}法定代表人，",
        f"兹有{_NAME}派员参加培训。",
        f"单位（印章）  {_NAME}",
        f"参培企业：{_NAME}",
        f"【信息提供方】{_NAME}",
        f"信息提供方（盖章）：{_NAME}",
        f"企业全称{_NAME}，承诺如下：",
        f"建筑工人培训企业承诺书（范本）{_NAME}，承诺如下：",
        f"合法性和完整性负承诺单位{_NAME}",
    ],
)
def test_the_name_of_today_and_without_what_stands_before_it(row: str) -> None:
    assert read_cns(sheet("企业承诺书", row))["name"].value == _NAME


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("企业名称：湖州承诺方舟建设有限公司", "湖州承诺方舟建设有限公司"),
        (f"单位名称：{_NAME}承诺书", _NAME),
        (f"{_NAME}承诺书", _NAME),
        (f"参培企业：{_NAME}建设工人培训企业承诺书", _NAME),
    ],
)
def test_a_title_behind_the_name_or_inside_it_cuts_nothing_away(row: str, name: str) -> None:
    assert settle(read_cns(sheet("企业承诺书", row))["name"]).value == name


def test_what_was_cut_free_from_a_label_is_only_proposed() -> None:
    found = settle(read_cns(sheet("企业承诺书", f"合法性和完整性负承诺单位{_NAME}"))["name"])
    assert (found.value, found.state) == (_NAME, FieldState.LOOK)


def test_a_legal_form_with_a_character_too_many_is_put_right() -> None:
    found = read_cns(sheet("企业承诺书", "承诺单位：桐庐县中建盛建筑劳务分包有限有公司"))["name"]
    assert (found.value, found.original) == (
        "桐庐县中建盛建筑劳务分包有限公司",
        "桐庐县中建盛建筑劳务分包有限有公司",
    )


def test_a_sentence_that_begins_with_the_name_at_the_signature() -> None:
    rows = "我公司法定代表人姚锡庆每月查看学时", "单位（公章）：", "法定代表人（签字）：姚锡庆"
    read = read_cns(sheet("企业承诺书", *rows))["legal_person"]
    assert (read.value, read.proofs) == ("姚锡庆", (STANDS_TWICE,))
    short = "我公司法定代表人张有为每月查看学时", "法定代表人（签字）：张有"
    assert read_cns(sheet("企业承诺书", *short))["legal_person"].doubtful


@pytest.mark.parametrize("rows", [("法定代表人（签字）", "姚锡庆"), ("姚锡庆", "（法定代表人签字）")])
def test_a_name_in_the_row_beside_the_place_to_sign_is_only_proposed(rows: tuple[str, ...]) -> None:
    read = read_cns(sheet("企业承诺书", "我单位承诺如下：", *rows))["legal_person"]
    assert (read.value, read.doubtful) == ("姚锡庆", True)


@pytest.mark.parametrize("told", ["致：德清乙建设有限公司", "总包单位：德清乙建设有限公司"])
def test_whom_the_letter_is_written_to_does_not_commit(told: str) -> None:
    assert read_cns(sheet("企业承诺书", told, "我公司承诺如下：", f"分包单位（盖章）：{_NAME}"))["name"].value == _NAME
    assert read_cns(sheet("企业承诺书", told, "我公司承诺如下："))["name"].value is None


def test_a_name_with_a_piece_of_the_seal_in_it_is_only_proposed() -> None:
    paper = Sheet([line(f"承诺单位（盖章）：{_NAME}", 100, 100), line("有", 470, 104, height=24)])
    read = read_cns(paper)["name"].proven(STANDS_TWICE)
    assert settle(read).state is FieldState.LOOK


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ("本承诺有效期至2027年2月16日。", FieldState.LOOK),
        ("2025年10月22日召开会议，学习了通知。", FieldState.LOOK),
        ("签署日期：2025年10月22日", FieldState.ACCEPTED),
        ("法定代表人签名：姚锡庆  日期：2025年10月22日", FieldState.ACCEPTED),
    ],
)
def test_a_date_in_a_sentence_is_only_proposed(row: str, state: FieldState) -> None:
    assert settle(read_cns(sheet("企业承诺书", row))["date"].proven(STANDS_TWICE)).state is state


def test_a_name_of_two_lines_goes_on_below_behind_the_code_beside_it() -> None:
    table = Sheet(
        [
            line("企业名称", 100, 100),
            line("振水（江苏）建筑加固", 240, 100),
            line("信用代码", 640, 100),
            line("91320583941045163X", 780, 100),
            line("工程有限公司", 100, 135),
            line("为规范建筑工人培训秩序，本企业在办理业务时坚守诚信，现承诺不替考，", 100, 200),
            line("不提交虚假社保、虚假合同和冒用的身份证件，也不组织无关人员参加考核。", 100, 250),
        ]
    )
    draft = read_cns(table)["name"]
    assert (draft.value, draft.doubtful) == ("振水（江苏）建筑加固工程有限公司", True)


def test_a_label_of_two_lines_is_no_part_of_the_name() -> None:
    assert read_cns(sheet(f"单位名称（全{_NAME}", "称）"))["name"].value == _NAME


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("企业信用代码", f"{_NAME}杭州第三分公司"),
        ("单位社会信用代码", f"{_NAME}杭州第三分公司"),
        ("信用代码", "湖州石凤建筑设备租赁合伙企业"),
    ],
)
def test_the_label_of_the_code_behind_it_is_no_part_of_the_name(label: str, name: str) -> None:
    rows = ("企业承诺书", f"施工企业：{name}{label}：91330500MAHTN4EG0L", "企业负责人：姚锡庆")
    assert read_cns(sheet(*rows))["name"].value == name


def test_a_code_goes_on_below_where_it_began() -> None:
    label = "纳税人识别号（统一社会信用代码）："
    broken = Sheet(
        [line(label + "91330502MA8TLCGM", 100, 100), line("7A", 700, 150), line("法定代表人：尹福根", 100, 200)]
    )
    assert settle(read_cns(broken)["uscc"]).state is FieldState.ACCEPTED


def test_whoever_is_in_charge_and_approved_it_is_named_across_two_lines() -> None:
    first, second = (
        "因我单位财务审批流程原因，培训费未能在报名时缴纳。经负责人",
        "殷庭芳批准，我单位承诺于年底前将上述款项一次性汇至贵校账户",
    )
    paper = Sheet([line(first, 130, 100), line(second, 100, 150), line("逾期未付的，贵校可暂缓发放证书。", 100, 200)])
    assert read_cns(paper)["legal_person"].value == "殷庭芳"
