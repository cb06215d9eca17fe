"""The third family of drawn papers: repeatable, its truth printed on the page, nothing shared with the other two, no worse and no better."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from itertools import chain
from random import Random
from typing import Any

import pytest

from benchmarks.papers import KEY_FIELDS, KINDS, enterprise, make
from benchmarks.papers.banks import BANKS
from benchmarks.papers.camera import _FRAMES
from benchmarks.papers.faults import FAULTS
from benchmarks.papers.fonts import all_faces
from benchmarks.papers.fresh.banks import BANKS as FRESH_BANKS
from benchmarks.papers.fresh.banks import draw_transfer
from benchmarks.papers.fresh.cns import _day
from benchmarks.papers.fresh.firms import draw_firm, draw_person
from benchmarks.papers.fresh.slips import _FORMS as FRESH_SLIPS
from benchmarks.papers.fresh.wordings import WORDINGS as FRESH_WORDINGS
from benchmarks.papers.fresh.wordings import Listed, Para, Promises
from benchmarks.papers.fresh.words import FRESH, RARE_GIVEN
from benchmarks.papers.fresh.yyzz import _FORMS as FRESH_LICENCES
from benchmarks.papers.fresh.zzzs import _FORMS as FRESH_QUALIFICATIONS
from benchmarks.papers.grounds import _GROUNDS
from benchmarks.papers.slips import _LAYOUTS
from benchmarks.papers.wordings import WORDINGS
from benchmarks.papers.words import DEVELOP, REPORT
from benchmarks.papers.yyzz import _FORMS as LICENCES
from benchmarks.papers.zzzs import _FORMS as QUALIFICATIONS
from school_desk.documents.reading.paper import FIELDS
from school_desk.documents.reading.values import amount_of_capitals
from school_desk.terms.identifiers import credit_code_inner_ok, credit_code_problems
from school_desk.terms.names import normalise_company_name
from tests.unit.benchmarks.families import need_fonts

_OTHERS = ("develop", "report")
_DATES = ("established", "term_to", "issue_date", "valid_until", "date")


# Drawing takes seconds a paper.
pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _fonts() -> None:
    need_fonts("fresh")


@pytest.mark.parametrize(("kind", "level"), [*((kind, "flat") for kind in KINDS), ("slip", "photo"), ("cns", "hard")])
def test_one_seed_gives_the_same_bytes_and_another_gives_others(kind: str, level: str) -> None:
    first, again, other = make(kind, level, "fresh", 3), make(kind, level, "fresh", 3), make(kind, level, "fresh", 4)
    assert first.content == again.content
    assert first.truth == again.truth
    assert first.content != other.content


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_the_truth_stands_on_the_page(kind: str, printed: list[str]) -> None:
    for seed in range(10):
        printed.clear()
        truth = make(kind, "flat", "fresh", seed).truth
        page = "".join("".join(printed).split())
        fields = {name: value for name, value in truth["fields"].items() if value is not None}
        assert tuple(truth["fields"]) == FIELDS[kind]
        assert set(KEY_FIELDS[kind]) <= set(fields)
        assert {name for name in fields if not name.startswith("seal_")} <= set(truth["boxes"])
        for name, value in fields.items():
            assert _stands(name, value, truth, page), (seed, truth["layout"], name, value)


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
        # An old form prints its digits in cells, each alone behind the unit's name; what it says in words is looked for anyway.
        return f"{int(yuan):,}.{cents}" in page or truth["layout"].endswith("remittance")
    if name == "amount_cn":
        return any(form in page for form in (value, value.replace("元", "圆"), value.replace("整", "正")))
    return "".join(value.split()) in page


def _forms_of(day: date) -> list[str]:
    letters = ["".join(_day(Random(), day, style).split()) for style in ("figures", "dotted", "gaps", "capitals")]
    plain = [
        f"{day.year}年{day.month}月{day.day}日",
        *(day.strftime(form) for form in ("%Y年%m月%d日", "%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d")),
    ]
    return letters + plain


def test_codes_names_and_amounts_are_what_they_claim() -> None:
    for seed in range(80):
        rng = Random(seed)
        firm = draw_firm(rng)
        assert credit_code_problems(firm.code) == ()
        assert credit_code_inner_ok(firm.code)
        assert normalise_company_name(firm.name) == firm.name
        transfer = draw_transfer(rng, firm, rng.choice(FRESH_BANKS))
        assert amount_of_capitals(transfer.fields["amount_cn"]) == transfer.fields["amount"]


def test_rare_characters_come_at_the_stated_rate() -> None:
    rng = Random(20261129)
    names = [draw_person(rng) for _ in range(5_000)]
    rare = sum(any(name.endswith(given) for given in RARE_GIVEN) for name in names) / len(names)
    assert 0.03 < rare < 0.05


def test_no_word_layout_font_bank_or_ground_stands_in_another_family() -> None:
    for other in (DEVELOP, REPORT):
        for words in (
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
        ):
            assert not set(getattr(FRESH, words)) & set(getattr(other, words)), words
        for part in ("code", "streets", "authority", "housing"):
            assert not {getattr(place, part) for place in FRESH.places} & {
                getattr(place, part) for place in other.places
            }
        for mine, theirs in zip(FRESH.brands, other.brands, strict=True):
            assert not set(mine) & set(theirs)
    for family in _OTHERS:
        assert not set(all_faces("fresh")) & set(all_faces(family))
        assert not set(_GROUNDS["fresh"]) & set(_GROUNDS[family])
        assert not {bank.full for bank in FRESH_BANKS} & {bank.full for bank in BANKS[family]}
        theirs_keys = chain((form.key for form in LICENCES[family]), QUALIFICATIONS[family], _LAYOUTS[family])
        assert not {*FRESH_LICENCES, *FRESH_QUALIFICATIONS, *FRESH_SLIPS} & set(theirs_keys)


def test_no_sentence_of_a_letter_stands_in_another_family() -> None:
    theirs = {
        text
        for family in _OTHERS
        for letter in WORDINGS[family]
        for text in (letter.opening, letter.closing, *letter.promises)
    }
    titles = {letter.title for family in _OTHERS for letter in WORDINGS[family]}
    mine = {text for letter in FRESH_WORDINGS for part in letter.parts for text in _sentences(part)}
    assert not mine & theirs
    # The manual itself calls the paper 企业承诺书.
    assert {letter.title for letter in FRESH_WORDINGS} & titles == {"企业承诺书"}
    assert len({letter.key for letter in FRESH_WORDINGS}) == len(FRESH_WORDINGS) >= 14


def _sentences(part: Para | Listed | Promises) -> tuple[str, ...]:
    return (part.text,) if isinstance(part, Para) else part.texts if isinstance(part, Promises) else ()


def test_bad_photos_are_no_worse_and_no_better_than_the_others() -> None:
    assert set(FAULTS["fresh"]) == set(FAULTS["develop"]) == set(FAULTS["report"])
    for mode, fault in FAULTS["fresh"].items():
        others = [asdict(FAULTS[family][mode]) for family in _OTHERS]
        for name, value in asdict(fault).items():
            if name == "folds":
                continue
            for at, edge in enumerate(value if isinstance(value, tuple) else (value,)):
                found = [other[name][at] if isinstance(value, tuple) else other[name] for other in others]
                assert min(found) <= edge <= max(found), (mode, name)
    (frames, fills), others_frames = _FRAMES["fresh"], [_FRAMES[family] for family in _OTHERS]
    areas = [long_side * short_side for theirs, _ in others_frames for long_side, short_side in theirs]
    assert all(min(areas) <= long_side * short_side <= max(areas) for long_side, short_side in frames)
    assert (
        min(low for _, (low, _) in others_frames) <= fills[0] < fills[1] <= max(high for _, (_, high) in others_frames)
    )


def test_one_enterprises_papers_agree() -> None:
    papers = enterprise(5, "fresh", "flat")
    for field in ("name", "uscc", "legal_person"):
        assert len({papers[kind].truth["fields"][field] for kind in ("yyzz", "zzzs", "cns")}) == 1


def test_a_pdf_names_every_slip_on_its_page() -> None:
    papers = (make("slip", "flat", "fresh", seed) for seed in range(60))
    paper = next(paper for paper in papers if paper.file_name.endswith(".pdf") and len(paper.truth["slips"]) > 1)
    assert paper.content.startswith(b"%PDF-")
    assert paper.truth["slips"][0] == paper.truth["fields"]
