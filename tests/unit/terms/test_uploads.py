"""File names of the manual: pinyin initials, so cns is the letter and zzzs the certificate (R5)."""

from __future__ import annotations

import pytest

from school_desk.terms.uploads import (
    ENTERPRISE_KINDS,
    MAX_UPLOAD_BYTES,
    DocumentKind,
    kind_for_file_name,
    required_file_name,
)


def test_the_names_stand_for_the_papers_by_their_initials() -> None:
    assert [kind_for_file_name(f"{stem}.jpg") for stem in ("yyzz", "cns", "zzzs")] == list(ENTERPRISE_KINDS)
    assert [kind.label for kind in ENTERPRISE_KINDS] == ["营业执照", "企业承诺书", "资质证书"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("YYZZ.JPG", DocumentKind.YYZZ),
        ("yyzz.jpeg", DocumentKind.YYZZ),
        ("yyzz.png", DocumentKind.YYZZ),
        ("yyzz", DocumentKind.YYZZ),
        ("ｃｎｓ.jpg", DocumentKind.CNS),
        (" cns (1).jpg ", DocumentKind.CNS),
        ("cns - 副本.jpg", DocumentKind.CNS),
        ("zzzs_2.jpg", DocumentKind.ZZZS),
        ("材料/某公司/zzzs.jpg", DocumentKind.ZZZS),
        ("C:\\材料\\营业执照.JPG", DocumentKind.YYZZ),
        ("承诺书.jpg", DocumentKind.CNS),
        ("资质证书.heic", DocumentKind.ZZZS),
    ],
)
def test_names_are_read_as_people_write_them(name: str, kind: DocumentKind) -> None:
    assert kind_for_file_name(name) is kind


@pytest.mark.parametrize(
    "name",
    ["mmexport1700000000000.jpg", "yyzzcns.jpg", "slip.jpg", "yyzz/照片.jpg", "", ".jpg", "微信图片_20260901.jpg"],
)
def test_other_names_say_nothing(name: str) -> None:
    assert kind_for_file_name(name) is None


def test_the_required_name_and_size() -> None:
    assert [required_file_name(kind) for kind in ENTERPRISE_KINDS] == ["yyzz.jpg", "cns.jpg", "zzzs.jpg"]
    assert MAX_UPLOAD_BYTES == 2_097_152


def test_every_kind_has_a_label() -> None:
    assert len({kind.label for kind in DocumentKind}) == len(DocumentKind)
