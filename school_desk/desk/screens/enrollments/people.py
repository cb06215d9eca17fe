"""The people of a batch: the columns of their list, and one person's facts with the photo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.enrollments.photo_slot import PhotoSlot
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.table import Column
from school_desk.desk.widgets.texts import heading
from school_desk.enrollments.queries import Correction, EnrolledRow
from school_desk.kernel.clock import local_text
from school_desk.terms.labels import enrollment_status
from school_desk.terms.masking import mask_id, mask_mobile
from school_desk.terms.statuses import EnrollmentStatus

CORRECTABLE = {"name": "姓名", "id_number": "证件号", "mobile": "手机号", "sex": "性别"}
_MASKS = {"id_number": mask_id, "mobile": mask_mobile}
_TONES = {EnrollmentStatus.ACTIVE: Tone.GOOD}


def person_columns() -> tuple[Column, ...]:
    """姓名 … 备注, numbers masked."""
    return (
        Column("name", "姓名", 90),
        Column("sex", "性别", 56),
        Column("id_number", "证件号", 176, value=lambda row: mask_id(row.id_number)),
        Column("mobile", "手机号", 120, value=lambda row: mask_mobile(row.mobile)),
        Column("trade", "工种等级", 150, value=lambda row: f"{row.trade} {row.level.label}"),
        Column("photo", "照片", 72, "chip", value=_photo_chip),
        Column("status", "报名", 96, "chip", value=_status_chip),
        Column("note", "备注", 100, stretch=True, value=lambda row: row.status_reason or row.note or ""),
    )


class PersonPanel(QWidget):
    """One enrolment's facts with its photo, and what was put right earlier. `page` outlives it (see PhotoSlot)."""

    def __init__(
        self, desk: Desk, row: EnrolledRow, corrections: Sequence[Correction], page: QObject, *, may_change: bool
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        self.photo = PhotoSlot(desk, row, page, may_change=may_change)
        column.addWidget(self.photo)
        column.addWidget(FactsGrid(_facts(row), columns=1))
        if corrections:
            column.addWidget(heading("更正记录"))
            column.addWidget(FactsGrid([_corrected(one) for one in corrections], columns=1))


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


def _corrected(one: Correction) -> Fact:
    mask = _MASKS.get(one.field, str)
    told = f"{mask(one.old_value)} 改为 {mask(one.new_value)}"
    return Fact(
        CORRECTABLE.get(one.field, "资料"),
        told,
        note=f"{local_text(one.corrected_at)[:10]} {one.corrected_by}：{one.reason}",
    )


def _photo_chip(row: EnrolledRow) -> Chip:
    return Chip("缺", Tone.WARN) if row.photo_document_id is None else Chip("有", Tone.GOOD)


def _status_chip(row: EnrolledRow) -> Chip:
    return Chip(enrollment_status(row.status), _TONES.get(row.status, Tone.NEUTRAL))
