"""考场: the rooms at hand in the side panel; a new one, a correction, one that is used no longer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from school_desk.desk.colours import Tone
from school_desk.desk.forms import PanelForms, Values
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.theme import ROW_HEIGHTS
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.table_paint import HEADER_HEIGHT
from school_desk.desk.widgets.texts import sub
from school_desk.exams import queries
from school_desk.exams.commands import AddRoom, EditRoom
from school_desk.exams.queries import RoomRow

_MOST_ROWS, _TABLE_WIDTH = 14, 300


class Rooms:
    """Shows the rooms in `panel` for `owner`."""

    def __init__(self, desk: Desk, owner: QObject, panel: SidePanel) -> None:
        self._desk, self._owner, self._panel = desk, owner, panel
        self._forms = PanelForms(desk, owner, panel)

    def show(self) -> None:
        """The list."""
        self._desk.ask(self._owner, queries.rooms, self._show, key="rooms")

    def add(self) -> None:
        """新建考场, at the place of the one before."""
        self._desk.ask(self._owner, queries.rooms, self._add, key="rooms")

    def _show(self, rooms: tuple[RoomRow, ...]) -> None:
        table = RowTable(_columns(), name="考场")
        table.set_rows(rooms)
        table.setMinimumWidth(_TABLE_WIDTH)
        table.setFixedHeight(HEADER_HEIGHT + min(len(rooms), _MOST_ROWS) * ROW_HEIGHTS["roomy"] + 8)
        table.activated.connect(self._edit)
        may = self._desk.may(AddRoom.allowed)
        buttons = (
            action_button("修改…", "edit", on=lambda: self._edit(table.current_row())),
            action_button("新建考场…", "plus", primary=True, on=self.add),
        )
        for button in buttons:
            button.setEnabled(may)
        if not rooms:
            self._panel.show_body(
                "考场", sub("还没有考场。先新建一个：名称、考点、地址、座位数。", wrap=True), buttons[1:]
            )
            return
        self._panel.show_body("考场", table, buttons)
        table.select_first()
        table.setFocus()

    def _add(self, rooms: tuple[RoomRow, ...]) -> None:
        form = _room_form()
        if rooms:
            form.set_values({"place": rooms[-1].place, "address": rooms[-1].address})
        self._forms.ask(
            "新建考场",
            form,
            "新建",
            lambda values: AddRoom(values["name"], values["place"], values["address"], values["seats"]),
            first="name",
            done=lambda values: f"已新建考场“{values['name']}”。",
            then=lambda _outcome: self.show(),
        )

    def _edit(self, room: RoomRow | None) -> None:
        if room is None or not self._desk.may(EditRoom.allowed):
            return
        form = _room_form()
        form.add_check("active", "可以使用", hint="不勾选：停用，新的场次不能再选这个考场")
        form.set_values({key: getattr(room, key) for key in form.values()})
        self._forms.ask(
            f"修改考场“{room.name}”",
            form,
            "保存",
            partial(_edited, room),
            first="name",
            done=lambda values: f"已修改考场“{values['name']}”。",
            then=lambda _outcome: self.show(),
        )


def _edited(room: RoomRow, values: Values) -> EditRoom:
    return EditRoom(room.id, values["name"], values["place"], values["address"], values["seats"], values["active"])


def _room_form() -> Form:
    form = Form(columns=1)
    form.add_text("name", "考场名称", required=True, longest=50, hint="如 第一考场")
    form.add_text("place", "考点", required=True, longest=100)
    form.add_text("address", "地址", required=True, longest=200)
    form.add_number("seats", "座位数", least=1, most=500, unit="个")
    form.set_values({"seats": 30})
    return form


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", "考场", 90, stretch=True),
        Column("place", "考点", 84, stretch=True),
        Column("seats", "座位", 52, "number"),
        Column("state", "状态", 88, "chip", value=_state),
    )


def _state(room: RoomRow) -> Chip:
    return Chip("可用", Tone.GOOD) if room.active else Chip("停用", Tone.NEUTRAL)
