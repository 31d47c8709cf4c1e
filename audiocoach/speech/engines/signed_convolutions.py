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
from typing import Any, NamedTuple

from audiocoach.speech.engines.onnx_fields import field, fields_of, head, written_fields

_OPSETS, _GRAPH = 8, 7
_NODE, _TENSOR, _INPUT, _OUTPUT = 1, 5, 11, 12
_TAKES, _GIVES, _NAME, _KIND, _ATTRIBUTE = 1, 2, 3, 4, 5
"""The fields of a model, of its graph, and of a node there (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto)."""

_UINT8, _INT8, _INT32 = 2, 3, 6
_HAS_XOR = 18
"""ONNX's numbers of types, and the operators' version from which on numbers can be combined bit by bit."""

_CONVOLVES, _QUANTISES = b"ConvInteger", b"DynamicQuantizeLinear"

_TOP_BIT = b"audiocoach.top_bit"

_CHANNELS, _LASTING, _RUNS = 128, 2000, 4
"""What is tried is one of Kokoro's convolutions, 3 wide, on a tenth of a second: 0.2 thousand million products."""


class Node(NamedTuple):
    """A step of a graph: what it does, the names of what it takes and gives, its content, and how that is written."""

    kind: bytes
    takes: tuple[bytes, ...]
    gives: tuple[bytes, ...]
    content: memoryview
    written: memoryview


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
    found: list[bytes | memoryview] = []
    opset, graph = 0, memoryview(b"")
    for number, value, written in written_fields(memoryview(model)):
        if number == _GRAPH and not isinstance(value, int):
            graph = value
        else:
            found.append(written)
        if number == _OPSETS and not isinstance(value, int):
            domain = dict(fields_of(value))
            if not bytes(_bytes(domain.get(1))):
                opset = _number(domain.get(2))
    changed = _changed(graph) if opset >= _HAS_XOR else []
    return b"".join([*found, head(_GRAPH, sum(map(len, changed))), *changed]) if changed else model


def _changed(graph: memoryview) -> list[bytes | memoryview]:
    """Return a graph with signed convolutions, in parts; none when it has none to change."""
    nodes, unsigned, rest = [], set(), []
    for number, value, written in written_fields(graph):
        if number == _NODE and not isinstance(value, int):
            nodes.append(_node(value, written))
            continue
        rest.append(written)
        if number == _TENSOR and not isinstance(value, int):
            about = {n: v for n, v in fields_of(value) if n in (2, 8)}
            if about.get(2) == _UINT8:
                unsigned.add(bytes(_bytes(about.get(8))))
    quantised = {name for node in nodes if node.kind == _QUANTISES for name in node.gives}
    signed: set[bytes] = set()
    steps: list[bytes | memoryview] = []
    for node in nodes:
        if not _can_be_signed(node, quantised, unsigned):
            steps.append(node.written)
            continue
        for name in (node.takes[0], node.takes[2]):
            if name not in signed:
                signed.add(name)
                steps += _made_signed(name)
        steps.append(_taking_signed(node))
    if not signed:
        return []
    top_bit = field(2, _UINT8) + field(8, _TOP_BIT) + field(9, b"\x80")
    return [*steps, *rest, field(_TENSOR, top_bit)]


def _can_be_signed(node: Node, quantised: set[bytes], unsigned: set[bytes]) -> bool:
    if node.kind != _CONVOLVES or len(node.takes) != 4:
        return False
    numbers, weights, zero, zero_weight = node.takes
    return {numbers, zero} <= quantised and {weights, zero_weight} <= unsigned


def _made_signed(name: bytes) -> Iterator[bytes]:
    """Write the two steps that take 128 from an unsigned number: turn its top bit round, and read it as signed."""
    yield _step(b"BitwiseXor", (name, _TOP_BIT), name + b".turned")
    yield _step(b"Cast", (name + b".turned",), name + b".signed", field(1, b"to") + field(3, _INT8) + field(20, 2))


def _taking_signed(node: Node) -> bytes:
    numbers, weights, zero, zero_weight = node.takes
    takes = (numbers + b".signed", weights, zero + b".signed", zero_weight)
    kept = [written for number, _, written in written_fields(node.content) if number != _TAKES]
    return field(_NODE, b"".join([*(field(_TAKES, name) for name in takes), *kept]))


def _step(kind: bytes, takes: tuple[bytes, ...], gives: bytes, *attributes: bytes) -> bytes:
    parts = [*(field(_TAKES, name) for name in takes), field(_GIVES, gives), field(_NAME, gives), field(_KIND, kind)]
    return field(_NODE, b"".join([*parts, *(field(_ATTRIBUTE, each) for each in attributes)]))


def _node(value: memoryview, written: memoryview) -> Node:
    """Read a node, as far as it is one of those that matter here."""
    if _CONVOLVES not in (all_of_it := bytes(value)) and _QUANTISES not in all_of_it:
        return Node(b"", (), (), value, written)
    texts: dict[int, list[bytes]] = {_TAKES: [], _GIVES: [], _KIND: []}
    for number, each in fields_of(value):
        if number in texts:
            texts[number].append(bytes(_bytes(each)))
    return Node(b"".join(texts[_KIND]), tuple(texts[_TAKES]), tuple(texts[_GIVES]), value, written)


def _bytes(value: int | memoryview | None) -> memoryview:
    return value if isinstance(value, memoryview) else memoryview(b"")


def _number(value: int | memoryview | None) -> int:
    return value if isinstance(value, int) else 0


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

    def constant(name: bytes, values: bytes, *shape: int) -> bytes:
        return b"".join(field(1, each) for each in shape) + field(2, _UINT8) + field(8, name) + field(9, values)

    quantise = b"".join(field(_GIVES, each) for each in (b"numbers", b"scale", b"zero"))
    quantise = field(_TAKES, b"sound") + quantise + field(_KIND, _QUANTISES)
    takes = (b"numbers", b"weights", b"zero", b"zero_weight")
    values = bytes([255, 255, 0] * _CHANNELS * _CHANNELS)
    graph = [
        field(_NODE, quantise),
        _step(_CONVOLVES, takes, b"convolved"),
        field(2, b"tried"),
        field(_TENSOR, constant(b"weights", values, _CHANNELS, _CHANNELS, 3)),
        field(_TENSOR, constant(b"zero_weight", b"\x00")),
        field(_INPUT, info(b"sound", 1)),
        field(_OUTPUT, info(b"convolved", _INT32)),
    ]
    return field(1, 8) + field(_GRAPH, b"".join(graph)) + field(_OPSETS, field(1, b"") + field(2, 20))
