"""The sixth family of drawn papers: repeatable, its truth printed on the page, every letter and layout reachable and its own."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.papers import KEY_FIELDS, KINDS, enterprise, make
from benchmarks.papers.beyond import cns, yyzz, zzzs
from benchmarks.papers.beyond.banks import BANKS, draw_transfer
from benchmarks.papers.beyond.firms import draw_firm, draw_person
from benchmarks.papers.beyond.slips import _FORMS as SLIPS
from benchmarks.papers.beyond.slips import _OF_BANK
from benchmarks.papers.beyond.words import PLACES
from benchmarks.papers.families import DRAWERS
from benchmarks.papers.faults import FAULTS
from benchmarks.papers.fonts import FontsMissing, require_fonts
from benchmarks.papers.fresh.slips import _FORMS as FRESH_SLIPS
from benchmarks.papers.fresh.wordings import WORDINGS as FRESH_WORDINGS
from benchmarks.papers.fresh.wordings import Para, Promises
from benchmarks.papers.ink import Sheet
from benchmarks.papers.later.slips import _FORMS as LATER_SLIPS
from benchmarks.papers.later.wordings import WORDINGS as LATER_WORDINGS
from benchmarks.papers.later.wordings import Items, Text
from benchmarks.papers.outside import cns as outside_cns
from benchmarks.papers.outside.page import MARKUP, day_text
from benchmarks.papers.outside.slips import _FORMS as OUTSIDE_SLIPS
from benchmarks.papers.slips import _LAYOUTS
from benchmarks.papers.wordings import WORDINGS as FIRST_WORDINGS
from school_desk.documents.reading.paper import FIELDS
from school_desk.documents.reading.values import amount_of_capitals
from school_desk.terms.identifiers import credit_code_inner_ok, credit_code_problems
from school_desk.terms.names import normalise_company_name

_DATES = ("established", "term_to", "issue_date", "valid_until", "date")

# Drawing takes seconds a paper.
pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _fonts() -> None:
    try:
        require_fonts("beyond")
    except FontsMissing as missing:
        pytest.skip(f"字体没有安装，基准图片不能绘制，此测试未运行：{missing}")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that sheets print, in order."""
    texts: list[str] = []
    plain = Sheet.text

    def recording(self: Sheet, x: float, y: float, text: str, size: float, **how: Any) -> float:
        texts.append(text)
        return plain(self, x, y, text, size, **how)

    monkeypatch.setattr(Sheet, "text", recording)
    return texts


@pytest.mark.parametrize(("kind", "level"), [*((kind, "flat") for kind in KINDS), ("cns", "photo"), ("slip", "hard")])
def test_one_seed_gives_the_same_bytes_and_another_gives_others(kind: str, level: str) -> None:
    first, again, other = (make(kind, level, "beyond", seed) for seed in (3, 3, 4))
    assert first.content == again.content
    assert first.truth == again.truth
    assert first.content != other.content


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_the_truth_stands_on_the_page(kind: str, printed: list[str]) -> None:
    for seed in range(24):
        printed.clear()
        truth = make(kind, "flat", "beyond", seed).truth
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


@pytest.mark.parametrize("letter", cns.LETTERS, ids=lambda letter: letter.key)
def test_every_letter_goes_on_its_page(letter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cns, "LETTERS", (letter,))
    for seed in range(3):
        rng = Random(f"{letter.key}/{seed}")
        drawn = cns.draw_letter(rng, draw_firm(rng, licence=False), 0.5)
        assert {"name", "uscc", "legal_person"} <= set(drawn.boxes)
        for x, y, right, bottom in drawn.boxes.values():
            assert x >= 0
            assert y >= 0
            assert right <= drawn.image.width
            assert bottom <= drawn.image.height


def test_codes_names_and_amounts_are_what_they_claim() -> None:
    for seed in range(150):
        rng = Random(seed)
        firm = draw_firm(rng)
        assert credit_code_problems(firm.code) == ()
        assert credit_code_inner_ok(firm.code)
        assert normalise_company_name(firm.name) == firm.name
        assert 2 <= len(draw_person(rng)) <= 4
        transfer = draw_transfer(rng, firm, rng.choice(BANKS))
        assert amount_of_capitals(transfer.fields["amount_cn"]) == transfer.fields["amount"]


def test_no_sentence_of_a_letter_stands_in_another_family() -> None:
    theirs = {text for letters in FIRST_WORDINGS.values() for letter in letters
              for text in (letter.opening, letter.closing, *letter.promises)}  # fmt: skip
    for part in (part for letter in FRESH_WORDINGS for part in letter.parts):
        theirs |= {part.text} if isinstance(part, Para) else set(part.texts) if isinstance(part, Promises) else set()
    for own in (own for letter in LATER_WORDINGS for own in letter.parts):
        theirs |= {own.text} if isinstance(own, Text) else set(own.texts) if isinstance(own, Items) else set()
    mine, outside = (_literals(Path(str(package.__file__)).parent) for package in (cns, outside_cns))
    theirs |= outside
    assert not [
        text for text in theirs if len(MARKUP.sub("", text)) > 12 and any(text.strip("。；") in own for own in mine)
    ]


def _literals(folder: Path) -> set[str]:
    """What the letters of a package spell out."""
    return {
        node.value
        for path in sorted(folder.glob("letters_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.isascii()
    }


def test_layouts_are_many_and_its_own() -> None:
    assert len({letter.key for letter in cns.LETTERS}) == len(cns.LETTERS) >= 16
    assert not set(SLIPS) & {*FRESH_SLIPS, *LATER_SLIPS, *OUTSIDE_SLIPS, *_LAYOUTS["develop"], *_LAYOUTS["report"]}
    assert {layout for layouts in _OF_BANK.values() for layout in layouts} == set(SLIPS)
    assert set(_OF_BANK) == {bank.key for bank in BANKS}
    assert len(SLIPS) >= 14
    assert len(BANKS) >= 14
    assert len(yyzz._FORMS) >= 6
    assert len(zzzs._WEIGHTS) >= 6
    assert len({place.code for place in PLACES}) == len(PLACES)


def test_it_has_drawers_for_every_kind_and_the_faults_of_fresh() -> None:
    assert {*DRAWERS["beyond"].papers, "slip"} == set(KINDS)
    assert FAULTS["beyond"] == FAULTS["fresh"]


def test_one_enterprises_papers_agree() -> None:
    papers = enterprise(5, "beyond", "flat")
    for field in ("name", "uscc", "legal_person"):
        assert len({papers[kind].truth["fields"][field] for kind in ("yyzz", "zzzs", "cns")}) == 1
