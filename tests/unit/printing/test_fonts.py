"""A character the fonts lack is refused with the name of the person, never printed as a box."""

from __future__ import annotations

import subprocess
import sys

import pytest

from school_desk.adapters.printing.fonts import BOLD, REGULAR, missing_glyphs, require_glyphs, text_width
from school_desk.adapters.printing.truetype import register
from school_desk.kernel.errors import RuleViolation

from .people import LONG_COMPANY, NO_GLYPH_NAME, RARE_NAME


def test_rare_names_pass() -> None:
    require_glyphs(RARE_NAME + LONG_COMPANY + "阿依古丽·买买提 ￥7,600.00", "谁")
    assert missing_glyphs("") == ()


def test_a_missing_glyph_names_the_person_and_the_character() -> None:
    with pytest.raises(RuleViolation) as caught:
        require_glyphs(NO_GLYPH_NAME, "王某（报名批次 2026-01）")
    assert caught.value.code == "print.missing_glyph"
    assert "王某（报名批次 2026-01）" in caught.value.message
    assert "“\U0002ebf0”（U+2EBF0）" in caught.value.message
    assert "“王”" not in caught.value.message


def test_each_missing_character_is_told_once_and_in_order() -> None:
    assert missing_glyphs("\U0002ebf1甲\U0002ebf0\U0002ebf1") == ("\U0002ebf1", "\U0002ebf0")


def test_invisible_characters_and_emoji_are_refused_too() -> None:
    assert missing_glyphs("王\u200b建国") == ("\u200b",)
    assert missing_glyphs("王\U0001f600") == ("\U0001f600",)


def test_both_weights_have_the_same_characters() -> None:
    regular = register(REGULAR, "SchoolDeskSans-Regular.ttf")
    assert regular == register(BOLD, "SchoolDeskSans-Bold.ttf")
    assert len(regular) > 33_000


def test_widths_are_in_points_and_add_up() -> None:
    assert text_width("国", 10) == pytest.approx(10)
    assert text_width("国家", 12, bold=True) == pytest.approx(24)
    assert text_width("国1", 10) == pytest.approx(text_width("国", 10) + text_width("1", 10))
    assert text_width("1234567890", 10) == pytest.approx(10 * text_width("0", 10)), "figures are not of one width"


def test_importing_a_document_does_not_import_the_pdf_library() -> None:
    script = (
        "import sys\n"
        "from school_desk.adapters.printing import payment_notice, admission_tickets, certificates, raster\n"
        "assert not {'reportlab', 'segno', 'PIL', 'pypdfium2'} & set(sys.modules), 'heavy import'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
