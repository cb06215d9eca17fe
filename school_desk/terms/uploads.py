"""The papers that enterprises hand in: their kinds, the file names the manual fixes for three of them, and the size it allows."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

# "2M" of the manual, read in the sender's favour: 2 × 1024 × 1024 bytes are still allowed.
MAX_UPLOAD_BYTES = 2 * 1024 * 1024


class DocumentKind(StrEnum):
    """The value is what stands before .jpg in the file's name (操作说明 第三章: pinyin initials, not the order of its list)."""

    YYZZ = "yyzz"
    CNS = "cns"
    ZZZS = "zzzs"
    SLIP = "slip"
    PHOTO = "photo"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        return _LABELS[self]


ENTERPRISE_KINDS = (DocumentKind.YYZZ, DocumentKind.CNS, DocumentKind.ZZZS)

_LABELS = {
    DocumentKind.YYZZ: "营业执照",
    DocumentKind.CNS: "企业承诺书",
    DocumentKind.ZZZS: "资质证书",
    DocumentKind.SLIP: "转账回单",
    DocumentKind.PHOTO: "学员照片",
    DocumentKind.EVIDENCE: "依据材料",
}
_STEMS = {kind.value: kind for kind in ENTERPRISE_KINDS} | {
    "营业执照": DocumentKind.YYZZ,
    "承诺书": DocumentKind.CNS,
    "企业承诺书": DocumentKind.CNS,
    "资质证书": DocumentKind.ZZZS,
}
# What browsers and Windows add when a file of that name is already there.
_COPY_MARK = re.compile(r"[ _-]*(?:\(\d+\)|副本|copy|[-_]\d{1,2})$")


def kind_for_file_name(name: str) -> DocumentKind | None:
    """Which paper of an enterprise a file is, by its name alone (case, width and "(1)" aside). None: somebody must drag it into a slot.

    The ending is not looked at: `yyzz.png` is meant as the licence and then refused, or converted, for its format.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFKC", name).strip())[-1]
    stem = re.sub(r"\.[0-9a-z]{1,5}$", "", last.casefold()).strip()
    return _STEMS.get(_COPY_MARK.sub("", stem))


def required_file_name(kind: DocumentKind) -> str:
    """The name the manual asks for: `yyzz.jpg`."""
    return f"{kind.value}.jpg"
