"""Have the convolutions of a quantised model read signed numbers, where a processor multiplies those faster.

A model that was quantised as it runs turns sound into bytes from 0 to 255 and convolves them with weights that are
bytes from 0 to 255 too. Processors multiply bytes fast only if one side has a sign (VNNI of x86: `vpdpbusd`). So 128 is
taken from each number and from the byte that stands for zero: the convolution subtracts the one from the other, and
its whole numbers stay the same to the last bit. With Kokoro, on one core with VNNI, a second of sound takes 0.33 s
instead of 0.51.

Processors without it may do the same in 16 bits, which overflow. So it is tried first, here, on a small convolution
with the largest numbers that there are: only where it gives the same and is quicker is the model changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from audiocoach.speech.engines.onnx_fields import field
from audiocoach.speech.engines.onnx_graph import (
    GIVES,
    INPUT,
    INT8,
    INT32,
    KIND,
    NODE,
    OUTPUT,
    TAKES,
    UINT8,
    Graph,
    Node,
    Parts,
    constant,
    model_of,
    step,
    with_graph,
    with_names,
)

_HAS_XOR = 18
"""The operators' version from which on numbers can be combined bit by bit."""

_CONVOLVES, _QUANTISES = b"ConvInteger", b"DynamicQuantizeLinear"

_TOP_BIT = b"audiocoach.top_bit"

_CHANNELS, _LASTING, _RUNS = 128, 2000, 4
"""What is tried is one of Kokoro's convolutions, 3 wide, on a tenth of a second: 0.2 thousand million products."""


def quickest(model: bytes, session_of: Callable[[bytes], Any]) -> bytes:
    """Return a model as this computer runs it quickest: as it is, or with signed convolutions.

    Args:
        model: the bytes of an ONNX file.
        session_of: loads one with onnxruntime.

    Raises:
        UnusableModel: when the bytes are no ONNX model.
    """
    signed = with_signed_inputs(model)
    return signed if signed is not model and _pays_here(session_of) else model


def with_signed_inputs(model: bytes) -> bytes:
    """Return a model whose convolutions of unsigned bytes read signed ones; the very same where it has none.

    Changed are those of the graph itself whose numbers come from `DynamicQuantizeLinear` and whose weights are
    constants, both unsigned.

    Raises:
        UnusableModel: when the bytes are no ONNX model.
    """
    return with_graph(model, (_CONVOLVES, _QUANTISES), _HAS_XOR, _changed)


def _changed(graph: Graph) -> Parts:
    """Return a graph with signed convolutions, in parts; none when it has none to change."""
    unsigned = {name for name, kind in graph.constants.items() if kind == UINT8}
    quantised = {name for node in graph.nodes if node.kind == _QUANTISES for name in node.gives}
    signed: set[bytes] = set()
    steps: list[bytes | memoryview] = []
    for node in graph.nodes:
        if not _can_be_signed(node, quantised, unsigned):
            steps.append(node.written)
            continue
        for name in (node.takes[0], node.takes[2]):
            if name not in signed:
                signed.add(name)
                steps += _made_signed(name)
        numbers, weights, zero, zero_weight = node.takes
        steps.append(with_names(node, (numbers + b".signed", weights, zero + b".signed", zero_weight)))
    return [*steps, *graph.rest, constant(_TOP_BIT, UINT8, b"\x80")] if signed else []


def _can_be_signed(node: Node, quantised: set[bytes], unsigned: set[bytes]) -> bool:
    if node.kind != _CONVOLVES or len(node.takes) != 4:
        return False
    numbers, weights, zero, zero_weight = node.takes
    return {numbers, zero} <= quantised and {weights, zero_weight} <= unsigned


def _made_signed(name: bytes) -> Iterator[bytes]:
    """Write the two steps that take 128 from an unsigned number: turn its top bit round, and read it as signed."""
    yield step(b"BitwiseXor", (name, _TOP_BIT), name + b".turned")
    yield step(b"Cast", (name + b".turned",), name + b".signed", to=INT8)


def _pays_here(session_of: Callable[[bytes], Any]) -> bool:
    """Tell whether signed numbers give the same here, and sooner; what is chosen changes no sound."""
    import numpy as np

    plain = tried()
    sound = np.zeros((1, _CHANNELS, _LASTING), np.float32)
    sound[:, ::2] = 1  # as bytes 255 and 0, so that pairs and fours of products are as large as can be
    found = [_run(session_of(model), sound) for model in (with_signed_inputs(plain), plain)]
    (signed, took), (unsigned, took_before) = found
    return bool(np.array_equal(signed, unsigned)) and took < took_before


def _run(session: Any, sound: Any) -> tuple[Any, float]:
    """Run a model some times; return what it gives and the shortest time, in seconds of this thread."""
    times = []
    for _ in range(_RUNS):
        began = time.thread_time()
        given = session.run(None, {"sound": sound})[0]
        times.append(time.thread_time() - began)
    return given, min(times)


def tried() -> bytes:
    """Write the model that is tried: numbers quantised and convolved, as in the models this is for."""

    def info(name: bytes, kind: int) -> bytes:
        return field(1, name) + field(2, field(1, field(1, kind)))

    quantise = b"".join(field(GIVES, each) for each in (b"numbers", b"scale", b"zero"))
    quantise = field(TAKES, b"sound") + quantise + field(KIND, _QUANTISES)
    takes = (b"numbers", b"weights", b"zero", b"zero_weight")
    values = bytes([255, 255, 0] * _CHANNELS * _CHANNELS)
    graph = [
        field(NODE, quantise),
        step(_CONVOLVES, takes, b"convolved"),
        field(2, b"tried"),
        constant(b"weights", UINT8, values, _CHANNELS, _CHANNELS, 3),
        constant(b"zero_weight", UINT8, b"\x00"),
        field(INPUT, info(b"sound", 1)),
        field(OUTPUT, info(b"convolved", INT32)),
    ]
    return model_of(graph, opset=20)
