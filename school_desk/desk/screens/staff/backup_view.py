"""A backup in a clerk's words: why it was made, how large it is, what it holds and what going back to it would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_M, GAP_XS
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.texts import caption, strong
from school_desk.kernel.backup import BackupFacts, Reason
from school_desk.kernel.clock import local_text
from school_desk.kernel.commands import label_of

if TYPE_CHECKING:
    from school_desk.kernel.restore_preview import LostDecision, Preview

REASONS = {
    Reason.START: "打开程序",
    Reason.IMPORT: "导入之前",
    Reason.UPGRADE: "升级之前",
    Reason.RESTORE: "恢复之前",
    Reason.PERSON: "人工备份",
    Reason.MOVE: "换电脑",
}
# What a clerk knows the school by: table, word, measure.
_HELD = (
    ("enterprise", "企业", "家"),
    ("trainee", "学员", "人"),
    ("enrollment", "报名", "人次"),
    ("statement_line", "银行流水", "笔"),
    ("receivable", "应缴单", "张"),
    ("exam_plan", "考核计划", "个"),
    ("certificate", "证书", "本"),
)
_LISTED = 6


def size_words(size: int) -> str:
    """1.4 GB, 36 MB, 812 KB."""
    for unit, step in (("GB", 1024**3), ("MB", 1024**2)):
        if size >= step:
            number = size / step
            return f"{number:.1f} {unit}" if number < 10 else f"{number:,.0f} {unit}"
    return f"{max(1, round(size / 1024))} KB"


def content_chip(facts: BackupFacts | None) -> Chip:
    """Whether it is whole."""
    if facts is None:
        return Chip("已损坏", Tone.BAD)
    return Chip("数据库和材料", Tone.GOOD) if facts.whole else Chip("只有数据库", Tone.NEUTRAL)


class PreviewView(QWidget):
    """The body of the panel: what is lost first, because that is what decides."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(Notice(*_cost(preview)))
        if preview.missing_files:
            words = f"有 {preview.missing_files:,} 份材料不在这份备份里，本机也没有。"
            column.addWidget(Notice(Tone.WARN, words))
        if preview.lost:
            column.addWidget(_LostList(preview.lost))
        column.addWidget(strong("备份里有"))
        column.addWidget(FactsGrid(_facts(preview), columns=1))


class _LostList(QWidget):
    """The newest of what would be lost, a line each."""

    def __init__(self, lost: tuple[LostDecision, ...]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        column.addWidget(strong("会失去的操作"))
        for one in lost[:_LISTED]:
            words = f"{local_text(one.made_at)[5:]}  {one.actor_name}  {label_of(one.name)} {one.subject}"
            column.addWidget(caption(words, wrap=True))
        if len(lost) > _LISTED:
            column.addWidget(caption(f"…… 还有更早的 {len(lost) - _LISTED:,} 步"))


def _cost(preview: Preview) -> tuple[Tone, str]:
    lost = preview.lost
    if lost is None:
        return Tone.BAD, "本机的数据读不了，不知道恢复会失去什么。"
    if not lost:
        return Tone.GOOD, "这份备份之后没有新的操作，恢复不会失去什么。"
    first, last = local_text(lost[-1].made_at), local_text(lost[0].made_at)
    when = last if first == last else f"{first} 至 {last}"
    return Tone.WARN, f"恢复会失去之后的 {len(lost):,} 步操作（{when}）。"


def _facts(preview: Preview) -> list[Fact]:
    facts = preview.facts
    found = [
        Fact("文件", str(facts.path)),
        Fact("为什么", REASONS[facts.reason]),
        Fact("内容", content_chip(facts).text),
        Fact("操作", f"{facts.commands:,} 步"),
        Fact("材料", f"{facts.files:,} 份"),
    ]
    for table, word, measure in _HELD:
        held, now = facts.counts.get(table, 0), preview.counts.get(table)
        note = "" if now is None or now == held else f"现在 {now:,} {measure}"
        found.append(Fact(word, f"{held:,} {measure}", note=note))
    return [*found, Fact("大小", size_words(facts.size_bytes))]
