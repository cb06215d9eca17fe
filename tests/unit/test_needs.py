"""What a test needs and does not find is a skip that says so, and in CI a failure."""

from __future__ import annotations

import pytest

from tests.needs import missing


@pytest.mark.parametrize(("ci", "end"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_absence_is_told(ci: str, end: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(end, match="没有 Chromium"):
        missing("没有 Chromium，这些测试未运行")
