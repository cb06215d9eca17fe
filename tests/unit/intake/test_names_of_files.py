"""Names of files are kept in plain text: what may be a person's number is masked in them, dates are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.intake.files import mark_of, name_to_keep


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("33052319791002976X.jpg", "330523********976X.jpg"),
        ("康霞_330521199410040838-正面.JPG", "康霞_330521********0838-正面.JPG"),
        ("330521941004083 15000007357.jpg", "33***********83 150****7357.jpg"),
        ("33050164713500000123_20260801-20260831.xlsx", "3305************0123_20260801-20260831.xlsx"),
        ("IMG_20260803_091530.jpg", "IMG_20260803_091530.jpg"),
        ("回单20260803091530.pdf", "回单20260803091530.pdf"),
        ("BM2026080001 名单 (2).xlsx", "BM2026080001 名单 (2).xlsx"),
        ("91330502MA2B40G40L.jpg", "91330502MA2B40G40L.jpg"),
        ("yyzz.jpg", "yyzz.jpg"),
    ],
)
def test_a_persons_number_is_masked_and_a_date_stays(name: str, kept: str, tmp_path: Path) -> None:
    assert name_to_keep(name) == kept
    (tmp_path / name).write_bytes(b"x")
    assert mark_of(tmp_path / name).name == kept
