"""Reading papers: the tests of cns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from school_desk.documents.reading.boxes import box_from_text
from school_desk.documents.reading.classify import classify
from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.evidence import STANDS_TWICE, settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldReading, FieldState
from school_desk.documents.reading.seal import NO_SEAL
from school_desk.documents.reading.shapes import is_usual
from tests.unit.reading.letter import LETTER, NAME, read_letter
from tests.unit.reading.recorded_boxes import line, sheet


def test_text_and_signature_prove_each_other() -> None:
    read = read_letter(NO_SEAL)
    assert (read["name"].value, read["legal_person"].value) == (NAME, "姚锡庆")
    assert read["name"].state is read["legal_person"].state is FieldState.ACCEPTED
    assert STANDS_TWICE in read["name"].reasons
    assert read["date"].value == "2025-06-16"


def test_the_addressee_is_not_the_one_who_commits() -> None:
    read = read_letter(NO_SEAL, (*LETTER[:2], "本企业自愿注册，承诺如下：", f"承诺单位（盖章）：{NAME}"))
    assert read["name"].value == NAME


def test_a_clear_print_stands_against_a_faint_one_however_usual_that_would_be() -> None:
    clear = line("企业名称：湖州国林建设有限公司", 100, 100, score=0.97)
    for faint, doubtful in ((0.5, False), (0.8, True)):
        below = line("企业名称（公章）：湖州园林建设有限公司", 100, 200)
        glyphs = tuple(replace(glyph, score=faint) if glyph.char == "园" else glyph for glyph in below.glyphs)
        read = read_cns(Sheet([clear, replace(below, glyphs=glyphs)]))["name"]
        assert read.doubtful is doubtful
        assert doubtful or read.value == "湖州国林建设有限公司"


@pytest.mark.parametrize(
    "row",
    [
        "致：湖州职业培训学校（单位名称）",
        "致湖州建工集团有限公司（单位名称）：",
        "本公司承接湖州建工集团有限公司（单位名称）的劳务",
        "本单位受湖州建工集团有限公司（公司名称）委托",
        "总包单位湖州建工集团有限公司（企业名称），现承诺如下",
    ],
)
def test_anothers_name_before_its_label_is_not_taken(row: str) -> None:
    paper = Sheet(
        [
            line(text, 100, 100 + 100 * at)
            for at, text in enumerate(("承诺书", row, "承诺单位（盖章）：浙江甲建设有限公司"))
        ]
    )
    assert read_cns(paper)["name"].value == "浙江甲建设有限公司"


@pytest.mark.parametrize(
    "name", ["浙江主体结构加固工程有限公司", "湖州机关事业单位后勤服务有限公司", "系统集成（湖州）有限公司"]
)
def test_a_name_that_holds_such_words_is_not_cut_in_two(name: str) -> None:
    assert read_cns(sheet("承诺书", f"企业名称：{name}"))["name"].value == name


def test_a_projects_head_is_not_the_legal_person() -> None:
    assert read_cns(sheet("承诺书", "该项目现由负责人姚诗琪代表我方管理。"))["legal_person"].value is None


def test_two_prints_that_are_both_clear_and_differ_are_proposed() -> None:
    paper = [
        line("企业名称：浙江海天钢构有限公司", 100, 100, score=0.97),
        line("企业名称（公章）：浙江海天锡构有限公司", 100, 200, score=0.99),
    ]
    read = read_cns(Sheet(paper))["name"]
    assert (read.value, read.doubtful) == ("浙江海天钢构有限公司", True)


def test_whatever_unit_stands_before_the_name_is_no_part_of_it() -> None:
    read = read_cns(sheet("承诺书", "派出单位江山市宝美桩基工程有限公司郑重承诺："))
    assert read["name"].value == "江山市宝美桩基工程有限公司"


def _lines(*rows: str) -> dict[str, FieldReading]:
    drafts = read_cns(sheet(*rows))
    return {name: settle(draft, usual=is_usual(name, draft.value)) for name, draft in drafts.items()}


def _values(*rows: str) -> tuple[object, ...]:
    read = _lines(*rows)
    return tuple(read[name].value for name in ("name", "uscc", "legal_person", "date"))


def test_values_that_run_over_line_ends() -> None:
    assert _values(
        "企业承诺书",
        "兹有我单位（企业名称：浙江新凯地基基础工程有限公司合肥第三分",
        "公司，统一社会信用代码：913301086644296003，法定代表人：费泉",
        "建）自愿申请注册建筑工人职业技能培训企业账号，并郑重承诺：",
        "2025年8月24日",
    ) == ("浙江新凯地基基础工程有限公司合肥第三分公司", "913301086644296003", "费泉建", "2025-08-24")


def test_a_name_before_its_code_and_a_full_stop_read_as_a_dot() -> None:
    assert _values(
        "各有关单位：",
        "江苏浙丰建筑工程有限公司（统一社会信用代码91",
        "3205057143374067）系依法设立的企业，法定代表",
        "人为张斌水·为维护建筑市场秩序，特此承诺：",
    ) == ("江苏浙丰建筑工程有限公司", "913205057143374067", "张斌水", None)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("法定代表人为艾力·买买提。现承诺", "艾力·买买提"),
        ("法定代表人：阿依古丽·买买提", "阿依古丽·买买提"),
        ("法定代表人为张斌水·现承诺", "张斌水"),
        ("法定代表人为斌露晓·为维护建筑市场秩序·特此承诺", "斌露晓"),
        ("法定代表人为湖州市吴兴区人民政府", None),
    ],
)
def test_dots_of_names_and_stops(row: str, name: str | None) -> None:
    assert read_cns(sheet(row))["legal_person"].value == name


def test_a_pronoun_is_no_label() -> None:
    read = _lines(
        "企业培训承诺书",
        "为做好培训工作，本公司就有关事项承诺如下：（一）本公司提供的企业",
        "资料和人员资料均真实有效，我单位接受监督，发生事故由本公司负责。",
        "法定代表人：",
    )
    assert (read["name"].value, read["legal_person"].value) == (None, None)


@pytest.mark.parametrize(
    "name",
    [
        "湖州恒宏建筑设备租赁站",
        "德清县金瑞建筑工程队",
        "杭州厂房建设工程合伙企业（有限合伙）",
        "浙江成益消防工程（桐乡）有限公司",
        "湖州恒禾市政园林工程有限公司安吉第二分公司",
        "湖州中心城建设有限公司",
    ],
)
def test_names_of_every_form(name: str) -> None:
    code = "91330502831824174C"
    for row in (
        f"单位名称：{name}",
        f"企业名称  {name}",
        f"我单位（{name}）承诺：",
        f"{name}，统一社会信用代码{code}，",
    ):
        assert _lines("市住房和城乡建设局：", row)["name"].value == name, row


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("浙江新凯工程有限公司合肥第三分", "浙江新凯工程有限公司"),
        ("苏州盛博工程咨询合伙企业（普通合伙，", "苏州盛博工程咨询合伙企业"),
        ("苏州盛博工程咨询合伙企业）普通合伙）", "苏州盛博工程咨询合伙企业（普通合伙）"),
    ],
)
def test_a_name_that_is_torn_is_only_proposed(printed: str, name: str) -> None:
    draft = read_cns(sheet(f"单位名称：{printed}", "本企业承诺："))["name"].proven("两次识别一致")
    assert (draft.value, settle(draft).state) == (name, FieldState.LOOK)


def test_signs_that_readers_mistake() -> None:
    rows = "我单位《企业名称；浙江成益消防工程《桐乡〉有限公司、法定代表人.姚国》自愿申请", "法定代表人《签字）  姚国"
    read = _lines(*rows)
    assert (read["name"].value, read["legal_person"].value) == ("浙江成益消防工程（桐乡）有限公司", "姚国")
    assert read["legal_person"].reasons == (STANDS_TWICE,)


def test_the_printed_person_comes_before_the_written_one() -> None:
    printed = "我单位（企业名称：湖州大隆消防工程有限公司，法定代表人：姚锡庆）承诺：", "法定代表人（签字）：姚锡庆  司"
    assert _lines(*printed)["legal_person"].reasons == (STANDS_TWICE,)
    read = _lines(printed[0], "法定代表人（签字）：姚钖度")["legal_person"]
    assert (read.value, read.state) == ("姚锡庆", FieldState.LOOK)


def test_handwriting_alone_is_proposed_whatever_two_readers_say() -> None:
    draft = read_cns(sheet("法定代表人签字：  陈荣燕"))["legal_person"].proven("两次识别一致")
    assert (draft.value, settle(draft).state) == ("陈荣燕", FieldState.LOOK)


def test_an_unclear_print_against_the_signature_is_only_proposed() -> None:
    rows = "单位名称：湖州大隆消防工程有限公司", "法定代表人：王利赋", "单位（公章）：", "法定代表人：王利斌"
    clear, blurred = (read_cns(sheet(*rows, score=score))["legal_person"] for score in (0.99, 0.7))
    assert (clear.value, clear.doubtful) == ("王利赋", False)
    assert (blurred.value, blurred.doubtful) == ("王利赋", True)


def test_below_the_place_for_the_seal_names_are_handwritten() -> None:
    draft = read_cns(sheet("单位名称：湖州大隆消防工程有限公司", "单位（公章）：", "法定代表人：严丽  限"))[
        "legal_person"
    ]
    assert (draft.value, draft.doubtful) == ("严丽", True)


def test_labels_whose_beginning_a_seal_hides() -> None:
    rows = "法定代表人：张华", "（公章）：桐乡安利钢结构有限公司安吉第二分公司", "代表人：  张华"
    read = _lines(*rows)
    assert (read["name"].value, read["legal_person"].reasons) == (
        "桐乡安利钢结构有限公司安吉第二分公司",
        (STANDS_TWICE,),
    )
    assert read_cns(sheet(*rows[1:]))["legal_person"].doubtful


def test_names_read_differently_in_two_places() -> None:
    paper = [
        line("企业名称：湖州苕辉钢结构有限公司", 100, 100),
        line("企业名称（公章）：湖州茗辉钢结构有限公司", 100, 200, score=0.6),
    ]
    read = read_cns(Sheet(paper))["name"]
    assert (read.value, read.doubtful) == ("湖州苕辉钢结构有限公司", False)
    both = [box_from_text(box.quad, box.text, 0.6) for box in paper]
    assert read_cns(Sheet(both))["name"].doubtful


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("二零二六年三月五日", "2026-03-05"),
        ("日期：2026.03.05", "2026-03-05"),
        ("33048  日期：2025年07月01日", "2025-07-01"),
        ("2025 年  7  月  1  日".replace(" ", "  "), "2025-07-01"),
        ("05334007666", None),
    ],
)
def test_dates_at_the_signature(row: str, day: str | None) -> None:
    assert _lines("企业承诺书", row)["date"].value == day


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("205年07月01日", "2025-07-01"),
        ("2825年7月1", "2025-07-01"),
        ("33052025年7月01日", "2025-07-01"),
        ("202年7月1日", None),
    ],
)
def test_a_year_that_is_not_whole_is_only_proposed(row: str, day: str | None) -> None:
    draft = read_cns(sheet("企业承诺书", row))["date"].proven("两次识别一致")
    assert draft.value == day
    assert settle(draft).state is (FieldState.LOOK if day else FieldState.FAILED)


@pytest.mark.parametrize(
    "role",
    ["系", "本企业", "用工单位", "我公司", "承诺企业全称：", "本单位_", "授权单位（盖章）：", "参训单位：本企业"],
)
def test_who_the_enterprise_is_in_the_letter_is_not_its_name(role: str) -> None:
    read = _lines("企业承诺书", f"{role}{NAME}，统一社会信用代码：91330500MAHTN4EG0L，承诺如下：")
    assert read["name"].value == NAME


def test_a_name_in_a_sentence_is_believed_when_it_stands_again_and_no_other_does() -> None:
    told = f"{NAME}组织所属项目开展工人培训，特向社会公开承诺。"
    once = _lines("关于培训纪律的承诺", told)["name"]
    assert (once.value, once.state) == (NAME, FieldState.LOOK)
    twice = _lines("关于培训纪律的承诺", told, NAME)["name"]
    assert (twice.value, twice.state) == (NAME, FieldState.ACCEPTED)
    other = _lines("关于培训纪律的承诺", told, NAME, "并抄送浙江大有建设集团有限公司。")["name"]
    assert other.state is FieldState.LOOK


def test_where_it_is_registered_is_no_part_of_its_name() -> None:
    read = _lines("承诺及授权书", f"注册于湖州市红丰路1号（住所申报）的{NAME}，其法定代表人姚锡庆授权本单位沈一")
    assert (read["name"].value, read["legal_person"].value) == (NAME, "姚锡庆")


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("本公司负责人石大勇为公开承诺第一责任人", "石大勇"),
        ("法定代表人姓名：段昊然", "段昊然"),
        ("法人：范向阳", "范向阳"),
        ("法定代表人_钟濂，现申请使用平台", "钟濂"),
        (f"本人易毅，系{NAME}（统一社会信用代码91330500MAHTN4EG0L）的负责人，", "易毅"),
        ("乙方负责人：熊晔", "熊晔"),
        ("现场项目负责人为毛延安。", None),
        ("法定代表人于鸣宇，现申请使用平台", "于鸣宇"),
        ("法定代表人应承诺，所报材料真实", None),
        ("法定代表人和承诺人，均已知晓", None),
        ("项目负责人：毛延安", None),
        ("技术负责人（签字）：毛延安", None),
    ],
)
def test_whose_name_the_legal_persons_is(row: str, name: str | None) -> None:
    assert _lines("企业承诺书", "我单位承诺如下：", row)["legal_person"].value == name


def test_a_letter_of_guarantee_is_a_letter() -> None:
    rows = ("保证书", "我单位派员参加培训，保证人员真实、服从管理。", "此致", "敬礼", f"单位：{NAME}")
    assert classify(sheet(*rows))[0] == "cns"


@pytest.mark.parametrize("opening", ["本人张春华系", "本人张春华，系", "本人张春华现任"])
def test_who_signs_says_of_which_enterprise(opening: str) -> None:
    read = _lines("授权委托及承诺书", f"{opening}{NAME}的法定代表人，现授权本单位职工办理。", "委托单位（盖章）：")
    assert read["name"].value == NAME
    assert not read_cns(sheet(f"{opening}{NAME}的法定代表人，现授权本单位职工办理。"))["name"].doubtful


@pytest.mark.parametrize(
    "row",
    [
        f"{NAME}现声明：我单位持有的证书合法有效。",
        f"为营造诚信环境，{NAME}（以下简称“本企业”）作出如下承诺：",
        f"本企业{NAME}，统一社会信用代码91330500MAHTN4EG0L，现申请注册",
        f"兹有我单位{NAME}（信用代码91330500MAHTN4EG0L）报名参加培训，",
    ],
)
def test_a_name_that_the_sentence_makes_the_speaker_is_whole_and_pointed_at(row: str) -> None:
    draft = read_cns(sheet(row))["name"]
    assert (draft.value, draft.doubtful) == (NAME, False)


def test_what_a_browser_prints_into_the_margin_is_no_day_of_signing() -> None:
    margin = "2026/11/22 16:34  建设行业从业人员培训管理平台"
    assert read_cns(sheet(margin, *LETTER[:-1]))["date"].value is None
    assert read_cns(sheet(margin, *LETTER))["date"].value == "2025-06-16"


def test_a_table_at_the_foot_is_printed_though_it_begins_with_the_place_for_the_seal() -> None:
    table = (f"单位名称（盖章）  {NAME}", "统一社会信用代码  91330500MAHTN4EG0L", "法定代表人  姚锡庆")
    draft = read_cns(sheet("培训承诺书", "我单位承诺如下：", *table))["legal_person"]
    assert (draft.value, draft.doubtful) == ("姚锡庆", False)


def test_a_short_name_ends_where_a_word_of_the_sentence_begins() -> None:
    draft = read_cns(sheet("由法定代表人苟芳牵头，工程部共同落实培训任务。"))["legal_person"]
    assert (draft.value, draft.doubtful) == ("苟芳", False)


@pytest.mark.parametrize(
    "row",
    [
        "我们是安吉建安建工有限公司，统一社会信用代码91330500MAHTN4EG0L，公司法定代表人是姚诗琪。",
        "安吉建安建工有限公司（企业名称）系经登记机关核准设立的企业，法定代表人为姚诗琪。",
        "承诺单位安吉建安建工有限公司（91330500MAHTN4EG0L），本公司负责人：姚诗琪",
        "安吉建安建工有限公司承诺：现由负责人姚诗琪代表企业公开承诺。",
    ],
)
def test_who_commits_however_the_sentence_brings_it(row: str) -> None:
    read = read_cns(sheet("企业承诺书", row))
    assert (read["name"].value, read["legal_person"].value) == ("安吉建安建工有限公司", "姚诗琪")


def test_a_pronoun_is_no_name() -> None:
    read = read_cns(sheet("承诺复函", "此复。", "（我公司统一社会信用代码：91330500MAHTN4EG0L；法定代表人：姚诗琪）"))
    assert (read["name"].value, read["legal_person"].value) == (None, "姚诗琪")
