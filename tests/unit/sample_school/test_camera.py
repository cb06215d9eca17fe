"""Scans and photos are JPEGs within the upload limit, turned as they say."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from school_desk.adapters.sample_school.camera import Shot, photograph, scan
from school_desk.terms.uploads import MAX_UPLOAD_BYTES


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """White, its upper third blue, so that one can see which way is up."""
    page = Image.new("RGB", (700, 1000), "white")
    ImageDraw.Draw(page).rectangle((0, 0, 700, 333), fill=(20, 40, 200))
    return page


def _opened(shot: Shot) -> Image.Image:
    return Image.open(io.BytesIO(shot.jpeg))


def _blue_share(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    """How much of `box` (shares of width and height) is blue paper."""
    width, height = picture.size
    part = picture.crop((round(box[0] * width), round(box[1] * height), round(box[2] * width), round(box[3] * height)))
    pixels = np.asarray(part.convert("RGB"), np.int16)
    return float((pixels[:, :, 2] - pixels[:, :, 0] > 60).mean())


def test_a_scan_is_the_page(page: Image.Image) -> None:
    shot = scan(page, Random(1))
    assert _opened(shot).size == page.size
    assert shot.degradation == {}


def test_a_grey_scan_has_no_colour(page: Image.Image) -> None:
    pixels = np.asarray(_opened(scan(page, Random(1), grey=True)), np.int16)
    assert abs(pixels[:, :, 0] - pixels[:, :, 2]).max() <= 2


def test_noise_itself_stays_within_the_upload_limit() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (1600, 1600, 3), dtype=np.uint8)
    assert len(scan(Image.fromarray(noise), Random(1)).jpeg) <= MAX_UPLOAD_BYTES


def test_turned_photos_say_so_and_come_upright_again(page: Image.Image) -> None:
    turns = set()
    for seed in range(10):
        shot = photograph(page, Random(f"photo {seed}"), hard=seed % 3 == 2)
        turns.add(shot.degradation.get("exif", shot.degradation.get("rotation", 0)))
        upright = ImageOps.exif_transpose(_opened(shot)).rotate(shot.degradation.get("rotation", 0), expand=True)
        assert upright.height > upright.width
        assert _blue_share(upright, (0.3, 0.12, 0.7, 0.3)) > 0.8
        assert _blue_share(upright, (0.3, 0.6, 0.7, 0.9)) < 0.2
        assert len(shot.jpeg) <= MAX_UPLOAD_BYTES
    assert {0, 6} < turns


def test_the_same_dice_give_the_same_photo(page: Image.Image) -> None:
    assert photograph(page, Random("x")).jpeg == photograph(page, Random("x")).jpeg
    assert photograph(page, Random("x")).jpeg != photograph(page, Random("y")).jpeg
