"""Drawn papers of `develop` and `report`: the same bytes for the same seed, numbers that check, capitals that agree, complete truth."""

from __future__ import annotations

import io
import json
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from benchmarks.papers import KEY_FIELDS, KINDS, enterprise, make
from benchmarks.papers.__main__ import main
from benchmarks.papers.banks import BANKS, draw_transfer
from benchmarks.papers.firms import draw_firm
from benchmarks.papers.fonts import FontsMissing, all_faces, draw_faces, require_fonts
from benchmarks.papers.ink import Sheet
from benchmarks.papers.words import DEVELOP, REPORT
from school_desk.documents.reading.paper import FIELDS
from school_desk.documents.reading.values import amount_of_capitals
from school_desk.terms.identifiers import credit_code_inner_ok, credit_code_problems
from school_desk.terms.names import normalise_company_name

FAMILIES = ("develop", "report")
"""The third one, `fresh`, is tested beside: its fonts are others."""


# Drawing takes seconds a paper.
pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _fonts() -> None:
    try:
        for family in FAMILIES:
            require_fonts(family)
    except FontsMissing as missing:
        pytest.skip(f"字体没有安装，基准图片不能绘制，此测试未运行：{missing}")


@pytest.mark.parametrize("kind", KINDS)
def test_one_seed_gives_the_same_bytes_and_another_gives_others(kind: str) -> None:
    first, again, other = (
        make(kind, "photo", "develop", 3),
        make(kind, "photo", "develop", 3),
        make(kind, "photo", "develop", 4),
    )
    assert first.content == again.content
    assert first.truth == again.truth
    assert first.content != other.content


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", KINDS)
def test_truth_has_every_field_in_the_products_form(kind: str, family: str) -> None:
    paper = make(kind, "flat", family, 7)
    assert tuple(paper.truth["fields"]) == FIELDS[kind]
    assert all(paper.truth["fields"][field] for field in KEY_FIELDS[kind])
    json.dumps(paper.truth)


@pytest.mark.parametrize("family", FAMILIES)
def test_codes_names_and_amounts_are_what_they_claim(family: str) -> None:
    for seed in range(60):
        rng = Random(seed)
        firm = draw_firm(rng, family)
        assert credit_code_problems(firm.code) == ()
        assert credit_code_inner_ok(firm.code)
        assert normalise_company_name(firm.name) == firm.name
        transfer = draw_transfer(rng, firm, family, rng.choice(BANKS[family]))
        assert amount_of_capitals(transfer.fields["amount_cn"]) == transfer.fields["amount"]


def test_families_share_no_words_but_the_provinces_no_font_and_one_bank() -> None:
    assert not set(all_faces("develop")) & set(all_faces("report"))
    for part in ("streets", "code"):
        assert not {getattr(place, part) for place in DEVELOP.places} & {
            getattr(place, part) for place in REPORT.places
        }
    for words in ("trades", "sole", "traders", "types", "permitted", "general", "grades", "houses", "purposes"):
        assert not set(getattr(DEVELOP, words)) & set(getattr(REPORT, words)), words
    assert {bank.key for bank in BANKS["develop"]} & {bank.key for bank in BANKS["report"]} == {"icbc"}


def test_one_enterprises_papers_agree() -> None:
    papers = enterprise(5, "report", "flat")
    shared = [
        {papers[kind].truth["fields"][field] for kind in ("yyzz", "zzzs", "cns")}
        for field in ("name", "uscc", "legal_person")
    ]
    assert [len(values) for values in shared] == [1, 1, 1]


def test_command_writes_pictures_and_truth(tmp_path: Path) -> None:
    assert (
        main(
            [str(tmp_path), "--set", "develop", "--levels", "photo", "--kinds", "zzzs", "--count", "1", "--start", "9"]
        )
        == 0
    )
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    content = (tmp_path / truth[0]["file"]).read_bytes()
    assert len(content) <= 2 * 1024 * 1024
    turned = truth[0]["rotation"] % 180 != 0 or truth[0]["done"].get("exif") in (6, 8)
    size = Image.open(io.BytesIO(content)).size
    assert size == ((truth[0]["height"], truth[0]["width"]) if turned else (truth[0]["width"], truth[0]["height"]))


def test_a_pdf_names_every_slip_on_its_page() -> None:
    papers = (make("slip", "flat", "report", seed) for seed in range(60))
    paper = next(paper for paper in papers if paper.file_name.endswith(".pdf") and len(paper.truth["slips"]) > 1)
    assert paper.content.startswith(b"%PDF-")
    assert paper.truth["slips"][0] == paper.truth["fields"]
    assert make("slip", "flat", "report", paper.truth["seed"]).content == paper.content


def test_a_font_without_the_character_is_refused() -> None:
    faces = draw_faces(Random(1), "develop", "湖州")
    with pytest.raises(ValueError, match="characters missing from the font"):
        Sheet(100, 100, 1.0, faces).text(0, 0, "\U0001f600", 20)


def test_unknown_words_are_refused() -> None:
    with pytest.raises(ValueError, match="'draft' is none of"):
        make("yyzz", "draft", "develop", 1)
