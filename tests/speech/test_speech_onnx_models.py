"""What of an ONNX file is looked at before it is loaded: nothing may lie outside of it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import SpeechError
from audiocoach.speech.engines.interface import Utterance
from audiocoach.speech.engines.onnx_models import UnusableModel, load_model, read_model, refuse_external_data
from audiocoach.speech.engines.piper_engine import PiperEngine
from audiocoach.speech.engines.piper_models import voice_of
from tests.support.speech_engines_here import joe, needs_piper


def field(number: int, value: bytes | int) -> bytes:
    """Write a field as protobuf does: a number, or a length and bytes."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    found = b""
    while value > 0x7F:
        found, value = found + bytes([value & 0x7F | 0x80]), value >> 7
    return found + bytes([value])


# Of a TensorProto: dims 1, data_type 2, name 8, raw_data 9, external_data 13 (key 1, value 2), data_location 14.
WITHIN = field(1, 1) + field(2, 1) + field(8, b"x") + field(9, b"\0\0\0\0")
LOCATION = field(13, field(1, b"location") + field(2, b"/etc/hostname"))
ELSEWHERE = field(1, 1) + field(2, 1) + field(8, b"x") + LOCATION + field(14, 1)


def model(graph: bytes) -> bytes:
    """A model with opset 13 and this graph."""
    return field(1, 8) + field(8, field(2, 13)) + field(7, graph)


def constant(tensor: bytes) -> bytes:
    """A graph whose one output `x` is a constant."""
    info = field(1, b"x") + field(2, field(1, field(1, 1) + field(2, field(1, field(1, 1)))))
    return field(2, b"g") + field(5, tensor) + field(12, info)


def branch(graph: bytes) -> bytes:
    """A graph with a node that holds another graph, as loops and conditions do."""
    return field(1, field(4, b"If") + field(5, field(1, b"then_branch") + field(6, graph)))


PLACES = {
    "a graph": lambda tensor: model(constant(tensor)),
    "a graph within a node": lambda tensor: model(branch(constant(tensor))),
    "a constant of a node": lambda tensor: model(field(1, field(5, field(5, tensor)))),
    "a list of constants": lambda tensor: model(field(1, field(5, field(10, tensor)))),
    "sparse numbers": lambda tensor: model(field(15, field(1, tensor))),
    "a function": lambda tensor: model(b"") + field(25, field(7, field(5, field(5, tensor)))),
    "training": lambda tensor: model(b"") + field(20, field(1, constant(tensor))),
}


@pytest.mark.parametrize("place", PLACES)
def test_numbers_in_another_file_are_refused_wherever_a_model_names_it(place: str) -> None:
    refuse_external_data(PLACES[place](WITHIN))
    for tensor in (ELSEWHERE, WITHIN + LOCATION, WITHIN + field(14, 1)):
        with pytest.raises(UnusableModel, match="in another file"):
            refuse_external_data(PLACES[place](tensor))


@pytest.mark.slow
def test_onnxruntime_would_have_read_that_file(tmp_path: Path) -> None:
    # In a process of its own: nothing of it is loaded into the tests' own.
    (tmp_path / "secret").write_bytes(b"\0\0\x80?")
    tensor = ELSEWHERE.replace(LOCATION, field(13, field(1, b"location") + field(2, b"secret")))
    (tmp_path / "m.onnx").write_bytes(model(constant(tensor)))
    load = "import onnxruntime; print(onnxruntime.InferenceSession('m.onnx').run(None, {})[0])"
    ran = subprocess.run([sys.executable, "-c", load], cwd=tmp_path, capture_output=True, text=True, check=False)
    if "No module" in ran.stderr:
        pytest.skip("onnxruntime is not installed")
    assert ran.stdout == "[1.]\n"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_model_without_other_files_or_refused(data: bytes) -> None:
    with suppress(UnusableModel):
        refuse_external_data(data)


@given(st.binary(max_size=60), st.integers(0, 200), st.integers(0, 200))
def test_a_model_that_was_cut_or_changed_is_read_or_refused(noise: bytes, at: int, drop: int) -> None:
    whole = PLACES["a graph within a node"](WITHIN)
    with suppress(UnusableModel):
        refuse_external_data(whole[:at] + noise + whole[at + drop :])


def test_zeros_are_no_model_from_the_first_on() -> None:
    with pytest.raises(UnusableModel, match="no ONNX model"):
        refuse_external_data(bytes(2))


def test_graphs_within_graphs_without_an_end_are_refused() -> None:
    graph = constant(WITHIN)
    for _ in range(500):
        graph = branch(graph)
    with pytest.raises(UnusableModel, match="no ONNX model"):
        refuse_external_data(model(graph))


def test_what_is_refused_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(UnusableModel, match="in another file"):
        load_model(model(constant(ELSEWHERE)))


def test_a_model_of_another_digest_is_refused_and_one_in_parts_is_joined(tmp_path: Path) -> None:
    parts = [tmp_path / name for name in ("a", "b")]
    parts[0].write_bytes(b"one ")
    parts[1].write_bytes(b"whole")
    digest = "d65c8f5fbbd7f1c3bb4eb5d5f5e9d5ac"
    with pytest.raises(UnusableModel, match="damaged, or has changed"):
        read_model([str(part) for part in parts], digest)
    assert read_model([str(part) for part in parts]) == b"one whole"


@needs_piper
@pytest.mark.slow
def test_a_voice_of_piper_that_names_other_files_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "x.onnx").write_bytes(model(constant(ELSEWHERE)))
    about = Path(joe().id.rpartition("@")[0] + ".json").read_bytes()
    (tmp_path / "x.onnx.json").write_bytes(about)
    with pytest.raises(SpeechError, match=r"x\.onnx cannot be used: .*in another file"):
        PiperEngine().speak([Utterance("Go.", voice_of(tmp_path / "x.onnx"), 150)])
