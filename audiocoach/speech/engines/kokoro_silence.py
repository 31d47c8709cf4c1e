"""Have Kokoro make no silence that is cut off again: of a short cue that is half of what it makes, and of its time.

Before it makes sound, the model foretells how loud each moment will be. Here it is given steps that look at that, and
hand on what lies between the first and the last moment that is loud, with a margin before and after. As it makes sound,
it weighs each moment against the mean of all, so that soft sounds would be softer without the silence: at each mean,
what is missing counts as much as it did, as the margin's own silence.

What is said then is what was said before: of 98 cues by eleven voices, loud and soft sounds within 0.2 dB on average,
and as long within 0.06 s. Only clicks are gone that one voice (`bf_emma`) made in the silence at the end.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from audiocoach.speech.engines.onnx_graph import (
    FLOAT,
    INT32,
    INT64,
    Graph,
    Node,
    Parts,
    constant,
    step,
    with_graph,
    with_names,
)

_HAS_AXES_GIVEN = 18
"""The operators' version from which on `ReduceMean` is given its axes, and all else is as it is used here."""

_SOUNDS = b"/encoder/MatMul_1_output_0"
_PITCH = b"/encoder/Reshape_output_0"
_LOUDNESS = b"/encoder/Reshape_1_output_0"
_CUT = (_SOUNDS, _PITCH, _LOUDNESS)
"""What of the model its sound is made of, as those who published it have named it: sounds in moments of 25 ms, their
pitch and their loudness, twice in each.
"""

_MEAN, _OF_SOUND = b"ReduceMean", b"/decoder/"
"""How it takes means, and how the names of all begin that makes sound."""

_QUIET = -3.0
"""The loudness below which nothing is said. In five voices, sound that is 40 dB below its peak lies between -5 and 0,
silence between -4 and -10.
"""

_MARGIN = 5
"""Moments that stay before the first that is loud and after the last, 0.125 s; `kokoro_pace.bare` takes their rest."""

_SILENCE = (2, 4)
"""Where in the margin at the beginning silence is as it was: away from the edge, and from what is said. Nearer to the
edge, one cue of 43 began with a click.
"""


def without_silence(model: bytes) -> bytes:
    """Return a model that makes less silence before and after what it says; the very same where it is not Kokoro's.

    Raises:
        UnusableModel: when the bytes are no ONNX model.
    """
    return with_graph(model, (*_CUT, _MEAN), _HAS_AXES_GIVEN, _changed)


def _changed(graph: Graph) -> Parts:
    """Return a graph with the steps in it, in parts; none when it is not Kokoro's."""
    given = [name for node in graph.nodes for name in node.gives]
    if [given.count(name) for name in _CUT] != [1, 1, 1]:
        return []
    steps: list[bytes | memoryview] = []
    for node in graph.nodes:
        if not set(_CUT).isdisjoint(node.gives):
            gives = [_whole(name) if name in _CUT else name for name in node.gives]
            steps.append(with_names(node, gives=gives))
        elif _is_mean_of_sound(node):
            steps += _mean_with_silence(node)
        else:
            steps.append(node.written)
    # Behind those that take what they give: onnxruntime sorts steps as it loads them.
    return [*steps, *_cutting(), *graph.rest, *_constants()]


def _is_mean_of_sound(node: Node) -> bool:
    return node.kind == _MEAN and (len(node.takes), len(node.gives)) == (2, 1) and node.gives[0].startswith(_OF_SOUND)


