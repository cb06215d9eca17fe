"""What an enterprise sees and changes of itself, and that it is never another's."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

import pytest

from school_desk.adapters.sms import FileOutbox
from school_desk.documents import queries as documents
from school_desk.enterprises.commands import PaperReturn, ResubmitEnterprise, ReturnEnterprise, SuspendEnterprise
from school_desk.enterprises.queries import EnterpriseDetail, enterprise, find_by_code
from school_desk.kernel.tables import JournalRow
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import DocumentKind
from tests.hub.portal.browser import KINDS, MOBILE, NAME, PASSWORD, Browser, Website, gateway_away, jpeg, reading
from tests.papers import CODES

EDIT = {
    "contact_name": "陈静",
    "contact_mobile": "15000007357",
    "address": "湖州市吴兴区新路1号",
    "region_code": "330502",
}


def detail(site: Website, number: int = 0) -> EnterpriseDetail:
    with site.school.database.reading() as session:
        found = enterprise(session, site.school.id, find_by_code(session, site.school.id, CODES[number]) or "")
    assert found is not None
    return found


def edited(browser: Browser, **changes: str) -> str:
    browser.get("/enterprise/edit")
    return browser.post("/enterprise/edit", **(EDIT | changes)).text


def test_the_page_shows_the_units_data_and_the_status_as_it_moves(site: Website, browser: Browser) -> None:
    browser.register()
    page = browser.get("/enterprise").text
    for word in (NAME, CODES[0], "姚锡庆", "湖州市吴兴区", "湖州市住房和城乡建设局", "138****5893", "待审核"):
        assert word in page
    assert MOBILE not in page
    site.approve(detail(site).id)
    assert "审核通过" in browser.get("/enterprise").text
    assert "审核已通过，可以报名" in browser.get("/home").text
    site.do(SuspendEnterprise(detail(site).id, "材料存疑"))
    assert "企业已停用：材料存疑" in browser.get("/enterprise").text


def test_exactly_what_the_manual_names_may_be_changed(site: Website, browser: Browser) -> None:
    browser.register()
    before = detail(site)
    changes = {"name": "别的公司", "credit_code": CODES[1], "legal_person": "别人", "province_affiliated": "yes"}
    assert "已保存" in edited(browser, contact_name="王芳", principal_mobile="13900001111", **changes)
    after = detail(site)
    assert (after.contact_name, after.address) == ("王芳", EDIT["address"])
    kept = ("name", "credit_code", "legal_person", "province_affiliated", "principal_mobile", "status")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_the_journal_says_who_changed_it(site: Website, browser: Browser) -> None:
    browser.register()
    edited(browser)
    with site.school.database.reading() as session:
        last = session.query(JournalRow).order_by(JournalRow.seq.desc()).first()
    assert last is not None
    assert (last.name, last.actor_name) == ("EditEnterprise", NAME)


def test_another_citys_place_is_checked_again_after_approval(site: Website, browser: Browser) -> None:
    browser.register()
    site.approve(detail(site).id)
    edited(browser, region_code="330402")
    page = browser.get("/enterprise").text
    assert "变更待复核" in page
    assert "审核通过" in page
    assert "嘉兴" in page
    assert "变更待复核" in browser.get("/home").text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("address", "", "请填写企业地址"),
        ("contact_mobile", "1", "联系人手机"),
        ("region_code", "110101", "不在浙江省内"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_changes(
    site: Website, browser: Browser, field: str, value: str, told: str
) -> None:
    browser.register()
    before = detail(site)
    assert told in edited(browser, **{field: value})
    assert detail(site) == before


def test_a_new_phone_is_proven_by_a_code_to_it(site: Website, browser: Browser) -> None:
    browser.register()
    site.clock.move_to(site.clock.now() + timedelta(minutes=2))
    browser.get("/enterprise/mobile")
    assert browser.post("/enterprise/mobile", mobile="13900001111", code="000000").status_code == 422
    browser.post("/enterprise/mobile/code", mobile="13900001111")
    assert site.texts[-1]["mobile"] == "13900001111"
    code = site.code
    assert browser.post("/enterprise/mobile", mobile="13900002222", code=code, old=PASSWORD).status_code == 422
    for wrong in ("", "Geheim-4711"):
        unproven = browser.post("/enterprise/mobile", mobile="13900001111", code=code, old=wrong)
        assert "登录密码不对" in unproven.text, "a browser left alone is no proof"
        assert "Geheim-4711" not in unproven.text
    assert detail(site).principal_mobile != "13900001111"
    done = browser.post("/enterprise/mobile", mobile="13900001111", code=code, old=PASSWORD)
    assert "手机号已修改" in done.text
    assert detail(site).principal_mobile == "13900001111"
    assert browser.get("/enterprise/mobile") is not None
    again = browser.post("/enterprise/mobile", mobile="13900001111", code=code, old=PASSWORD)
    assert again.status_code == 422, "used up"
    assert "请填写" in browser.piece("/enterprise/mobile/code", mobile="").text


def test_a_gateway_that_is_away_leaves_the_new_phone_where_it_was_typed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.register()
    browser.get("/enterprise/mobile")
    monkeypatch.setattr(FileOutbox, "send", gateway_away)
    page = browser.post("/enterprise/mobile/code", mobile="13900001111", old="Geheim-4711")
    assert page.status_code == 503
    for kept in ("短信没有发出去", 'action="/enterprise/mobile"', 'value="13900001111"'):
        assert kept in page.text, kept
    assert "Geheim-4711" not in page.text


def test_nothing_of_another_enterprise_is_seen_or_changed(site: Website, browser: Browser) -> None:
    """No address names an enterprise; whatever id is put into a field or a query is not looked at."""
    browser.register()
    other = site.browser("10.0.0.2")
    other.register(1)
    mine, others = detail(site), detail(site, 1)
    with site.school.database.reading() as session:
        (paper, *_) = documents.papers(session, site.school.id, others.id)
    for path in ("/enterprise", "/enterprise/edit", "/enterprise/mobile", "/home"):
        page = browser.get(f"{path}?id={others.id}&enterprise_id={others.id}").text
        assert CODES[1] not in page, path
        assert others.name not in page, path
    for place in (paper.id, paper.sha256, others.id, "..%2F..", "evidence"):
        assert browser.get(f"/enterprise/papers/{place}").status_code == 404, place
    edited(browser, enterprise_id=others.id, id=others.id)
    assert detail(site, 1) == others
    assert detail(site).address != mine.address


def test_returned_photos_are_handed_in_again(site: Website, browser: Browser) -> None:
    browser.register()
    enterprise_id = detail(site).id
    assert browser.get("/enterprise/papers").url.path == "/enterprise", "nothing was returned"
    site.do(ReturnEnterprise(enterprise_id, (), "承诺书公章不清晰"))
    assert "承诺书公章不清晰" in browser.get("/home").text
    browser.get("/enterprise/papers")
    swapped = browser.post("/enterprise/papers", files={"cns": ("zzzs.jpg", jpeg(), "image/jpeg")})
    assert swapped.status_code == 422
    assert detail(site).status is EnterpriseStatus.RETURNED
    page = browser.post("/enterprise/papers", files={"cns": ("cns.jpg", jpeg("sealed"), "image/jpeg")})
    assert "已重新提交" in page.text
    assert detail(site).status is EnterpriseStatus.SUBMITTED
    assert browser.get("/enterprise/papers/cns").content == jpeg("sealed")
    assert browser.get("/enterprise/papers/yyzz").content == jpeg("yyzz")


def returned(site: Website, browser: Browser) -> None:
    """All three photos came back."""
    browser.register()
    papers = tuple(PaperReturn(DocumentKind(kind), "不清晰") for kind in KINDS)
    site.do(ReturnEnterprise(detail(site).id, papers, ""))
    browser.get("/enterprise/papers")


def better(**contents: bytes) -> dict[str, Any]:
    return {kind: (f"{kind}.jpg", content, "image/jpeg") for kind, content in contents.items()}


def test_good_photos_wait_for_the_others_and_go_in_together(site: Website, browser: Browser) -> None:
    returned(site, browser)
    page = browser.post("/enterprise/papers", files=better(yyzz=jpeg("y2"), cns=b"%PDF-1.4", zzzs=jpeg("z2")))
    assert (page.status_code, page.text.count("已收到，可以继续")) == (422, 2)
    assert browser.client.get("/enterprise/papers/zzzs/kept").content == jpeg("z2")
    assert browser.client.get("/enterprise/papers/cns/kept").status_code == 404
    assert browser.get("/enterprise/papers").text.count("已收到，可以继续") == 2, "later, too"
    (draft,) = (site.school.folder.root / "papers").iterdir()
    assert b"\xff\xd8\xff" not in b"".join(file.read_bytes() for file in draft.iterdir())
    assert "已重新提交" in browser.post("/enterprise/papers", files=better(cns=jpeg("c2"))).text
    for kind, content in (("yyzz", "y2"), ("cns", "c2"), ("zzzs", "z2")):
        assert browser.client.get(f"/enterprise/papers/{kind}").content == jpeg(content), kind
    assert not draft.exists()


def test_of_photos_that_are_not_all_there_none_is_lost(site: Website, browser: Browser) -> None:
    returned(site, browser)
    page = browser.post("/enterprise/papers", files=better(yyzz=jpeg("y2")))
    assert page.status_code == 422
    assert "还没有换新照片" in page.text
    assert page.text.count("已收到，可以继续") == 1


def test_a_photo_that_was_received_and_is_replaced_by_a_bad_one_counts_no_more(site: Website, browser: Browser) -> None:
    returned(site, browser)
    browser.post("/enterprise/papers", files=better(yyzz=jpeg("y2")))
    page = browser.post("/enterprise/papers", files=better(yyzz=b"%PDF-1.4"))
    assert "已收到，可以继续" not in page.text
    assert "已收到，可以继续" not in browser.get("/enterprise/papers").text


def test_better_photos_that_are_hard_to_read_are_chosen_once(site: Website, browser: Browser) -> None:
    returned(site, browser)
    site.reader.says = lambda kind: reading(kind, problems=("照片模糊：请重新拍摄。",) * (kind == "cns"))
    page = browser.post("/enterprise/papers", files=better(**{kind: jpeg(f"{kind}2") for kind in KINDS}))
    assert (page.status_code, "照片模糊" in page.text) == (422, True)
    assert detail(site).status is EnterpriseStatus.RETURNED
    assert "已重新提交" in browser.post("/enterprise/papers", sure="yes").text
    assert browser.client.get("/enterprise/papers/cns").content == jpeg("cns2")


def test_what_was_received_and_has_run_out_is_asked_for_again(site: Website, browser: Browser) -> None:
    returned(site, browser)
    browser.post("/enterprise/papers", files=better(yyzz=jpeg("y2"), cns=jpeg("c2"), zzzs=b"%PDF-1.4"))
    (draft,) = (site.school.folder.root / "papers").iterdir()
    shutil.rmtree(draft)
    page = browser.post("/enterprise/papers", files=better(zzzs=jpeg("z2")), received="yyzz cns")
    assert page.status_code == 422
    assert "营业执照的照片已经过期，请重新选择" in page.text
    assert "企业承诺书的照片已经过期，请重新选择" in page.text
    assert page.text.count("已收到，可以继续") == 1


def test_photos_of_an_earlier_return_are_not_handed_in_with_a_later_one(site: Website, browser: Browser) -> None:
    browser.register()
    site.do(ReturnEnterprise(detail(site).id, (), "公章不清晰"))
    browser.get("/enterprise/papers")
    browser.post("/enterprise/papers", files=better(yyzz=jpeg("y2"), cns=b"%PDF-1.4"))
    site.clock.move_to(site.clock.now() + timedelta(minutes=5))
    site.do(ResubmitEnterprise(detail(site).id))
    site.do(ReturnEnterprise(detail(site).id, (), "再看一次"))
    assert "已收到，可以继续" not in browser.get("/enterprise/papers").text
    browser.post("/enterprise/papers", files=better(cns=jpeg("c2")))
    assert browser.client.get("/enterprise/papers/yyzz").content == jpeg("yyzz")
