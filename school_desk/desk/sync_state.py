"""How a joined desk stands with the Hub, in a clerk's words: one line for the side bar, a few facts for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.facts import Fact
from school_desk.kernel.clock import local_date, local_text

if TYPE_CHECKING:
    from school_desk.overview.hub_standing import HubStanding


class Reach(Enum):
    """Whether the Hub is reached. `TROUBLED`: it answers, or this computer cannot, and the sentence says what to do."""

    UNTRIED = "untried"
    REACHED = "reached"
    AWAY = "away"
    UNKNOWN_HERE = "unknown_here"
    TROUBLED = "troubled"


@dataclass(frozen=True)
class SyncState:
    """What the window shows. `since` when the Hub is out of reach, `sentence` why; `files_awaited` are not on the Hub yet.

    `files_fault`: why some file could not be moved.
    """

    standing: HubStanding
    reach: Reach = Reach.UNTRIED
    since: datetime | None = None
    sentence: str = ""
    under_way: bool = False
    files_awaited: int = 0
    files_fault: str = ""


@dataclass(frozen=True)
class Line:
    """The one line: icon, colour, words, and the whole of it as a tip."""

    icon: str
    tone: Tone
    words: str
    tip: str


def line_of(state: SyncState, today: date) -> Line:
    """The line for this state; what stops the work comes before what can wait."""
    standing = state.standing
    waits = f"等待发送 {standing.waiting} 步" if standing.waiting else ""
    if state.reach is Reach.UNKNOWN_HERE:
        return Line("cross-circle", Tone.BAD, "总台不认识这台电脑", state.sentence)
    if state.reach is Reach.TROUBLED:
        return Line("warning", Tone.WARN, "暂时不能同步", state.sentence)
    if standing.refused:
        words = f"有 {standing.refused} 条待处理冲突"
        return Line("split", Tone.WARN, words, f"{words}：总台没有接受的操作，请到“待处理冲突”里处理。")
    if state.reach is Reach.AWAY:
        since = f"从 {moment(state.since, today)} 起连不上总台" if state.since else "连不上总台"
        words = f"连不上总台 · 待发 {standing.waiting} 步" if waits else "连不上总台"
        return Line("offline", Tone.NEUTRAL, words, f"{since}。本机可以照常办理，连上后自动同步。")
    if state.files_fault:
        return Line("warning", Tone.WARN, "有材料文件没有传成", state.files_fault)
    if standing.held:
        words = f"总台有 {standing.held} 步还没办理"
        return Line("push", Tone.NEUTRAL, words, f"{words}：{standing.held_told}本机可以照常办理。")
    if waits:
        return Line("push", Tone.NEUTRAL, waits, f"{waits}，马上发给总台。")
    if standing.synced_at is None:
        return Line("refresh", Tone.NEUTRAL, "还没有同步过", "还没有与总台同步过，马上开始。")
    words = f"已同步 {moment(standing.synced_at, today)}"
    return Line("check-circle", Tone.GOOD, words, f"{words}：本机与总台一致。")


def facts_of(state: SyncState, today: date) -> list[Fact]:
    """What there is to know."""
    standing = state.standing
    told = {
        Reach.UNTRIED: "正在连接…",
        Reach.REACHED: "连得上",
        Reach.AWAY: f"从 {moment(state.since, today)} 起连不上" if state.since else "连不上",
        Reach.UNKNOWN_HERE: "不认识这台电脑",
        Reach.TROUBLED: "暂时不能同步",
    }[state.reach]
    files = f"{state.files_awaited} 份照片等文件还没有到" if state.files_awaited else ""
    return [
        Fact("总台", told, note=state.sentence),
        *hub_facts(standing, today, files=files),
        *([Fact("没有传成的文件", state.files_fault)] if state.files_fault else []),
    ]


def hub_facts(standing: HubStanding, today: date, *, files: str = "") -> list[Fact]:
    """What this computer knows by itself."""
    waiting = f"{standing.waiting} 步" if standing.waiting else "没有"
    doubtful = f"其中 {standing.doubtful} 步按总台的新内容可能办不成" if standing.doubtful else ""
    held = f"{standing.held} 步：{standing.held_told}"
    return [
        Fact("地址", standing.address),
        Fact("这台电脑", f"{standing.desk_no} 号机"),
        Fact("上次同步", moment(standing.synced_at, today) if standing.synced_at else "还没有"),
        Fact("等待发送", waiting, note=doubtful),
        *([Fact("总台还没办理", held)] if standing.held else []),
        *([Fact("文件", files)] if files else []),
        Fact("待处理冲突", f"{standing.refused} 条" if standing.refused else "没有"),
    ]


def moment(instant: datetime, today: date) -> str:
    """The time of today, else day and time."""
    text = local_text(instant)
    return text[11:] if local_date(instant) == today else text[5:]
