"""Which engine reads: told once, heard in every worker; a wrong word or a missing package is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from school_desk.adapters.ocr import choice, easy, networks
from school_desk.adapters.ocr.reader import read_with
from school_desk.adapters.ocr.readers import Readers, default_readers
from school_desk.documents.reading.paper import PaperReading
from school_desk.kernel.errors import EnvironmentFault
from tests.unit.ocr.test_engines import letter


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is chosen, and afterwards nothing that a test chose stays."""
    monkeypatch.setenv("SCHOOL_DESK_OCR", "")
    monkeypatch.setenv("SCHOOL_DESK_OCR_MODELS", "")
    default_readers.cache_clear()
    yield
    default_readers.cache_clear()


def test_without_a_choice_it_is_the_usual_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choice.chosen_engine() == "ppocr"
    monkeypatch.setenv("SCHOOL_DESK_OCR", "paddle")
    with pytest.raises(EnvironmentFault, match=r"没有叫“paddle”的识别引擎.*ppocr、openvino、easyocr"):
        choice.chosen_engine()


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    choice.choose_engine("easyocr")
    with pytest.raises(EnvironmentFault, match="--models"):
        default_readers()
    choice.choose_engine("easyocr", str(tmp_path))
    monkeypatch.setattr(easy, "find_spec", lambda name: object())
    with pytest.raises(EnvironmentFault, match="模型文件不全"):
        default_readers()
    choice.choose_engine("openvino")
    monkeypatch.setattr(networks, "find_spec", lambda name: None)
    with pytest.raises(EnvironmentFault, match="没有安装 OpenVINO"):
        default_readers()


def _alone() -> PaperReading:
    """A letter, read by the chosen engine's first reader."""
    return read_with(Readers(default_readers().first), letter())


@pytest.mark.long
def test_openvino_reads_what_the_usual_runtime_reads() -> None:
    if find_spec("openvino") is None:
        pytest.skip("没有安装 OpenVINO（pip install 'school-desk[openvino]'），此测试未运行")
    usual = _alone()
    default_readers.cache_clear()
    choice.choose_engine("openvino")
    found = _alone()
    assert found.engine.startswith("openvino ")
    assert usual.engine.startswith("onnxruntime ")
    assert {name: field.value for name, field in found.fields.items()} == {
        name: field.value for name, field in usual.fields.items()
    }
