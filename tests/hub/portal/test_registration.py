"""企业注册 (操作说明 第三章): three photos, the licence read and confirmed, place and 省属, phone code, own password, and never twice."""

from __future__ import annotations

import io
import threading
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from PIL import Image

from school_desk.accounts.queries import accounts
from school_desk.adapters.sms import FileOutbox
from school_desk.documents import queries as documents
from school_desk.documents.reading.paper import PaperReading
from school_desk.enterprises.queries import EnterpriseDetail, enterprise, enterprises
from school_desk.hub.portal import drafts, photos
from school_desk.hub.portal.drafts import KEPT_FOR
from school_desk.kernel import journal
from school_desk.kernel.jobs import JobPool
from school_desk.terms.roles import WebRole
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.hub.portal.browser import (
    KINDS,
    MOBILE,
    NAME,
    PASSWORD,
    Browser,
    Website,
    gateway_away,
    jpeg,
    reading,
)
from tests.papers import CODES
from tests.samples import samples_dir


def registered(site: Website) -> list[EnterpriseDetail]:
    with site.school.database.reading() as session:
        rows = enterprises(session, site.school.id)
        found = [enterprise(session, site.school.id, row.id) for row in rows]
    return [one for one in found if one is not None]


def test_an_enterprise_registers_and_is_signed_in(site: Website, browser: Browser) -> None:
    page = browser.register()
    assert browser.path == "/enterprise"
    assert "待审核" in page.text
    (one,) = registered(site)
    assert (one.credit_code, one.name, one.principal_mobile) == (CODES[0], NAME, MOBILE)
    assert (one.region, one.authority, one.status) == (
        "湖州市吴兴区", "湖州市住房和城乡建设局", EnterpriseStatus.SUBMITTED,
    )  # fmt: skip
    with site.school.database.reading() as session:
        papers = documents.papers(session, site.school.id, one.id)
        (account,) = accounts(session, site.school.id, WebRole.ENTERPRISE)
        last = journal.end_of(session, site.school.id)
    assert {paper.file_name for paper in papers} == {"yyzz.jpg", "cns.jpg", "zzzs.jpg"}
    assert all(site.school.blobs.get(paper.sha256) == jpeg(paper.kind.value) for paper in papers)
    assert (account.login, account.enterprise_id) == (CODES[0], one.id)
    assert account.password_hash.startswith("$argon2id$")
    assert last.seq >= 2, "what the website decides stands in the journal, for every desk"


def test_a_province_affiliated_enterprise_is_the_provinces(site: Website, browser: Browser) -> None:
    browser.photos()
    browser.unit(province_affiliated="yes")
    assert "浙江省" in browser.finish().text
    assert registered(site)[0].authority.startswith("浙江省")


def test_the_page_tells_who_will_review(browser: Browser) -> None:
    browser.photos()
    piece = partial(browser.piece, "/register/authority")
    assert "湖州市住房和城乡建设局" in piece(region_code="330502", province_affiliated="no").text
    assert "浙江省" in piece(region_code="330502", province_affiliated="yes").text
    assert "选择所属地区" in piece(region_code="999999", province_affiliated="no").text


def test_what_was_read_fills_the_form_and_a_better_photo_is_read_again(site: Website, browser: Browser) -> None:
    assert f'value="{NAME}"' in browser.photos().text
    site.reader.says = lambda kind: reading(kind, uscc=CODES[1], name="湖州鑫瑞埭防水工程有限公司")
    browser.get("/register")
    page = browser.post("/register", files={"yyzz": ("yyzz.jpg", jpeg("better"), "image/jpeg")})
    assert browser.path == "/register/unit"
    assert f'value="{CODES[1]}"' in page.text
    assert site.reader.read == ["yyzz", "cns", "zzzs", "yyzz"]
    assert browser.get("/register/photo/yyzz").content == jpeg("better")


def photo_file(form: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 40)).save(written, form)
    return written.getvalue()


def bomb() -> bytes:
    """Announces 65,500 × 65,500 pixels in 600 bytes."""
    small = bytearray(jpeg("bomb"))
    place = small.index(b"\xff\xc0") + 5
    small[place : place + 4] = b"\xff\xdc\xff\xdc"
    return bytes(small)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("cns.jpg", jpeg(), "要命名为 yyzz.jpg"),
        ("IMG_2034.jpg", jpeg(), "要命名为 yyzz.jpg"),
        ("yyzz.png", jpeg(), "要命名为 yyzz.jpg"),
        ("yyzz.jpg", photo_file("PNG"), "不是 JPG 照片（PNG）"),
        ("yyzz.jpg", b"\x00\x00\x00\x18ftypheic" + b"x" * 90, "不是 JPG 照片（HEIC）"),
        ("yyzz.jpg", b"%PDF-1.4", "不是 JPG 照片（PDF）"),
        ("yyzz.jpg", b"", "不是 JPG 照片（空文件）"),
        ("yyzz.jpg", jpeg() + b"x" * MAX_UPLOAD_BYTES, "不能超过 2 MB"),
        ("yyzz.jpg", jpeg()[:900], "不完整"),
        ("yyzz.jpg", b"\xff\xd8\xff" + b"x" * 90, "已损坏"),
        ("yyzz.jpg", bomb(), "尺寸过大"),
    ],
)
def test_a_file_that_will_not_do_goes_back_before_it_is_read(
    site: Website, browser: Browser, name: str, content: bytes, told: str
) -> None:
    browser.get("/register")
    page = browser.post("/register", files={"yyzz": (name, content, "image/jpeg")})
    assert page.status_code == 422
    assert told in page.text
    assert site.reader.read == []


