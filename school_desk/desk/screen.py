"""What a screen is: a page of the main window that asks for its rows, refreshes when its tables change, and takes the focus it is given."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from school_desk.desk.services import Desk


class Screen(QWidget):
    """The base of every page. Subclasses name the tables they show and override `refresh` and, where it makes sense, `take_focus`."""

    tables: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        desk.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Asks for the rows again, keeping selection and place."""

    def take_focus(self, focus: Any) -> None:
        """Shows what the person came for (a record's id, a filter); called after the page is shown."""

    def entered(self) -> None:
        """The page came to the front: what changed meanwhile is fetched now."""
        if self._stale:
            self._stale = False
            self.refresh()

    def _on_changed(self, changes: dict[str, tuple[str, ...]]) -> None:
        # No table named: another program wrote, nobody knows what.
        if changes and self.tables and not (self.tables & changes.keys()):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