def _cutting() -> Iterator[bytes]:
    """Write the steps that find the first and the last loud moment, and cut what lies before and after.

    Numbers are of the type that the model has, of whatever size.
    """
    yield _step("loudness", b"Cast", _whole(_LOUDNESS), to=FLOAT)
    yield _step("is_loud", b"Greater", _named("loudness"), _named("quiet"))
    yield _step("loud", b"Cast", _named("is_loud"), to=INT32)
    for which, last in (("first", 0), ("last", 1)):  # where none is loud, the first and the last of all
        yield _step(f"{which}_half", b"ArgMax", _named("loud"), axis=-1, select_last_index=last)
        yield _step(f"{which}_row", b"Div", _named(f"{which}_half"), _named("two"))
        yield _step(which, b"Reshape", _named(f"{which}_row"), _named("flat"))
    yield _step("all", b"Shape", _whole(_SOUNDS), start=2)
    yield _step("early", b"Sub", _named("first"), _named("margin"))
    yield _step("from", b"Max", _named("early"), _named("zero"))
    yield _step("late", b"Add", _named("last"), _named("margin_and_one"))
    yield _step("to", b"Min", _named("late"), _named("all"))
    for end in ("from", "to"):
        yield _step(f"{end}_twice", b"Mul", _named(end), _named("two"))
    for name, twice in ((_SOUNDS, ""), (_PITCH, "_twice"), (_LOUDNESS, "_twice")):
        takes = (_whole(name), _named(f"from{twice}"), _named(f"to{twice}"), _named("along"))
        yield step(b"Slice", takes, name)
    yield _step("kept", b"Sub", _named("to"), _named("from"))
    for each in ("kept", "all"):
        yield _step(f"{each}_number", b"Cast", _named(each), to=FLOAT)
    yield _step("part", b"Div", _named("kept_number"), _named("all_number"))
    yield _step("rest", b"Sub", _named("one"), _named("part"))
    for weight, number in (("weight", "part"), ("weight_of_silence", "rest")):
        yield _step(weight, b"CastLike", _named(number), _whole(_SOUNDS))
    # Within what is kept, of however little.
    yield _step("last_kept", b"Sub", _named("kept"), _named("unit"))
    yield _step("silent_from", b"Min", _named("silence_from"), _named("last_kept"))
    yield _step("silent_to", b"Min", _named("silence_to"), _named("kept"))


def _mean_with_silence(node: Node) -> Iterator[bytes]:
    """Write the steps that take a mean over time as if the silence that was cut off were there."""
    (of, axes), (mean,) = node.takes, node.gives

    def own(name: str) -> bytes:
        return mean + b"." + name.encode()

    yield with_names(node, gives=(own("kept"),))
    yield step(b"Shape", (of,), own("long"), start=2)
    yield step(b"Div", (own("long"), _named("kept")), own("in_a_moment"))
    for end in ("silent_from", "silent_to"):
        yield step(b"Mul", (own("in_a_moment"), _named(end)), own(end))
    yield step(b"Slice", (of, own("silent_from"), own("silent_to"), _named("along")), own("silent"))
    yield with_names(node, (own("silent"), axes), (own("silence"),))
    yield step(b"Mul", (own("kept"), _named("weight")), own("kept_part"))
    yield step(b"Mul", (own("silence"), _named("weight_of_silence")), own("silent_part"))
    yield step(b"Add", (own("kept_part"), own("silent_part")), mean)


def _constants() -> Iterator[bytes]:
    for name, number in (("quiet", _QUIET), ("one", 1.0)):
        yield constant(_named(name), FLOAT, struct.pack("<f", number), 1)
    numbers = {
        "zero": 0,
        "unit": 1,
        "two": 2,
        "margin": _MARGIN,
        "margin_and_one": _MARGIN + 1,
        "flat": -1,
        "along": -1,
    }
    numbers |= {"silence_from": _SILENCE[0], "silence_to": _SILENCE[1]}
    for name, number in numbers.items():
        yield constant(_named(name), INT64, struct.pack("<q", number), 1)


def _step(gives: str, kind: bytes, *takes: bytes, **attributes: int) -> bytes:
    return step(kind, takes, _named(gives), **attributes)


def _named(name: str) -> bytes:
    return b"audiocoach.silence." + name.encode()


def _whole(name: bytes) -> bytes:
    return name + b".whole"
