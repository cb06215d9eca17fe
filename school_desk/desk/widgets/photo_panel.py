"""A photo with its tools above: which photo, fit, zoom, turn, draw a box.

PhotoPanel(tabs=(), parent=None, *, run=None)      tabs: FilterTab per photo (yyzz, cns, zzzs); .view is the PhotoView, .tabs the FilterTabs
add_tool(widget) puts more at the right end; signal photo_chosen(key)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import tool_button
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.focus_light import light_while_focused
from school_desk.desk.widgets.photo_view import PhotoView, Run
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import rule


class PhotoPanel(QFrame):
    """See the module's docstring."""

    photo_chosen = Signal(str)

    def __init__(
        self, tabs: Sequence[FilterTab] = (), parent: QWidget | None = None, *, run: Run | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.view = PhotoView(run=run)
        self.tabs = FilterTabs(tabs, name="照片", ruled=False)
        self.tabs.chosen.connect(self.photo_chosen)
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(GAP_S, GAP_XS, GAP_S, GAP_XS)
        self._tools.setSpacing(2)
        self._tools.addWidget(self.tabs, 1)
        self._draw = tool_button("draw-box", "在照片上框出位置", checkable=True)
        self._draw.toggled.connect(self.view.set_drawing)
        self.view.drawing_changed.connect(self._draw.setChecked)
        for tool in (
            tool_button("fit", "适合窗口 F", on=self.view.fit),
            tool_button("zoom-out", "缩小 -", on=weakly(self.view.zoom_by, 0.8)),
            tool_button("zoom-in", "放大 +", on=weakly(self.view.zoom_by, 1.25)),
            tool_button("rotate-left", "左转 ,", on=weakly(self.view.turn, -90)),
            tool_button("rotate-right", "右转 .", on=weakly(self.view.turn, 90)),
            self._draw,
        ):
            self._tools.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 3)
        column.setSpacing(0)
        column.addLayout(self._tools)
        column.addWidget(rule())
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        light_while_focused(self, self.view)

    def add_tool(self, widget: QWidget) -> None:
        self._tools.addWidget(widget)
