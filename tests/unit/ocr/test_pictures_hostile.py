"""Files that mean harm: one sentence each, or read properly, within bounds that the system itself enforces."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from school_desk.adapters.ocr.opening import opened, orientation
from school_desk.adapters.ocr.pdf import MOST_PAGES, page_count
from school_desk.adapters.ocr.pictures import inspect_picture, load_upright, real_format
from school_desk.kernel.errors import RuleViolation
from tests.unit.ocr import hostile

REFUSED, HARMLESS = hostile.refused(), hostile.harmless()
CPU_S, ROOM_MB = 2, 600
# A loop of two million steps took so long there.
_TWO_MILLION_S = 0.075


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_sentence(name: str) -> None:
    content = REFUSED[name]
    with pytest.raises(RuleViolation) as refused:
        load_upright(content)
    for sentence in (refused.value.message, *inspect_picture(content).problems):
        assert sentence.endswith("。")
        assert sentence.count("。") == 1
    assert len(inspect_picture(content).problems) == 1


@pytest.mark.parametrize("name", HARMLESS)
def test_it_is_read(name: str) -> None:
    picture = load_upright(HARMLESS[name])
    assert picture.dtype == np.uint8
    assert picture.shape == ((2200, 2200, 3) if name == "huge.pdf" else (200, 300, 3))


@pytest.mark.parametrize(
    "name", ["cmyk.jpg", "moving.gif", "moving.webp", "moving.png", "frame-loop.tif", "exif-nine.jpg"]
)
def test_what_is_read_is_the_page(name: str) -> None:
    expected = np.asarray(hostile.page(), np.int16)[:, :, ::-1]
    assert np.abs(load_upright(HARMLESS[name]).astype(np.int16) - expected).mean() < 8


def test_sixteen_bits_keep_their_greys_and_ink_in_the_alpha_is_ink() -> None:
    greys = load_upright(HARMLESS["deep.png"])
    assert greys[0, 0, 0] == 0
    assert greys[-1, -1, 0] == 255
    assert 110 < greys[100, 0, 0] < 145
    ink = load_upright(HARMLESS["alpha.png"])
    assert ink[40, 100].max() == 0
    assert ink[150, 100].min() == 255


def test_a_nonsensical_turn_is_none() -> None:
    for name in ("exif-nine.jpg", "exif-loop.jpg", "exif-garbage.jpg", "exif-far.jpg"):
        with opened(HARMLESS[name], "JPEG") as image:
            assert orientation(image) == 1, name


def test_a_very_large_photo_comes_at_half_its_size() -> None:
    content = hostile.packed(hostile.page(8000, 6000))
    assert load_upright(content).shape == (3000, 4000, 3)
    facts = inspect_picture(content)
    assert (facts.width, facts.height, facts.truncated) == (8000, 6000, False)


@pytest.mark.parametrize("trick", hostile.HIDING)
def test_a_picture_of_many_passes_is_refused_for_them(trick: str) -> None:
    with pytest.raises(RuleViolation) as refused, opened(REFUSED[f"{trick}.jpg"], "JPEG"):
        pass
    assert refused.value.code == "picture.passes"


@pytest.mark.parametrize("more", [0, 80])
def test_an_ordinary_progressive_photo_is_read(more: int) -> None:
    """With a thumbnail in its head, and another picture behind its end, which may have passes of their own."""
    photo, other = hostile.jpeg_of_many_passes(more), hostile.jpeg_of_many_passes(150)
    thumbnail = b"\xff\xfe\xea\x62" + b"\xff\xda\x00\x02" * 15_000
    assert load_upright(photo[:2] + thumbnail + photo[2:] + other).shape == (2000, 2000, 3)


def test_a_large_photo_is_judged_at_once() -> None:
    """Its pixels are full of bytes that look like the beginning of a marker."""
    noise = np.random.default_rng(1).integers(0, 256, (2500, 3000, 3), np.uint8)
    content = hostile.packed(Image.fromarray(noise), quality=95)
    began = time.process_time()
    with opened(content, "JPEG"):
        assert time.process_time() - began < 0.1
    assert content.count(b"\xff\x00") > 5_000


@pytest.mark.long
def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert page_count(hostile.pdf(3)) == 3
    assert page_count(hostile.pdf(MOST_PAGES)) == MOST_PAGES
    with pytest.raises(RuleViolation, match="10000 页"):
        page_count(hostile.pdf(10_000))


@pytest.mark.long
def test_spoilt_files_are_refused_or_read_and_never_a_fault() -> None:
    outcomes = {"read": 0, "refused": 0}
    for name, content in hostile.spoilt():
        facts = inspect_picture(content)
        assert facts.format == real_format(content), name
        outcomes["refused" if _refusal(content) else "read"] += 1
    assert min(outcomes.values()) > 50, outcomes


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_each_stays_within_time_and_memory(tmp_path: Path) -> None:
    """The system ends whoever takes more: the process would die of it, or Python would say MemoryError."""
    files = {**REFUSED, **HARMLESS, "many.pdf": hostile.pdf(10_000), "big.png": hostile.png(6000, 6000, rows=6000)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    code = f"from tests.unit.ocr.test_pictures_hostile import within_limits; within_limits({str(tmp_path)!r})"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == sorted(files)


def within_limits(folder: str) -> None:
    """Looks at every file of `folder` and tells the names it came through. In a process of its own."""
    import resource

    load_upright(hostile.packed(hostile.page()))  # the libraries are loaded before the limits stand
    load_upright(hostile.pdf())
    room = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + ROOM_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    names, most = [], round(CPU_S * _slowness())
    for path in sorted(Path(folder).iterdir()):
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + 1 + most, resource.RLIM_INFINITY))
        content = path.read_bytes()
        inspect_picture(content)
        refused = _refusal(content)
        # Too little memory would be told as a damaged file: nothing here is so large that this may be.
        assert refused is None or not isinstance(refused.__cause__, MemoryError), path.name
        names.append(path.name)
    sys.stdout.write(json.dumps(names) + "\n")


def _slowness() -> float:
    """How many times as long as on the machine that the limit was set on: this one may be slower, or have others at work beside."""
    began, counted = time.process_time(), 0
    for number in range(2_000_000):
        counted += number
    return max(1.0, (time.process_time() - began) / _TWO_MILLION_S)


def _refusal(content: bytes) -> RuleViolation | None:
    try:
        load_upright(content)
        if real_format(content) == "PDF":
            page_count(content)
    except RuleViolation as refused:
        return refused
    return None