def test_two_mebibytes_to_the_byte_are_allowed(site: Website, browser: Browser) -> None:
    full = jpeg() + b"\x00" * (MAX_UPLOAD_BYTES - len(jpeg()))
    browser.photos(yyzz=full)
    assert browser.path == "/register/unit"
    assert browser.photos(yyzz=full + b"\x00").status_code == 422


def test_photos_that_are_fine_need_not_be_chosen_again(site: Website, browser: Browser) -> None:
    page = browser.photos(cns=photo_file("PNG"))
    assert page.text.count("已收到，可以继续") == 2
    browser.post("/register", files={"cns": ("cns.jpg", jpeg("cns"), "image/jpeg")})
    assert browser.path == "/register/unit"
    assert site.reader.read == ["yyzz", "zzzs", "cns"]


def test_all_three_are_needed(browser: Browser) -> None:
    browser.get("/register")
    page = browser.post("/register", files={"yyzz": ("YYZZ.JPG", jpeg(), "image/jpeg")})
    assert page.status_code == 422
    assert "请选择企业承诺书的照片 cns.jpg" in page.text
    assert browser.get("/register/unit").url.path == "/register"


def test_name_and_content_must_agree(site: Website, browser: Browser) -> None:
    """The manual's own trap: cns and zzzs swapped."""
    swapped = {"cns": "zzzs", "zzzs": "cns", "yyzz": "yyzz"}
    site.reader.says = lambda kind: reading(kind, seen=swapped[kind])
    page = browser.photos()
    assert page.status_code == 422
    assert "cns.jpg 的内容像是资质证书" in page.text
    assert "zzzs.jpg 的内容像是企业承诺书" in page.text


def test_a_photo_without_text_goes_back(site: Website, browser: Browser) -> None:
    site.reader.says = lambda kind: PaperReading(kind, {}, ("照片上没有认出文字，请重新拍摄。",), width=9, height=9)
    page = browser.photos()
    assert page.status_code == 422
    assert "没有认出文字" in page.text
    assert "仍然提交" not in page.text


def test_a_photo_that_is_hard_to_read_is_looked_at_again(site: Website, browser: Browser) -> None:
    site.reader.says = lambda kind: reading(
        kind, problems=("照片模糊：请持稳手机、对焦后重新拍摄。",) * (kind == "cns")
    )
    page = browser.photos()
    assert (browser.path, page.status_code) == ("/register", 422)
    assert "照片模糊" in page.text
    browser.post("/register", sure="yes")
    assert browser.path == "/register/unit"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("credit_code", "91330500MAHTN4EG0X", "校验"),
        ("name", "", "请填写企业名称"),
        ("address", " ", "请填写企业地址"),
        ("region_code", "", "请选择所属地区"),
        ("region_code", "110101", "不在浙江省内"),
        ("province_affiliated", "", "请选择是否省属单位"),
        ("contact_mobile", "123", "联系人手机"),
        ("confirmed", "", "勾选确认"),
    ],
)
def test_what_is_missing_in_the_units_data_is_told_at_its_field(
    browser: Browser, field: str, value: str, told: str
) -> None:
    browser.photos()
    page = browser.unit(**{field: value})
    assert page.status_code == 422
    assert told in page.text
    assert f'href="#{field}"' in page.text
    if field != "name":
        assert f'value="{NAME}"' in page.text, "what was typed is still there"


def test_nobody_registers_twice(site: Website, browser: Browser) -> None:
    browser.register()
    other = site.browser("10.0.0.2")
    other.photos()
    page = other.unit(credit_code=f" {CODES[0].lower()} ")
    assert page.status_code == 422
    assert "已经注册，企业不能重复注册" in page.text
    assert len(registered(site)) == 1


