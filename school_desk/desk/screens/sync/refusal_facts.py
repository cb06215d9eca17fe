"""One refused command in the panel: why, who was first, and field by field what its clerk saw and wanted beside what stands now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.texts import body, caption, heading, rule, sub
from school_desk.kernel.clock import local_text
from school_desk.kernel.refusals import RefusalState
from school_desk.overview.refusal_detail import FieldContrast, RecordContrast, RefusalDetail, Stands
from school_desk.overview.refusals import RefusalLine

STATES = {
    RefusalState.OPEN: Chip("待处理", Tone.WARN),
    RefusalState.WITHDRAWN: Chip("已撤回", Tone.NEUTRAL, "cross"),
    RefusalState.REDONE: Chip("已重新办理", Tone.GOOD),
}
_WHAT = {"新增": Chip("要新增", Tone.GOOD), "修改": Chip("要修改", Tone.INFO), "删除": Chip("要删除", Tone.BAD)}
_SIDES = ("", "当时看到", "要改成", "现在是")
_MOVED, _REACHED = Chip("已被改动", Tone.WARN, "warn"), Chip("已是这样", Tone.GOOD)
_FIELD_WIDTH = 76


class RefusalFacts(QWidget):
    """See the module's docstring. `opened` (screen, focus): the person wants to see a record, or the decision that stands in the way."""

    opened = Signal(str, str)

    def __init__(self, detail: RefusalDetail, has_page: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_page = has_page
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_M)
        self._column.addWidget(Notice(Tone.WARN, detail.line.message))
        self._section("双方内容")
        if not detail.records:
            self._column.addWidget(sub("这一步改动的记录较多，不逐条列出。", wrap=True))
        for place, record in enumerate(detail.records):
            if place:
                self._column.addWidget(rule())
            self._column.addWidget(self._record(record))
        if detail.standing:
            self._section("谁先办了")
            for stands in detail.standing:
                self._column.addWidget(self._stands(stands))
        self._section("谁办的")
        self._column.addWidget(FactsGrid(_facts(detail.line), columns=1))

    def _section(self, name: str) -> None:
        self._column.addSpacing(GAP_S)
        self._column.addWidget(heading(name))

    def _stands(self, stands: Stands) -> QWidget:
        words = f"{stands.actor}  {local_text(stands.made_at)}\n{stands.label} {stands.subject}".strip()
        return self._line(None, words, "journal", stands.command_id, f"打开{stands.label}")

    def _record(self, record: RecordContrast) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        named = f"{record.kind} {record.name}".strip()
        column.addWidget(self._line(_WHAT[record.what], named, record.screen, record.focus, f"打开{named}"))
        if record.gone:
            column.addWidget(sub("这条记录现在已经没有了。", wrap=True))
        if record.what == "新增":
            column.addWidget(FactsGrid([Fact(one.field, one.wanted) for one in record.fields], columns=1))
        else:
            column.addWidget(_Contrast(record.fields, gone=record.gone))
        column.addSpacing(GAP_L - GAP_M)
        return block

    def _line(self, chip: Chip | None, words: str, screen: str, focus: str, name: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        if chip is not None:
            row.addWidget(ChipLabel(chip), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(body(words, wrap=True), 1)
        if screen and self._has_page(screen):
            open_it = action_button("打开", role="link", on=partial(self.opened.emit, screen, focus))
            open_it.setAccessibleName(name)
            row.addWidget(open_it, 0, Qt.AlignmentFlag.AlignTop)
        return holder


class _Contrast(QWidget):
    """Fields in lines, the sides in columns; what somebody changed meanwhile is marked."""

    def __init__(self, fields: Sequence[FieldContrast], *, gone: bool) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_M)
        grid.setVerticalSpacing(GAP_S)
        grid.setColumnMinimumWidth(0, _FIELD_WIDTH)
        for column, side in enumerate(_SIDES):
            grid.addWidget(caption(side), 0, column)
            grid.setColumnStretch(column, 1 if column else 0)
        for line, one in enumerate(fields, 1):
            grid.addWidget(sub(one.field, wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
            values = (one.saw, one.wanted, "" if gone else one.now)
            for column, (side, words) in enumerate(zip(_SIDES[1:], values, strict=True), 1):
                chip = _judged(one) if side == "现在是" and not gone else None
                grid.addWidget(_side(f"{one.field}{side}", words, chip), line, column, Qt.AlignmentFlag.AlignTop)


def _judged(one: FieldContrast) -> Chip | None:
    if one.reached:
        return _REACHED
    return _MOVED if one.moved else None


def _side(name: str, words: str, chip: Chip | None) -> QWidget:
    told = body(words or "空", wrap=True)
    told.setAccessibleName(f"{name}：{words or '空'}")
    if chip is None:
        return told
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_XS)
    column.addWidget(told)
    column.addWidget(ChipLabel(chip))
    return block


def _facts(line: RefusalLine) -> list[Fact]:
    facts = [
        Fact("事项", line.label, STATES[line.state]),
        Fact("内容", line.subject),
        Fact("办理人", line.actor, note=local_text(line.made_at)),
    ]
    if line.state is RefusalState.OPEN:
        facts.append(Fact("由谁处理", line.handed_to, note=line.note))
    elif line.settled_at is not None:
        facts.append(Fact("处理人", line.settled_by or "", note=local_text(line.settled_at)))
    return facts
