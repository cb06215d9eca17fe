"""The fourth family of drawn papers: repeatable, its truth printed on the page, its sentences, layouts and words its own."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from benchmarks.papers import FAMILIES, KEY_FIELDS, KINDS, enterprise, make
from benchmarks.papers.families import DRAWERS
from benchmarks.papers.faults import FAULTS
from benchmarks.papers.fresh.slips import _FORMS as FRESH_SLIPS
from benchmarks.papers.fresh.words import FRESH
from benchmarks.papers.grounds import _GROUNDS
from benchmarks.papers.later.banks import BANKS, draw_transfer
from benchmarks.papers.later.cns import day_text
from benchmarks.papers.later.firms import draw_firm, draw_person
from benchmarks.papers.later.slips import _FORMS as LATER_SLIPS
from benchmarks.papers.later.slips import _OF_BANK
from benchmarks.papers.later.wordings import WORDINGS
from benchmarks.papers.later.words import LATER
from benchmarks.papers.slips import _LAYOUTS
from benchmarks.papers.words import DEVELOP, REPORT
from school_desk.documents.reading.paper import FIELDS
from school_desk.documents.reading.values import amount_of_capitals
from school_desk.terms.identifiers import credit_code_inner_ok, credit_code_problems
from school_desk.terms.names import normalise_company_name
from tests.unit.benchmarks.families import need_fonts, sentences_before_later, sentences_of_later

_DATES = ("established", "term_to", "issue_date", "valid_until", "date")

# Drawing takes seconds a paper.
pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _fonts() -> None:
    need_fonts("later")


@pytest.mark.parametrize(("kind", "level"), [*((kind, "flat") for kind in KINDS), ("slip", "photo"), ("cns", "hard")])
def test_one_seed_gives_the_same_bytes_and_another_gives_others(kind: str, level: str) -> None:
    first, again, other = make(kind, level, "later", 3), make(kind, level, "later", 3), make(kind, level, "later", 4)
    assert first.content == again.content
    assert first.truth == again.truth
    assert first.content != other.content


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_the_truth_stands_on_the_page(kind: str, printed: list[str]) -> None:
    for seed in range(16):
        printed.clear()
        truth = make(kind, "flat", "later", seed).truth
        page = "".join("".join(printed).split())
        fields = {name: value for name, value in truth["fields"].items() if value is not None}
        assert tuple(truth["fields"]) == FIELDS[kind]
        assert set(KEY_FIELDS[kind]) <= set(fields)
        assert {name for name in fields if not name.startswith("seal_")} <= set(truth["boxes"])
        for name, value in fields.items():
            assert _stands(name, value, truth, page), (seed, truth["layout"], name, value)
        for x, y, width, height in truth["boxes"].values():
            assert -60 <= x <= x + width <= truth["width"] + 60, (seed, truth["layout"])
            assert -60 <= y <= y + height <= truth["height"] + 60, (seed, truth["layout"])


def _stands(name: str, value: Any, truth: dict[str, Any], page: str) -> bool:
    if name in ("authority", "seal_name", "seal_present") or (
        name == "legal_person" and truth.get("legal_person_only_signed")
    ):
        return True  # printed by a seal or a hand
    if name == "term_to" and value == "长期":
        return "长期" in page or "不约定期限" in page
    if name in _DATES:
        return any(form in page for form in _forms_of(date.fromisoformat(value)))
    if name == "qualifications":
        return all(part in page for grade in value for part in (grade[:-2], grade[-2:]))
    if name == "amount":
        yuan, cents = value.split(".")
        return f"{int(yuan):,}.{cents}" in page or value in page
    if name == "amount_cn":
        return any(form in page for form in (value, value.replace("元", "圆"), value.replace("整", "正")))
    return "".join(value.split()) in page


def _forms_of(day: date) -> list[str]:
    letters = ["".join(day_text(day, style).split()) for style in ("figures", "padded", "dotted", "gaps", "capitals")]
    slips = [day.strftime(form) for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")]
    return letters + slips


def test_codes_names_and_amounts_are_what_they_claim() -> None:
    for seed in range(120):
        rng = Random(seed)
        firm = draw_firm(rng)
        assert credit_code_problems(firm.code) == ()
        assert credit_code_inner_ok(firm.code)
        assert normalise_company_name(firm.name) == firm.name
        assert 2 <= len(draw_person(rng)) <= 9
        transfer = draw_transfer(rng, firm, rng.choice(BANKS))
        assert amount_of_capitals(transfer.fields["amount_cn"]) == transfer.fields["amount"]


def test_words_layouts_and_grounds_are_its_own() -> None:
    for other in (DEVELOP, REPORT, FRESH):
        for words in [
            "trades",
            "sole",
            "traders",
            "types",
            "permitted",
            "general",
            "grades",
            "houses",
            "purposes",
            "surnames",
        ]:
            assert not set(getattr(LATER, words)) & set(getattr(other, words)), words
        for part in ("code", "streets", "authority", "housing"):
            assert not {getattr(place, part) for place in LATER.places} & {
                getattr(place, part) for place in other.places
            }
        for mine, theirs in zip(LATER.brands, other.brands, strict=True):
            assert not set(mine) & set(theirs)
    for family in ("develop", "report", "fresh"):
        assert not set(_GROUNDS["later"]) & set(_GROUNDS[family])
    assert not set(LATER_SLIPS) & {*FRESH_SLIPS, *_LAYOUTS["develop"], *_LAYOUTS["report"]}
    assert {layout for layouts in _OF_BANK.values() for layout in layouts} == set(LATER_SLIPS)
    assert set(_OF_BANK) == {bank.key for bank in BANKS}


def test_no_sentence_of_a_letter_stands_in_another_family() -> None:
    assert not sentences_of_later() & sentences_before_later()
    assert len({letter.key for letter in WORDINGS}) == len(WORDINGS) >= 12


def test_bad_photos_are_those_of_fresh() -> None:
    assert FAULTS["later"] == FAULTS["fresh"]


def test_every_family_has_drawers_for_every_kind() -> None:
    assert FAMILIES == ("develop", "report", "fresh", "later", "outside", "beyond")
    assert all({*drawers.papers, "slip"} == set(KINDS) for drawers in DRAWERS.values())


def test_one_enterprises_papers_agree() -> None:
    papers = enterprise(5, "later", "flat")
    for field in ("name", "uscc", "legal_person"):
        assert len({papers[kind].truth["fields"][field] for kind in ("yyzz", "zzzs", "cns")}) == 1


def test_a_pdf_names_every_slip_on_its_page() -> None:
    papers = (make("slip", "flat", "later", seed) for seed in range(80))
    paper = next(paper for paper in papers if paper.file_name.endswith(".pdf") and len(paper.truth["slips"]) > 1)
    assert paper.content.startswith(b"%PDF-")
    assert paper.truth["slips"][0] == paper.truth["fields"]
