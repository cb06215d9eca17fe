"""框选重新识别 in the review: for which fields a box may be drawn."""

from __future__ import annotations

from school_desk.desk.regions import Regions
from school_desk.enterprises.compare import FIELD_LABELS, KIND, Place

# Seen with the eye, not read.
_NOT_READ = (KIND, "seal_present")


class ReviewRegions(Regions):
    """`proposed` and `ended` carry the field's place."""

    def begin_at(self, place: Place) -> None:
        """Has the person draw a box for the field at `place`."""
        if place[1] in _NOT_READ:
            self.told.emit(f"“{FIELD_LABELS[place[1]]}”请看照片判断，不能框选识别。")
        else:
            self.begin(place, FIELD_LABELS[place[1]])
