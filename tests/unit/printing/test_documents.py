"""Each paper says what it must, to the eye (nothing cut off), to the clipboard and to a scanner; and hides what it must."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from PIL import Image

from school_desk.adapters.printing.admission_tickets import admission_tickets
from school_desk.adapters.printing.certificates import certificates, verification_text
from school_desk.adapters.printing.commitment_letter import PROMISES, CommitmentLetter, commitment_letter
from school_desk.adapters.printing.exam_room_papers import desk_cards, door_list, sign_in_sheet
from school_desk.adapters.printing.passed_roster import passed_roster
from school_desk.adapters.printing.payment_notice import payment_notice, payment_notice_text
from school_desk.adapters.printing.raster import render_png
from school_desk.adapters.printing.study_notice import study_notice
from school_desk.kernel.errors import RuleViolation

from .people import (
    AUTHORITY,
    EXAMINATION,
    ISSUER,
    LONG_COMPANY,
    LONG_NAME,
    LONG_TRADE,
    MASKED_ID,
    NO_GLYPH_NAME,
    RARE_NAME,
    RESIDENT_ID,
    SCHOOL,
    TODAY,
    certificate,
    payment_notice_of,
    roster_of,
    session,
    sittings,
    study_notice_of,
    ticket,
)
from .reading import metadata, nearest_to_edge, page_count, qr_texts, text_of

LETTER = CommitmentLetter(SCHOOL.name, TODAY, LONG_COMPANY, "91330500MAHTN4EG0L", RARE_NAME)
ROOMS = (session(31), session(3, "第二考场"))
EVERY_PAPER: dict[str, Callable[[], bytes]] = {
    "commitment_letter": partial(commitment_letter, LETTER),
    "payment_notice": partial(payment_notice, payment_notice_of(8)),
    "payment_notice_long": partial(payment_notice, payment_notice_of(40)),
    "admission_tickets": partial(admission_tickets, EXAMINATION, (ticket(LONG_NAME, places=3), ticket(RARE_NAME))),
    "door_list": partial(door_list, ROOMS, SCHOOL.name, TODAY),
    "sign_in_sheet": partial(sign_in_sheet, ROOMS, SCHOOL.name, TODAY),
    "desk_cards": partial(desk_cards, ROOMS, SCHOOL.name, TODAY),
    "certificates": partial(certificates, ISSUER, (certificate(), certificate(LONG_NAME, print_number=2)), TODAY),
    "study_notice": partial(study_notice, study_notice_of(21)),
    "passed_roster": partial(passed_roster, roster_of(17)),
}
MASKING = ("admission_tickets", "door_list", "sign_in_sheet", "desk_cards", "study_notice", "passed_roster")


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_the_same_values_give_the_same_bytes_here_and_in_a_worker(paper: str) -> None:
    draw = EVERY_PAPER[paper]
    assert draw() == pickle.loads(pickle.dumps(draw))()


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_nothing_is_cut_off_and_rare_characters_can_be_copied(paper: str) -> None:
    pdf = EVERY_PAPER[paper]()
    text = text_of(pdf)
    assert nearest_to_edge(pdf) > 4
    assert "\ufffd" not in text
    assert any(rare in text for rare in (RARE_NAME, LONG_COMPANY))


@pytest.mark.parametrize("paper", MASKING)
def test_papers_that_others_see_mask_the_identity_number(paper: str) -> None:
    assert RESIDENT_ID not in text_of(EVERY_PAPER[paper]())


def test_the_file_carries_the_date_it_was_given() -> None:
    told = metadata(commitment_letter(LETTER))
    assert told["CreationDate"] == "D:20261123000000+08'00'"
    assert (told["Title"], told["Author"]) == ("企业承诺书", SCHOOL.name)


def test_the_commitment_letter_holds_all_promises_and_places_for_seal_and_date() -> None:
    text = text_of(commitment_letter(LETTER))
    assert [promise for promise in PROMISES if promise not in text] == []
    for wanted in (LONG_COMPANY, "91330500MAHTN4EG0L", "企业名称（公章）", "法定代表人（签字）", "年月日", "cns.jpg"):
        assert wanted in text


def test_the_blank_commitment_letter_is_one_page_with_lines_to_write_on() -> None:
    pdf = commitment_letter(CommitmentLetter(SCHOOL.name, TODAY))
    assert page_count(pdf) == 1
    assert "企业名称（公章）：统一社会信用代码：法定代表人（签字）：日期：年月日" in text_of(pdf)


def test_the_payment_notice_tells_all_that_is_needed_to_pay() -> None:
    pdf = payment_notice(payment_notice_of(8))
    text = text_of(pdf)
    assert page_count(pdf) == 1
    for wanted in (
        *(LONG_COMPANY, "91330500MAHTN4EG0L", "2026-1123-01", "K7M4Q2", "2026年12月10日前"),
        *("湖州市吴兴区城建职业技能培训学校", "1205220109200069722", "工行湖州红丰支行"),
        *(f"1{LONG_TRADE}中级工1800.00800.00", f"8{LONG_TRADE}中级工8800.006,400.00"),
        *("应缴合计（36人）", "￥28,800.00", "大写：贰万捌仟捌佰元整", SCHOOL.contact, SCHOOL.phone),
    ):
        assert wanted in text


def test_many_items_move_to_pages_of_their_own_and_the_first_page_still_suffices_to_pay() -> None:
    pdf = payment_notice(payment_notice_of(40))
    assert page_count(pdf) == 3
    first = text_of(pdf, 0)
    assert "K7M4Q2" in first
    assert "￥656,000.00" in first
    assert "明细见附页" in first
    assert f"40{LONG_TRADE}" in text_of(pdf, 2)
    assert "第3页，共3页" in text_of(pdf, 2)


def test_the_payment_text_for_wechat() -> None:
    assert payment_notice_text(payment_notice_of(2, "德清恒信装饰有限公司")) == (
        "【缴费通知单】德清恒信装饰有限公司\n"
        "报名批次：2026-1123-01（共 3 人）\n"
        "建筑起重机械安装拆卸工 中级工：1 人 × 800.00 = 800.00 元\n"
        "建筑起重机械安装拆卸工 中级工：2 人 × 800.00 = 1,600.00 元\n"
        "应缴合计：2,400.00 元（贰仟肆佰元整）\n"
        "请于 2026年12月10日前用单位账户公对公转账：\n"
        "户名：湖州市吴兴区城建职业技能培训学校\n账号：1205220109200069722\n开户行：工行湖州红丰支行\n"
        "附言请填缴费码：K7M4Q2\n"
        "（填在转账的“附言”栏，没有附言栏就填“用途”或“摘要”；分几笔转账，每笔都要填。）\n"
        "湖州市吴兴区城建职业技能培训学校　联系人：沈老师　电话：0572-2100000　地址：湖州市吴兴区红丰路"
    )


def test_a_ticket_shows_person_times_and_place() -> None:
    pdf = admission_tickets(EXAMINATION, (ticket(RARE_NAME),))
    text = text_of(pdf)
    for wanted in (
        *("准考证号330500202612050007", f"姓名{RARE_NAME}", "性别女", f"证件号码{MASKED_ID}", LONG_COMPANY),
        *(LONG_TRADE, "高级工", "理论2026年12月5日（星期六）09:00—10:00第一考场07", "14:00—15:00"),
        *("考点：湖州市建设技能考核中心（湖州市吴兴区红丰路一号实训楼一层）", "考生须知", SCHOOL.phone),
    ):
        assert wanted in text
    assert qr_texts(pdf) == ["330500202612050007"]


def test_three_places_are_told_apart_by_subject() -> None:
    text = text_of(admission_tickets(EXAMINATION, (ticket(places=3),)))
    for wanted in ("考点（理论）：湖州市", "考点（安全）：浙江恒信", "考点（操作技能）：长兴县"):
        assert wanted in text


def test_tickets_stand_two_to_a_page_in_the_order_given() -> None:
    tickets = [ticket(number=f"T{number}") for number in range(5)]
    pdf = admission_tickets(EXAMINATION, tickets)
    assert page_count(pdf) == 3
    assert qr_texts(pdf, 1) == ["T2", "T3"]
    assert "T4" in text_of(pdf, 2)


def test_a_ticket_without_photo_leaves_a_place_for_one() -> None:
    pdf = admission_tickets(EXAMINATION, (replace(ticket(), photo=None),))
    assert "贴照片处" in text_of(pdf)
    assert "贴照片处" not in text_of(admission_tickets(EXAMINATION, (ticket(),)))


@pytest.mark.parametrize("photo", [b"", b"\xff\xd8\xff\xe0 cut off", b"PK\x03\x04"])
def test_an_unreadable_photo_names_the_candidate(photo: bytes) -> None:
    with pytest.raises(RuleViolation, match="张三丰（准考证号 T9）：照片打不开") as caught:
        admission_tickets(EXAMINATION, (ticket(), replace(ticket("张三丰", number="T9"), photo=photo)))
    assert caught.value.code == "print.photo_unreadable"


def test_a_name_without_glyph_stops_every_paper_and_names_the_person() -> None:
    bad_seat = replace(session(1).candidates[0], name=NO_GLYPH_NAME)
    rooms = (session(4), replace(session(2), candidates=(bad_seat,)))
    bad_account = replace(study_notice_of(1).accounts[0], name=NO_GLYPH_NAME)
    bad_trainee = replace(roster_of(1).trainees[0], name=NO_GLYPH_NAME)
    drawn: tuple[Callable[[], bytes], ...] = (
        lambda: admission_tickets(EXAMINATION, (ticket(), ticket(), ticket(NO_GLYPH_NAME))),
        lambda: door_list(rooms, SCHOOL.name, TODAY),
        lambda: sign_in_sheet(rooms, SCHOOL.name, TODAY),
        lambda: desk_cards(rooms, SCHOOL.name, TODAY),
        lambda: certificates(ISSUER, (certificate(), certificate(NO_GLYPH_NAME)), TODAY),
        lambda: study_notice(replace(study_notice_of(1), accounts=(bad_account,))),
        lambda: passed_roster(replace(roster_of(1), trainees=(bad_trainee,))),
        lambda: payment_notice(payment_notice_of(1, NO_GLYPH_NAME)),
        lambda: commitment_letter(replace(LETTER, enterprise_name=NO_GLYPH_NAME)),
    )
    for draw in drawn:
        with pytest.raises(RuleViolation, match=f"^{NO_GLYPH_NAME}.*U\\+2EBF0") as caught:
            draw()
        assert caught.value.code == "print.missing_glyph"


def test_a_rooms_text_without_glyph_is_the_rooms_fault() -> None:
    bad = replace(ticket(), sittings=tuple(replace(one, address="红丰路\u200b一号") for one in sittings()))
    rooms = (replace(session(2), place="实训\u200b楼"),)
    drawn: tuple[Callable[[], bytes], ...] = (
        lambda: admission_tickets(EXAMINATION, (ticket(), bad)),
        lambda: door_list(rooms, SCHOOL.name, TODAY),
        lambda: sign_in_sheet(rooms, SCHOOL.name, TODAY),
        lambda: desk_cards(rooms, SCHOOL.name, TODAY),
    )
    for draw in drawn:
        with pytest.raises(RuleViolation, match=r"^考场“第一考场”.*U\+200B.*修改这个考场") as caught:
            draw()
        assert "证件" not in caught.value.message


def test_the_door_list_fills_a_room_of_thirty_on_one_page() -> None:
    pdf = door_list((session(30),), SCHOOL.name, TODAY)
    text = text_of(pdf)
    assert page_count(pdf) == 1
    assert "第一考场" in text
    assert "共30人" in text
    assert "30330500202612000030" in text
    assert page_count(door_list((session(31), session(1)), SCHOOL.name, TODAY)) == 3


def test_the_sign_in_sheet_counts_and_leaves_room_to_sign() -> None:
    pdf = sign_in_sheet((session(25),), SCHOOL.name, TODAY)
    assert page_count(pdf) == 2
    assert "应到" not in text_of(pdf, 0)
    assert "应到25人" in text_of(pdf, 1)
    assert "监考员签名" in text_of(pdf, 1)
    assert text_of(pdf).count(MASKED_ID) == 25


def test_desk_cards_stand_eight_to_a_page_and_each_session_begins_a_page() -> None:
    pdf = desk_cards((session(9), session(2, "第二考场")), SCHOOL.name, TODAY)
    assert page_count(pdf) == 3
    assert text_of(pdf, 0).count("准考证号") == 8
    assert "第二考场" in text_of(pdf, 2)


def test_a_certificate_shows_holder_number_and_issuer() -> None:
    pdf = certificates(ISSUER, (certificate(),), TODAY)
    text = text_of(pdf)
    for wanted in (
        *("住房和城乡建设行业技能人员职业培训合格证", f"姓名{RARE_NAME}", RESIDENT_ID, "证书编号33050026110000012"),
        *(f"工种{LONG_TRADE}", "等级高级工", SCHOOL.name, "湖州市住房和城乡建设局", "2026年11月20日"),
    ):
        assert wanted in text
    assert "补打" not in text


def test_each_certificate_names_the_authority_that_issued_it() -> None:
    before = "湖州市建设局"
    pdf = certificates(ISSUER, (certificate(), replace(certificate(), authority=before)), TODAY)
    assert [name in text_of(pdf, page) for page, name in enumerate((AUTHORITY, before))] == [True, True]
    assert before not in text_of(pdf, 0)
    assert AUTHORITY not in text_of(pdf, 1)


def test_the_code_on_a_certificate_says_the_same_with_the_identity_masked() -> None:
    pdf = certificates(ISSUER, (certificate(),), TODAY)
    (said,) = qr_texts(pdf)
    assert said == verification_text(ISSUER, certificate())
    for wanted in ("33050026110000012", RARE_NAME, MASKED_ID, LONG_TRADE, "高级工", "2026-11-20"):
        assert wanted in said
    assert RESIDENT_ID not in said


def test_a_reprint_says_so() -> None:
    text = text_of(certificates(ISSUER, (certificate(print_number=3),), date(2027, 1, 4)))
    assert "补打件第3次打印2027-01-04" in text


def test_the_study_notice_lists_people_and_never_a_password() -> None:
    notice = study_notice_of(21)
    pdf = study_notice(notice)
    text = text_of(pdf)
    assert page_count(pdf) == 2
    assert text.count(MASKED_ID) == 21
    assert "24学时" in text
    assert notice.address in text
    assert "111111" not in text
    assert "不在群里发送" in text


def test_the_roster_of_the_passed_runs_over_pages_and_shows_whole_numbers_only_on_demand() -> None:
    pdf = passed_roster(roster_of(33))
    assert page_count(pdf) == 3
    text = text_of(pdf)
    assert "浙江省建设行业技能人员合格人员名册" in text
    assert "共33人" in text
    assert "8275.560C0000033" in text
    assert text_of(passed_roster(roster_of(2, whole_ids=True))).count(RESIDENT_ID) == 2


def test_a_preview_is_a_picture_of_the_page_asked_for() -> None:
    pdf = door_list((session(31),), SCHOOL.name, TODAY)
    with Image.open(io.BytesIO(render_png(pdf, 1, 72))) as preview:
        assert preview.format == "PNG"
        assert preview.size == (596, 842)
    with pytest.raises(IndexError):
        render_png(pdf, 2)
