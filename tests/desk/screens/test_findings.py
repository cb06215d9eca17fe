"""What the papers contradict, above the fields of the review: few lines, the worst of them, whatever is wrong."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enterprises.findings import FindingList
from school_desk.documents.reading.compare import Finding


def findings(failed: int, doubtful: int, agreed: int = 0) -> list[Finding]:
    wrong = [
        Finding(f"c{n}", "failed" if n < failed else "look", f"第 {n} 处", (("yyzz", f"f{n}"),))
        for n in range(failed + doubtful)
    ]
    return wrong + [Finding("name.agree", "ok", "名称一致", ())] * agreed


@pytest.mark.parametrize(
    ("failed", "doubtful", "told"),
    [
        (1, 2, ["第 0 处", "第 1 处", "第 2 处"]),
        (1, 4, ["第 0 处", "第 1 处", "还有 3 处对不上，写在各项下面。"]),
        (10, 0, ["第 0 处", "第 1 处", "第 2 处", "还有 7 处对不上，写在各项下面。"]),
        (3, 5, ["第 0 处", "第 1 处", "第 2 处", "还有 5 处对不上，写在各项下面。"]),
    ],
)
def test_of_many_the_worst_are_spelt_out(qtbot: QtBot, failed: int, doubtful: int, told: list[str]) -> None:
    shown = FindingList()
    qtbot.addWidget(shown)
    shown.show_findings(findings(failed, doubtful, agreed=1))
    assert shown.sentences() == [*told, "名称一致"]


def test_the_rest_leads_to_its_first_place(qtbot: QtBot) -> None:
    shown = FindingList()
    qtbot.addWidget(shown)
    shown.show_findings(findings(5, 0))
    rest = shown._lines[-1]
    with qtbot.waitSignal(shown.chosen) as chosen:
        rest.click()
    assert chosen.args == ["yyzz", "f3"]
