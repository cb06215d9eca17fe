"""`school-desk import enterprise`: a folder or zip of photos, read and held against a form, becomes registrations."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from school_desk.adapters.sample_school.truth import EnterpriseTruth, SchoolTruth
from school_desk.documents.queries import papers, reading
from school_desk.enterprises.commands import PreApproveEnterprise
from school_desk.enterprises.queries import enterprise, find_by_code
from school_desk.terms.statuses import EnterpriseStatus
from tests.cli.console import Console
from tests.cli.drawn_school import papers_of, registered
from tests.unit.sheets.books import write_book

pytestmark = pytest.mark.usefixtures("faultless_engine")
MOBILE = ("--declare", "负责人手机号=13800005893")


@pytest.fixture
def inbox(drawn: SchoolTruth, tmp_path: Path) -> Path:
    """The first enterprise's folder, to change."""
    return shutil.copytree(papers_of(drawn, drawn.enterprises[0]), tmp_path / "01-来件")


def detail_of(console: Console, one: EnterpriseTruth) -> tuple[str, str, str]:
    school = console.office.school
    with school.reading() as session:
        found = find_by_code(session, school.id, one.company.credit_code)
        assert found is not None
        row = enterprise(session, school.id, found)
        assert row is not None
        kinds = sorted(paper.file_name for paper in papers(session, school.id, found))
    assert kinds == ["cns.jpg", "yyzz.jpg", "zzzs.jpg"]
    return row.name, row.region, row.principal_mobile


def test_a_folder_of_folders_registers_each(console: Console, drawn: SchoolTruth) -> None:
    folder = drawn.folder / "enterprises"
    said = console.run("import", "enterprise", folder, "--as", "shen", "--json", *MOBILE)
    assert said.code == 0
    assert said.ledger() == dict.fromkeys((one.company.name for one in drawn.enterprises), "imported")
    name, region, mobile = detail_of(console, drawn.enterprises[0])
    assert (name, mobile) == (drawn.enterprises[0].company.name, "13800005893")
    assert region.startswith("湖州市")


def test_the_reading_is_kept_for_the_review(console: Console, drawn: SchoolTruth, inbox: Path) -> None:
    console.run("import", "enterprise", inbox, "--as", "shen", *MOBILE)
    school = console.office.school
    with school.reading() as session:
        for paper in papers(session, school.id, find_by_code(session, school.id, _code(drawn)) or ""):
            assert reading(session, school.id, paper.sha256, paper.kind.value) is not None


def _code(drawn: SchoolTruth) -> str:
    return drawn.enterprises[0].company.credit_code


def test_the_same_folder_again_changes_nothing(console: Console, inbox: Path) -> None:
    console.run("import", "enterprise", inbox, "--as", "shen", *MOBILE)
    before = console.standing()
    said = console.run("import", "enterprise", inbox, "--as", "shen", "--json", *MOBILE)
    assert (said.code, set(said.ledger().values())) == (0, {"skipped"})
    assert console.standing() == before


def test_a_dry_run_keeps_nothing(console: Console, inbox: Path) -> None:
    before = console.standing()
    said = console.run("import", "enterprise", inbox, "--as", "shen", "--json", "--dry-run", *MOBILE)
    assert set(said.ledger().values()) == {"imported"}
    assert console.standing() == before


def test_a_better_photo_replaces_the_earlier_one(console: Console, drawn: SchoolTruth, inbox: Path) -> None:
    (inbox / "zzzs.jpg").unlink()
    assert console.run("import", "enterprise", inbox, "--as", "shen", *MOBILE).code == 0
    shutil.copy(papers_of(drawn, drawn.enterprises[0]) / "zzzs.jpg", inbox)
    said = console.run("import", "enterprise", inbox, "--as", "shen", "--json")
    assert set(said.ledger().values()) == {"updated"}
    assert "更换了资质证书" in said.document["ledger"][0]["reasons"][0]
    detail_of(console, drawn.enterprises[0])


