"""Whether a window can be shown here; without a display Qt draws where nobody sees it."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Always on Windows and macOS; elsewhere when a display server is named."""
    named = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in named)


def can_show() -> bool:
    """Whether Qt finds somewhere to draw: a display, or what somebody names to it."""
    return has_display() or "QT_QPA_PLATFORM" in os.environ


def draw_unseen_without_display() -> None:
    """Has Qt draw offscreen when nothing else is said and no display is there."""
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