def test_two_at_once_are_one(site: Website, browser: Browser) -> None:
    other = site.browser("10.0.0.2")
    for one in (browser, other):
        one.photos()
        one.unit()
    browser.finish()
    page = other.finish("13800005894")
    assert page.status_code == 422
    assert "企业不能重复注册" in page.text
    with site.school.database.reading() as session:
        assert len(accounts(session, site.school.id, WebRole.ENTERPRISE)) == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mobile": ""}, "请填写负责人手机号"),
        ({"mobile": "123"}, "负责人手机号"),
        ({"mobile": "13800005899"}, "验证码不对或已过期"),
        ({"code": "x"}, "验证码不对或已过期"),
        ({"again": "x"}, "两次输入的密码不一样"),
        ({"password": CODES[0], "again": CODES[0]}, "太容易被猜到"),
    ],
)
def test_the_principals_phone_is_proven_and_the_password_is_good(
    site: Website, browser: Browser, changes: dict[str, str], told: str
) -> None:
    browser.photos()
    browser.unit()
    page = browser.finish(**changes)
    assert page.status_code == 422
    assert told in page.text
    assert registered(site) == []


def test_a_code_of_another_visitor_is_none(site: Website, browser: Browser) -> None:
    other = site.browser("10.0.0.2")
    for one in (browser, other):
        one.photos()
        one.unit()
    browser.post("/register/code", mobile=MOBILE)
    fields = {"mobile": MOBILE, "code": site.code, "password": PASSWORD, "again": PASSWORD}
    assert other.post("/register/finish", **fields).status_code == 422


def test_a_gateway_that_is_away_costs_nothing_that_was_typed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser.photos()
    browser.unit()
    monkeypatch.setattr(FileOutbox, "send", gateway_away)
    page = browser.post("/register/code", mobile=MOBILE, code="123456", password="Geheim-4711", again="Geheim-4711")
    assert page.status_code == 503
    for kept in ("短信没有发出去", 'action="/register/finish"', f'value="{MOBILE}"', 'value="123456"'):
        assert kept in page.text, kept
    assert "Geheim-4711" not in page.text
    assert "sms.failed" in caplog.text
    assert MOBILE not in caplog.text


def test_drafts_are_sealed_a_visitors_own_and_forgotten(site: Website, browser: Browser) -> None:
    browser.photos()
    folder = site.school.folder.root / "drafts"
    (draft,) = folder.iterdir()
    kept = b"".join(file.read_bytes() for file in draft.iterdir())
    assert b"\xff\xd8\xff" not in kept
    assert NAME.encode() not in kept
    assert browser.get("/register/photo/yyzz").content == jpeg("yyzz")
    stranger = site.browser("10.0.0.2")
    for path in ("/register/photo/yyzz", "/register/photo/answers", "/register/photo/%2e%2e"):
        assert stranger.get(path).status_code == 404, path
    site.clock.move_to(site.clock.now() + KEPT_FOR + timedelta(minutes=1))
    assert browser.get("/register/photo/yyzz").status_code == 404, "whether it was taken away yet or not"
    stranger.photos()
    assert not draft.exists()
    assert "请先上传三张照片" in browser.get("/register/unit").text
    assert browser.path == "/register"


def test_nothing_is_left_of_a_draft_that_was_handed_in(site: Website, browser: Browser) -> None:
    browser.register()
    assert list((site.school.folder.root / "drafts").iterdir()) == []


def test_too_many_photos_from_one_address_are_stopped(site: Website, browser: Browser) -> None:
    for _ in range(40):
        browser.get("/register")
        assert browser.post("/register").status_code == 422
    browser.get("/register")
    page = browser.post("/register")
    assert page.status_code == 429
    assert "次数太多" in page.text


def test_only_so_many_wait_for_their_photos_at_a_time(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "_judging", threading.BoundedSemaphore(1))
    with photos._judging:
        page = browser.photos()
    assert page.status_code == 503
    assert "请过一分钟再提交" in page.text
    browser.photos()
    assert browser.path == "/register/unit"


def test_drafts_take_only_so_much_room(site: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_MOST", 1)
    browser.photos()
    page = site.browser("10.0.0.2").photos()
    assert page.status_code == 503
    assert "请过一会儿再来" in page.text


def test_the_letter_is_there_to_be_printed(browser: Browser) -> None:
    letter = browser.get("/register/commitment-letter.pdf")
    assert letter.content.startswith(b"%PDF-")
    assert "attachment" in letter.headers["content-disposition"]


@pytest.mark.samples
@pytest.mark.long
def test_real_photos_are_read_by_the_engine(site: Website) -> None:
    folder = next((samples_dir() / "enterprises").glob("01-*"))
    pool: Any = JobPool(2)
    site.reader.submit = pool.submit  # type: ignore[method-assign]
    try:
        page = site.browser().photos(**{kind: (folder / f"{kind}.jpg").read_bytes() for kind in KINDS})
    finally:
        pool.close()
    assert page.url.path == "/register/unit"
    assert 'value="91330500MAHTN4EG0L"' in page.text
    assert 'value="湖州石凤钢结构工程有限公司"' in page.text
