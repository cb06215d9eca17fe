"""The list of 报名人员查询: the cells that exports write, in their order; where the window is narrow, lesser columns give way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent

from school_desk.desk.widgets.table import Column, RowTable
from school_desk.overview.progress import COLUMNS, ProgressRow, cells

_WIDTHS = {
    "姓名": 80,
    "身份证号": 172,
    "手机号": 116,
    "企业": 200,
    "工种": 84,
    "等级": 72,
    "培训计划": 80,
    "考核计划": 80,
    "成绩报审": 80,
    "培训证书": 136,
    "证书编号": 160,
    "当前步骤": 124,
    "卡在哪里": 184,
    "轮到谁": 92,
    "从哪天起": 104,
}
_STRETCHING = ("企业", "卡在哪里")
# The first to go first. What is gone here stands in the line beneath the list, in the 详情 and in exports.
_GIVE_WAY = ("当前步骤", "从哪天起", "证书编号", "手机号", "身份证号", "轮到谁", "等级", "企业", "工种")
_SCROLL_BAR = 22


@dataclass(frozen=True)
class PersonLine:
    """An enrolment with its masked cells."""

    row: ProgressRow
    cells: tuple[str, ...]

    @property
    def id(self) -> str:
        """The enrolment's id."""
        return self.row.enrollment_id


def person_lines(rows: Iterable[ProgressRow]) -> list[PersonLine]:
    """The lines of these enrolments."""
    return [PersonLine(row, cells(row)) for row in rows]


class PeopleTable(RowTable):
    """The list itself, over `PersonLine`s."""

    def __init__(self) -> None:
        columns = [
            Column(title, title, _WIDTHS[title], stretch=title in _STRETCHING, value=_cell(place))
            for place, title in enumerate(COLUMNS)
        ]
        super().__init__(columns, name="报名人员")
        self._shown = frozenset(COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        shown = shown_in(width - _SCROLL_BAR)
        for title in shown ^ self._shown:
            self.set_column_shown(title, title in shown)
        self._shown = shown


def shown_in(width: int) -> frozenset[str]:
    """The columns for which `width` pixels are enough; never fewer than the name, the four labels and why not yet."""
    shown = set(COLUMNS)
    for title in _GIVE_WAY:
        if sum(_WIDTHS[each] for each in shown) <= width:
            break
        shown.remove(title)
    return frozenset(shown)


def _cell(place: int) -> Callable[[PersonLine], str]:
    return lambda line: line.cells[place]