def test_a_better_photo_after_the_first_review_is_read_again(console: Console, drawn: SchoolTruth, inbox: Path) -> None:
    enterprise_id = registered(console.office, drawn.enterprises[0])
    console.office.do(PreApproveEnterprise(enterprise_id))
    said = console.run("import", "enterprise", inbox, "--as", "shen", "--json")
    assert "企业回到“待审核”" in "".join(said.document["ledger"][0]["reasons"])
    school = console.office.school
    with school.reading() as session:
        row = enterprise(session, school.id, enterprise_id)
    assert row is not None
    assert row.status is EnterpriseStatus.SUBMITTED


def test_without_the_mandatory_mobile_nothing_is_kept(console: Console, inbox: Path) -> None:
    before = console.standing()
    said = console.run("import", "enterprise", inbox, "--as", "shen", "--json")
    assert said.code == 1
    reason = said.document["ledger"][0]["reasons"][0]
    assert "文件夹“01-来件”里" in reason
    assert "--declare 负责人手机号=号码" in reason
    assert console.standing() == before


def test_photos_in_each_other_s_slot_are_refused(console: Console, inbox: Path) -> None:
    (inbox / "cns.jpg").rename(inbox / "tmp")
    (inbox / "zzzs.jpg").rename(inbox / "cns.jpg")
    (inbox / "tmp").rename(inbox / "zzzs.jpg")
    before = console.standing()
    said = console.run("import", "enterprise", inbox, "--as", "shen", "--json", *MOBILE)
    assert said.code == 1
    reasons = said.document["ledger"][0]["reasons"]
    assert any(reason.startswith("cns.jpg 应是企业承诺书，内容却是资质证书") for reason in reasons)
    assert console.standing() == before


def test_a_form_beside_the_photos_says_the_rest(console: Console, drawn: SchoolTruth, inbox: Path) -> None:
    form = {"负责人手机号": "13900001111", "所属地区": "湖州市南浔区", "是否省属": False, "企业联系人": "陈静"}
    (inbox / "企业信息.json").write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    assert console.run("import", "enterprise", inbox, "--as", "shen").code == 0
    assert detail_of(console, drawn.enterprises[0])[1:] == ("湖州市南浔区", "13900001111")


def test_a_sheet_above_the_folders_says_it_for_each(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    folder = shutil.copytree(drawn.folder / "enterprises", tmp_path / "来件")
    rows = [("企业名称", "负责人手机号", "所属地区")]
    rows += [(one.company.name, f"1380000000{one.number}", "湖州市德清县") for one in drawn.enterprises]
    write_book(folder / "企业信息.xlsx", rows)
    said = console.run("import", "enterprise", folder, "--as", "shen", "--json")
    assert said.code == 0, said.out
    for one in drawn.enterprises:
        assert detail_of(console, one)[1:] == ("湖州市德清县", f"1380000000{one.number}")


def test_a_zip_is_as_good_as_a_folder(console: Console, drawn: SchoolTruth, inbox: Path, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for photo in sorted(inbox.iterdir()):
            archive.write(photo, f"某公司/{photo.name}")
        archive.writestr("某公司/mmexport1.jpg", b"x")
        archive.writestr("某公司/Thumbs.db", b"x")
    (tmp_path / "来件.zip").write_bytes(packed.getvalue())
    said = console.run("import", "enterprise", tmp_path / "来件.zip", "--as", "shen", "--json", *MOBILE)
    assert said.code == 0
    assert said.ledger() == {drawn.enterprises[0].company.name: "imported"}
    reasons = said.document["ledger"][0]["reasons"]
    assert any("mmexport1.jpg" in reason for reason in reasons)
    assert not any("Thumbs" in reason for reason in reasons)
    detail_of(console, drawn.enterprises[0])


def test_forms_that_are_none(console: Console, inbox: Path) -> None:
    assert "申报项=内容" in console.refused("import", "enterprise", inbox, "--as", "shen", "--declare", "手机")
    assert "不认识申报项“电话”" in console.refused("import", "enterprise", inbox, "--as", "shen", "--declare", "电话=1")
    for text in ("{", "[1]", '{"体重": 1}'):
        (inbox / "企业信息.json").write_text(text, encoding="utf-8")
        console.refused("import", "enterprise", inbox, "--as", "shen", *MOBILE)
