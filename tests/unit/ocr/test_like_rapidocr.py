"""PP-OCR as run here against RapidOCR with the same weights and settings: the same boxes, characters and scores, to the last bit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from school_desk.adapters.ocr.detector import Detector
from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import cut_line, turn
from school_desk.adapters.ocr.networks import open_network
from school_desk.adapters.ocr.ppocr import DETECTION_SIDE
from school_desk.adapters.ocr.recogniser import Recogniser
from school_desk.adapters.ocr.weights import MOBILE, SMALL, TINY, Weights, characters_of, file_of
from tests.unit.ocr.drawn import blank, stamp, write

_NAME = "湖州石凤钢结构工程有限公司"


def _page() -> Picture:
    page = blank(1100, 1500)
    write(page, "营 业 执 照", 380, 80, 64)
    rows = (
        f"名　　称  {_NAME}",
        "统一社会信用代码：91330500MAHTN4EG0L",
        "类型  有限责任公司（自然人投资或控股）   注册资本  叁仟万元整",
        "经营范围：许可项目：建设工程施工；住宅室内装饰装修。",
        "2025年6月16日",
    )
    for number, row in enumerate(rows):
        write(page, row, 60, 240 + 110 * number, (34, 30, 26, 24, 40)[number])
    stamp(page, _NAME, 720, 1100, 150)
    return page


def _photo() -> Picture:
    """The page on a dark ground, slanted, shaded, noisy, larger than 4096 pixels."""
    page = _page()
    corners = np.array([[0, 0], [1100, 0], [1100, 1500], [0, 1500]], np.float32)
    lies = np.array([[420, 300], [3350, 480], [3200, 4350], [250, 4200]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, lies)
    laid = cv2.warpPerspective(page, matrix, (3600, 4600), borderValue=(60, 70, 80))
    shade = np.linspace(1, 0.5, 3600, dtype=np.float32)[:, np.newaxis]
    noise = np.asarray(np.random.default_rng(5).normal(0, 6, laid.shape), np.float32)
    return np.asarray(np.clip(np.asarray(laid, np.float32) * shade + noise, 0, 255), np.uint8)


def _strip() -> Picture:
    strip = blank(900, 60)
    write(strip, "付款人户名：湖州石凤钢结构工程有限公司 6222 0212 0500", 20, 12, 30)
    return strip


_PICTURES: dict[str, Callable[[], Picture]] = {
    "page": _page,
    "lying": lambda: turn(_page(), 90),
    "photo": _photo,
    "strip": _strip,
    "low": lambda: np.ascontiguousarray(_strip()[18:46]),
}


def _rapidocr(weights: Weights) -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 4096,
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTION_SIDE,
            "Det.model_path": str(file_of(weights.detector)),
            "Rec.model_path": str(file_of(weights.recogniser)),
            "Rec.rec_keys_path": str(file_of(weights.characters)),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("weights", [SMALL, TINY, MOBILE], ids=lambda weights: weights.name)
def test_boxes_characters_and_steps_are_rapidocrs(weights: Weights) -> None:
    reference = _rapidocr(weights)
    detector = Detector(open_network(file_of(weights.detector), 1), DETECTION_SIDE)
    recogniser = Recogniser(open_network(file_of(weights.recogniser), 1), characters_of(weights))
    counts = {}
    for name, draws in _PICTURES.items():
        picture = draws()
        boxes = detector.find(picture)
        expected = reference(picture, use_det=True, use_cls=False, use_rec=False).boxes
        assert np.array_equal(np.array(boxes), expected), name
        counts[name] = len(boxes)
        for box in boxes:
            quad = tuple((float(x), float(y)) for x, y in box)
            assert len(quad) == 4
            crop = cut_line(picture, quad)
            assert np.array_equal(recogniser.steps(crop), _steps(reference, crop)), name
    assert recogniser.characters[1:] == tuple(reference.text_rec.postprocess_op.character)[1:]
    assert counts["page"] >= 6 <= counts["photo"]
    assert min(counts.values()) >= 1


def _steps(reference: Any, crop: Picture) -> NDArray[np.float32]:
    if reference.text_rec is None:
        reference(crop, use_det=False, use_cls=False, use_rec=True)
    batch = reference.text_rec.resize_norm_img(crop, max(crop.shape[1] / crop.shape[0], 1.0))[np.newaxis]
    steps: NDArray[np.float32] = reference.text_rec.session(batch)[0]
    return steps
