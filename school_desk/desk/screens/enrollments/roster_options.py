"""What the import of a roster asks besides the file: whose it is, and a zip of photos when the sheet has none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from school_desk.desk.screens.enrollments.enterprise_input import EnterpriseInput
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.file_input import FileInput
from school_desk.desk.widgets.texts import body, caption
from school_desk.enrollments.queries import BatchRow


class RosterOptions(QWidget):
    """One line above the rows. Into an earlier `batch` only its own enterprise's people come.

    Signals: `enterprise_chosen`, `photos_chosen`: a person changed it.
    """

    enterprise_chosen = Signal()
    photos_chosen = Signal()

    def __init__(self, desk: Desk, batch: BatchRow | None = None) -> None:
        super().__init__()
        self.batch = batch
        self.enterprise = EnterpriseInput(desk)
        self.enterprise.setMinimumWidth(240)
        self.enterprise.setMaximumWidth(380)
        self.photos = FileInput("照片压缩包", "照片压缩包 (*.zip)", empty="名单里没有照片时选择")
        self.photos.setAccessibleName("照片压缩包")
        self._why = caption("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(body("企业"))
        row.addWidget(self.enterprise, 2)
        row.addWidget(self._why)
        row.addSpacing(GAP_L)
        row.addWidget(body("照片压缩包"))
        row.addWidget(self.photos, 2)
        row.addStretch(1)
        self.enterprise.chosen.connect(self._by_hand)
        self.photos.edited.connect(self.photos_chosen)
        if batch is not None:
            self.set_enterprise(batch.enterprise_id, batch.enterprise, "")
            self.enterprise.setEnabled(False)

    @property
    def enterprise_id(self) -> str:
        """Whose roster it is, "" while nobody knows."""
        return self.enterprise.value()

    @property
    def photos_path(self) -> str | None:
        """The zip, None when there is none."""
        return self.photos.value() or None

    def set_enterprise(self, enterprise_id: str, name: str, why: str = "按名单里的名称认出") -> None:
        """The enterprise that the roster names itself."""
        self.enterprise.set_value((enterprise_id, name))
        self._why.setText(why)

    def forget_enterprise(self) -> None:
        """Another file: whose it is must be found again, unless the batch says it."""
        if self.batch is None:
            self.enterprise.set_value(None)
            self._why.setText("")

    def set_photos(self, path: Path) -> None:
        """A zip that was dropped."""
        self.photos.set_value(str(path))

    def _by_hand(self) -> None:
        self._why.setText("")
        self.enterprise_chosen.emit()
