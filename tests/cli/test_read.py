"""`school-desk read` and `import enterprise` with the real engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from school_desk.adapters.ocr.readers import default_readers
from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.documents.reading.paper import FIELDS
from school_desk.enterprises.queries import find_by_code
from school_desk.intake import batch
from school_desk.intake.paper_files import ReadFile, ReadPage
from tests.cli.console import Console
from tests.cli.drawn_school import papers_of

pytestmark = pytest.mark.timeout(600)


def slip_of(drawn: SchoolTruth) -> Path:
    return drawn.folder / "slips" / "01-slip.jpg"


@pytest.mark.long
def test_a_slip_is_read_field_by_field(console: Console, drawn: SchoolTruth) -> None:
    said = console.run("read", "--kind", "slip", slip_of(drawn), "--json")
    assert said.code == 0
    (reading,) = said.document.values()
    truth = drawn.enterprises[0].papers["slip"].fields
    assert tuple(reading["fields"]) == FIELDS["slip"]
    assert reading["fields"]["amount"]["value"] == truth["amount"]
    assert reading["fields"]["payer_name"]["value"] == truth["payer_name"]
    for field in reading["fields"].values():
        assert set(field) == {"value", "confidence", "box", "state", "reasons", "original", "candidates"}
        assert 0 <= field["confidence"] <= 1
        assert field["state"] in ("accepted", "look", "failed")
    told = console.run("read", slip_of(drawn))
    assert "转账回单" in told.out
    amount = next(line for line in told.out.splitlines() if line.split()[1:2] == ["金额"])
    state = {"accepted": "可信", "look": "请人看", "failed": "不合规则"}[reading["fields"]["amount"]["state"]]
    assert amount.split()[:3] == [state, "金额", truth["amount"]]


def test_each_field_is_told_with_how_far_it_is_to_be_trusted(monkeypatch: pytest.MonkeyPatch, console: Console) -> None:
    def field(value: str | None, state: str, *reasons: str) -> dict[str, Any]:
        return {"value": value, "state": state, "reasons": list(reasons)}

    fields = {
        "uscc": field("91330522MA3Q5AGP7L", "accepted", "校验位相符"),
        "name": field("湖州甲公司", "look", "印章只读出一部分"),
        "established": field("2217-02-19", "failed", "日期在今天之后"),
        "term_to": field(None, "failed", "没有找到"),
    }
    read = ReadFile({"kind": "yyzz", "ms": 900, "fields": fields, "problems": []}, failed=False)
    monkeypatch.setattr(batch, "read_page", lambda _path, _asked, _page: ReadPage("", 1, (read,), lasting=False))
    assert console.run("read", "a.jpg").out.splitlines() == [
        "a.jpg：营业执照（0.9 秒）",
        "判断      项目              内容",
        "可信      统一社会信用代码  91330522MA3Q5AGP7L",
        "请人看    名称              湖州甲公司（印章只读出一部分）",
        "不合规则  成立日期          2217-02-19（日期在今天之后）",
        "没读到    营业期限至        —（没有找到）",
    ]


def test_a_file_that_is_not_there_is_told_in_its_place(console: Console, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.jpg")
    said = console.run("read", missing, "--json")
    assert said.code == 1
    assert said.document[missing]["fields"] == {}
    assert f"找不到文件“{missing}”" in said.document[missing]["problems"][0]


@pytest.mark.long
def test_a_photo_in_the_wrong_slot_is_told(console: Console, drawn: SchoolTruth) -> None:
    said = console.run("read", "--kind", "yyzz", slip_of(drawn), "--json")
    (reading,) = said.document.values()
    assert any("内容像是转账回单，却放在营业执照的位置" in problem for problem in reading["problems"])


@pytest.mark.long
def test_several_files_are_read_by_several_processes(drawn: SchoolTruth, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(slip_of(drawn).read_bytes()[:5000])
    files = [str(path) for path in (*sorted(papers_of(drawn, drawn.enterprises[0]).iterdir()), broken)]
    command = [sys.executable, "-m", "school_desk.cli.main", "read", *files, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stderr
    readings = json.loads(done.stdout)
    assert list(readings) == files
    assert [reading["kind"] for reading in readings.values()] == ["cns", "yyzz", "zzzs", "other"]
    assert readings[files[1]]["fields"]["uscc"]["value"] == drawn.enterprises[0].company.credit_code
    assert "不完整" in readings[str(broken)]["problems"][0]


@pytest.mark.long
def test_enterprises_are_registered_from_their_photos(console: Console, drawn: SchoolTruth) -> None:
    folder = drawn.folder / "enterprises"
    said = console.run(
        "import", "enterprise", folder, "--as", "shen", "--json", "--declare", "负责人手机号=13800005893"
    )
    assert said.code == 0, said.out
    assert said.ledger() == dict.fromkeys((one.company.name for one in drawn.enterprises), "imported")
    again = console.run("import", "enterprise", folder, "--as", "shen", "--json")
    assert set(again.ledger().values()) == {"skipped"}
    school = console.office.school
    with school.reading() as session:
        assert all(find_by_code(session, school.id, one.company.credit_code) for one in drawn.enterprises)


@pytest.mark.parametrize("count", [1, 2])
def test_an_engine_that_is_not_there_is_told(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """One file is read in this process, several by workers."""
    monkeypatch.setenv("SCHOOL_DESK_OCR", "")
    monkeypatch.setenv("SCHOOL_DESK_OCR_MODELS", "")
    default_readers.cache_clear()
    for number in range(count):
        Image.new("RGB", (600, 400), "white").save(tmp_path / f"{number}.jpg")
    assert "EasyOCR 要一个放模型文件的文件夹" in console.refused("read", "--engine", "easyocr", tmp_path)
    default_readers.cache_clear()
