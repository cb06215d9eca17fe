"""Runs an ONNX file on the processor: by onnxruntime, or by OpenVINO where it is installed and asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from school_desk.kernel.errors import EnvironmentFault

Values = NDArray[np.float32]
Network = Callable[[Values], Values]
"""The one input to the one output. Several threads may call it at once: none holds the interpreter while it computes."""


def threads_here() -> int:
    """How many threads this process may keep busy: all cores, or what a pool of processes allows its workers."""
    cores = os.cpu_count() or 1
    return max(1, min(int(os.environ.get("OMP_NUM_THREADS") or 0) or cores, cores))


def open_network(file: Path, threads: int, *, openvino: bool = False) -> Network:
    """The network in `file`; one call uses `threads` threads."""
    return _by_openvino(file, threads) if openvino else _by_onnxruntime(file, threads)


def demand_openvino() -> None:
    """Raises EnvironmentFault `ocr.openvino_missing` where it is not installed."""
    if find_spec("openvino") is None:
        message = "没有安装 OpenVINO：请用 pip install 'school-desk[openvino]' 安装，或改用默认识别引擎。"
        raise EnvironmentFault("ocr.openvino_missing", message)


def _by_onnxruntime(file: Path, threads: int) -> Network:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    # Measured: the arena spares a tenth of the time and costs 40 % more memory, of which a pool of processes has little.
    options.enable_cpu_mem_arena = False
    # Threads that wait for one another give the core away: on a busy computer they would otherwise burn it.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run(values: Values) -> Values:
        answer: Values = session.run(None, {name: values})[0]
        return answer

    return run


def _by_openvino(file: Path, threads: int) -> Network:
    from openvino import Core

    compiled = Core().compile_model(str(file), "CPU", {"INFERENCE_NUM_THREADS": threads})

    def run(values: Values) -> Values:
        # A request of its own for every call: the compiled model's is one for all threads.
        request = compiled.create_infer_request()
        request.infer([values])
        return np.array(request.get_output_tensor().data, np.float32)

    return run
