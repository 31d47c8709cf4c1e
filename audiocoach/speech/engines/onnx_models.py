"""Load ONNX models in workers: from their bytes, for one thread, and nothing that lies outside of those bytes.

A model may name other files for its numbers ("external data"), anywhere on this computer. None of the voices known here
does, and whoever made a file need not be trusted with reading others: such a model is refused before it is loaded. Only
as much of the format is read as that takes: protobuf's fields, and which of ONNX's messages hold others
(https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from audiocoach.speech.engines.onnx_fields import UnusableModel, fields_of
from audiocoach.speech.engines.signed_convolutions import quickest

SEED = 1
"""Of models that vary what they say at random: with it, the first words of a process are the same each time."""

_HOLDS: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
"""Which fields of a message hold which others, down to tensors."""

_GRAPH = 7
"""The field of a model that holds what it does; a file that was cut to nothing has none."""

_EXTERNAL_DATA, _DATA_LOCATION = 13, 14
"""The fields of a tensor that name a file, and say that its numbers are in one."""

_DEEPEST = 40
"""Loops and branches within each other; a voice has two at most."""


def read_model(paths: Sequence[str], digest: str = "") -> bytes:
    """Read a model from its file, or from the parts it comes in.

    Raises:
        UnusableModel: when its SHA-256 is not `digest` (hexadecimal), where that is given.
        OSError: when a file cannot be read.
    """
    parts = []
    for path in paths:
        with open(path, "rb") as file:  # noqa: PTH123  # a worker imports no more than needed
            parts.append(file.read())
    model = b"".join(parts) if len(parts) > 1 else parts[0]
    if digest and hashlib.sha256(model).hexdigest() != digest:
        raise UnusableModel("the model is damaged, or has changed since it was found; get it anew")
    return model


def load_model(model: bytes, *, fusing: bool = True) -> Any:
    """Load a model, and return onnxruntime's session for it. Call it before numpy is imported.

    Args:
        model: the bytes of an ONNX file.
        fusing: whether its steps are made fewer as it is loaded. That takes half of the time of loading, and pays
            where the model is quicker for it.

    Raises:
        UnusableModel: when it names data outside of itself, or is no model.
        Exception: whatever else onnxruntime finds wrong with it.
    """
    check_model(model)
    # Each child has one core, and a thread that does not exist cannot be lost in a fork.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import onnxruntime

    onnxruntime.set_default_logger_severity(4)
    onnxruntime.set_seed(SEED)
    session_of = partial(_session_of, fusing=fusing)
    return session_of(quickest(model, session_of))


def _session_of(model: bytes, *, fusing: bool) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    if not fusing:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def check_model(model: bytes) -> None:
    """See that bytes are a model, all of it and with all of its numbers in it.

    Raises:
        UnusableModel: when they are not.
    """
    refuse_external_data(model)
    if all(number != _GRAPH for number, _ in fields_of(memoryview(model))):
        raise UnusableModel("this is no ONNX model; copy it anew")


def refuse_external_data(model: bytes) -> None:
    """See that all of a model's numbers are in it.

    Raises:
        UnusableModel: when it names a file for some of them, or its bytes are no ONNX model.
    """
    waiting = [("model", memoryview(model), 0)]
    while waiting:
        kind, data, depth = waiting.pop()
        holds = _HOLDS[kind]
        for field, value in fields_of(data):
            if kind == "tensor" and (field == _EXTERNAL_DATA or (field == _DATA_LOCATION and value != 0)):
                raise UnusableModel("the model keeps some of its numbers in another file, and is not loaded for that")
            if field in holds:
                if isinstance(value, int) or depth >= _DEEPEST:
                    raise UnusableModel("this is no ONNX model; copy it anew")
                waiting.append((holds[field], value, depth + 1))
