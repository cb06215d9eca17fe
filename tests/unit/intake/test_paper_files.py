"""A file of papers, page by page, with a reader that knows papers by their first bytes instead of an engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.adapters import ocr
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.intake.batch import read_here
from school_desk.intake.inbox import FoundFile
from school_desk.intake.kept import KeptReadings
from school_desk.intake.paper_files import asked_for, read_page
from school_desk.terms.uploads import DocumentKind
from tests.unit.ocr import hostile

LICENCE = hostile.packed(hostile.page())
ASKED: list[str] = []


@pytest.fixture(autouse=True)
def licence_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is a licence."""
    ASKED.clear()

    def read_paper(_source: bytes, kind: str = "auto", *, fast: bool = False) -> PaperReading:
        ASKED.append(f"{kind} fast" if fast else kind)
        taken = "yyzz" if kind == "auto" else kind
        wrong = f"内容像是营业执照，却放在{DocumentKind(taken).label}的位置，请核对。"
        field = FieldReading(taken, 1.0, None, FieldState.LOOK)
        problems = () if taken == "yyzz" else (wrong,)
        return PaperReading(taken, {"name": field}, problems, width=300, height=200, seen="yyzz")

    monkeypatch.setattr(ocr, "read_paper", read_paper)


def placed(folder: Path, name: str, content: bytes = LICENCE) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_a_licence_named_cns_is_read_as_a_licence_and_told(tmp_path: Path) -> None:
    path = placed(tmp_path, "cns.jpg")
    (paper,) = read_page(path, asked_for("auto", "cns")).papers
    assert paper.reading["kind"] == "yyzz"
    assert paper.reading["problems"] == ["内容像是营业执照，却放在企业承诺书的位置，请核对。"]
    assert ASKED == ["cns", "auto"]


def test_what_was_asked_for_outright_is_what_it_is_read_as(tmp_path: Path) -> None:
    (paper,) = read_page(placed(tmp_path, "cns.jpg"), asked_for("cns", "cns")).papers
    assert paper.reading["kind"] == "cns"
    assert ASKED == ["cns"]


def test_fast_reading_is_asked_for_apart_from_the_kind(tmp_path: Path) -> None:
    read_page(placed(tmp_path, "cns.jpg"), asked_for("auto", "cns", fast=True))
    read_page(placed(tmp_path, "yyzz.jpg"), asked_for("yyzz", "", fast=True))
    assert ASKED == ["cns fast", "auto fast", "yyzz fast"]


def test_a_name_that_is_right_costs_one_reading(tmp_path: Path) -> None:
    (paper,) = read_page(placed(tmp_path, "yyzz.jpg"), asked_for("auto", "yyzz")).papers
    assert (paper.reading["problems"], paper.failed, ASKED) == ([], False, ["yyzz"])


@pytest.mark.parametrize("name", hostile.refused())
def test_what_cannot_be_opened_asks_no_engine(tmp_path: Path, name: str) -> None:
    page = read_page(placed(tmp_path, name, hostile.refused()[name]), "auto")
    (paper,) = page.papers
    (sentence,) = paper.reading["problems"]
    assert sentence.endswith("。")
    assert (paper.failed, page.lasting, ASKED) == (True, False, [])


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (paper,) = read_page(str(tmp_path / "none.jpg"), "auto").papers
    assert "找不到文件" in paper.reading["problems"][0]
    (paper,) = read_page("a\x00b.jpg", "auto").papers
    assert "改名" in paper.reading["problems"][0]


def test_a_page_that_cannot_be_drawn_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = placed(tmp_path, "thread.pdf", hostile.pdf(3, (10, 1_000_000)))
    page = read_page(path, "yyzz", 1)
    assert page.pages == 3
    assert "页面尺寸不正常" in page.papers[0].reading["problems"][0]


def test_every_page_of_one_file_is_read_here_and_kept(tmp_path: Path) -> None:
    from school_desk.intake.kept import open_kept
    from school_desk.kernel.paths import DataFolder

    file = FoundFile("a.pdf", placed(tmp_path, "a.pdf", hostile.pdf(3)))

    def kept() -> KeptReadings:
        return open_kept(DataFolder(tmp_path / "data"))

    papers = read_here(file, "zzzs", kept)
    assert (len(papers), len(ASKED)) == (3, 3)
    assert read_here(file, "zzzs", kept) == papers
    assert len(ASKED) == 3
    passed_over = kept()
    passed_over.anew = True
    assert read_here(file, "zzzs", lambda: passed_over) == papers
    assert len(ASKED) == 6
    assert read_here(file, "zzzs", kept) == papers
    assert len(ASKED) == 6


def test_a_hostile_file_does_not_ask_for_the_engines_name(tmp_path: Path) -> None:
    def never() -> KeptReadings:
        raise AssertionError

    read_here(FoundFile("a.jpg", placed(tmp_path, "a.jpg", b"")), "auto", never)
    read_here(FoundFile("b.jpg", str(tmp_path / "b.jpg")), "auto", never)
