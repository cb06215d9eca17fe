"""The families drawn by strangers: repeatable, their truth printed on the page, every letter and layout reachable and their own."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.papers import KEY_FIELDS, KINDS, enterprise, make
from benchmarks.papers.families import DRAWERS
from benchmarks.papers.faults import FAULTS
from benchmarks.papers.fresh.slips import _FORMS as FRESH_SLIPS
from benchmarks.papers.later.slips import _FORMS as LATER_SLIPS
from benchmarks.papers.outside.page import MARKUP, day_text
from benchmarks.papers.slips import _LAYOUTS
from school_desk.documents.reading.paper import FIELDS
from school_desk.documents.reading.values import amount_of_capitals
from school_desk.terms.identifiers import credit_code_inner_ok, credit_code_problems
from school_desk.terms.names import normalise_company_name
from tests.unit.benchmarks.families import need_fonts, sentences_before_later, sentences_of_later

_DATES = ("established", "term_to", "issue_date", "valid_until", "date")


@dataclass(frozen=True)
class _Own:
    """What differs: which of the strangers' families came before, how many banks, licences and certificates there are at least."""

    before: tuple[str, ...]
    banks: int
    licences: int
    certificates: int


_OWN = {"outside": _Own((), 12, 5, 5), "beyond": _Own(("outside",), 14, 6, 6)}

# Drawing takes seconds a paper.
pytestmark = pytest.mark.long


def _part(family: str, name: str) -> Any:
    """A module of the family."""
    return import_module(f"benchmarks.papers.{family}.{name}")


