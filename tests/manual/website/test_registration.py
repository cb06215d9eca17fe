"""企业注册、企业信息查看 (操作说明 第三章), as an enterprise's contact does it on the website."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from school_desk.enterprises.commands import PreApproveEnterprise, RecordAuthorityDecision, RecordOnSiteReview
from school_desk.enterprises.queries import find_by_code
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.hub.portal.browser import MOBILE, NAME, PASSWORD, Website, jpeg, reading
from tests.manual.requirements import requirement
from tests.manual.website.contact import Contact
from tests.papers import CODES, registration, reviewed_enterprise
from tests.school import Office

TODAY = date(2026, 8, 3)
SEEN: dict[str, Any] = dict.fromkeys(("yyzz", "cns", "zzzs"), "seen")


def own_id(office: Office) -> str:
    with office.school.reading() as session:
        return find_by_code(session, office.school.id, CODES[0]) or ""


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40)).save(file, "PNG")
    return file.getvalue()


@requirement("R3")
def test_without_three_photos_it_does_not_go_on(visitor: Contact) -> None:
    visitor.follow("注册企业账号")
    visitor.attach("营业执照", "yyzz.jpg", jpeg())
    visitor.attach("企业承诺书", "cns.jpg", jpeg())
    page = visitor.press("下一步")
    assert "请选择资质证书的照片 zzzs.jpg" in page.words
    visitor.attach("资质证书", "zzzs.jpg", jpeg())
    assert "单位信息" in visitor.press("下一步").headings


@requirement("R4")
@pytest.mark.parametrize(
    ("photo", "told"),
    [
        (png(), "不是 JPG 照片（PNG）"),
        (jpeg().ljust(MAX_UPLOAD_BYTES + 1, b"\0"), "不能超过 2 MB"),
        (jpeg()[:900], "不完整"),
    ],
)
def test_a_photo_that_is_no_jpg_or_more_than_2m_goes_back(visitor: Contact, photo: bytes, told: str) -> None:
    page = visitor.hand_in_photos(yyzz=("yyzz.jpg", photo))
    assert told in page.words
    page = visitor.hand_in_photos(yyzz=("yyzz.jpg", jpeg().ljust(MAX_UPLOAD_BYTES, b"\0")))
    assert "单位信息" in page.headings, "2M to the byte is not more than 2M"


@requirement("R4")
def test_a_photo_whose_text_is_not_legible_is_looked_at_again(site: Website, visitor: Contact) -> None:
    site.reader.says = lambda kind: reading(kind, problems=("照片模糊：请对焦后重新拍摄。",) if kind == "cns" else ())
    page = visitor.hand_in_photos()
    assert "照片模糊" in page.words
    assert page.heading == "企业注册"
    site.reader.says = reading
    visitor.attach("企业承诺书", "cns.jpg", jpeg("sharp"))
    assert "单位信息" in visitor.press("下一步").headings


@requirement("R5")
def test_the_name_says_which_paper_it_is(visitor: Contact) -> None:
    """The manual lists the papers in one order and the names in another: cns is the letter, zzzs the certificate."""
    page = visitor.hand_in_photos(cns=("zzzs.jpg", jpeg()), zzzs=("cns.jpg", jpeg()))
    assert "企业承诺书的照片要命名为 cns.jpg" in page.words
    assert "资质证书的照片要命名为 zzzs.jpg" in page.words


@requirement("R5")
def test_name_and_content_must_agree(site: Website, visitor: Contact) -> None:
    swapped = {"cns": "zzzs", "zzzs": "cns", "yyzz": "yyzz"}
    site.reader.says = lambda kind: reading(kind, seen=swapped[kind])
    page = visitor.hand_in_photos()
    assert "cns.jpg 的内容像是资质证书" in page.words
    assert "zzzs.jpg 的内容像是企业承诺书" in page.words


@requirement("R6")
def test_the_letter_is_downloaded_where_one_registers(visitor: Contact) -> None:
    visitor.follow("注册企业账号")
    assert "打印后加盖公章，再拍照" in visitor.page.words
    visitor.follow("下载承诺书模版")
    text = pypdfium2.PdfDocument(visitor.file)[0].get_textpage().get_text_range()
    assert "承诺书" in text
    assert "公章" in text


@requirement("R7")
def test_the_licence_is_read_checked_and_taken_again(site: Website, visitor: Contact) -> None:
    site.reader.says = lambda kind: reading(kind, uscc=CODES[1], name="湖州石风钢结构工程有限公司")
    page = visitor.hand_in_photos()
    assert page.field("统一社会信用代码").attributes["value"] == CODES[1]
    assert page.field("企业名称").attributes["value"] == "湖州石风钢结构工程有限公司"
    site.reader.says = reading
    visitor.follow("重新上传")
    visitor.attach("营业执照", "yyzz.jpg", jpeg("taken again"))
    page = visitor.press("下一步")
    assert page.field("统一社会信用代码").attributes["value"] == CODES[0]
    assert page.field("企业名称").attributes["value"] == NAME
    visitor.fill(所属地区="湖州市 吴兴区")
    visitor.tick("否")
    assert "请核对单位信息与营业执照一致，并勾选确认" in visitor.press("下一步").words


@requirement("R8")
def test_the_principals_mobile_is_proven_by_a_code(site: Website, visitor: Contact) -> None:
    visitor.hand_in_photos()
    visitor.fill_unit()
    visitor.press("下一步")
    passwords = {"密码": PASSWORD, "再输入一次": PASSWORD}
    visitor.fill(负责人手机号="", 短信验证码="123456", **passwords)
    assert "请填写负责人手机号" in visitor.press("提交注册").words
    visitor.get_code(负责人手机号=MOBILE)
    assert (site.texts[-1]["mobile"], visitor.code in site.texts[-1]["text"]) == (MOBILE, True)
    wrong = "000000" if visitor.code != "000000" else "000001"
    for mobile, code in ((MOBILE, wrong), ("13900001111", visitor.code)):
        visitor.fill(负责人手机号=mobile, 短信验证码=code, **passwords)
        assert "验证码不对或已过期" in visitor.press("提交注册").words
    visitor.fill(负责人手机号=MOBILE, 短信验证码=visitor.code, **passwords)
    assert "注册成功" in visitor.press("提交注册").words


@requirement("R9")
def test_the_account_is_the_credit_code_with_a_password_of_ones_own(visitor: Contact) -> None:
    page = visitor.register()
    assert "账号是贵单位的统一社会信用代码，密码是刚才设置的" in page.words
    visitor.press("退出")
    assert "账号或密码不对" in visitor.sign_in(CODES[0], "111111").words
    assert visitor.sign_in(CODES[0], PASSWORD).heading == NAME


@requirement("R10")
@pytest.mark.parametrize(
    ("affiliated", "authority"), [("否", "湖州市住房和城乡建设局"), ("是，省属单位", "浙江省住房和城乡建设厅")]
)
def test_place_and_affiliation_decide_the_authority(visitor: Contact, affiliated: str, authority: str) -> None:
    page = visitor.hand_in_photos()
    assert "上级行政主管部门" in page.headings
    visitor.fill_unit()
    visitor.tick(affiliated)
    assert visitor.press("下一步").facts()["审核部门"] == authority
    visitor.get_code(负责人手机号=MOBILE)
    visitor.fill(负责人手机号=MOBILE, 短信验证码=visitor.code, 密码=PASSWORD, 再输入一次=PASSWORD)
    assert visitor.press("提交注册").facts()["上级行政主管部门"] == authority


@requirement("R11")
def test_only_after_the_citys_authority_approves_it_enrols(
    office: Office, visitor: Contact, authority: Callable[[str], Contact]
) -> None:
    visitor.register()
    office.do(PreApproveEnterprise(own_id(office)))
    office.do(RecordOnSiteReview(own_id(office), TODAY, "企业办公室", "沈文员", SEEN, "DA-1"))
    visitor.follow("报名")
    assert "现在不能报名：主管部门审核通过之后才可以报名" in visitor.page.words
    assert "上传报名名单" not in visitor.page.headings
    reviewer = authority("330500")
    reviewer.follow("企业审核", "审核")
    reviewer.tick("通过")
    reviewer.press("提交结论")
    visitor.follow("报名")
    assert "不能报名" not in visitor.page.words
    assert "上传报名名单" in visitor.page.headings


@requirement("R12")
def test_the_province_reviews_its_own(office: Office, authority: Callable[[str], Contact]) -> None:
    own = office.do(registration(office, province_affiliated=True))["enterprise_id"]
    office.do(PreApproveEnterprise(own))
    office.do(RecordOnSiteReview(own, TODAY, "企业办公室", "沈文员", SEEN, "DA-1"))
    reviewed_enterprise(office, 1)
    province, city = authority("330000"), authority("330500")
    province.follow("企业审核")
    assert CODES[0] in province.page.words
    assert CODES[1] not in province.page.words
    city.follow("企业审核")
    assert CODES[0] not in city.page.words
    assert CODES[1] in city.page.words


@requirement("R13")
def test_the_review_is_followed_after_signing_in(office: Office, visitor: Contact) -> None:
    visitor.register()
    visitor.press("退出")

    def status() -> str:
        visitor.sign_in()
        visitor.follow("企业")
        assert visitor.page.heading == "企业基本信息"
        assert visitor.page.headings[0] == "审核状态"
        words = visitor.page.words.split("审核状态 ")[1]
        visitor.press("退出")
        return words.split(" ")[0]

    assert status() == "待审核"
    office.do(PreApproveEnterprise(own_id(office)))
    assert status() == "初审通过"
    office.do(RecordOnSiteReview(own_id(office), TODAY, "企业办公室", "沈文员", SEEN, "DA-1"))
    assert status() == "主管部门审核中"
    office.do(RecordAuthorityDecision(own_id(office), True, TODAY, "湖建人〔2026〕1号"), office.examiner)
    assert status() == "审核通过"


@requirement("R14")
def test_nobody_registers_twice(visitor: Contact) -> None:
    visitor.register()
    visitor.press("退出")
    visitor.hand_in_photos()
    visitor.fill_unit(统一社会信用代码=f" {CODES[0].lower()} ")
    page = visitor.press("下一步")
    assert "已经注册，企业不能重复注册" in page.words
    assert "单位信息" in page.headings


@requirement("R16")
def test_the_menu_shows_what_was_registered(contact: Contact) -> None:
    page = contact.follow("企业")
    assert page.chosen() == ["企业"]
    wanted = {
        "企业名称": NAME,
        "统一社会信用代码": CODES[0],
        "法定代表人": "姚锡庆",
        "企业地址": "浙江省湖州市吴兴区埭溪镇创业路849号",
        "所属地区": "湖州市吴兴区",
        "是否省属单位": "否",
        "企业联系人": "陈静",
        "联系人手机": "150****7357",
        "负责人手机号": "138****5893",
    }
    shown = page.facts()
    assert {word: shown[word] for word in wanted} == wanted
    pictures = [image.attributes["alt"] for image in page.root.all("img")]
    assert pictures == ["营业执照", "企业承诺书", "资质证书"]


@requirement("R17")
def test_contact_address_and_place_are_changed(contact: Contact) -> None:
    contact.follow("企业", "修改")
    assert [label for label in contact.page.labels() if "信用代码" in label or "企业名称" in label] == []
    contact.fill(企业联系人="王芳", 联系人手机="13900001111", 企业地址="湖州市南浔区新路1号", 所属地区="湖州市 南浔区")
    shown = contact.press("保存").facts()
    assert (shown["企业联系人"], shown["联系人手机"]) == ("王芳", "139****1111")
    assert (shown["企业地址"], shown["所属地区"]) == ("湖州市南浔区新路1号", "湖州市南浔区")
    assert (shown["企业名称"], shown["统一社会信用代码"]) == (NAME, CODES[0])


@requirement("R17")
def test_mobile_and_password_are_changed_where_the_rest_is(contact: Contact) -> None:
    contact.follow("企业", "修改", "修改手机号")
    contact.get_code(新手机号="13900001111")
    contact.fill(新手机号="13900001111", 短信验证码=contact.code, 登录密码=PASSWORD)
    shown = contact.press("保存").facts()
    assert (shown["负责人手机号"], shown["联系人手机"]) == ("139****1111", "150****7357"), "one changed, one kept"
    contact.follow("修改")
    assert "登录密码" in contact.page.facts()
    contact.follow("修改密码")
    contact.fill(原密码=PASSWORD, 新密码="Anji-Longxi-88", 再输入一次="Anji-Longxi-88")
    assert "密码已修改" in contact.press("保存").words
