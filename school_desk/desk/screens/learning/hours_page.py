"""The import of study hours: of who learns for two courses at once a person says, once for the file, which one the rows are about."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from school_desk.desk.import_page import ImportKind, ImportPage
from school_desk.desk.screens.learning.learning_files import good
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.texts import body, caption
from school_desk.learning.domain import TradeLevel
from school_desk.learning.hours import ASKS_WHOSE
from school_desk.learning.queries import courses_of_several

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.intake.hours import HoursPreview
    from school_desk.learning.commands import ImportStudyHours


class HoursOptions(QWidget):
    """这份学时表属于, shown when a row needs it. `chosen`: a person changed `belongs_to`."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.belongs_to: TradeLevel | None = None
        self.course = ChoiceInput()
        self.course.setAccessibleName("这份学时表属于")
        self.course.setMinimumWidth(200)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(body("这份学时表属于"))
        row.addWidget(self.course)
        row.addWidget(caption("只用于有几个报名在学、又看不出属于哪一个的学员"))
        row.addStretch(1)
        self.course.edited.connect(self._changed)
        self.forget()

    def offer(self, courses: tuple[TradeLevel, ...]) -> None:
        """What the rows may be about."""
        self.course.set_options([(course, course.label) for course in courses])
        self.show()

    def forget(self) -> None:
        """Another file: it is asked anew."""
        self.belongs_to = None
        self.course.set_options(())
        self.hide()

    def _changed(self) -> None:
        self.belongs_to = self.course.value()
        self.chosen.emit()


class HoursPage(ImportPage):
    """导入学时. The answer that `options` asks for is tried out at once."""

    def __init__(self, desk: Desk) -> None:
        options = HoursOptions()
        super().__init__(desk, _kind(options), options=options)
        self.options = options
        self._path = Path()
        options.chosen.connect(self._again_with_answer)

    def read(self, path: Path) -> None:
        """Reads another file, about which nothing was said."""
        self._path = path
        self.options.forget()
        super().read(path)

    def _show(self, name: str, result: Any) -> None:
        super()._show(name, result)
        if not self.options.isHidden() or not any(ASKS_WHOSE in reason for row in result for reason in row.reasons):
            return
        numbers = {row.account for row in self._preview.sheet.rows if row.account}
        self._desk.ask(
            self,
            lambda session, school_id: courses_of_several(session, school_id, numbers),
            self._newest.only(self.options.offer),
            key="courses",
        )

    def _again_with_answer(self) -> None:
        self._newest.drop()
        self._import.setEnabled(False)  # the rows seen were judged without it
        self._try_out(self._path, self._preview)


def _kind(options: HoursOptions) -> ImportKind:
    return ImportKind(
        title="导入学时",
        read="school_desk.intake.hours:read_hours",
        command=partial(_command, options),
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已导入 {good(rows)} 条学时。",
    )


def _command(options: HoursOptions, school: School, preview: HoursPreview) -> ImportStudyHours:
    from school_desk.intake.hours import hours_command

    return hours_command(school, preview, options.belongs_to)