@pytest.fixture(params=_OWN)
def family(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    need_fonts(name)
    return name


@pytest.mark.parametrize(("kind", "level"), [*((kind, "flat") for kind in KINDS), ("cns", "photo"), ("slip", "hard")])
def test_one_seed_gives_the_same_bytes_and_another_gives_others(family: str, kind: str, level: str) -> None:
    first, again, other = (make(kind, level, family, seed) for seed in (3, 3, 4))
    assert first.content == again.content
    assert first.truth == again.truth
    assert first.content != other.content


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_the_truth_stands_on_the_page(family: str, kind: str, printed: list[str]) -> None:
    for seed in range(24):
        printed.clear()
        truth = make(kind, "flat", family, seed).truth
        page = "".join("".join(printed).split())
        fields = {name: value for name, value in truth["fields"].items() if value is not None}
        assert tuple(truth["fields"]) == FIELDS[kind]
        assert set(KEY_FIELDS[kind]) <= set(fields)
        assert {name for name in fields if not name.startswith("seal_")} <= set(truth["boxes"])
        for name, value in fields.items():
            assert _stands(name, value, page), (seed, truth["layout"], name, value)
        for x, y, width, height in truth["boxes"].values():
            assert -40 <= x <= x + width <= truth["width"] + 40, (seed, truth["layout"])
            assert -40 <= y <= y + height <= truth["height"] + 40, (seed, truth["layout"])


def _stands(name: str, value: Any, page: str) -> bool:
    if name in ("authority", "seal_name", "seal_present"):
        return True  # printed by a seal
    if name in _DATES and value != "长期":
        return any(form in page for form in _forms_of(date.fromisoformat(value)))
    if name == "qualifications":
        return all(part in page for grade in value for part in (grade[:-4], grade[-2:]))
    if name == "amount":
        yuan, cents = value.split(".")
        # A counter's form has a box for each digit, below 亿 to 分.
        boxed = page.translate(str.maketrans("", "", "亿千百十万元角分"))
        return f"{int(yuan):,}.{cents}" in page or value in page or f"¥{yuan}{cents}" in boxed
    if name == "amount_cn":
        return any(form in page for form in (value, value.replace("元", "圆"), value.replace("整", "正")))
    return "".join(value.split()) in page


def _forms_of(day: date) -> list[str]:
    letters = ["".join(day_text(day, style).split()) for style in ("figures", "padded", "dotted", "gaps", "numerals")]
    slips = [day.strftime(form) for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日")]
    return letters + slips


@pytest.mark.parametrize(
    ("family", "letter"),
    [
        pytest.param(family, letter, id=f"{family}-{letter.key}")
        for family in _OWN
        for letter in _part(family, "cns").LETTERS
    ],
    indirect=["family"],
)
def test_every_letter_goes_on_its_page(family: str, letter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cns, firms = _part(family, "cns"), _part(family, "firms")
    monkeypatch.setattr(cns, "LETTERS", (letter,))
    for seed in range(3):
        rng = Random(f"{letter.key}/{seed}")
        drawn = cns.draw_letter(rng, firms.draw_firm(rng, licence=False), 0.5)
        assert {"name", "uscc", "legal_person"} <= set(drawn.boxes)
        for x, y, right, bottom in drawn.boxes.values():
            assert x >= 0
            assert y >= 0
            assert right <= drawn.image.width
            assert bottom <= drawn.image.height


def test_codes_names_and_amounts_are_what_they_claim(family: str) -> None:
    banks, firms = _part(family, "banks"), _part(family, "firms")
    for seed in range(150):
        rng = Random(seed)
        firm = firms.draw_firm(rng)
        assert credit_code_problems(firm.code) == ()
        assert credit_code_inner_ok(firm.code)
        assert normalise_company_name(firm.name) == firm.name
        assert 2 <= len(firms.draw_person(rng)) <= 4
        transfer = banks.draw_transfer(rng, firm, rng.choice(banks.BANKS))
        assert amount_of_capitals(transfer.fields["amount_cn"]) == transfer.fields["amount"]


def test_no_sentence_of_a_letter_stands_in_another_family(family: str) -> None:
    mine = _literals(family)
    theirs = {text for text in sentences_before_later() | sentences_of_later() if len(text) > 12}
    for other in _OWN[family].before:
        theirs |= {text for text in _literals(other) if len(MARKUP.sub("", text)) > 12}
    assert not [text for text in theirs if any(text.strip("。；") in own for own in mine)]


def _literals(family: str) -> set[str]:
    """What the letters of a family spell out."""
    return {
        node.value
        for path in sorted(Path(_part(family, "cns").__file__).parent.glob("letters_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.isascii()
    }


def test_layouts_are_many_and_its_own(family: str) -> None:
    own, letters, banks, slips = (
        _OWN[family],
        _part(family, "cns").LETTERS,
        _part(family, "banks").BANKS,
        _part(family, "slips"),
    )
    others = {*FRESH_SLIPS, *LATER_SLIPS, *_LAYOUTS["develop"], *_LAYOUTS["report"]}
    others |= {layout for other in own.before for layout in _part(other, "slips")._FORMS}
    places = _part(family, "words").PLACES
    assert len({letter.key for letter in letters}) == len(letters) >= 16
    assert not set(slips._FORMS) & others
    assert {layout for layouts in slips._OF_BANK.values() for layout in layouts} == set(slips._FORMS)
    assert set(slips._OF_BANK) == {bank.key for bank in banks}
    assert len(slips._FORMS) >= 14
    assert len(banks) >= own.banks
    assert len(_part(family, "yyzz")._FORMS) >= own.licences
    assert len(_part(family, "zzzs")._WEIGHTS) >= own.certificates
    assert len({place.code for place in places}) == len(places)


def test_it_has_drawers_for_every_kind_and_the_faults_of_fresh(family: str) -> None:
    assert {*DRAWERS[family].papers, "slip"} == set(KINDS)
    assert FAULTS[family] == FAULTS["fresh"]


def test_one_enterprises_papers_agree(family: str) -> None:
    papers = enterprise(5, family, "flat")
    for field in ("name", "uscc", "legal_person"):
        assert len({papers[kind].truth["fields"][field] for kind in ("yyzz", "zzzs", "cns")}) == 1
