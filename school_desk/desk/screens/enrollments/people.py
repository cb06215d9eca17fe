"""The people of a batch: the columns of their list, and one person's facts with the photo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.table import Column
from school_desk.documents import queries as papers
from school_desk.enrollments.queries import EnrolledRow
from school_desk.terms.labels import enrollment_status
from school_desk.terms.masking import mask_id, mask_mobile
from school_desk.terms.statuses import EnrollmentStatus

_PHOTO = (98, 137)
_TONES = {EnrollmentStatus.ACTIVE: Tone.GOOD}


def person_columns() -> tuple[Column, ...]:
    """姓名 … 备注, numbers masked."""
    return (
        Column("name", "姓名", 90),
        Column("sex", "性别", 50),
        Column("id_number", "证件号", 170, value=lambda row: mask_id(row.id_number)),
        Column("mobile", "手机号", 120, value=lambda row: mask_mobile(row.mobile)),
        Column("trade", "工种", 110),
        Column("level", "等级", 76, value=lambda row: row.level.label),
        Column("photo", "照片", 76, "chip", value=_photo_chip),
        Column("status", "报名", 100, "chip", value=_status_chip),
        Column("note", "备注", 100, stretch=True, value=lambda row: row.status_reason or row.note),
    )


class PeoplePanel(QWidget):
    """One enrolment's facts with its photo."""

    def __init__(self, desk: Desk, row: EnrolledRow) -> None:
        super().__init__()
        self._desk = desk
        self.is_active = row.status is EnrollmentStatus.ACTIVE
        self._photo = QLabel("没有照片" if row.photo_document_id is None else "")
        self._photo.setFixedSize(*_PHOTO)
        self._photo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._photo.setProperty("role", "caption")
        self._photo.setAccessibleName(f"{row.name}的照片")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self._photo)
        column.addWidget(FactsGrid(_facts(row), columns=1))
        if row.photo_document_id is not None:
            self._ask_photo(row.photo_document_id)

    def _ask_photo(self, document_id: str) -> None:
        blobs = self._desk.school.blobs

        def look(session: object, school_id: str) -> bytes | None:
            paper = papers.paper(session, school_id, document_id)  # type: ignore[arg-type]
            return None if paper is None else blobs.get(paper.sha256)

        self._desk.ask(self, look, self._show_photo, key="photo")

    def _show_photo(self, content: bytes | None) -> None:
        picture = QPixmap()
        if content is not None and picture.loadFromData(content):
            ratio = self.devicePixelRatioF()
            size = self._photo.size() * ratio
            fitted = picture.scaled(
                size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            fitted.setDevicePixelRatio(ratio)
            self._photo.setPixmap(fitted)


def _facts(row: EnrolledRow) -> list[Fact]:
    return [
        Fact("性别", row.sex),
        Fact("出生日期", "" if row.birth_date is None else str(row.birth_date)),
        Fact(row.id_type.label, mask_id(row.id_number)),
        Fact("手机号", mask_mobile(row.mobile)),
        Fact("企业", row.enterprise),
        Fact("工种等级", f"{row.trade} {row.level.label}"),
        Fact("报名", enrollment_status(row.status), note=row.status_reason or ""),
        Fact("备注", row.note or ""),
    ]


def _photo_chip(row: EnrolledRow) -> Chip:
    return Chip("缺", Tone.WARN) if row.photo_document_id is None else Chip("有", Tone.GOOD)


def _status_chip(row: EnrolledRow) -> Chip:
    return Chip(enrollment_status(row.status), _TONES.get(row.status, Tone.NEUTRAL))
