"""Which engine reads, as the environment says it: a desk and all its worker processes inherit it."""

from __future__ import annotations

import os
from pathlib import Path

from school_desk.kernel.errors import EnvironmentFault

DEFAULT, OPENVINO, EASYOCR = ENGINES = ("ppocr", "openvino", "easyocr")
_ENGINE, _MODELS = "SCHOOL_DESK_OCR", "SCHOOL_DESK_OCR_MODELS"


def choose_engine(engine: str, models: str | None = None) -> None:
    """From now on `engine` reads here and in every process begun after; `models` is the folder of EasyOCR's weights."""
    os.environ[_ENGINE] = engine
    if models:
        os.environ[_MODELS] = models


def chosen_engine() -> str:
    """One of `ENGINES`. Raises EnvironmentFault `ocr.engine` for a name that is none."""
    chosen = os.environ.get(_ENGINE) or DEFAULT
    if chosen not in ENGINES:
        named = "、".join(ENGINES)
        raise EnvironmentFault("ocr.engine", f"没有叫“{chosen}”的识别引擎，环境变量 {_ENGINE} 可以是 {named}，请核对。")
    return chosen


def models_folder() -> Path:
    """Where EasyOCR's weights lie. Raises EnvironmentFault `ocr.models` when nobody said."""
    named = os.environ.get(_MODELS)
    if not named:
        message = f"EasyOCR 要一个放模型文件的文件夹：请用 --models 或环境变量 {_MODELS} 指明，或改用默认识别引擎。"
        raise EnvironmentFault("ocr.models", message)
    return Path(named)
