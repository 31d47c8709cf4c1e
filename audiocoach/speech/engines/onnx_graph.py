"""Change the steps of an ONNX model: those that matter are read, others are written, and the rest stays as it is.

https://github.com/onnx/onnx/blob/main/onnx/onnx.proto names the fields.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from audiocoach.speech.engines.onnx_fields import Value, field, fields_of, head, written_fields

_OPSETS, _GRAPH = 8, 7
NODE, TENSOR, INPUT, OUTPUT = 1, 5, 11, 12
TAKES, GIVES, _NAME, KIND, _ATTRIBUTE = 1, 2, 3, 4, 5
"""The fields of a graph, and of a node there."""

FLOAT, UINT8, INT8, INT32, INT64 = 1, 2, 3, 6, 7
"""ONNX's numbers of types."""

_WHOLE_NUMBER = 2
"""The kind of an attribute that is one."""

Parts = Sequence[bytes | memoryview]


class Node(NamedTuple):
    """A step of a graph: what it does, the names of what it takes and gives, its content, and how that is written."""

    kind: bytes
    takes: tuple[bytes, ...]
    gives: tuple[bytes, ...]
    content: memoryview
    written: memoryview


class Graph(NamedTuple):
    """A model's graph: its steps in their order, its constants by name with their types, and all else as written."""

    nodes: Sequence[Node]
    constants: dict[bytes, int]
    rest: Parts


def with_graph(model: bytes, about: Collection[bytes], least_opset: int, changed: Callable[[Graph], Parts]) -> bytes:
    """Return a model with another graph; the very same where nothing is to be changed.

    Args:
        model: the bytes of an ONNX file.
        about: steps are read that have one of these in them; of others only what is written is known.
        least_opset: the version of ONNX's operators from which on the change can be made.
        changed: gives the parts of the other graph; none to leave it as it is.

    Raises:
        UnusableModel: when the bytes are no ONNX model.
    """
    found: list[bytes | memoryview] = []
    opset, graph = 0, memoryview(b"")
    for number, value, written in written_fields(memoryview(model)):
        if number == _GRAPH and not isinstance(value, int):
            graph = value
            continue
        found.append(written)
        if number == _OPSETS and not isinstance(value, int):
            domain = dict(fields_of(value))
            if not bytes(_bytes(domain.get(1))):
                opset = _number(domain.get(2))
    parts = changed(_read(graph, about)) if opset >= least_opset else []
    return b"".join([*found, head(_GRAPH, sum(map(len, parts))), *parts]) if parts else model


def _read(graph: memoryview, about: Collection[bytes]) -> Graph:
    nodes, constants, rest = [], {}, []
    for number, value, written in written_fields(graph):
        if number == NODE and not isinstance(value, int):
            nodes.append(_node(value, written, about))
            continue
        rest.append(written)
        if number == TENSOR and not isinstance(value, int):
            known = {n: v for n, v in fields_of(value) if n in (2, 8)}
            constants[bytes(_bytes(known.get(8)))] = _number(known.get(2))
    return Graph(nodes, constants, rest)


def _node(value: memoryview, written: memoryview, about: Collection[bytes]) -> Node:
    all_of_it = bytes(value)
    if not any(each in all_of_it for each in about):
        return Node(b"", (), (), value, written)
    texts: dict[int, list[bytes]] = {TAKES: [], GIVES: [], KIND: []}
    for number, each in fields_of(value):
        if number in texts:
            texts[number].append(bytes(_bytes(each)))
    return Node(b"".join(texts[KIND]), tuple(texts[TAKES]), tuple(texts[GIVES]), value, written)


def with_names(node: Node, takes: Iterable[bytes] | None = None, gives: Iterable[bytes] | None = None) -> bytes:
    """Write a step with other names of what it takes, of what it gives, or of both; all else stays but its own name."""
    new = {which: tuple(names) for which, names in ((TAKES, takes), (GIVES, gives)) if names is not None}
    kept = [written for number, _, written in written_fields(node.content) if number not in (*new, _NAME)]
    named = [field(which, name) for which, names in new.items() for name in names]
    return field(NODE, b"".join([*named, *kept]))


def step(kind: bytes, takes: Iterable[bytes], gives: bytes, **attributes: int) -> bytes:
    """Write a step that gives one thing, and has no name of its own; its attributes are whole numbers."""
    parts = [*(field(TAKES, name) for name in takes), field(GIVES, gives), field(KIND, kind)]
    for name, value in attributes.items():
        # A number below zero is written as the one that is 2 to the 64th larger.
        about = field(1, name.encode()) + field(3, value % 2**64) + field(20, _WHOLE_NUMBER)
        parts.append(field(_ATTRIBUTE, about))
    return field(NODE, b"".join(parts))


def constant(name: bytes, kind: int, values: bytes, *shape: int) -> bytes:
    """Write a constant of a graph: its type and its numbers, as they lie in memory; without a shape it is one."""
    dimensions = b"".join(field(1, each) for each in shape)
    return field(TENSOR, dimensions + field(2, kind) + field(8, name) + field(9, values))


def model_of(graph: Parts, opset: int) -> bytes:
    """Write a model of a graph's parts, for a version of ONNX's operators."""
    return field(1, 8) + field(_GRAPH, b"".join(graph)) + field(_OPSETS, field(1, b"") + field(2, opset))


def _bytes(value: Value | None) -> memoryview:
    return value if isinstance(value, memoryview) else memoryview(b"")


def _number(value: Value | None) -> int:
    return value if isinstance(value, int) else 0
