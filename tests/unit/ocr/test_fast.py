"""The fast mode: the small reader's word is taken where it read every key field, and nobody else is asked."""

from __future__ import annotations

import pytest

from school_desk.adapters.ocr import read_paper, reader, readers
from school_desk.adapters.ocr.readers import Readers
from school_desk.documents.reading.paper import KEY_FIELDS, FieldReading, FieldState, PaperReading


class Named:
    """An engine that nobody asks."""

    def __init__(self, name: str) -> None:
        self.name = self.mind = name


def reading(engine: str, state: FieldState) -> PaperReading:
    fields = {name: FieldReading("x", 0.9, None, state) for name in KEY_FIELDS["yyzz"]}
    return PaperReading("yyzz", fields, width=100, height=100, engine=engine)


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        (reading("fast", FieldState.LOOK), ["fast"]),
        (reading("fast", FieldState.FAILED), ["fast", "usual"]),
        pytest.param(PaperReading("", {}), ["fast"], id="what cannot be opened is as whole as it gets"),
        pytest.param(PaperReading("other", {}, width=100, height=100), ["fast", "usual"], id="no paper that it knows"),
    ],
)
def test_the_others_are_asked_only_for_what_it_could_not(
    kept: PaperReading, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def read_with(by: Readers, _source: object, _kind: str) -> PaperReading:
        heard.append(by.first.name)
        return kept if by.first.name == "fast" else reading("usual", FieldState.ACCEPTED)

    monkeypatch.setattr(reader, "read_with", read_with)
    monkeypatch.setattr(readers, "fast_readers", lambda: Readers(Named("fast")))  # type: ignore[arg-type]
    monkeypatch.setattr(readers, "default_readers", lambda: Readers(Named("usual")))  # type: ignore[arg-type]
    found = read_paper(b"", fast=True)
    assert heard == asked
    assert found is kept if asked == ["fast"] else found.engine == "usual"
