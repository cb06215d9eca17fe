"""框选重新识别 on a slip: what a box holds is proposed in its field, and the field as it was comes back with Esc."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt

from school_desk.desk.regions import Regions, RegionSource, Where
from school_desk.desk.screens.payments.slip_fields import LABELS, boxes_of, field_views
from school_desk.desk.services import Desk
from school_desk.desk.widgets.field_row import FieldList, FieldView
from school_desk.desk.widgets.photo_view import PhotoView
from school_desk.documents.reading.paper import FieldReading, PaperReading
from school_desk.payments.slip_parties import Parties


class SlipRegions(QObject):
    """Between the photo and the fields of one slip. `told` gets a sentence where there is no proposal."""

    def __init__(self, desk: Desk, view: PhotoView, fields: FieldList, told: Callable[[str], None]) -> None:
        super().__init__(view)
        self._view, self._fields = view, fields
        self._content, self._reading, self._parties = b"", PaperReading("slip", {}), Parties()
        self._editing = ""
        self._before: dict[str, tuple[FieldView, FieldReading | None]] = {}
        self._regions = Regions(desk, view, self._source, self)
        self._regions.proposed.connect(self._propose)
        self._regions.told.connect(told)
        self._regions.ended.connect(self._back)
        view.drawing_requested.connect(self.begin)
        fields.focused.connect(self._edit)
        # Queued: the row must not change under the key that it is handling.
        fields.refused.connect(self._refuse, Qt.ConnectionType.QueuedConnection)

    def show_slip(self, content: bytes, reading: PaperReading, parties: Parties) -> None:
        """The slip in front; nothing of the one before is proposed any more."""
        self._regions.stop()
        self._content, self._reading, self._parties, self._editing = content, reading, parties, ""
        self._before.clear()

    def begin(self) -> None:
        """Ctrl+B, B on the photo, or Shift and dragging: for the field with the cursor, else the first that is open."""
        open_fields = self._fields.doubtful_left() or list(self._fields.values())
        field = self._editing or next(iter(open_fields), "")
        if field:
            self._regions.begin(("slip", field), LABELS[field])

    def _source(self) -> RegionSource | None:
        content = self._content
        return RegionSource(lambda: content, self._reading.rotation) if content and self._view.is_readable() else None

    def _edit(self, field: str) -> None:
        self._editing = field

    def _propose(self, where: Where, read: FieldReading) -> None:
        field = where[1]
        self._before.setdefault(field, (self._fields.row(field).view, self._reading.fields.get(field)))
        self._take(field, read)
        view = next(one for one in field_views(self._reading, self._parties, frozenset({field})) if one.key == field)
        earlier = self._before[field][0].decided
        others = (("原先确认", earlier), *view.candidates) if earlier else view.candidates
        self._fields.row(field).set_view(replace(view, candidates=others))
        self._fields.row(field).set_crop(self._view.crop(field))
        self._back(where)

    def _refuse(self, field: str) -> None:
        view, reading = self._before.pop(field)
        self._take(field, reading)
        self._fields.row(field).set_view(view)
        self._fields.row(field).set_crop(self._view.crop(field))
        self._back(("slip", field))

    def _take(self, field: str, reading: FieldReading | None) -> None:
        fields = {name: found for name, found in self._reading.fields.items() if name != field}
        if reading is not None:
            fields[field] = reading
        self._reading = replace(self._reading, fields=fields)
        self._view.set_boxes(boxes_of(self._reading))

    def _back(self, where: Where) -> None:
        self._fields.row(where[1]).input.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fields.row(where[1]).input.selectAll()
