"""The kinds of identity papers a trainee may enrol with, and the check each kind of number allows."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from school_desk.terms.resident_id import ResidentIdCheck, check_resident_id, normalise_resident_id


class IdType(StrEnum):
    RESIDENT_ID = "resident_id"
    RESIDENCE_PERMIT = "residence_permit"
    FOREIGN_RESIDENT_ID = "foreign_resident_id"
    PASSPORT = "passport"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    IdType.RESIDENT_ID: "居民身份证",
    IdType.RESIDENCE_PERMIT: "港澳台居民居住证",
    IdType.FOREIGN_RESIDENT_ID: "外国人永久居留身份证",
    IdType.PASSPORT: "护照",
    IdType.OTHER: "其他",
}
_PERMIT_REGIONS = ("810000", "820000", "830000")
# Cards since 2023 begin with 9 and have 18 characters, those before three letters and twelve digits.
_FOREIGN_SHAPE = re.compile(r"9\d{16}[\dX]|[A-Z]{3}\d{12}")
_PASSPORT_SHAPE = re.compile(r"[A-Z0-9]{5,17}")


def normalise_id_number(kind: IdType, text: str) -> str:
    """`text` as numbers of this kind are compared and stored."""
    if kind in (IdType.RESIDENT_ID, IdType.RESIDENCE_PERMIT, IdType.FOREIGN_RESIDENT_ID):
        return normalise_resident_id(text)
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def check_id_number(kind: IdType, number: str, today: date) -> ResidentIdCheck:
    """What is wrong or strange about a normalised `number` of this kind; birth date and sex only where it holds them."""
    if kind is IdType.RESIDENT_ID or kind is IdType.RESIDENCE_PERMIT:
        return _check_resident(kind, number, today)
    if not number:
        return ResidentIdCheck(errors=("请填写证件号码。",))
    if kind is IdType.FOREIGN_RESIDENT_ID and not _FOREIGN_SHAPE.fullmatch(number):
        return ResidentIdCheck(
            errors=("外国人永久居留身份证号码应是 9 开头的 18 位，或 3 个字母加 12 位数字，请对照证件核对。",)
        )
    if kind is IdType.PASSPORT and not _PASSPORT_SHAPE.fullmatch(number):
        return ResidentIdCheck(errors=("护照号码应是 5 至 17 位字母和数字，请对照护照核对。",))
    return ResidentIdCheck()


def _check_resident(kind: IdType, number: str, today: date) -> ResidentIdCheck:
    check = check_resident_id(number, today)
    permit = number.startswith(_PERMIT_REGIONS)
    if check.errors or permit == (kind is IdType.RESIDENCE_PERMIT):
        return check
    fitting = IdType.RESIDENCE_PERMIT if permit else IdType.RESIDENT_ID
    warning = f"这个号码是{fitting.label}的号码，请核对证件类型。"
    return ResidentIdCheck(check.errors, (*check.warnings, warning), check.birth_date, check.sex)
