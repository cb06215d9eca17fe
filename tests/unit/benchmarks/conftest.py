"""What the tests of drawn papers stand on."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.papers.ink import Sheet


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
