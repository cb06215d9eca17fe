"""Papers carry what they claim: ink where text stands, wrapped lines within their width, seals that are red and round."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pytest
from PIL import Image

from school_desk.adapters.sample_school.faces import draw_face
from school_desk.adapters.sample_school.ink import Page, font, wrap
from school_desk.adapters.sample_school.seals import draw_seal


def test_lines_fit_and_never_begin_with_a_closing_mark() -> None:
    text = (
        "许可项目：建设工程施工；住宅室内装饰装修（依法须经批准的项目）。一般项目：金属门窗工程施工，五金产品批发。" * 3
    )
    for width in (300, 410, 555):
        lines = wrap(text, width, 30)
        assert "".join(lines) == text
        assert all(line[0] not in "，。；：）" for line in lines)
        assert all(font(30).getlength(line.rstrip("，。；：）")) <= width for line in lines)


def test_a_paragraph_ends_below_its_last_line() -> None:
    page = Page(400, 400)
    end = page.paragraph(20, 20, 360, "第一行\n第二行", 30, leading=1.5)
    rows = np.flatnonzero(np.asarray(page.image.convert("L")).min(axis=1) < 128)
    assert end == pytest.approx(20 + 2 * 45)
    assert 65 < rows.max() < end


def test_a_seal_is_red_round_and_lets_text_through() -> None:
    seal = draw_seal(Random(1), "湖州砺棠消防工程有限公司", 300)
    red = np.asarray(seal.convert("HSV"))[:, :, 1] > 80
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert abs((rows.max() - rows.min()) - (columns.max() - columns.min())) < 8
    page = Page(300, 300)
    page.draw.rectangle((0, 140, 300, 160), fill=(0, 0, 0))
    page.stamp(seal, 150, 150)
    assert np.asarray(page.image)[145:155].max() < 30


def test_an_oval_seal_is_wider_than_high() -> None:
    seal = draw_seal(Random(1), "中国工商银行股份有限公司", 300, middle="电子回单专用章", squash=0.68)
    assert seal.size == (300, 204)


@pytest.mark.parametrize("sex", ["男", "女"])
def test_a_face_has_the_size_of_a_passport_photo_on_white(sex: str) -> None:
    photo = draw_face(Random(sex), sex)
    image = Image.open(io.BytesIO(photo))
    assert image.size == (295, 413)
    assert len(photo) < 200 * 1024
    corners = [image.getpixel(at) for at in ((0, 0), (294, 0), (2, 200), (292, 200))]
    assert all(isinstance(corner, tuple) and min(corner) > 245 for corner in corners)
