"""A photo with its tools above: fit, zoom, turn.

PhotoPanel(parent=None, regions=False)      .view is the PhotoView; with `regions` a person may draw a box to be read again
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import tool_button
from school_desk.desk.widgets.focus_light import light_while_focused
from school_desk.desk.widgets.photo_view import PhotoView
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import rule


class PhotoPanel(QFrame):
    """See the module's docstring."""

    def __init__(self, parent: QWidget | None = None, *, regions: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.view = PhotoView()
        tools = QHBoxLayout()
        tools.setContentsMargins(GAP_S, GAP_XS, GAP_S, GAP_XS)
        tools.setSpacing(2)
        if regions:
            self.view.offer_regions()
            tools.addWidget(tool_button("select-area", "框选重新识别 B", on=self.view.request_region))
        tools.addStretch(1)
        for tool in (
            tool_button("fit", "适合窗口 F", on=self.view.fit),
            tool_button("zoom-out", "缩小 -", on=weakly(self.view.zoom_by, 0.8)),
            tool_button("zoom-in", "放大 +", on=weakly(self.view.zoom_by, 1.25)),
            tool_button("rotate-left", "左转 ,", on=weakly(self.view.turn, -90)),
            tool_button("rotate-right", "右转 .", on=weakly(self.view.turn, 90)),
        ):
            tools.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 3)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(rule())
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        light_while_focused(self, self.view)
