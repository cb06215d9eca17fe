"""The colours of the desk: "calm ledger", light and dark, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Tone(StrEnum):
    """How a fact is meant. Never shown by colour alone: each tone has its glyph and its word beside it."""

    NEUTRAL = "neutral"
    INFO = "info"
    WARN = "warn"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class ToneColours:
    """`ink` is read on `fill` and on a surface (contrast at least 4.5 : 1); `edge` is the line around a notice."""

    ink: str
    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as #rrggbb."""

    name: Literal["light", "dark"]
    bg: str  # behind everything
    side: str  # the side bar, the status bar
    surface: str  # cards, tables, fields
    raised: str  # menus, toasts, dialogs
    sunken: str  # read-only fields, the photo's mount
    line: str  # hairlines
    edge: str  # borders of controls
    hover: str
    select: str
    text: str
    sub: str
    faint: str  # placeholders and disabled words
    primary: str  # the accent as text, line and focus ring
    action: str  # the accent as the fill of a button
    action_hover: str
    action_press: str
    on_action: str
    shadow: str  # with alpha, #aarrggbb
    tones: dict[Tone, ToneColours]


LIGHT = Tokens(
    name="light",
    bg="#f5f6f8",
    side="#eef0f3",
    surface="#ffffff",
    raised="#ffffff",
    sunken="#f5f6f8",
    line="#e4e7eb",
    edge="#cdd3da",
    hover="#f4f7fb",
    select="#e5f0fd",
    text="#1f2329",
    sub="#5c636d",
    faint="#868d97",
    primary="#0f5fbf",
    action="#0f5fbf",
    action_hover="#0d53a8",
    action_press="#0a458d",
    on_action="#ffffff",
    shadow="#28101828",
    tones={
        Tone.NEUTRAL: ToneColours("#4b535d", "#eceff2", "#d5dae0"),
        Tone.INFO: ToneColours("#0b4fa1", "#e3eefc", "#bcd6f5"),
        Tone.WARN: ToneColours("#7d4b00", "#fdf0d3", "#f0d59a"),
        Tone.GOOD: ToneColours("#0f632f", "#def3e3", "#b3dfbf"),
        Tone.BAD: ToneColours("#a81c1c", "#fce5e3", "#f3bfbb"),
    },
)
DARK = Tokens(
    name="dark",
    bg="#15171a",
    side="#1a1d21",
    surface="#1f2226",
    raised="#282c31",
    sunken="#191b1f",
    line="#2e3238",
    edge="#444a53",
    hover="#262a2f",
    select="#1d3857",
    text="#e6e8eb",
    sub="#a3aab4",
    faint="#7c848f",
    primary="#6cabf7",
    action="#2a6fcb",
    action_hover="#3179da",
    action_press="#215fb1",
    on_action="#ffffff",
    shadow="#80000000",
    tones={
        Tone.NEUTRAL: ToneColours("#b9c0c9", "#30353b", "#454b53"),
        Tone.INFO: ToneColours("#8fc0fb", "#1c3552", "#2b4f7a"),
        Tone.WARN: ToneColours("#f3c469", "#3d2f12", "#60491b"),
        Tone.GOOD: ToneColours("#7fd699", "#173722", "#265638"),
        Tone.BAD: ToneColours("#ff9f97", "#472120", "#6d3431"),
    },
)
